"""Redirects by hand: publishers make them; each record says which lead to it."""

import pytest
from django.test import Client
from django.urls import reverse

from essays.models import Redirect
from people.models import Tag
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db

LIST, NEW = "admin:essays_redirect_changelist", "admin:essays_redirect_add"


def at_desk(role: str) -> Client:
    client = Client()
    client.force_login(build.member(role))
    return client


def test_a_publisher_sends_an_old_address_to_an_essay(client: Client) -> None:
    essay, publisher = build.published(), at_desk("Publishers")
    data = filled_form(publisher.get(reverse(NEW)), "redirect_form")
    page = publisher.post(reverse(NEW), data | {"path": "/2009/Red-Heat/", "essay": essay.pk}, follow=True)
    made = Redirect.objects.get()
    assert (made.path, made.essay, made.made_by.username) == ("/2009/red-heat", essay, "publisher")
    assert "was added successfully" in page.content.decode()
    assert client.get("/2009/red-heat/")["Location"] == essay.get_absolute_url()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"path": "/old"}, "only one"),
        ({"path": "/old", "to": "//films.example/"}, "single slashes"),
        ({"path": "https://films.example/old", "to": "/films/"}, "Leave out the host"),
        ({"path": "/old", "to": "/old/"}, "lead to itself"),
        ({"path": "/Taken/", "to": "/films/"}, "leads somewhere already"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(given: dict[str, str], said: str) -> None:
    Redirect.objects.create(path="/taken", to="/films/")
    publisher = at_desk("Publishers")
    data = filled_form(publisher.get(reverse(NEW)), "redirect_form")
    page = publisher.post(reverse(NEW), data | given)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert Redirect.objects.count() == 1


def test_the_list_says_what_readers_find() -> None:
    Redirect.objects.create(path="/live", essay=build.published())
    Redirect.objects.create(path="/draft", essay=build.essay("Draft"), source="films.xml")
    page = at_desk("Publishers").get(reverse(LIST)).content.decode()
    for words in ("the page", "nothing yet", "films.xml", "A Russian in Chicago"):
        assert words in page


@pytest.mark.parametrize("role", ["Authors", "Editors"])
def test_who_does_not_publish_decides_on_no_address(role: str) -> None:
    made = Redirect.objects.create(path="/old", to="/films/")
    client = at_desk(role)
    change = reverse("admin:essays_redirect_change", args=[made.pk])
    delete = reverse("admin:essays_redirect_delete", args=[made.pk])
    for address in (reverse(LIST), reverse(NEW), change, delete):
        assert client.get(address).status_code == 403
        assert client.post(address, {"path": "/new", "to": "/films/", "post": "yes"}).status_code == 403
    assert Redirect.objects.get().path == "/old"


def test_a_record_in_use_says_which_addresses_lead_to_it(desk) -> None:
    heat = build.film()
    Redirect.objects.create(path="/2009/red-heat", film=heat)
    address = reverse("admin:essays_film_delete", args=[heat.pk])
    page = desk.get(address).content.decode()
    assert "/2009/red-heat</a> leads to Red Heat" in page
    desk.post(address, {"post": "yes"})
    assert Redirect.objects.get().film == heat


def test_the_list_is_narrowed_to_what_addresses_lead_to(desk) -> None:
    Redirect.objects.create(path="/essay", essay=build.essay())
    Redirect.objects.create(path="/page", to="/films/")
    for kind, path in (("essay", "/essay"), ("page", "/page")):
        shown = desk.get(reverse(LIST), {"kind": kind}).context["cl"]
        assert [row.path for row in shown.queryset] == [path]


@pytest.mark.parametrize("kind", ["essay", "film", "person", "critic", "tag"])
def test_each_record_leads_to_its_own_old_addresses(kind: str) -> None:
    made = {"essay": build.essay(), "film": build.film(), "person": build.person(), "critic": build.critic()}
    record = (made | {"tag": Tag.objects.create(name="Cold War")})[kind]
    Redirect.objects.create(path="/its-own", **{kind: record})
    Redirect.objects.create(path="/another", to="/films/")
    form = reverse(f"admin:{record._meta.app_label}_{kind}_change", args=[record.pk])
    address = f"{reverse(LIST)}?{kind}={record.pk}"
    publisher = at_desk("Publishers")
    assert f'<a href="{address}">Old addresses</a>' in publisher.get(form).content.decode()
    assert [row.path for row in publisher.get(address).context["cl"].queryset] == ["/its-own"]
    assert "Old addresses" not in at_desk("Editors").get(form).content.decode()
