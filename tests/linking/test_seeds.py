"""The two real documents against the facts file: every film, person and character, and never a rival."""

import json

import pytest

from essays.linking.linker import link
from essays.linking.links import LinkKind, Links, LinkState
from essays.reading.document import Document
from essays.reading.reader import read
from tests.linking.memory import FACTS, MemoryCatalogue, from_facts

FILES = ["000_5bd36436f8c325f0.txt", "002_e64711de98d39e4a.txt"]
RIVALS = {
    ("The Killer", 1921),
    ("Red Heat", 1985),
    ("Edge of Darkness", 2010),
    ("Miami Vice", 2006),
    ("The Getaway", 1994),
}


@pytest.fixture(scope="module")
def catalogue() -> MemoryCatalogue:
    if not FACTS.is_file():
        pytest.skip("the facts file is not in this checkout")
    return from_facts()


@pytest.fixture(params=FILES)
def seed(request, shared, catalogue) -> tuple[dict, Document, Links]:
    gold = json.loads((shared / "corpus" / "seeds-gold.json").read_text(encoding="utf-8"))
    wanted = next(entry for entry in gold["documents"] if entry["file"] == request.param)
    document = read((shared / "seeds" / request.param).read_text(encoding="utf-8"))
    return wanted, document, link(document, catalogue)


def linked(links: Links, kind: LinkKind) -> dict[tuple[int, int], int | None]:
    return {(x.start, x.end): x.record_id for x in links.links if x.kind is kind and x.state is LinkState.LINKED}


def test_the_subject_is_red_heat_of_1988(seed, catalogue):
    assert seed[2].subjects == (catalogue.film_id("Red Heat", 1988),)


def test_every_film_is_linked_and_no_other_words(seed, catalogue):
    wanted, _, links = seed
    expected = {(f["start"], f["end"]): (f["film"]["title"], f["film"]["year"]) for f in wanted["films"]}
    films = catalogue.film_rows
    got = {at: (films[i].title, films[i].release_year) for at, i in linked(links, LinkKind.FILM).items() if i}
    assert got == expected
    assert not set(got.values()) & RIVALS


def test_every_person_is_named_and_no_other_words(seed):
    wanted, document, links = seed
    expected = {(p["start"], p["end"]): {p["name"], *p.get("aliases", ())} for p in wanted["people"]}
    got = {
        (x.start, x.end): x.name or document.text[x.start : x.end]
        for x in links.links
        if x.kind is LinkKind.PERSON and x.state is not LinkState.UNDECIDED
    }
    assert got.keys() == expected.keys()
    assert all(name in expected[at] for at, name in got.items())


def test_every_character_is_known_as_one(seed):
    wanted, _, links = seed
    expected = {(c["start"], c["end"]): c["name"] for c in wanted["characters"]}
    assert {(x.start, x.end): x.name for x in links.links if x.kind is LinkKind.CHARACTER} == expected
