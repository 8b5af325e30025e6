"""Every page has one address: old ones lead to it, numbered pages end, sitemaps list what can be opened."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.views.defaults import server_error

from essays.models import FormerCriticSlug
from people.models import TagSynonym
from people.tagging import Tag
from tests import build
from tests.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ids_from_one")]


def canonical(client: Client, address: str) -> str:
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', client.get(address).content.decode())
    assert len(found) == 1, address
    return found[0]


@pytest.mark.parametrize("kind", ["essay", "film", "person", "critic"])
def test_an_old_address_leads_to_the_new_one_for_good(client: Client, kind: str) -> None:
    critic = build.critic()
    made: dict[str, Any] = {
        "essay": build.published(by=critic),
        "film": build.film(visibility="public"),
        "person": build.person(visibility="public"),
        "critic": critic,
    }
    record = made[kind]
    old = record.get_absolute_url()
    record.slug = "another-address"
    record.save()
    if kind == "critic":
        FormerCriticSlug.objects.get_or_create(slug="the-film-desk", critic=critic)
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, record.get_absolute_url())
    assert response["Cache-Control"] == "no-cache"  # a merge can be undone
    assert client.get(record.get_absolute_url()).status_code == 200


def test_the_old_address_of_a_draft_or_an_unnamed_film_leads_nowhere(client: Client) -> None:
    for record in (build.essay("Zorglub"), build.film(), build.person()):
        old = record.get_absolute_url()
        record.slug = "another-address"
        record.save()
        assert client.get(old).status_code == 404


def test_numbered_pages_lead_to_their_neighbours_and_are_their_own_canonical(client: Client) -> None:
    rows.essays(45)
    second = client.get("/essays/page/2/").content.decode()
    assert canonical(client, "/essays/page/2/") == "http://testserver/essays/page/2/"
    assert canonical(client, "/essays/") == "http://testserver/essays/"
    assert '<link rel="prev" href="/essays/">' in second
    assert '<link rel="next" href="/essays/page/3/">' in second
    assert '<a rel="prev" href="/essays/">' in second
    assert '<a rel="next" href="/essays/page/3/">' in second
    assert 'rel="next"' not in client.get("/essays/page/3/").content.decode()


def test_each_row_stands_on_one_page_of_the_list(client: Client) -> None:
    made = rows.essays(45)
    pages = [client.get(address).content.decode() for address in ("/essays/", "/essays/page/2/", "/essays/page/3/")]
    assert all(sum(f'href="{essay.get_absolute_url()}"' in page for page in pages) == 1 for essay in made)


@pytest.mark.parametrize("number", ["4", "0", "-1", "two", "", "9" * 400, "²", "2.0", "%00"])
def test_a_page_that_there_is_not_is_not_found(client: Client, number: str) -> None:
    rows.essays(45)
    assert client.get(f"/essays/page/{number}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "01", "-1", "two", "", "9" * 400, "²", "2.0", "%00"])
def test_a_query_for_a_page_that_is_no_number_is_not_found(client: Client, number: str) -> None:
    rows.essays(45)
    assert client.get(f"/essays/?page={number}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("/essays/?page=2", "/essays/page/2/"),
        ("/essays/page/1/", "/essays/"),
        ("/essays/?page=1", "/essays/"),
        ("/essays/page/3/?page=2&utm=x", "/essays/page/2/?utm=x"),
    ],
)
def test_another_form_of_a_pages_address_leads_to_its_plain_one(client: Client, asked: str, plain: str) -> None:
    rows.essays(45)
    moved = client.get(asked)
    assert (moved.status_code, moved["Location"]) == (301, plain)


@pytest.mark.parametrize("address", ["/essays/", "/films/", "/people/", "/tags/", "/critics/"])
def test_an_empty_list_is_a_page_and_has_no_second(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.get(f"{address}page/2/").status_code == 404


def test_a_query_that_a_page_does_not_know_is_no_part_of_its_address(client: Client) -> None:
    assert canonical(client, f"{build.published().get_absolute_url()}?utm=x") == (
        "http://testserver/essays/a-russian-in-chicago/"
    )


@override_settings(SITE_URL="https://doublebill.example")
def test_full_addresses_are_under_the_sites_own_whatever_host_was_asked(client: Client) -> None:
    essay = build.published()
    assert canonical(client, essay.get_absolute_url()) == f"https://doublebill.example{essay.get_absolute_url()}"
    assert "Sitemap: https://doublebill.example/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert f"<loc>https://doublebill.example{essay.get_absolute_url()}</loc>" in (
        client.get("/sitemap-essays.xml").content.decode()
    )


@override_settings(SITE_URL="")
def test_without_an_address_of_its_own_the_site_has_that_of_the_host(client: Client) -> None:
    assert canonical(client, "/") == "http://testserver/"
    assert "<loc>http://testserver/essays/</loc>" in client.get("/sitemap-lists.xml").content.decode()


def test_every_address_of_every_sitemap_opens_and_is_its_own_canonical(client: Client) -> None:
    essay = build.published(about=build.film(), by=build.critic())
    build.mention(essay, "Walter Hill", build.person())
    essay.tags.add("Cold War")
    sections = re.findall(r"<loc>([^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    assert len(sections) == 6
    addresses = [
        address
        for section in sections
        for address in re.findall(r"<loc>([^<]*)</loc>", client.get(section).content.decode())
    ]
    assert len(addresses) == 6 + 5
    for address in addresses:
        assert client.get(address).status_code == 200, address
        assert canonical(client, address) == address


def test_an_unknown_section_of_the_sitemap_is_not_found(client: Client) -> None:
    assert client.get("/sitemap-drafts.xml").status_code == 404


def test_robots_may_read_everything_and_find_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == b"User-agent: *\nAllow: /\n\nSitemap: http://testserver/sitemap.xml\n"


def test_health_is_one_word_from_the_database_and_in_no_cache(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_without_its_database_the_site_is_not_well() -> None:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> None:
        raise ConnectionError("the database does not answer")

    with connection.execute_wrapper(refuse):
        assert Client(raise_request_exception=False).get("/healthz").status_code == 500


def test_a_page_of_no_page_has_the_menu_and_wants_no_index(client: Client) -> None:
    response = client.get("/films/the-day-the-clown-cried/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "There is no such page." in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<a href="/films/"' in page


def test_the_page_of_an_error_needs_neither_request_nor_database() -> None:
    with connection.execute_wrapper(lambda *_: pytest.fail("a query")):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"Something broke on our side." in response.content


@pytest.mark.parametrize("slug", ["%00", "..", "a" * 2000, "ä", "RED-HEAT-1988", "red_heat'--"])
@pytest.mark.parametrize("folder", ["essays", "films", "people", "tags", "critics"])
def test_no_address_breaks_the_site(client: Client, folder: str, slug: str) -> None:
    assert client.get(f"/{folder}/{slug}/").status_code in {301, 404}


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/films/red-heat-1988", "/films/red-heat-1988/"),
        ("/FILMS/Red-Heat-1988/", "/films/red-heat-1988/"),
        ("/Films/RED-HEAT-1988", "/films/red-heat-1988/"),
        ("/Films/Red-Heat-1988/?utm=X", "/films/red-heat-1988/?utm=X"),
        ("/films/Rothitze-1988", "/films/red-heat-1988/"),
        ("/Films/ROTHITZE-1988.JSON", "/films/red-heat-1988.json"),
        ("/films/Rothitze-1988/Feed.atom", "/films/red-heat-1988/feed.atom"),
        ("/tags/Iron-Curtain", "/tags/cold-war/"),
        ("/Tags/Cold-War", "/tags/cold-war/"),
        ("/ESSAYS", "/essays/"),
        ("/Essays/A-Russian-In-Chicago", "/essays/a-russian-in-chicago/"),
        ("/People/Walter-Hill", "/people/walter-hill/"),
        ("/Critics", "/critics/"),
        ("/Essays/Page/2", "/essays/page/2/"),
    ],
)
def test_capitals_a_missing_slash_and_an_old_slug_together_lead_on_in_one_step(
    client: Client, asked: str, leads_to: str
) -> None:
    film = build.film(slug="rothitze-1988")
    film.slug = "red-heat-1988"
    film.save()
    essay = build.published(about=film)
    build.mention(essay, "Walter Hill", build.person())
    tag = Tag.objects.create(name="Cold War", slug="cold-war")
    TagSynonym.objects.create(tag=tag, name="iron curtain")
    essay.tags.add(tag)
    rows.essays(30)
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, leads_to)
    assert client.get(leads_to).status_code == 200
    assert client.head(asked).status_code == 301


@pytest.mark.parametrize("asked", ["/Films/Zorglub", "/Essays/Zorglub/", "/Admin", "/PREVIEW/Abc", "/Healthz"])
def test_no_spelling_leads_to_what_is_not_there(client: Client, asked: str) -> None:
    build.essay("Zorglub")
    assert client.get(asked).status_code == 404


def test_a_withdrawn_essay_is_gone_by_every_spelling(client: Client) -> None:
    build.essay("Zorglub", status="withdrawn", published_at=build.NOW.replace(year=2020))
    for asked in ("/essays/zorglub/", "/essays/zorglub", "/Essays/ZORGLUB"):
        assert client.get(asked).status_code == 410
