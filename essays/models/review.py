"""Who was asked to review an essay, and until when."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from essays.models.essay import Essay
from people.rows import Row


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def waiting_for(self, editor: Any) -> Self:
        """What this editor was asked for and has not answered; the request goes with the answer."""
        return self.filter(reviewer=editor.pk, essay__status=Essay.Status.IN_REVIEW, essay__discarded_at__isnull=True)


class ReviewRequest(Row):
    """That somebody is asked to review an essay; an essay has one at a time."""

    essay = models.OneToOneField(Essay, on_delete=models.CASCADE, related_name="review_request")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews_asked")
    due_on = models.DateField(null=True, blank=True, help_text="The day by which the answer is wanted.")
    note = models.CharField(max_length=300, blank=True, help_text="What to look at: “Is the quotation right?”")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["reviewer", "due_on"], name="review_asked_by_due_day")]
        ordering = [models.F("due_on").asc(nulls_last=True), "asked_at"]

    def __str__(self) -> str:
        by = f" by {self.due_on:%Y-%m-%d}" if self.due_on else ""
        return f"{self.essay}: {self.reviewer}{by}"
