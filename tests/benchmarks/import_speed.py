"""How fast an import is, and whether its memory grows with the file.

    python -m tests.benchmarks.import_speed FILE.jsonl[.gz] [--dry-run] [--database FILE.sqlite3] [--documents N]

Imports into a fresh SQLite database with the film facts (or a copy of ``--database``) in one process, and prints
documents a second, peak memory over the first quarter and over the whole, and the ratio to bare insertion: the same
rows written by one INSERT statement each kind and document, in one transaction each, without reading or linking.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from tests.drills.databases import ROOT, environment, manage

MIB = 1024  # ru_maxrss counts KiB on Linux
QUARTERS = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--database", type=Path, help="start from a copy of this one: a loaded catalogue")
    parser.add_argument("--documents", type=int, default=0, help="stop after so many; 0 is all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "speed.sqlite3"
        url = f"sqlite:///{database}"
        if options.database:
            shutil.copyfile(options.database, database)
        else:
            manage(url, "migrate", "--verbosity", "0")
            manage(url, "load_facts", str(ROOT / "seeds" / "films.toml"))
        os.environ |= environment(url)
        import django

        django.setup()
        from essays.desk.collecting import collecting_seldom

        with collecting_seldom():
            peaks, own, seconds, cpu, count, failed = _measure(options.file, options.dry_run, options.documents)
        print(f"{count} documents, {failed} refused, in {seconds:.1f} s: {count / seconds:.1f} a second", flush=True)
        print(f"CPU: {cpu:.1f} s: {count / cpu:.1f} documents a CPU second")
        shown = ", ".join(f"{peak / MIB:.0f}" for peak in peaks)
        print(f"peak memory in MiB after each quarter: {shown} (the whole to the first: {peaks[-1] / peaks[0]:.2f})")
        shown = ", ".join(f"{memory / MIB:.0f}" for memory in own)
        print(f"memory in MiB then, without the mapped pages of the database: {shown}")
        if not options.dry_run:
            bare = _bare_insertion(database, Path(name) / "bare.sqlite3")
            print(f"bare insertion of the same rows: {bare:.1f} s; the import takes {seconds / bare:.1f} times as long")


def _measure(file: Path, dry_run: bool, limit: int) -> tuple[list[int], list[int], float, float, int, int]:
    """After each quarter the peak and the process's own memory in KiB; wall and CPU seconds; imported and refused."""
    from django.utils import timezone

    from essays.desk.importing import DocumentError, import_document
    from essays.desk.incoming import Incoming, find_files, read_files

    files, refused = find_files([file])
    if refused:
        sys.exit(refused[0].sentence)
    total = limit or sum(isinstance(item, Incoming) for item in read_files(files))
    peaks: list[int] = []
    own: list[int] = []
    count, failed, began, cpu = 0, 0, time.perf_counter(), time.process_time()
    for item in read_files(files):
        if count >= total:
            break
        try:
            if not isinstance(item, Incoming):
                raise DocumentError(item.sentence)
            import_document(item.data, name=item.name, now=timezone.now(), dry_run=dry_run)
            count += 1
        except DocumentError:
            failed += 1
        if count >= total * (len(peaks) + 1) / QUARTERS:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            own.append(_own_memory())
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return peaks, own, time.perf_counter() - began, time.process_time() - cpu, count, failed


def _own_memory() -> int:
    """KiB of memory that no file backs, as Linux counts it; 0 where it does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon:")), 0)


def _bare_insertion(full: Path, empty: Path) -> float:
    """Seconds to write the rows of an import into an empty database of the same shape, a transaction an essay."""
    source = sqlite3.connect(full)
    target = sqlite3.connect(empty, isolation_level=None)
    target.execute("PRAGMA journal_mode=WAL")
    target.execute("PRAGMA synchronous=FULL")
    shadows = {"shadow", "virtual"}  # the search index, whose rows triggers write
    ours = {name for _, name, kind, *_ in source.execute("PRAGMA table_list") if kind not in shadows}
    for name, statement in source.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index')"):
        if statement and name in ours and not name.startswith("sqlite_"):
            target.execute(statement)
    children = {"essays_mention": "essay_id", "essays_subject": "essay_id", "essays_byline": "essay_id"}
    children |= {"essays_revision": "essay_id", "essays_source": "essay_id", "essays_finding": "essay_id"}
    seconds = 0.0
    for (essay,) in source.execute("SELECT id FROM essays_essay ORDER BY id").fetchall():
        rows = [("essays_essay", source.execute("SELECT * FROM essays_essay WHERE id = ?", (essay,)).fetchall())]
        for table, column in children.items():
            query = f"SELECT * FROM {table} WHERE {column} = ?"  # noqa: S608
            rows.append((table, source.execute(query, (essay,)).fetchall()))
        began = time.perf_counter()
        target.execute("BEGIN IMMEDIATE")
        for table, values in rows:
            if values:
                places = ", ".join("?" * len(values[0]))
                target.executemany(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608
        target.execute("COMMIT")
        seconds += time.perf_counter() - began
    return max(seconds, 0.001)


if __name__ == "__main__":
    main()
