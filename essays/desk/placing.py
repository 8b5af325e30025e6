"""Where the passages of notes stand in a text that has changed since."""

from __future__ import annotations

from collections.abc import Iterable

from essays.desk.finding_again import Quotation, context, find_again
from essays.models import MarginNote


def place_of(note: MarginNote, text: str) -> int | None:
    """Where the note's passage stands in ``text``. Asked one by one: two notes may be on the same words."""
    [start] = find_again([Quotation(note.passage, note.prefix, note.suffix, note.start)], text)
    return start


def refind_notes(notes: Iterable[MarginNote], text: str) -> None:
    """Keep where the passages stand in the essay's own text now. A lost one keeps its words and what stood around."""
    changed = []
    for note in notes:
        was = (note.start, note.prefix, note.suffix)
        note.start = place_of(note, text)
        if note.start is not None:
            note.prefix, note.suffix = context(text, note.start, note.start + len(note.passage))
        if was != (note.start, note.prefix, note.suffix):
            changed.append(note)
    MarginNote.objects.bulk_update(changed, ["start", "prefix", "suffix"], batch_size=100)
