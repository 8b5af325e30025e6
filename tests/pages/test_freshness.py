"""Kept pages, ETags and what caches may do: never an older page than the site's, and no trace of the desk's work."""

import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from essays.desk.publishing import publish, withdraw
from essays.models import Essay, Film, SiteVersion
from essays.models.site_version import DESK_ONLY, OURS, seen_at
from essays.views.freshness import STALE_SECONDS, cache_control
from people.models import Person
from tests import build

IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Each write is a transaction of its own, as in life.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def keeping(tmp_path: Path) -> Iterator[None]:
    on_disk = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path / "pages")}
    levels = {"pages": IN_MEMORY | {"LOCATION": "pages of tests"}, "stored pages": on_disk}
    answers = IN_MEMORY | {"LOCATION": "answers of tests"}
    with override_settings(CACHES={"default": IN_MEMORY, "answers": answers, **levels}):
        caches["pages"].clear()
        caches["answers"].clear()
        yield


def number() -> int:
    return seen_at(timezone.now()).number


def test_a_page_is_made_once_and_kept_until_something_readers_see_is_written(
    client: Client, django_assert_num_queries
) -> None:
    essay = build.published("A Russian in Chicago")
    address = essay.get_absolute_url()
    first = client.get(address)
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content
    Essay.objects.filter(pk=essay.pk).update(headline="A Russian in Moscow")
    assert b"A Russian in Moscow" in client.get(address).content


def test_a_page_is_stored_once_on_disk_for_all_processes(
    client: Client, tmp_path: Path, django_assert_num_queries
) -> None:
    address = build.published().get_absolute_url()
    first = client.get(address)
    caches["pages"].clear()  # as in another process
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content
    Essay.objects.update(language="de")
    client.get(address)
    assert len(list((tmp_path / "pages").iterdir())) == 1


def test_an_unchanged_page_is_answered_304_without_its_content(client: Client) -> None:
    address = build.published().get_absolute_url()
    page = client.get(address)
    again = client.get(address, headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for header in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again[header] == page[header]
    weak = client.get(address, headers={"if-none-match": f'"other", W/{page["ETag"]}'})
    assert weak.status_code == 304
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_page_goes_out_compressed_to_whoever_takes_it(client: Client) -> None:
    address = build.published().get_absolute_url()
    plain = client.get(address)
    small = client.get(address, headers={"accept-encoding": "br;q=1.0, gzip;q=0.8"})
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) == int(small["Content-Length"]) < len(plain.content)
    assert small["ETag"] == f"W/{plain['ETag']}"
    for page in (plain, small):
        assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in page["Vary"].split(",")}
        again = client.get(address, headers={"if-none-match": page["ETag"], "accept-encoding": "gzip"})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, identity"])
def test_a_page_goes_out_as_it_is_to_whoever_takes_no_gzip(client: Client, accepted: str) -> None:
    address = build.published().get_absolute_url()
    page = client.get(address, headers={"accept-encoding": accepted})
    assert "Content-Encoding" not in page
    assert page.content == client.get(address).content


def test_what_the_desk_alone_sees_changes_no_etag(client: Client) -> None:
    address = build.published().get_absolute_url()
    etag, before = client.get(address)["ETag"], number()
    build.essay("A draft that nobody may see")
    assert number() > before  # which rows a page shows is not known to the statement
    assert client.get(address)["ETag"] == etag


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda: Film.objects.create(title="Red Heat", release_year=1988), id="a row made"),
        pytest.param(lambda: Person.objects.bulk_create([build_person()]), id="rows made in bulk"),
        pytest.param(lambda: Essay.objects.update(language="de"), id="an update past save"),
        pytest.param(lambda: build.critic().delete(), id="a row deleted"),
    ],
)
def test_every_way_of_writing_makes_a_new_version(write) -> None:
    build.published()
    before = number()
    write()
    assert number() > before


def build_person() -> Person:
    person = Person(name="Walter Hill")
    person.derive_keys()
    return person


def test_a_copy_of_many_rows_makes_a_new_version() -> None:
    from essays.desk.bulk import insert_rows
    from essays.models import FilmIdentifier

    film, before = build.film(), number()
    insert_rows(FilmIdentifier, ("film_id", "scheme", "value"), [(film.pk, "imdb", "tt0095963")])
    assert number() > before


def test_what_is_rolled_back_makes_none_where_the_database_can_tell_and_many_writes_make_one() -> None:
    from django.db import transaction

    build.published()
    before = number()
    with transaction.atomic():
        Essay.objects.update(language="de")
        Essay.objects.update(language="en")
        transaction.set_rollback(True)
    assert number() == before
    with transaction.atomic():
        with transaction.atomic():
            Essay.objects.update(language="de")
        Essay.objects.update(language="en")
    assert number() == before + 1


def test_a_savepoint_rolled_back_takes_its_mark_with_it() -> None:
    from django.db import transaction

    build.published()
    before = number()
    with transaction.atomic():
        with transaction.atomic():
            Essay.objects.update(language="de")
            transaction.set_rollback(True)
        Essay.objects.update(language="fr")
    assert number() == before + 1


def test_a_planned_time_that_passes_makes_another_page_before_anything_is_done_about_it(client: Client) -> None:
    now = timezone.now()
    essay = build.published("A Russian in Chicago")
    soon = now + dt.timedelta(hours=1)
    Essay.objects.filter(pk=essay.pk).update(withdrawn_at=soon, planned_at=soon)
    before, after = seen_at(now), seen_at(soon + dt.timedelta(seconds=1))
    assert (before.passed, after.passed) == (0, 1)
    assert before.number == after.number
    assert before.next_at is not None and abs(before.next_at - soon) < dt.timedelta(seconds=1)
    assert after.next_at is None


def test_publishing_and_withdrawing_show_at_once(client: Client) -> None:
    publisher = build.account("pauline", is_superuser=True)
    essay = build.essay("A Russian in Chicago", body="<p>It was cold.</p>")
    assert b"A Russian in Chicago" not in client.get("/essays/").content
    publish(essay, by=publisher, now=timezone.now())
    assert b"A Russian in Chicago" in client.get("/essays/").content
    withdraw(essay, by=publisher, now=timezone.now())
    assert b"A Russian in Chicago" not in client.get("/essays/").content
    assert client.get(f"/essays/{essay.slug}/").status_code == 410


@override_settings(CDN_SECONDS=60)
def test_a_cache_in_front_keeps_nothing_past_the_next_planned_time() -> None:
    essay = build.published()
    assert cache_control(seen_at(timezone.now())) == (
        f"public, max-age=0, s-maxage=60, stale-while-revalidate={STALE_SECONDS}"
    )
    for seconds, most in ((30, 30), (120, 120)):
        at = timezone.now() + dt.timedelta(seconds=seconds)
        Essay.objects.filter(pk=essay.pk).update(withdrawn_at=at, planned_at=at)
        said = cache_control(seen_at(timezone.now()))
        kept = [int(part.partition("=")[2]) for part in said.split(", ") if part.startswith(("s-max", "stale"))]
        assert most - 3 <= sum(kept) <= most


def test_who_has_a_session_is_answered_anew_and_nothing_of_it_is_kept(client: Client) -> None:
    address = build.published().get_absolute_url()
    editor = build.account("edith", is_superuser=True)
    client.force_login(editor)
    page = client.get(address)
    assert page["Cache-Control"] == "private, no-cache"
    assert b"Edit this essay" in page.content
    assert b"Edit this essay" not in Client().get(address).content


def test_a_choice_by_cookie_has_a_page_of_its_own(client: Client) -> None:
    address = build.published().get_absolute_url()
    client.get(address)
    client.cookies["theme"] = "dark"
    with_choice = client.get(address)
    assert "Cookie" in with_choice["Vary"]
    assert len(caches["pages"]._cache) == 2


def test_what_is_not_a_public_page_is_not_kept(client: Client) -> None:
    build.published()
    for address in ("/no/such/page/", "/healthz", "/robots.txt", "/admin/login/"):
        response = client.get(address)
        assert not response.has_header("ETag"), address
    assert not caches["pages"]._cache


def test_every_model_left_out_is_one_of_ours() -> None:
    from django.apps import apps

    ours = {model._meta.model_name for app in OURS for model in apps.get_app_config(app).get_models()}
    assert ours >= DESK_ONLY
    assert SiteVersion._meta.model_name in DESK_ONLY
    assert connection.execute_wrappers
