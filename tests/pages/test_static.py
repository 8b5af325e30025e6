"""The files a page needs: named by their content, compressed, few and small."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings

from config import settings as production
from tests import build

FONTS = ("archivo-latin.woff2", "newsreader-latin.woff2", "newsreader-latin-italic.woff2")
HTML_LIMIT, CSS_LIMIT, FONTS_LIMIT = (
    30_000,
    8_000,
    260_000,
)  # bytes; the first two compressed: a page in one breath of a slow line


def found(name: str) -> Path:
    path = finders.find(f"essays/{name}")
    assert isinstance(path, str), name
    return Path(path)


@pytest.mark.django_db
def test_production_names_every_file_by_its_content_and_compresses_it(client: Client, tmp_path: Path) -> None:
    storages: dict[str, Any] = production.STORAGES
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        build.published()
        page = client.get("/essays/a-russian-in-chicago/").content.decode()
    css = re.search(r'href="/static/(essays/site\.[0-9a-f]{12}\.css)"', page)
    assert css is not None
    assert (tmp_path / f"{css[1]}.gz").exists()
    fonts = re.findall(r"url\(\"?(fonts/[^\")]+)", (tmp_path / css[1]).read_text())
    assert len(fonts) == 3
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", font) for font in fonts)
    assert all((tmp_path / "essays" / font).exists() for font in fonts)


def test_stylesheet_and_fonts_are_small_and_the_fonts_come_with_their_licence() -> None:
    assert len(gzip.compress(found("site.css").read_bytes())) <= CSS_LIMIT
    assert sum(found(f"fonts/{font}").stat().st_size for font in FONTS) <= FONTS_LIMIT
    assert "SIL OPEN FONT LICENSE" in found("fonts/OFL.txt").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_long_essays_page_is_small(client: Client) -> None:
    essay = build.published(body="".join(f"<h2>Part {n}</h2>" + "<p>It was a cold night.</p>" * 12 for n in range(12)))
    assert len(gzip.compress(client.get(essay.get_absolute_url()).content)) <= HTML_LIMIT


def test_no_style_of_ours_is_fetched_from_elsewhere() -> None:
    css = found("site.css").read_text(encoding="utf-8")
    assert re.findall(r"https?:|@import|//(?!\*)", css) == []
