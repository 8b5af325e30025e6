"""Several processes at one import: the outcome of one, and no process left behind however it ends."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path

import pytest

from essays.management.commands.import_documents import jobs
from tests.drills.databases import ROOT, environment, manage
from tests.drills.documents import documents, write_archive

MANY = 400  # an import of so many takes seconds, so that a signal comes in its midst on a busy machine too
WAIT_SECONDS = 120  # for a process to end; only a fault makes it so long
TABLES = ("people_person", "essays_film", "essays_essay", "essays_credit", "essays_mention", "essays_source")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A database with the film facts."""
    database = tmp_path_factory.mktemp("jobs") / "prepared.sqlite3"
    manage(f"sqlite:///{database}", "migrate", "--verbosity", "0")
    manage(f"sqlite:///{database}", "load_facts", str(ROOT / "seeds" / "films.toml"))
    return database


@pytest.fixture
def database(prepared, tmp_path) -> Path:
    copied = tmp_path / "database.sqlite3"
    with sqlite3.connect(prepared) as source, sqlite3.connect(copied) as target:
        source.backup(target)
    return copied


@pytest.fixture
def archive(tmp_path) -> Path:
    """Documents, the second stating credits that the third is about, a bad line, and a text that came before."""
    rows = list(documents(10, seed=5))
    stated = (
        "The Long Wet Road is a 1987 American thriller film directed by Wilhelmina Quarrel and starring Tobias Umber "
        "and Agathe Vell.\n\nIt was filmed in Ohio, and Quarrel never made another.\n"
    )
    rows[1:1] = [{"id": "first", "text": stated}, {"id": "second", "text": stated.replace("Long Wet", "Short Dry")}]
    rows.append({"id": "copy", "text": rows[4]["text"]})
    path = tmp_path / "documents.jsonl"
    lines = [json.dumps(row) for row in rows]
    path.write_text("\n".join([*lines[:5], "{", *lines[5:]]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def many(tmp_path) -> Path:
    """More documents than are stored before a signal comes."""
    return write_archive(tmp_path / "many.jsonl", MANY, seed=6)


def start(database: Path, archive: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "import_documents", str(archive), *words]
    return subprocess.Popen(
        command,
        env={**environment(f"sqlite:///{database}"), "PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(database: Path, archive: Path, *words: str) -> tuple[str, str, int]:
    """What an import prints, what it complains of, and its exit status."""
    running = start(database, archive, *words)
    out, err = running.communicate(timeout=WAIT_SECONDS)
    return out, err, running.returncode


def held(database: Path) -> list[object]:
    """How many rows there are of each kind, and what became of each document."""
    with sqlite3.connect(database) as opened:
        counts = [opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]  # noqa: S608
        return [*counts, *opened.execute("SELECT name, outcome, report FROM essays_source ORDER BY id")]


def readers_of(process: int) -> Iterator[int]:
    """The processes that ``process`` has started to read."""
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            yield int(child)


def test_several_processes_store_print_and_report_what_one_does(database, prepared, archive, tmp_path):
    alone, together = tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(prepared) as source, sqlite3.connect(other) as target:
        source.backup(target)
    one = run(database, archive, "--report", str(alone))
    three = run(other, archive, "--report", str(together), "--jobs", "3")
    assert one == three
    assert one[2] == 1
    assert "line 6, column 2: it is not valid JSON" in one[1]
    assert together.read_bytes() == alone.read_bytes()
    assert held(other) == held(database)


def test_a_dry_run_by_several_processes_reports_what_one_does(database, archive, tmp_path):
    alone, together = tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    run(database, archive, "--dry-run", "--report", str(alone))
    out, _, _ = run(database, archive, "--dry-run", "--report", str(together), "--jobs", "2")
    assert out == "13 documents: 13 read.\n"
    assert together.read_bytes() == alone.read_bytes()
    assert held(database)[-1] == 0


def test_ctrl_c_stops_all_processes_and_a_second_run_goes_on(database, many):
    running = start(database, many, "--jobs", "2")
    assert "made an essay" in running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)  # as a terminal sends it: to every process
    _, err = running.communicate(timeout=WAIT_SECONDS)
    assert running.returncode == 130
    assert "Stopped. " in err and "Run it again to go on." in err
    assert "Traceback" not in err
    stored = len(held(database)) - len(TABLES)
    assert 0 < stored < MANY
    out, _, status = run(database, many, "--jobs", "2")
    assert (status, len(held(database)) - len(TABLES)) == (0, MANY)
    assert f"{stored} unchanged." in out.splitlines()[-1]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux which processes there are")
def test_a_reader_that_is_killed_is_named_in_one_sentence(database, many):
    running = start(database, many, "--jobs", "2")
    running.stdout.readline()
    os.kill(next(readers_of(running.pid)), signal.SIGKILL)
    _, err = running.communicate(timeout=WAIT_SECONDS)
    assert running.returncode == 1
    [complaint] = err.splitlines()
    assert complaint.startswith("CommandError: A process that reads documents was ended")


def test_readers_end_with_an_import_that_is_killed(database, many):
    running = start(database, many, "--jobs", "2")
    running.stdout.readline()
    os.kill(running.pid, signal.SIGKILL)  # the storing process alone
    running.communicate(timeout=WAIT_SECONDS)  # which ends when no process holds the output open any more
    assert running.returncode == -signal.SIGKILL


@pytest.mark.parametrize("text", ["0", "-1", "65", "two", ""])
def test_a_number_of_processes_is_from_1_to_64(text):
    with pytest.raises(ArgumentTypeError, match="no number of processes from 1 to 64"):
        jobs(text)
    assert jobs("64") == 64
