"""Every list, add and change screen opens; who may not, does not."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essays.models import Account, DeliveredDocument, Delivery, FixedPage, SiteSettings
from tests import build

admin.autodiscover()  # the screens load with the addresses, which nothing has asked for yet
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LISTED = [model for model in MODELS if model is not SiteSettings]  # one row, whose form opens at once
EDITED = [model for model in MODELS if model is not Group]


def test_the_screens_are_known_before_the_tests_of_each_are_made():
    assert {"essays.Essay", "people.Person", "essays.Redirect"} <= {name_of(model) for model in MODELS}


def name_of(model) -> str:
    return model._meta.label


def address(model, screen: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{screen}", args=args)


@pytest.mark.parametrize("model", LISTED, ids=name_of)
def test_each_list_opens_and_answers_a_search(desk, review, model):
    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "hill"}).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "1988 ”*% nm0000001"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_each_add_screen_opens_where_records_are_added_by_hand(desk, review, model):
    made_otherwise = {"mention", "finding", "source", "double", "merge", "barredwords"}
    made_otherwise |= {"sitesettings", "errorreport"}
    expected = 403 if model._meta.model_name in made_otherwise else 200
    assert desk.get(address(model, "add")).status_code == expected


@pytest.mark.parametrize("model", EDITED, ids=name_of)
def test_each_change_screen_opens(desk, review, model):
    row = model._default_manager.first()
    assert desk.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", LISTED, ids=name_of)
def test_each_filter_of_each_list_answers(desk, review, model):
    response = desk.get(address(model, "changelist"))
    changelist = response.context["cl"]
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            assert desk.get(address(model, "changelist") + choice["query_string"]).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_a_stranger_is_sent_to_the_log_in(client, db, model):
    response = client.get(address(model, "changelist"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_staff_without_a_permission_see_no_screen(client, review, model):
    client.force_login(build.account("nobody"))
    row = model._default_manager.first()
    assert client.get(address(model, "changelist")).status_code == 403
    assert client.get(address(model, "add")).status_code == 403
    if row is not None:
        assert client.get(address(model, "change", row.pk)).status_code == 403


def test_the_desk_is_called_by_the_sites_name_and_lists_essays_first(desk):
    response = desk.get(reverse("admin:index"))
    assert "Double Bill" in response.content.decode()
    assert response.context["app_list"][0]["models"][0]["object_name"] == "Essay"


def waiting(client) -> dict[str, dict]:
    return {work["what"]: work for work in client.get(reverse("admin:index")).context["waiting"]}


def brought(*, refused: bool, **fields) -> Delivery:
    """A delivery of one document."""
    values = {"brought_by": Account.objects.get(), "brought_at": timezone.now(), "name": "late.txt", "size": 10}
    made = Delivery.objects.create(**values | fields)
    outcome = "refused" if refused else "imported"
    DeliveredDocument.objects.create(delivery=made, number=1, place="late.txt", outcome=outcome, sentence="Read.")
    return made


def test_what_waits_at_the_desk_costs_the_same_however_much_it_is(desk, review, django_assert_num_queries):
    desk.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as before:
        desk.get(reverse("admin:index"))
    for number in range(12):
        build.published(f"Bare {number}")
        build.essay(f"Draft {number}")
        brought(refused=True, state="done")
    with django_assert_num_queries(len(before)):
        desk.get(reverse("admin:index"))


def test_the_desk_says_what_waits_and_leads_to_just_that(desk, review, red_heat):
    build.essay("Stone", status="in review", headline_is_proposed=True)
    build.essay("Thrown away", discarded_at=build.NOW)
    build.film("Red Scorpion", 1988, visibility="proposed")
    build.credit(red_heat, build.person("Ed O'Ross", visibility="proposed"), job="actor", state="proposed")
    build.essay("Tomorrow", status="published", published_at=timezone.now() + dt.timedelta(days=1))
    build.published("Bare")
    build.published("Bare Entry", kind="reference")
    build.published("Bare Once", withdrawn_at=timezone.now())
    build.published("Dressed", standfirst="It rains.")
    brought(refused=True, state="done")
    brought(refused=True, state="done", brought_at=timezone.now() - dt.timedelta(days=15))
    brought(refused=False, state="stopped")
    shown = waiting(desk)
    assert {what: work["number"] for what, work in shown.items()} == {
        "drafts": 1,
        "essays to review": 1,
        "scheduled essays": 1,
        "published essays without a standfirst": 1,
        "deliveries to look at": 1,
        "stopped imports": 1,
        "deliveries with failed documents": 1,
        "proposed headlines": 1,
        "links to decide": 1,
        "open findings": 1,
        "reported errors": 1,
        "proposed films": 1,
        "proposed credits": 1,
        "proposed people": 1,
        "likely doubles": 1,
    }
    for work in shown.values():
        assert desk.get(work["address"]).context["cl"].result_count == work["number"]


def test_the_desk_says_only_what_the_editor_may_see(client, review):
    client.force_login(build.account("reader", "essays.view_finding"))
    assert list(waiting(client)) == ["open findings"]
    client.force_login(build.account("stranger"))
    assert "Nothing waits for you." in client.get(reverse("admin:index")).content.decode()


def test_the_desk_asks_one_question_a_list(desk, review, django_assert_max_num_queries):
    desk.get(reverse("admin:index"))
    with django_assert_max_num_queries(14):
        desk.get(reverse("admin:index"))


def missing(client) -> dict[str, str]:
    return {page.what: page.address for page in client.get(reverse("admin:index")).context["missing"]}


def test_the_desk_says_which_pages_readers_look_for_in_vain_and_leads_to_their_forms(desk, db):
    shown = missing(desk)
    assert list(shown) == ["About", "Contact", "Accessibility statement"]
    form = desk.get(shown["Accessibility statement"]).context["adminform"].form
    assert (form["title"].value(), form["slug"].value()) == ("Accessibility statement", "accessibility")
    FixedPage.objects.create(title="Über uns", slug="ueber-uns", body="<p>Wir.</p>", is_published=True)
    draft = FixedPage.objects.create(title="Contact us", slug="contact-us")
    FixedPage.objects.create(title="Masthead", slug="masthead", body="<p>Two.</p>", is_published=True)
    shown = missing(desk)
    assert list(shown) == ["Contact (not published yet)", "Accessibility statement"]
    assert shown["Contact (not published yet)"] == reverse("admin:essays_fixedpage_change", args=[draft.pk])
    FixedPage.objects.create(title="Kontakt", slug="kontakt", body="<p>Post.</p>", is_published=True)
    FixedPage.objects.create(title="Access", slug="accessibility", body="<p>AA.</p>", is_published=True)
    assert missing(desk) == {}
    assert "readers look for" not in desk.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize(("role", "told"), [("Authors", 0), ("Editors", 0), ("Publishers", 3)])
def test_only_who_may_add_the_pages_is_told_that_they_are_missing(client, db, role, told):
    client.force_login(build.member(role))
    assert len(missing(client)) == told


def test_the_tags_of_the_tag_package_have_no_screen(desk):
    assert "taggit" not in {model._meta.app_label for model in MODELS}


def test_every_screen_names_its_icon_so_that_no_browser_asks_for_another(desk):
    assert 'rel="icon"' in desk.get(reverse("admin:index")).content.decode()
