"""The values that reading gives: a Document and the pieces it is made of."""

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    """What sort of text about a film this is."""

    REVIEW = "review"
    REFERENCE = "reference"


class BlockKind(StrEnum):
    """What one piece of a text is for."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    RATING = "rating"
    CREDIT_LINE = "credit_line"  # "Dir: ... 104 min", or a line of an infobox
    SPOILER_WARNING = "spoiler_warning"
    SUBHEAD = "subhead"
    PARAGRAPH = "paragraph"  # in a reference entry: a sentence
    PULL_QUOTE = "pull_quote"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    CITATION = "citation"  # a marker: "[4]", "[citation needed]"
    FOOTNOTE = "footnote"  # a note's own text, at the foot
    STRAY_MARK = "stray_mark"  # a quotation mark that closes nothing
    BOILERPLATE = "boilerplate"
    SEPARATOR = "separator"  # white space, rules, ornaments between blocks


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a text: half-open ``[start, end)``, counted in code points of the decoded text."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # of a subhead: 2 or 3; 0 elsewhere


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation marker and the sentence it belongs to.

    ``number`` is None for a marker without one ("citation needed"). ``sentence`` is half-open, without a stray
    quotation mark. ``is_certain`` is False where the marker follows a quotation the text does not hold whole.
    ``has_source`` is False where the text gives no source for the number.
    """

    start: int
    end: int
    number: int | None
    sentence: tuple[int, int]
    is_certain: bool = True
    has_source: bool = False


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words the author set off (italics): strong evidence that they are a title."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """Words that the author linked, and where to."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands before the character at ``at``: the address or file name it has, and its description.

    ``address`` is empty for one that is held inside the document. The block after it is its caption where
    ``has_caption`` is True. ``data`` are its bytes, where they came with the document: nobody has looked at them.
    """

    at: int
    address: str
    alt: str = ""
    has_caption: bool = False
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """A credit that the text states of its subject film.

    ``job`` is one of ``actor director writer story producer composer cinematographer editor`` and others in the
    same lower-case form. ``start, end`` is the name as printed. ``is_credited`` is False for a contribution
    ("among the writers who worked on it"). ``is_listed`` is False where the name does not stand in a list after
    "starring", "directed by" and the like, but is the subject of its own sentence ("A also appears").
    """

    person: str
    job: str
    start: int
    end: int
    character: str | None = None
    is_credited: bool = True
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says of its subject film in so many words. ``None`` or empty: it does not say."""

    title: str | None = None
    title_span: tuple[int, int] | None = None
    release_year: int | None = None
    countries: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    runtime_minutes: int | None = None
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating as printed: ``value`` out of ``best``; both None for a letter, which stands in ``printed``."""

    printed: str
    value: float | None = None
    best: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text read: every character is in exactly one block, in order, without gap or overlap."""

    text: str
    kind: DocumentKind
    blocks: tuple[Block, ...]
    bylines: tuple[str, ...] = ()  # the names as signed
    headline: str | None = None  # as printed; None where no line is one
    standfirst: str | None = None
    rating: Rating | None = None
    has_spoilers: bool = False
    dated_on: str | None = None  # ISO date, where a date line tells it
    citations: tuple[Citation, ...] = ()
    emphases: tuple[Emphasis, ...] = ()
    strong: tuple[Emphasis, ...] = ()  # bold, which says nothing but is kept
    hyperlinks: tuple[Hyperlink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()  # that the document itself is filed under
    facts: Facts = field(default_factory=Facts)

    def of_kind(self, *kinds: BlockKind) -> tuple[str, ...]:
        """The texts of all blocks of these kinds, in order."""
        return tuple(self.text[b.start : b.end] for b in self.blocks if b.kind in kinds)

    def prose(self) -> tuple[Block, ...]:
        """The blocks in which names are looked for: what the essay itself says."""
        return tuple(b for b in self.blocks if b.kind in PROSE)


PROSE = frozenset(
    {
        BlockKind.HEADLINE,
        BlockKind.STANDFIRST,
        BlockKind.SUBHEAD,
        BlockKind.PARAGRAPH,
        BlockKind.PULL_QUOTE,
        BlockKind.LIST_ITEM,
        BlockKind.CAPTION,
        BlockKind.CREDIT_LINE,
        BlockKind.FOOTNOTE,
    }
)
