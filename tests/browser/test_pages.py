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
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], summary')].filter(link => {
  const box = link.getBoundingClientRect();
  const inSentence = link.closest('p, dd, td, th, blockquote, h1, h2, h3, dl') !== null;
  return box.width > 0 && !inSentence && !link.closest('.skip') && (box.width < 24 || box.height < 24);
}).map(link => link.outerHTML.slice(0, 160))"""


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


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
            faults += [f"{name} at {width}: small target {small}" for small in page.evaluate(SMALL_TARGETS)]
    assert not faults, "\n".join(faults)


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
