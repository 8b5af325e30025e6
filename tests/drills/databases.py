"""Databases for drills: made once with the film facts, then copied for each try."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

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
