"""What follows an editor's save of an essay, and the wastebasket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from essays.desk.linking_again import link_again
from essays.desk.mentions import refind_mentions
from essays.desk.pointing import PointedAt, link_pointed
from essays.desk.publishing import before_schedule, may_change, why_not_changed
from essays.desk.rendering import body_of, renew_rendering
from essays.desk.revising import record_revision
from essays.desk.tagging import derive_tags_stated_by
from essays.models import Account, Essay, Revision


@dataclass(frozen=True, slots=True)
class SavedReport:
    """What a save did: the revision that keeps it, and how many words it linked, left to the editor or lost.

    ``refused`` says of each link that the editor made while writing, and that could not be made, why.
    """

    revision: Revision
    new_links: int
    to_decide: int
    lost: int
    refused: tuple[str, ...] = ()


class StaleEssayError(ValueError):
    """The essay was saved by somebody else since this form was opened; nothing was saved."""


class WastebasketError(ValueError):
    """An essay cannot be thrown away or taken back; the message says why."""


def take_version(essay: Essay, *, base_version: int) -> None:
    """Claim the next version of the essay for a save that began at ``base_version``.

    Called first in the transaction of a form's save: of two forms opened at one version, one gets it. Raises
    StaleEssayError for the other.
    """
    taken = Essay.objects.filter(pk=essay.pk, version=base_version).update(version=F("version") + 1)
    if not taken:
        raise StaleEssayError(f"“{essay}” was saved by somebody else since you opened it. Nothing of yours was saved.")
    essay.version = base_version + 1


@transaction.atomic(savepoint=False)  # nobody goes on in a transaction in which this failed
def essay_was_saved(
    essay: Essay,
    *,
    by: Account | None,
    now: dt.datetime,
    note: str = "",
    bumps_version: bool = True,
    pointed: Iterable[PointedAt] = (),
) -> SavedReport:
    """Called after an editor's save of an essay and its rows.

    Re-finds the mentions, links what the editor ``pointed`` at and what no mention covers yet, renews the rendering,
    counts the version up and keeps a revision. ``lost`` of what is returned counts every mention whose words are not in
    the body now.
    ``bumps_version`` is False where ``take_version`` has done so.
    """
    if bumps_version:
        Essay.objects.filter(pk=essay.pk).update(version=F("version") + 1)
        essay.version += 1
    body = body_of(essay)
    lost = refind_mentions(essay, body=body)
    refused = link_pointed(essay, pointed, by=by, now=now)
    found = link_again(essay, body=body, now=now)
    renew_rendering(essay, body=body)
    revision = record_revision(essay, by=by, now=now, note=note or "edited")
    return SavedReport(revision, found.new_links, found.to_decide, lost, tuple(refused))


@transaction.atomic
def discard(essay: Essay, *, by: Account | None, now: dt.datetime) -> None:
    """Throw an essay into the wastebasket: nobody sees it, and it can be taken back. Raises WastebasketError."""
    _may_discard(essay, by)
    if essay.discarded_at is not None:
        raise WastebasketError(f"“{essay}” is in the wastebasket already.")
    _set(essay, discarded_at=now, planned_at=None)
    derive_tags_stated_by(essay)
    record_revision(essay, by=by, now=now, note="thrown away")


@transaction.atomic
def take_back(essay: Essay, *, by: Account | None, now: dt.datetime) -> None:
    """Take an essay out of the wastebasket, as a draft without planned times. Raises WastebasketError."""
    _may_discard(essay, by)
    if essay.discarded_at is None:
        raise WastebasketError(f"“{essay}” is not in the wastebasket.")
    first, last = essay.published_at, essay.withdrawn_at
    if essay.is_scheduled(now):
        _, first, last = before_schedule(essay)
    elif last is not None and last > now:
        last = None
    _set(essay, discarded_at=None, status=Essay.Status.DRAFT, published_at=first, withdrawn_at=last)
    derive_tags_stated_by(essay)
    record_revision(essay, by=by, now=now, note="taken back from the wastebasket")


def _may_discard(essay: Essay, by: Account | None) -> None:
    if by is not None and not by.has_perm("essays.delete_essay"):
        raise WastebasketError(f"“{essay}” stays as it is: {by} has no permission to delete essays.")
    if not may_change(essay, by):
        raise WastebasketError(f"“{essay}” stays as it is: {why_not_changed(essay, by)}")


def _set(essay: Essay, **values: Any) -> None:
    for name, value in values.items():
        setattr(essay, name, value)
    essay.save(update_fields=[*values, "updated_at"])
