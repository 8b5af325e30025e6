"""What the author set off or linked within a line, as tags that stand well within one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from essays.reading.document import Document


@dataclass(frozen=True, slots=True)
class Inline:
    """Words, half-open, and the element they stand in. ``rank`` orders elements from without to within."""

    start: int
    end: int
    rank: int
    tag: str
    attributes: str = ""

    @property
    def opening(self) -> str:
        return f"<{self.tag}{self.attributes}>"

    @property
    def closing(self) -> str:
        return f"</{self.tag}>"


class Inlines:
    """The inline elements of a document; of one sort no two overlap."""

    def __init__(self, inlines: list[Inline]) -> None:
        self._inlines = _apart(inlines)
        self._borders = sorted({place for found in self._inlines for place in (found.start, found.end)})
        self._by_rank = {
            rank: sorted((found for found in self._inlines if found.rank == rank), key=lambda found: found.start)
            for rank in sorted({found.rank for found in self._inlines})
        }

    @classmethod
    def of(cls, document: Document) -> Inlines:
        """The links, the bold and the italics of a document."""
        links = [
            Inline(link.start, link.end, 0, "a", f' href="{escape(link.address)}"') for link in document.hyperlinks
        ]
        strong = [Inline(found.start, found.end, 1, "strong") for found in document.strong]
        emphases = [Inline(found.start, found.end, 2, "em") for found in document.emphases]
        return cls([*links, *strong, *emphases])

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
        """The pieces of ``[start, end)`` in order, each with the tags that open before and close after it."""
        places = [start, *self._borders[bisect_right(self._borders, start) : bisect_left(self._borders, end)], end]
        pieces = [(first, last, self._around(first)) for first, last in pairwise(places)]
        stack: list[Inline] = []
        for index, (first, last, around) in enumerate(pieces):
            kept = _common(stack, around)
            opening = "".join(found.opening for found in around[kept:])
            stack = around
            following = pieces[index + 1][2] if index + 1 < len(pieces) else []
            staying = _common(stack, following)
            closing = "".join(found.closing for found in reversed(stack[staying:]))
            stack = stack[:staying]
            yield first, last, opening, closing

    def _around(self, place: int) -> list[Inline]:
        """The elements that hold the character at ``place``, from without to within."""
        found = []
        for inlines in self._by_rank.values():
            index = bisect_right(inlines, place, key=lambda inline: inline.start) - 1
            if index >= 0 and place < inlines[index].end:
                found.append(inlines[index])
        return found


def _common(one: list[Inline], other: list[Inline]) -> int:
    """How many elements both begin with."""
    count = 0
    while count < min(len(one), len(other)) and one[count] is other[count]:
        count += 1
    return count


def _apart(inlines: list[Inline]) -> list[Inline]:
    """``inlines`` without what overlaps an earlier one of its sort: that one ends where the next begins."""
    found: list[Inline] = []
    reached: dict[int, int] = {}
    for inline in sorted(inlines, key=lambda inline: (inline.start, inline.end)):
        start = max(inline.start, reached.get(inline.rank, 0))
        if start < inline.end:
            found.append(Inline(start, inline.end, inline.rank, inline.tag, inline.attributes))
            reached[inline.rank] = inline.end
    return found
