"""The history of an essay: what each save changed, any two revisions compared, and the way back to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from essays.comparing.bodies import ComparedBlock, blocks_of, compare_bodies, count_words
from essays.comparing.merging import places_apart, take_back
from essays.desk.editing import essay_was_saved
from essays.desk.kept_links import changed_links, in_short
from essays.desk.publishing import may_change, why_not_changed
from essays.desk.revising import BESIDE, RevisingError, restore_revision
from essays.models import Account, Essay, Revision

FIELDS = {
    "kind": "kind",
    "headline": "headline",
    "standfirst": "standfirst",
    "rating": "rating",
    "rating_printed": "rating as printed",
    "has_spoilers": "gives the ending away",
    "language": "language",
    "slug": "address",
    "status": "status",
    "published_at": "published",
    "withdrawn_at": "withdrawn",
}
KEPT_BY_RESTORING = frozenset({"slug", "status", "published_at", "withdrawn_at", "corrections"})
LINKS = {
    "subjects": ("subject film", "title"),
    "bylines": ("byline", "name"),
    "tags": ("tag", "name"),
    "corrections": ("correction", "what_is"),
}


@dataclass(frozen=True, slots=True)
class ChangedField:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two revisions; ``blocks`` is empty where the body does not."""

    fields: tuple[ChangedField, ...]
    links: tuple[str, ...]
    blocks: tuple[ComparedBlock, ...]

    @property
    def is_same(self) -> bool:
        return not (self.fields or self.links or self.blocks)


def compare_contents(old: Mapping[str, Any], new: Mapping[str, Any], *, restoring: bool = False) -> Comparison:
    """What ``new`` says otherwise than ``old``; with ``restoring`` only what going back to ``new`` would change."""
    was, now = str(old.get("body", "")), str(new.get("body", ""))
    left_out = KEPT_BY_RESTORING if restoring else frozenset()
    return Comparison(
        fields=tuple(
            ChangedField(label, _said(old.get(name)), _said(new.get(name)))
            for name, label in FIELDS.items()
            if name not in left_out and old.get(name) != new.get(name)
        ),
        links=(*_changed_links(old, new, restoring=restoring), *changed_links(old, new, only_added=restoring)),
        blocks=compare_bodies(was, now) if was != now else (),
    )


def in_a_line(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What a save changed, in one line: fields by their names, words by their number, links by what they are."""
    parts = [label for name, label in FIELDS.items() if old.get(name) != new.get(name)]
    if old.get("body", "") != new.get("body", ""):
        added, removed = count_words(str(old.get("body", "")), str(new.get("body", "")))
        counted = [(added, "added"), (removed, "removed")]
        words = [f"{number} {'word' if number == 1 else 'words'} {what}" for number, what in counted if number]
        parts.append(f"text ({', '.join(words) or 'order or mark-up'})")
    parts.extend([*_changed_links(old, new), *in_short(old, new)])
    return "; ".join(parts)


def told_lines(essay: Essay, shown: Iterable[Revision]) -> list[tuple[Revision, str]]:
    """Each of these revisions with what it changed in a line: of the text before it, and of a draft, of the draft.

    Two queries, however many there are.
    """
    revisions = list(shown)
    of_essay = Revision.objects.filter(essay=essay)
    before: dict[int, int | None] = {}
    last_live: int | None = None
    for number, beside in of_essay.order_by("number").values_list("number", f"content__{BESIDE}"):
        if isinstance(beside, dict):
            before[number] = beside["after"] or beside["base"]
        else:
            before[number], last_live = last_live, number
    known = {revision.number: revision for revision in revisions}
    wanted = {number for one in revisions if (number := before.get(one.number)) and number not in known}
    known |= {revision.number: revision for revision in of_essay.filter(number__in=wanted)}
    return [(one, _in_a_line(one, known.get(before.get(one.number) or 0))) for one in revisions]


def _in_a_line(revision: Revision, before: Revision | None) -> str:
    if revision.blanked is not None:
        return f"blanked: {revision.blanked}"
    if before is None or before.blanked is not None:
        return ""
    return in_a_line(before.content, revision.content) or "nothing of the text"


def narrowed(revisions: QuerySet[Revision], *, who: str = "", why: str = "", which: str = "") -> QuerySet[Revision]:
    """The revisions of an essay that ``who`` saved (an account's id, "import" for none), whose note says ``why``, and
    that are ``which``: "text", of the essay's own, or "draft", beside it. What is empty asks nothing.
    """
    if who == "import":
        revisions = revisions.filter(saved_by=None)
    elif who.isascii() and who.isdecimal() and len(who) < 19:
        revisions = revisions.filter(saved_by=int(who))
    if why:
        revisions = revisions.filter(note__icontains=why)
    if which == "draft":
        revisions = revisions.filter(content__has_key=BESIDE)
    elif which == "text":
        revisions = revisions.exclude(content__has_key=BESIDE)
    return revisions


def _said(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _changed_links(old: Mapping[str, Any], new: Mapping[str, Any], *, restoring: bool = False) -> Iterator[str]:
    for name, (label, key) in LINKS.items():
        if restoring and name in KEPT_BY_RESTORING:
            continue
        had = [str(row.get(key)) for row in old.get(name, ())]
        has = [str(row.get(key)) for row in new.get(name, ())]
        yield from (f"{label} added: {one}" for one in has if one not in had)
        yield from (f"{label} removed: {one}" for one in had if one not in has)
        if had != has and sorted(had) == sorted(has):
            yield f"{label}: in another order"


@transaction.atomic
def go_back(revision: Revision, *, by: Account | None, now: dt.datetime, base_version: int) -> Revision:
    """Restore ``revision`` for an editor who saw what it changes at ``base_version``. Returns the new revision.

    Raises RevisingError where they may not change the essay, or where it was saved since.
    """
    _essay_to_restore(revision, by=by, base_version=base_version, verb="restored")
    return restore_revision(revision, by=by, now=now)


@dataclass(frozen=True, slots=True)
class PlaceApart:
    """A place in which the essay differs from a revision: the texts of its blocks as they are and as they were."""

    number: int
    now: tuple[str, ...]
    then: tuple[str, ...]


def places_of(essay: Essay, revision: Revision) -> tuple[PlaceApart, ...]:
    """Where the essay's body differs from a revision's."""
    found = places_apart(essay.body, str(revision.content.get("body", "")))
    return tuple(PlaceApart(number, _texts(place.now), _texts(place.then)) for number, place in enumerate(found))


def _texts(blocks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for block in blocks for text in blocks_of(block))


@transaction.atomic
def take_back_place(
    revision: Revision, number: int, *, by: Account | None, now: dt.datetime, base_version: int
) -> Revision:
    """Make one place of the essay's body say again what it said at ``revision``; the rest stays.

    ``number`` is that of ``places_of`` at ``base_version``. Returns the new revision. Raises RevisingError as
    ``go_back`` does, and where there is no such place.
    """
    essay = _essay_to_restore(revision, by=by, base_version=base_version, verb="taken back")
    if revision.blanked is not None:
        raise RevisingError(f"Revision {revision.number} was blanked: {revision.blanked} Nothing was taken back.")
    try:
        essay.body = take_back(essay.body, str(revision.content.get("body", "")), number)
    except IndexError:
        raise RevisingError(f"“{essay}” has no such place. Nothing was taken back: look again.") from None
    essay.full_clean()
    essay.save(update_fields=["body", "updated_at"])
    note = f"took one place back from revision {revision.number}"
    return essay_was_saved(essay, by=by, now=now, note=note).revision


def _essay_to_restore(revision: Revision, *, by: Account | None, base_version: int, verb: str) -> Essay:
    """The revision's essay, locked. Raises RevisingError where it was saved since or may not be changed by ``by``."""
    essay = Essay.objects.select_for_update().get(pk=revision.essay_id)
    may = by is None or by.has_perm("essays.change_essay")
    if essay.discarded_at is not None or not may or not may_change(essay, by):
        why = why_not_changed(essay, by) if may else "you have no right to change essays. Ask an editor."
        raise RevisingError(f"“{essay}” was not restored: {why}")
    if essay.version != base_version:
        raise RevisingError(f"“{essay}” was saved by somebody else meanwhile. Nothing was {verb}: look again.")
    return essay
