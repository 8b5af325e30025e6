"""A web page as a browser saves it: the article told from the site around it, which is set aside and kept."""

import re
from html.parser import HTMLParser
from typing import Any

from essays.reading.decoding import DocumentError, check_text, decode
from essays.reading.document import Block, BlockKind, Picture
from essays.reading.extras import library
from essays.reading.hypertext import HyperLine, Hypertext, read_hypertext
from essays.reading.page import Page, Stated, one_of_each

MAX_PAGE_BYTES = 8_000_000  # a saved page holds its pictures as data: the largest measured have five million
NAME_BETWEEN = re.compile(r"\s*(?:;|,|\band\b|&)\s*")
SAME_LINE_LENGTH = 25  # code points; a shorter line may stand in the menu and in the article alike
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{2,40})", re.IGNORECASE)
DECLARED_WITHIN = 4096  # bytes; where HTML wants the declaration at the latest is 1,024
HEAD_LENGTH = 100_000  # code points in which the head of a page is looked for
WORD = re.compile(r"\w+")


def read_saved_page(data: bytes) -> Page:
    """The page that these bytes of HTML are. Raises DocumentError."""
    html, encoding, is_guess, notes = _decoded(data)
    trafilatura = library("trafilatura", reads="Saved web pages")
    hypertext = read_hypertext(html)
    if not hypertext.text.strip():
        raise DocumentError("The page holds no text; save it again as “web page, complete”, once it has loaded.")
    check_text(hypertext.text)
    try:
        article = trafilatura.bare_extraction(html, favor_recall=True, include_images=True, with_metadata=True)
    except Exception as error:  # a reader of any page on the web: what it stumbles over is no fault of the text
        article = None
        notes = (*notes, f"the article could not be told from the page around it ({type(error).__name__})")
    marks = _marks(hypertext, article.text if article is not None else "")
    return Page(
        text=hypertext.text,
        encoding=encoding,
        is_guess=is_guess,
        is_plain=False,
        notes=notes,
        marks=marks,
        emphases=tuple(hypertext.emphases),
        strong=tuple(hypertext.strong),
        hyperlinks=tuple(hypertext.hyperlinks),
        pictures=_pictures(hypertext, marks),
        stated=_stated(article, _head(html)),
    )


def _decoded(data: bytes) -> tuple[str, str, bool, tuple[str, ...]]:
    """The HTML, its encoding, whether that is a guess, and notes; the encoding that the page declares is tried."""
    declared = DECLARED.search(data, 0, DECLARED_WITHIN)
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and len(data) <= MAX_PAGE_BYTES:
        name = declared.group(1).decode("ascii").lower()
        try:
            return check_text(data.decode(name), limit=MAX_PAGE_BYTES, has_lines=False), name, False, ()
        except (UnicodeError, LookupError):
            pass  # the page says what it is not: then it is told as any text's is
    decoded = decode(data, limit=MAX_PAGE_BYTES, has_lines=False)
    return decoded.text, decoded.encoding, decoded.is_guess, decoded.notes


def _marks(hypertext: Hypertext, article: str) -> tuple[Block, ...]:
    """The kinds that the tags name, and as boilerplate each line that is not of the article."""
    said = {_words(line) for line in article.splitlines()}
    inside = [
        index
        for index, line in enumerate(hypertext.lines)
        if not line.is_aside and _words(hypertext.text[line.start : line.end]) in said
    ]
    sure = [index for index in inside if _length(hypertext.lines[index]) >= SAME_LINE_LENGTH] or inside
    articles = {hypertext.lines[index].article for index in sure} - {0}
    marks: list[Block] = []
    for index, line in enumerate(hypertext.lines):
        is_own = not sure or min(sure) <= index <= max(sure) or index in inside or line.article in articles
        if line.is_aside or not is_own:
            marks.append(Block(BlockKind.BOILERPLATE, line.start, line.end))
        elif line.kind is not None:
            marks.append(Block(line.kind, line.start, line.end, line.level))
    return tuple(marks)


def _pictures(hypertext: Hypertext, marks: tuple[Block, ...]) -> tuple[Picture, ...]:
    """The pictures that stand within the article."""
    aside = [mark for mark in marks if mark.kind is BlockKind.BOILERPLATE]
    return tuple(p for p in hypertext.pictures if not any(mark.start <= p.at < mark.end for mark in aside))


def _length(line: HyperLine) -> int:
    return line.end - line.start


def _words(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


class _Head(HTMLParser):
    """What the head of a page says in ``meta`` elements, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        name, content = of.get("name") or of.get("property"), of.get("content")
        if tag == "meta" and name and content:
            self.said.setdefault(name.lower(), content)


def _head(html: str) -> dict[str, str]:
    head = _Head()
    head.feed(html[:HEAD_LENGTH])
    return head.said


def _stated(article: Any, head: dict[str, str]) -> Stated:
    """What the page says of itself in its head, and what was found of it in its mark-up."""
    title = head.get("og:title", "") or str(getattr(article, "title", None) or "")
    # A name of one word is taken for none by the library; the page's own word goes before what it finds.
    author = head.get("author", "") or str(getattr(article, "author", None) or "")
    date = str(getattr(article, "date", None) or "")
    return Stated(
        title=" ".join(title.split()),
        authors=() if author.startswith("http") else one_of_each(NAME_BETWEEN.split(author)),
        dated_on=date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None,
        tags=one_of_each(getattr(article, "tags", None) or ()),
    )
