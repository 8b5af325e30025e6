"""A text read: its kind decided, its pieces told apart."""

from collections.abc import Iterable

from essays.reading.document import Block, Document, DocumentKind, Emphasis
from essays.reading.kind import kind_of
from essays.reading.marks import Marks
from essays.reading.reference import read_reference
from essays.reading.review import read_review


def read(
    text: str,
    *,
    kind: DocumentKind | None = None,
    emphases: Iterable[Emphasis] = (),
    marks: Iterable[Block] = (),
    headline: str = "",
) -> Document:
    """``text`` as a Document whose blocks cover every character of it.

    ``kind`` is decided from the text where it is not given. ``emphases`` are the spans that a format's own mark-up
    set off, ``marks`` the blocks that it names, ``headline`` the one that stands outside the text; plain text has
    none. Never raises: what cannot be told apart is a paragraph.
    """
    told = Marks(marks)
    kind = kind_of(told.own_text(text)) if kind is None else kind
    found = tuple(sorted(emphases, key=lambda emphasis: (emphasis.start, emphasis.end)))
    if kind is DocumentKind.REFERENCE:
        return read_reference(text, emphases=found, marks=told, headline=headline)
    return read_review(text, emphases=found, marks=told, headline=headline)
