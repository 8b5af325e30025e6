"""Documents brought in a real browser: from a file on disk to a published page, a site whose old addresses answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.utils import modify_settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from essays.models import Essay
from tests import build, exports
from tests.admin.pictures import PASSWORD

# The mark gives a test database; what a test writes is rolled back, what the file built stays.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

STEPS_AT_MOST = 6
CHOOSING = 2  # steps in the window of the system: a click on the file, one on “Open”
REVIEW = (
    "Review: Red Heat (1988)\nChris\n\nWalter Hill made it in 1988, and it is a film about two men who work in cold "
    "rooms and in hot streets.\n"
)
COUNT_STEPS = """
for (const kind of ["click", "keydown"])
  addEventListener(kind, event => {
    if (event.isTrusted && event.detail !== 0 || kind === "keydown")
      sessionStorage.setItem("steps", 1 + Number(sessionStorage.getItem("steps")));
  }, true);
"""


@pytest.fixture(scope="module")
def root(chromium: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a site with one film and a publisher."""
    with django_db_blocker.unblock():
        build.member("Publishers")
        build.credit(build.film(), build.person("Walter Hill"))
        server = LiveServer("127.0.0.1")
        with modify_settings(ALLOWED_HOSTS={"append": "127.0.0.1"}):
            yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def faults() -> list[str]:
    """What the console said, of every page."""
    return []


@pytest.fixture
def page(chromium: Any, root: str, faults: list[str]) -> Iterator[Any]:
    """The browser of a publisher, on the desk's first page, under the site's own strict policy."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: faults.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.goto(f"{root}/admin/")
    page.fill("#id_username", "publisher")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_selector("#user-tools")
    yield page
    context.close()


def choose(page: Any, path: Path) -> None:
    """Choose a file by the button of its field, as an editor does."""
    with page.expect_file_chooser() as chooser:
        page.click("#id_documents")
    chooser.value.set_files(path)


def counted(page: Any) -> int:
    """How many clicks and keys the pages have seen."""
    return int(page.evaluate("Number(sessionStorage.getItem('steps'))"))


def answers(page: Any, address: str) -> list[tuple[int, str]]:
    """Each answer on the way to a page, with the path that it was asked for."""
    seen: list[tuple[int, str]] = []
    root = "/".join(address.split("/")[:3])

    def note(response: Any) -> None:
        if response.request.is_navigation_request():
            seen.append((response.status, response.url.removeprefix(root)))

    page.on("response", note)
    page.goto(address)
    page.remove_listener("response", note)
    return seen


def test_from_a_text_file_on_disk_to_a_published_page(page: Any, faults: list[str], tmp_path: Path) -> None:
    path = tmp_path / "red-heat.txt"
    path.write_text(REVIEW, encoding="utf-8")
    page.add_init_script(COUNT_STEPS)
    page.reload()
    page.click("text=Bring documents")
    choose(page, path)
    page.click("text=Look at it")
    page.wait_for_selector("#confirm_form")
    assert not Essay.objects.exists()
    page.click("text=Make and publish")
    page.wait_for_selector("h1:has-text('Review: Red Heat (1988)')")
    assert page.url.endswith(Essay.objects.get().get_absolute_url())
    seen = counted(page)
    assert seen == 4, "the pages see every click of this journey, and nothing else"
    assert seen + CHOOSING <= STEPS_AT_MOST
    assert faults == []


def test_the_same_with_the_keyboard_alone(page: Any, faults: list[str]) -> None:
    """Words are pasted; each button is reached by Tab and pressed by Enter."""
    page.keyboard.press("Tab")
    press(page, "Bring documents")
    page.wait_for_selector("#bring_form")
    reach(page, "id_text")
    page.keyboard.insert_text(REVIEW)
    press(page, "Look at it")
    page.wait_for_selector("#confirm_form")
    press(page, "Make and publish")
    page.wait_for_selector("h1:has-text('Review: Red Heat (1988)')")
    assert Essay.objects.get().is_live()
    assert faults == []


FOCUSED = "(document.activeElement.innerText || document.activeElement.value || '').trim()"


def press(page: Any, words: str) -> None:
    """Tab to the control that says so, and press Enter there."""
    for _ in range(60):
        if page.evaluate(FOCUSED) == words:
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach “{words}”")


def reach(page: Any, element: str) -> None:
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == element:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach #{element}")


def test_a_wordpress_export_becomes_a_site_whose_old_addresses_answer(
    page: Any, chromium: Any, root: str, faults: list[str], tmp_path: Path
) -> None:
    posts = [
        exports.item(12),
        exports.item(13, slug="the-gate", title="The Gate", content=exports.BLOCKS),
        exports.item(14, slug="unwritten", title="Unwritten", content="It was late.", status="draft", gmt=""),
    ]
    path = tmp_path / "films.xml"
    path.write_bytes(exports.wxr(*posts, exports.item(15, type="page"), exports.item(16, type="attachment")))
    page.click("text=Bring documents")
    choose(page, path)
    page.click("text=Look at it")
    page.wait_for_selector("text=Of a site’s export")
    page.click("text=Make and publish")
    page.wait_for_selector("text=1 attachment, 1 page")
    assert faults == []

    reader = chromium.new_context().new_page()
    wanted = {
        "/2009/06/red-heat/": "/essays/cold-rooms/",
        "/2009/06/Red-Heat": "/essays/cold-rooms/",
        "/?p=12": "/essays/cold-rooms/",
        "/2009/06/the-gate/": "/essays/the-gate/",
        "/?p=13": "/essays/the-gate/",
    }
    for old, new in wanted.items():
        assert answers(reader, f"{root}{old}") == [(301, old), (200, new)]
    assert "Cold Rooms" in [row.headline for row in Essay.objects.published()]
    assert reader.goto(f"{root}/2009/06/unwritten/").status == 404
    reader.goto(f"{root}/essays/cold-rooms/")
    said = reader.inner_text("article")
    for words in ("17 June 2009", "Chris", "Two men at a gate.", "The gate"):
        assert words in said, words
    assert "[caption" not in said
    reader.context.close()
    assert page.goto(f"{root}{reverse('admin:essays_redirect_changelist')}").status == 200
    assert "films.example/12.post" in page.inner_text("#changelist")
