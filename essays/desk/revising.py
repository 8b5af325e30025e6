"""Revisions: a snapshot at every save, going back to one, and the check that none was altered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from essays.desk.kept_links import LINKS, links_of, restore_links
from essays.desk.mentions import refind_mentions
from essays.desk.rendering import renew_rendering
from essays.desk.storing import checked
from essays.index.essay import renew_essay
from essays.models import (
    Account,
    Byline,
    Correction,
    Critic,
    Essay,
    EssayTag,
    Film,
    Merge,
    RecordKind,
    Revision,
    Subject,
)
from people.models import Tag

NOTE_MAX_LENGTH = 300  # as the row holds it
SOURCE = "source"  # key of a snapshot that the import made: the document's name and SHA-256
BESIDE = "beside"  # key of a draft beside the live text: the revisions that it began from and that it goes on from
STATE = frozenset({"status", "published_at", "withdrawn_at", SOURCE})  # keys that are not the essay's text
TEXT_FIELDS = (
    "kind",
    "headline",
    "headline_is_proposed",
    "standfirst",
    "body",
    "rating_printed",
    "has_spoilers",
    "language",
)


class RevisingError(ValueError):
    """A revision cannot be restored; the message says why."""


def snapshot(
    essay: Essay,
    *,
    subjects: Iterable[Film] | None = None,
    bylines: Iterable[Byline] | None = None,
    tags: Iterable[Tag] | None = None,
    corrections: Iterable[Correction] | None = None,
) -> dict[str, Any]:
    """All that an essay says, as JSON. Rows that are not given are read from the database."""
    if subjects is None:
        subjects = [row.film for row in essay.subjects.select_related("film").order_by("position")]
    if bylines is None:
        bylines = essay.bylines.select_related("critic").order_by("position")
    if tags is None:
        tags = Tag.objects.filter(essaytag_items__content_object=essay)
    if corrections is None:
        corrections = Correction.objects.filter(essay=essay).order_by("corrected_on", "pk")
    corrected = [
        {"what_was": row.what_was, "what_is": row.what_is, "corrected_on": row.corrected_on.isoformat()}
        for row in corrections
    ]
    with translation.override(settings.DESK_LANGUAGE):  # a film's kind is worded; what is kept is so for good
        named = [{"film": film.pk, "title": str(film)} for film in subjects]
    return {
        **{field: getattr(essay, field) for field in TEXT_FIELDS},
        "slug": essay.slug,
        "rating": None if essay.rating is None else f"{Decimal(essay.rating):.1f}",
        "subjects": named,
        "bylines": [{"critic": row.critic_id, "name": row.critic.name, "as_signed": row.as_signed} for row in bylines],
        "tags": sorted(({"tag": tag.pk, "name": tag.name} for tag in tags), key=lambda tag: tag["name"]),
        **({"corrections": corrected} if corrected else {}),
        LINKS: links_of(essay),
        **state_of(essay),
    }


def state_of(essay: Essay) -> dict[str, Any]:
    """The part of a snapshot that is not the essay's text: whether readers see it."""
    return {
        "status": essay.status,
        "published_at": essay.published_at.isoformat() if essay.published_at else None,
        "withdrawn_at": essay.withdrawn_at.isoformat() if essay.withdrawn_at else None,
    }


def record_revision(
    essay: Essay,
    *,
    by: Account | None,
    now: dt.datetime,
    note: str,
    content: dict[str, Any] | None = None,
    source: dict[str, str] | None = None,
) -> Revision:
    """Keep what the essay holds now, chained to the revision before. ``source`` marks what the import made."""
    last = Revision.objects.filter(essay=essay).order_by("-number").only("number", "hash").first()
    return add_revision(essay, last, by=by, now=now, note=note, content=content or snapshot(essay), source=source)


def last_revision(essay: Essay) -> Revision | None:
    """The newest revision of the essay's own text, drafts beside it left out; None where the essay has none."""
    revisions = Revision.objects.filter(essay=essay).select_related("saved_by").order_by("-number")
    return revisions.exclude(content__has_key=BESIDE).first()


def add_revision(
    essay: Essay,
    last: Revision | None,
    *,
    by: Account | None,
    now: dt.datetime,
    note: str,
    content: dict[str, Any],
    source: dict[str, str] | None,
) -> Revision:
    """``record_revision`` for a caller who has the revision before, None where there is none, and the snapshot.

    What an essay says changes with a revision, and what search finds it by with it.
    """
    revision = Revision(
        essay=essay,
        number=last.number + 1 if last else 1,
        content={**content, SOURCE: source} if source else content,
        note=note[:NOTE_MAX_LENGTH],
        saved_by=by,
        saved_at=now,
        previous_hash=last.hash if last else "",
    )
    checked(revision).save()
    if last is not None or essay.status == Essay.Status.PUBLISHED:
        renew_essay(essay, now=now)
    return revision


@transaction.atomic
def restore_revision(revision: Revision, *, by: Account | None, now: dt.datetime) -> Revision:
    """Make the essay say and link again what it did at ``revision``; the status stays. Returns the new revision.

    Raises RevisingError where a film or critic of that time is gone, or where the revision was altered.
    """
    essay = Essay.objects.select_for_update().get(pk=revision.essay_id)
    if revision.blanked is not None:
        raise RevisingError(f"Revision {revision.number} was blanked: {revision.blanked} Restore another.")
    if revision.compute_hash() != revision.hash:
        raise RevisingError(f"Revision {revision.number} is not what was saved: its hash differs. Restore another.")
    said = revision.content
    for field in TEXT_FIELDS:
        setattr(essay, field, said[field])
    essay.rating = said["rating"]
    essay.version += 1
    essay.full_clean()
    essay.save()
    _restore_rows(essay, said)
    refind_mentions(essay)
    restore_links(essay, said, by=by, now=now)
    renew_rendering(essay)
    return record_revision(essay, by=by, now=now, note=f"restored revision {revision.number}")


def _restore_rows(essay: Essay, said: dict[str, Any]) -> None:
    films = _still_there(RecordKind.FILM, [row["film"] for row in said["subjects"]])
    critics = [row["critic"] for row in said["bylines"]]
    if len(Film.objects.in_bulk(films)) < len(films) or len(Critic.objects.in_bulk(critics)) < len(critics):
        raise RevisingError("A film or critic that the revision names has been deleted. Enter it again first.")
    essay.subjects.all().delete()
    Subject.objects.bulk_create(Subject(essay=essay, film_id=pk, position=n) for n, pk in enumerate(films, start=1))
    essay.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(essay=essay, critic_id=row["critic"], as_signed=row["as_signed"], position=n)
        for n, row in enumerate(said["bylines"], start=1)
    )
    EssayTag.objects.filter(content_object=essay).delete()
    tags = Tag.objects.in_bulk(_still_there(RecordKind.TAG, [row["tag"] for row in said["tags"]]))
    EssayTag.objects.bulk_create(EssayTag(content_object=essay, tag=tag) for tag in tags.values())


def _still_there(kind: RecordKind, ids: list[int]) -> list[int]:
    """These records, each once, with what one was merged into in its place."""
    merged = Merge.objects.now_under(kind, ids)
    return list(dict.fromkeys(merged.get(pk, pk) for pk in ids))


def made_by_import(essay: Essay) -> bool:
    """Whether nobody has changed the essay's text since an import made or renewed it."""
    last = last_revision(essay)
    if last is None or not last.content.get(SOURCE):
        return False
    now_said = snapshot(essay)
    decided = {*STATE, LINKS}  # what a name means is decided beside the text, and outlives a new import
    return all(last.content.get(key) == value for key, value in now_said.items() if key not in decided)
