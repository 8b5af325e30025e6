"""How long a body is."""

import pytest

from essays.rendering.counting import reading_minutes, word_count


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", 0),
        ("<p>One two.</p><p>Three.</p>", 3),
        ("<p>It didn't work: a well-known, “short” film.</p>", 7),
        ("<ul><li>One</li><li>two</li></ul>", 2),
        ("<p>Fast &amp; slow — <em>Heat</em>.</p>", 3),
    ],
)
def test_words_are_counted_as_a_reader_would(body: str, words: int) -> None:
    assert word_count(body) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (800, 3)])
def test_minutes_are_at_least_one(words: int, minutes: int) -> None:
    assert reading_minutes("<p>" + "word " * words + "</p>") == minutes
