"""Fixtures that more than one room uses."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings

# The same examples at each run: a failure in CI is one that everybody sees.
settings.register_profile("seeded", derandomize=True, deadline=None)
settings.load_profile("seeded")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The measuring data beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the measuring data (../shared) is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> str:
    """The test database without the trigger by which SQLite refuses to delete a revision, whose SQL it returns.

    The end of a transactional test empties the tables by DELETE.
    """
    if connection.vendor != "sqlite":
        return ""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'essays_revision_stays'")
        sql: str = cursor.fetchone()[0]
        cursor.execute("DROP TRIGGER essays_revision_stays")
    return sql
