"""Deciding links in a real browser: with the keyboard alone, with the mouse, with scripts off; nothing blocked."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import modify_settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from essays.desk.facts import load_facts
from essays.models import BarredWords, Essay, Film, Mention, MentionCandidate
from people.models import Person
from tests import build
from tests.admin.pictures import log_in
from tests.admin.site import SEEDS
from tests.browser.test_admin import RULES, SCROLLS_SIDEWAYS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def root(chromium: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a served site that knows the facts of ``seeds/``."""
    with django_db_blocker.unblock():
        load_facts(SEEDS / "films.toml", now=build.NOW)
        build.superuser()
        connection.inc_thread_sharing()  # a thread of the server may outlive its end by a moment
        server = LiveServer("127.0.0.1")
        with modify_settings(ALLOWED_HOSTS={"append": "127.0.0.1"}):
            yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)
        connection.dec_thread_sharing()


TEXT = (
    "A title is a poor address. Last winter I asked for Raw Deal and was given the other one. I asked for Crossroads, "
    "and nobody could say which.",
    "The same goes for names. Steve McQueen was on the poster. The critic Maud Ellery, who wrote the programme, did "
    "not know either, and the projectionist only laughed.",
    "The Killer ran on Monday 🎬 and Running Scared on Tuesday. The Killer ran again on Friday.",
)


@pytest.fixture
def essay(root: str) -> Essay:
    """A draft whose names wait: five places with two candidates each, one with a person proposed as new."""
    made = build.essay("A Poor Address", body="".join(f"<p>{block}</p>" for block in TEXT))
    text, at = "\n\n".join(TEXT), 0
    for words in ("Raw Deal", "Crossroads", "Steve McQueen", "Maud Ellery", "The Killer", "The Killer"):
        at = text.index(words, at + 1)
        prefix, suffix = text[max(0, at - 32) : at], text[at + len(words) :][:32]
        if words == "Maud Ellery":
            maud = build.person(words, visibility="proposed")
            build.mention(made, words, maud, state="proposed", start=at, prefix=prefix, suffix=suffix)
            continue
        kind = "person" if words == "Steve McQueen" else "film"
        reason = f"2 records are called {words}"
        mention = build.mention(made, words, kind=kind, start=at, prefix=prefix, suffix=suffix, reason=reason)
        records = Person.objects.called(words) if kind == "person" else Film.objects.called(words)
        for rank, record in enumerate(records.order_by("pk"), start=1):
            MentionCandidate.objects.create(mention=mention, rank=rank, confidence=0.5, **{kind: record})
    build.mention(made, "Running Scared", Film.objects.called("Running Scared").first(), start=text.index("Running"))
    return made


@pytest.fixture
def said() -> list[str]:
    """What the browser says to its console: errors, and what a policy blocks."""
    return []


def browser(chromium: Any, root: str, said: list[str], **how: Any) -> Any:
    """A logged-in page, 1280 pixels wide unless told otherwise."""
    how.setdefault("viewport", {"width": 1280, "height": 900})
    page = chromium.new_context(reduced_motion="reduce", **how).new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    log_in(page, root)
    return page


@pytest.fixture
def page(chromium: Any, root: str, said: list[str]) -> Iterator[Any]:
    page = browser(chromium, root, said)
    yield page
    page.context.close()


def screen(root: str, essay: Essay) -> str:
    return root + reverse("admin:essays_mention_decide_essay", args=[essay.pk])


def settled(page: Any, heading: str) -> None:
    """Wait until the panel asks about these words, keys are heard and nothing is under way."""
    page.wait_for_function(
        """heading => {
          const asked = document.getElementById("panel-heading");
          const isReady = document.querySelector("#deciding.desk-keys:not([aria-busy])") !== null;
          return isReady && asked.textContent.startsWith(heading);
        }""",
        arg=heading,
    )


def meant(essay: Essay) -> list[tuple[str, str, str]]:
    """Each mention of the first six names of the text: its words, its state, what it means."""
    rows = Mention.objects.filter(essay=essay).select_related("film", "person").order_by("start")
    return [(row.exact, row.state, str(row.film or row.person or "")) for row in rows]


def test_every_decision_is_one_key_without_a_page_load_and_is_undone_by_another(
    page: Any, root: str, essay: Essay, said: list[str]
) -> None:
    page.goto(f"{root}/admin/")
    page.locator("text=Decide links").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#deciding")
    page.evaluate("window.isTheSamePage = true")
    settled(page, "“Raw Deal”")
    page.keyboard.press("2")
    settled(page, "“Crossroads”")
    assert page.evaluate("document.activeElement.id") == "panel-heading"
    page.keyboard.press("u")
    settled(page, "“Raw Deal”")
    assert ("Raw Deal", "undecided", "") in meant(essay)
    page.keyboard.press("2")
    settled(page, "“Crossroads”")
    page.keyboard.press("1")
    settled(page, "“Steve McQueen”")
    page.keyboard.press("j")
    settled(page, "“Maud Ellery”")
    page.keyboard.press("k")
    settled(page, "“Steve McQueen”")
    page.keyboard.press("x")
    settled(page, "“Maud Ellery”")
    page.keyboard.press("a")
    settled(page, "“The Killer”")
    page.keyboard.press("e")
    page.keyboard.press("2")
    settled(page, "Nothing waits")
    assert [row for row in meant(essay) if row[0] != "Running Scared"] == [
        ("Raw Deal", "linked", "Raw Deal (1986)"),
        ("Crossroads", "linked", "Crossroads (1986)"),
        ("Steve McQueen", "rejected", ""),
        ("Maud Ellery", "linked", "Maud Ellery"),
        ("The Killer", "linked", "The Killer (1989)"),
        ("The Killer", "linked", "The Killer (1989)"),
    ]
    page.keyboard.press("u")
    settled(page, "“The Killer”")
    page.keyboard.press("u")
    settled(page, "“Maud Ellery”")
    page.keyboard.press("n")
    settled(page, "“The Killer”")
    assert BarredWords.objects.get(essay=essay).words == "Maud Ellery"
    assert page.evaluate("window.isTheSamePage") is True
    assert said == []


def test_another_record_a_new_one_and_other_words_are_reached_by_keys_alone(
    page: Any, root: str, essay: Essay, said: list[str]
) -> None:
    page.goto(screen(root, essay))
    page.evaluate("window.isTheSamePage = true")
    settled(page, "“Raw Deal”")
    page.keyboard.press("/")
    page.keyboard.type("red heat")
    page.keyboard.press("Enter")
    page.wait_for_selector("#deciding:not([aria-busy]) >> text=Found for “red heat”")
    page.keyboard.press("3")
    settled(page, "“Crossroads”")
    page.keyboard.press("m")
    page.keyboard.type("Crossroads")
    page.keyboard.press("Tab")
    page.keyboard.type("1942")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Crossroads (1942) is a new record.")
    settled(page, "“Steve McQueen”")
    page.keyboard.press("w")
    page.keyboard.type("projectionist")
    page.keyboard.press("Enter")
    settled(page, "“projectionist”")
    page.keyboard.press("/")
    page.keyboard.type("walter hill")
    page.keyboard.press("Enter")
    page.wait_for_selector("#deciding:not([aria-busy]) >> text=Found for “walter hill”")
    page.keyboard.press("1")
    page.wait_for_selector("#deciding:not([aria-busy]) >> text=“projectionist” means Walter Hill")
    assert meant(essay)[0][2].startswith("Red Heat")
    assert meant(essay)[1] == ("Crossroads", "linked", "Crossroads (1942)")
    assert essay.mentions.get(exact="projectionist").person == Person.objects.get(name="Walter Hill")
    page.keyboard.press("u")
    page.wait_for_selector("#deciding:not([aria-busy]) >> text=Undone: “projectionist” means Walter Hill")
    page.keyboard.press("u")
    page.wait_for_selector("text=Undone: Crossroads (1942) is a new record.")
    assert not Film.objects.filter(title="Crossroads", release_year=1942).exists()
    assert not essay.mentions.filter(exact="projectionist").exists()
    assert page.evaluate("window.isTheSamePage") is True
    assert said == []


def test_words_selected_with_the_mouse_are_looked_up_at_their_place(page: Any, root: str, essay: Essay) -> None:
    page.goto(screen(root, essay))
    settled(page, "“Raw Deal”")
    box = page.evaluate("""() => {
      const paragraph = [...document.querySelectorAll(".desk-reading p")].find(p => p.textContent.includes("again on"));
      const node = [...paragraph.childNodes].find(n => n.textContent.includes("ran again"));
      const range = document.createRange();
      range.setStart(node, node.textContent.indexOf("ran again"));
      range.setEnd(node, node.textContent.indexOf("ran again") + 3);
      node.parentElement.scrollIntoView();
      const found = range.getBoundingClientRect();
      return {x: found.x, y: found.y + found.height / 2, width: found.width};
    }""")
    page.mouse.move(box["x"] + 1, box["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"], steps=4)
    page.mouse.up()
    assert page.input_value(".desk-pointing input[name=words]") == "ran"
    assert page.input_value(".desk-pointing input[name=start]") == str("\n\n".join(TEXT).rindex("ran again"))
    page.keyboard.press("w")
    settled(page, "“ran”")
    assert page.inner_text(".desk-panel p >> nth=0").startswith("Words of the text, number 2 of 2 places.")
    assert page.inner_text("mark#here") == "ran"


def test_keys_can_be_switched_off_and_are_letters_while_one_types(page: Any, root: str, essay: Essay) -> None:
    page.goto(screen(root, essay))
    before = meant(essay)
    page.fill(".desk-pointing input[name=words]", "")
    page.press(".desk-pointing input[name=words]", "x")
    assert page.input_value(".desk-pointing input[name=words]") == "x"
    page.keyboard.press("Escape")
    page.click("#keys-switch")
    page.keyboard.press("x")
    page.goto(screen(root, essay))
    assert page.get_attribute("#keys-switch", "aria-pressed") == "false"
    assert not page.locator("#deciding kbd").first.is_visible()
    assert meant(essay) == before


def test_who_was_logged_out_meanwhile_is_told_and_nothing_is_lost(page: Any, root: str, essay: Essay) -> None:
    page.goto(screen(root, essay))
    settled(page, "“Raw Deal”")
    before = meant(essay)
    page.context.clear_cookies()
    page.keyboard.press("1")
    page.wait_for_selector("text=Nothing was decided. Load the page again.")
    assert meant(essay) == before


def test_without_scripts_the_same_forms_decide(chromium: Any, root: str, essay: Essay, said: list[str]) -> None:
    page = browser(chromium, root, said, java_script_enabled=False)
    page.goto(screen(root, essay))
    assert not page.locator("#deciding kbd").first.is_visible()
    page.click("button:has-text('Raw Deal (1986)')")
    page.click("text=Decide later: the next")
    page.click("button:has-text('No record here')")
    page.click("button:has-text('Undo the last')")
    page.fill("input[name=q]", "walter hill")
    page.click("button:has-text('Search')")
    page.click("button:has-text('Walter Hill')")
    page.fill(".desk-pointing input[name=words]", "the")
    page.fill(".desk-pointing input[name=place]", "3")
    page.click("button:has-text('Find a record')")
    page.fill("input[name=q]", "crossroads")
    page.click("button:has-text('Search')")
    page.click("button:has-text('Crossroads (1986)')")
    page.click(".desk-deciding-list a:has-text('Maud Ellery')")
    page.click("button:has-text('Never in this essay')")
    states = meant(essay)
    assert states[0] == ("Raw Deal", "linked", "Raw Deal (1986)")
    assert ("the", "linked", "Crossroads (1986)") in states
    assert [row[:2] for row in states if row[0] == "Maud Ellery"] == [("Maud Ellery", "rejected")]
    assert [row[1] for row in states if row[0] == "Crossroads"] == ["undecided"]
    assert [row[2][:11] for row in states if row[0] == "Steve McQueen"] == ["Walter Hill"]
    assert said == []
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_have_no_accessibility_fault_and_fit(
    chromium: Any, root: str, essay: Essay, said: list[str], scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    how = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}, "bypass_csp": True}
    page = browser(chromium, root, said, **how)
    faults = []
    linked = essay.mentions.linked().first()
    queue = root + reverse("admin:essays_mention_decide")
    addresses = [queue, f"{queue}?subject=nothing", screen(root, essay), f"{screen(root, essay)}?q=red+heat"]
    addresses += [f"{screen(root, essay)}?words=Monday&q=hill", f"{screen(root, essay)}?mention={linked.pk}"]
    for address in addresses:
        page.goto(address)
        if page.evaluate(SCROLLS_SIDEWAYS):
            faults.append(f"{address} scrolls sideways")
        page.evaluate(axe.axe_script)
        found = page.evaluate("rules => axe.run({include: [['#content']]}, rules)", RULES)
        for fault in found["violations"]:
            where = [node["html"][:160] for node in fault["nodes"][:3]]
            faults.append(f"{address}: {fault['id']}: {where}")
    assert not faults, "\n".join(faults)
    assert said == []
    page.context.close()
