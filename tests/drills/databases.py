"""Databases for drills: made once with the film facts, then copied for each try."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.drills.documents import write_archive

ROOT = Path(__file__).resolve().parents[2]
PREPARED, TRY = "double_bill_drill_prepared", "double_bill_drill_try"


def environment(url: str) -> dict[str, str]:
    """What a ``manage.py`` of the drill is started with."""
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def manage(url: str, *words: str) -> None:
    """Run one command to its end; raises CalledProcessError where it fails."""
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    subprocess.run(command, env=environment(url), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


class SqliteDatabases:
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._prepared = folder / "prepared.sqlite3"
        self._try = folder / "try.sqlite3"
        self.url = f"sqlite:///{self._try}"
        manage(f"sqlite:///{self._prepared}", "migrate", "--verbosity", "0")
        manage(f"sqlite:///{self._prepared}", "load_facts", str(ROOT / "seeds" / "films.toml"))
        for leftover in ("-wal", "-shm"):
            Path(f"{self._prepared}{leftover}").unlink(missing_ok=True)

    def begin(self) -> None:
        """A database as prepared, at ``url``."""
        from django.db import connection

        connection.close()  # an open one would write the last try's log into this one
        for leftover in ("", "-wal", "-shm"):
            Path(f"{self._try}{leftover}").unlink(missing_ok=True)
        shutil.copyfile(self._prepared, self._try)

    def damage(self) -> list[str]:
        """What the database itself finds wrong."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            return said + [f"foreign key: {row}" for row in cursor.fetchall()]

    def end(self) -> None:
        """Nothing: the folder goes with its owner."""


class PostgresDatabases:
    """Two databases beside the one of the address, made from it and dropped at the end."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.url = self._at(TRY)
        self._execute(f"DROP DATABASE IF EXISTS {PREPARED} WITH (FORCE)", f"CREATE DATABASE {PREPARED}")
        manage(self._at(PREPARED), "migrate", "--verbosity", "0")
        manage(self._at(PREPARED), "load_facts", str(ROOT / "seeds" / "films.toml"))

    def _at(self, name: str) -> str:
        return urlunsplit(urlsplit(self._address)._replace(path=f"/{name}"))

    def _execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._address.replace("postgres://", "postgresql://"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def begin(self) -> None:
        """A database as prepared, at ``url``."""
        from django.db import connection

        connection.close()
        self._execute(f"DROP DATABASE IF EXISTS {TRY} WITH (FORCE)", f"CREATE DATABASE {TRY} TEMPLATE {PREPARED}")

    def damage(self) -> list[str]:
        """Nothing: PostgreSQL checks its foreign keys itself."""
        return []

    def end(self) -> None:
        from django.db import connection

        connection.close()
        self._execute(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in (PREPARED, TRY)))


def kill_drill(
    description: str,
    run: Callable[[SqliteDatabases | PostgresDatabases, Path, int, int], tuple[list[str], str]],
    *,
    kills: int,
    documents: int,
) -> None:
    """The command of a drill that kills: its options, documents to work on, databases, and what ``run`` found.

    ``run`` takes the databases, the archive, the number of kills and the seed; it gives a sentence for each fault and
    one on the whole. Exits with 1 where there was a fault.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--documents", type=int, default=documents)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = write_archive(folder / "documents.jsonl", options.documents, seed=options.seed)
        url = options.database_url
        databases = PostgresDatabases(url) if url.startswith("postgres") else SqliteDatabases(folder)
        os.environ |= environment(databases.url)
        import django

        django.setup()
        try:
            faults, sentence = run(databases, archive, options.kills, options.seed)
        finally:
            databases.end()
    print("\n".join([*faults, sentence]))
    sys.exit(1 if faults else 0)
