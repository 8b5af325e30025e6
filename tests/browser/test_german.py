"""A site in German in a real browser: no accessibility fault, and a script that says what it says in German."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.serving import served_site
from tests.browser.test_pages import RULES, SCROLLS_SIDEWAYS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def german() -> Iterator[dict[str, str]]:
    with served_site(SITE_LANGUAGE="de") as pages:
        yield pages


def test_a_german_page_has_no_accessibility_fault_and_suggests_in_german(chromium: Any, german: dict[str, str]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name in ("home", "essay", "film"):
        page.goto(german[name])
        assert page.evaluate("document.documentElement.lang") == "de"
        page.evaluate(axe.axe_script)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            faults = page.evaluate("options => axe.run(options)", RULES)["violations"]
            assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in faults] == [], name
            assert not page.evaluate(SCROLLS_SIDEWAYS), (name, width)
    page.fill("#find", "schwarz")
    page.wait_for_selector("[role=option]")
    assert page.get_attribute("[role=listbox]", "aria-label") == "Personen und Filme"
    page.wait_for_function("document.querySelector('.find [role=status]').textContent.includes('Name')")
    assert said == []
    context.close()
