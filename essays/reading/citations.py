"""Citation markers: where they stand, and which sentence each belongs to."""

import re
from collections import Counter

from essays.reading.patterns import late

MARKER = late(
    r"\[(?:(?P<number>\d{1,3})|(?:note|nb|n|fn)\.? ?\d{1,3}|[a-z](?=\](?!\w))"
    r"|(?:[a-z]+ )?(?:citations?|sources?|clarification|verification|quotation|page|year) needed"
    r"|(?:who|when|where|which|why|how|by whom|according to whom|vague|dubious|dead link"
    r"|failed verification)\??"
    r"(?: ?[–-] ?discuss)?)\](?::\d{1,4}(?:[-–]\d{1,4})?)?",
    re.IGNORECASE,
)
CLOSING_MARKS = '"”’»'
QUOTATION_MARKS = '"“”‘’«»'
OPENING_OF = {"”": "“", "’": "‘", "»": "«"}


def markers(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The citation markers in ``text[start:end]``; an editor's insertion ("[his character]") is none."""
    return list(MARKER.finditer(text, start, end))


def number_of(marker: re.Match[str]) -> int | None:
    """The marker's number; None for one without ("[citation needed]")."""
    digits = marker.group("number")
    return int(digits) if digits else None


def quotation_marks(words: str) -> Counter[str]:
    """How often each quotation mark stands in ``words``."""
    return Counter({mark: words.count(mark) for mark in QUOTATION_MARKS})


def leaves_quotation_open(marks: Counter[str]) -> bool:
    """Whether a quotation is opened in a text with these quotation marks and not closed."""
    return marks['"'] % 2 == 1 or marks["“"] > marks["”"]


def closes_quotation(mark: str, marks: Counter[str]) -> bool:
    """Whether ``mark``, printed after a text with these quotation marks, closes a quotation that it left open."""
    if mark == '"':
        return marks['"'] % 2 == 1
    return marks[OPENING_OF[mark]] > marks[mark]
