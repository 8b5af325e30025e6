"""Old addresses answer with one 301, and only where nothing else does."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from essays.models import Redirect
from people.models import Tag
from tests import build

pytestmark = pytest.mark.django_db

LATER = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


def redirect(path: str, **fields: object) -> None:
    made = Redirect(path=path, **fields)
    made.full_clean()
    made.save()


def location(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, address
    assert response["Cache-Control"] == "no-cache"  # it may lead elsewhere some day
    return response["Location"]


@pytest.mark.parametrize(
    "asked",
    [
        "/2009/06/red-heat/",
        "/2009/06/red-heat",
        "/2009/06/Red-Heat/",
        "/2009/06/red%2dheat/",
        "/2009/06/red-heat/?utm_source=feed",
        "/2009/06/red-heat/?replytocom=7",
        "/2009/06/red-heat/?page=2",
        "/?p=123",
        "/?P=123",
        "/?utm_medium=mail&p=123",
        "/essays/an-old-one",
        "/essays/an-old-one/",
    ],
)
def test_every_spelling_of_an_old_address_leads_in_one_step_to_where_the_essay_is_now(
    client: Client, asked: str
) -> None:
    essay = build.published()
    for path in ("/2009/06/Red-Heat/", "/?p=123", "/essays/an-old-one/"):
        redirect(path, essay=essay)
    essay.slug = "moscow-on-the-lake"
    essay.save()
    assert location(client, asked) == "/essays/moscow-on-the-lake/"
    assert client.head(asked).status_code == 301
    assert client.get("/essays/moscow-on-the-lake/").status_code == 200


def test_each_kind_of_target_answers(client: Client) -> None:
    critic = build.critic()
    essay = build.published(by=critic)
    tag = Tag.objects.create(name="Cold War")
    essay.tags.add(tag)
    made = {"film": build.film(visibility="public"), "person": build.person(visibility="public")}
    made |= {"critic": critic, "tag": tag}
    for kind, record in made.items():
        redirect(f"/old/{kind}", **{kind: record})
        assert location(client, f"/old/{kind}/") == record.get_absolute_url()
    redirect("/about", to="/critics/?page=1")
    assert location(client, "/about/") == "/critics/?page=1"


def test_what_readers_may_not_see_is_not_betrayed(client: Client) -> None:
    """Also not to an editor: the answer stays in caches for good."""
    made = {
        "draft": {"essay": build.essay("Draft")},
        "scheduled": {"essay": build.essay("Later", status="published", published_at=LATER)},
        "discarded": {"essay": build.essay("Thrown away", discarded_at=build.NOW)},
        "film": {"film": build.film(visibility="hidden")},
        "unnamed": {"film": build.film("48 Hrs.", 1982)},
        "person": {"person": build.person(visibility="proposed")},
        "critic": {"critic": build.critic()},
        "tag": {"tag": Tag.objects.create(name="Cold War")},
    }
    for path, fields in made.items():
        redirect(f"/{path}", **fields)
    for path in made:
        assert client.get(f"/{path}/").status_code == 404, path
    client.force_login(build.superuser())
    assert client.get("/draft/").status_code == 404


@pytest.mark.parametrize(
    "since",
    [
        pytest.param({"withdrawn_at": dt.datetime(2026, 6, 2, tzinfo=dt.UTC)}, id="withdrawn"),
        pytest.param({"discarded_at": build.NOW}, id="in the wastebasket"),
    ],
)
def test_an_essay_that_readers_knew_is_gone_as_its_own_page_says(client: Client, since: dict[str, Any]) -> None:
    gone = build.published(**since)
    redirect("/2009/gone", essay=gone)
    own, old = client.get(gone.get_absolute_url()), client.get("/2009/gone/")
    assert own.status_code == old.status_code == 410
    assert "410" in old.content.decode() or "withdrawn" in old.content.decode()


def test_the_first_page_answers_whatever_its_query_where_no_old_address_is_known(client: Client) -> None:
    redirect("/?p=123", essay=build.published())
    for query in ("p=124", "utm_source=feed", "p=123%00", "&".join(f"f{n}=1" for n in range(99)), "%ff"):
        assert client.get(f"/?{query}").status_code == 200, query
    redirect("/?p=5", essay=build.essay("Draft"))
    assert client.get("/?p=5").status_code == 200


@pytest.mark.parametrize("asked", ["/no/such/page/", "/a//b", "/%00", "/..", "/%5c", "/" + "a" * 2000, "/%ff?p=%ff"])
def test_what_is_known_to_nobody_is_not_found(client: Client, asked: str) -> None:
    redirect("/2009/red-heat", essay=build.published())
    assert client.get(asked).status_code in {301, 404}
    assert client.get(asked, follow=True).status_code == 404


def test_nothing_is_asked_where_a_page_answers_and_one_question_where_none_does(
    client: Client, django_assert_num_queries
) -> None:
    essay = build.published()
    redirect("/2009/red-heat", essay=essay)
    version = 1  # of the site, asked before any page
    with django_assert_num_queries(version + 1):
        client.get("/2009/red-heat/")
    with django_assert_num_queries(version + 1):
        client.get("/no/such/page/")
    with django_assert_num_queries(version):
        client.get("/%00/")
    with django_assert_num_queries(0):
        client.get("/robots.txt")


def test_only_reading_is_sent_on(client: Client) -> None:
    redirect("/2009/red-heat", essay=build.published())
    assert client.post("/2009/red-heat/").status_code == 404
