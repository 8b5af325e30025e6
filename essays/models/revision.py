"""Revisions: what an essay held at each save, for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from copy import copy
from itertools import groupby
from operator import attrgetter
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from people.rows import Row


class RevisionIsForEverError(RuntimeError):
    """Somebody tried to change or delete a revision."""

    def __init__(self) -> None:
        super().__init__("A revision is never changed or deleted. To go back, restore it: that makes a new one.")


BLANKED = "blanked"  # the one key of a content that was removed lawfully; its value is the reason
BLANKS = "blanks"  # key of the revision that says so: number, hash, reason, and the hash over what is left


class RevisionQuerySet(models.QuerySet["Revision"]):
    def first_altered(self) -> Revision | None:
        """The first revision that is not what was saved, or does not follow the one before it; None where all hold.

        Asked of whole essays, one row in memory at a time.
        """
        return next(self.altered(), None)

    def altered(self) -> Iterator[Revision]:
        """Of each essay whose chain does not hold the first revision where it breaks; as ``first_altered``.

        A blanked revision holds where a later one of the chain blanks it by number, hash and reason.
        """
        for _, chain in groupby(self.order_by("essay_id", "number").iterator(), key=attrgetter("essay_id")):
            altered = _break_of(chain)
            if altered is not None:
                yield altered

    def blanked(self) -> Self:
        """Revisions whose content was removed lawfully."""
        return self.filter(content__has_key=BLANKED).order_by("essay", "number")

    def blank(self, revision: Revision, reason: str) -> None:
        """Take the content of ``revision`` away for ever; its hash stays, and ``reason`` stands in its place.

        The database refuses it unless a later revision of the essay says that this one is blanked, and why.
        """
        super(RevisionQuerySet, self.filter(pk=revision.pk)).update(content={BLANKED: reason})

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

    @property
    def blanked(self) -> str | None:
        """Why the content was removed; None where it is there."""
        reason = self.content.get(BLANKED)
        return str(reason) if reason is not None else None

    def blanking(self, reason: str) -> dict[str, Any]:
        """What the revision that blanks this one says of it: its hash, and the hash over what will be left of it."""
        left = copy(self)
        left.content = {BLANKED: reason}
        return {"number": self.number, "hash": self.hash, "reason": reason, "left": left.compute_hash()}


def _break_of(chain: Iterable[Revision]) -> Revision | None:
    """The first revision of one essay's chain that does not hold."""
    number, last_hash = 0, ""
    to_be_named: dict[int, Revision] = {}  # blanked, and no revision so far says so
    for revision in chain:
        if revision.number != number + 1 or revision.previous_hash != last_hash:
            return revision
        number, last_hash = revision.number, revision.hash
        if revision.hash == revision.compute_hash():
            blanks = revision.content.get(BLANKS)
            named = to_be_named.get(blanks["number"]) if blanks else None
            if named is not None and named.blanking(named.blanked or "") == blanks:
                del to_be_named[named.number]
        elif revision.blanked is not None:
            to_be_named[revision.number] = revision
        else:
            return revision
    return next(iter(to_be_named.values()), None)
