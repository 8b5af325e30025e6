"""The sources that a body's citation markers lead to."""

import re
from dataclasses import dataclass

from essays.rendering.headings import plain_text

_MARKER = re.compile(r'<sup class="citation"( data-certain="false")?><a(?: id="([^"]*)")? href="#source-(\d+)"')
_FOOTNOTE = re.compile(r'<p class="footnote">(.*?)</p>', re.DOTALL)
_FOOTNOTE_NUMBER = re.compile(r"\s*[\[(^]?(\d+)[\])]?[.:]?\s+")


@dataclass(frozen=True, slots=True)
class SourceNote:
    """One number that the text cites: what the document says it stands for, empty where it does not say.

    ``is_certain`` is False where a marker of the number follows a quotation that the text does not hold whole.
    ``places`` are the ids of its markers, to lead back to.
    """

    number: int
    text: str
    is_certain: bool
    places: tuple[str, ...]


def source_notes(rendered: str) -> tuple[SourceNote, ...]:
    """The sources of a stored form, by number."""
    texts = _footnotes(rendered)
    doubtful: set[int] = set()
    places: dict[int, list[str]] = {}
    for doubt, place, digits in _MARKER.findall(rendered):
        number = int(digits)
        places.setdefault(number, []).extend([place] if place else [])
        if doubt:
            doubtful.add(number)
    return tuple(
        SourceNote(number, texts.get(number, ""), number not in doubtful, tuple(places[number]))
        for number in sorted(places)
    )


def _footnotes(rendered: str) -> dict[int, str]:
    texts: dict[int, str] = {}
    for html in _FOOTNOTE.findall(rendered):
        text = plain_text(html)
        if numbered := _FOOTNOTE_NUMBER.match(text):
            texts.setdefault(int(numbered[1]), text[numbered.end() :])
    return texts
