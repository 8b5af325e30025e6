"""A site in German: nothing of its pages' own words is left in English, and the desk stays English."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from essays.management.exporting import moved_page
from essays.models import Account, Byline, Essay, Film
from essays.views.cards import card_of
from tests import build
from tests.browser.site import build_site
from tests.language.page import Page, has_letters, pieces
from tests.language.po import read_po
from tests.language.test_catalogue import FOLDER

SAME_IN_BOTH = {
    *("Essay", "Essays", "Feature", "Feed", "Film", "Genres", "Name", "Person", "System"),  # words that German has too
    *("April", "August", "September", "November"),  # months
    *("BibTeX", "CSL-JSON"),  # formats
    "Double Bill",  # what the site is called
}
ASKED = {"shwarzeneger", "zzyzx qqq", "red heat", "heat", "</script>", "'& number"}  # in a search
STAFF = "an editor's "
WORKED_ON = {f"{STAFF}draft", f"{STAFF}withdrawn"}
LONG = 30  # letters of a text that a page may cut
OWN_TEXTS = {"body", "rendered", "content", "text", "report"}  # of essays; on a page they are marked as English


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, tuple[int, str, str]]]:
    """Status, English and German page of each kind by a name, "data" for the words that records hold."""
    with django_db_blocker.unblock(), transaction.atomic():
        addresses = build_site() | {"no-preview": "/preview/no-such-token/"}
        withdrawn = build.published("Taken Down", body="<p>It was here.</p>", had_readers=True)
        Essay.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
        addresses["withdrawn"] = withdrawn.get_absolute_url()
        user = Account.objects.get(is_superuser=True)
        found = {}
        for name, address in addresses.items():
            for who in ("", STAFF):
                (status, english), (german_status, german) = (
                    _get(address, language, user if who else None) for language in ("en-gb", "de")
                )
                assert status == german_status
                found[who + name] = (status, english, german)
        found["data"] = (0, "\n".join(sorted(_data())), "")
        transaction.set_rollback(True)
    yield found


def _get(address: str, language: str, user: Account | None = None) -> tuple[int, str]:
    client = Client()
    if user is not None:
        client.force_login(user)
    with translation.override(language):
        response = client.get(address)
        return response.status_code, response.content.decode()


def _data() -> Iterator[str]:
    """Every word that a record holds, but for whole texts."""
    for app in ("essays", "people"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
                if is_text and field.name not in OWN_TEXTS:
                    yield from filter(None, model._default_manager.values_list(field.name, flat=True))
    for names in Film.objects.values_list("countries", "languages"):
        yield from (name for some in names for name in some)


def test_every_page_answers_in_german_as_in_english(site: dict[str, tuple[int, str, str]]) -> None:
    statuses = {name: status for name, (status, _, _) in site.items() if name != "data"}
    other = {"not-found": 404, "no-preview": 404, "draft": 404, "withdrawn": 410}
    assert len(statuses) > 50
    for name, status in statuses.items():
        assert status == (200 if name in WORKED_ON else other.get(name.removeprefix(STAFF), 200)), name


def test_every_page_says_that_it_is_german_and_its_essays_are_not(site: dict[str, tuple[int, str, str]]) -> None:
    for name, (_, english, german) in site.items():
        if name != "data":
            assert (Page(english).language, Page(german).language) == ("en", "de"), name
    languages = {language for language, _ in Page(site["essay"][2]).texts}
    assert languages == {"de", "en"}
    assert ("de", "Meinung: eine Kritik") in Page(site["essay"][2]).texts


def test_nothing_of_a_german_page_is_left_in_english(site: dict[str, tuple[int, str, str]]) -> None:
    data = site["data"][1].splitlines()
    known = SAME_IN_BOTH.union(*map(pieces, data))
    long = [text for text in data if len(text) > LONG]
    english_words = {m.text for m in read_po(FOLDER / "django.po") if m.said[0] != m.text} - known
    faults = set()
    for name, (_, english, german) in site.items():
        if name == "data":
            continue
        was, now = Page(english), Page(german)
        before = set().union(*(pieces(text) for text in [*(words for _, words in was.texts), *was.attributes]))
        said = [words for language, words in now.texts if language == "de"] + now.attributes
        for words in said:
            for piece in (pieces(words) & before) - known - ASKED:
                if piece.startswith("testserver/"):  # the address by which an essay is cited
                    continue
                if len(piece) > 1 and not any(piece in text for text in long if len(piece) > LONG or text in words):
                    faults.add(f"{name}: “{piece}” in “{words}”")
        faults |= {f"{name}: “{words}”" for _, words in now.texts if words.strip(" .") in english_words}
    assert not faults, "\n".join(sorted(faults))


def test_the_test_finds_a_word_that_is_left() -> None:
    assert pieces("3 essays, the newest first.") == {"essays", "the newest first"}
    assert Page('<html lang="de"><p>Von A</p><p lang="en" title="By B">C<code>d</code></p>').texts == [
        ("de", "Von A"),
        ("en", "C"),
    ]
    assert has_letters("é") and not has_letters("12 %")


@pytest.mark.django_db
def test_an_empty_site_its_faults_and_what_an_export_leaves_behind_are_german_too(settings: Any) -> None:
    settings.SITE_URL = "https://films.example"
    user = build.superuser()
    for language, said in (("en-gb", "What to do first"), ("de", "Was zuerst zu tun ist")):
        assert said in _get("/", language, user)[1]
    with translation.override("de"):
        moved = moved_page("/films/x/")
        from django.template.loader import render_to_string

        broken = render_to_string("500.html")
    assert '<html lang="de">' in moved
    assert ">Umgezogen</title>" in moved
    assert '<html lang="de">' in broken
    assert "Bei uns ist etwas schiefgegangen." in broken


@pytest.mark.django_db
def test_feeds_cards_suggestions_and_the_graph_of_a_page_are_german_too() -> None:
    film = build.film("Twin Peaks", 1990, kind="series")
    build.credit(film, build.person("David Lynch", birth_year=1946))
    essay = build.published("Damn Fine", about=film, body="<p>Twin Peaks.</p>")
    assert 'xml:lang="de"' in (feed := _get("/feed.atom", "de")[1])
    assert "Kritiken, Features und Lexikoneinträge zum Film." in feed
    assert json.loads(_get("/feed.json", "de")[1])["language"] == "de"
    assert json.loads(_get("/feed.json", "en-gb")[1])["language"] == "en"
    assert "Double Bill: Berichtigungen" in _get("/corrections/feed.atom", "de")[1]
    with translation.override("de"):
        assert card_of(film).above == "Fernsehserie"
        assert card_of(essay).above == "Meinung · Twin Peaks (1990, Fernsehserie)"
    page = _get(film.get_absolute_url(), "de")[1]
    assert '"name":"Filme"' in page.replace('": "', '":"')
    assert '"inLanguage":"de"' in page.replace('": "', '":"')


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("month", "day"),
    list(enumerate("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split(), start=1)),
)
def test_a_citation_is_german_and_what_machines_read_of_it_keeps_to_its_format(month: int, day: str) -> None:
    at = dt.datetime(2025, month, 3, 12, tzinfo=dt.UTC)
    essay = build.essay("Why?", status="published", published_at=at, by=build.critic("Dana Stevens"))
    Byline.objects.create(essay=essay, critic=build.critic("Walter Chaw"), position=2)
    address = essay.get_absolute_url()
    line = re.search(r'<p class="citation-line">(.*?)</p>', _get(address, "de")[1])
    said = f"<cite>Double Bill</cite>, 3. {day} 2025, testserver/essays/why/."
    assert line is not None and line[1] == f"Stevens, Dana, und Walter Chaw. „Why?“ {said}"
    Byline.objects.create(essay=essay, critic=build.critic("Hal Hinson"), position=3)
    assert f"Stevens, Dana, u. a. „Why?“ {said}" in _get(address, "de")[1]
    for form in ("citation.bib", "citation.json"):
        assert _get(f"{address}{form}", "de") == _get(f"{address}{form}", "en-gb")


@pytest.mark.django_db
def test_numbers_and_days_are_written_as_german_has_them() -> None:
    film = build.film("Red Heat", 1988)
    film.figures.create(kind="gross", amount=34994648, currency="USD", source="Box Office Mojo")
    essay = build.published("One Face, Two Cities", about=film, body="<p>It begins.</p>", rating=3.5)
    page = _get(film.get_absolute_url(), "de")[1]
    assert "34.994.648 $" in page
    said = _get(essay.get_absolute_url(), "de")[1]
    assert "Wertung: <b>3,5</b> von 5" in said
    with translation.override("de"):
        from django.utils.formats import date_format

        day = date_format(essay.published_at, "j. F Y")
    assert f">{day}</time>" in said


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["index", "essays_film_changelist", "essays_film_add", "essays_essay_add", "guide"])
def test_the_desk_is_in_english_whatever_readers_get(name: str) -> None:
    user = build.superuser()
    address = reverse(f"admin:{name}")
    with translation.override("de"):
        client = Client()
        client.force_login(user)
        page = client.get(address).content.decode()
        assert translation.get_language() == "de"
    assert Page(page).language == "en-gb"
    assert "Log out" in page
    german = {m.said[0] for m in read_po(FOLDER / "django.po") if m.said[0] != m.text} - SAME_IN_BOTH
    assert [words for _, words in Page(page).texts if words in german] == []


@pytest.mark.django_db
def test_what_a_revision_keeps_is_in_the_desks_language() -> None:
    from essays.desk.revising import record_revision

    essay = build.essay("Damn Fine", about=build.film("Twin Peaks", 1990, kind="series"), body="<p>Twin Peaks.</p>")
    with translation.override("de"):
        assert str(essay.films.get()) == "Twin Peaks (1990, Fernsehserie)"
        revision = record_revision(essay, by=None, now=build.NOW, note="as it was")
    assert revision.content["subjects"][0]["title"] == "Twin Peaks (1990, television series)"
