"""A draft beside the text that readers see: kept in the revisions, seen by nobody else, until somebody publishes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from essays.comparing.fields import merge_fields
from essays.desk.editing import SavedReport, essay_was_saved, take_version
from essays.desk.history import Comparison, compare_contents
from essays.desk.kept_links import LINKS
from essays.desk.pointing import Placed, PointedAt, links_as_drafted, place_pointed
from essays.desk.publishing import check_text, may_change, may_reach, why_not_changed
from essays.desk.revising import BESIDE, last_revision, record_revision, snapshot
from essays.desk.selecting import text_of
from essays.models import Account, Essay, Revision, WaitingDraft

DRAFTED = (
    *("headline", "headline_is_proposed", "standfirst", "body", "rating", "rating_printed", "kind", "language"),
    "has_spoilers",
)  # what a draft says of its own, beside the links made in it; the rest is the live essay's
POINTED = "pointed"  # key under BESIDE: the links made while writing the draft, as ``PointedAt.told`` reads them


class DraftError(ValueError):
    """A draft cannot be saved, published or thrown away; the message says why and what to do."""


class StaleDraftError(DraftError):
    """Somebody else saved the draft, or ended it, since this form was opened."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A draft that waits: its revision, what it began from, and the essay as it would be, not to be saved."""

    revision: Revision
    base: Revision | None  # None where that was blanked
    essay: Essay

    def essay_again(self) -> Essay:
        """The essay as it would be, in a value of its own."""
        return _as_drafted(self.essay, self.revision)

    @property
    def pointed(self) -> tuple[PointedAt, ...]:
        """The links made while writing it, which take effect once readers see it."""
        return tuple(map(PointedAt.told, links_of_draft(self.revision)))


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """The revision that holds a saved draft; ``refused`` says of each link that is not kept with it, why."""

    revision: Revision
    refused: tuple[str, ...]


def links_of_draft(revision: Revision) -> list[dict[str, Any]]:
    """The links made while writing the draft that ``revision`` holds, as ``PointedAt.told`` reads them, with names.

    None where it holds the essay's own text.
    """
    beside: Mapping[str, Any] = revision.content.get(BESIDE, {})
    return list(beside.get(POINTED, ()))


def may_draft(essay: Essay, by: Account) -> bool:
    """Whether this account may write a draft beside what readers see of this essay, or will see at its time."""
    may = by.is_active and by.has_perm("essays.change_essay") and may_reach(essay, by)
    return may and essay.discarded_at is None and essay.is_live_or_scheduled(timezone.now())


def may_end(essay: Essay, by: Account) -> bool:
    """Whether this account may publish the draft of this essay: who may change what it would change."""
    return essay.discarded_at is None and by.has_perm("essays.change_essay") and may_change(essay, by)


def waiting_draft(essay: Essay) -> Beside | None:
    """The draft beside an essay's text; None where none waits."""
    row = WaitingDraft.objects.filter(essay=essay).select_related("revision__saved_by").first()
    if row is None or row.revision.blanked is not None:
        return None
    return Beside(row.revision, _base_of(row.revision), _as_drafted(essay, row.revision))


def _base_of(revision: Revision) -> Revision | None:
    number = revision.content[BESIDE]["base"]
    base = Revision.objects.filter(essay=revision.essay_id, number=number).first()
    return None if base is None or base.blanked is not None else base


def _as_drafted(essay: Essay, revision: Revision) -> Essay:
    drafted = Essay.objects.get(pk=essay.pk)
    _set_fields(drafted, revision.content)
    return drafted


def _set_fields(essay: Essay, said: Mapping[str, Any]) -> None:
    for name in DRAFTED:
        value = said[name]
        setattr(essay, name, Decimal(value) if name == "rating" and value is not None else value)


@transaction.atomic
def save_draft(
    essay: Essay,
    *,
    seen: int,
    by: Account,
    now: dt.datetime,
    is_compared: bool = False,
    pointed: Iterable[PointedAt] | None = None,
) -> SavedDraft:
    """Keep ``essay``, whose fields are those of a form and not to be saved, as the draft beside its live text.

    ``seen`` is the number of the revision with the draft that the form was opened with, 0 where none waited.
    ``is_compared`` says that its editor has seen the live text as it is now, so that the draft begins from it anew.
    ``pointed`` are the links made while writing, which take effect with the draft; None leaves those it has.
    Raises DraftError; StaleDraftError where the draft was saved since.
    """
    live = Essay.objects.select_for_update().get(pk=essay.pk)
    if not may_draft(live, by):
        raise DraftError(f"The draft of “{live}” was not saved: {_why_no_draft(live, by)}")
    row = WaitingDraft.objects.filter(essay=live).select_related("revision").first()
    if (row.revision.number if row else 0) != seen:
        raise StaleDraftError(
            f"The draft of “{live}” was saved by somebody else meanwhile. Nothing of yours was saved."
        )
    last = last_revision(live)
    if last is None:
        last = record_revision(live, by=None, now=now, note="before its first draft")
    base = row.revision.content[BESIDE]["base"] if row and not is_compared else last.number
    essay.full_clean()
    said = snapshot(live) | {name: getattr(essay, name) for name in DRAFTED}
    said["rating"] = None if essay.rating is None else f"{Decimal(essay.rating):.1f}"
    if pointed is None:
        pointed = map(PointedAt.told, links_of_draft(row.revision)) if row else ()
    placed, refused = place_pointed(text_of(essay), pointed)
    said[LINKS] = _links_in(essay, said[LINKS], placed, live)
    links = {POINTED: [one.as_told() for one in placed]} if placed else {}
    said[BESIDE] = {"base": base, "after": row.revision.number if row else None, **links}
    revision = record_revision(live, by=by, now=now, note="draft beside the live text", content=said)
    WaitingDraft.objects.update_or_create(essay=live, defaults={"revision": revision})
    return SavedDraft(revision, tuple(refused))


def _links_in(drafted: Essay, links: list[dict[str, Any]], placed: list[Placed], live: Essay) -> list[dict[str, Any]]:
    """The links of the live text's snapshot as the drafted text has them."""
    return links_as_drafted(links, placed, was=text_of(live), text=text_of(drafted))


def _why_no_draft(essay: Essay, by: Account) -> str:
    if essay.discarded_at is not None or not may_reach(essay, by):
        return why_not_changed(essay, by)
    if not essay.is_live_or_scheduled():
        return "readers do not see it any more. Save its text itself."
    return f"{by} has no right to change essays. Ask an editor."


@transaction.atomic
def discard_draft(essay: Essay, *, seen: int, by: Account, now: dt.datetime) -> None:
    """Throw the draft away that was ``seen``; its text stays among the revisions. Raises DraftError."""
    live, _ = _ended(essay, seen)
    if not (may_draft(live, by) or may_end(live, by)):
        raise DraftError(f"The draft of “{live}” stays: {why_not_changed(live, by)}")
    WaitingDraft.objects.filter(essay=live).delete()


def what_it_changes(essay: Essay, draft: Beside) -> Comparison:
    """What readers would see otherwise if the draft were published now."""
    now_said = snapshot(essay)
    will_say = now_said | _put_together(now_said, draft)[0]
    drafted = draft.essay_again()
    drafted.body = will_say["body"]
    placed, _ = place_pointed(text_of(drafted), draft.pointed)
    will_say[LINKS] = _links_in(drafted, now_said[LINKS], placed, essay)
    return compare_contents(now_said, will_say)


def brought_together(essay: Essay, draft: Beside) -> Essay:
    """The essay as the draft would make it now, for the form in which an editor compares both."""
    drafted = draft.essay_again()
    _set_fields(drafted, _put_together(snapshot(essay), draft)[0])
    return drafted


def clashes_of(essay: Essay, draft: Beside) -> int:
    """In how many places the live text and the draft were both changed since the draft began."""
    return _put_together(snapshot(essay), draft)[1]


def _put_together(now_said: Mapping[str, Any], draft: Beside) -> tuple[dict[str, Any], int]:
    """The fields with what the draft changed and what was changed beside it; and the number of places that clash."""
    ours = draft.revision.content
    base = draft.base.content if draft.base else ours
    texts = [{name: _text(said.get(name)) for name in DRAFTED} for said in (base, now_said, ours)]
    merged = merge_fields(*texts)
    values = {}
    for name in DRAFTED:
        is_ours = merged.values[name] == texts[2][name]
        values[name] = merged.values[name] if name == "body" else (ours if is_ours else now_said)[name]
    return values, merged.clashes


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def publish_draft(essay: Essay, *, seen: int, by: Account, now: dt.datetime) -> SavedReport:
    """Let readers see the draft that was ``seen``, with what was changed in the live text beside it.

    The links made in it are decisions of ``by``; ``refused`` of what is returned says which could not be made.
    Raises DraftError: where both were changed in one place, where somebody saved the draft since, where this account
    may not; and PublishingError, where the site publishes no such text.
    """
    live, row = _ended(essay, seen)
    if not may_end(live, by):
        raise DraftError(f"The draft of “{live}” was not published: {why_not_changed(live, by)}")
    draft = Beside(row.revision, _base_of(row.revision), live)
    values, clashes = _put_together(snapshot(live), draft)
    if clashes:
        places = "one place" if clashes == 1 else f"{clashes} places"
        raise DraftError(
            f"The draft of “{live}” was not published: since it was begun, the live text was changed in {places} that "
            "it changes too. Open the draft, compare both, and save it as compared."
        )
    take_version(live, base_version=live.version)
    _set_fields(live, values)
    try:
        live.full_clean()
    except ValidationError as error:
        raise DraftError(f"The draft of “{live}” was not published: {' '.join(error.messages)}") from error
    live.save(update_fields=[*DRAFTED, "updated_at"])
    WaitingDraft.objects.filter(essay=live).delete()
    note = f"published the draft of revision {row.revision.number}"
    saved = essay_was_saved(live, by=by, now=now, note=note, bumps_version=False, pointed=draft.pointed)
    if live.is_live_or_scheduled(now):
        check_text(live)
    return saved


def _ended(essay: Essay, seen: int) -> tuple[Essay, WaitingDraft]:
    """The essay, locked, and the row of its draft. Raises StaleDraftError where another waits than was seen."""
    live = Essay.objects.select_for_update().get(pk=essay.pk)
    row = WaitingDraft.objects.filter(essay=live).select_related("revision").first()
    if row is None:
        raise StaleDraftError(f"No draft of “{live}” waits any more: it was published or thrown away.")
    if row.revision.number != seen:
        raise StaleDraftError(f"The draft of “{live}” was saved by somebody else meanwhile. Look at it again.")
    return live, row
