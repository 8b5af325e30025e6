"""A film's poster on its page."""

import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from tests.build import film, published

pytestmark = pytest.mark.django_db


def test_a_film_shows_its_poster_in_words_and_whose_it_is(client: Client) -> None:
    red_heat = film(poster_alt="Two policemen, back to back", poster_source="The distributor, by permission")
    published(about=red_heat)
    drawn = io.BytesIO()
    Image.new("RGB", (20, 30), "maroon").save(drawn, "PNG")
    red_heat.poster.save("red-heat.png", ContentFile(drawn.getvalue()))
    page = client.get(red_heat.get_absolute_url()).content.decode()
    assert f'src="{red_heat.poster.url}" alt="Two policemen, back to back"' in page
    assert "The distributor, by permission" in page


def test_a_film_without_a_poster_shows_no_picture(client: Client) -> None:
    red_heat = film()
    published(about=red_heat)
    assert "<img" not in client.get(red_heat.get_absolute_url()).content.decode()
