"""What readers may not see leaves no trace on any page, in any count, list or sitemap."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essays.desk.importing import import_document
from essays.desk.publishing import publish, return_to_draft, withdraw
from essays.desk.rendering import renew_rendering
from essays.desk.scheduling import schedule
from essays.models import Essay, EssayTag, Film, FilmTag, Source
from people.models import Person, PersonTag, Tag
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ids_from_one")]

LONG_AGO, FAR_AHEAD = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2120, 1, 1, tzinfo=dt.UTC)
UNSEEN = [
    pytest.param({"status": "draft"}, id="draft"),
    pytest.param({"status": "in review"}, id="in review"),
    pytest.param({"status": "approved"}, id="approved"),
    pytest.param({"status": "published", "published_at": FAR_AHEAD}, id="scheduled"),
    pytest.param({"status": "draft", "discarded_at": LONG_AGO}, id="discarded draft"),
    pytest.param({"status": "published", "published_at": FAR_AHEAD, "discarded_at": LONG_AGO}, id="discarded before"),
]
GONE = [
    pytest.param({"status": "withdrawn", "published_at": LONG_AGO}, id="withdrawn"),
    pytest.param(
        {"status": "published", "published_at": LONG_AGO, "withdrawn_at": LONG_AGO + dt.timedelta(days=1)}, id="ended"
    ),
    pytest.param({"status": "published", "published_at": LONG_AGO, "discarded_at": LONG_AGO}, id="discarded"),
    pytest.param({"status": "draft", "had_readers": True, "discarded_at": LONG_AGO}, id="discarded later"),
]
PUBLIC_ADDRESSES = [
    "/",
    "/essays/",
    "/films/",
    "/people/",
    "/tags/",
    "/critics/",
    "/films/red-heat-1988/",
    "/people/walter-hill/",
    "/essays/a-russian-in-chicago/",
    "/tags/cold-war/",
    "/critics/the-film-desk/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-essays.xml",
    "/sitemap-films.xml",
    "/sitemap-people.xml",
    "/sitemap-tags.xml",
    "/sitemap-critics.xml",
    "/nothing-here/",
]


def public_site() -> tuple[Film, Person]:
    """One published essay on Red Heat that names Walter Hill, and records that are always public."""
    film = build.film()
    hill = build.person("Walter Hill")
    build.credit(film, hill)
    essay = build.published(about=film, by=build.critic())
    build.mention(essay, "Walter Hill", hill)
    build.mention(essay, "Red Heat", film, start=17)
    renew_rendering(essay)
    essay.tags.add(Tag.objects.create(name="Cold War", slug="cold-war"))
    return film, hill


def hidden_essay(film: Film, hill: Person, fields: dict[str, Any]) -> Essay:
    """An essay with words, a person, a film, a critic and a tag that nothing else has, and a credit it alone states."""
    secret_person, secret_film = build.person("Agnès Zorglub"), build.film("Zorglub Returns", 1991)
    tag = Tag.objects.create(name="zorglubism", slug="zorglubism")
    essay = build.essay(
        "Zorglub Speaks",
        about=film,
        by=build.critic("Zoe Zorglub"),
        standfirst="Zorglub at last.",
        body="<h2>Zorglub</h2><p>Agnès Zorglub, Walter Hill and Zorglub Returns are in Red Heat.</p>",
        **fields,
    )
    build.mention(essay, "Agnès Zorglub", secret_person, start=9)
    build.mention(essay, "Walter Hill", hill, start=24)
    build.mention(essay, "Zorglub Returns", secret_film, start=40)
    renew_rendering(essay)
    EssayTag.objects.create(content_object=essay, tag=tag)
    FilmTag.objects.create(content_object=secret_film, tag=tag)
    PersonTag.objects.create(content_object=secret_person, tag=tag)
    Source.objects.create(
        name="zorglub.txt",
        sha256="1" * 64,
        content=b"Zorglub",
        encoding="utf-8",
        read_at=LONG_AGO,
        read_by="0.1",
        outcome="created",
        essay=essay,
    )
    build.credit(film, secret_person, job="composer", source="zorglub.txt")
    build.credit(secret_film, hill, job="director", source="zorglub.txt")
    return essay


def pages(client: Client) -> dict[str, bytes]:
    found = {}
    for address in PUBLIC_ADDRESSES:
        response = client.get(address)
        assert response.status_code == (404 if address == "/nothing-here/" else 200), address
        found[address] = response.content
    return found


@pytest.mark.parametrize("fields", UNSEEN + GONE)
def test_what_readers_may_not_see_changes_no_byte_of_any_page(client: Client, fields: dict[str, Any]) -> None:
    film, hill = public_site()
    before = pages(client)
    hidden_essay(film, hill, fields)
    after = pages(client)
    assert [address for address in PUBLIC_ADDRESSES if before[address] != after[address]] == []


@pytest.mark.parametrize("fields", UNSEEN + GONE)
def test_what_only_an_unseen_essay_names_has_no_page(client: Client, fields: dict[str, Any]) -> None:
    hidden_essay(*public_site(), fields)
    for address in (
        "/people/agnes-zorglub/",
        "/films/zorglub-returns-1991/",
        "/tags/zorglubism/",
        "/critics/zoe-zorglub/",
    ):
        assert client.get(address).status_code == 404, address


def test_the_same_essay_published_shows_everywhere(client: Client) -> None:
    """So that the two tests above can fail."""
    film, hill = public_site()
    before = pages(client)
    hidden_essay(film, hill, {"status": "published", "published_at": LONG_AGO})
    after = pages(client)
    unchanged = {"/essays/a-russian-in-chicago/", "/robots.txt", "/sitemap.xml", "/nothing-here/", "/tags/cold-war/"}
    unchanged |= {"/critics/the-film-desk/"}
    changed = {address for address in PUBLIC_ADDRESSES if before[address] != after[address]}
    assert set(PUBLIC_ADDRESSES) - changed <= unchanged
    assert client.get("/people/agnes-zorglub/").status_code == 200
    assert client.get("/films/zorglub-returns-1991/").status_code == 200
    assert client.get("/tags/zorglubism/").status_code == 200


@pytest.mark.parametrize("fields", UNSEEN)
def test_an_unseen_essay_is_not_found(client: Client, fields: dict[str, Any]) -> None:
    assert client.get(build.essay("Zorglub", **fields).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("fields", GONE)
def test_a_withdrawn_essay_says_that_it_is_gone_and_nothing_else(client: Client, fields: dict[str, Any]) -> None:
    response = client.get(build.essay("Zorglub", **fields).get_absolute_url())
    assert response.status_code == 410
    assert b"withdrawn" in response.content
    assert b"Zorglub" not in response.content


def test_a_withdrawn_essay_answers_so_at_its_former_address_too(client: Client) -> None:
    essay = build.essay("Zorglub", status="withdrawn", published_at=LONG_AGO)
    essay.slug = "zorglub-twice"
    essay.save()
    assert client.get("/essays/zorglub/").status_code == 410


def test_what_readers_once_opened_stays_gone_until_they_see_it_again(client: Client) -> None:
    essay = build.essay("Zorglub", status="withdrawn", published_at=LONG_AGO)
    now = timezone.now()
    return_to_draft(essay, by=None, now=now)
    assert client.get("/essays/zorglub/").status_code == 410
    schedule(essay, publish_at=now + dt.timedelta(days=1), withdraw_at=None, by=None, now=now)
    assert client.get("/essays/zorglub/").status_code == 410
    withdraw(essay, by=None, now=now)
    publish(essay, by=None, now=now)
    assert client.get("/essays/zorglub/").status_code == 200


def test_what_no_reader_has_seen_was_never_there_whatever_was_planned(client: Client) -> None:
    essay = build.essay("Zorglub", status="approved")
    now = timezone.now()
    schedule(essay, publish_at=now + dt.timedelta(days=1), withdraw_at=None, by=None, now=now)
    withdraw(essay, by=None, now=now)
    return_to_draft(essay, by=None, now=now)
    assert client.get("/essays/zorglub/").status_code == 404


@pytest.mark.parametrize("visibility", ["proposed", "hidden"])
def test_a_proposed_or_hidden_record_has_no_page_and_no_link_though_something_published_names_it(
    client: Client, visibility: str
) -> None:
    film, hill = build.film(visibility=visibility), build.person(visibility=visibility)
    other = build.film("48 Hrs.", 1982, visibility="public")
    build.credit(other, hill)
    essay = build.published(about=film)
    build.mention(essay, "Walter Hill", hill)
    build.mention(essay, "Red Heat", film, start=17)
    renew_rendering(essay)
    assert client.get(film.get_absolute_url()).status_code == 404
    assert client.get(hill.get_absolute_url()).status_code == 404
    page = client.get(essay.get_absolute_url()).content.decode()
    assert "<p>Walter Hill made <cite>Red Heat</cite> in 1988.</p>" in page
    assert film.get_absolute_url() not in page
    assert "Walter Hill" not in client.get(other.get_absolute_url()).content.decode()


def test_a_record_that_is_always_public_needs_no_essay(client: Client) -> None:
    film, person = build.film(visibility="public"), build.person(visibility="public")
    assert client.get(film.get_absolute_url()).status_code == 200
    assert client.get(person.get_absolute_url()).status_code == 200


def test_a_record_of_the_catalogue_is_public_only_when_something_published_names_it(client: Client) -> None:
    film, person = build.film(), build.person()
    assert client.get(film.get_absolute_url()).status_code == 404
    assert client.get(person.get_absolute_url()).status_code == 404
    essay = build.published()
    build.mention(essay, "Walter Hill", person)
    build.mention(essay, "Red Heat", film, start=17)
    assert client.get(film.get_absolute_url()).status_code == 200
    assert client.get(person.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("fields", [{"state": "undecided"}, {"state": "rejected"}, {"is_lost": True}])
def test_a_mention_that_is_undecided_rejected_or_lost_makes_nothing_public(
    client: Client, fields: dict[str, Any]
) -> None:
    film = build.film()
    build.mention(build.published(), "Red Heat", film, start=17, **fields)
    assert client.get(film.get_absolute_url()).status_code == 404


def test_unpublishing_the_only_essay_that_names_a_film_takes_its_page_and_its_links_away_at_once(
    client: Client,
) -> None:
    film, _ = public_site()
    killer = build.film("The Killer", 1989)
    naming = build.published("Doves", body="<p>The Killer is about Red Heat.</p>")
    build.mention(naming, "The Killer", killer)
    renew_rendering(naming)
    quoting = build.published("More Doves", about=film, body="<p>Not The Killer.</p>")
    build.mention(quoting, "The Killer", killer, start=4)
    renew_rendering(quoting)
    assert client.get(killer.get_absolute_url()).status_code == 200
    Essay.objects.filter(pk__in=[naming.pk, quoting.pk]).update(status="withdrawn")
    assert client.get(killer.get_absolute_url()).status_code == 404
    quoting.status = "published"
    quoting.save()
    assert client.get(killer.get_absolute_url()).status_code == 200
    assert "/films/the-killer-1989/" in client.get(quoting.get_absolute_url()).content.decode()
    quoting.mentions.update(state="rejected")
    page = client.get(quoting.get_absolute_url()).content.decode()
    assert "<p>Not <cite>The Killer</cite>.</p>" in page


def test_a_renamed_film_and_person_show_their_new_names_and_addresses_at_once(client: Client) -> None:
    film, hill = public_site()
    film.title, film.slug = "Red Heat: The Director's Cut", "red-heat-the-directors-cut"
    film.save()
    hill.name, hill.slug = "Walter Wesley Hill", "walter-wesley-hill"
    hill.save()
    page = client.get("/essays/a-russian-in-chicago/").content.decode()
    assert re.search('<a href="/people/walter-wesley-hill/"[^>]*>Walter Hill</a>', page)  # the essay's own words stay
    assert re.search('<a href="/films/red-heat-the-directors-cut/"[^>]*><cite>Red Heat</cite></a>', page)
    assert "Red Heat: The Director&#x27;s Cut" in page  # the record beside it has the new name
    assert "Walter Wesley Hill" in page


# What those who may view drafts see


def test_an_editor_sees_a_draft_at_its_address_marked_and_kept_from_caches_and_indexes(client: Client) -> None:
    draft = build.essay("Zorglub")
    client.force_login(build.account("editor", "essays.view_essay"))
    response = client.get(draft.get_absolute_url())
    assert response.status_code == 200
    assert "Draft." in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


def test_an_account_without_the_permission_does_not_see_a_draft(client: Client) -> None:
    client.force_login(build.account("reader"))
    assert client.get(build.essay("Zorglub").get_absolute_url()).status_code == 404


def test_a_published_essay_carries_no_mark_of_a_draft(client: Client) -> None:
    response = client.get(build.published().get_absolute_url())
    assert "Draft." not in response.content.decode()
    assert "X-Robots-Tag" not in response


def test_an_editor_sees_a_draft_in_no_list(client: Client) -> None:
    film, hill = public_site()
    hidden_essay(film, hill, {"status": "draft"})
    client.force_login(build.superuser())
    for address in ("/", "/essays/", film.get_absolute_url(), hill.get_absolute_url()):
        assert b"Zorglub" not in client.get(address).content, address


def test_only_those_who_may_change_a_record_are_offered_to(client: Client) -> None:
    film, hill = public_site()
    addresses = ["/essays/a-russian-in-chicago/", film.get_absolute_url(), hill.get_absolute_url()]
    assert [b"/admin/" in client.get(address).content for address in addresses] == [False] * 3
    client.force_login(build.superuser())
    assert [b"/admin/" in client.get(address).content for address in addresses] == [True] * 3


@pytest.mark.parametrize("name", ["entry.txt", "e" * 300 + ".txt"])
def test_a_director_whom_only_a_draft_states_is_named_nowhere(client: Client, name: str) -> None:
    red_heat = build.film()
    build.published(about=red_heat, by=build.critic())
    text = "Red Heat is a 1988 American action film directed by Walter Hill.\n[1] It was shot in Chicago.\n"
    report = import_document(text, name=name, now=build.NOW, film=red_heat)
    addresses = (red_heat.get_absolute_url(), reverse("essays:film_list"), reverse("essays:home"))
    for address in addresses:
        assert b"directed by" not in client.get(address).content
        assert b"Walter Hill" not in client.get(reverse("essays:film_list")).content
    publish(Essay.objects.get(pk=report.essay_id), by=None, now=build.NOW)
    for address in addresses:
        assert b"Walter Hill" in client.get(address).content
