"""The public site as static files: the same pages at the same addresses, and nothing that a reader could not open."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings
from django.utils import timezone

from essays.desk.publishing import withdraw
from essays.management.exporting import STATE, Folder, file_name
from essays.models import Essay, Film, Redirect, SiteSettings
from tests import build
from tests.pages import rows
from tests.pages.test_pages import entry_on, red_heat, review_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _connection_stays() -> Iterator[None]:
    """As Django's test client has it: the end of a request does not close the connection that holds the test's rows."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def site() -> Essay:
    film = build.film()
    build.credit(film, build.person())
    essay = build.published("A Russian in Chicago", about=film, by=build.critic())
    build.published("Red Heat, the entry", kind="reference", about=film)
    rows.essays(25)
    build.essay("Zorglub, a draft")
    return essay


def export(folder: Path) -> str:
    from io import StringIO

    said = StringIO()
    call_command("export_site", folder, stdout=said)
    return said.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != STATE
    }


FORMS = re.compile(rb'<form class="(find|theme|order|ask)"[^>]*>(?:(?!<form).)*?</form>', re.DOTALL)


def test_each_page_is_the_sites_own_at_its_address_but_for_the_forms_that_a_server_answers(
    client: Client, site: Essay, tmp_path: Path
) -> None:
    export(tmp_path / "out")
    written = files(tmp_path / "out")
    everywhere = [b"find", b"theme"]
    left_out = {
        "/": everywhere,
        "/essays/": [b"find", b"order", b"theme"],
        "/essays/page/2/": [b"find", b"order", b"theme"],
        site.get_absolute_url(): [b"find", b"ask", b"theme"],
        "/films/": [b"find", b"order", b"theme"],
        "/films/red-heat-1988/": everywhere,
        "/critics/": everywhere,
    }
    for address, forms in left_out.items():
        served = client.get(address).content
        assert FORMS.findall(served) == forms, address
        assert written[file_name(address, "text/html") or ""] == FORMS.sub(b"", served), address
    for address in ("/robots.txt", "/sitemap.xml", "/sitemap-essays.xml"):
        assert written[address.lstrip("/")] == client.get(address).content
    not_found = client.get("/no-such-page-is-here/").content
    assert FORMS.findall(not_found) == [b"find"]
    assert written["404.html"] == FORMS.sub(b"", not_found)


def test_no_form_of_any_page_asks_a_server_and_one_that_a_page_answers_itself_stays(
    client: Client, site: Essay, tmp_path: Path
) -> None:
    """The ways to read an essay beside its record are chosen by the style sheet alone."""
    review = review_of(red_heat())
    entry_on(Film.objects.get(runtime_minutes=104))
    export(tmp_path / "out")
    pages = {name: page for name, page in files(tmp_path / "out").items() if name.endswith(".html")}
    forms = {form for page in pages.values() for form in re.findall(rb"<form[^>]*>", page)}
    assert forms <= {b'<form class="lens" method="get" lang="en">'}
    assert b'class="lens"' in client.get(review.get_absolute_url()).content
    assert b'class="lens"' in pages[file_name(review.get_absolute_url(), "text/html") or ""]


def test_every_link_of_every_page_leads_to_a_file(site: Essay, tmp_path: Path) -> None:
    export(tmp_path / "out")
    written = files(tmp_path / "out")
    dead = set()
    for name, content in written.items():
        if name.endswith(".html"):
            for found in re.findall(r'(?:href|src)="(/[^"#?]*)[^"]*"', content.decode()):
                if not found.startswith("/search/") and file_name(found, "text/html") not in written:
                    dead |= {found} if found.lstrip("/") not in written else set()
    assert not dead


def test_a_page_that_is_led_to_with_letters_and_with_escapes_is_one_file(site: Essay, tmp_path: Path) -> None:
    build.film("جدایی نادر از سیمین", 2011, visibility="public")
    export(tmp_path / "out")
    assert "films/letter/ج/index.html" in files(tmp_path / "out")


def test_styles_and_the_fonts_they_name_come_along(site: Essay, tmp_path: Path) -> None:
    export(tmp_path / "out")
    names = set(files(tmp_path / "out"))
    assert "static/essays/site.css" in names
    assert any(name.endswith(".woff2") for name in names)


def test_the_sites_logo_comes_along(site: Essay, tmp_path: Path) -> None:
    logo = build.picture(build.drawn((1200, 200)), name="The logo")
    SiteSettings.objects.create(pk=1, logo=logo)
    export(tmp_path)
    kept = tmp_path / logo.address("480.webp").lstrip("/")
    with default_storage.open(logo.name_of("480.webp")) as stored:
        assert kept.read_bytes() == stored.read()
    assert 'class="brand logo"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_films_poster_comes_along_as_its_page_and_its_data_name_it(site: Essay, tmp_path: Path) -> None:
    poster = build.picture(build.drawn((600, 900)), name="The one sheet")
    film = site.subjects.get().film
    film.poster = poster
    film.save()
    export(tmp_path)
    for name in ("600.jpg", "480.webp", "600.webp"):
        assert (tmp_path / poster.address(name).lstrip("/")).is_file()


def test_no_word_of_a_draft_is_in_any_file(site: Essay, tmp_path: Path) -> None:
    export(tmp_path / "out")
    assert not [name for name, content in files(tmp_path / "out").items() if b"Zorglub" in content]


def test_a_second_export_writes_what_has_changed_and_deletes_what_is_gone(site: Essay, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != STATE}
    assert ": 0 written," in export(folder)
    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != STATE}
    withdraw(site, by=build.superuser(), now=timezone.now())
    assert " deleted" in export(folder)
    gone = folder / site.get_absolute_url().strip("/")
    assert not gone.exists()
    assert not [name for name, content in files(folder).items() if b"A Russian in Chicago" in content]


def test_what_was_deleted_is_in_no_later_export(client: Client, site: Essay, tmp_path: Path) -> None:
    film = build.film("48 Hrs.", 1982, visibility="public")
    old = film.get_absolute_url()
    film.slug = "forty-eight"
    film.save()
    export(tmp_path / "out")
    names = {"films/48-hrs-1982/index.html", "films/forty-eight/index.html"}
    assert names <= set(files(tmp_path / "out"))
    film.delete()
    export(tmp_path / "out")
    assert not [name for name, content in files(tmp_path / "out").items() if name in names or b"48 Hrs." in content]
    assert client.get(old).status_code == 410


def test_old_addresses_are_pages_that_lead_on(client: Client, site: Essay, tmp_path: Path) -> None:
    old = site.get_absolute_url()
    site.slug = "danko-in-chicago"
    site.save()
    Redirect.objects.create(path="/2009/06/red-heat", essay=site)
    draft = build.essay("Gone fishing")
    Redirect.objects.create(path="/2010/fishing", essay=draft)
    export(tmp_path / "out")
    written = files(tmp_path / "out")
    for address in (old, "/2009/06/red-heat"):
        page = written[file_name(address, "text/html") or ""].decode()
        assert 'rel="canonical" href="http://testserver/essays/danko-in-chicago/"' in page
    assert not [name for name in written if "fishing" in name]


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        pytest.param(lambda folder: folder.write_text("x"), "is a file. Name a folder.", id="a file"),
        pytest.param(
            lambda folder: (folder.mkdir(), (folder / "letter.txt").write_text("x")),
            "holds files that no export wrote",
            id="a folder of somebody's",
        ),
        pytest.param(
            lambda folder: (folder.mkdir(), (folder / STATE).write_text("{")), "cannot be read", id="a broken note"
        ),
    ],
)
def test_what_is_no_exports_is_not_touched(site: Essay, tmp_path: Path, prepare: Any, sentence: str) -> None:
    folder = tmp_path / "out"
    prepare(folder)
    before = files(folder) if folder.is_dir() else folder.read_bytes()
    with pytest.raises(CommandError, match=re.escape(sentence)):
        export(folder)
    assert before == (files(folder) if folder.is_dir() else folder.read_bytes())


def test_a_file_beside_an_exports_own_stays(site: Essay, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(folder)
    (folder / "CNAME").write_text("films.example")
    export(folder)
    assert (folder / "CNAME").read_text() == "films.example"
    assert "CNAME" not in (folder / STATE).read_text()


def test_somebody_elses_file_in_the_place_of_a_page_is_not_written_over(site: Essay, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(folder)
    another = build.published("Another")
    theirs = folder / another.get_absolute_url().strip("/") / "index.html"
    theirs.parent.mkdir()
    theirs.write_text("theirs")
    with pytest.raises(CommandError, match="none of an export's files"):
        export(folder)
    assert theirs.read_text() == "theirs"


def test_an_export_that_was_stopped_knows_its_files_again(site: Essay, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    stopped = Folder.open(folder)
    stopped.write("essays/gone/index.html", b"half an export")
    export(folder)
    assert not (folder / "essays/gone").exists()


@override_settings(SITE_URL="")
def test_without_the_sites_address_nothing_is_written(site: Essay, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="SITE_URL is not set"):
        export(tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("address", "content_type", "name"),
    [
        ("/", "text/html; charset=utf-8", "index.html"),
        ("/essays/red-heat/", "text/html", "essays/red-heat/index.html"),
        ("/2009/red-heat", "text/html", "2009/red-heat/index.html"),
        ("/2009/red-heat.html", "text/html", "2009/red-heat.html"),
        ("/robots.txt", "text/plain", "robots.txt"),
        ("/feed/", "application/atom+xml", None),
        ("/../secret.html", "text/html", None),
        ("/%2e%2e/secret.html", "text/html", None),
        ("/a/%00.html", "text/html", None),
        (f"/{'a' * 300}.html", "text/html", None),
        (f"/{STATE}", "text/html", None),
    ],
)
def test_the_file_of_an_address(address: str, content_type: str, name: str | None) -> None:
    assert file_name(address, content_type) == name
