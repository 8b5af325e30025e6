"""What a format's own mark-up names: the lines of a text that are told before anything is guessed of them."""

from bisect import bisect_left
from collections.abc import Iterable

from essays.reading.document import Block, BlockKind
from essays.reading.lines import Line


class Marks:
    """The blocks that a format names, in order and apart."""

    def __init__(self, marks: Iterable[Block] = ()) -> None:
        self._marks = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: mark.start)
        self._ends = [mark.end for mark in self._marks]

    def of(self, line: Line) -> Block | None:
        """The part of ``line`` that a mark covers, with its kind; None where none does."""
        index = bisect_left(self._ends, line.start + 1)
        if index == len(self._marks) or self._marks[index].start >= line.end:
            return None
        mark = self._marks[index]
        return Block(mark.kind, max(mark.start, line.start), min(mark.end, line.end), mark.level)

    def without_boilerplate(self, found: Iterable[Line]) -> tuple[tuple[Line, ...], list[Block]]:
        """The lines of the text itself, and a block for each of the others."""
        kept: list[Line] = []
        others: list[Block] = []
        for line in found:
            mark = self.of(line)
            if mark is not None and mark.kind is BlockKind.BOILERPLATE:
                others.append(Block(BlockKind.BOILERPLATE, line.start, line.end))
            else:
                kept.append(line)
        return tuple(kept), others

    def own_text(self, text: str) -> str:
        """``text`` without what the marks set aside as boilerplate: by it the kind is told."""
        pieces, at = [], 0
        for mark in self._marks:
            if mark.kind is BlockKind.BOILERPLATE:
                pieces.append(text[at : mark.start])
                at = mark.end
        return "".join([*pieces, text[at:]])
