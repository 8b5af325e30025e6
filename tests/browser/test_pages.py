"""The public pages in a real browser: no accessibility fault, nothing blocked, nothing fetched from elsewhere."""

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390, 320)  # CSS pixels: a desk, a telephone, and 1280 at 400 % zoom (WCAG 1.4.10)
SCHEMES = ("light", "dark")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TARGETS = "a[href], summary, button, select, input:not([type=hidden])"
SMALL_TARGETS = """targets => [...document.querySelectorAll(targets)].filter(link => {
  const box = link.getBoundingClientRect();
  const inSentence = link.closest('p, dd, td, th, blockquote, h1, h2, h3, dl') !== null;
  return box.width > 0 && !inSentence && !link.closest('.skip') && (box.width < 24 || box.height < 24);
}).map(link => link.outerHTML.slice(0, 160))"""

# What a reader may set (WCAG 1.4.12), by a sheet that no policy blocks.
SPACE_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Text that is cut off by a box that hides what is too large for it.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(element => {
  const style = getComputedStyle(element);
  const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
  const isText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const outside = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
  return hides && isText && outside && element.clientWidth > 1 && !element.closest('.sr');
}).map(element => element.outerHTML.slice(0, 160))"""
# What can be reached by keyboard and shows nothing when it is, or is not brought into view.
FOCUS_UNSEEN = """targets => [...document.querySelectorAll(`${targets}, [tabindex="0"]`)].filter(element => {
  if (!element.checkVisibility()) return false;
  element.focus({ focusVisible: true });
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const shows = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return document.activeElement !== element || !shows || !isInView;
}).map(element => element.outerHTML.slice(0, 160))"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.slow
def test_no_page_has_an_accessibility_fault_at_any_width_in_light_or_dark(page: Any, site: dict[str, str]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    faults = []
    for name, address in site.items():
        page.goto(address)
        page.evaluate(axe.axe_script)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                for fault in page.evaluate("options => axe.run(options)", RULES)["violations"]:
                    where = [node["html"][:160] for node in fault["nodes"][:3]]
                    faults.append(f"{name} at {width} in {scheme}: {fault['id']}: {where}")
    assert not faults, "\n".join(faults)


def test_no_page_scrolls_sideways_or_has_a_target_too_small_to_hit(page: Any, site: dict[str, str]) -> None:
    faults = []
    for name, address in site.items():
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(SCROLLS_SIDEWAYS):
                faults.append(f"{name} scrolls sideways at {width}")
            faults += [f"{name} at {width}: small target {small}" for small in page.evaluate(SMALL_TARGETS, TARGETS)]
    assert not faults, "\n".join(faults)


def test_no_page_loses_text_when_a_reader_spaces_it(page: Any, site: dict[str, str]) -> None:
    faults = []
    for name, address in site.items():
        page.goto(address)
        page.evaluate(SPACE_TEXT)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate(SCROLLS_SIDEWAYS):
                faults.append(f"{name} scrolls sideways at {width}")
            faults += [f"{name} at {width} cuts off {text}" for text in page.evaluate(CUT_OFF)]
    assert not faults, "\n".join(faults)


def test_whatever_has_the_focus_shows_it_and_is_in_view(page: Any, site: dict[str, str]) -> None:
    faults = []
    for name, address in site.items():
        page.goto(address)
        for width in WIDTHS[::2]:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{name} at {width}: no focus on {unseen}" for unseen in page.evaluate(FOCUS_UNSEEN, TARGETS)]
    assert not faults, "\n".join(faults)


def test_the_hardest_essay_has_three_hundred_notes_and_the_hardest_film_forty_people(
    page: Any, site: dict[str, str]
) -> None:
    page.goto(site["hostile-essay"])
    assert page.locator(".passage .notes .note").count() >= 300
    assert page.locator("script:not([src]):not([type='application/ld+json'])").count() == 0
    page.goto(site["hostile-film"])
    assert page.locator("section[aria-labelledby='cast'] tbody tr").count() == 40


def test_nothing_is_blocked_said_to_the_console_or_fetched_from_another_host(page: Any, site: dict[str, str]) -> None:
    said: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: fetched.append(request.url))
    for name, address in site.items():
        page.goto(address)
        if name == "not-found":
            said = [text for text in said if "404" not in text]
    host = site["home"]
    assert said == []
    assert [url for url in fetched if not url.startswith((host, "data:"))] == []
    assert any(url.endswith(".woff2") for url in fetched)


def test_a_keyboard_reaches_the_text_past_the_menu_and_focus_shows(page: Any, site: dict[str, str]) -> None:
    page.goto(site["essay"])
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    assert skip == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_reader_chooses_dark_or_light_without_a_script_and_comes_back_to_the_page(
    chromium: Any, site: dict[str, str]
) -> None:
    context = chromium.new_context(java_script_enabled=False, color_scheme="light")
    page = context.new_page()
    page.goto(site["films-of-a-decade"])
    before = page.screenshot()
    page.get_by_role("button", name="Dark").click()
    assert page.url == site["films-of-a-decade"]
    assert [cookie["name"] for cookie in context.cookies()] == ["theme"]
    page.goto(site["film"])
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    page.goto(site["films-of-a-decade"])
    assert page.screenshot() != before
    page.get_by_role("button", name="System").click()
    assert context.cookies() == []
    context.close()


def test_a_chosen_theme_has_the_colours_that_the_system_would_give(chromium: Any, site: dict[str, str]) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    colours = {}
    for scheme in SCHEMES:
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        for chosen in ("System", "Light", "Dark"):
            page.goto(site["film"])
            page.get_by_role("button", name=chosen).click()
            page.wait_for_load_state()
            colours[scheme, chosen] = page.evaluate(paper)
        context.close()
    assert colours["light", "System"] == colours["light", "Light"] == colours["dark", "Light"]
    assert colours["dark", "System"] == colours["dark", "Dark"] == colours["light", "Dark"]
    assert colours["light", "Light"] != colours["light", "Dark"]


def test_an_essay_prints_with_the_record_and_without_the_menu(page: Any, site: dict[str, str]) -> None:
    page.goto(site["essay"])
    page.emulate_media(media="print")
    assert page.locator(".bar nav").is_hidden()
    assert page.locator(".passage .notes").first.is_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_the_record_is_printed_in_the_margin_on_white_whatever_the_theme(chromium: Any, site: dict[str, str]) -> None:
    context = chromium.new_context(color_scheme="dark", viewport={"width": 794, "height": 1123})  # A4 at 96 dpi
    page = context.new_page()
    page.goto(site["essay"])
    page.get_by_role("button", name="Dark").click()
    page.wait_for_load_state()
    page.emulate_media(media="print")
    passage = page.locator(".passage:has(.notes)").first
    said, notes = passage.locator(".said").bounding_box(), passage.locator(".notes").bounding_box()
    assert notes["x"] >= said["x"] + said["width"]
    assert abs(notes["y"] - said["y"]) < said["height"]
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".theme").is_hidden()
    context.close()
