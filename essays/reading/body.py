"""An edited body as a Document again, and an imported Document as a first body.

The HTML is that of our own allow-list, already sanitised: blocks ``p h2 h3 blockquote ul ol li figure figcaption hr``,
inline ``em strong cite a sup br span``. Classes that mean something: ``p.footnote``, ``p.caption``, ``p.credits``,
``p.spoiler-warning`` and ``sup.citation`` with ``data-number`` and ``data-certain="false"``.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape

from essays.reading.blocks import cover
from essays.reading.citations import MARKER, number_of
from essays.reading.document import Block, BlockKind, Citation, Document, DocumentKind, Emphasis, Facts
from essays.reading.drafting import OffsetMap, body_from
from essays.reading.facts import facts_of
from essays.reading.sentences import sentences

__all__ = ["Body", "OffsetMap", "Piece", "body_from", "read_body"]

TOKEN = re.compile(
    r"""(?P<tag><(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>)"""
    r"""|(?P<comment><!--(?:[^-]|-(?!->))*+-->)|(?P<entity>&\#?[a-zA-Z0-9]{1,31};)|(?P<space>[ \t\n\r\f]+)"""
    r"""|(?P<literal>[^<& \t\n\r\f]+|[<&])"""
)
ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
BLOCK_TAGS = frozenset("p h2 h3 blockquote ul ol li figure figcaption hr div".split())
KIND_OF_TAG = {
    "p": BlockKind.PARAGRAPH,
    "h2": BlockKind.SUBHEAD,
    "h3": BlockKind.SUBHEAD,
    "blockquote": BlockKind.PULL_QUOTE,
    "li": BlockKind.LIST_ITEM,
    "figcaption": BlockKind.CAPTION,
}
KIND_OF_CLASS = {
    "footnote": BlockKind.FOOTNOTE,
    "caption": BlockKind.CAPTION,
    "credits": BlockKind.CREDIT_LINE,
    "spoiler-warning": BlockKind.SPOILER_WARNING,
}
BETWEEN_BLOCKS = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the body's text and where it stands in the HTML.

    Either both are equally long and correspond character by character, or the text is one character and the HTML
    a reference, a run of white space or a ``<br>``.
    """

    text_start: int
    text_end: int
    html_start: int
    html_end: int

    def place(self, offset: int) -> int:
        """Where in the HTML the character at ``offset`` begins; the end of the piece for its end."""
        if offset >= self.text_end:
            return self.html_end
        return self.html_start + (offset - self.text_start if self._is_literal() else 0)

    def _is_literal(self) -> bool:
        return self.html_end - self.html_start == self.text_end - self.text_start


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


def read_body(html: str, *, kind: DocumentKind) -> Body:
    """The Document over the text of a sanitised body, and where each character of it stands in ``html``.

    Block texts are joined by an empty line; white space is collapsed as a browser does; ``<br>`` is a line end.
    ``em`` and ``cite`` give emphases, ``sup.citation`` citation blocks that belong to the sentence before.
    """
    reading = _Reading()
    for token in TOKEN.finditer(html):
        _read_token(reading, token)
    reading.close_block()
    text = "".join(reading.text)
    blocks, spans = _blocks(text, reading, kind)
    document = Document(
        text=text,
        kind=kind,
        blocks=cover(text, blocks),
        has_spoilers=any(block.kind is BlockKind.SPOILER_WARNING for block in blocks),
        citations=_citations(text, reading, blocks, spans),
        emphases=tuple(reading.emphases),
        facts=facts_of(text, spans) if kind is DocumentKind.REFERENCE and spans else Facts(),
    )
    return Body(document, html, tuple(reading.pieces), tuple(p.text_start for p in reading.pieces))


@dataclass(frozen=True, slots=True)
class _ReadBlock:
    kind: BlockKind
    start: int
    end: int
    level: int


@dataclass(slots=True)
class _Inline:
    """An inline element that is open; ``start`` is where its first character stands in the text."""

    name: str
    attributes: str
    start: int | None = None


@dataclass(slots=True)
class _Reading:
    """The text of a body so far, piece by piece."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[_ReadBlock] = field(default_factory=list)
    markers: list[tuple[int, int, bool]] = field(default_factory=list)  # start, end, is_certain
    emphases: list[Emphasis] = field(default_factory=list)
    open_blocks: list[tuple[str, BlockKind, int]] = field(default_factory=list)
    open_inline: list[_Inline] = field(default_factory=list)
    unstarted: list[_Inline] = field(default_factory=list)  # opened, and nothing read in them yet
    block_start: int | None = None
    space: tuple[int, int] | None = None  # white space not yet known to be inside a block

    def add(self, characters: str, html_start: int, html_end: int) -> None:
        if self.block_start is None:
            if self.blocks:
                self._append(BETWEEN_BLOCKS)
            self.block_start = self.length
        elif self.space is not None:
            self._piece(" ", *self.space)
        self.space = None
        for inline in self.unstarted:
            inline.start = self.length
        self.unstarted.clear()
        self._piece(characters, html_start, html_end)

    def _piece(self, characters: str, html_start: int, html_end: int) -> None:
        start = self.length
        self._append(characters)
        self.pieces.append(Piece(start, self.length, html_start, html_end))

    def _append(self, characters: str) -> None:
        self.text.append(characters)
        self.length += len(characters)

    def close_block(self) -> None:
        """End the block being read; the next characters open another."""
        if self.block_start is not None:
            _, kind, level = self.open_blocks[-1] if self.open_blocks else ("", BlockKind.PARAGRAPH, 0)
            self.blocks.append(_ReadBlock(kind, self.block_start, self.length, level))
        self.block_start = None
        self.space = None


def _read_token(reading: _Reading, token: re.Match[str]) -> None:
    if token["tag"]:
        name = token["name"].lower()
        if name in BLOCK_TAGS:
            _read_block_tag(reading, name, token)
        elif name == "br":
            if reading.block_start is not None:
                reading.space = None
                reading.add("\n", *token.span())
        else:
            _read_inline_tag(reading, name, token)
    elif token["space"]:
        if reading.space is None:
            reading.space = token.span()
    elif token["entity"]:
        _read_entity(reading, token)
    elif token["literal"]:
        reading.add(token["literal"], *token.span())


def _read_entity(reading: _Reading, token: re.Match[str]) -> None:
    characters = unescape(token["entity"])
    if len(characters) == 1:
        reading.add(characters, *token.span())
        return
    reading.add(token["entity"], *token.span())  # no such reference: it is text as it stands


def _read_block_tag(reading: _Reading, name: str, token: re.Match[str]) -> None:
    reading.close_block()
    if name == "hr":
        return
    if token["close"]:
        if any(opened == name for opened, _, _ in reading.open_blocks):
            while reading.open_blocks.pop()[0] != name:
                pass
        return
    kind = KIND_OF_CLASS.get(_attribute(token["attributes"], "class"), KIND_OF_TAG.get(name))
    outer = reading.open_blocks[-1][1] if reading.open_blocks else BlockKind.PARAGRAPH
    inherits = kind is None or (kind is BlockKind.PARAGRAPH and reading.open_blocks)
    level = int(name[1]) if name in {"h2", "h3"} else 0
    reading.open_blocks.append((name, outer if inherits or kind is None else kind, level))


def _read_inline_tag(reading: _Reading, name: str, token: re.Match[str]) -> None:
    if not token["close"]:
        inline = _Inline(name, token["attributes"])
        reading.open_inline.append(inline)
        reading.unstarted.append(inline)
        return
    if not any(inline.name == name for inline in reading.open_inline):
        return
    while True:
        inline = reading.open_inline.pop()
        if inline.name == name:
            break
    if inline.start is None:
        return
    if name in {"em", "cite"}:
        reading.emphases.append(Emphasis(inline.start, reading.length))
    elif name == "sup" and "citation" in _attribute(inline.attributes, "class").split():
        is_certain = _attribute(inline.attributes, "data-certain") != "false"
        reading.markers.append((inline.start, reading.length, is_certain))


def _attribute(attributes: str, name: str) -> str:
    for match in ATTRIBUTE.finditer(attributes):
        if match.group(1).lower() == name:
            return unescape(match.group(2) or match.group(3) or match.group(4) or "")
    return ""


def _blocks(text: str, reading: _Reading, kind: DocumentKind) -> tuple[list[Block], list[tuple[int, int]]]:
    """The blocks of a body, and the sentences of its paragraphs."""
    marks = sorted(reading.markers)
    blocks = [Block(BlockKind.CITATION, start, end) for start, end, _ in marks]
    spans: list[tuple[int, int]] = []
    at = 0
    for block in reading.blocks:
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


def _sentences(text: str, block: _ReadBlock, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences of a block; markers printed after a full stop stay with the sentence they close."""
    return [
        (first, last)
        for first, last in sentences(text, block.start, block.end)
        if not any(start <= first and last <= end for start, end in marks)
    ]


def _between(text: str, block: _ReadBlock, part: tuple[int, int], marks: list[tuple[int, int]]) -> list[Block]:
    """The pieces of ``part`` that no marker takes, without the white space around them."""
    pieces = []
    at, end = part
    for first, last in [*marks, (end, end)]:
        if last < at or first > end:
            continue
        piece = text[at:first]
        left = at + len(piece) - len(piece.lstrip())
        pieces.append(Block(block.kind, left, left + len(piece.strip()), block.level))
        at = max(at, last)
    return pieces


def _citations(text: str, reading: _Reading, blocks: list[Block], spans: list[tuple[int, int]]) -> tuple[Citation, ...]:
    noted = {
        number_of(mark)
        for block in blocks
        if block.kind is BlockKind.FOOTNOTE and (mark := MARKER.match(text, block.start, block.end))
    }
    starts = [start for start, _ in spans]
    citations = []
    for start, end, is_certain in sorted(reading.markers):
        index = bisect_right(starts, start) - 1
        sentence = spans[index] if index >= 0 else (start, start)
        mark = MARKER.match(text, start, end)
        number = number_of(mark) if mark else None
        first, last = sentence[0], _before_markers(sentence, reading.markers, text)
        citations.append(
            Citation(start, end, number, (first, last), is_certain, number is not None and number in noted)
        )
    return tuple(citations)


def _before_markers(sentence: tuple[int, int], marks: list[tuple[int, int, bool]], text: str) -> int:
    """The end of a sentence without the markers printed after its stop."""
    first, last = sentence
    for start, end, _ in sorted(marks, reverse=True):
        if end == last and start > first:
            last = start
            while last > first and text[last - 1].isspace():
                last -= 1
    return last
