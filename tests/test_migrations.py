"""Migrations: in step with the models, there and back, and from the database of every version so far."""

import json
import os
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from essays.desk.roles import RIGHTS

ROOT = Path(__file__).resolve().parents[1]
DUMPS = sorted((ROOT / "tests" / "dumps").glob("*.sql"))
DUMP_MAX_BYTES = 100_000


def run(database: Path, *words: str) -> str:
    """What Python prints when run with these words and this SQLite file as the database."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def schema(database: Path) -> dict[str, str]:
    """Name to definition of each table, index and trigger."""
    with sqlite3.connect(database) as opened:
        rows = opened.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        return dict(rows.fetchall())


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.slow
def test_migrations_go_forward_back_and_forward_again(tmp_path: Path) -> None:
    database = tmp_path / "site.sqlite3"
    run(database, "manage.py", "migrate", "--verbosity", "0")
    made = schema(database)
    assert {"essays_essay", "people_person", "essays_revision_is_immutable"} <= made.keys()
    # The admin's log and the permissions point at our accounts and go first.
    for app in ("admin", "essays", "people"):
        run(database, "manage.py", "migrate", app, "zero", "--verbosity", "0")
    left = schema(database)
    assert not [name for name in left if name.startswith(("essays_", "people_"))]
    run(database, "manage.py", "migrate", "--verbosity", "0")
    assert schema(database) == made


def test_a_fresh_database_has_the_groups_that_the_table_of_roles_tells(tmp_path: Path) -> None:
    database = tmp_path / "site.sqlite3"
    run(database, "manage.py", "migrate", "--verbosity", "0")
    with sqlite3.connect(database) as opened:
        rows = opened.execute(
            "SELECT g.name, c.app_label || '.' || p.codename FROM auth_group g"
            " JOIN auth_group_permissions gp ON gp.group_id = g.id JOIN auth_permission p ON p.id = gp.permission_id"
            " JOIN django_content_type c ON c.id = p.content_type_id"
        ).fetchall()
    made = {role: {right for name, right in rows if name == role} for role in {name for name, _ in rows}}
    assert made == {role: set(rights) for role, rights in RIGHTS.items()}, (
        "A right that essays/desk/roles.py gives to a group is given by a migration too: until 0.2 is out name it in"
        " essays/migrations/*_roles.py, later write one."
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL; on SQLite the test above does it")
def test_the_trigger_goes_and_comes_back_on_postgresql() -> None:
    def functions() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_proc WHERE proname = 'essays_refuse_revision_change'")
            return cursor.fetchone()[0]

    assert functions() == 1
    try:
        call_command("migrate", "essays", "0001", verbosity=0)
        assert functions() == 0
    finally:
        call_command("migrate", "essays", verbosity=0)
    assert functions() == 1


def test_every_migration_of_ours_can_be_undone() -> None:
    ours = [m for (app, _), m in MigrationLoader(None).disk_migrations.items() if app in ("people", "essays")]
    assert len(ours) >= 3
    assert [str(m) for m in ours for operation in m.operations if not operation.reversible] == []


# What a dump holds after it was migrated to the newest version, as tests/dumps/read.py tells it.
KEPT = {
    "films": ["Red Heat (1985)", "Red Heat (1988)"],
    "other titles": ["48 Hrs."],
    "namesakes": ["Steve McQueen (1930–1980)", "Steve McQueen (born 1969)"],
    "other names": ["James Belushi"],
    "tags": ["director", "neo-noir"],
    "credits": [
        ["Arnold Schwarzenegger", "actor", "Ivan Danko"],
        ["James Belushi", "actor", "Art Ridzik"],
        ["Walter Hill", "director", ""],
    ],
    "published": ["A Russian in Chicago", "Red Heat"],
    "subject": ["Red Heat (1988)"],
    "bylines": ["The film desk"],
    "body": "<p>Walter Hill made Red Heat in 1988.</p>",
    "mentions": [
        ["Walter Hill", "Walter Hill", "Walter Hill"],
        ["Red Heat", "Red Heat (1988)", "Red Heat"],
    ],
    "candidates": ["Red Heat (1988)", "Red Heat (1985)"],
    "moved from": ["moscow-on-the-lake"],
    "source": "It was late when Walter Hill made Red Heat in 1988.",
    "altered revisions": "None",
    "who saved": ["editor", "editor"],
    "may publish": True,
}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_the_database_of_each_version_migrates_to_the_newest(dump: Path, tmp_path: Path) -> None:
    database = tmp_path / "site.sqlite3"
    with sqlite3.connect(database) as opened:
        opened.executescript(dump.read_text(encoding="utf-8"))
    opened.close()
    assert json.loads(run(database, "-m", "tests.dumps.read")) == KEPT


def test_each_version_has_its_dump_and_it_is_small() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version.rpartition(".")[0] in [dump.stem for dump in DUMPS]
    assert max(dump.stat().st_size for dump in DUMPS) < DUMP_MAX_BYTES


def test_posters_become_pictures_of_the_library_and_files_again(tmp_path: Path) -> None:
    *sentences, printed = run(tmp_path / "site.sqlite3", "-m", "tests.dumps.posters").splitlines()
    sheet, old = "Poster of Heat", "Poster of Heat once"
    films = {"Heat": sheet, "Thief": sheet, "Gone": None, "Words": None, "Bare": None}
    found = json.loads(printed)
    assert found["forth"] == {
        "films": films,
        "was": [old],
        "merge": {"essays.Film": {"title": "Heat", "poster_id": old}},
        "pictures": [[sheet, "Two men", "The distributor"], [old, "A bus", "Carolco"]],
    }
    assert sentences[:4] == [
        "Of the poster of “Thief” was said what its picture does not say: One man",
        "The poster of “Gone”, posters/gone.png, is not taken into the library: The file is missing.",
        "Of the poster of “Gone” was said what its picture does not say: A door",
        "The poster of “Words”, posters/words.png, is not taken into the library: "
        "SVG is not taken, since it can hold scripts. Export the picture as PNG or WebP.",
    ]
    said = found["back"]["films"]
    assert said["Heat"] == said["Thief"]
    assert said["Heat"][0].endswith("/640x360.png")
    assert said["Heat"][1:] == ["Two men", "The distributor"]
    assert said["Gone"] == ["", "", ""]
    assert found["back"]["was"][0][1:] == ["A bus", "Carolco"]
    assert found["back"]["merge"]["essays.Film"]["poster_alt"] == "A bus"
    assert found["again"]
