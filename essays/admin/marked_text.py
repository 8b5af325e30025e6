"""An essay's text for the desk, block by block, with the words that are linked, proposed or wait for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from essays.models import Essay, Mention
from essays.reading.markup import read_markup

WAITING = frozenset({Mention.State.UNDECIDED, Mention.State.PROPOSED})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a block, with the mention that they are; None where they are only words."""

    text: str
    mention: Mention | None = None
    is_pointed_at: bool = False

    @property
    def mark(self) -> str:
        """The name of the mark's colour: what the words wait for, or what they are linked to."""
        return "" if self.mention is None else mark_of(self.mention)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the text: where it starts, in code points of the whole, and its words."""

    start: int
    level: int  # of a subhead 2 or 3, else 0
    kind: str
    pieces: tuple[Piece, ...]


def mark_of(mention: Mention) -> str:
    """How a mention is marked: "undecided", "proposed", or the kind of its record; "" where it was rejected."""
    if mention.state == Mention.State.REJECTED:
        return ""
    return str(mention.state if mention.state in WAITING else mention.kind)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    mention: Mention | None = None


def blocks_of(essay: Essay, mentions: Iterable[Mention], *, pointed: tuple[int, int] | None = None) -> list[Block]:
    """The blocks of the essay's body with its mentions; of those that overlap the first is marked.

    ``pointed`` is where words stand that the editor points at: they are marked before any mention.
    """
    markup = read_markup(essay.body)
    text = "".join(markup.text)
    placed = [_Mark(m.start, m.end, m) for m in mentions if not m.is_lost and m.start is not None and m.end is not None]
    if pointed is not None:
        start, end = pointed
        placed = [_Mark(start, end), *(mark for mark in placed if mark.end <= start or end <= mark.start)]
    placed.sort(key=lambda mark: mark.start)
    blocks, at = [], 0
    for block in markup.blocks:
        while at < len(placed) and placed[at].end <= block.start:
            at += 1
        pieces = tuple(_pieces(text, block.start, block.end, placed[at:]))
        if pieces:
            blocks.append(Block(block.start, block.level, block.kind.value, pieces))
    return blocks


def _pieces(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Iterator[Piece]:
    at = start
    for mark in marks:
        last = min(mark.end, end)
        if mark.start >= end:
            break
        if mark.start < at or last <= mark.start:
            continue
        if mark.start > at:
            yield Piece(text[at : mark.start])
        yield Piece(text[mark.start : last], mark.mention, is_pointed_at=mark.mention is None)
        at = last
    if at < end:
        yield Piece(text[at:end])
