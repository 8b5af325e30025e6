"""Reports of errors: what readers say is wrong with an essay, until an editor has seen to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from people.rows import Row

PASSAGE_MAX_LENGTH = 600  # code points; the sentence, not the essay
SAYS_MAX_LENGTH = 2_000


class ErrorReport(Row):
    """One report. ``sender`` tells the reports of one sender on one day from others, and nobody who that was."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "seen to"
        DISMISSED = "dismissed", "dismissed"

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="error_reports")
    passage = models.CharField(max_length=PASSAGE_MAX_LENGTH, blank=True, help_text="The words it is about.")
    says = models.TextField("what is wrong", max_length=SAYS_MAX_LENGTH)
    mail = models.EmailField("mail address", blank=True, help_text="Given to be answered, and for nothing else.")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN, db_index=True)
    sender = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    sent_at = models.DateTimeField(db_index=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "reported error"
        ordering = ["-sent_at", "-id"]
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=~Q(says=""), name="error_report_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "dismissed"]), name="error_report_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.says if len(self.says) <= 80 else f"{self.says[:79]}…"
