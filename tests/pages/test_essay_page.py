"""The essay's page: ways to read it, cards, sources, what stands on the same bill, citations."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from essays.desk.rendering import renew_rendering
from essays.models import Byline, Essay, Film, Source
from people.models import Person, Tag
from tests import build
from tests.pages.test_pages import entry_on, get, red_heat, review_of, text_of

pytestmark = pytest.mark.django_db


# Ways to read


@pytest.mark.parametrize(
    ("query", "checked"),
    [("", "both"), ("?view=essay", "essay"), ("?view=record", "record"), ("?view=both", "both"), ("?view=x", "both")],
)
def test_an_essay_with_notes_is_read_in_three_ways_and_each_has_an_address(
    client: Client, query: str, checked: str
) -> None:
    film = red_heat()
    essay = review_of(film)
    entry_on(film)
    page = get(client, essay.get_absolute_url() + query)
    assert re.findall(r'value="(\w+)" id="view-\w+"( checked)?', page) == [
        (way, " checked" if way == checked else "") for way in ("both", "essay", "record")
    ]
    assert f'<link rel="canonical" href="http://testserver{essay.get_absolute_url()}">' in page


def test_an_essay_without_the_record_beside_it_offers_no_ways_to_read(client: Client) -> None:
    assert 'class="lens"' not in get(client, build.published().get_absolute_url())


# Cards


def test_each_link_to_a_record_has_a_card_and_each_card_a_link(client: Client) -> None:
    film = red_heat()
    essay = review_of(film, body="<p>It begins in Moscow. Red Heat.</p><h2>Drums</h2><p>James Horner scores it.</p>")
    horner = Person.objects.get(name="James Horner")
    essay.mentions.all().delete()
    build.mention(essay, "Red Heat", film, start=21)
    build.mention(essay, "James Horner", horner, start=39)
    renew_rendering(essay)
    page = get(client, essay.get_absolute_url())
    asked, given = re.findall(r'interestfor="([^"]+)"', page), re.findall(r'popover="hint" id="([^"]+)"', page)
    assert sorted(asked) == sorted(given) == sorted([f"card-film-{film.pk}", f"card-person-{horner.pk}"])
    card = text_of("<body>" + page.split(f'id="card-film-{film.pk}">')[1].split("</div>")[0])
    assert card == "The record Red Heat 1988, directed by Walter Hill"


# Sources


def test_a_source_leads_back_to_every_place_that_cites_it(client: Client) -> None:
    marker = '<sup class="citation" data-number="3">[3]</sup>'
    essay = build.published(body=f"<p>One.{marker}</p><p>Two.{marker}</p>", kind="reference")
    renew_rendering(essay)
    page = get(client, essay.get_absolute_url())
    places = re.findall(r'class="back" href="#([^"]+)"', page)
    assert places == ["cite-3", "cite-3-2"]
    assert all(f'id="{place}"' in page for place in places)


def test_a_page_says_how_many_lines_of_the_document_were_left_out(client: Client) -> None:
    essay = build.published()
    Source.objects.create(
        name="red-heat.txt",
        sha256="0" * 64,
        content=b"x",
        encoding="utf-8",
        read_at=build.NOW,
        read_by="0.1",
        outcome="created",
        essay=essay,
        report={"boilerplate": [{"start": 0, "end": 4}, {"start": 9, "end": 12}]},
    )
    assert "2 lines of boilerplate" in text_of(get(client, essay.get_absolute_url()))


# The same bill


def bill_of(page: str) -> list[tuple[str, str]]:
    """Headline and reason of each essay on the bill, in order."""
    return [
        (text_of("<body>" + headline), text_of("<body>" + reason))
        for headline, reason in re.findall(
            r'class="row-title"[^>]*>(.*?)</h3>.*?<p class="why">(.*?)</p>', page.split('id="companions"')[1], re.DOTALL
        )
    ]


def test_the_bill_puts_the_counter_view_first_and_says_why_each_stands_there(client: Client) -> None:
    film, desk, other = red_heat(), build.critic(), build.critic("Dana Stevens")
    essay = review_of(film, rating=4)
    Byline.objects.create(essay=essay, critic=desk)
    build.published("Near It", about=film, by=other, rating="3.5")
    build.published("Against It", about=film, by=other, rating="1.5")
    build.published("By the Same Hand", about=film, by=desk, rating=0)
    entry_on(film)
    horner = build.published("Two Scores", body="<p>James Horner again.</p>", about=build.film("Aliens", 1986))
    build.mention(horner, "James Horner", Person.objects.get(name="James Horner"))
    assert bill_of(get(client, essay.get_absolute_url())) == [
        ("Against It", "The other view: rated 1.5, where this essay gives 4."),
        ("The Entry", "What is known of the same film."),
        ("By the Same Hand", "On the same film."),
        ("Near It", "On the same film."),
        ("Two Scores", "Shares James Horner with this essay."),
    ]


def test_an_unrated_counter_view_claims_no_difference(client: Client) -> None:
    film = red_heat()
    essay = review_of(film)
    build.published("Elsewhere", about=film, by=build.critic("Dana Stevens"))
    assert bill_of(get(client, essay.get_absolute_url())) == [
        ("Elsewhere", "The other view: somebody else on the same film.")
    ]


def named(headline: str, *records: Person | Film, **fields: Any) -> Essay:
    essay = build.published(headline, body="<p>" + "x " * len(records) + "</p>", **fields)
    for number, record in enumerate(records):
        build.mention(essay, "x", record, start=2 * number)
    renew_rendering(essay)
    return essay


def test_what_few_essays_share_counts_for_more_and_is_named_first(client: Client) -> None:
    hill, horner = build.person(), build.person("James Horner")
    tag = Tag.objects.create(name="Cold War", slug="cold-war")
    essay = named("This One", hill, horner)
    for number in range(8):
        named(f"On Hill {number}", hill)
    rare = named("On Both", hill, horner)
    for one in (essay, rare):
        one.tags.add(tag)
    assert bill_of(get(client, essay.get_absolute_url()))[0] == (
        "On Both",
        "Shares James Horner , Cold War and Walter Hill with this essay.".replace(" ,", ","),
    )


def test_no_essay_that_readers_may_not_open_stands_on_a_bill(client: Client) -> None:
    hill = build.person()
    essay = named("This One", hill)
    Essay.objects.filter(pk=named("Withdrawn", hill).pk).update(status="withdrawn")
    assert 'id="companions"' not in get(client, essay.get_absolute_url())


# Citations


def test_an_essay_says_how_to_cite_it_and_gives_the_same_to_a_reference_manager(client: Client) -> None:
    essay = review_of(red_heat())
    Byline.objects.create(essay=essay, critic=build.critic("Dana Stevens"))
    page = get(client, essay.get_absolute_url())
    line = "Stevens, Dana. “One Face, Two Cities.” Double Bill , 1 June 2026, testserver/essays/one-face-two-cities/."
    assert line in text_of(page)
    bib = client.get("/essays/one-face-two-cities/citation.bib")
    assert bib["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert "author = {Stevens, Dana}" in bib.content.decode()
    csl = client.get("/essays/one-face-two-cities/citation.json")
    assert csl["Content-Type"] == "application/vnd.citationstyles.csl+json"
    assert json.loads(csl.content)[0]["URL"] == "http://testserver/essays/one-face-two-cities/"
    assert all(address in page for address in ("one-face-two-cities/citation.bib", "one-face-two-cities/citation.json"))


@pytest.mark.parametrize("form", ["bib", "json"])
def test_a_draft_is_not_to_be_cited(client: Client, form: str) -> None:
    draft = build.essay()
    assert client.get(f"{draft.get_absolute_url()}citation.{form}").status_code == 404
    client.force_login(build.superuser())
    assert "Cite this essay" not in get(client, draft.get_absolute_url())
