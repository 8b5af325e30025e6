"""The sitemap: parts that stay what they are, true moments, pictures, and addresses that open."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime

from essays.desk.rendering import renew_rendering
from essays.models import Essay, Film
from tests import build
from tests.feeds.atom_rules import root
from tests.feeds.test_feeds import site
from tests.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ids_from_one")]

MAP, IMAGE = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.google.com/schemas/sitemap-image/1.1}"


def parts(client: Client) -> list[str]:
    return [loc.text or "" for loc in root(client.get("/sitemap.xml").content).iter(f"{MAP}loc")]


def moments(client: Client, section: str) -> dict[str, dt.datetime | None]:
    """When each page of a section last changed."""
    return {
        url.findtext(f"{MAP}loc") or "": parse_datetime(url.findtext(f"{MAP}lastmod") or "")
        for url in root(client.get(f"/sitemap-{section}.xml").content).iter(f"{MAP}url")
    }


def test_every_address_opens_is_its_own_canonical_and_stands_once(client: Client) -> None:
    site()
    found = [loc.text or "" for part in parts(client) for loc in root(client.get(part).content).iter(f"{MAP}loc")]
    assert len(found) == len(set(found)) == 6 + 5
    for address in found:
        page = client.get(address)
        assert page.status_code == 200
        assert re.findall(r'<link rel="canonical" href="([^"]*)">', page.content.decode()) == [address]


def test_ids_beyond_a_thousand_stand_in_a_part_of_their_own(client: Client) -> None:
    build.film(visibility="public")
    Film.objects.create(pk=2001, title="Commando", release_year=1985, visibility="public")
    films = [part for part in parts(client) if "films" in part]
    assert films == ["http://testserver/sitemap-films.xml", "http://testserver/sitemap-films-3.xml"]
    assert b"<loc>http://testserver/films/commando-1985/</loc>" in client.get(films[1]).content
    assert b"commando" not in client.get(films[0]).content
    for none in ("films-2", "lists-2", "films-0", "films-1", f"films-{'9' * 30}", "drafts"):
        assert client.get(f"/sitemap-{none}.xml").status_code == 404, none


def test_a_page_has_changed_when_what_it_shows_was_published(client: Client) -> None:
    made = site()
    later = dt.datetime(2126, 6, 1, tzinfo=dt.UTC)
    Film.objects.update(updated_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    address = f"http://testserver{made['film'].get_absolute_url()}"
    assert moments(client, "films")[address] == made["essay"].published_at
    build.essay("To come", about=made["film"], status="published", published_at=later)
    assert moments(client, "films")[address] == made["essay"].published_at
    for section, kind in (("critics", "critic"), ("tags", "tag")):
        assert list(moments(client, section).values()) == [made["essay"].published_at], kind


def test_a_poster_is_named_beside_its_film(client: Client) -> None:
    poster = build.picture()
    build.film(visibility="public", poster=poster)
    build.film("Thief", 1981, visibility="public")
    (image,) = root(client.get("/sitemap-films.xml").content).iter(f"{IMAGE}loc")
    assert image.text == f"http://testserver{poster.address('640.jpg')}"


def test_the_pictures_of_an_essay_are_named_beside_it_as_its_page_shows_them(client: Client) -> None:
    folder = f"/media/pictures/{'0a' * 16}/"
    body = (
        f'<figure><img src="{folder}1600x900.jpg" alt="A bus"><figcaption>The bus</figcaption></figure>'
        "<p>Walter Hill made Red Heat.</p>"
        f'<figure><img src="/media/a b &amp; c.jpg" alt=""></figure><figure><img src="{folder}1600x900.jpg"></figure>'
        '<figure><img src="https://elsewhere.example/x.jpg" alt=""></figure><p>Done.</p>'
    )
    essay = build.published(body=body)
    renew_rendering(essay)
    unrendered = build.published("Not rendered yet", body=body)
    bare = build.published("Bare", body="<p>A picture is &lt;img src='/no.jpg'&gt;.</p>")
    build.essay("A draft", body=body)
    build.published("Gone", body=body, withdrawn_at=dt.datetime(2026, 6, 2, tzinfo=dt.UTC))
    build.essay("To come", body=body, status="published", published_at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    found = {
        (url.findtext(f"{MAP}loc") or "").removeprefix("http://testserver"): [
            image.text for image in url.iterfind(f"{IMAGE}image/{IMAGE}loc")
        ]
        for url in root(client.get("/sitemap-essays.xml").content).iter(f"{MAP}url")
    }
    second = "http://testserver/media/a%20b%20&%20c.jpg"
    assert found == {
        essay.get_absolute_url(): [f"http://testserver{folder}1200.jpg", second],
        unrendered.get_absolute_url(): [f"http://testserver{folder}1600x900.jpg", second],
        bare.get_absolute_url(): [],
    }
    page = client.get(essay.get_absolute_url()).content.decode()
    assert f'src="{folder}1200.jpg"' in page and 'src="/media/a b &amp; c.jpg"' in page


def test_no_page_names_more_pictures_than_are_allowed(client: Client) -> None:
    build.published(body="".join(f'<figure><img src="/media/{n}.jpg" alt=""></figure>' for n in range(1001)))
    assert client.get("/sitemap-essays.xml").content.count(b"<image:image>") == 1000


@pytest.mark.parametrize("count", [10, 300])
def test_a_part_costs_two_queries_however_many_pages_it_has(client: Client, count: int) -> None:
    made = site()
    rows.mentions(rows.essays(count, about=made["film"], by=rows.critics(count)), made["person"])
    Essay.objects.update(rendered='<p>One.</p><figure><img src="/media/one.jpg" alt=""></figure>')
    for section in ("essays", "films", "people", "tags", "critics"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/sitemap-{section}.xml").status_code == 200
        assert len(captured) == 2  # the version of the site, and the part
