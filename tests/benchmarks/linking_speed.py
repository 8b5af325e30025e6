"""How fast documents are read and linked, what memory that takes, and how soon the first is done.

    python -m tests.benchmarks.linking_speed ARCHIVE.jsonl --database FILE.sqlite3 [--documents 300]

Reads and links the documents in one process against a database with a catalogue, and prints documents a CPU second,
the peak of memory, and the time from the start of a process to its first document: of linking alone, and of the whole
command with ``--dry-run``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDITIONS = "number = 0\nfor one in range(10_000_000):\n    number += one"
MIB = 1024  # ru_maxrss counts KiB on Linux


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)  # the process that reads one
    options = parser.parse_args()
    if not options.one:  # to it the environment is handed down
        from tests.drills.databases import environment

        os.environ |= environment(f"sqlite:///{options.database.resolve()}")
    with options.archive.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 1 if options.one else options.documents)]
    seconds = _link(rows)
    if options.one:
        return
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    print(f"{len(rows)} documents in {seconds:.1f} CPU seconds: {len(rows) / seconds:.1f} a CPU second")
    print(f"peak memory: {peak:.0f} MiB")
    words = ["tests.benchmarks.linking_speed", str(options.archive), "--database", str(options.database), "--one"]
    print(f"first document, linking alone: {_timed([sys.executable, '-m', *words])}")
    with tempfile.TemporaryDirectory() as name:
        one = Path(name) / "one.jsonl"
        one.write_text(json.dumps(rows[0]), encoding="utf-8")
        command = [sys.executable, "manage.py", "import_documents", str(one), "--dry-run"]
        print(f"first document, the command: {_timed(command)}")
    # How fast the machine is now: one that works for others too may take twice as long as it did an hour ago.
    print(f"beside it, ten million additions in Python: {_timed([sys.executable, '-c', ADDITIONS])}")


def _link(rows: list[dict[str, str]]) -> float:
    """CPU seconds to read and link these documents."""
    from essays.desk.collecting import collect_seldom

    collect_seldom()  # as manage.py does
    import django

    django.setup()
    from essays.desk.catalogue import OneDocumentsCatalogue
    from essays.linking.linker import link
    from essays.reading.reader import read

    began = time.process_time()
    for row in rows:
        link(read(row["text"]), OneDocumentsCatalogue(()))
    return time.process_time() - began


def _timed(command: list[str]) -> str:
    """The least of three runs from start to end, in seconds of the clock and of the CPU."""
    runs = []
    for _ in range(3):
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        runs.append((time.perf_counter() - began, cpu))
    seconds, cpu = min(runs)
    return f"{seconds:.2f} s ({cpu:.2f} s of CPU)"


if __name__ == "__main__":
    main()
