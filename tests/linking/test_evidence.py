"""What is looked up: titles as printed, but no pieces of names and of longer runs."""

from dataclasses import replace

import pytest

from essays.linking.evidence import find_films, gather
from essays.linking.linker import link
from essays.linking.titles import leave_out_unlikely
from essays.reading.document import DocumentKind, Emphasis
from essays.reading.reader import read
from tests.linking.memory import MemoryCatalogue


@pytest.fixture
def catalogue() -> MemoryCatalogue:
    """Films that are called as parts of names are."""
    made = MemoryCatalogue()
    for title, year in [("Walter", 1982), ("Hill", 1965), ("Heat", 1995), ("Annie Hall", 1977), ("Annie", 1982)]:
        made.add_film(title, year)
    made.add_person("Walter Hill")
    made.add_person("Annie Hall")
    return made


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("We met Walter Hill there.", []),
        ("We met Hill there.", ["Hill"]),
        ("We saw Annie Hall there.", ["Annie Hall"]),  # a name and a title
        ("We saw Blue Heat there.", []),  # some longer title that no record has
        ("We saw “Heat” there.", ["Heat"]),
        ("We saw Heat, Walter and the rest.", ["Heat", "Walter"]),
        ("We saw Heat 1995 there.", ["Heat"]),
        ("We saw Hill’s Heat there.", ["Hill", "Heat"]),
    ],
)
def test_a_piece_of_something_longer_is_not_looked_up(catalogue: MemoryCatalogue, text: str, titles: list[str]) -> None:
    found = gather(read(text, kind=DocumentKind.REVIEW), catalogue).title_runs
    assert sorted({text[hit.run.start : hit.run.end] for hit in found}) == sorted(titles)


def test_what_the_author_set_off_is_looked_up_whatever_stands_beside_it(catalogue: MemoryCatalogue) -> None:
    text = "We saw Blue Heat there, and it was long."
    document = replace(read(text, kind=DocumentKind.REVIEW), emphases=(Emphasis(12, 16),))
    assert [hit.run.key for hit in gather(document, catalogue).title_runs] == ["heat"]


def test_a_name_is_linked_to_the_person_where_each_of_its_words_is_a_film(catalogue: MemoryCatalogue) -> None:
    links = link(read("Walter Hill made it. Hill knew how.", kind=DocumentKind.REVIEW), catalogue).links
    assert [(found.kind.value, found.name) for found in links] == [("person", "Walter Hill")] * 2


def test_films_are_read_only_of_words_that_may_be_a_title(catalogue: MemoryCatalogue) -> None:
    for year in range(1950, 1980):
        catalogue.add_film("Never", year)
    never = {film.id for film in catalogue.film_rows.values() if film.title == "Never"}
    evidence = gather(read("Never was he better. We saw Heat there.", kind=DocumentKind.REVIEW), catalogue)
    leave_out_unlikely(evidence)
    find_films(evidence)
    assert [hit.run.key for hit in evidence.titles] == ["heat"]
    assert never.isdisjoint(evidence.films)
