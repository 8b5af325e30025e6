"""Pictures of every kind of page: ``python -m tests.browser.pictures OUT_DIR [NAME ...]``.

Makes a database of its own in a temporary folder, serves it, and takes each page wide and narrow, light and dark.
"""

import os
import sys
import tempfile
from pathlib import Path

WIDTHS = {"wide": 1280, "narrow": 390}


def main(out_dir: str, *names: str) -> None:
    folder = tempfile.mkdtemp(prefix="double-bill-pictures-")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/pictures.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["ALLOWED_HOSTS"] = "127.0.0.1"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import ARGUMENTS, CHROMIUM
    from tests.browser.site import build_site

    call_command("migrate", verbosity=0)
    addresses = build_site()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    Path(out_dir).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, address in addresses.items():
            if names and name not in names:
                continue
            for scheme in ("light", "dark"):
                for width_name, width in WIDTHS.items():
                    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
                    page = context.new_page()
                    page.goto(f"http://127.0.0.1:{server.port}{address}")
                    page.screenshot(path=f"{out_dir}/{name}-{width_name}-{scheme}.png", full_page=True)
                    context.close()
        browser.close()
    server.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
