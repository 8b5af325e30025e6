"""Fixtures that more than one room uses."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection
from hypothesis import settings

# The same examples at each run: a failure in CI is one that everybody sees.
settings.register_profile("seeded", derandomize=True, deadline=None)
settings.load_profile("seeded")

TABLES_BY_ID = ("essays_essay", "essays_film", "essays_critic", "people_person", "people_tag")  # of the sitemap's parts
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The measuring data beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the measuring data (../shared) is not on this machine")
    return SHARED


@pytest.fixture
def ids_from_one(db: None) -> None:
    """Ids begin with 1, as in a new database: PostgreSQL's count on from what other tests made."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_by_name_sql(
                no_style(), [{"table": name, "column": "id"} for name in TABLES_BY_ID]
            ):
                cursor.execute(statement)


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
