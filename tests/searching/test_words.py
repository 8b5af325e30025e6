"""Words as search compares them, questions as typed, names that are nearly alike, sentences that answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essays.rendering.body import Passage
from essays.searching.excerpts import excerpts, lines_of, sections_of
from essays.searching.likeness import FIRST_LETTER, distance, mistakes_forgiven
from essays.searching.question import PHRASE_WORDS_MOST, TERMS_MOST, Term, read_question
from essays.searching.words import encoded, keys_of, word_key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        pytest.param("Kieślowski’s", "kieslowski", id="accents and possessives"),
        pytest.param("O’Ross", word_key("OROSS"), id="apostrophes inside"),
        pytest.param("films", "film", id="plural"),
        pytest.param("stories", "story", id="plural in ies"),
        pytest.param("class", "class", id="no plural"),
        pytest.param("Red", "red", id="case"),
        pytest.param("1988", "1988", id="digits"),
        pytest.param("—", "", id="no letter"),
    ],
)
def test_a_word_is_compared_by_its_key(printed: str, key: str) -> None:
    assert word_key(printed) == key


@given(st.text(max_size=60))
def test_every_key_is_letters_or_digits_alone_which_no_engine_splits(text: str) -> None:
    for key in keys_of(text):
        assert (key.isascii() and key.isalpha() and key.islower()) or (key.isascii() and key.isdigit())


@pytest.mark.parametrize("word", ["solaris", "солярис", "東京物語", "جدایی"])
def test_the_beginning_of_a_word_is_the_beginning_of_what_an_index_holds(word: str) -> None:
    assert all(encoded(word).startswith(encoded(word[:end])) for end in range(1, len(word)))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("red heat", [("red",), ("heat",)], id="words"),
        pytest.param("“red heat” moscow", [("red", "heat"), ("moscow",)], id="a phrase first"),
        pytest.param("the driver", [("driver",)], id="stop words are left out"),
        pytest.param("the who", [("the",), ("who",)], id="unless nothing else is there"),
        pytest.param("heat heat heat", [("heat",)], id="each once"),
        pytest.param('"" " ***', [], id="no word"),
        pytest.param("A" * 5_000, [("a" * 40,)], id="very long"),
        pytest.param("OR AND NOT near(heat) col:heat", [("near",), ("heat",), ("col",)], id="no engine's language"),
    ],
)
def test_a_question_is_read_as_terms(text: str, terms: list[tuple[str, ...]]) -> None:
    assert [term.keys for term in read_question(text).terms] == terms


def test_a_star_asks_for_the_beginning_of_a_word() -> None:
    assert read_question("mosc*").terms == (Term(("mosc",), True, "mosc"),)


@given(st.text(max_size=400))
def test_any_text_is_a_question_of_a_bounded_number_of_terms(text: str) -> None:
    question = read_question(text)
    assert len(question.terms) <= TERMS_MOST
    assert all(1 <= len(term.keys) <= PHRASE_WORDS_MOST and all(term.keys) for term in question.terms)


@pytest.mark.parametrize(
    ("typed", "name", "far"),
    [
        pytest.param("belushi", "belushi", 0.0, id="the same"),
        pytest.param("stalone", "stallone", 0.5, id="a double letter halved"),
        pytest.param("micheal", "michael", 0.8, id="swapped"),
        pytest.param("hichcock", "hitchcock", 1.0, id="left out"),
        pytest.param("scorcese", "scorsese", 0.75, id="heard alike"),
        pytest.param("klaus", "blaus", 1 + FIRST_LETTER, id="the first letter weighs more"),
        pytest.param("hill", "mann", None, id="another name"),
    ],
)
def test_mistakes_are_weighed_as_they_are_made(typed: str, name: str, far: float | None) -> None:
    assert distance(typed, name, most=2.5) == far


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_the_way_there_is_as_long_as_the_way_back(one: str, other: str) -> None:
    assert distance(one, other, most=9) == pytest.approx(distance(other, one, most=9))


def test_the_longer_a_name_the_more_mistakes_are_forgiven() -> None:
    assert [mistakes_forgiven("a" * letters) for letters in (3, 4, 5, 6, 14, 15)] == [0, 1, 1, 2, 2, 3]


BODY = [
    Passage('<p>Walter Hill made it.<sup class="citation">[1]</sup> It is late &amp; cold.</p>'),
    Passage("<h2 id='s-two'>Two men</h2><p>Nolte drives. Murphy talks to Hill’s camera.</p>", "s-two", "Two men"),
]


def found(question: str) -> list[tuple[str, str]]:
    sections = list(sections_of(BODY))
    answer = excerpts(sections, lines_of(sections), read_question(question).terms)
    return [
        ("".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in one.pieces), one.heading_id)
        for one in answer
    ]


def test_the_sentences_that_answer_are_shown_with_the_words_marked_and_their_section() -> None:
    assert found("hill camera") == [
        ("Walter [Hill] made it.", ""),
        ("Murphy talks to [Hill’s camera].", "s-two"),
    ]


def test_words_that_stand_together_are_marked_as_one() -> None:
    assert found("walter hill") == [("[Walter Hill] made it.", ""), ("Murphy talks to [Hill’s] camera.", "s-two")]


def test_an_essay_that_answers_by_its_head_alone_shows_how_it_begins() -> None:
    assert found("zebra") == [("Walter Hill made it.", "")]


def test_a_very_long_sentence_is_cut_about_the_word() -> None:
    sections = list(sections_of([Passage(f"<p>{'much ' * 400}Moscow {'more ' * 400}</p>")]))
    [one] = excerpts(sections, lines_of(sections), read_question("moscow").terms)
    assert len("".join(piece.text for piece in one.pieces)) < 700
    assert [piece.text for piece in one.pieces if piece.is_marked] == ["Moscow"]
