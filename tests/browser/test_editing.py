"""Editors at work together in a real browser: a review and its return, two at one text, records merged and unmerged."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test.utils import modify_settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from essays.desk.editing import essay_was_saved
from essays.models import Essay, Film
from people.models import Person
from tests import build
from tests.admin.pictures import PASSWORD

# The mark gives a test database; what a test writes is rolled back, what the file built stays.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TEXT = "<p>Walter Hill made it.</p>\n<p>The second.</p>\n<p>The third.</p>"


@pytest.fixture(scope="module")
def root(chromium: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a site with an author, an editor and a publisher, and one film."""
    with django_db_blocker.unblock():
        for role in ("Authors", "Editors", "Publishers"):
            build.member(role)
        build.credit(build.film("Red Heat", 1988), build.person("Walter Hill"))
        server = LiveServer("127.0.0.1")
        with modify_settings(ALLOWED_HOSTS={"append": "127.0.0.1"}):
            yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


class Desk:
    """Browsers of several accounts, and what their consoles said."""

    def __init__(self, chromium: Any, root: str) -> None:
        self.chromium, self.root = chromium, root
        self.faults: list[str] = []
        self._contexts: list[Any] = []

    def of(self, username: str) -> Any:
        """A new browser in which ``username`` is logged in."""
        context = self.chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.faults.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.goto(f"{self.root}/admin/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("input[type=submit]")
        page.wait_for_selector("#user-tools")
        return page

    def address(self, name: str, *args: Any) -> str:
        return self.root + reverse(f"admin:{name}", args=args)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def desk(chromium: Any, root: str) -> Iterator[Desk]:
    opened = Desk(chromium, root)
    yield opened
    opened.close()


def write_html(page: Any, html: str) -> None:
    """Write the body as it is stored, past the editor."""
    page.click(".desk-toolbar button:has-text('HTML')")
    page.fill("#id_body", html)


def save_and(page: Any, step: str) -> None:
    page.click(f"button[name=_step][value={step}]")
    page.wait_for_selector(".messagelist")


def test_an_author_submits_an_editor_returns_and_agrees_a_publisher_publishes(desk: Desk) -> None:
    author = desk.of("author")
    author.goto(desk.address("essays_essay_add"))
    author.fill("#id_headline", "Heat in Chicago")
    author.click(".ProseMirror")
    author.keyboard.type("Two policemen walk through the cold.")
    author.click("input[name=_continue]")
    author.wait_for_selector(".messagelist .success")
    save_and(author, "submit")
    essay = Essay.objects.get()
    form = desk.address("essays_essay_change", essay.pk)
    assert author.locator("text=you change only your drafts").count() == 1

    editor = desk.of("editor")
    editor.goto(desk.address("index"))
    editor.click(".desk-waiting a:has-text('review')")
    editor.click("#result_list a:has-text('Heat in Chicago')")
    save_and(editor, "return_to_draft")

    author.goto(form)
    author.fill("#id_standfirst", "Two men, two cities.")
    save_and(author, "submit")
    editor.goto(form)
    save_and(editor, "approve")
    assert editor.locator("button[name=_step][value=publish]").count() == 0

    reader = desk.chromium.new_page()
    address = f"{desk.root}{essay.get_absolute_url()}"
    assert reader.goto(address).status == 404
    publisher = desk.of("publisher")
    publisher.goto(form)
    save_and(publisher, "publish")
    assert reader.goto(address).status == 200
    assert reader.locator("text=Two men, two cities.").count() >= 1
    reader.close()
    assert desk.faults == []


def test_two_editors_texts_are_put_together_on_offer(desk: Desk) -> None:
    essay = build.essay("Cold rooms", body=TEXT)
    essay_was_saved(essay, by=None, now=build.NOW)
    form = desk.address("essays_essay_change", essay.pk)
    mine, theirs = desk.of("editor"), desk.of("publisher")
    mine.goto(form)
    theirs.goto(form)
    write_html(theirs, TEXT.replace("The third", "Their third"))
    theirs.click("input[name=_continue]")
    theirs.wait_for_selector(".messagelist .success")

    write_html(mine, TEXT.replace("The second", "My second"))
    mine.click("input[name=_continue]")
    mine.wait_for_selector(".desk-conflict")
    mine.click("text=Put both together")
    mine.wait_for_selector("text=Both texts are put together")
    assert "My second" in mine.input_value("#id_body") and "Their third" in mine.input_value("#id_body")
    mine.click("input[name=_continue]")
    mine.wait_for_selector(".messagelist .success")
    essay.refresh_from_db()
    assert "My second" in essay.body and "Their third" in essay.body
    assert desk.faults == []


def test_who_else_has_an_essay_open_is_said(desk: Desk) -> None:
    essay = build.essay("Cold streets", body=TEXT)
    form = desk.address("essays_essay_change", essay.pk)
    mine, theirs = desk.of("editor"), desk.of("publisher")
    theirs.goto(form)
    theirs.wait_for_load_state("networkidle")
    mine.goto(form)
    mine.wait_for_selector(".desk-autosave-others:has-text('publisher has this essay open too')")
    assert desk.faults == []


def test_two_people_are_merged_their_old_address_leads_on_and_it_is_undone(desk: Desk) -> None:
    kept = build.person("Laurence Fishburne", visibility="public")
    gone = build.person("Larry Fishburne", visibility="public")
    film = Film.objects.get()
    build.credit(film, gone, "actor", character="Clean")
    old, new = (f"{desk.root}{person.get_absolute_url()}" for person in (gone, kept))

    editor = desk.of("editor")
    editor.goto(desk.address("people_person_change", kept.pk))
    editor.click("text=Merge with another")
    editor.click(".select2-selection")
    editor.keyboard.type("larry")
    editor.click(".select2-results__option:has-text('Larry Fishburne')")
    editor.click("input[value=Compare]")
    assert editor.locator("text=Nothing is changed yet").count() == 1
    assert Person.objects.filter(pk=gone.pk).exists()
    editor.click("input[value^='Merge into']")
    editor.wait_for_selector(".messagelist .success")

    reader = desk.chromium.new_page()
    assert reader.goto(old).status == 200 and reader.url == new
    assert kept.credits.count() == 1

    editor.click("input[value='Undo this merge']")
    editor.wait_for_selector("text=two records again")
    assert reader.goto(old).status == 200 and reader.url == old
    assert Person.objects.get(pk=gone.pk).credits.count() == 1
    reader.close()
    assert desk.faults == []
