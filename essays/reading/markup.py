"""Sanitised HTML as text: its blocks, emphases and citation markers, and where each piece stands in the HTML."""

import re
from dataclasses import dataclass, field
from html import unescape

from essays.reading.document import BlockKind, Emphasis

TOKEN = re.compile(
    r"""(?P<tag><(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>)"""
    r"""|(?P<comment><!--(?:[^-]|-(?!->))*+-->)|(?P<entity>&\#?[a-zA-Z0-9]{1,31};)|(?P<space>[ \t\n\r\f]+)"""
    r"""|(?P<literal>[^<& \t\n\r\f]++(?:[ ][^<& \t\n\r\f]++)*+|[<&])"""  # words a space apart stand as they are
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
class MarkedBlock:
    kind: BlockKind
    start: int
    end: int
    level: int


@dataclass(slots=True)
class Inline:
    """An inline element that is open; ``start`` is where its first character stands in the text."""

    name: str
    attributes: str
    start: int | None = None


@dataclass(slots=True)
class Markup:
    """The text of a body so far, piece by piece."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[MarkedBlock] = field(default_factory=list)
    markers: list[tuple[int, int, bool]] = field(default_factory=list)  # start, end, is_certain
    emphases: list[Emphasis] = field(default_factory=list)
    open_blocks: list[tuple[str, BlockKind, int]] = field(default_factory=list)
    open_inline: list[Inline] = field(default_factory=list)
    unstarted: list[Inline] = field(default_factory=list)  # opened, and nothing read in them yet
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
            self.blocks.append(MarkedBlock(kind, self.block_start, self.length, level))
        self.block_start = None
        self.space = None


def read_markup(html: str) -> Markup:
    """The text of ``html`` with all that its tags say of it; white space is collapsed, ``<br>`` is a line end."""
    markup = Markup()
    for token in TOKEN.finditer(html):
        _read_token(markup, token)
    markup.close_block()
    return markup


def _read_token(markup: Markup, token: re.Match[str]) -> None:
    if token["tag"]:
        name = token["name"].lower()
        if name in BLOCK_TAGS:
            _read_block_tag(markup, name, token)
        elif name == "br":
            if markup.block_start is not None:
                markup.space = None
                markup.add("\n", *token.span())
        else:
            _read_inline_tag(markup, name, token)
    elif token["space"]:
        if markup.space is None:
            markup.space = token.span()
    elif token["entity"]:
        _read_entity(markup, token)
    elif token["literal"]:
        markup.add(token["literal"], *token.span())


def _read_entity(markup: Markup, token: re.Match[str]) -> None:
    characters = unescape(token["entity"])
    if len(characters) == 1:
        markup.add(characters, *token.span())
        return
    markup.add(token["entity"], *token.span())  # no such reference: it is text as it stands


def _read_block_tag(markup: Markup, name: str, token: re.Match[str]) -> None:
    markup.close_block()
    if name == "hr":
        return
    if token["close"]:
        if any(opened == name for opened, _, _ in markup.open_blocks):
            while markup.open_blocks.pop()[0] != name:
                pass
        return
    kind = KIND_OF_CLASS.get(_attribute(token["attributes"], "class"), KIND_OF_TAG.get(name))
    outer = markup.open_blocks[-1][1] if markup.open_blocks else BlockKind.PARAGRAPH
    inherits = kind is None or (kind is BlockKind.PARAGRAPH and markup.open_blocks)
    level = int(name[1]) if name in {"h2", "h3"} else 0
    markup.open_blocks.append((name, outer if inherits or kind is None else kind, level))


def _read_inline_tag(markup: Markup, name: str, token: re.Match[str]) -> None:
    if not token["close"]:
        inline = Inline(name, token["attributes"])
        markup.open_inline.append(inline)
        markup.unstarted.append(inline)
        return
    if not any(inline.name == name for inline in markup.open_inline):
        return
    while True:
        inline = markup.open_inline.pop()
        if inline.name == name:
            break
    if inline.start is None:
        return
    if name in {"em", "cite"}:
        markup.emphases.append(Emphasis(inline.start, markup.length))
    elif name == "sup" and "citation" in _attribute(inline.attributes, "class").split():
        is_certain = _attribute(inline.attributes, "data-certain") != "false"
        markup.markers.append((inline.start, markup.length, is_certain))


def _attribute(attributes: str, name: str) -> str:
    for match in ATTRIBUTE.finditer(attributes):
        if match.group(1).lower() == name:
            return unescape(match.group(2) or match.group(3) or match.group(4) or "")
    return ""
