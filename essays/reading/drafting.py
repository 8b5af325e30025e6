"""An imported Document as the first body of an essay, and where each of its characters went.

What becomes a field of the essay (headline, standfirst, byline, date, rating) and what is kept with the source only
(boilerplate, separators) is set aside. A stray quotation mark is printed where it closes a quotation, else set aside.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from html import escape

from essays.reading.citations import QUOTATION_MARKS, closes_quotation
from essays.reading.document import Block, BlockKind, Citation, Document, Picture
from essays.reading.inlines import Inlines
from essays.reading.lines import LINE_END

SPACE = re.compile(r"[ \t\n\r\f]+")
SPACE_TO_COLLAPSE = re.compile(r"[\t\n\r\f][ \t\n\r\f]*|[ ][ \t\n\r\f]+")  # all but one blank
SET_ASIDE = frozenset(
    {
        BlockKind.HEADLINE,
        BlockKind.STANDFIRST,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.RATING,
        BlockKind.BOILERPLATE,
        BlockKind.SEPARATOR,
    }
)
TAGS = {
    BlockKind.PARAGRAPH: ("<p>", "</p>"),
    BlockKind.PULL_QUOTE: ("<blockquote><p>", "</p></blockquote>"),
    BlockKind.LIST_ITEM: ("<li>", "</li>"),
    BlockKind.CAPTION: ('<p class="caption">', "</p>"),
    BlockKind.CREDIT_LINE: ('<p class="credits">', "</p>"),
    BlockKind.SPOILER_WARNING: ('<p class="spoiler-warning">', "</p>"),
    BlockKind.FOOTNOTE: ('<p class="footnote">', "</p>"),
}
SUBHEAD_TAGS = {2: ("<h2>", "</h2>"), 3: ("<h3>", "</h3>")}
BETWEEN_BLOCKS = 2  # code points that join two blocks in the body's text


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """From places in a source's text to places in the text of the body made of it."""

    _runs: tuple[tuple[int, int, int], ...]  # source start, source end, body start; ascending by source
    _starts: tuple[int, ...]

    def at(self, offset: int) -> int | None:
        """Where the source's character at ``offset`` stands in the body's text; None where it was set aside."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        start, end, body = self._runs[index]
        return body + (offset - start) if offset < end else None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The body's span for a source's span; None where its first or last character was set aside."""
        if start >= end:
            return None
        first, last = self.at(start), self.at(end - 1)
        return (first, last + 1) if first is not None and last is not None and last >= first else None


@dataclass(slots=True)
class _Element:
    """A block of the body to be, as the pieces of the source that it prints."""

    kind: BlockKind
    level: int
    blocks: list[Block] = field(default_factory=list)
    is_numbered: bool = False
    quotation_marks: Counter[str] = field(default_factory=Counter)

    def add(self, block: Block, words: str) -> None:
        """Print a piece, whose text is ``words``, after those before."""
        self.blocks.append(block)
        for mark in QUOTATION_MARKS:
            self.quotation_marks[mark] += words.count(mark)


def body_from(document: Document) -> tuple[str, OffsetMap]:
    """The body's HTML of an imported document, and the map from the document's text to the body's."""
    writer = _Writer(document)
    for element in _elements(document):
        writer.write(element)
    writer.finish()
    runs = tuple(sorted(writer.runs))
    return "".join(writer.html), OffsetMap(runs, tuple(start for start, _, _ in runs))


def _elements(document: Document) -> list[_Element]:
    """The document's pieces gathered into blocks: what stands on one line is one, a marker joins what it follows."""
    elements: list[_Element] = []
    line_ended = True
    separator = ""
    for block in document.blocks:
        if block.kind is BlockKind.SEPARATOR:
            separator = document.text[block.start : block.end]
            line_ended = line_ended or LINE_END.search(separator) is not None
            continue
        if block.kind in SET_ASIDE:
            line_ended = True
            continue
        last = elements[-1] if elements else None
        follows = block.kind in {BlockKind.CITATION, BlockKind.STRAY_MARK}
        if last is not None and (follows or (last.kind is block.kind and not line_ended)):
            words = document.text[block.start : block.end]
            if block.kind is not BlockKind.STRAY_MARK or closes_quotation(words, last.quotation_marks):
                last.add(block, words)
        elif block.kind is not BlockKind.STRAY_MARK:
            kind = BlockKind.PARAGRAPH if block.kind is BlockKind.CITATION else block.kind
            element = _Element(kind, block.level, is_numbered=any(map(str.isdigit, separator)))
            element.add(block, document.text[block.start : block.end])
            elements.append(element)
        line_ended = line_ended and follows
    return elements


class _Writer:
    """Writes elements as HTML and keeps where each source character went."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.citations: dict[int, Citation] = {c.start: c for c in document.citations}
        self.inlines = Inlines.of(document)
        self.pictures = sorted(document.pictures, key=lambda picture: picture.at)
        self.pictured = 0
        self.html: list[str] = []
        self.runs: list[tuple[int, int, int]] = []
        self.length = 0
        self.open_list: str | None = None

    def write(self, element: _Element) -> None:
        """Write one element, opening or closing a list around it as its neighbours need."""
        picture = self._pictures_before(element)
        if element.kind is BlockKind.LIST_ITEM:
            self._open_list("ol" if element.is_numbered else "ul")
        else:
            self.close_list()
        opening, closing = TAGS.get(element.kind) or SUBHEAD_TAGS[3 if element.level == 3 else 2]
        if picture is not None:
            opening, closing = f"<figure>{_image(picture)}<figcaption>", "</figcaption></figure>"
        self.length += BETWEEN_BLOCKS if self.length else 0
        self.html.append(opening)
        at: int | None = None
        for block in element.blocks:
            if at is not None and block.kind is element.kind and SPACE.search(self.text, at, block.start):
                self._joint(at, block.start)
            self._write_block(block)
            at = block.end
        self.html.append(closing + ("" if self.open_list else "\n"))

    def _pictures_before(self, element: _Element) -> Picture | None:
        """Write the pictures that stand before an element; the one that it is the caption of is returned."""
        at = element.blocks[0].start
        while self.pictured < len(self.pictures) and self.pictures[self.pictured].at <= at:
            picture = self.pictures[self.pictured]
            self.pictured += 1
            if picture.has_caption and picture.at == at and element.kind is BlockKind.CAPTION:
                return picture
            self._write_picture(picture)
        return None

    def _write_picture(self, picture: Picture) -> None:
        self.close_list()
        self.html.append(f"<figure>{_image(picture)}</figure>\n")

    def finish(self) -> None:
        """End the list that is open, and write the pictures after the last words."""
        self.close_list()
        for picture in self.pictures[self.pictured :]:
            self._write_picture(picture)

    def _joint(self, start: int, end: int) -> None:
        """One space between two sentences, standing for the separator where there is one."""
        if start < end and self.text[start].isspace():
            self.runs.append((start, start + 1, self.length))
        self.html.append(" ")
        self.length += 1

    def _open_list(self, tag: str) -> None:
        if self.open_list == tag:
            return
        self.close_list()
        self.html.append(f"<{tag}>")
        self.open_list = tag

    def close_list(self) -> None:
        """End the list that is open, if one is."""
        if self.open_list:
            self.html.append(f"</{self.open_list}>\n")
            self.open_list = None

    def _write_block(self, block: Block) -> None:
        if block.kind is BlockKind.CITATION:
            citation = self.citations.get(block.start)
            number = f' data-number="{citation.number}"' if citation and citation.number is not None else ""
            doubt = ' data-certain="false"' if citation and not citation.is_certain else ""
            self.html.append(f'<sup class="citation"{number}{doubt}>')
            self._write_text(block.start, block.end)
            self.html.append("</sup>")
            return
        for start, end, opening, closing in self.inlines.runs(block.start, block.end):
            self.html.append(opening)
            self._write_text(start, end)
            self.html.append(closing)

    def _write_text(self, start: int, end: int) -> None:
        at = start
        for space in SPACE_TO_COLLAPSE.finditer(self.text, start, end):
            self._write_run(at, space.start())
            self.html.append(" ")
            self.runs.append((space.start(), space.start() + 1, self.length))
            self.length += 1
            at = space.end()
        self._write_run(at, end)

    def _write_run(self, start: int, end: int) -> None:
        if start < end:
            self.html.append(escape(self.text[start:end], quote=False))
            self.runs.append((start, end, self.length))
            self.length += end - start


def _image(picture: Picture) -> str:
    address = f' src="{escape(picture.address)}"' if picture.address else ""
    return f'<img{address} alt="{escape(picture.alt)}">'
