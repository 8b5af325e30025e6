"""Pictures of every page, wide and narrow, light and dark: ``python -m tests.browser.pictures FOLDER [NAME ...]``."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.serving import served_site

WIDTHS = {"wide": 1280, "narrow": 390}  # CSS pixels


def main(folder: str, *names: str) -> None:
    """Take the pictures of the pages of these names, of all where none is given, into ``folder``."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    with served_site() as pages, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in names or pages:
            for scheme in ("light", "dark"):
                for width_name, width in WIDTHS.items():
                    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
                    page.goto(pages[name])
                    page.screenshot(path=f"{folder}/{name}-{width_name}-{scheme}.png", full_page=True)
                    page.close()
        browser.close()


if __name__ == "__main__":
    if any(word.startswith("-") for word in sys.argv[1:]) or len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
