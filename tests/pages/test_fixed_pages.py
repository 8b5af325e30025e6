"""Pages that a site says of itself: at an address of their own, in the foot of each page, unseen until published."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from essays.models import FixedPage, Redirect
from tests import build

pytestmark = pytest.mark.django_db


def page(**fields: object) -> FixedPage:
    said: dict[str, object] = {"title": "About", "slug": "about", "body": "<p>Two voices.</p>", "is_published": True}
    made = FixedPage(**(said | fields))
    made.full_clean()
    made.save()
    return made


def test_a_page_is_at_its_address_in_the_foot_of_every_page_and_in_the_sitemap(client: Client) -> None:
    build.published("Late")
    assert "/about/" not in client.get("/essays/").content.decode()
    page()
    answer = client.get("/about/")
    assert answer.status_code == 200
    assert "<p>Two voices.</p>" in answer.content.decode()
    assert '<link rel="canonical" href="http://testserver/about/">' in answer.content.decode()
    for address in ("/", "/essays/", "/essays/late/", "/about/", "/nowhere/"):
        assert '<a href="/about/">About</a>' in client.get(address).content.decode(), address
    assert "<loc>http://testserver/about/</loc>" in client.get("/sitemap-lists.xml").content.decode()


def test_pages_stand_in_the_foot_in_their_order_where_they_are_wanted(client: Client) -> None:
    page(title="Second", slug="second", position=2)
    page(title="First", slug="first", position=1)
    page(title="Aside", slug="aside", in_footer=False)
    shown = client.get("/essays/").content.decode()
    assert 0 < shown.index("/first/") < shown.index("/second/")
    assert "/aside/" not in shown
    assert client.get("/aside/").status_code == 200


def test_nothing_of_an_unpublished_page_shows(client: Client) -> None:
    before = [client.get(address).content for address in ("/", "/sitemap-lists.xml")]
    page(title="Zorglub", slug="zorglub", is_published=False)
    assert client.get("/zorglub/").status_code == 404
    assert [client.get(address).content for address in ("/", "/sitemap-lists.xml")] == before
    FixedPage.objects.update(is_published=True)
    assert client.get("/zorglub/").status_code == 200


@pytest.mark.parametrize("slug", ["essays", "films", "people", "tags", "critics", "search", "admin", "Search"])
def test_no_page_takes_the_address_of_another(slug: str) -> None:
    with pytest.raises(ValidationError, match="another page of the site"):
        page(slug=slug)


def test_a_body_is_cleaned_and_an_empty_page_is_not_published() -> None:
    assert page(body='<p onclick="x()">Two<script>x()</script> voices.</p>').body == "<p>Two voices.</p>"
    with pytest.raises(ValidationError, match="empty page"):
        page(slug="contact", body=" ")


def test_capitals_lead_to_the_page(client: Client) -> None:
    page()
    assert client.get("/About/")["Location"] == "/about/"


def test_an_address_that_leads_on_is_no_pages_and_one_of_a_page_leads_nowhere_else() -> None:
    Redirect(path="/imprint", to="/essays/").save()
    with pytest.raises(ValidationError, match="leads on"):
        page(slug="imprint")
    page()
    with pytest.raises(ValidationError, match="A page of the site"):
        Redirect(path="/about", to="/essays/").full_clean()
    Redirect(path="/about-us", to="/about/").full_clean()
