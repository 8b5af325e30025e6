"""The pictures of the guide for editors, made anew: ``python -m tests.admin.guide``. Run it when a screen changes.

Each is the top of a screen, without the list of all lists beside it, small enough to stand in the repository.
"""

import io
from pathlib import Path

from PIL import Image

from tests.admin.pictures import log_in, served_desk

FOLDER = Path(__file__).resolve().parents[2] / "essays" / "static" / "essays" / "guide"
SIZE = {"width": 1000, "height": 600}  # CSS pixels, below the head of the page
PICTURES = (
    *("bring-look", "decide-poor", "essay", "essay-calendar", "essay-draft-changes"),
    *("essay-notes", "essay-compare", "merge-compare", "film-history", "person-table"),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served_desk() as (browser, root, screens):
        context = browser.new_context(color_scheme="light", viewport=SIZE | {"height": 900}, reduced_motion="reduce")
        page = context.new_page()
        log_in(page, root)
        page.evaluate("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        for name in PICTURES:
            page.goto(root + screens[name])
            page.wait_for_load_state("networkidle")
            top = page.locator("#content").bounding_box()["y"]
            clip = {"x": 0, "y": top, **SIZE}
            picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
            picture.save(FOLDER / f"{name}.webp", quality=78, method=6)
        context.close()


if __name__ == "__main__":
    main()
