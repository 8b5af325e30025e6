"""The one lawful removal: a revision's content goes for ever; its hash stays, and a later revision says why."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from essays.desk.revising import SOURCE, RevisingError, last_revision, record_revision, snapshot
from essays.models import Account, Essay, Revision, WaitingDraft
from essays.models.revision import BLANKS

REASON_MAX_LENGTH = 200  # code points; with the words before it it fits a revision's note


@transaction.atomic
def blank_revision(revision: Revision, *, by: Account, now: dt.datetime, reason: str) -> Revision:
    """Remove what ``revision`` holds, for ever. Returns the revision that says so.

    Only a superuser may, and not of what the essay says now. Raises RevisingError.
    """
    reason = " ".join(reason.split())
    if not (by.is_active and by.is_superuser):
        raise RevisingError(f"Nothing was blanked: {by} is no superuser. Ask one.")
    if not reason or len(reason) > REASON_MAX_LENGTH:
        raise RevisingError(f"Nothing was blanked: say why, in at most {REASON_MAX_LENGTH} characters.")
    essay = Essay.objects.select_for_update().get(pk=revision.essay_id)
    last = last_revision(essay)
    if last is None or last.number == revision.number:
        raise RevisingError(
            f"Nothing was blanked: revision {revision.number} is what the essay says now. "
            "Take the words out of the essay and save it first."
        )
    if revision.blanked is not None:
        raise RevisingError(f"Revision {revision.number} is blanked already: {revision.blanked}")
    if revision.hash != revision.compute_hash():
        raise RevisingError(f"Revision {revision.number} is not what was saved: its hash differs. It stays as it is.")
    if WaitingDraft.objects.filter(essay=essay, revision=revision).exists():
        raise RevisingError(
            f"Nothing was blanked: revision {revision.number} is the draft that waits beside the text. "
            "Throw the draft away first."
        )
    said = record_revision(
        essay,
        by=by,
        now=now,
        note=f"blanked revision {revision.number}: {reason}",
        content={**snapshot(essay), BLANKS: revision.blanking(reason)},
        source=last.content.get(SOURCE),
    )
    Revision.objects.blank(revision, reason)
    revision.refresh_from_db(fields=["content"])
    return said
