"""A page costs the same number of queries with ten related rows as with five hundred."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essays.models import Film, Subject
from people.models import Tag
from tests import build
from tests.pages import rows

pytestmark = pytest.mark.django_db

FEW, MANY = 10, 500
VERSION = 1  # query before each page: of which version of the site it is, with its settings


def essay_page(count: int) -> str:
    """An essay that names many people and films, about a film with a long cast, with a reference entry beside it."""
    film = build.film()
    rows.credits(film, rows.people(count))
    named, seen = rows.people_named("Named", count), rows.films(count)
    essay = build.published("The Long List", about=film, by=build.critic(), body=rows.linked_body(named, seen))
    rows.mentions_of_each(essay, named)
    rows.mentions_of_each(essay, seen)
    essay.rendered = rows.linked_rendering(named, seen)
    essay.save()
    cold_war = build_tag("Cold War")
    rows.tag_all([essay, *rows.essays(count, by=rows.critics(count), kind="feature")], cold_war)
    entry = build.published("The Entry", kind="reference", about=film)
    rows.mentions_of_each(entry, named)
    rows.essays(count, about=film)
    rows.tag_all(named, build_tag("actor", kind="job"))
    return essay.get_absolute_url()


def film_page(count: int) -> str:
    film = build.film()
    rows.credits(film, rows.people(count))
    rows.essays(count, about=film, by=rows.critics(count))
    rows.essays(count, about=film, kind="reference")
    rows.mentions(rows.essays(count, kind="feature"), film)
    for tag in rows.tags(count):
        rows.tag_all([film], tag)
    return film.get_absolute_url()


def person_page(count: int) -> str:
    person, horner = build.person(), build.person("James Horner")
    for film in rows.films(count):
        build.credit(film, person)
        build.credit(film, horner, job="composer")
    for film in rows.films_by_year(count):
        build.credit(film, person)
        rows.credits(film, [horner])
    naming = rows.essays(count, about=build.film(), by=rows.critics(count))
    rows.mentions(naming, person)
    return person.get_absolute_url()


def every_essay_on_a_film(count: int) -> str:
    return f"{film_page(count)}essays/"


def every_essay_on_a_person(count: int) -> str:
    return f"{person_page(count)}essays/"


def tag_page(count: int) -> str:
    tag = build_tag("Cold War")
    film, naming = build.film(), rows.essays(count, by=rows.critics(count))
    rows.tag_all(naming, tag)
    for other in rows.tags(8):
        rows.tag_all(naming, other)
    people, films = rows.people(count), rows.films(count)
    rows.tag_all(people, tag)
    rows.tag_all(films, tag)
    rows.mentions_of_each(naming[0], people)
    rows.mentions_of_each(naming[0], films)
    Subject.objects.create(essay=naming[0], film=film)
    return tag.get_absolute_url()


def critic_page(count: int) -> str:
    critic, film = build.critic(), build.film()
    build.credit(film, build.person())
    signed = rows.essays(count, by=[critic], about=film)
    often = rows.films(8)
    for essay in signed[-2:]:
        rows.mentions_of_each(essay, often)
    return critic.get_absolute_url()


def home_page(count: int) -> str:
    film = build.film()
    rows.credits(film, rows.people(count))
    rows.essays(count, about=film, by=rows.critics(count))
    rows.essays(count, about=film, kind="reference")
    for other in rows.films(6):
        build.published(f"On {other.title}", about=other)
        build.published(f"{other.title}, the entry", about=other, kind="reference")
    naming = build.published("Everybody", about=film)
    rows.mentions_of_each(naming, rows.people_named("Named", count))
    for tag in rows.tags(count):
        rows.tag_all([naming], tag)
    return "/"


def lists(address: str) -> Callable[[int], str]:
    def build_rows(count: int) -> str:
        naming = rows.essays(count, about=build.film(), by=rows.critics(count))
        rows.mentions_of_each(naming[0], rows.people(count))
        seen = rows.films(count)
        rows.mentions_of_each(naming[0], seen)
        director = build.person(visibility="public")
        for film in seen:
            build.credit(film, director)
        for tag in rows.tags(count):
            rows.tag_all([naming[0]], tag)
        return address

    return build_rows


def build_tag(name: str, **fields: str) -> Tag:
    return Tag.objects.create(name=name, slug=name.lower().replace(" ", "-"), **fields)


# Of a numbered list one query finds which rows stand on the page; it is kept with the version of the site.
PAGES: list[tuple[str, Callable[[int], str], int]] = [
    ("home", home_page, 17),
    ("essay", essay_page, 17),
    ("film", film_page, 19),
    ("essays on a film", every_essay_on_a_film, 8),
    ("person", person_page, 17),
    ("essays on a person", every_essay_on_a_person, 7),
    ("tag", tag_page, 13),
    ("critic", critic_page, 15),
    ("essays", lists("/essays/"), 7),
    ("films", lists("/films/"), 6),
    ("people", lists("/people/"), 6),
    ("essays of a year", lists("/essays/year/2026/?order=oldest"), 7),
    ("films of a letter", lists("/films/letter/r/"), 6),
    ("films of a year", lists("/films/year/1980/"), 6),
    ("films of a decade", lists("/films/decade/1980/?order=newest"), 6),
    ("films of a director", lists("/films/director/walter-hill/"), 7),
    ("people of a letter", lists("/people/letter/e/"), 6),
    ("tags", lists("/tags/"), 3),
    ("critics", lists("/critics/"), 4),
    ("essays in the sitemap", lists("/sitemap-essays.xml"), 1),
    ("films in the sitemap", lists("/sitemap-films.xml"), 1),
    ("people in the sitemap", lists("/sitemap-people.xml"), 1),
]


@pytest.mark.parametrize("count", [FEW, MANY])
@pytest.mark.parametrize(
    ("build_rows", "queries"), [pytest.param(rows_of, most, id=name) for name, rows_of, most in PAGES]
)
def test_a_page_costs_a_fixed_number_of_queries(
    client: Client, build_rows: Callable[[int], str], queries: int, count: int
) -> None:
    address = build_rows(count)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert len(captured) == VERSION + queries, "\n".join(query["sql"][:300] for query in captured)


def test_a_page_that_nobody_sees_costs_no_more_than_looking_for_it(client: Client) -> None:
    assert Film.objects.count() == 0
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/films/red-heat-1988/").status_code == 404
    assert len(captured) == VERSION + 4  # by its slug, by a former one, among the redirects, of a deleted film
