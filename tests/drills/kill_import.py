"""Kill an import at random moments and see that nothing is half-written and a re-run ends as if nothing had happened.

    python -m tests.drills.kill_import --kills 20 --documents 500 [--database-url URL] [--seed 7]

Without an address SQLite is used, in a temporary folder. With one of PostgreSQL two databases are made beside it and
dropped at the end. Prints what it counted; exits with 1 where anything was wrong.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.drills.databases import ROOT, PostgresDatabases, SqliteDatabases, environment, kill_drill

POLL_SECONDS = 0.02
KILLS_A_RUN = 5  # about so many fall into one import before it is through


@dataclass(slots=True)
class Drill:
    """What a drill counted. ``faults`` has a sentence for each thing that was wrong."""

    kills: int = 0
    runs: int = 0
    kept: list[int] = field(default_factory=list)  # documents whole after each kill
    faults: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        return (
            f"{self.kills} kills in {self.runs} imports, {min(self.kept, default=0)} to {max(self.kept, default=0)} "
            f"documents whole after them; half-written or different: {len(self.faults)}."
        )


def run_drill(databases: SqliteDatabases | PostgresDatabases, archive: Path, *, kills: int, seed: int) -> Drill:
    """Kill imports of ``archive`` ``kills`` times, at moments that follow from ``seed`` and the machine's speed."""
    from tests.drills.dump import dump

    choose = random.Random(seed)  # noqa: S311
    drill = Drill()
    databases.begin()
    began = time.monotonic()
    _start(databases.url, archive).wait()
    whole_run = time.monotonic() - began
    unbroken = dump()
    counts = _counts()
    while drill.kills < kills:
        databases.begin()
        drill.runs += 1
        before = 0
        while True:
            running = _start(databases.url, archive)
            wait = choose.uniform(0, 2 * whole_run / KILLS_A_RUN)
            if drill.kills >= kills or not _kill(running, wait, before):
                running.wait()
                break
            drill.kills += 1
            before = _sources()
            drill.kept.append(before)
            where = f"after kill {drill.kills} ({before} documents)"
            drill.faults += [f"{where}: {said}" for said in (*databases.damage(), *_half_written(counts))]
        after = dump()
        if after != unbroken:
            differing = sorted(set(after) ^ set(unbroken))
            drill.faults.append(f"import {drill.runs}: {len(differing)} rows differ, the first: {differing[0][:400]}")
    return drill


def _start(url: str, archive: Path) -> subprocess.Popen[bytes]:
    words = ["import_documents", str(archive), "--publish", "--verbosity", "0"]
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *words],
        env=environment(url),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _kill(running: subprocess.Popen[bytes], wait: float, before: int) -> bool:
    """Kill a run ``wait`` seconds after its first new document; False where it was through before that."""
    while running.poll() is None and _sources() <= before:
        time.sleep(POLL_SECONDS)
    end = time.monotonic() + wait
    while running.poll() is None and time.monotonic() < end:
        time.sleep(POLL_SECONDS)
    if running.poll() is not None:
        return False
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    return True


def _sources() -> int:
    from django.db import connection

    from essays.models import Source

    try:
        return Source.objects.count()
    finally:
        connection.close()


def _counts() -> dict[str, tuple[object, ...]]:
    """For each document what its essay holds: to be the same whenever the document is there at all."""
    from django.db.models import Count

    from essays.models import Source

    rows = Source.objects.select_related("essay").annotate(
        mentions=Count("essay__mentions", distinct=True),
        candidates=Count("essay__mentions__candidates", distinct=True),
        findings=Count("essay__findings", distinct=True),
        bylines=Count("essay__bylines", distinct=True),
        subjects=Count("essay__subjects", distinct=True),
        tags=Count("essay__taggings", distinct=True),
        revisions=Count("essay__revisions", distinct=True),
    )
    return {
        row.name: (
            row.outcome,
            row.sha256,
            row.essay and (row.essay.headline, row.essay.body, row.essay.status, bool(row.essay.rendered)),
            *(row.mentions, row.candidates, row.findings, row.bylines, row.subjects, row.tags, row.revisions),
        )
        for row in rows
    }


def _half_written(expected: dict[str, tuple[object, ...]]) -> list[str]:
    """What is there in part: a document with less than it gives, or a row whose document is not there."""
    from django.db.models import Exists, OuterRef

    from essays.models import Credit, Essay, Film, Mention, Source, Subject
    from people.models import Person, PersonKey

    faults = [f"{name} holds {have}" for name, have in _counts().items() if have != expected[name]]
    orphans = {
        "essay without a source": Essay.objects.filter(~Exists(Source.objects.filter(essay=OuterRef("pk")))),
        "proposed film of no essay": Film.objects.filter(
            ~Exists(Subject.objects.filter(film=OuterRef("pk"))), visibility="proposed"
        ),
        "proposed person whom nothing names": Person.objects.filter(
            ~Exists(Mention.objects.filter(person=OuterRef("pk"))),
            ~Exists(Credit.objects.filter(person=OuterRef("pk"))),
            visibility="proposed",
        ),
        "person without keys": Person.objects.filter(~Exists(PersonKey.objects.filter(person=OuterRef("pk")))),
    }
    return faults + [f"{what}: {row}" for what, rows in orphans.items() for row in rows]


def main() -> None:
    def run(
        databases: SqliteDatabases | PostgresDatabases, archive: Path, kills: int, seed: int
    ) -> tuple[list[str], str]:
        drill = run_drill(databases, archive, kills=kills, seed=seed)
        return drill.faults, drill.sentence()

    kill_drill(__doc__ or "", run, kills=20, documents=500)


if __name__ == "__main__":
    main()
