"""Full stops that end a sentence, and those that do not."""

import pytest

from essays.reading.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(["It was late.", "We went home."], id="two sentences"),
        pytest.param(["He made 48 Hrs. in a hurry.", "It shows."], id="a title that ends in a stop"),
        pytest.param(["It owes all to 48 Hrs. and to luck."], id="a title with a stop before a small letter"),
        pytest.param(["Mr. and Mrs. Smith is not Dr. No."], id="titles of address"),
        pytest.param(["Robert Downey Jr. plays it straight.", "He is good."], id="a suffix inside"),
        pytest.param(["It stars Robert Downey Jr.", "It was shot in Rome."], id="a suffix at the end"),
        pytest.param(["J. Lee Thompson shot it.", "C. S. Lewis did not."], id="initials"),
        pytest.param(["It opened in the U.S. in May.", "The U.K. waited."], id="letters with stops"),
        pytest.param(["Why?", "Because!", "Well ..."], id="other marks"),
        pytest.param(["He waits... and waits.", "Then he goes."], id="an ellipsis inside"),
        pytest.param(["“Go home.”", "He went."], id="a closing quotation mark"),
        pytest.param(["It won (as it should.)", "We cheered."], id="a closing bracket"),
        pytest.param(["It cost $2.5 million.", "It made less."], id="a decimal point"),
        pytest.param(["It was shot in Moscow.[4]", "It was cold.[5][6]"], id="citation markers"),
        pytest.param(["Is it good?[7]", "It is."], id="a marker after a question"),
        pytest.param(["Talaash (transl. Search) is a film.", "It is long."], id="a stop in brackets"),
        pytest.param(["Watch Airplane! again."], id="a title that ends in a mark, before a small letter"),
        pytest.param(["Éric went.", "Élise stayed."], id="accented capitals"),
    ],
)
def test_a_text_falls_into_its_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_spans_are_places_in_the_whole_text() -> None:
    text = "No. Yes it is. It was."
    assert sentences(text, 4, 14) == [(4, 14)]


def test_white_space_belongs_to_no_sentence() -> None:
    assert sentences(" \n ") == []
    assert sentences("  One.  ") == [(2, 6)]
