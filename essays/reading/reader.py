"""A text read: its kind decided, its pieces told apart."""

from collections.abc import Iterable

from essays.reading.document import Document, DocumentKind, Emphasis
from essays.reading.kind import kind_of
from essays.reading.reference import read_reference
from essays.reading.review import read_review


def read(text: str, *, kind: DocumentKind | None = None, emphases: Iterable[Emphasis] = ()) -> Document:
    """``text`` as a Document whose blocks cover every character of it.

    ``kind`` is decided from the text where it is not given. ``emphases`` are the spans that a format's own mark-up
    set off; plain text has none. Never raises: what cannot be told apart is a paragraph.
    """
    kind = kind_of(text) if kind is None else kind
    found = tuple(sorted(emphases, key=lambda emphasis: (emphasis.start, emphasis.end)))
    if kind is DocumentKind.REFERENCE:
        return read_reference(text, emphases=found)
    return read_review(text, emphases=found)
