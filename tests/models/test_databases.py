"""The databases are opened as they must be: a save survives a power cut, readers go on beside a writer."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]

# Asked in a process of its own, of a file: the tests' own database is in memory.
ASK_SQLITE = """
import json, sqlite3, django
django.setup()
from django.db import connection, transaction

def can(statement):
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    try:
        other.execute(statement)
    except sqlite3.OperationalError as error:
        return str(error)
    finally:
        other.close()

with connection.cursor() as cursor:
    pragmas = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "mmap_size", "journal_size_limit")
    said = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SELECT 1")
    said["a writer beside"] = can("BEGIN IMMEDIATE")
    said["a reader beside"] = can("SELECT name FROM sqlite_master")
print(json.dumps(said))
"""
ASK_POSTGRESQL = """
import json, django
django.setup()
from django.conf import settings
said = settings.DATABASES["default"]
print(json.dumps({name: said[name] for name in ("ENGINE", "CONN_HEALTH_CHECKS", "CONN_MAX_AGE")}))
"""


def ask(script: str, database_url: str) -> dict[str, Any]:
    """What ``script`` prints under the project's settings with this database."""
    environment = {name: value for name, value in os.environ.items() if name != "CONN_MAX_AGE"}
    environment |= {"SECRET_KEY": "for this test", "DATABASE_URL": database_url}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return ask(ASK_SQLITE, f"sqlite:///{tmp_path_factory.mktemp('database') / 'double-bill.sqlite3'}")


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("busy_timeout", 20_000),  # milliseconds
        ("foreign_keys", 1),
        ("mmap_size", 32 * 1024 * 1024),
        ("journal_size_limit", 64 * 1024 * 1024),
        # IMMEDIATE: a transaction has the right to write from its first statement on, so that it never has to be
        # refused when it comes to write what it has read.
        ("a writer beside", "database is locked"),
        ("a reader beside", None),
    ],
)
def test_sqlite_has(sqlite: dict[str, Any], what: str, value: Any) -> None:
    assert sqlite[what] == value


def test_postgresql_connections_are_kept_and_tried_before_use() -> None:
    assert ask(ASK_POSTGRESQL, "postgres://postgres@127.0.0.1:1/nowhere") == {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }


@pytest.mark.django_db
def test_postgresql_compiles_no_question() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL compiles questions")
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
