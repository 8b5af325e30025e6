"""The search page: every state an address, nothing that breaks it, nothing that tells of what readers may not see."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from essays.desk.indexing import bring_up_to_date
from essays.desk.publishing import publish
from essays.desk.rendering import renew_rendering
from essays.models import Essay, EssayTag, FilmTag
from essays.views.search import ESSAYS_A_PAGE
from people.models import PersonTag, Tag
from tests import build
from tests.drills.fuzz_search import fuzzed_queries
from tests.index.site import write_site
from tests.pages import rows
from tests.pages.test_visibility import GONE, UNSEEN

pytestmark = pytest.mark.django_db
SAMPLE = 300  # of the 10,000 fuzzed queries of the drill
QUESTIONS = (
    "zorglub",
    "Zorglubb",
    "zorg*",
    '"agnes zorglub"',
    "zorglubism",
    "walter hill",
    "moscow",
    "red heat",
    "zoe",
)


@pytest.fixture
def site() -> dict[str, Any]:
    return write_site()


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_and_films_come_before_the_sentences_with_their_words_marked(site: dict[str, Any]) -> None:
    html = page("/search/?q=walter+hill")
    person, sentence = html.index(f'href="{site["hill"].get_absolute_url()}"'), html.index("<mark>Walter Hill</mark>")
    assert html.index("People and films") < person < html.index("What essays say") < sentence


def test_a_sentence_leads_to_its_section(site: dict[str, Any]) -> None:
    assert f'href="{site["review"].get_absolute_url()}#s-two-men">' in page("/search/?q=schwarzenegger")


def test_each_facet_is_a_link_that_keeps_the_question_and_the_other_choices(site: dict[str, Any]) -> None:
    html = page("/search/?q=moscow&kind=review")
    assert 'href="/search/?q=moscow&amp;kind=review&amp;tag=cold-war"' in html
    assert 'href="/search/?q=moscow" aria-label="Voice: not only Opinion"' in html
    assert '<input type="hidden" name="kind" value="review">' in html


def test_a_misspelt_name_is_asked_about_where_no_essay_says_it(site: dict[str, Any]) -> None:
    assert 'Did you mean <a href="/search/?q=Arnold+Schwarzenegger"' in page("/search/?q=schwarzeneger")
    assert "Did you mean" not in page("/search/?q=schwarzenegger")


def test_what_finds_nothing_and_what_asks_nothing_say_what_to_do(site: dict[str, Any]) -> None:
    assert "Nothing is called so, and no essay says so" in page("/search/?q=zebra")
    assert "How to ask" in page("/search/")
    assert "No essay here has this." in page("/search/?q=moscow&tag=nothing")


def test_the_question_stands_in_the_box_and_is_never_mark_up(site: dict[str, Any]) -> None:
    html = page("/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_answers_are_in_no_index_and_no_cache(site: dict[str, Any]) -> None:
    for address in ("/search/", "/search/?q=moscow", "/search/?q=hill&in=names", "/search/suggest/?q=hill"):
        answer = Client().get(address)
        assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-cache")


def test_every_other_page_has_a_search_box_in_its_head(site: dict[str, Any]) -> None:
    for address in ("/", "/films/", site["review"].get_absolute_url()):
        assert '<form class="find" action="/search/" role="search"' in page(address)


def test_answers_are_numbered_pages_and_past_the_last_is_nothing() -> None:
    made = rows.essays(ESSAYS_A_PAGE + 1)
    bring_up_to_date(now=timezone.now())
    first, second = page("/search/?q=hill"), page("/search/page/2/?q=hill")
    assert 'href="/search/page/2/?q=hill"' in first
    assert first.count('class="row-title"') == ESSAYS_A_PAGE
    assert second.count('class="row-title"') == len(made) - ESSAYS_A_PAGE
    assert Client().get("/search/page/3/?q=hill").status_code == 404


def test_all_names_have_a_list_of_their_own(site: dict[str, Any]) -> None:
    people = rows.people_named("Hilda", 8)
    for person in people:
        person.visibility = "public"
        person.save()
    bring_up_to_date(now=timezone.now())
    assert 'href="/search/?q=hilda&amp;in=names"' in page("/search/?q=hilda")
    names = page("/search/?q=hilda&in=names")
    assert all(f'href="{person.get_absolute_url()}"' in names for person in people)


def test_suggestions_are_people_and_films_as_json(site: dict[str, Any]) -> None:
    answer = Client().get("/search/suggest/?q=walt")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content) == {
        "names": [
            {"name": "Walter Hill", "apart": "born 1942", "kind": "Person", "address": "/people/walter-hill/"},
        ]
    }


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_is_fixed(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    [critic], film = rows.critics(1), build.film()
    made = rows.essays(count, about=film, by=[critic])
    rows.tag_all(made, build_tag("Cold War"))
    hill = build.person("Walter Hill")
    build.credit(film, hill)
    rows.mentions(made, hill)
    bring_up_to_date(now=timezone.now())
    client = Client()
    with django_assert_num_queries(SEARCH_QUERIES):
        assert client.get("/search/?q=hill").status_code == 200
    with django_assert_num_queries(SUGGEST_QUERIES):
        assert client.get("/search/suggest/?q=walter+hill").status_code == 200


# PostgreSQL is asked for what weighs more and what weighs less at once.
SEARCH_QUERIES, SUGGEST_QUERIES = (12 if connection.vendor == "postgresql" else 14), 4


def build_tag(name: str) -> Tag:
    return Tag.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def test_no_query_of_a_seeded_sample_breaks_the_page(site: dict[str, Any]) -> None:
    client = Client(raise_request_exception=False)
    for query in fuzzed_queries(SAMPLE):
        for address in ("/search/", "/search/suggest/"):
            assert client.get(f"{address}?{query}").status_code in (200, 301, 404), query


def hidden(fields: dict[str, Any]) -> list[Any]:
    """An essay with words, a person, a film, a critic and a tag that nothing else has, and all of it."""
    person, film = build.person("Agnès Zorglub"), build.film("Zorglub Returns", 1991)
    tag = build_tag("Zorglubism")
    critic = build.critic("Zoe Zorglub")
    essay = build.essay(
        "Zorglub Speaks",
        about=film,
        by=critic,
        standfirst="Zorglub at last.",
        body="<h2>Zorglub</h2><p>Agnès Zorglub and Walter Hill. Moscow, red heat.</p>",
    )
    build.mention(essay, "Agnès Zorglub", person, start=9)
    EssayTag.objects.create(content_object=essay, tag=tag)
    FilmTag.objects.create(content_object=film, tag=tag)
    PersonTag.objects.create(content_object=person, tag=tag)
    build.credit(film, person)
    renew_rendering(essay)
    Essay.objects.filter(pk=essay.pk).update(**fields)
    return [essay, film, person, critic, tag]


def answers() -> dict[str, bytes]:
    """All that search says of the questions, whole."""
    found = {}
    for question in QUESTIONS:
        for more in (
            "",
            "&in=names",
            "&tag=zorglubism",
            "&critic=zoe-zorglub",
            "&director=agnes-zorglub",
            "&decade=1990",
        ):
            address = f"/search/?q={question}{more}"
            answer = Client().get(address)
            found[address] = repr(sorted(answer.items())).encode() + answer.content
        suggested = Client().get(f"/search/suggest/?q={question}")
        found[f"suggest {question}"] = suggested.content
    return found


@pytest.mark.parametrize("fields", [*UNSEEN, *GONE])
def test_what_readers_may_not_see_leaves_no_trace_and_no_byte_is_another(
    site: dict[str, Any], fields: dict[str, Any]
) -> None:
    before = answers()
    essay, film, person, *_ = hidden(fields)
    bring_up_to_date(now=timezone.now())
    for address, said in answers().items():
        assert said == before[address], address
    publish_again(essay)
    bring_up_to_date(now=timezone.now())
    shown = page("/search/?q=zorglub")
    assert all(record.get_absolute_url() in shown for record in (essay, film, person))


def publish_again(essay: Essay) -> None:
    """That the words are there to be found, once readers may."""
    times = {"published_at": None, "withdrawn_at": None, "discarded_at": None}
    Essay.objects.filter(pk=essay.pk).update(status="draft", **times)
    publish(Essay.objects.get(pk=essay.pk), by=None, now=timezone.now() - dt.timedelta(seconds=1))
