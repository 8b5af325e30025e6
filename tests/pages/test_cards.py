"""The picture of each record for where its address is shared."""

import re

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests import build
from tests.feeds.test_feeds import site

pytestmark = pytest.mark.django_db

KINDS = ["essay", "film", "person", "critic", "tag"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_names_its_card_and_the_card_is_a_picture(client: Client, kind: str) -> None:
    page = client.get(site()[kind].get_absolute_url()).content.decode()
    (address,) = re.findall(r'<meta property="og:image" content="([^"]*)">', page)
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG")
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_card_is_kept_until_the_record_shows_something_else(client: Client) -> None:
    film = build.film(visibility="public")
    first = client.get("/films/red-heat-1988/card.png").content
    folder = f"cards/film/{film.pk}"
    (kept,) = default_storage.listdir(folder)[1]
    film.synopsis = "What the card does not show."
    film.save()
    assert client.get("/films/red-heat-1988/card.png").content == first
    assert default_storage.listdir(folder)[1] == [kept]
    film.title = "Red Heat, Cooled"
    film.save()
    assert client.get("/films/red-heat-1988/card.png").content != first
    (other,) = default_storage.listdir(folder)[1]
    assert other != kept


def test_a_card_follows_its_record_and_goes_with_it(client: Client) -> None:
    essay = build.published()
    essay.slug = "moscow"
    essay.save()
    response = client.get("/essays/a-russian-in-chicago/card.png")
    assert (response.status_code, response["Location"]) == (301, "/essays/moscow/card.png")
    essay.status, essay.withdrawn_at = "withdrawn", None
    essay.save()
    assert client.get("/essays/moscow/card.png").status_code == 410
    assert client.get(f"{build.essay('A draft').get_absolute_url()}card.png").status_code == 404
