"""Which runs of words are looked up as titles and as names."""

import pytest

from essays.linking.tokens import Prose, name_runs, prose_of, title_runs
from essays.reading.document import DocumentKind
from essays.reading.reader import read


def prose(text: str) -> Prose:
    return prose_of(read(text, kind=DocumentKind.REVIEW))


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        pytest.param("He made 48 Hrs. in a year.", "48 Hrs", "48 hrs", id="number first"),
        pytest.param("They saw K-9 in June.", "K-9", "k 9", id="hyphen"),
        pytest.param("They saw Tango & Cash again.", "Tango & Cash", "tango and cash", id="ampersand"),
        pytest.param(
            "It is Freebie and the Bean again.", "Freebie and the Bean", "freebie and the bean", id="small words"
        ),
        pytest.param(
            "It is The Good, the Bad and the Ugly.",
            "The Good, the Bad and the Ugly",
            "the good the bad and the ugly",
            id="comma",
        ),
        pytest.param(
            "We saw 2001: A Space Odyssey there.", "2001: A Space Odyssey", "2001 a space odyssey", id="colon"
        ),
        pytest.param(
            "It is 20,000 Leagues Under the Sea.",
            "20,000 Leagues Under the Sea",
            "20 000 leagues under the sea",
            id="thousands",
        ),
        pytest.param(
            "He likes Schindler’s List more.",
            "Schindler’s List",
            "schindlers list",
            id="possessive within",
        ),
        pytest.param("We liked Alien’s ending.", "Alien", "alien", id="possessive after"),
        pytest.param("He saw E.T. the other day.", "E.T", "e t", id="initials"),
        pytest.param("He saw Amélie again.", "Amélie", "amelie", id="accent"),
        pytest.param("Deep Red (Profondo rosso) is taut.", "Profondo rosso", "profondo rosso", id="brackets"),
        pytest.param("It is a Scarface-style fall.", "Scarface", "scarface", id="made a manner"),
    ],
)
def test_a_title_is_among_the_runs(text, words, key):
    runs = {(text[run.start : run.end], run.key) for run in title_runs(prose(text))}
    assert (words, key) in runs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("We saw Spider-Man there.", "Man", id="half of a hyphenated title"),
        pytest.param("He made Stakeout. There was more.", "Stakeout. There", id="over the end of a sentence"),
        pytest.param("They watched films in June.", "films", id="lower case"),
        pytest.param("First part\n\nSecond part", "First part\n\nSecond", id="over the end of a paragraph"),
    ],
)
def test_what_is_no_run(text, words):
    assert words not in {text[run.start : run.end] for run in title_runs(prose(text))}


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        pytest.param("We met Walter Hill there.", "Walter Hill", "walter hill", id="two words"),
        pytest.param("By Walter Hill's account it was hard.", "Walter Hill", "walter hill", id="possessive"),
        pytest.param(
            "In Howard Hawks' film they talk fast.", "Howard Hawks", "howard hawks", id="possessive of a name in s"
        ),
        pytest.param("Here Ed O’Ross is terrific.", "Ed O’Ross", "ed oross", id="apostrophe"),
        pytest.param(
            "It stars Sammy Davis Jr. as himself.", "Sammy Davis Jr.", "sammy davis jr", id="junior with his full stop"
        ),
        pytest.param("It was shot by J. W. Smith there.", "J. W. Smith", "j w smith", id="initials"),
        pytest.param("A Bill Cosby–led film.", "Bill Cosby", "bill cosby", id="dash after"),
        pytest.param("The film is by Lars von Trier again.", "Lars von Trier", "lars von trier", id="particle"),
        pytest.param(
            "It is Park Chan-wook again.",
            "Park Chan-wook",
            "park chan wook",
            id="lower case after a hyphen",
        ),
    ],
)
def test_a_name_is_among_the_runs(text, words, key):
    runs = {(text[run.start : run.end], run.key) for run in name_runs(prose(text))}
    assert (words, key) in runs


def test_a_heading_in_title_case_is_known_as_one():
    read_prose = prose(
        "It rained that day, and he went home early.\n\nA More Grounded Schwarzenegger\n\nIt was late by then."
    )
    assert [read_prose.is_titled(word) for word in read_prose.words if word.key in ("grounded", "rained")] == [
        False,
        True,
    ]
