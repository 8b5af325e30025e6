"""The lines of a text, with their places: what every reader of structure starts from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")

STOP = re.compile(r"[.!?:…][\"'”’)\]]*\Z")
ITEM = re.compile(r"[-*•·‣▪>#=]|\(?\d{1,3}[.):\]]|\[\d")
WRAP_MIN_LENGTH, WRAP_MAX_LENGTH = 45, 100  # code points; programs that break lines do so at 60 to 80
WRAP_SURE_LENGTH = 58
WRAP_MAX_DIFFERENCE = 24  # a line is cut short by at most one long word


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
    """All lines of ``text`` that hold more than white space, in order; a paragraph broken into lines is one."""
    found = tuple(_lines(text))
    return tuple(_unwrapped(text, found)) if any(_may_be_wrapped(line) for line in found) else found


def _may_be_wrapped(line: Line) -> bool:
    return WRAP_MIN_LENGTH <= len(line) <= WRAP_MAX_LENGTH and STOP.search(line.text) is None


def _unwrapped(text: str, found: tuple[Line, ...]) -> Iterator[Line]:
    """``found`` with the lines joined that a mail program or a typewriter broke at a fixed width."""
    first = 0
    while first < len(found):
        last = first + 1
        while last < len(found) and not found[last].blanks_before and not ITEM.match(found[last].text):
            last += 1
        group = found[first:last]
        if _is_wrapped(group):
            start, end = group[0].start, group[-1].end
            yield Line(start, end, text[start:end], group[0].blanks_before)
        else:
            yield from group
        first = last


def _is_wrapped(group: tuple[Line, ...]) -> bool:
    """Whether lines without an empty one between them are one paragraph: equally long, most broken in a sentence."""
    if len(group) < 2 or ITEM.match(group[0].text):
        return False
    lengths = [len(line) for line in group[:-1]]
    if min(lengths) < WRAP_MIN_LENGTH or max(lengths) > WRAP_MAX_LENGTH or len(group[-1]) > WRAP_MAX_LENGTH:
        return False
    if max(lengths) - min(lengths) > WRAP_MAX_DIFFERENCE:
        return False
    soft = sum(
        STOP.search(line.text) is None and (following.text[0].islower() or len(line) >= WRAP_SURE_LENGTH)
        for line, following in pairwise(group)
    )
    return 2 * soft >= len(group) - 1 and any(line.text[0].islower() for line in group[1:])


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
