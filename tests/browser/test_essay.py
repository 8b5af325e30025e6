"""An essay's page in a real browser without scripts: three ways to read it, the cards of names, its weight."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

HTML_BUDGET, CSS_BUDGET, FONT_BUDGET = 30_000, 8_000, 260_000  # bytes; the first two gzipped
REQUEST_BUDGET, FONT_FILES = 8, 3
SUGGESTIONS, SCRIPT_BUDGET = "suggest.js", 10_000  # the one script there is, gzipped; nothing that is read needs it
SHIFT_BUDGET = 0.05
SHIFT = """() => new Promise(done => {
  let total = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) total += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(total), 500);
})"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_an_essay_is_read_with_the_record_without_it_and_the_record_alone(page: Any, site: dict[str, str]) -> None:
    page.goto(site["essay"])
    note, paragraph = page.locator(".passage .note").first, page.locator(".said p").first
    for way, note_shows, essay_shows in (("essay", False, True), ("record", True, False), ("both", True, True)):
        page.locator(f"#view-{way}").check()
        assert (note.is_visible(), paragraph.is_visible()) == (note_shows, essay_shows), way
    page.goto(site["essay"] + "?view=record")
    assert (note.is_visible(), paragraph.is_visible()) == (True, False)


def test_a_names_card_opens_on_hover_and_on_focus_and_closes_with_escape(page: Any, site: dict[str, str]) -> None:
    page.goto(site["essay"])
    link = page.locator(".said a[interestfor]").first
    card = page.locator(f"#{link.get_attribute('interestfor')}")
    assert card.is_hidden()
    link.hover()
    card.wait_for(state="visible")
    card.hover()  # the pointer may go there, and it stays
    assert card.is_visible()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    page.mouse.move(5, 5)
    link.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    card.wait_for(state="visible")
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    link.click()
    assert page.url != site["essay"]  # and a link all the same


def test_an_ordinary_essay_keeps_to_its_budget(chromium: Any, site: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    got: dict[str, bytes] = {}
    page.on("response", lambda response: got.__setitem__(response.url, response.body()))
    page.goto(site["essay"], wait_until="networkidle")
    weight = {url: len(gzip.compress(body)) for url, body in got.items()}
    fonts = [len(body) for url, body in got.items() if url.endswith(".woff2")]
    assert weight[site["essay"]] <= HTML_BUDGET
    assert sum(size for url, size in weight.items() if url.endswith(".css")) <= CSS_BUDGET
    assert len(fonts) <= FONT_FILES
    assert sum(fonts) <= FONT_BUDGET
    scripts = {url: size for url, size in weight.items() if url.endswith(".js")}
    assert [url for url in scripts if not url.endswith(SUGGESTIONS)] == []
    assert sum(scripts.values()) <= SCRIPT_BUDGET
    assert len(got) <= REQUEST_BUDGET
    assert page.evaluate(SHIFT) <= SHIFT_BUDGET
    context.close()
