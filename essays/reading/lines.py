"""The lines of a text, with their places: what every reader of structure starts from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds more than white space: half-open ``[start, end)`` without the white space around it."""

    start: int
    end: int
    text: str
    blanks_before: int  # empty lines between this line and the one before

    def __len__(self) -> int:
        return self.end - self.start


def lines(text: str) -> tuple[Line, ...]:
    """All lines of ``text`` that hold more than white space, in order."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    blanks = 0
    for start, end in _raw_lines(text):
        content = text[start:end]
        stripped = content.strip()
        if not stripped:
            blanks += 1
            continue
        left = start + len(content) - len(content.lstrip())
        yield Line(left, left + len(stripped), stripped, blanks)
        blanks = 0


def _raw_lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in LINE_END.finditer(text):
        yield at, match.start()
        at = match.end()
    yield at, len(text)
