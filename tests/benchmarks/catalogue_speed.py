"""How fast a catalogue is imported, and that its memory does not grow with the files.

    python -m tests.benchmarks.catalogue_speed [--rows 50000 500000] [--database-url URL] [--catalogue FOLDER]

Imports generated catalogues of each size (or a real one) into an empty database, each in a process of its own, and
prints source rows a second, and the peak of memory: all of it, and without the pages of the database file that are
mapped and that the system takes back at need. With ``--database-url`` the database must be empty; between sizes its
records are deleted. Without, a fresh SQLite file is used for each.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.drills.databases import ROOT, environment, manage

MIB = 1024  # /proc/self/status counts KiB
SHARE_OF_TITLES, SHARE_OF_NAMES, SHARE_OF_CREW = 0.10, 0.23, 0.02  # as in IMDb's films; the rest are principals
GIVEN = "Ada Ben Cora Dan Eva Finn Gail Hugo Ida Jonas Kim Lars Mona Ned Olga Paul Rosa Sam Tess Viktor".split()
SURNAMES = "Adler Brandt Castle Dunne Ekman Farrow Gable Hayes Ito Jansen Kovács Lumet Mäkinen Novak Ōshima".split()
WORDS = "Night City River Last First Heart Stone Silent Red Winter House Road King Dream Shadow Return".split()
GENRES = ["Drama", "Comedy", "Crime,Drama", "Action,Crime", "Horror", "Western", "\\N"]
HEADERS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.principals": "tconst ordering nconst category job characters",
    "title.crew": "tconst directors writers",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[50_000, 200_000], help="source rows of each catalogue")
    parser.add_argument("--catalogue", type=Path, help="a folder of data sets to import instead")
    parser.add_argument("--database-url", default="", help="an empty database; a fresh SQLite file if absent")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)  # the process of one size
    options = parser.parse_args()
    if options.measure:
        _measure(options.measure)
        return
    for rows in [0] if options.catalogue else options.rows:
        with tempfile.TemporaryDirectory() as name:
            folder = options.catalogue or generate(Path(name) / "generated", rows)
            url = options.database_url or f"sqlite:///{Path(name) / 'speed.sqlite3'}"
            manage(url, "migrate", "--verbosity", "0")
            if options.database_url:
                manage(url, "flush", "--no-input", "--verbosity", "0")
            command = [sys.executable, "-m", "tests.benchmarks.catalogue_speed", "--measure", str(folder.resolve())]
            subprocess.run(command, cwd=ROOT, env=os.environ | environment(url), check=True)


def generate(folder: Path, rows: int, *, seed: int = 1988) -> Path:
    """Write a catalogue of about ``rows`` rows; the same for the same ``seed``."""
    folder.mkdir(parents=True)
    titles, names = int(rows * SHARE_OF_TITLES), int(rows * SHARE_OF_NAMES)
    crew = int(rows * SHARE_OF_CREW)
    chance = random.Random(seed)  # noqa: S311
    _write(folder, "title.basics", _titles(titles, chance))
    _write(folder, "name.basics", _names(names, chance))
    _write(folder, "title.principals", _principals(rows - titles - names - crew, titles, names, chance))
    _write(
        folder,
        "title.crew",
        (f"tt{n + 1:07d}\tnm{n * 7 % names + 1:07d}\tnm{n * 11 % names + 1:07d}" for n in range(crew)),
    )
    return folder


def _write(folder: Path, data_set: str, lines: Iterator[str]) -> None:
    with gzip.open(folder / f"{data_set}.tsv.gz", "wt", encoding="utf-8", compresslevel=1) as file:
        file.write("\t".join(HEADERS[data_set].split()) + "\n")
        file.writelines(f"{line}\n" for line in lines)


def _titles(count: int, chance: random.Random) -> Iterator[str]:
    for number in range(1, count + 1):
        text = f"{'The ' if chance.random() < 0.3 else ''}{' '.join(chance.sample(WORDS, chance.randint(1, 3)))}"
        if chance.random() < 0.3:
            text += f": {chance.choice(WORDS)} {chance.randint(2, 999)}"
        year, genres = chance.randint(1915, 2025), chance.choice(GENRES)
        yield f"tt{number:07d}\tmovie\t{text}\t{text}\t0\t{year}\t\\N\t{chance.randint(60, 180)}\t{genres}"


def _names(count: int, chance: random.Random) -> Iterator[str]:
    for number in range(1, count + 1):
        # A number in the surname gives as many different names as real data have, and namesakes as often.
        surname = f"{chance.choice(SURNAMES)}{_syllables(chance.randrange(count))}"
        middle = f"{chance.choice('ABCDEFGHJKLMPRSTW')}. " if chance.random() < 0.1 else ""
        yield f"nm{number:07d}\t{chance.choice(GIVEN)} {middle}{surname}\t{chance.randint(1880, 2000)}\t\\N\tactor\t\\N"


def _syllables(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 15)
        text += ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu")[rest]
    return text


def _principals(count: int, titles: int, names: int, chance: random.Random) -> Iterator[str]:
    for number in range(count):
        title, place = number * titles // count + 1, number % 20 + 1
        person, character = chance.randint(1, names), f"{chance.choice(GIVEN)} {chance.choice(SURNAMES)}"
        yield f'tt{title:07d}\t{place}\tnm{person:07d}\tactor\t\\N\t["{character}"]'


class _Steps:
    """Prints each step of the import with the time and memory at its beginning."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def begins(self, what: str, total: int) -> None:
        memory = _memory("RssAnon") / MIB
        print(f"  {time.perf_counter() - self._began:8.1f} s {memory:6.0f} MiB  {what} ({total:,})", flush=True)

    def advances(self, amount: int) -> None:
        pass


def _memory(field: str) -> int:
    """A field of /proc/self/status, in KiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1])
    return 0


def _measure(folder: Path) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from essays.desk.cataloguing import import_catalogue

    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], _memory("RssAnon"))

    watching = threading.Thread(target=watch)
    watching.start()
    began, cpu = time.perf_counter(), time.process_time()
    report = import_catalogue(folder, now=timezone.now(), progress=_Steps())
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    done.set()
    watching.join()
    print(
        f"{report.rows:,} rows in {seconds:.1f} s: {report.rows / seconds:,.0f} a second,"
        f" {report.rows / cpu:,.0f} a CPU second; peak memory {peak[0] / MIB:.0f} MiB of its own,"
        f" {_memory('VmHWM') / MIB:.0f} MiB with mapped files; {report.bad_rows} bad rows,"
        f" {report.doubles_found} likely doubles"
    )


if __name__ == "__main__":
    main()
