"""Places of a text that are taken, so that no two links overlap."""

from bisect import bisect_left, insort
from collections.abc import Iterable


class Spans:
    """Half-open spans that do not overlap; asking and adding cost no more in a long text than in a short one."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._spans: list[tuple[int, int]] = []
        for start, end in spans:
            self.add(start, end)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any part of ``[start, end)`` is taken."""
        at = bisect_left(self._spans, (start, end))
        return (at > 0 and self._spans[at - 1][1] > start) or (at < len(self._spans) and self._spans[at][0] < end)

    def add(self, start: int, end: int) -> None:
        """Take a span; one that overlaps another is kept out, the first stands."""
        if not self.overlaps(start, end):
            insort(self._spans, (start, end))
