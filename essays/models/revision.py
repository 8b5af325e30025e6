"""Revisions: what an essay held at each save, for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from people.rows import Row


class RevisionIsForEverError(RuntimeError):
    """Somebody tried to change or delete a revision."""

    def __init__(self) -> None:
        super().__init__("A revision is never changed or deleted. To go back, restore it: that makes a new one.")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def first_altered(self) -> Revision | None:
        """The first revision that is not what was saved, or does not follow the one before it; None where all hold.

        Asked of whole essays, one row in memory at a time.
        """
        essay_id, number, last_hash = None, 0, ""
        for revision in self.order_by("essay_id", "number").iterator():
            if revision.essay_id != essay_id:
                essay_id, number, last_hash = revision.essay_id, 0, ""
            follows = revision.number == number + 1 and revision.previous_hash == last_hash
            if not follows or revision.hash != revision.compute_hash():
                return revision
            number, last_hash = revision.number, revision.hash
        return None

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """As ever, each with its hash; what is there already stays as it is."""
        if kwargs.get("update_conflicts"):
            raise RevisionIsForEverError
        objs = list(objs)
        for revision in objs:
            revision.derive_keys()
        return super().bulk_create(objs, *args, **kwargs)

    def update(self, **kwargs: Any) -> NoReturn:
        raise RevisionIsForEverError

    def delete(self) -> NoReturn:
        raise RevisionIsForEverError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RevisionIsForEverError


class Revision(Row):
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
            models.CheckConstraint(condition=~Q(hash=""), name="revision_has_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.essay}, revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RevisionIsForEverError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RevisionIsForEverError

    def derive_keys(self) -> None:
        if self.saved_at is not None:  # a check says that it is missing
            self.hash = self.compute_hash()

    def compute_hash(self) -> str:
        """SHA-256 over all that the revision says, in canonical JSON, and the hash before it."""
        content = json.loads(json.dumps(self.content))  # as it comes back from the database: keys are texts
        said = {
            "essay": self.essay_id,
            "number": self.number,
            "content": content,
            "note": self.note,
            "saved_by": self.saved_by_id,
            "saved_at": self.saved_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "previous": self.previous_hash,
        }
        canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
