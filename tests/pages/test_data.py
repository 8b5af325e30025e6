"""Data beside each page of a record: what the page says, in the shape that docs/data.md gives, and nothing more."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essays.models import FilmFigure, FilmIdentifier, FilmTitle
from tests import build
from tests.feeds.test_feeds import site
from tests.pages import rows

pytestmark = pytest.mark.django_db

KINDS = ["essay", "film", "person", "critic", "tag"]
SHAPE = Path(__file__).resolve().parents[2] / "docs" / "data.md"


def address_of(record: Any) -> str:
    return f"{record.get_absolute_url().rstrip('/')}.json"


def data(client: Client, record: Any) -> Any:
    response = client.get(address_of(record))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def documented() -> dict[str, set[str]]:
    """The fields that the document names, by its sections."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in SHAPE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:].partition(":")[0]
        elif line.startswith("| `"):
            found.setdefault(section, set()).update(re.findall(r"`(\w+)`", line.split("|")[1]))
    return found


@pytest.mark.parametrize(
    ("kind", "section"), list(zip(KINDS, ["Essays", "Films", "People", "Critics", "Tags"], strict=True))
)
def test_data_has_just_the_fields_that_are_documented(client: Client, kind: str, section: str) -> None:
    shape = documented()
    assert data(client, site()[kind]).keys() == shape["Everywhere"] | shape[section]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_leads_to_its_data_and_the_data_back(client: Client, kind: str) -> None:
    record = site()[kind]
    page = client.get(record.get_absolute_url()).content.decode()
    (address,) = re.findall(r'<link rel="alternate" type="application/json" title="Data" href="([^"]*)">', page)
    found = json.loads(client.get(address).content)
    assert (found["data"], found["page"]) == (address, f"http://testserver{record.get_absolute_url()}")


def test_the_data_of_a_film_says_what_its_page_says(client: Client) -> None:
    made = site()
    film, hill = made["film"], made["person"]
    build.credit(film, hill, billing=None)
    build.credit(film, build.person("Ed O'Ross", visibility="hidden"), job="actor", character="Viktor")
    build.credit(film, build.person("James Belushi"), job="actor", billing=2, character="Art Ridzik")
    FilmTitle.objects.create(film=film, title="Красная жара", kind="other", language="ru")
    FilmFigure.objects.create(film=film, kind="gross", amount=34994648, source="Box Office Mojo")
    FilmIdentifier.objects.create(film=film, scheme="imdb", value="tt0095963")
    FilmIdentifier.objects.create(film=film, scheme="a data set", value="7")
    found = data(client, film)
    assert (found["title"], found["year"], found["kind"]) == ("Red Heat", 1988, "film")
    assert found["identifiers"] == {"imdb": "tt0095963"}
    assert [(credit["job"], credit["name"], credit["page"]) for credit in found["credits"]] == [
        ("actor", "James Belushi", None),  # nothing names him, so that he has no page
        ("director", "Walter Hill", "http://testserver/people/walter-hill/"),
    ]
    assert found["figures"][0]["amount"] == 34994648
    assert found["other_titles"] == [{"title": "Красная жара", "kind": "other", "language": "ru"}]
    assert (found["essay_count"], [essay["headline"] for essay in found["essays"]]) == (1, [made["essay"].headline])


def test_the_data_of_an_essay_has_its_text_and_never_a_rating_that_nobody_gave(client: Client) -> None:
    essay = site()["essay"]
    found = data(client, essay)
    assert found["rating"] is None
    assert '<a href="http://testserver/people/walter-hill/">Walter Hill</a>' in found["html"]
    assert found["sources"] == [{"number": 1, "text": "A book <1989>."}]
    assert found["corrections"][0]["on"] == "2026-06-20"
    essay.rating = 3.5
    essay.save()
    assert data(client, essay)["rating"] == {"value": 3.5, "best": 5, "worst": 0}


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_of_an_old_address_leads_to_the_new_one(client: Client, kind: str) -> None:
    record = site()[kind]
    old = address_of(record)
    record.slug = "another-address"
    record.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, address_of(record))


def test_the_data_of_what_readers_may_not_see_is_not_there(client: Client) -> None:
    for record in (build.essay(), build.film("48 Hrs.", 1982), build.person("Nick Nolte")):
        assert client.get(address_of(record)).status_code == 404
        client.force_login(build.superuser(f"publisher {record.pk} {record}"))
        assert client.get(address_of(record)).status_code == 404
    gone = build.essay("Gone", status="withdrawn", published_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert client.get(address_of(gone)).status_code == 410


@pytest.mark.parametrize("count", [10, 250])
@pytest.mark.parametrize(("kind", "queries"), [("essay", 11), ("film", 15), ("person", 11), ("critic", 6), ("tag", 9)])
def test_data_costs_a_fixed_number_of_queries(client: Client, kind: str, queries: int, count: int) -> None:
    made = site()
    essays = rows.essays(count, about=made["film"], by=[made["critic"]])
    people, films = rows.people(count), rows.films(count)
    rows.credits(made["film"], people)
    rows.mentions(essays, made["person"])
    for film in films:
        build.credit(film, made["person"])
    rows.mentions_of_each(made["essay"], people)
    rows.mentions_of_each(made["essay"], films)
    for records in (essays, people, films):
        rows.tag_all(records, made["tag"])
    with CaptureQueriesContext(connection) as captured:
        data(client, made[kind])
    assert len(captured) == queries, f"{len(captured)}: " + "\n".join(query["sql"][:200] for query in captured)
