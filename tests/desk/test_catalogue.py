"""The database as a catalogue: the same answers as rows in memory, in few queries."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essays.desk import catalogue as asked
from essays.desk import reporting, understanding
from essays.desk.asking import rows_of
from essays.desk.catalogue import CREDITS_PER_PERSON, DatabaseCatalogue
from essays.linking.catalogue import FILMS_OF_A_TITLE, Near
from essays.linking.linker import link
from essays.models import Credit, Film, FilmTitle
from essays.reading.reader import read
from people.models import Alias, Person
from tests.build import credit, film, person

pytestmark = pytest.mark.django_db

EVERY_QUERY = {
    name: sql
    for room in (asked, reporting, understanding)
    for name, sql in vars(room).items()
    if isinstance(sql, str) and "IN (values)" in sql and not name.startswith("_")
}


@pytest.fixture
def red_heat() -> Film:
    made = film("Red Heat", 1988)
    belushi = person("James Belushi")
    Alias.objects.create(person=belushi, name="Jim Belushi")
    credit(made, belushi, "actor", character="Art Ridzik", billing=2)
    credit(made, person("Arnold Schwarzenegger"), "actor", character="Ivan Danko", billing=1)
    credit(made, person("Walter Hill"), "director")
    return made


def test_films_are_found_by_any_of_their_keys():
    hours = film("48 Hrs.", 1982)
    FilmTitle.objects.create(film=hours, title="48 Hours")
    found = DatabaseCatalogue().films_by_key(["48 hrs", "48 hours", "red heat"])
    assert {key: [(record.id, form) for record, form in rows] for key, rows in found.items()} == {
        "48 hrs": [(hours.pk, "full")],
        "48 hours": [(hours.pk, "other")],
    }
    record = found["48 hrs"][0][0]
    assert (record.title, record.release_year, record.kind, record.other_titles) == (
        "48 Hrs.",
        1982,
        "film",
        ("48 Hours",),
    )


def test_which_keys_are_titles_of_how_many_films_is_told_in_one_query(django_assert_num_queries):
    film("48 Hrs.", 1982)
    for year in (1988, 2010):
        film("Red Heat", year)
    with django_assert_num_queries(1):
        forms = DatabaseCatalogue().title_forms(["48 hrs", "red heat", "heat"])
    assert forms == {"48 hrs": {"full": 1}, "red heat": {"full": 2}}


def test_people_are_found_by_other_names_with_what_tells_them_apart(red_heat):
    person("Steve McQueen", birth_year=1930, death_year=1980)
    found = DatabaseCatalogue().people_by_key(["jim belushi", "steve mcqueen", "nobody"])
    assert found.keys() == {"jim belushi", "steve mcqueen"}
    belushi, form = found["jim belushi"][0]
    assert (belushi.name, belushi.other_names, belushi.credit_count, form) == (
        "James Belushi",
        ("Jim Belushi",),
        1,
        "alias",
    )
    assert found["steve mcqueen"][0][0].apart == "1930–1980"


def test_a_cast_comes_in_billing_order_with_names(red_heat):
    cast = DatabaseCatalogue().credits_of_films([red_heat.pk])[red_heat.pk]
    assert [(each.person_name, each.character, each.job) for each in cast] == [
        ("Arnold Schwarzenegger", "Ivan Danko", "actor"),
        ("James Belushi", "Art Ridzik", "actor"),
        ("Walter Hill", "", "director"),
    ]


def test_a_credit_that_waits_for_an_editor_is_no_evidence(red_heat):
    proposed = person("Harry Kleiner")
    credit(red_heat, proposed, "writer", state=Credit.State.PROPOSED)
    catalogue = DatabaseCatalogue()
    assert proposed.pk not in {each.person_id for each in catalogue.credits_of_films([red_heat.pk])[red_heat.pk]}
    assert not catalogue.credits_of_people([proposed.pk]).get(proposed.pk)


def test_a_persons_credits_are_cut_off_at_a_limit():
    busy = person("Bess Flowers")
    films = Film.objects.bulk_create(
        Film(title=f"Reel {n}", sort_title=f"Reel {n}", title_key=f"reel {n}", slug=f"reel-{n}")
        for n in range(CREDITS_PER_PERSON + 5)
    )
    Credit.objects.bulk_create(Credit(film=each, person=busy, job="actor") for each in films)
    assert len(DatabaseCatalogue().credits_of_people([busy.pk])[busy.pk]) == CREDITS_PER_PERSON


def test_unknown_ids_and_no_ids_are_left_out():
    catalogue = DatabaseCatalogue()
    assert catalogue.films([1]) == catalogue.people([1]) == catalogue.films([]) == {}
    assert not catalogue.films_by_key([]) and not catalogue.people_by_key([])


@pytest.mark.parametrize("method", ["films_by_key", "people_by_key"])
def test_any_number_of_keys_is_asked_in_one_query(method):
    keys = [f"no such key {n}" for n in range(2_001)]
    with CaptureQueriesContext(connection) as queries:
        assert not getattr(DatabaseCatalogue(), method)(keys)
    assert len(queries) == 1


@pytest.mark.parametrize("sql", EVERY_QUERY, ids=EVERY_QUERY)
def test_every_query_of_the_catalogue_leads_to_its_rows_by_an_index(sql, red_heat):
    values = ["red heat"] if "key IN" in EVERY_QUERY[sql] or "source IN" in EVERY_QUERY[sql] else [1, 2]
    more = [[1, 2]] * sum(f"({place})" in EVERY_QUERY[sql] for place in ("second", "third"))
    assert not whole_tables_read(EVERY_QUERY[sql], values, *more)


def test_a_query_that_reads_a_whole_table_is_known_for_one(red_heat):
    assert whole_tables_read("SELECT f.id FROM essays_film f WHERE f.synopsis IN (values)", ["red heat"])


def whole_tables_read(sql: str, values: list[Any], *more: list[int]) -> list[str]:
    """The steps of the database's plan that read a table from end to end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of few rows is read whole, and rightly
        plan = rows_of(f"EXPLAIN {sql}", values, *more)
        return [step for (step,) in plan if "Seq Scan" in step]
    plan = rows_of(f"EXPLAIN QUERY PLAN {sql}", values, *more)
    # Scanned are the values, and what subqueries gave: no table of ours.
    own = ("SCAN json_each", "SCAN (subquery", "SCAN k", "SCAN t", "SCAN a")
    steps = [step for *_, step in plan if step.startswith("SCAN")]
    return [step for step in steps if not re.fullmatch("|".join(re.escape(known) + r"\b.*" for known in own), step)]


def test_linking_a_document_costs_few_queries_whatever_the_catalogue_holds(red_heat):
    text = "Red Heat is a 1988 film by Walter Hill. Arnold Schwarzenegger is Danko, James Belushi is Ridzik."

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            found = link(read(text), DatabaseCatalogue())
        assert found.subjects == (red_heat.pk,)
        return len(captured)

    before = queries()
    Person.objects.bulk_create(
        Person(name=f"Extra {n}", sort_name=f"Extra {n}", name_key=f"extra {n}", slug=f"extra-{n}") for n in range(300)
    )
    for year in range(1950, 1958):
        film("Red Heat", year)
    assert queries() == before <= 20
    for year in range(1900, 1950):
        film("Red Heat", year)
    assert queries() == before + 1  # for titles of many films, which of them the text points to


def test_of_many_films_of_a_title_the_best_known_are_read_and_those_that_the_text_points_to():
    films = [film("Home", 1900 + n) for n in range(40)]
    [actor] = [person("Anna May Wong")]
    for each in films[20:34]:
        Credit.objects.create(film=each, person=actor, job="actor")
    found = {each.id for each, _ in DatabaseCatalogue().films_by_key(["home"])["home"]}
    assert found == {each.pk for each in films[20 : 20 + FILMS_OF_A_TITLE]}
    near = Near(films=frozenset({films[3].pk}), years=frozenset({1907}))
    nearer = [each.id for each, _ in DatabaseCatalogue().films_by_key(["home"], near)["home"]]
    assert sorted(nearer) == sorted(found | {films[3].pk, films[7].pk})
