"""HTML of any origin as text with marks: blocks, emphases, links, pictures and notes, and nothing that runs.

A block of the HTML is a line of the text, lines are parted by an empty one. A note's mark is printed "[1]" and the
note itself begins with it, whatever the HTML prints; the numbers of a list stand before its items.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from essays.reading.decoding import DocumentError
from essays.reading.document import Block, BlockKind, Emphasis, Hyperlink, Picture
from essays.reading.notes import Notes, fragment
from essays.reading.tags import BLOCK_TAGS, CELL_TAGS, CLEANER, HEADS, is_aside, kind_of_element

SCHEMES = ("http://", "https://", "mailto:")
SPACE = re.compile(r"[ \t\n\r\f]+")
BETWEEN_LINES = "\n\n"
MAX_DEPTH = 300  # elements within one another; pages of site builders have up to 60


@dataclass(frozen=True, slots=True)
class HyperLine:
    """A line of the text, half-open, and where it stood: in a part set aside, in which article (0 for none)."""

    start: int
    end: int
    kind: BlockKind | None
    level: int
    is_aside: bool
    article: int


@dataclass(slots=True)
class Hypertext:
    """HTML as text, and all that its tags say of it."""

    text: str = ""
    lines: list[HyperLine] = field(default_factory=list)
    emphases: list[Emphasis] = field(default_factory=list)
    strong: list[Emphasis] = field(default_factory=list)
    hyperlinks: list[Hyperlink] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def marks(self) -> tuple[Block, ...]:
        """The lines whose kind the tags name."""
        return tuple(Block(line.kind, line.start, line.end, line.level) for line in self.lines if line.kind is not None)


def read_hypertext(html: str) -> Hypertext:
    """The text of ``html``, a whole page or a piece of one, as a browser shows it; scripts and styles are no text.

    Raises DocumentError where its elements stand within one another more deeply than any page's.
    """
    clean = CLEANER.clean(html)
    notes = Notes()
    notes.feed(clean)
    notes.close()
    reader = _Reader(notes.numbers(), notes.back)
    reader.feed(clean)
    reader.close()
    return reader.finished()


@dataclass(slots=True)
class _Open:
    """An element that is open."""

    tag: str
    start: int
    is_block: bool
    kind: BlockKind | None = None
    level: int = 0
    is_aside: bool = False
    article: int = 0
    number: int = 0  # of the note that it holds
    count: int = 0  # of a list: its items so far
    address: str = ""
    is_silent: bool = False  # its words are not read: a note's mark is printed in their place


class _Reader(HTMLParser):
    """The second look: the text, line by line."""

    def __init__(self, numbers: Mapping[str, int], back: Iterable[str]) -> None:
        super().__init__()
        self.numbers = numbers
        self.back = frozenset(back)
        self.found = Hypertext()
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.line_start: int | None = None
        self.prefix = ""  # what the line begins with, once it begins: a number that the list prints
        self.needs_space = False
        self.articles = 0
        self.waiting: list[tuple[str, str, bool]] = []  # pictures before the next line: address, alt, is in a figure

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._break()
        elif tag == "wbr":
            return
        elif tag == "img":
            self._picture(of)
        elif tag == "hr":
            self._end_line()
        elif tag in CELL_TAGS:
            self._cell(tag)
        elif len(self.open) >= MAX_DEPTH:
            raise DocumentError(
                f"Its elements stand more than {MAX_DEPTH} deep within one another, which no page needs; "
                "copy the text into a new document."
            )
        elif tag in BLOCK_TAGS:
            self._end_line()
            self._open_block(tag, of)
        else:
            self._open_inline(tag, of)

    def _open_block(self, tag: str, of: dict[str, str]) -> None:
        outer = self.open[-1] if self.open else _Open("", 0, True)
        kind, level = kind_of_element(tag, of), 2 if tag == "h2" else 3 if tag in HEADS[2:] else 0
        article = outer.article
        if tag == "article":
            self.articles += 1
            article = self.articles
        made = _Open(tag, self.length, True, kind or outer.kind, level or outer.level, article=article)
        made.is_aside = outer.is_aside or is_aside(tag, of, article)
        made.number = self.numbers.get(of.get("id", ""), 0)
        made.is_silent = outer.is_silent
        if tag == "ol" and of.get("start", "").isdigit():
            made.count = int(of["start"][:4]) - 1
        if made.number:
            self.prefix = f"[{made.number}] "
        elif tag == "li" and outer.tag == "ol" and not outer.number:
            outer.count += 1
            self.prefix = f"{outer.count}. "
        else:
            made.number = outer.number
        if made.number:
            made.kind, made.level = BlockKind.FOOTNOTE, 0
        self.open.append(made)

    def _open_inline(self, tag: str, of: dict[str, str]) -> None:
        outer = self.open[-1] if self.open else _Open("", 0, True)
        made = _Open(tag, -1, False, outer.kind, outer.level, outer.is_aside, outer.article, outer.number)
        made.is_silent = outer.is_silent
        made.is_aside |= is_aside(tag, of, outer.article)
        note = self.numbers.get(of.get("id", ""), 0)
        if note and not made.number and self.line_start is None:  # an anchor at the head of a note
            self.prefix = f"[{note}] "
            for opened in reversed(self.open):
                opened.number, opened.kind = note, BlockKind.FOOTNOTE
                if opened.is_block:
                    break
            made.number, made.kind = note, BlockKind.FOOTNOTE
        if tag == "a":
            self._open_link(made, fragment(of), of.get("href", ""))
        elif tag == "q":
            self._write("“")
        self.open.append(made)

    def _open_link(self, made: _Open, place: str, address: str) -> None:
        if place in self.back and made.number:
            made.is_silent = True
        elif place in self.numbers and not made.is_silent:
            self._write(f"[{self.numbers[place]}]")
            made.is_silent = True
        elif address.startswith(SCHEMES):
            made.address = address

    def handle_endtag(self, tag: str) -> None:
        if tag in CELL_TAGS or not any(opened.tag == tag for opened in self.open):
            return
        if tag in BLOCK_TAGS:
            self._end_line()
        while self.open:
            opened = self.open.pop()
            self._close(opened)
            if opened.tag == tag:
                break

    def _close(self, opened: _Open) -> None:
        if opened.tag == "q":
            self._write("”")
        if opened.is_block or opened.start < 0 or opened.start >= self.length:
            return
        if opened.tag in {"em", "i", "cite"}:
            self.found.emphases.append(Emphasis(opened.start, self.length))
        elif opened.tag in {"strong", "b"}:
            self.found.strong.append(Emphasis(opened.start, self.length))
        elif opened.address:
            self.found.hyperlinks.append(Hyperlink(opened.start, self.length, opened.address))

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].is_silent:
            return
        if any(opened.tag == "pre" for opened in self.open):
            first, *others = data.split("\n")
            self._write(first)
            for line in others:
                self._break()
                self._write(line)
            return
        words = SPACE.sub(" ", data)
        self.needs_space |= words.startswith(" ") and self.line_start is not None
        self._write(words.strip(" "))
        self.needs_space |= words.endswith(" ") and self.line_start is not None

    def _write(self, words: str) -> None:
        if not words:
            return
        if self.line_start is None:
            self._begin_line()
        if self.needs_space:
            self._append(" ")
        self.needs_space = False
        for opened in self.open:
            if not opened.is_block and opened.start < 0:
                opened.start = self.length
        self._append(words)

    def _begin_line(self) -> None:
        if self.pieces:
            self._append(BETWEEN_LINES)
        kind = next((opened.kind for opened in reversed(self.open) if opened.is_block), None)
        self.found.pictures.extend(
            Picture(self.length, address, alt, in_figure and kind is BlockKind.CAPTION)
            for address, alt, in_figure in self.waiting
        )
        self.waiting.clear()
        self.needs_space = False
        self.line_start = self.length
        if self.prefix:
            prefix, self.prefix = self.prefix, ""
            self._append(prefix)
            if kind is not BlockKind.FOOTNOTE:
                self.line_start = self.length

    def _append(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)

    def _break(self) -> None:
        if self.line_start is not None and not (self.open and self.open[-1].is_silent):
            self.needs_space = False
            self._append("\n")

    def _cell(self, tag: str) -> None:
        if self.line_start is not None and any(opened.tag == "tr" for opened in self.open):
            self.needs_space = False
            self._append("\t")

    def _picture(self, of: dict[str, str]) -> None:
        address = of.get("src", "")
        held = address.startswith("data:") or not address
        in_figure = any(opened.tag == "figure" for opened in self.open)
        picture = ("" if held else address, " ".join(of.get("alt", "").split()), in_figure)
        if any(opened.is_aside for opened in self.open):
            return
        if self.line_start is None:
            self.waiting.append(picture)
        else:
            self.found.pictures.append(Picture(self.line_start, picture[0], picture[1]))

    def _end_line(self) -> None:
        if self.line_start is not None:
            block = next((opened for opened in reversed(self.open) if opened.is_block), _Open("", 0, True))
            is_aside = any(opened.is_aside for opened in self.open)
            kind = block.kind
            self.found.lines.append(HyperLine(self.line_start, self.length, kind, block.level, is_aside, block.article))
        self.line_start = None
        self.needs_space = False

    def finished(self) -> Hypertext:
        """What was found, once all is read."""
        self._end_line()
        while self.open:
            self._close(self.open.pop())
        self.found.pictures.extend(Picture(self.length, address, alt) for address, alt, _ in self.waiting)
        self.found.text = "".join(self.pieces)
        return self.found
