"""The sentence of a body in which a name stands, for the pages of what it names."""

from collections.abc import Sequence
from dataclasses import dataclass

from essays.reading.body import Body
from essays.reading.document import Block, BlockKind
from essays.reading.sentences import sentences
from essays.rendering.headings import headings

QUOTE_REACH = 320  # code points kept on each side of a name; a sentence of 50 words has about 300


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with the words that name a record: before, the words, after; and the id of the section's subhead."""

    before: str
    exact: str
    after: str
    heading_id: str = ""


def quote(body: Body, start: int, end: int) -> Quote:
    """The sentence around ``[start, end)`` of the body's text, cut with an ellipsis where it is very long.

    Citation markers are left out. Raises IndexError where the place is outside the text.
    """
    text = body.document.text
    place = body.html_at(start)
    first, last = _sentence(text, body.document.blocks, start, end)
    markers = [b for b in body.document.blocks if b.kind is BlockKind.CITATION and first <= b.start < last]
    section = ""
    for heading in headings(body.html):
        if heading.opens_section and heading.start <= place:
            section = heading.id
    before, after = _without(text, first, start, markers), _without(text, end, last, markers)
    return Quote(
        before=before if len(before) <= QUOTE_REACH else "… " + before[-QUOTE_REACH:].partition(" ")[2],
        exact=text[start:end],
        after=after if len(after) <= QUOTE_REACH else after[:QUOTE_REACH].rpartition(" ")[0] + " …",
        heading_id=section,
    )


def best_place(body: Body, places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The first of these places that stands in running text, else the first of all; None where the text has none."""
    inside = [place for place in places if place[1] <= len(body.document.text)]
    subheads = [(block.start, block.end) for block in body.document.blocks if block.kind is BlockKind.SUBHEAD]
    for start, end in inside:
        if not any(first <= start < last for first, last in subheads):
            return start, end
    return inside[0] if inside else None


def _sentence(text: str, blocks: tuple[Block, ...], start: int, end: int) -> tuple[int, int]:
    joint = "\n\n"  # between two blocks of a body
    first = text.rfind(joint, 0, start)
    first = 0 if first < 0 else first + len(joint)
    last = text.find(joint, end)
    last = len(text) if last < 0 else last
    for sentence_start, sentence_end in sentences(text, first, last):
        if sentence_start <= start < sentence_end:
            return sentence_start, max(sentence_end, end)
    return first, last


def _without(text: str, start: int, end: int, markers: list[Block]) -> str:
    pieces, at = [], start
    for marker in markers:
        if start <= marker.start and marker.end <= end:
            pieces.append(text[at : marker.start])
            at = marker.end
    return "".join([*pieces, text[at:end]])
