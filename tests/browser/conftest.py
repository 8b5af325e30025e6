"""Chromium, and a small whole site for it to look at."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.serving import served_site

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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser; the test is skipped where there is none, and fails where CI has none.

    It ends with the file that asked for it, so that its event loop runs under no other test.
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


@pytest.fixture(scope="session")
def served() -> Iterator[dict[str, str]]:
    """The addresses of the site's pages; it is made once, since nobody who reads it changes it."""
    with served_site() as pages:
        yield pages


@pytest.fixture
def site(chromium: Any, served: dict[str, str]) -> dict[str, str]:
    """Full addresses of one page of each kind that anybody may open, by name."""
    return {name: address for name, address in served.items() if name != "draft"}
