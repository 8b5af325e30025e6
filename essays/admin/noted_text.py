"""An essay's text for its notes: block by block, the passages marked, beside each block the notes that begin there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from essays.desk.noting import PlacedNote
from essays.reading.markup import read_markup


@dataclass(frozen=True, slots=True)
class NotedPiece:
    """Words of a block. ``numbers`` are those of the notes on them; ``is_open`` where one of them is not resolved."""

    text: str
    numbers: tuple[int, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class NotedBlock:
    """A block of the text, which starts there in code points of the whole, with its notes by number."""

    start: int
    level: int  # of a subhead 2 or 3, else 0
    kind: str
    pieces: tuple[NotedPiece, ...]
    notes: tuple[tuple[int, PlacedNote], ...]


def noted_blocks(body: str, notes: Sequence[PlacedNote]) -> list[NotedBlock]:
    """The blocks of a body; ``notes`` are numbered from 1 in their order."""
    markup = read_markup(body)
    text = "".join(markup.text)
    numbered = [(number, one) for number, one in enumerate(notes, start=1) if one.start is not None]
    blocks = []
    for block in markup.blocks:
        pieces = tuple(_pieces(text, block.start, block.end, numbered))
        if pieces:
            here = tuple((number, one) for number, one in numbered if block.start <= (one.start or 0) < block.end)
            blocks.append(NotedBlock(block.start, block.level, block.kind.value, pieces, here))
    return blocks


def _pieces(text: str, start: int, end: int, numbered: Iterable[tuple[int, PlacedNote]]) -> Iterator[NotedPiece]:
    """The block cut wherever a passage begins or ends, so that passages may overlap."""
    over = [(number, one, one.start or 0, one.end or 0) for number, one in numbered]
    over = [each for each in over if each[2] < end and start < each[3]]
    cuts = sorted({start, end, *(cut for _, _, first, last in over for cut in (first, last) if start < cut < end)})
    for first, last in pairwise(cuts):
        on = [(number, one) for number, one, begins, ends in over if begins <= first and last <= ends]
        yield NotedPiece(
            text[first:last],
            tuple(number for number, _ in on),
            any(one.note.resolved_at is None for _, one in on),
        )
