"""Notes in the margin of an essay: written on a passage, answered, resolved; they keep to their passage.

Whoever works on an essay at the desk reads and writes them: its author, and editors. No reader sees one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from essays.desk.finding_again import context, places_of
from essays.desk.placing import place_of
from essays.desk.publishing import may_reach
from essays.models import Account, Essay, MarginNote


class NoteError(ValueError):
    """A note cannot be written, answered or resolved; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note with its answers, and where its passage stands in the text it was looked for in; None: it is lost."""

    note: MarginNote
    answers: tuple[MarginNote, ...]
    start: int | None

    @property
    def end(self) -> int | None:
        return None if self.start is None else self.start + len(self.note.passage)


def may_note(essay: Essay, by: Account) -> bool:
    """Whether this account reads and writes notes on this essay: who sees it at the desk and works on it."""
    return by.is_active and by.has_perm("essays.view_essay") and may_reach(essay, by)


def notes_of(essay: Essay, text: str) -> list[PlacedNote]:
    """The notes on an essay in the order of their passages in ``text``, lost ones last. One query."""
    rows = MarginNote.objects.filter(essay=essay).select_related("written_by", "resolved_by").order_by("pk")
    roots: dict[int, MarginNote] = {}
    answers: dict[int, list[MarginNote]] = {}
    for row in rows:
        if row.answers_to_id is None:
            roots[row.pk] = row
        else:
            answers.setdefault(row.answers_to_id, []).append(row)
    placed = [PlacedNote(note, tuple(answers.get(pk, ())), place_of(note, text)) for pk, note in roots.items()]
    return sorted(placed, key=lambda one: (one.start is None, one.start or 0, one.note.pk))


@transaction.atomic
def write_note(
    essay: Essay, passage: str, said: str, *, text: str, near: int | None, by: Account, now: dt.datetime
) -> MarginNote:
    """Say something of a passage of ``text``, the essay's or its draft's; of several such, the nearest to ``near``.

    Raises NoteError.
    """
    _check(essay, by)
    passage = passage.strip()
    places = list(places_of(passage, text)) if passage else []
    if not places:
        quoted = f"Nothing like “{passage[:80]}”" if passage else "No passage"
        raise NoteError(f"{quoted} stands in the text. Choose words that do, or copy them from there.")
    start = min(places, key=lambda place: abs(place - (near if near is not None else 0)))
    before, after = context(text, start, start + len(passage))
    note = MarginNote(essay=essay, passage=passage, prefix=before, suffix=after, start=start, text=said)
    return _store(note, by, now)


@transaction.atomic
def answer_note(note: MarginNote, said: str, *, by: Account, now: dt.datetime) -> MarginNote:
    """Answer a note; one that was resolved is open again. Raises NoteError."""
    note = _locked(note, by)
    if note.resolved_at is not None:
        _set_resolved(note, None, None)
    return _store(MarginNote(essay=note.essay, answers_to=note, text=said), by, now)


@transaction.atomic
def resolve_note(note: MarginNote, *, by: Account, now: dt.datetime) -> None:
    """Say that a note is done. Raises NoteError."""
    note = _locked(note, by)
    if note.resolved_at is not None:
        raise NoteError(f"The note is resolved already, by {note.resolved_by or 'somebody'}.")
    _set_resolved(note, by, now)


@transaction.atomic
def reopen_note(note: MarginNote, *, by: Account) -> None:
    """Say that a note is not done. Raises NoteError."""
    note = _locked(note, by)
    if note.resolved_at is None:
        raise NoteError("The note is open.")
    _set_resolved(note, None, None)


@transaction.atomic
def take_note_back(note: MarginNote, *, by: Account) -> None:
    """Take back what one wrote oneself and nobody has answered. Raises NoteError."""
    note = _locked(note, by)
    if note.written_by_id != by.pk:
        raise NoteError("The note is somebody else's. Answer it, or resolve it.")
    if note.answers.exists():
        raise NoteError("The note was answered. Resolve it in place of taking it back.")
    note.delete()


def _locked(note: MarginNote, by: Account) -> MarginNote:
    found = MarginNote.objects.select_for_update(of=("self",)).select_related("essay").filter(pk=note.pk).first()
    if found is None or found.answers_to_id is not None:
        raise NoteError("The note was taken back meanwhile.")
    _check(found.essay, by)
    return found


def _check(essay: Essay, by: Account) -> None:
    if not may_note(essay, by):
        raise NoteError(f"{by} does not work on “{essay}”. Ask an editor.")
    if essay.discarded_at is not None:
        raise NoteError(f"“{essay}” is in the wastebasket. Take it out first.")


def _set_resolved(note: MarginNote, by: Account | None, now: dt.datetime | None) -> None:
    note.resolved_by, note.resolved_at = by, now
    note.save(update_fields=["resolved_by", "resolved_at"])


def _store(note: MarginNote, by: Account, now: dt.datetime) -> MarginNote:
    note.written_by, note.written_at = by, now
    try:
        note.full_clean()
    except ValidationError as error:
        said = error.message_dict if hasattr(error, "error_dict") else {}
        if "text" in said and not note.text:
            raise NoteError("The note says nothing. Write what you mean.") from error
        raise NoteError(" ".join(error.messages)) from error
    note.save()
    return note
