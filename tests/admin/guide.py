"""The pictures of the guide for editors, made anew: ``python -m tests.admin.guide``. Run it when a screen changes.

Each is the top of a screen, without the list of all lists beside it, small enough to stand in the repository.
"""

import io
from pathlib import Path
from typing import Any

from PIL import Image

from tests.admin.pictures import log_in, served_desk

FOLDER = Path(__file__).resolve().parents[2] / "essays" / "static" / "essays" / "guide"
SIZE = {"width": 1000, "height": 600}  # CSS pixels, below the head of the page
BYTES_MOST = 50_000  # of one picture; the heaviest, a text compared, has 46,000
PICTURES = (
    *("bring-look", "decide-poor", "essay", "essay-choose", "picture", "essay-calendar", "essay-list-saved"),
    *("essay-draft", "essay-draft-changes", "essay-notes", "essay-compare", "merge-compare", "film-history"),
    *("person-table", "settings", "fixedpage", "errorreport"),
)
CHOSEN_IN = "essay-choose"  # the screen of “essay”, with words selected and a record searched for them
WORDS = "Red Heat"
SELECT = """words => {
  const texts = document.createTreeWalker(document.querySelector(".ProseMirror"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(texts.currentNode, at, texts.currentNode, at + words.length);
    return true;
  }
  return false;
}"""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served_desk() as (browser, root, screens):
        context = browser.new_context(color_scheme="light", viewport=SIZE | {"height": 900}, reduced_motion="reduce")
        page = context.new_page()
        log_in(page, root)
        page.evaluate("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        for name in PICTURES:
            page.goto(root + screens["essay" if name == CHOSEN_IN else name])
            page.wait_for_load_state("networkidle")
            if name == CHOSEN_IN:
                choose(page)
            top = page.locator("#content").bounding_box()["y"]
            clip = {"x": 0, "y": top, **SIZE}
            picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
            picture.save(FOLDER / f"{name}.webp", quality=78, method=6)
        context.close()


def choose(page: Any) -> None:
    """Select the words in the text, and search what they mean."""
    page.click(".ProseMirror")
    if not page.evaluate(SELECT, WORDS):
        raise LookupError(f"“{WORDS}” does not stand in the text of the picture.")
    page.wait_for_timeout(100)  # the editor follows the browser's selection in a task of its own
    page.keyboard.press("Control+Alt+k")
    page.wait_for_selector(".desk-choose li")
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    main()
