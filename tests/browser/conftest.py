"""Chromium and a small whole site for it to look at."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from tests.browser.site import build_site

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's own loop runs in this thread; no code of ours is async

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Any]:
    """The browser; the test is skipped where there is none, and fails where CI has none.

    The database comes before it: a connection belongs to a context, and the browser opens another.
    """
    if not Path(CHROMIUM).exists():
        reason = f"no Chromium at {CHROMIUM}; set CHROMIUM to where it is"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(chromium: Any, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Full addresses of one page of each kind that anybody may open, by name; built once for a file of tests."""
    with django_db_blocker.unblock():
        pages = {name: path for name, path in build_site().items() if name != "draft"}
        server = LiveServer("127.0.0.1")
        yield {name: f"{server.url}{path}" for name, path in pages.items()}
        server.stop()
        call_command("flush", verbosity=0, interactive=False)
