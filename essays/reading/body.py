"""An edited body as a Document again, and an imported Document as a first body.

The HTML is that of our own allow-list, already sanitised: blocks ``p h2 h3 blockquote ul ol li figure figcaption hr``,
inline ``em strong cite a sup br span``. Classes that mean something: ``p.footnote``, ``p.caption``, ``p.credits``,
``p.spoiler-warning`` and ``sup.citation`` with ``data-number`` and ``data-certain="false"``.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from essays.reading.blocks import cover
from essays.reading.citations import MARKER, number_of
from essays.reading.document import Block, BlockKind, Citation, Document, DocumentKind, Facts
from essays.reading.drafting import OffsetMap, body_from
from essays.reading.facts import facts_of
from essays.reading.markup import MarkedBlock, Markup, Piece, read_markup
from essays.reading.opinions import opinions
from essays.reading.sentences import sentences

__all__ = ["Body", "OffsetMap", "Piece", "body_from", "read_body"]


@dataclass(frozen=True, slots=True)
class Body:
    """A body's Document and the way back from its text to its HTML."""

    document: Document
    html: str
    pieces: tuple[Piece, ...]
    _starts: tuple[int, ...]

    def html_at(self, offset: int) -> int:
        """Where in the HTML the character at text ``offset`` begins; for the text's end, where its last one ends.

        An offset between two blocks gives the end of the block before. Raises IndexError outside the text.
        """
        if not 0 <= offset <= len(self.document.text):
            raise IndexError(f"the body's text has {len(self.document.text)} characters, not {offset}")
        index = bisect_right(self._starts, offset) - 1
        return self.pieces[index].place(offset) if index >= 0 else 0

    def places(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The runs of HTML, free of tags, that hold the text span ``[start, end)``, in order.

        One run where no tag stands inside the span; wrap each run on its own and the mark-up stays well-formed.
        """
        runs: list[tuple[int, int]] = []
        index = max(0, bisect_right(self._starts, start) - 1)
        for piece in self.pieces[index:]:
            if piece.text_start >= end:
                break
            first, last = max(start, piece.text_start), min(end, piece.text_end)
            if first >= last:
                continue
            at, to = piece.place(first), piece.place(last)
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], to)
            else:
                runs.append((at, to))
        return tuple(runs)


def read_body(html: str, *, kind: DocumentKind, with_facts: bool = True) -> Body:
    """The Document over the text of a sanitised body, and where each character of it stands in ``html``.

    Block texts are joined by an empty line; white space is collapsed as a browser does; ``<br>`` is a line end.
    ``em`` and ``cite`` give emphases, ``sup.citation`` citation blocks that belong to the sentence before. A caller who
    has the facts of the text already spares their reading.
    """
    markup = read_markup(html)
    text = "".join(markup.text)
    blocks, spans = _blocks(text, markup, kind)
    document = Document(
        text=text,
        kind=kind,
        blocks=cover(text, blocks),
        has_spoilers=any(block.kind is BlockKind.SPOILER_WARNING for block in blocks),
        citations=_citations(text, markup, blocks, spans),
        emphases=tuple(markup.emphases),
        facts=_facts(text, spans, kind) if with_facts and spans else Facts(),
    )
    return Body(document, html, tuple(markup.pieces), tuple(p.text_start for p in markup.pieces))


def _facts(text: str, spans: list[tuple[int, int]], kind: DocumentKind) -> Facts:
    return facts_of(text, spans) if kind is DocumentKind.REFERENCE else Facts(statements=opinions(text, spans))


def _blocks(text: str, markup: Markup, kind: DocumentKind) -> tuple[list[Block], list[tuple[int, int]]]:
    """The blocks of a body, and the sentences of its paragraphs."""
    marks = sorted(markup.markers)
    blocks = [Block(BlockKind.CITATION, start, end) for start, end, _ in marks]
    spans: list[tuple[int, int]] = []
    at = 0
    for block in markup.blocks:
        first = at
        while at < len(marks) and marks[at][0] < block.end:
            at += 1
        inside = [(start, end) for start, end, _ in marks[first:at]]
        if block.kind is not BlockKind.PARAGRAPH:
            blocks.extend(_between(text, block, (block.start, block.end), inside))
            continue
        found = _sentences(text, block, inside)
        spans.extend(found)
        parts = found if kind is DocumentKind.REFERENCE else [(block.start, block.end)]
        for part in parts:
            blocks.extend(_between(text, block, part, inside))
    return blocks, spans


def _sentences(text: str, block: MarkedBlock, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences of a block; what is only markers is none."""
    ends = dict(marks)
    found = []
    for first, last in sentences(text, block.start, block.end):
        at = first
        while at in ends and at < last:
            at = ends[at]
            while at < last and text[at].isspace():
                at += 1
        if at < last:
            found.append((first, last))
    return found


def _between(text: str, block: MarkedBlock, part: tuple[int, int], marks: list[tuple[int, int]]) -> list[Block]:
    """The pieces of ``part`` that no marker takes, without the white space around them."""
    pieces = []
    at, end = part
    begin = bisect_left(marks, (at, at))
    for first, last in [*marks[begin : bisect_left(marks, (end, end))], (end, end)]:
        piece = text[at:first]
        left = at + len(piece) - len(piece.lstrip())
        pieces.append(Block(block.kind, left, left + len(piece.strip()), block.level))
        at = max(at, last)
    return pieces


def _citations(text: str, markup: Markup, blocks: list[Block], spans: list[tuple[int, int]]) -> tuple[Citation, ...]:
    noted = {
        number_of(mark)
        for block in blocks
        if block.kind is BlockKind.FOOTNOTE and (mark := MARKER.match(text, block.start, block.end))
    }
    starts = [start for start, _ in spans]
    cited = _before_markers(text, spans, markup.markers)
    citations = []
    for start, end, is_certain in sorted(markup.markers):
        index = bisect_right(starts, start) - 1
        sentence = cited[index] if index >= 0 else (start, start)
        mark = MARKER.match(text, start, end)
        number = number_of(mark) if mark else None
        has_source = number is not None and number in noted
        citations.append(Citation(start, end, number, sentence, is_certain, has_source))
    return tuple(citations)


def _before_markers(
    text: str, spans: list[tuple[int, int]], marks: list[tuple[int, int, bool]]
) -> list[tuple[int, int]]:
    """The sentences without the markers printed after their stops."""
    starts = {end: start for start, end, _ in marks}
    shortened = []
    for first, last in spans:
        while last in starts and starts[last] > first:
            last = starts[last]
            while last > first and text[last - 1].isspace():
                last -= 1
        shortened.append((first, last))
    return shortened
