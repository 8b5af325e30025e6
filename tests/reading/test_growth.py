"""Hostile texts: a pattern whose time grows with the square of its text would not finish these."""

import pytest

from essays.reading import body_from, read, read_body
from essays.reading.document import DocumentKind

SIZE = 15_000  # code points; a second or two where time grows with the text, minutes where with its square
UNITS = (
    "Aa ",
    "A. ",
    "(",
    '"',
    "“",
    ".",
    ". ",
    "[",
    "[1]",
    '"[1]',
    "Ann Lee, ",
    "*",
    "\n",
    "# ",
    "starring Ann ",
    "directed, ",
    "film ",
    "is a ",
    "Ann as Bob ",
    "played by ",
    "1. A\n",
    "[1] a\n",
    "=",
    "Ann Lee who ",
    "review ",
    "10 min ",
    "<p>",
    "&amp;",
    "<",
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_of_one_thing_many_times_is_read(unit: str) -> None:
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    for kind in DocumentKind:
        document = read(text, kind=kind)
        assert document.blocks[-1].end == SIZE
        body = read_body(body_from(document)[0], kind=kind)
        assert body.document.kind is kind
    read_body(text, kind=DocumentKind.REVIEW)


@pytest.mark.parametrize("letter", ["x", "X", "7", "_", "’", "*x"])
def test_a_line_that_is_one_word_is_read(letter: str) -> None:
    text = "It was late.\n" + letter * (150_000 // len(letter)) + "\nNobody came."
    for kind in (None, *DocumentKind):
        assert read(text, kind=kind).blocks[-1].end == len(text)
