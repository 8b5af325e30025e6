"""The desk in a real browser, under the site's own strict policy: nothing blocked, choosers work, pages fit."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.test.utils import modify_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from essays.models import Essay
from tests.admin.pictures import log_in
from tests.admin.site import build_desk

# The mark gives a test database; what a test writes is rolled back, what the file built stays.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Of ours and of the stock screens alike; what the stock admin itself leaves to be wished is not counted here.
RULES = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}
LOOKED_AT = ("essay", "entry", "person", "source", "essay-schedule", "essay-share", "essay-review", "essay-calendar")
LOOKED_AT += ("essay-list-new", "essay-list-saved", "essay-filters", "essay-filter-delete")
LOOKED_AT += (
    "essay-draft",
    "essay-draft-changes",
    "essay-history",
    "film-history",
    "film-restore",
    "person-deleted",
    "person-table",
)
LOOKED_AT += ("bring", "bring-look", "bring-many", "bring-site", "bring-report", "redirect-list")
LOOKED_AT += ("picture", "picture-list", "picture-new", "picture-delete")
# Rows of these are never made by hand; the settings are one row.
NOT_ADDED = {
    *("essays_mention", "essays_finding", "essays_source", "essays_double", "essays_merge", "essays_barredwords"),
    *("essays_sitesettings", "essays_errorreport"),
}
OURS = (
    ".model-delivery #content",
    ".model-redirect #content",
    ".model-picture #content",
    ".desk-state",
    ".desk-note",
    ".desk-bar",
    ".desk-conflict",
    ".desk-history #content",
    ".desk-list",
    ".desk-report",
    ".desk-schedule #content",
    ".desk-share #content",
    ".desk-review #content",
    ".desk-calendar #content",
    ".desk-text",
    ".desk-notes #content",
    ".desk-draft #content",
    ".desk-saved",
    ".desk-filters #content",
)


@pytest.fixture(scope="module")
def screens(chromium: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Full addresses of the main screens, by name; built once for this file."""
    with django_db_blocker.unblock():
        paths = build_desk()
        server = LiveServer("127.0.0.1")
        with modify_settings(ALLOWED_HOSTS={"append": "127.0.0.1"}):
            yield {name: f"{server.url}{path}" for name, path in paths.items()}
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def page(chromium: Any, screens: dict[str, str]) -> Iterator[Any]:
    """A logged-in browser."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, root_of(screens))
    yield page
    context.close()


def root_of(screens: dict[str, str]) -> str:
    return screens["desk"].removesuffix("/admin/")


@pytest.mark.slow
def test_nothing_is_blocked_or_fetched_from_elsewhere(page: Any, screens: dict[str, str]) -> None:
    said: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on("request", lambda request: fetched.append(request.url))
    for address in screens.values():
        page.goto(address)
        page.wait_for_timeout(100)  # what scripts ask for once the page is there; idle for half a second is long
    page.wait_for_load_state("networkidle")
    assert said == []
    assert [url for url in fetched if not url.startswith((root_of(screens), "data:"))] == []


def test_no_screen_scrolls_sideways_on_a_telephone(page: Any, screens: dict[str, str]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    faults = []
    for name, address in screens.items():
        page.goto(address)
        if page.evaluate(SCROLLS_SIDEWAYS):
            faults.append(name)
    assert faults == []


@pytest.mark.parametrize(
    ("width", "screen", "table"),
    [
        (1280, "essay-list", "#changelist .results"),
        (1280, "film", "#credits-group .tabular"),
        (390, "finding-list", "#changelist .results"),
        (390, "entry", "#findings-group .tabular"),
    ],
)
def test_no_column_of_a_table_is_cut(page: Any, screens: dict[str, str], width: int, screen: str, table: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(screens[screen])
    page.wait_for_load_state("networkidle")
    needed, has = page.eval_on_selector(table, "table => [table.scrollWidth, table.clientWidth]")
    assert needed <= has


@pytest.mark.slow
def test_the_parts_that_are_ours_have_no_accessibility_fault(chromium: Any, screens: dict[str, str]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    faults = []
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
        page = context.new_page()
        log_in(page, root_of(screens))
        for name in LOOKED_AT:
            page.goto(screens[name])
            page.evaluate(axe.axe_script)
            ours = page.evaluate("ours => ours.filter(part => document.querySelector(part))", list(OURS))
            found = page.evaluate("([parts, rules]) => axe.run({include: parts.map(p => [p])}, rules)", [ours, RULES])
            for fault in found["violations"]:
                where = [node["html"][:160] for node in fault["nodes"][:3]]
                faults.append(f"{name} in {scheme}: {fault['id']}: {where}")
        context.close()
    assert not faults, "\n".join(faults)


def forms() -> dict[str, str]:
    """The form of a new record and of one that is there, of each model that the desk has forms of."""
    found = {}
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if name not in NOT_ADDED:
            found[f"{name} new"] = reverse(f"admin:{name}_add")
        if row := model._default_manager.first():
            found[name] = reverse(f"admin:{name}_change", args=[row.pk])
    return found


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_form_of_the_desk_has_an_accessibility_fault(chromium: Any, screens: dict[str, str], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, root_of(screens))
    looked_at = {name: root_of(screens) + path for name, path in forms().items()}
    looked_at |= {name: screens[name] for name in ("desk", "settings", "essay-list", "essay-notes", "essay-new")}
    faults = []
    for name, address in looked_at.items():
        assert page.goto(address).status == 200, name
        page.evaluate(axe.axe_script)
        for fault in page.evaluate("rules => axe.run(rules)", RULES)["violations"]:
            where = [node["html"][:160] for node in fault["nodes"][:3]]
            faults.append(f"{name}: {fault['id']}: {where}")
    context.close()
    assert not faults, "\n".join(faults)


def test_a_narrowed_list_is_saved_by_the_keyboard_alone(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["essay-list-new"])
    page.focus(".desk-saved summary")
    for key in ("Enter", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Heat, drafts")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert page.inner_text(".desk-saved [aria-current]") == "Heat, drafts"


def test_a_row_that_is_added_has_names_too(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["film"])
    page.click("#credits-group .add-row a")
    row = page.locator("#credits-group tr.dynamic-credits").last
    number = page.locator("#credits-group tbody .form-row").count() - 1  # the last is the empty one that is copied
    row.locator("select[name$=-job]").wait_for()
    assert row.locator("select[name$=-job]").get_attribute("aria-label") == f"Job, row {number}"
    assert row.locator(".select2-selection").first.get_attribute("aria-label") == f"Person, row {number}"


def test_a_person_is_chosen_by_another_name_and_the_choice_is_saved(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["film"])
    page.click("#credits-group .add-row a")
    row = page.locator("#credits-group tr.dynamic-credits").last
    row.locator(".select2-selection").click()
    page.keyboard.type("larry fishburne")
    option = page.locator(".select2-results__option", has_text="Laurence Fishburne").first
    option.wait_for()
    assert "actor" in option.inner_text()
    option.click()
    row.locator("select[name$=-job]").select_option("other")
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    chosen = page.locator("#credits-group option[selected]", has_text="Laurence Fishburne")
    assert chosen.count() == 2


def test_a_poster_is_chosen_by_its_name_with_the_picture_in_sight(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["film"])
    shown = page.locator(".field-shown_poster .desk-thumb")
    before = shown.get_attribute("src")
    page.click("#id_poster + .select2 .select2-selection")
    page.keyboard.type("street at night")
    option = page.locator(".select2-results__option", has_text="Thief, a street at night")
    option.locator("img.desk-thumb").wait_for()
    assert option.locator("img").evaluate("async image => { await image.decode(); return image.naturalWidth }")
    option.click()
    after = shown.get_attribute("src")
    assert after != before
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert shown.get_attribute("src") == after
    page.click("#id_poster + .select2 .select2-selection__clear")
    assert shown.count() == 0


def test_a_click_on_a_picture_says_what_a_crop_keeps_in_sight(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["picture"])
    box = page.locator(".desk-focus img").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
    assert (page.input_value("#id_focus_x"), page.input_value("#id_focus_y")) == ("30", "40")
    page.fill("#id_focus_y", "45")
    assert page.locator(".desk-focus-mark").evaluate("mark => mark.style.top") == "45%"
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    page.goto(screens["picture-list"])
    thumbs = page.locator(".desk-thumb")
    assert any("1x1-30-45-240.webp" in thumb.get_attribute("src") for thumb in thumbs.all())
    page.wait_for_function("() => [...document.querySelectorAll('.desk-thumb')].every(image => image.naturalWidth)")


def test_enter_in_a_field_saves_and_takes_no_step(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["essay"])
    page.fill("#id_headline", "Stone in Chicago")
    page.press("#id_headline", "Enter")
    page.wait_for_selector(".messagelist .success")
    page.goto(screens["essay"])
    assert page.input_value("#id_headline") == "Stone in Chicago"
    assert page.inner_text(".desk-state .desk-status") == "draft"


def test_two_editors_lose_nothing(chromium: Any, page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["entry"])
    other_context = chromium.new_context()
    other = other_context.new_page()
    log_in(other, root_of(screens))
    other.goto(screens["entry"])
    other.fill("#id_standfirst", "Theirs.")
    other.click("input[name=_continue]")
    other.wait_for_selector(".messagelist .success")
    other_context.close()

    page.fill("#id_standfirst", "Mine.")
    page.click("input[name=_continue]")
    page.wait_for_selector(".desk-conflict")
    assert page.locator(".desk-theirs", has_text="Theirs.").count() == 1
    assert page.input_value("#id_standfirst") == "Mine."
    page.check("input[name=compared_version]")
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert page.input_value("#id_standfirst") == "Mine."


def test_what_was_typed_before_a_crash_is_found_again(chromium: Any, page: Any, screens: dict[str, str]) -> None:
    crashing = chromium.new_context()
    typing = crashing.new_page()
    said: list[str] = []
    typing.on("console", lambda message: said.append(message.text))
    log_in(typing, root_of(screens))
    typing.goto(screens["essay"])
    typing.fill("#id_standfirst", "Typed before the crash.")
    typing.wait_for_selector(".desk-autosave-said:has-text('Kept at')")
    assert said == []
    crashing.close()

    page.goto(screens["essay"])
    assert page.input_value("#id_standfirst") == "Typed before the crash."
    page.click("text=look at the saved text")
    assert page.input_value("#id_standfirst") != "Typed before the crash."
    page.click("text=Go back to it")
    page.click("input[name=_continue]")
    page.wait_for_selector(".messagelist .success")
    assert page.input_value("#id_standfirst") == "Typed before the crash."
    assert page.locator("text=did not save").count() == 0


def test_what_was_not_saved_is_thrown_away_after_a_second_question(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["essay"])
    page.fill("#id_standfirst", "Typed in vain.")
    page.wait_for_selector(".desk-autosave-said:has-text('Kept at')")
    page.goto(screens["essay"])
    page.click("summary:has-text('Throw away')")
    page.click("text=Yes, throw it away")
    page.wait_for_selector(".messagelist .success")
    assert page.input_value("#id_standfirst") != "Typed in vain."


def test_an_essay_goes_from_its_form_to_its_readers_and_back_to_the_form(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["entry"])
    page.click("button[name=_step][value=publish]")
    page.wait_for_selector(".desk-status-published")
    page.click("text=View on site")
    page.wait_for_selector("article, main")
    page.click("text=Edit this essay")
    page.wait_for_selector("#essay_form")
    assert page.url == screens["entry"]


def test_an_essay_is_scheduled_seen_at_its_time_and_withdrawn_by_its_end(page: Any, screens: dict[str, str]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(screens["essay"])
    page.click("text=Save and schedule")
    page.wait_for_selector("#id_publish_at")
    here = timezone.localtime()
    for field, days in (("publish_at", 1), ("withdraw_at", 3)):
        page.fill(f"#id_{field}", (here + dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M"))
    page.press("#id_withdraw_at", "Enter")  # by the keyboard alone
    plan = page.inner_text(".desk-plan")
    assert (here + dt.timedelta(days=1)).strftime("%Y, %H:%M (UTC), until") in plan
    page.click("text=Yes, schedule it")
    page.wait_for_selector(".desk-status-scheduled")
    assert plan.split("“")[1].split("”")[0] in page.inner_text(".messagelist .success")

    essay = Essay.objects.get(planned_at__isnull=False)
    reader, address = Client(), essay.get_absolute_url()
    seen = []
    for _ in range(3):
        seen.append(reader.get(address).status_code)
        for_now = Essay.objects.get(pk=essay.pk)
        moved = {name: getattr(for_now, name) - dt.timedelta(days=2) for name in ("published_at", "withdrawn_at")}
        Essay.objects.filter(pk=essay.pk).update(**moved, planned_at=None)
    assert seen == [404, 200, 410]

    page.goto(screens["essay"])
    assert page.inner_text(".desk-state .desk-status") == "withdrawn"
    page.click("text=Save and publish")
    page.wait_for_selector(".desk-status-published")
    assert reader.get(address).status_code == 200
    page.click("text=Save and withdraw")
    page.wait_for_selector(".desk-status-withdrawn")
    assert (reader.get(address).status_code, said) == (410, [])


def test_the_calendar_is_walked_by_the_keyboard_alone_on_a_telephone(page: Any, screens: dict[str, str]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(screens["essay-calendar"])
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "July":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**?month=2026-07")
    page.go_back()
    page.locator(".desk-calendar #content td a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#essay_form")


# What a person presses or writes in; of radio buttons of one name the keyboard stops at one.
CONTROLS = """() => {
  const found = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true], [role=combobox]")];
  const names = new Set();
  return found.filter((one) => {
    if (one.disabled || one.tabIndex < 0 || one.closest("[inert]") || !one.checkVisibility({visibilityProperty: true}))
      return false;
    if (one.type === "radio") {
      if (names.has(one.name)) return false;
      names.add(one.name);
    }
    return true;
  });
}"""
LOOK = """(one) => {
  const of = (style) => [style.outlineStyle === "none" ? "" : style.outline, style.boxShadow,
    style.borderColor, style.textDecorationLine, style.backgroundColor, style.color].join();
  return of(getComputedStyle(one)) + (one.parentElement ? of(getComputedStyle(one.parentElement)) : "");
}"""
BEGIN = f"""() => {{
  document.body.tabIndex = -1;  // from the top, where a form begins in one of its fields too
  document.body.focus();
  const controls = ({CONTROLS})(), look = {LOOK};
  const before = new Map(controls.map((one) => [one, look(one)]));
  window.walk = {{controls, before, met: new Set(), unseen: new Set(), last: null}};
  return controls.length;
}}"""
STEP = f"""() => {{
  const one = document.activeElement, look = {LOOK};
  if (!one || one === document.body) return false;
  const met = one.type === "radio" ? walk.controls.find((other) => other.name === one.name) || one : one;
  if (met === walk.last) return true;  // a date has a stop for each of its parts
  walk.last = met;
  if (walk.met.has(met)) return false;
  walk.met.add(met);
  if (walk.before.has(one) && walk.before.get(one) === look(one)) walk.unseen.add(one);
  return true;
}}"""
END = """() => {
  const said = (one) => one.outerHTML.slice(0, 120);
  return {
    missed: walk.controls.filter((one) => one.isConnected && one.checkVisibility() && !walk.met.has(one)).map(said),
    unseen: [...walk.unseen].map(said),
  };
}"""


@pytest.mark.slow
def test_each_control_of_each_screen_is_reached_by_tab_and_shows_it(page: Any, screens: dict[str, str]) -> None:
    faults = []
    for name, address in screens.items():
        page.goto(address)
        for _ in range(page.evaluate(BEGIN) + 40):
            page.keyboard.press("Tab")
            if not page.evaluate(STEP):
                break
        else:
            faults.append(f"{name}: no end is reached")
        for kind, controls in page.evaluate(END).items():
            faults += [f"{name}: {kind} {control}" for control in controls]
    assert faults == []


def test_words_that_are_selected_in_the_text_are_those_of_a_new_note(page: Any, screens: dict[str, str]) -> None:
    page.goto(screens["essay-notes"])
    page.evaluate(
        """() => {
          const block = document.querySelectorAll(".desk-noted-block")[1], range = document.createRange();
          range.setStart(block.firstChild, 0);
          range.setEnd(block.firstChild, 19);
          document.getSelection().removeAllRanges();
          document.getSelection().addRange(range);
        }"""
    )
    page.wait_for_function("document.getElementById('note-form').elements.passage.value !== ''")
    assert page.input_value("#id_passage") == "Garbo’s envoy melts"
    page.fill("#id_text", "Melts?")
    page.click("[name=write]")
    page.wait_for_selector("text=The note stands in the margin.")
    assert page.locator("mark.desk-noted-open", has_text="Garbo’s envoy melts").count() == 1
