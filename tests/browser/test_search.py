"""Names suggested while one types, in a real browser: by keyboard, and without scripts the box asks all the same."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_names_are_suggested_and_chosen_by_keyboard(chromium: Any, site: dict[str, str]) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site["films"])
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("walt")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    chosen = page.locator('[role="option"][aria-selected="true"]')
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert "Walter Hill" in chosen.inner_text()
    box.press("Escape")
    assert page.get_by_role("listbox").is_hidden()
    assert box.input_value() == "walt"
    box.press_sequentially("er")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/people/walter-hill/")
    assert said == []
    page.close()


def test_the_list_of_names_has_no_accessibility_fault(chromium: Any, site: dict[str, str]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = chromium.new_page()
    page.goto(site["search-empty"])
    page.get_by_role("combobox").press_sequentially("red")
    page.get_by_role("option").first.wait_for()
    page.evaluate(axe.axe_script)
    faults = page.evaluate("axe.run()")["violations"]
    assert [fault["id"] for fault in faults] == []
    page.close()


def test_without_scripts_the_box_asks_the_search_page(chromium: Any, site: dict[str, str]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site["films"])
    page.get_by_role("searchbox").fill("schwarzeneger")
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("link", name="Arnold Schwarzenegger").first.is_visible()
    context.close()
