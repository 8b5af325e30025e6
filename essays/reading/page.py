"""A document of any format as a page: its text, what its mark-up says of it, and what it states beside the text."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from essays.reading.document import Block, Document, DocumentKind, Emphasis, Hyperlink, Picture
from essays.reading.reader import read


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document says of itself outside its text: in front matter, in properties, in a site's export.

    ``is_headed`` is True where ``title`` is the headline whatever the text begins with. ``status`` and
    ``published_at`` (ISO, with its zone) are a site's own; ``addresses`` are paths that readers found it under.
    """

    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    dated_on: str | None = None
    tags: tuple[str, ...] = ()
    is_headed: bool = False
    status: str = ""
    published_at: str | None = None
    slug: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a document and all that its format tells of it; plain text has nothing but the text.

    ``marks`` are the blocks that the mark-up names: what they cover is of their kind, whatever it looks like.
    """

    text: str
    encoding: str = "utf-8"
    is_guess: bool = False
    is_plain: bool = True  # the text is the bytes, decoded
    notes: tuple[str, ...] = ()
    marks: tuple[Block, ...] = ()
    emphases: tuple[Emphasis, ...] = ()
    strong: tuple[Emphasis, ...] = ()
    hyperlinks: tuple[Hyperlink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    stated: Stated = field(default_factory=Stated)


def read_page(page: Page, *, kind: DocumentKind | None = None) -> Document:
    """``page`` as a Document. What its text does not print (headline, byline, date) is taken from what it states."""
    stated = page.stated
    document = read(
        page.text,
        kind=kind,
        emphases=page.emphases,
        marks=page.marks,
        headline=stated.title if stated.is_headed else "",
    )
    return replace(
        document,
        headline=document.headline or stated.title or None,
        standfirst=document.standfirst or stated.standfirst or None,
        bylines=document.bylines or stated.authors,
        dated_on=document.dated_on or stated.dated_on,
        strong=page.strong,
        hyperlinks=page.hyperlinks,
        pictures=page.pictures,
        tags=stated.tags,
    )


def one_of_each(words: Iterable[str]) -> tuple[str, ...]:
    """``words`` without white space around them, empty ones and repetitions, in order."""
    return tuple(dict.fromkeys(found for word in words if (found := " ".join(word.split()))))
