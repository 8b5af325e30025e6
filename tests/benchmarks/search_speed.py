"""What a search costs in a large archive: words common and rare, phrases, beginnings and misspelt names.

    python -m tests.benchmarks.search_speed fill --database-url URL [--documents 36000] [--names 36000]
    python -m tests.benchmarks.search_speed measure URL [URL ...] [--rounds 5]

``fill`` migrates an empty database and writes so many published essays of generated words, as unequally common as those
of a language are, and so many public names, straight into the index: for benchmarks only. ``measure`` asks each
question of each kind in turn and prints milliseconds by the clock, the median and the 99th of a hundred; beside them
the CPU time of this process, since the clock of a busy machine counts what others do.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import random
import subprocess
import sys
import time
from typing import Any

from tests.drills.databases import ROOT, environment, manage

AT_ONCE = 1_000
WORDS, WORDS_AN_ESSAY, WORDS_A_SENTENCE = 60_000, 350, 18
COMMON = ("film", "time", "man", "world", "night", "heat", "moscow", "cold")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    filling = steps.add_parser("fill")
    filling.add_argument("--database-url", required=True)
    filling.add_argument("--documents", type=int, default=36_000)
    filling.add_argument("--names", type=int, default=36_000)
    measuring = steps.add_parser("measure")
    measuring.add_argument("urls", nargs="+")
    measuring.add_argument("--rounds", type=int, default=5)
    one = steps.add_parser("one")  # the process of one database
    one.add_argument("rounds", type=int)
    options = parser.parse_args()
    if options.step == "measure":
        for url in options.urls:
            command = [sys.executable, "-m", "tests.benchmarks.search_speed", "one", str(options.rounds)]
            subprocess.run(command, env=environment(url), cwd=ROOT, check=True)
        return
    if options.step == "fill":
        manage(options.database_url, "migrate", "--verbosity", "0")
        os.environ |= environment(options.database_url)
    import django

    django.setup()
    if options.step == "fill":
        fill(options.documents, options.names)
    else:
        measure(options.rounds)


def vocabulary() -> list[str]:
    """Words from the commonest on; every one is letters alone."""
    chance = random.Random(1988)  # noqa: S311
    made = {"".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(3)) for _ in range(WORDS)}
    return [*COMMON, *sorted(made, key=lambda word: chance.random())]


def fill(documents: int, names: int) -> None:
    from django.db import connection, transaction

    from essays.models import Essay, IndexedEssay
    from tests.index.names import write_names

    began = time.perf_counter()
    write_names(names)
    print(f"{time.perf_counter() - began:8.1f} s  {names:,} names", flush=True)
    chance, words = random.Random(7), vocabulary()  # noqa: S311
    first = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    for start in range(0, documents, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, documents))
        with transaction.atomic():
            essays = Essay.objects.bulk_create(
                Essay(
                    headline=f"Essay {number}",
                    slug=f"essay-{number}",
                    kind=("review", "reference", "feature")[number % 3],
                    status="published",
                    published_at=first + dt.timedelta(minutes=number),
                )
                for number in numbers
            )
            IndexedEssay.objects.bulk_create((_row(essay, words, chance) for essay in essays), batch_size=100)
        if start % (10 * AT_ONCE) == 0:
            print(f"{time.perf_counter() - began:8.1f} s  {start:,} of {documents:,} essays", flush=True)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
        else:
            for table in ("essays_essay", "essays_indexedessay", "essays_indexedname", "essays_indexedterm"):
                cursor.execute(f"VACUUM ANALYZE {table}")


def _row(essay: Any, words: list[str], chance: random.Random) -> Any:
    from essays.models import IndexedEssay

    said = [words[int(len(words) ** chance.random()) - 1] for _ in range(WORDS_AN_ESSAY)]
    lines = [" ".join(said[at : at + WORDS_A_SENTENCE]) for at in range(0, len(said), WORDS_A_SENTENCE)]
    head = said[:4]
    return IndexedEssay(
        essay=essay,
        live_from=essay.published_at,
        facets=f"k_{essay.kind} y_{1920 + essay.pk % 10 * 10} c_{essay.pk % 40} t_{essay.pk % 300} d_{essay.pk % 200}",
        tiers=" ".join(dict.fromkeys([f"h_{word}" for word in head] + [f"o_{word}" for word in head])),
        words="\n".join([" ".join(head), *lines]),
        shown=[["", "", lines]],
    )


def questions() -> dict[str, list[str]]:
    from tests.index.misspelt import PEOPLE, pairs

    words = vocabulary()
    chance = random.Random(3)  # noqa: S311
    rare = [words[chance.randrange(len(words) // 2, len(words))] for _ in range(40)]
    return {
        "common": [*COMMON, *(f"{one} {other}" for one in COMMON[:4] for other in COMMON[4:])],
        "rare": rare,
        "phrase": [f'"{one} {other}"' for one in COMMON for other in (*COMMON[:2], words[50], words[500])],
        "prefix": [f"{word[:2]}*" for word in rare[:20]] + [f"{word[:4]}*" for word in rare[20:]],
        "misspelt": [typed for typed, _ in pairs(PEOPLE)[::3]],
    }


def measure(rounds: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from essays.index.answering import answer, essays_shown
    from essays.models import IndexedEssay, IndexedName

    gc.collect()
    gc.freeze()  # as config/wsgi.py does
    print(f"{connection.vendor}: {IndexedEssay.objects.count():,} essays, {IndexedName.objects.count():,} names")
    print("  kind        median      p99    CPU median   CPU p99   (ms; the whole answer with ten essays' sentences)")
    for kind, asked in questions().items():
        clock, cpu = [], []
        for number in range(rounds + 1):
            for text in asked:
                began, used = time.perf_counter(), time.process_time()
                found = answer(text, {}, now=timezone.now(), records=7)
                essays_shown(found, found.hits[:10])
                if number:  # the first round brings the database's pages into memory
                    clock.append(1000 * (time.perf_counter() - began))
                    cpu.append(1000 * (time.process_time() - used))
        print(
            f"  {kind:<10} {_of(clock, 50):7.1f} {_of(clock, 99):8.1f} {_of(cpu, 50):11.1f} {_of(cpu, 99):9.1f}",
            flush=True,
        )


def _of(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    main()
