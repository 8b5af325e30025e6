"""Feeds: valid in both forms, the whole text, ids that stay, moments that move with what readers are told."""

import datetime as dt
import json
import re
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from essays.desk.rendering import renew_rendering
from essays.models import Correction, Essay, Film
from people.models import Person, TagSynonym
from people.tagging import Tag
from tests import build
from tests.feeds.atom_rules import ATOM, HISTORY, faults, root
from tests.pages import rows

pytestmark = pytest.mark.django_db

HOSTILE = "\"'><script>alert(1)</script> & ]]> “Sons” <!-- &amp; \u202eجدایی"


def site() -> dict[str, Any]:
    """One essay that has everything, and a place in every feed; the records by their kinds."""
    film, hill, critic = build.film(), build.person(), build.critic("Ann <Other> & Co.")
    essay = build.published(
        HOSTILE,
        about=film,
        by=critic,
        standfirst=HOSTILE,
        body=(
            '<p>Walter Hill made Red Heat in 1988.<sup class="citation" data-number="1">[1]</sup> See '
            '<a href="/films/">all films</a>.</p><h2>Two &amp; more</h2><p lang="ru">Москва.</p>'
            '<figure><img src="/media/a.jpg" alt="A street"></figure><p class="footnote">[1] A book &lt;1989&gt;.</p>'
        ),
    )
    build.mention(essay, "Walter Hill", hill)
    build.mention(essay, "Red Heat", film, start=17)
    renew_rendering(essay)
    tag = Tag.objects.create(name="Cold <War> & after", slug="cold-war")
    essay.tags.add(tag)
    Correction.objects.create(essay=essay, what_was=HOSTILE, what_is="It is <so>.", corrected_on=dt.date(2026, 6, 20))
    return {"essay": essay, "film": film, "person": hill, "critic": critic, "tag": tag}


FEEDS = [
    "/feed",
    "/corrections/feed",
    "/critics/ann-other-co/feed",
    "/films/red-heat-1988/feed",
    "/people/walter-hill/feed",
    "/tags/cold-war/feed",
]


def entries(client: Client, address: str = "/feed.atom") -> list[ElementTree.Element]:
    response = client.get(address)
    assert response.status_code == 200, address
    return root(response.content).findall(f"{ATOM}entry")


def test_the_rules_find_what_is_wrong() -> None:
    """So that the tests below can fail."""
    wrong = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>7</id><updated>2026</updated></entry></feed>'
    found = "\n".join(faults(wrong))
    for rule in ("not one id", "not one updated", "no absolute IRI", "an author", "link to itself", "no language"):
        assert rule in found, rule
    assert faults(b"<feed>")[0].startswith("not well-formed")


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_is_valid_atom_with_the_hostile_essay_in_it(client: Client, address: str) -> None:
    site()
    response = client.get(f"{address}.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert faults(response.content) == []
    assert len(entries(client, f"{address}.atom")) == 1


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_is_json_feed_1_1_too_and_says_the_same(client: Client, address: str) -> None:
    site()
    response = client.get(f"{address}.json")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://testserver{address}.json"
    assert {"title", "home_page_url", "authors", "language", "items"} <= feed.keys()
    (item,), (entry,) = feed["items"], entries(client, f"{address}.atom")
    assert (item["id"], item["content_html"]) == (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}content"))
    assert (item["date_published"], item["date_modified"]) == (
        entry.findtext(f"{ATOM}published"),
        entry.findtext(f"{ATOM}updated"),
    )


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_of_nothing_is_valid_or_not_there(client: Client, address: str) -> None:
    response = client.get(f"{address}.atom")
    assert response.status_code == (200 if address in FEEDS[:2] else 404)
    assert response.status_code == 404 or faults(response.content) == []


def test_an_entry_holds_the_whole_text_with_full_addresses_and_its_sources_as_endnotes(client: Client) -> None:
    site()
    (entry,) = entries(client)
    content = entry.findtext(f"{ATOM}content") or ""
    assert '<a href="http://testserver/people/walter-hill/">Walter Hill</a>' in content
    assert '<a href="http://testserver/films/red-heat-1988/"><cite>Red Heat</cite></a>' in content
    assert '<a href="http://testserver/films/">all films</a>' in content
    assert re.search(r'<sup><a href="http://testserver/essays/[^"]*/#source-1">\[1\]</a></sup>', content)
    assert '<img src="http://testserver/media/a.jpg" alt="A street">' in content
    assert '<p lang="ru">Москва.</p>' in content
    assert content.endswith(
        '<section class="endnotes"><h2>Sources</h2><ol><li value="1">A book &lt;1989&gt;.</li></ol></section>'
    )
    assert "data-" not in content and " id=" not in content


def test_what_no_reader_may_open_is_no_link_in_a_feed(client: Client) -> None:
    made = site()
    Person.objects.update(visibility="hidden")
    (entry,) = entries(client)
    assert "<p>Walter Hill made" in (entry.findtext(f"{ATOM}content") or "")
    assert client.get("/people/walter-hill/feed.atom").status_code == 404
    assert made["person"].slug not in (entry.findtext(f"{ATOM}content") or "")


def test_characters_that_xml_cannot_hold_are_left_out(client: Client) -> None:
    Essay.objects.filter(pk=build.published().pk).update(headline="Red\x0bHeat\ufffe", rendered="<p>a\x08b\x1f</p>")
    assert faults(client.get("/feed.atom").content) == []
    (entry,) = entries(client)
    assert (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}content")) == ("RedHeat", "<p>ab</p>")


def test_an_id_stays_when_address_headline_and_host_change(client: Client) -> None:
    essay = site()["essay"]
    with override_settings(FEED_AUTHORITY="films.example,2026"):
        before = [entry.findtext(f"{ATOM}id") for entry in entries(client)]
        assert before == [f"tag:films.example,2026:essay/{essay.pk}"]
        essay.slug, essay.headline = "another-address", "Another Headline"
        essay.save()
        with override_settings(SITE_URL="https://elsewhere.example"):
            assert [entry.findtext(f"{ATOM}id") for entry in entries(client)] == before


def test_updated_moves_with_a_correction_and_with_nothing_else(client: Client) -> None:
    essay = build.published()

    def moments() -> tuple[str | None, str | None]:
        (entry,) = entries(client)
        return entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")

    first = "2026-06-01T00:00:00Z"
    assert moments() == (first, first)
    essay.body, essay.headline = "<p>A comma, put right.</p>", "Another Headline"
    essay.save()
    renew_rendering(essay)
    assert moments() == (first, first)
    Correction.objects.create(essay=essay, what_was="a", what_is="b", corrected_on=dt.date(2026, 6, 20))
    assert moments() == (first, "2026-06-20T00:00:00Z")


def test_a_reader_that_has_the_feed_is_told_so(client: Client) -> None:
    essay = build.published()
    response = client.get("/feed.atom")
    changed, etag = response["Last-Modified"], response["ETag"]
    assert client.get("/feed.atom", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/feed.atom", headers={"If-Modified-Since": changed}).status_code == 304
    assert client.get("/feed.atom", headers={"If-Modified-Since": "Mon, 01 Jun 2020 00:00:00 GMT"}).status_code == 200
    assert client.get("/feed.atom", headers={"If-Modified-Since": "yesterday"}).status_code == 200
    Essay.objects.filter(pk=essay.pk).update(headline="Another", updated_at=essay.updated_at + dt.timedelta(seconds=2))
    assert client.get("/feed.atom", headers={"If-None-Match": etag}).status_code == 200
    assert client.get("/feed.atom", headers={"If-Modified-Since": changed}).status_code == 200
    # An entity tag says more than a moment: RFC 9110, 13.1.3.
    both = {"If-None-Match": '"another"', "If-Modified-Since": response["Last-Modified"]}
    assert client.get("/feed.atom", headers=both).status_code == 200


def walk(client: Client, address: str) -> list[ElementTree.Element]:
    """The documents of a feed from the newest back, by their links."""
    found = []
    while address:
        content = client.get(address).content
        assert faults(content) == []
        feed = root(content)
        found.append(feed)
        links = {link.get("rel"): link.get("href") or "" for link in feed.findall(f"{ATOM}link")}
        address = links.get("prev-archive", "")
    return found


@pytest.mark.parametrize("count", [20, 21, 40, 47])
def test_the_archives_hold_every_essay_once_whatever_their_number(client: Client, count: int) -> None:
    made = rows.essays(count)
    documents = walk(client, "/feed.atom")
    assert len(documents) == (1 if count == 20 else 1 + count // 20)
    archived = [id_.text for feed in documents[1:] for id_ in feed.findall(f"{ATOM}entry/{ATOM}id")]
    assert len(set(archived)) == len(archived)
    current = [id_.text for id_ in documents[0].findall(f"{ATOM}entry/{ATOM}id")]
    assert {*archived, *current} == {f"tag:testserver,2026:essay/{essay.pk}" for essay in made}
    assert documents[0].find(f"{HISTORY}archive") is None
    assert all(feed.find(f"{HISTORY}archive") is not None for feed in documents[1:])


def test_a_full_archive_stays_as_it_is_when_more_is_published(client: Client) -> None:
    rows.essays(40)
    first = client.get("/feed-1.atom").content
    rows.essays(15, kind="feature")
    assert client.get("/feed-1.atom").content == first
    assert client.get("/feed-3.atom").status_code == 404
    assert json.loads(client.get("/feed.json").content)["next_url"] == "http://testserver/feed-2.json"
    assert json.loads(client.get("/feed-2.json").content)["next_url"] == "http://testserver/feed-1.json"


@pytest.mark.parametrize(
    "address", ["/feed-0.atom", "/feed-01.atom", "/feed-1.atom", "/feed.rss", "/feed-99999999.json"]
)
def test_an_archive_that_there_is_not_is_not_found(client: Client, address: str) -> None:
    build.published()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["film", "person", "critic", "tag"])
def test_the_feed_of_an_old_address_leads_to_the_new_one(client: Client, kind: str) -> None:
    record = site()[kind]
    old = record.get_absolute_url()
    record.slug = "another-address"
    record.save()
    for form in ("atom", "json"):
        response = client.get(f"{old}feed.{form}")
        assert (response.status_code, response["Location"]) == (301, f"{record.get_absolute_url()}feed.{form}")


def test_the_feed_of_a_synonym_leads_to_that_of_its_tag(client: Client) -> None:
    TagSynonym.objects.create(tag=site()["tag"], name="iron curtain")
    response = client.get("/tags/iron-curtain/feed.atom")
    assert (response.status_code, response["Location"]) == (301, "/tags/cold-war/feed.atom")


def test_pages_lead_to_the_feeds_of_what_they_show(client: Client) -> None:
    made = site()
    for kind in ("film", "person", "critic", "tag"):
        page = client.get(made[kind].get_absolute_url()).content.decode()
        found = re.findall(r'<link rel="alternate" type="([^"]*)" title="[^"]*" href="([^"]*)">', page)
        own = f"http://testserver{made[kind].get_absolute_url()}feed"
        assert ("application/atom+xml", f"{own}.atom") in found and ("application/feed+json", f"{own}.json") in found
        assert ("application/atom+xml", "http://testserver/feed.atom") in found
        for _, address in found:
            assert client.get(unescape(address)).status_code == 200
    assert "feed.atom" not in client.get("/films/the-day-the-clown-cried/").content.decode()


@pytest.mark.parametrize(
    ("address", "queries"), [("/feed.atom", 7), ("/films/red-heat-1988/feed.json", 8), ("/feed-1.atom", 7)]
)
@pytest.mark.parametrize("count", [25, 500])
def test_a_feed_costs_a_fixed_number_of_queries(client: Client, address: str, queries: int, count: int) -> None:
    film: Film = build.film()
    critic = build.critic()
    essays = rows.essays(count, about=film, by=[critic])
    named = rows.people(20)
    for essay in essays[:20] + essays[-20:]:
        essay.rendered = rows.linked_rendering(named, [film])
        essay.save()
    rows.mentions_of_each(essays[0], named)
    for tag in rows.tags(3):
        rows.tag_all(essays, tag)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) == queries, "\n".join(query["sql"][:200] for query in captured)
