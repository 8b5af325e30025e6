"""Corrections: what an essay said wrongly, what is right, and since when it says so."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from essays.models.essay import Essay
from people.rows import Row

CORRECTION_MAX_LENGTH = 600  # code points; a sentence or two, not the paragraph


class Correction(Row):
    """A correction that readers are told of. Going back to an older revision takes none away."""

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="corrections")
    what_was = models.CharField(
        max_length=CORRECTION_MAX_LENGTH, help_text="The words that were wrong: “Red Heat opened in 1987.”"
    )
    what_is = models.CharField(
        max_length=CORRECTION_MAX_LENGTH, help_text="What is right: “It opened on 17 June 1988.”"
    )
    corrected_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-corrected_on", "-id"]
        default_permissions = ()  # who may change an essay may correct it
        constraints = [
            models.CheckConstraint(condition=~models.Q(what_was=""), name="correction_says_what_was"),
            models.CheckConstraint(condition=~models.Q(what_is=""), name="correction_says_what_is"),
        ]

    def __str__(self) -> str:
        return f"{self.corrected_on}: {self.what_is}"

    def clean(self) -> None:
        super().clean()
        if self.corrected_on is not None and self.corrected_on > timezone.localdate():
            raise ValidationError({"corrected_on": "That day is to come. Give today or the day it was corrected."})
