"""Notes in the margin: what somebody at the desk says of a passage, what is answered, and that it is done."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from essays.models.mention import CONTEXT_LENGTH
from people.rows import Row

PASSAGE_MAX_LENGTH = 600  # code points; a passage is a sentence or two, and never a page
NOTE_MAX_LENGTH = 2_000  # code points


class MarginNoteQuerySet(models.QuerySet["MarginNote"]):
    def open(self) -> Self:
        """Notes on passages that are not resolved; answers are left out."""
        return self.filter(answers_to__isnull=True, resolved_at__isnull=True)


class MarginNote(Row):
    """A note on a passage, known by its words and what stood around them; or an answer to one.

    After the Web Annotation Data Model's text quote selector: https://www.w3.org/TR/annotation-model/#text-quote-selector
    """

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="margin_notes")
    answers_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    passage = models.CharField(max_length=PASSAGE_MAX_LENGTH, blank=True, help_text="The words it is about.")
    prefix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True, help_text="Where the passage stood last.")
    text = models.TextField(validators=[MaxLengthValidator(NOTE_MAX_LENGTH)])
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = MarginNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note in the margin"
        verbose_name_plural = "notes in the margin"
        default_permissions = ()  # who works on the essay reads and writes them
        ordering = ["essay", "start", "id"]
        indexes = [
            models.Index(
                fields=["essay"],
                condition=Q(answers_to__isnull=True, resolved_at__isnull=True),
                name="margin_note_open",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="margin_note_says_something"),
            models.CheckConstraint(
                condition=Q(answers_to__isnull=True) & ~Q(passage="")
                | Q(answers_to__isnull=False, passage="", resolved_at__isnull=True),
                name="margin_note_is_on_a_passage_or_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_by or 'somebody'}: {self.text[:80]}"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.text = self.text.strip().replace("\r\n", "\n")
        super().full_clean(*args, **kwargs)
