"""Light and dark by a form and a cookie: pages that are kept stay right, and nobody is given a cookie unasked."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from essays.templatetags.theme import PAPER
from tests import build

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}


def choose(client: Client, to: str, back: str = "/essays/", **headers: str) -> HttpResponse:
    return client.post("/theme/", {"to": to, "back": back}, headers=headers or HERE)


def test_a_choice_is_kept_and_leads_back_to_the_page(client: Client) -> None:
    response = choose(client, "dark", "/essays/?order=oldest")
    assert (response.status_code, response["Location"]) == (303, "/essays/?order=oldest")
    assert "no-store" in response["Cache-Control"]
    cookie = response.cookies["theme"]
    assert (cookie.value, cookie["samesite"], cookie["path"], cookie["httponly"]) == ("dark", "Lax", "/", True)
    page = client.get("/essays/").content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert re.findall(r'<meta name="theme-color" content="([^"]*)"( media)?', page) == [(PAPER["dark"], "")]
    assert '<button type="submit" name="to" value="dark" aria-pressed="true">' in page


def test_back_to_the_system_forgets_the_choice(client: Client) -> None:
    choose(client, "light")
    assert 'data-theme="light"' in client.get("/").content.decode()
    assert choose(client, "system").cookies["theme"]["max-age"] == 0
    page = client.get("/").content.decode()
    assert "data-theme" not in page
    assert page.count('<meta name="theme-color"') == 2


@pytest.mark.parametrize("value", ["sepia", 'dark" onload="', ""])
def test_a_cookie_that_is_no_choice_changes_nothing(client: Client, value: str) -> None:
    client.cookies["theme"] = value
    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", ""]
)
def test_nobody_is_led_away(client: Client, back: str) -> None:
    assert choose(client, "dark", back)["Location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://example.org"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_changes_nothing(headers: dict[str, str]) -> None:
    response = choose(Client(enforce_csrf_checks=True), "dark", **headers)
    assert response.status_code == 403
    assert not response.cookies


def test_it_needs_no_token_and_is_never_changed_by_a_link(client: Client) -> None:
    assert choose(Client(enforce_csrf_checks=True), "dark").status_code == 303
    assert client.get("/theme/?to=dark").status_code == 405


def test_no_page_gives_a_cookie_unasked_and_each_choice_has_its_kept_page(client: Client) -> None:
    essay = build.published()
    address = essay.get_absolute_url()
    plain = client.get(address)
    assert not plain.cookies
    assert "csrfmiddlewaretoken" not in plain.content.decode()
    choose(client, "dark")
    dark = client.get(address)
    assert dark["ETag"] != plain["ETag"]
    assert "Cookie" in dark["Vary"]
    assert "public" in dark["Cache-Control"]
    other = Client().get(address)
    assert other["ETag"] == plain["ETag"]
    assert "data-theme" not in other.content.decode()


def test_the_colour_told_to_the_browser_is_that_of_the_page() -> None:
    css = (Path(settings.BASE_DIR) / "essays/static/essays/site.css").read_text()
    light, dark = re.search(r"--paper:\s*light-dark\((#\w+), (#\w+)\)", css).groups()
    assert {"light": light, "dark": dark} == PAPER


def test_a_page_that_is_not_there_does_not_repeat_what_was_asked_for(client: Client) -> None:
    client.cookies["theme"] = "dark"
    response = client.get("/films/zorglub/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "zorglub" not in page
    assert 'data-theme="dark"' in page
