"""Which records are put to an editor as likely doubles, and which are not."""

import pytest

from essays.desk.pairing import Pair, find_pairs, keep_pairs
from essays.models import Double, FilmIdentifier, RecordKind
from people.models import Alias, PersonIdentifier, Tag, TagSynonym
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str, str]]:
    find_pairs(now=NOW)
    return [(str(double), double.reason) for double in Double.objects.order_by("pk")]


def test_people_of_one_name_are_likely_doubles_with_the_colleagues_they_share():
    first, second = build.person("James Horner"), build.person("James Horner")
    hill = build.person("Walter Hill")
    for film, composer in ((build.film(), first), (build.film("48 Hrs.", 1982), second)):
        build.credit(film, hill)
        build.credit(film, composer, "composer")
    assert found() == [("James Horner and James Horner (no. 2)", "the same name, with 1 colleague in common")]


def test_so_are_people_of_whom_one_has_the_others_name_besides():
    Alias.objects.create(person=build.person("Laurence Fishburne"), name="Larry Fishburne")
    build.person("Larry Fishburne")
    assert found() == [("Laurence Fishburne and Larry Fishburne", "another name of the one is the other's")]


def test_people_whom_years_or_one_catalogue_tell_apart_are_none():
    build.person("Steve McQueen", birth_year=1930)
    build.person("Steve McQueen", birth_year=1969)
    for value in ("nm0000001", "nm0000002"):
        PersonIdentifier.objects.create(person=build.person("Michael Shannon"), scheme="imdb", value=value)
    assert found() == []


def test_more_of_one_name_than_anybody_would_look_at_are_left_out():
    for _ in range(13):
        build.person("John Smith")
    assert found() == []


def test_films_of_one_title_and_year_are_likely_doubles():
    build.film("Red Heat", 1988)
    build.film("Red Heat", 1988)
    build.film("Red Heat", 1985)
    build.film("Red Heat", 1988, kind="series")
    assert found() == [("Red Heat (1988) and Red Heat (1988, no. 2)", "the same title and year")]


def test_films_whom_one_catalogue_tells_apart_are_none():
    for value in ("tt0000001", "tt0000002"):
        FilmIdentifier.objects.create(film=build.film("Alice", 1990), scheme="imdb", value=value)
    assert found() == []


def test_tags_that_differ_by_a_plural_a_space_or_a_hyphen_are_likely_doubles():
    for name in ("neo-noir", "neo noir", "cop movie", "western"):
        Tag.objects.create(name=name)
    TagSynonym.objects.create(tag=Tag.objects.create(name="police film"), name="cop movies")
    assert {pair for pair, _ in found()} == {"neo-noir and neo noir", "cop movie and police film"}


def test_a_known_pair_is_not_kept_twice_whichever_comes_first():
    first, second = build.film(), build.film()
    assert keep_pairs(RecordKind.FILM, [Pair(first.pk, second.pk, "a")], now=NOW) == 1
    assert keep_pairs(RecordKind.FILM, [Pair(second.pk, first.pk, "b")], now=NOW) == 0
    assert Double.objects.get().reason == "a"


def test_looking_asks_the_same_whatever_there_is(django_assert_max_num_queries):
    for n in range(60):
        build.person(f"Person no. {n}")
        build.person(f"Person no. {n}")
        build.film(f"Film no. {n}", 1988)
        build.film(f"Film no. {n}", 1988)
    with django_assert_max_num_queries(40):
        assert find_pairs(now=NOW).new == 120
