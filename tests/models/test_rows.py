"""Every kind of row: it has words of its own for an editor, an address that answers, and a base that checks it."""

from typing import Any

import pytest
from django.db import connection, models
from django.urls import resolve

from essays.models.site_version import SiteVersion
from people.addresses import FormerSlugBase
from people.rows import Row
from people.tagging import TaggingBase
from tests.dumps.make import add_rows
from tests.models.test_constraints import our_models

pytestmark = pytest.mark.django_db

OWNERS = ("content_object", "essay", "person", "film", "mention")


@pytest.fixture
def rows() -> list[models.Model]:
    """Some of every kind."""
    add_rows()
    return [row for model in our_models() for row in model._base_manager.all()]


def test_every_row_is_shown_in_words_of_its_own(rows: list[models.Model]) -> None:
    # On PostgreSQL the site's version grows once a transaction is through, which a test's never is.
    later = {SiteVersion} if connection.vendor == "postgresql" else set()
    assert {type(row) for row in rows} | later == set(our_models())
    shown: dict[str, set[str]] = {}
    for row in rows:
        words = str(row)
        assert words.strip() and " object (" not in words
        # A subject, a key and the like is shown with the record it belongs to, and need only differ there.
        owners = [str(getattr(row, name)) for name in OWNERS if hasattr(row, name)]
        of_kind = shown.setdefault(" ".join([type(row).__name__, *owners]), set())
        assert words not in of_kind, f"two of {type(row).__name__} are shown as {words}"
        of_kind.add(words)


def test_every_address_leads_to_a_page_of_its_kind(rows: list[models.Model]) -> None:
    addressed: list[Any] = [row for row in rows if hasattr(row, "get_absolute_url")]
    assert {type(row).__name__ for row in addressed} == {"Person", "Film", "Essay", "Critic", "Tag", "FixedPage"}
    for row in addressed:
        found = resolve(row.get_absolute_url())
        kind = type(row).__name__
        assert found.url_name == ("fixed_page" if kind == "FixedPage" else f"{kind.lower()}_detail")
        assert found.kwargs == {"slug": row.slug}


def test_every_row_is_checked_by_our_base_but_those_that_hold_only_links() -> None:
    unchecked = {model for model in our_models() if not issubclass(model, Row)}
    assert all(issubclass(model, FormerSlugBase | TaggingBase) for model in unchecked)


def test_every_row_that_was_stored_passes_its_check_again(rows: list[models.Model]) -> None:
    for row in rows:
        row.full_clean()
