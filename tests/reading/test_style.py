"""The weights of style: common words, and nobody's name."""

import json
from pathlib import Path

import pytest

from essays.reading.given_names import GIVEN_NAMES
from essays.reading.style import WEIGHTS
from essays.reading.training import names_in, read_lines, word_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "input-dev.jsonl.gz"


def weighted() -> set[str]:
    return set(json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("They gave Griffith a camera, and Griffith ran.", {"griffith"}, id="a surname inside sentences"),
        pytest.param("It was Lars von Trier.", {"trier", "von"}, id="a small word within a name"),
        pytest.param("Griffith ran. Although it rained, he ran.", set(), id="words that open sentences"),
        pytest.param("A king met King Vidor, as a king would.", {"vidor"}, id="a word that is a name now and then"),
        pytest.param("It is what I saw.", set(), id="a word that is always capital"),
    ],
)
def test_names_are_known_by_how_they_stand_inside_sentences(text: str, names: set[str]) -> None:
    assert names_in([text]) & {"griffith", "trier", "von", "king", "vidor", "although", "ran", "i", "saw"} == names


def test_no_weight_is_a_given_name() -> None:
    assert {feature for feature in weighted() if word_of(feature) in GIVEN_NAMES} == set()


@pytest.mark.skipif(not CORPUS.exists(), reason="the measured documents are not on this machine")
def test_no_weight_is_a_name_in_the_measured_documents() -> None:
    names = names_in(row["text"] for row in read_lines(CORPUS))
    assert {feature for feature in weighted() if word_of(feature) in names} == set()
