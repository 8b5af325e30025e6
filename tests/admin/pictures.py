"""Pictures of the desk's main screens: ``python -m tests.admin.pictures OUT_DIR [NAME ...]``.

Makes a database of its own in a temporary folder, serves it, and takes each screen wide and narrow, light and dark.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WIDTHS = {"wide": 1280, "narrow": 390}
PASSWORD = "a long password"


@contextmanager
def served_desk() -> Iterator[tuple[Any, str, dict[str, str]]]:
    """A browser, the address of a desk with its own database, and the path of each main screen by a name for it."""
    folder = tempfile.mkdtemp(prefix="double-bill-desk-")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/desk.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["ALLOWED_HOSTS"] = "127.0.0.1"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright

    from tests.admin.site import build_desk
    from tests.browser.conftest import ARGUMENTS, CHROMIUM

    call_command("migrate", verbosity=0)
    screens = build_desk()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser, f"http://127.0.0.1:{server.port}", screens
        browser.close()
    server.terminate()


def main(out_dir: str, *names: str) -> None:
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    with served_desk() as (browser, root, screens):
        for scheme in ("light", "dark"):
            for width_name, width in WIDTHS.items():
                context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
                page = context.new_page()
                log_in(page, root)
                for name, address in screens.items():
                    if not names or name in names:
                        page.goto(root + address)
                        page.screenshot(path=f"{out_dir}/{name}-{width_name}-{scheme}.png", full_page=True)
                context.close()


def log_in(page: Any, root: str) -> None:
    """Log the browser in as the superuser of ``tests.build``."""
    page.goto(f"{root}/admin/")
    page.fill("#id_username", "publisher")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    page.wait_for_selector("#user-tools")


if __name__ == "__main__":
    if any(word.startswith("-") for word in sys.argv[1:]) or len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
