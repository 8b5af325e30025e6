"""The site's logo: in the head of each page in place of the name, from the media library, and kept there."""

import json
import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essays.models import Picture, SiteSettings
from essays.models.site_settings import LOGO_PIXELS, Logo
from essays.rendering.widths import width_at_least
from tests import build

pytestmark = pytest.mark.django_db
BRAND = re.compile(r'<a class="brand[^>]*>.*?</a>', re.DOTALL)
NAMED = '<a class="brand" data-t="Double Bill" href="/">Double Bill</a>'


@pytest.fixture
def drawn() -> Picture:
    """A logo of six by one, with a transparent ground."""
    return build.picture(build.drawn((1200, 200), colour="#80000000", mode="RGBA"), name="The logo")


def head(client: Client, page: str = "/") -> str:
    return BRAND.search(client.get(page).content.decode())[0]


def test_the_head_of_each_page_shows_the_logo_with_the_name_for_who_sees_none(client, drawn):
    build.published()
    before = {page: client.get(page).content for page in ("/", "/essays/", "/films/", "/search/", "/nowhere/")}
    assert all(NAMED in page.decode() for page in before.values())
    chosen = SiteSettings.objects.create(pk=1, logo=drawn)
    shown = f'<img src="{drawn.address("480.webp")}" alt="Double Bill" width="480" height="80">'
    for page in before:
        assert head(client, page) == f'<a class="brand logo" href="/">{shown}</a>'
    chosen.logo = None
    chosen.save()
    assert {page: client.get(page).content for page in before} == before
    chosen.site_name, chosen.logo = 'Films "& <more>"', drawn
    chosen.save()
    assert 'alt="Films &quot;&amp; &lt;more&gt;&quot;"' in head(client)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1200, 200), (480, 80)),
        ((2400, 200), (1200, 100)),
        ((3000, 100), (2400, 80)),
        ((3000, 60), (2400, 48)),
        ((300, 300), (300, 300)),
        ((120, 30), (120, 30)),
    ],
)
def test_the_file_is_the_least_of_the_librarys_that_is_sharp_and_is_there(size, shown):
    picture = build.picture(build.drawn(size))
    logo = Logo.of(picture.folder_name, picture.width, picture.height)
    assert (logo.width, logo.height) == shown
    assert default_storage.exists(picture.name_of(f"{shown[0]}.webp"))
    assert width_at_least(LOGO_PIXELS, width=size[0], height=size[1]) == shown[0]


def test_the_graph_names_it_as_the_publishers_by_its_full_address(client, drawn):
    def organization() -> dict[str, Any]:
        page = client.get("/").content.decode()
        said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
        return next(node for node in said["@graph"] if node["@type"] == "Organization")

    assert "logo" not in organization()
    SiteSettings.objects.create(pk=1, logo=drawn)
    assert organization()["logo"] == f"http://testserver{drawn.address('480.webp')}"


def test_it_costs_readers_no_query(client, drawn):
    with CaptureQueriesContext(connection) as without:
        client.get("/essays/")
    SiteSettings.objects.create(pk=1, logo=drawn)
    with CaptureQueriesContext(connection) as captured:
        assert "brand logo" in head(client, "/essays/")
    assert len(captured) == len(without)


def test_a_page_of_error_outside_the_database_shows_the_name(drawn):
    from django.template.loader import render_to_string

    SiteSettings.objects.create(pk=1, logo=drawn)
    assert NAMED in render_to_string("404.html")
