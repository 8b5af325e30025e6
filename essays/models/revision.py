"""Revisions: what an essay held at each save, for ever."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay


class RevisionIsForEverError(RuntimeError):
    """Somebody tried to change or delete a revision."""

    def __init__(self) -> None:
        super().__init__("A revision is never changed or deleted. To go back, restore it: that makes a new one.")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise RevisionIsForEverError

    def delete(self) -> NoReturn:
        raise RevisionIsForEverError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RevisionIsForEverError


class Revision(models.Model):
    """An immutable snapshot of an essay. Each holds the hash of the one before, so that a change shows."""

    essay = models.ForeignKey(Essay, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(help_text="From 1 within an essay.")
    content = models.JSONField()
    note = models.CharField(max_length=300, blank=True, help_text="Why: imported, published, corrected a name.")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="revisions"
    )
    saved_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["essay", "number"]
        constraints = [
            models.UniqueConstraint(fields=["essay", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_counts_from_one"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(previous_hash=""), name="revision_is_chained_to_the_one_before"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.essay}, revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RevisionIsForEverError
        self.hash = self.compute_hash()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RevisionIsForEverError

    def compute_hash(self) -> str:
        """SHA-256 over all that the revision says, in canonical JSON, and the hash before it."""
        said = {
            "essay": self.essay_id,
            "number": self.number,
            "content": self.content,
            "note": self.note,
            "saved_by": self.saved_by_id,
            "saved_at": self.saved_at.isoformat(timespec="microseconds"),
            "previous": self.previous_hash,
        }
        canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
