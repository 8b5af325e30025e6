"""Citation markers: where they stand, and which sentence each belongs to."""

import re

MARKER = re.compile(
    r"\[(?:(?P<number>\d{1,3})|(?:note|nb|n|fn)\.? ?\d{1,3}|[a-z](?=\](?!\w))"
    r"|(?:[a-z]+ )?(?:citations?|sources?|clarification|verification|quotation|page|year) needed"
    r"|(?:who|when|where|which|why|how|by whom|according to whom|vague|dubious|dead link"
    r"|failed verification)\??"
    r"(?: ?[–-] ?discuss)?)\](?::\d{1,4}(?:[-–]\d{1,4})?)?",
    re.IGNORECASE,
)
CLOSING_MARKS = '"”’»'
OPENING_OF = {"”": "“", "’": "‘", "»": "«"}


def markers(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The citation markers in ``text[start:end]``; an editor's insertion ("[his character]") is none."""
    return list(MARKER.finditer(text, start, end))


def number_of(marker: re.Match[str]) -> int | None:
    """The marker's number; None for one without ("[citation needed]")."""
    digits = marker.group("number")
    return int(digits) if digits else None


def leaves_quotation_open(sentence: str) -> bool:
    """Whether a quotation is opened in ``sentence`` and not closed."""
    return sentence.count('"') % 2 == 1 or sentence.count("“") > sentence.count("”")


def closes_quotation(mark: str, sentence: str) -> bool:
    """Whether ``mark``, printed after ``sentence``, closes a quotation that the sentence left open."""
    if mark == '"':
        return sentence.count('"') % 2 == 1
    opening = OPENING_OF[mark]
    return sentence.count(opening) > sentence.count(mark)
