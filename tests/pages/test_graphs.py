"""JSON-LD: one graph a page, the same thing under the same id on every page, nothing that the page does not show."""

import json
import re
from collections import defaultdict
from html import unescape
from typing import Any

import pytest
from django.test import Client

from essays.desk.rendering import renew_rendering
from essays.models import Correction
from people.models import Alias
from tests import build
from tests.feeds.test_feeds import HOSTILE, site
from tests.pages import rows

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """The nodes of a page by their ids."""
    page = client.get(address).content.decode()
    (block,) = BLOCK.findall(page)
    assert not set(block) & set("<>&\u2028\u2029"), block
    said = json.loads(block)
    assert said["@context"] == "https://schema.org"
    return {node["@id"]: node for node in said["@graph"]}


def of_type(nodes: dict[str, dict[str, Any]], kind: str) -> dict[str, Any]:
    (found,) = (node for node in nodes.values() if node["@type"] == kind)
    return found


def named_in(value: Any) -> list[dict[str, Any]]:
    """Every node within a value, itself among them."""
    if isinstance(value, list):
        return [node for item in value for node in named_in(item)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for item in value.values() for node in named_in(item))]


def whole_site() -> list[str]:
    made = site()
    hill, film = made["person"], made["film"]
    Alias.objects.create(person=hill, name="Walter W. Hill")
    build.credit(film, hill)
    build.credit(film, build.person("James Belushi"), job="actor", character="Art Ridzik", billing=2)
    series = build.film("Red Heat: The Series", 1990, kind="series")
    entry = build.published("Red Heat, the entry", kind="reference", about=film)
    double = build.published("Two Nights", about=film, by=made["critic"], body="<p>Red Heat: The Series.</p>")
    double.subjects.create(film=series, position=2)
    build.mention(double, "Red Heat: The Series", series)
    renew_rendering(double)
    for record in (film, hill):
        record.tags.add(made["tag"])
    lists = ["/", "/essays/", "/films/", "/people/", "/tags/", "/critics/"]
    return [*lists, *(r.get_absolute_url() for r in (*made.values(), series, entry, double))]


def test_each_thing_has_one_id_one_type_and_one_name_on_every_page(client: Client) -> None:
    types, names, here = defaultdict(set), defaultdict(set), {}
    for address in whole_site():
        nodes = graph(client, address)
        for node in named_in(list(nodes.values())):
            if "@id" in node:
                assert node["@id"].startswith("http://testserver/"), node
                here.setdefault(node["@id"], address)
                types[node["@id"]] |= {node["@type"]} if "@type" in node else set()
                names[node["@id"]] |= {node["name"]} if "name" in node else set()
    assert {id_: found for id_, found in types.items() if len(found) != 1} == {}
    assert {id_: found for id_, found in names.items() if len(found) > 1} == {}
    for id_ in here:  # each is said in full on a page of its own
        page, _, _ = id_.partition("#")
        assert id_ in graph(client, page), f"{id_}, named on {here[id_]}"


def test_every_page_says_where_it_stands_on_the_site(client: Client) -> None:
    for address in whole_site():
        nodes = graph(client, address)
        page = nodes[f"http://testserver{address}#page"]
        assert page["isPartOf"] == {"@id": "http://testserver/#site"}
        assert page["url"] == f"http://testserver{address}"
        if "breadcrumb" in page:
            crumbs = nodes[page["breadcrumb"]["@id"]]["itemListElement"]
            assert len(crumbs) >= 2 and "item" not in crumbs[-1]
            assert [crumb["position"] for crumb in crumbs] == list(range(1, len(crumbs) + 1))


def test_a_review_is_of_its_film_and_has_no_rating_that_nobody_gave(client: Client) -> None:
    made = site()
    address = made["essay"].get_absolute_url()
    review = of_type(graph(client, address), "Review")
    assert "reviewRating" not in review
    assert review["itemReviewed"] == {
        "@type": "Movie",
        "@id": "http://testserver/films/red-heat-1988/#film",
        "name": "Red Heat",
    }
    assert review["headline"] == HOSTILE
    assert [author["name"] for author in review["author"]] == ["Ann <Other> & Co."]
    assert review["mentions"] == [
        {"@type": "Person", "@id": "http://testserver/people/walter-hill/#person", "name": "Walter Hill"}
    ]
    assert (review["datePublished"], review["dateModified"][:10]) == ("2026-06-01T00:00:00+00:00", "2026-06-20")
    made["essay"].rating = 3.5
    made["essay"].save()
    rating = {"@type": "Rating", "ratingValue": 3.5, "bestRating": 5, "worstRating": 0}
    assert of_type(graph(client, address), "Review")["reviewRating"] == rating


def test_no_film_carries_a_review_or_a_sum_of_ratings(client: Client) -> None:
    made = site()
    film = of_type(graph(client, made["film"].get_absolute_url()), "Movie")
    assert not film.keys() & {"review", "aggregateRating"}
    assert film["subjectOf"][0]["@id"] == f"http://testserver{made['essay'].get_absolute_url()}#essay"


def test_what_is_about_two_films_or_is_a_record_is_an_article(client: Client) -> None:
    addresses = whole_site()
    for address in addresses[-2:]:
        article = of_type(graph(client, address), "Article")
        assert "itemReviewed" not in article
        assert article["about"]


def test_cast_crew_and_kind_are_in_the_words_of_the_vocabulary(client: Client) -> None:
    addresses = whole_site()
    film = of_type(graph(client, "/films/red-heat-1988/"), "Movie")
    assert film["director"][0]["name"] == "Walter Hill"
    assert film["actor"] == [
        {
            "@type": "PerformanceRole",
            "actor": {"@type": "Person", "name": "James Belushi"},  # no page, so no id
            "characterName": "Art Ridzik",
        }
    ]
    assert of_type(graph(client, addresses[-3]), "TVSeries")["startDate"] == "1990"
    assert of_type(graph(client, "/people/walter-hill/"), "Person")["alternateName"] == "Walter W. Hill"


def test_only_a_critic_has_a_profile_page(client: Client) -> None:
    made = site()
    kinds = {
        kind: graph(client, made[kind].get_absolute_url())[f"http://testserver{made[kind].get_absolute_url()}#page"][
            "@type"
        ]
        for kind in ("critic", "person", "film", "essay")
    }
    assert kinds == {"critic": "ProfilePage", "person": "WebPage", "film": "WebPage", "essay": "WebPage"}


def test_a_list_counts_on_over_its_pages(client: Client) -> None:
    rows.essays(25)
    items = of_type(graph(client, "/essays/page/2/"), "ItemList")["itemListElement"]
    assert [item["position"] for item in items] == [21, 22, 23, 24, 25]


def test_every_name_in_the_graph_stands_on_the_page(client: Client) -> None:
    for address in whole_site():
        shown = unescape(re.sub(r"<[^>]+>", "", BLOCK.sub("", client.get(address).content.decode())))
        shown += unescape(BLOCK.sub("", client.get(address).content.decode()))
        for node in named_in(list(graph(client, address).values())):
            for said in ("name", "headline", "description", "characterName", "text"):
                assert not isinstance(node.get(said), str) or node[said] in shown, (address, said, node)


def test_a_draft_that_an_editor_reads_has_no_graph_and_is_not_there_to_be_shared(client: Client) -> None:
    draft = build.essay("Zorglub", about=build.film())
    client.force_login(build.superuser())
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "ld+json" not in page
    assert 'content="Zorglub' not in re.sub(r'<meta name="description"[^>]*>', "", page)
    assert "citation_" not in page


def test_an_essay_says_how_it_is_cited_and_what_it_is_called_where_it_is_shared(client: Client) -> None:
    made = site()
    page = client.get(made["essay"].get_absolute_url()).content.decode()
    meta = {
        name: unescape(said) for name, said in re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">', page)
    }
    assert (meta["og:type"], meta["og:title"], meta["citation_title"]) == ("article", HOSTILE, HOSTILE)
    assert meta["og:url"] == f"http://testserver{made['essay'].get_absolute_url()}"
    assert (meta["citation_author"], meta["citation_publication_date"]) == ("Ann <Other> & Co.", "2026/06/01")
    film = client.get(made["film"].get_absolute_url()).content.decode()
    assert '<meta property="og:type" content="video.movie">' in film
    assert "citation_" not in film


def test_a_correction_is_in_the_graph(client: Client) -> None:
    made = site()
    (correction,) = of_type(graph(client, made["essay"].get_absolute_url()), "Review")["correction"]
    assert correction["text"] == Correction.objects.get().what_is
