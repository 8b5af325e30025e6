"""Kill ``link_essays`` at random moments and see that each essay is linked again whole or not at all, and each once.

    python -m tests.drills.kill_linking --kills 10 --documents 100 [--database-url URL] [--seed 7]

Imports documents, takes their links away as if the records had come later, and links them again. Without an address
SQLite is used, in a temporary folder. Prints what it counted; exits with 1 where anything was wrong.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.drills.databases import ROOT, PostgresDatabases, SqliteDatabases, environment, kill_drill, manage

POLL_SECONDS = 0.02
REST_MS = 10  # after each essay, so that a kill falls among few


def run_drill(databases: SqliteDatabases | PostgresDatabases, archive: Path, *, kills: int, seed: int) -> list[str]:
    """Kill ``kills`` runs, then let one end. A sentence for each thing that was wrong."""
    choose = random.Random(seed)  # noqa: S311
    faults: list[str] = []
    databases.begin()
    manage(databases.url, "import_documents", str(archive), "--verbosity", "0")
    expected = _essays()
    _take_links_away()
    for kill in range(1, kills + 1):
        before = _reached()
        running = _start(databases.url)
        wanted = before + choose.randint(1, max(1, len(expected) // (kills + 1)))
        while running.poll() is None and _reached() < wanted:
            time.sleep(POLL_SECONDS)
        if running.poll() is not None:
            faults.append(f"run {kill} ended before it could be killed")
            break
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        reached = _reached()
        faults += [f"after kill {kill}: {said}" for said in (*databases.damage(), *_half(expected, reached))]
    if _start(databases.url).wait() != 0:
        faults.append("the last run failed")
    faults += [f"at the end: {said}" for said in _half(expected, max(expected))]
    return faults


def _start(url: str) -> subprocess.Popen[bytes]:
    words = ["link_essays", "--all", "--rest", str(REST_MS), "--verbosity", "0"]
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *words],
        env=environment(url),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _essays() -> dict[int, tuple[object, ...]]:
    """For each essay its links and its rendering."""
    from django.db import connection

    from essays.models import Essay

    try:
        return {
            essay.pk: (
                sorted((m.start, m.end, m.state, m.film_id, m.person_id) for m in essay.mentions.all()),
                essay.rendered,
            )
            for essay in Essay.objects.prefetch_related("mentions")
        }
    finally:
        connection.close()


def _take_links_away() -> None:
    from django.db import connection

    from essays.desk.rendering import renew_rendering
    from essays.models import Essay, Mention

    Mention.objects.all().delete()
    for essay in Essay.objects.all():
        renew_rendering(essay)
    connection.close()


def _reached() -> int:
    from django.db import connection

    from essays.models import LinkingRun

    try:
        return LinkingRun.objects.values_list("reached", flat=True).first() or 0
    finally:
        connection.close()


def _half(expected: dict[int, tuple[object, ...]], reached: int) -> list[str]:
    """What does not hold: up to ``reached`` an essay is linked as ever, with one revision of it; behind it none is."""
    from django.db import connection
    from django.db.models import Count

    from essays.models import Essay

    now = _essays()
    revisions = dict(Essay.objects.annotate(number=Count("revisions")).values_list("pk", "number"))
    connection.close()
    faults = []
    for pk, whole in expected.items():
        if pk <= reached and (now[pk], revisions[pk]) != (whole, 2 if whole[0] else 1):
            faults.append(f"essay {pk} is done and holds {len(now[pk][0])} links, {revisions[pk]} revisions")  # type: ignore[arg-type]
        if pk > reached and (now[pk][0] or revisions[pk] != 1):
            faults.append(f"essay {pk} is not done and holds {len(now[pk][0])} links")  # type: ignore[arg-type]
    return faults


def main() -> None:
    def run(
        databases: SqliteDatabases | PostgresDatabases, archive: Path, kills: int, seed: int
    ) -> tuple[list[str], str]:
        faults = run_drill(databases, archive, kills=kills, seed=seed)
        return faults, f"{kills} kills; half-linked, left out or linked twice: {len(faults)}."

    kill_drill(__doc__ or "", run, kills=10, documents=100)


if __name__ == "__main__":
    main()
