"""A film's poster: a picture of the library, on its page, in its data and beside its address."""

import json
import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essays.models import Film, Picture
from tests import build
from tests.build import film, published

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r'<img class="poster"[^>]*>')


@pytest.fixture
def poster() -> Picture:
    return build.picture(
        build.drawn((600, 900)),
        name="Red Heat, one sheet",
        alt="Two policemen, back to back",
        credit="The distributor, by permission",
    )


@pytest.fixture
def red_heat(poster: Picture) -> Film:
    made = film(poster=poster)
    published(about=made)
    return made


def test_a_film_shows_its_poster_in_words_and_whose_it_is(client: Client, red_heat: Film, poster: Picture) -> None:
    page = client.get(red_heat.get_absolute_url()).content.decode()
    offered = f"{poster.address('480.webp')} 480w, {poster.address('600.webp')} 600w"
    assert SHOWN.search(page)[0] == (
        f'<img class="poster" src="{poster.address("600.jpg")}" srcset="{offered}" sizes="10rem" '
        'alt="Two policemen, back to back" width="600" height="900" decoding="async">'
    )
    assert "Poster: The distributor, by permission" in page
    for name in ("600.jpg", "480.webp", "600.webp"):
        assert default_storage.exists(poster.name_of(name))


def test_what_is_said_of_the_picture_is_on_the_page_at_once(client: Client, red_heat: Film, poster: Picture) -> None:
    client.get(red_heat.get_absolute_url())
    poster.alt, poster.credit = "", "Carolco"
    poster.save()
    page = client.get(red_heat.get_absolute_url()).content.decode()
    assert 'alt="Poster"' in page
    assert "Poster: Carolco" in page


def test_its_address_is_in_the_graph_and_in_the_data(client: Client, red_heat: Film, poster: Picture) -> None:
    address = f"http://testserver{poster.address('600.jpg')}"
    data = f"{red_heat.get_absolute_url().rstrip('/')}.json"
    assert client.get(data).json()["poster"] == address
    page = client.get(red_heat.get_absolute_url()).content.decode()
    graph = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    assert address in [node.get("image") for node in graph["@graph"]]
    Film.objects.update(poster=None)
    assert client.get(data).json()["poster"] is None


@pytest.mark.parametrize("page", ["{}", "{}.json", "/sitemap-films.xml"])
def test_a_poster_costs_no_query(client: Client, red_heat: Film, page: str) -> None:
    address = page.format(red_heat.get_absolute_url().rstrip("/")) + ("/" if page == "{}" else "")
    asked = []
    for poster in (red_heat.poster, None):
        Film.objects.update(poster=poster)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_film_without_a_poster_shows_no_picture(client: Client) -> None:
    red_heat = film()
    published(about=red_heat)
    assert "<img" not in client.get(red_heat.get_absolute_url()).content.decode()
