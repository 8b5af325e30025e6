"""Autosaves: what an editor has typed and not saved, and who has an essay open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from people.rows import Row


class Autosave(Row):
    """One editor's own slot for one essay, or for the new one they write. Nobody else reads it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves")
    essay = models.ForeignKey(Essay, null=True, blank=True, on_delete=models.CASCADE, related_name="autosaves")
    of_draft = models.BooleanField(default=False, help_text="Of the draft beside the text that readers see.")
    fields = models.JSONField(default=dict, blank=True, help_text="As typed, by field; empty while all is saved.")
    kept_at = models.DateTimeField(null=True, blank=True, help_text="When that was typed.")
    seen_at = models.DateTimeField(help_text="When the open form last gave a sign of itself.")

    class Meta:
        ordering = ["-seen_at", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "essay", "of_draft"], name="autosave_once_for_an_essay"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(essay__isnull=True), name="autosave_once_for_a_new_essay"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.essay or 'a new essay'}"
