"""What a document costs against a catalogue of ten million names, beside what it costs against a small one.

    python -m tests.benchmarks.scale grow --database-url URL [--names 10000000] [--titles 1000000]
    python -m tests.benchmarks.scale measure ARCHIVE URL URL... [--documents 300] [--rounds 3]

``grow`` fills a database that has a catalogue with generated people, titles and credits up to so many; the names are
made of the given names and surnames that stand there, as often as they do, so that namesakes grow with it. It writes
past the constraints and builds the indexes last: for benchmarks only. ``measure`` reads and links the documents against
each database in turn, in processes of their own, and prints the CPU milliseconds of a document and their ratio to the
first database. On PostgreSQL the time of the server's process is counted where it runs on this machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tests.drills.databases import ROOT, environment

AT_ONCE = 20_000
CREDITS_PER_TITLE = 5
NEW_SURNAMES, INITIALS, SAME_TITLES, OTHER_TITLES = 0.4, 0.1, 0.15, 0.1  # shares
# How unequally titles are taken again: with 1.7 the commonest title of 37,000 films has ten namesakes, as in IMDb's
# films of any such number (nine); among a million it has some 340.
UNEQUAL = 1.7
JOBS = ("actor", "actor", "actor", "director", "writer")
NOW = "2026-01-01 00:00:00+00:00"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    growing = steps.add_parser("grow")
    growing.add_argument("--database-url", required=True)
    growing.add_argument("--names", type=int, default=10_000_000)
    growing.add_argument("--titles", type=int, default=1_000_000)
    measuring = steps.add_parser("measure")
    measuring.add_argument("archive", type=Path)
    measuring.add_argument("urls", nargs="+")
    measuring.add_argument("--documents", type=int, default=300)
    measuring.add_argument("--rounds", type=int, default=3)
    one = steps.add_parser("one")  # the process of one database and round
    one.add_argument("archive", type=Path)
    one.add_argument("documents", type=int)
    options = parser.parse_args()
    if options.step == "grow":
        os.environ |= environment(options.database_url)
        grow(options.names, options.titles)
    elif options.step == "measure":
        measure(options.archive, options.urls, options.documents, options.rounds)
    else:
        _measure_one(options.archive, options.documents)


def grow(names: int, titles: int, *, seed: int = 1988) -> None:
    """Fill the database up to ``names`` people and ``titles`` films; the same for the same ``seed``."""
    import django

    django.setup()
    from essays.models import Credit, Film, FilmIdentifier, FilmKey, FilmTitle
    from people.models import Person, PersonKey

    chance = random.Random(seed)  # noqa: S311
    real_names = list(Person.objects.order_by("pk").values_list("name", flat=True))
    real_titles = list(Film.objects.order_by("pk").values_list("title", flat=True))
    chance.shuffle(real_titles)
    first_person = Person.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    first_film = Film.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    with _without_indexes(Person, PersonKey, Film, FilmKey, FilmTitle, FilmIdentifier, Credit):
        _add_people(range(first_person, first_person + names - len(real_names)), real_names, chance)
        films = range(first_film, first_film + titles - len(real_titles))
        _add_films(films, real_titles, chance)
        _add_credits(films, first_person + names - len(real_names), chance)


def _add_people(numbers: Sequence[int], real: Sequence[str], chance: random.Random) -> None:
    from essays.desk.bulk import insert_rows
    from essays.desk.catalogue_people import PERSON_COLUMNS
    from people.models import Person, PersonKey
    from people.names import name_keys, sort_name

    given = [words[0] for name in real if len(words := name.split()) > 1]
    surnames = [words[-1] for name in real if len(words := name.split()) > 1]
    for some in _in_lists(numbers, "people"):
        rows, keys = [], []
        for number in some:
            surname = chance.choice(surnames)
            if chance.random() < NEW_SURNAMES:
                other = chance.choice(surnames)
                surname = surname[: len(surname) // 2 + 1] + other[len(other) // 2 :].lower()
            initial = f"{chance.choice('ABCDEFGHJKLMPRSTW')}. " if chance.random() < INITIALS else ""
            name = f"{chance.choice(given)} {initial}{surname}"
            forms = list(name_keys(name))
            born = chance.randint(1880, 2000) if chance.random() < 0.3 else None
            rows.append(
                (
                    number, name, sort_name(name), forms[0][0], "", f"person-{number:09d}", born, None, "",
                    "mentioned", "{}", NOW, NOW,
                )
            )  # fmt: skip
            keys += [(key, form, number) for key, form in forms]
        insert_rows(Person, PERSON_COLUMNS, rows)
        insert_rows(PersonKey, ("key", "form", "person_id"), keys)


def _add_films(numbers: Sequence[int], real: Sequence[str], chance: random.Random) -> None:
    from essays.desk.bulk import insert_rows
    from essays.desk.catalogue_films import FILM_COLUMNS
    from essays.linking.keys import title_keys
    from essays.models import Film, FilmIdentifier, FilmKey, FilmTitle
    from essays.models.film import TITLE_MAX_LENGTH, sort_title
    from people.names import name_key

    words = [word for title in real for word in title.split()]
    for some in _in_lists(numbers, "films"):
        rows, keys, titles = [], [], []
        for number in some:
            # Remakes and common titles: the earlier a title stands in the catalogue, the more films are called so.
            title = real[int(len(real) * chance.random() ** UNEQUAL)]
            if chance.random() >= SAME_TITLES:
                parts = title.split()
                parts[chance.randrange(len(parts))] = chance.choice(words)
                title = " ".join((*parts, chance.choice(words)) if len(parts) < 3 else parts)[:TITLE_MAX_LENGTH]
            others = [f"{title} {chance.choice(words)}"] if chance.random() < OTHER_TITLES else []
            rows.append(
                (
                    number, title, "", sort_title(title)[:TITLE_MAX_LENGTH], name_key(title), "film",
                    chance.randint(1920, 2026), None, "", f"film-{number:08d}", 90, "[]", "[]", "", "", "", "",
                    "mentioned", "{}", NOW, NOW,
                )
            )  # fmt: skip
            keys += [(key, form, number) for key, form in title_keys(title, others)]
            titles += [(number, other, name_key(other), "other", "") for other in others]
        insert_rows(Film, FILM_COLUMNS, rows)
        insert_rows(FilmKey, ("key", "form", "film_id"), keys)
        insert_rows(FilmTitle, ("film_id", "title", "title_key", "kind", "language"), titles)
        identifiers = [(number, "generated", f"tt{number:09d}") for number in some]
        insert_rows(FilmIdentifier, ("film_id", "scheme", "value"), identifiers)


def _add_credits(films: Sequence[int], people: int, chance: random.Random) -> None:
    from essays.desk.bulk import insert_rows
    from essays.desk.catalogue_films import CREDIT_COLUMNS
    from essays.models import Credit

    for some in _in_lists(films, "films with credits"):
        rows = []
        for film in some:
            cast = {max(1, int(people * chance.random() ** 2)) for _ in range(CREDITS_PER_TITLE)}  # some have many
            for place, (person, job) in enumerate(zip(sorted(cast), JOBS, strict=False), start=1):
                character = "Anna Berg" if job == "actor" else ""
                rows.append((film, person, job, character, place, "", True, "confirmed", "generated"))
        insert_rows(Credit, CREDIT_COLUMNS, rows)


def _in_lists(numbers: Sequence[int], what: str) -> Iterator[Sequence[int]]:
    """``numbers`` in lists, each within a transaction; says how far it is now and then."""
    from django.db import transaction

    began = time.perf_counter()
    for start in range(0, len(numbers), AT_ONCE):
        with transaction.atomic():
            yield numbers[start : start + AT_ONCE]
        if start // AT_ONCE % 25 == 0:
            print(f"  {time.perf_counter() - began:8.1f} s  {start:,} of {len(numbers):,} {what}", flush=True)


@contextmanager
def _without_indexes(*models: Any) -> Iterator[None]:
    """Meanwhile the tables have no indexes but their unique ones, and no foreign key is checked."""
    from django.db import connection

    tables = [model._meta.db_table for model in models]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -500000"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        else:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(
                "SELECT indexname, indexdef, tablename FROM pg_indexes WHERE schemaname = current_schema()"
                " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            )
        indexes = [(name, sql) for name, sql, table in cursor.fetchall() if table in tables]
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        began = time.perf_counter()
        for name, sql in indexes:
            cursor.execute(sql.replace("%", "%%"))
            print(f"  {time.perf_counter() - began:8.1f} s  index {name}", flush=True)
        if is_sqlite:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in tables:
            column = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT setval({column}, (SELECT max(id) FROM {table}))")  # noqa: S608
            cursor.execute(f"VACUUM ANALYZE {table}")


def measure(archive: Path, urls: Sequence[str], documents: int, rounds: int) -> None:
    """Print a table of what a document costs against each database."""
    costs: dict[str, list[float]] = {url: [] for url in urls}
    sizes: dict[str, tuple[int, int]] = {}
    for _ in range(rounds):
        for url in urls:  # in turn, so that a busy machine is busy for all of them
            command = [sys.executable, "-m", "tests.benchmarks.scale", "one", str(archive), str(documents)]
            run = subprocess.run(command, env=environment(url), cwd=ROOT, check=True, capture_output=True, text=True)
            said = json.loads(run.stdout.splitlines()[-1])
            costs[url].append(said["milliseconds"])
            sizes[url] = said["people"], said["films"]
    least = min(costs[urls[0]])
    print("  people       films        ms a document (least, median)   to the first")
    for url in urls:
        people, films = sizes[url]
        ours, median = min(costs[url]), statistics.median(costs[url])
        ratio = f"{ours / least:5.2f}"
        print(f"  {people:<12,} {films:<12,} {ours:8.2f} {median:8.2f}                {ratio}   {url.split(':')[0]}")


def _measure_one(archive: Path, documents: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from essays.desk.importing import import_document
    from essays.models import Film
    from people.models import Person

    with gzip.open(archive, "rt") if archive.suffix == ".gz" else archive.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, documents)]
    now = timezone.now()

    def read_all() -> None:
        for row in rows:
            import_document(row["text"], name=str(row["id"]), now=now, dry_run=True)

    read_all()  # once before it counts: pages of the database come into memory
    began = time.process_time() + _server_seconds(connection)
    read_all()
    seconds = time.process_time() + _server_seconds(connection) - began
    people, films = (model.objects.order_by("-pk").values_list("pk", flat=True)[0] for model in (Person, Film))
    print(json.dumps({"milliseconds": 1000 * seconds / len(rows), "people": people, "films": films}))


def _server_seconds(connection: Any) -> float:
    """CPU seconds of the server's process for this connection; 0 where there is none or it is not here."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    fields = stat.read_text().rpartition(") ")[2].split() if stat.exists() else ["0"] * 13
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
