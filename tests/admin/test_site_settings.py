"""The site's settings: who edits them, what they change on every page, and what no form takes."""

import datetime as dt
import json
import re

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essays.desk.checklist import what_is_missing, what_stops
from essays.desk.roles import renew_roles
from essays.models import Essay, SiteSettings, site_settings
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher() -> Client:
    renew_roles()
    client = Client()
    client.force_login(build.member("Publishers", "the-publisher"))
    return client


@pytest.fixture
def keeping(settings):
    """Pages and answers are kept, which elsewhere in the tests they are not."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    levels = {name: memory | {"LOCATION": f"settings {name}"} for name in ("answers", "pages", "stored pages")}
    settings.CACHES = {"default": memory, **levels}
    for name in levels:
        caches[name].clear()


def address(screen: str = "change", *args: object) -> str:
    return reverse(f"admin:essays_sitesettings_{screen}", args=args or ([] if screen in ("changelist", "add") else [1]))


def send(client: Client, **said):
    shown = client.get(address())
    assert shown.status_code == 200
    return client.post(address(), filled_form(shown, "sitesettings_form") | said)


def save(client: Client, **said) -> SiteSettings:
    response = send(client, **said)
    assert response.status_code == 302, response.context["adminform"].form.errors
    return SiteSettings.objects.get()


def faults(client: Client, **said) -> dict[str, list[str]]:
    response = send(client, **said)
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def test_a_publisher_opens_the_form_at_once_and_an_editor_does_not(publisher):
    opened = publisher.get(address("changelist"))
    assert (opened.status_code, opened["Location"]) == (302, address())
    assert not SiteSettings.objects.exists(), "looking stores nothing"
    editor = Client()
    editor.force_login(build.member("Editors", "editor"))
    assert editor.get(address("changelist")).status_code == 403
    assert editor.get(address()).status_code == 403
    assert "Site settings" in publisher.get(reverse("admin:index")).content.decode()


def test_the_name_and_the_description_are_on_every_page_in_feeds_and_in_the_graph(publisher, client):
    build.published()
    assert "Double Bill" in client.get("/").content.decode()
    save(publisher, site_name="The Second Feature", description="Films, twice looked at.")
    page = client.get("/").content.decode()
    assert "Double Bill" not in page
    assert "<title>The Second Feature</title>" in page
    assert '<meta name="description" content="Films, twice looked at.">' in page
    assert '<meta property="og:description" content="Films, twice looked at.">' in page
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    site = next(node for node in graph["@graph"] if node["@type"] == "WebSite")
    assert (site["name"], site["description"]) == ("The Second Feature", "Films, twice looked at.")
    feed = client.get(reverse("essays:essay_feed", args=["atom"])).content.decode()
    assert "<title>The Second Feature</title>" in feed
    assert "Films, twice looked at." in feed
    assert "The Second Feature" in publisher.get(reverse("admin:index")).content.decode()


@pytest.mark.django_db(transaction=True)  # the version grows once a transaction
@pytest.mark.usefixtures("keeping")
def test_kept_pages_are_made_anew_after_a_change_and_only_then(publisher, client, django_assert_num_queries):
    build.published()
    client.get("/essays/")
    with django_assert_num_queries(1):
        client.get("/essays/")
    save(publisher, site_name="The Second Feature")
    assert "The Second Feature" in client.get("/essays/").content.decode()


def test_the_settings_cost_readers_no_query_of_their_own(client):
    build.published()
    for page in ("/essays/", "/critics/", "/essays/nowhere-to-be-seen/", "/"):
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        asked = [one["sql"] for one in captured if "essays_sitesettings" in one["sql"]]
        assert len(asked) == 1
        assert "essays_siteversion" in asked[0]


def test_times_are_shown_by_the_clock_that_was_chosen(publisher, client):
    build.essay(status="published", published_at=dt.datetime(2026, 6, 19, 23, 30, tzinfo=dt.UTC), slug="late")
    assert "19 June 2026" in client.get("/essays/late/").content.decode()
    save(publisher, time_zone="Asia/Tokyo")
    assert "20 June 2026" in client.get("/essays/late/").content.decode()
    assert timezone.get_current_timezone_name() == "UTC", "the clock is that of the request alone"
    assert "time_zone" in faults(publisher, time_zone="Mars/Olympus")


def test_the_menu_is_as_it_was_written_and_leads_nowhere_else(publisher, client):
    save(publisher, menu="Reviews /essays/\nEvery film we know /films/")
    page = client.get("/films/").content.decode()
    menu = re.search(r'<nav aria-label="Main">(.*?)</nav>', page, re.DOTALL)[1]
    assert re.findall(r'href="([^"]*)"( aria-current="true")?>([^<]*)<', menu) == [
        ("/essays/", "", "Reviews"),
        ("/films/", ' aria-current="true"', "Every film we know"),
    ]


@pytest.mark.parametrize(
    ("menu", "said"),
    [
        pytest.param("/essays/", "write the words", id="no words"),
        pytest.param("Elsewhere https://films.example/", "Leave out the host", id="another site"),
        pytest.param("Elsewhere //films.example/", "single slashes", id="another site without a scheme"),
        pytest.param("Script javascript:alert(1)", "Leave out the host", id="a script"),
        pytest.param("Nothing /nothing/at/all/", "no page of this site", id="no page"),
        pytest.param("Desk {desk}", "the desk", id="the desk"),
        pytest.param("\n".join(f"Films {n} /films/" for n in range(13)), "at most 12", id="too many"),
        pytest.param("F" * 41 + " /films/", "at most 40", id="too long"),
    ],
)
def test_a_menu_that_leads_nowhere_is_refused_by_its_line(publisher, menu, said):
    menu = menu.replace("{desk}", reverse("admin:index"))
    assert said in faults(publisher, menu=menu)["menu"][0]


def test_the_chosen_essay_leads_the_front_page_while_readers_see_it(publisher, client):
    old = build.essay("The Old One", status="published", published_at=build.NOW - dt.timedelta(days=400))
    for number in range(8):
        build.published(f"News {number}")
    assert client.get("/").context["lead"] != old
    save(publisher, lead=old.pk)
    shown = client.get("/").context
    assert shown["lead"] == old
    assert len(shown["latest"]) == 6
    assert old not in shown["latest"]
    Essay.objects.filter(pk=old.pk).update(status="withdrawn", withdrawn_at=timezone.now())
    assert client.get("/").context["lead"].headline.startswith("News")
    assert "lead" in faults(publisher, lead=build.essay("A Draft").pk)


def test_the_scale_is_what_the_form_takes_and_the_page_shows(publisher, client):
    save(publisher, rating_best=10)
    made = build.published(rating=8, slug="eight", about=build.film())
    made.full_clean()
    assert "Rated <b>8</b> out of 10" in client.get("/essays/eight/").content.decode()
    said = faults(publisher, rating_best=4)["rating_best"][0]
    assert said == "1 essay is rated out of 10; their numbers would mean something else."
    assert site_settings().best == 10
    Essay.objects.update(rating=None)
    save(publisher, rating_best=4)
    made.rating = 5
    with pytest.raises(Exception, match="from 0 to 4"):
        made.full_clean()


def test_house_rules_stop_or_warn_and_what_nobody_chose_is_as_installed(publisher, settings):
    settings.PUBLISHING_NEEDS = ["standfirst"]
    draft = build.essay(standfirst="", body="<p>It rains.</p>", kind="review")
    assert [point.point for point in what_stops(draft)] == ["standfirst"]
    stored = save(publisher, rule_subject="stops", rule_standfirst="warns")
    assert stored.house_rules == {"subject": "stops", "standfirst": "warns"}
    assert [point.point for point in what_stops(draft)] == ["subject"]
    assert {"subject", "standfirst"} <= {point.point for point in what_is_missing(draft)}
    save(publisher, rule_subject="", rule_standfirst="")
    assert [point.point for point in what_stops(draft)] == ["standfirst"]


def test_every_point_of_the_checklist_has_words_on_the_screen(publisher):
    from django.conf import settings

    page = publisher.get(address()).content.decode()
    for point in settings.PUBLISHING_POINTS:
        assert f'name="rule_{point}"' in page


def test_who_may_only_look_changes_nothing(publisher, client):
    save(publisher, site_name="The Second Feature")
    client.force_login(build.account("reader", "essays.view_sitesettings"))
    assert "The Second Feature" in client.get(address()).content.decode()
    assert client.post(address(), {"site_name": "Mine"}).status_code == 403
    assert site_settings().name == "The Second Feature"


def test_there_is_one_row_that_nobody_adds_or_deletes(publisher, desk):
    save(publisher, site_name="The Second Feature")
    for client in (publisher, desk):
        assert client.get(address("add")).status_code == 403
        assert client.post(address("delete"), {"post": "yes"}).status_code == 403
        assert client.get(address("change", 2)).status_code == 302
    assert Group.objects.get(name="Publishers").permissions.filter(codename="change_sitesettings").exists()


@pytest.mark.django_db(transaction=True)  # the version grows once a transaction
@pytest.mark.usefixtures("keeping")
def test_kept_pages_show_the_logo_as_soon_as_a_publisher_chooses_it(client, publisher):
    logo = build.picture(name="The logo")
    first = client.get("/essays/")
    assert "brand logo" not in first.content.decode()
    save(publisher, logo=str(logo.pk))
    assert "brand logo" in client.get("/essays/").content.decode()
    assert client.get("/essays/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_form_says_what_logo_to_upload_and_takes_only_pictures_of_the_library(publisher):
    logo = build.picture(name="The logo")
    page = publisher.get(address()).content.decode()
    assert "at least 80 pixels high" in page
    assert 'name="logo"' in page
    assert "logo" in faults(publisher, logo="99999")
    assert save(publisher, logo=str(logo.pk)).logo == logo
