"""The sentence in which a name stands."""

import pytest

from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.rendering.quotes import QUOTE_REACH, Quote, best_place, quote


def quoted(html: str, words: str) -> Quote:
    body = read_body(html, kind=DocumentKind.REVIEW)
    start = body.document.text.index(words)
    return quote(body, start, start + len(words))


@pytest.mark.parametrize(
    ("html", "words", "expected"),
    [
        pytest.param(
            "<p>It rained. Then came 48 Hrs. with Eddie Murphy. It stopped.</p>",
            "Eddie Murphy",
            Quote("Then came 48 Hrs. with ", "Eddie Murphy", "."),
            id="a title's full stop ends no sentence",
        ),
        pytest.param(
            "<p>One.</p><h2>Walter Hill</h2><p>Two.</p>",
            "Walter Hill",
            Quote("", "Walter Hill", "", "s-walter-hill"),
            id="a subhead is quoted whole and is its own section",
        ),
        pytest.param(
            "<p>One.</p><h2>A Face</h2><p>Two.</p><h3>Smaller</h3><p>Danko speaks &amp; goes.</p>",
            "Danko",
            Quote("", "Danko", " speaks & goes.", "s-a-face"),
            id="the section is the subhead of the second level before it",
        ),
        pytest.param(
            '<p>Hill made it.<sup class="citation" data-number="4">[4]</sup> Then he left.</p>',
            "Hill",
            Quote("", "Hill", " made it."),
            id="a citation marker is left out",
        ),
    ],
)
def test_a_name_is_quoted_with_its_sentence(html: str, words: str, expected: Quote) -> None:
    assert quoted(html, words) == expected


def test_a_very_long_sentence_is_cut_at_a_word_on_either_side() -> None:
    found = quoted("<p>" + "many words " * 60 + "Hill" + " and more" * 60 + ".</p>", "Hill")
    assert found.before.startswith("… ")
    assert found.after.endswith(" …")
    assert max(len(found.before), len(found.after)) <= QUOTE_REACH + 2
    assert found.before.removeprefix("… ").split()[0] in {"many", "words"}


def test_a_place_outside_the_text_is_an_error() -> None:
    with pytest.raises(IndexError):
        quote(read_body("<p>Short.</p>", kind=DocumentKind.REVIEW), 40, 44)


def test_a_name_in_running_text_is_quoted_before_one_in_a_subhead() -> None:
    body = read_body("<h2>Hill</h2><p>Hill works.</p>", kind=DocumentKind.REVIEW)
    assert best_place(body, [(0, 4), (6, 10)]) == (6, 10)
    assert best_place(body, [(0, 4)]) == (0, 4)


def test_a_place_beyond_the_text_is_quoted_from_nowhere() -> None:
    body = read_body("<p>Hill works.</p>", kind=DocumentKind.REVIEW)
    assert best_place(body, [(400, 404)]) is None
    assert best_place(body, []) is None
