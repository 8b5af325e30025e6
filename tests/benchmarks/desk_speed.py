"""How long the desk's lists, searches and choosers take with a long archive: 40,000 essays and 84,000 people.

    python -m tests.benchmarks.desk_speed [--database-url URL] [--essays 40000] [--people 84000] [--rounds 5]

Fills an empty database with generated rows, SQLite in a temporary folder where no address is given; PostgreSQL's is
made beside the one of the address and dropped. Prints the median milliseconds of each address in this process, as a
superuser, by the clock and of the CPU (SQLite works in this process, PostgreSQL beside it), and marks those over 300 by
the clock. Nothing is asserted: a clock says what a machine did today.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.drills.databases import PostgresDatabases, SqliteDatabases, environment

OVER_MS = 300
AT_ONCE = 4000
GIVEN = "Ann Walter Maud James Ed Peter Laurence Brion Gina Larry Steve Ruth Ida Orson Agnes Spike Jane Paul".split()
ENDINGS = "ham ton ley son ford wood field man berg stein ski sen more well".split()
SUBJECTS = "Heat Driver Warriors River Comfort Streets Fire Killer Deal Address Winter Night Road City Snow".split()
NOUNS = "Red Long Last First Cold Southern Hard Silent Wild Blue Broken".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--essays", type=int, default=40_000)
    parser.add_argument("--people", type=int, default=84_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database_url
        databases = PostgresDatabases(url) if url.startswith("postgres") else SqliteDatabases(Path(folder))
        os.environ |= environment(databases.url)
        import django

        django.setup()
        databases.begin()
        try:
            started = time.monotonic()
            grow(options.essays, options.people)
            print(f"{options.essays:,} essays, {options.people:,} people made in {time.monotonic() - started:.0f} s")
            over = measure(options.rounds)
            print(f"{over} over {OVER_MS} ms")
        finally:
            databases.end()


def grow(essays: int, people: int, *, seed: int = 1988) -> None:
    """So many essays, each with a subject, byline, tag, links, a question, a finding and a source; so many people."""
    from essays import models
    from people import models as of_people
    from tests import build

    chance = random.Random(seed)  # noqa: S311
    superuser = build.superuser("bench")
    made_people = _store(of_people.Person, (_person(of_people.Person, n, chance) for n in range(people)))
    films = _store(models.Film, (_film(models.Film, n, chance) for n in range(essays // 2)))
    critics = [build.critic(f"{GIVEN[n % len(GIVEN)]} Critic {n}") for n in range(40)]
    tags = [of_people.Tag.objects.create(name=f"topic {n}", slug=f"topic-{n}") for n in range(200)]
    rows = _store(models.Essay, (_essay(models.Essay, n, superuser, chance) for n in range(essays)))
    pairs = [(essay, films[n % len(films)], made_people[n % len(made_people)]) for n, essay in enumerate(rows)]
    _store(models.Subject, (models.Subject(essay=essay, film=film) for essay, film, _ in pairs))
    _store(models.Byline, (models.Byline(essay=e, critic=critics[n % 40]) for n, (e, _, _) in enumerate(pairs)))
    _store(models.EssayTag, (models.EssayTag(content_object=e, tag=tags[n % 200]) for n, (e, _, _) in enumerate(pairs)))
    _store(models.Credit, (models.Credit(film=f, person=p, job="actor") for _, f, p in pairs[: len(films)]))
    _store(models.Credit, (models.Credit(film=f, person=p, job="director") for _, f, p in pairs[len(films) :]))
    _store(models.Mention, (m for n, pair in enumerate(pairs) for m in _mentions(models.Mention, n, *pair)))
    _store(models.Finding, (_finding(models.Finding, n, essay) for n, (essay, _, _) in enumerate(pairs) if n % 8 == 0))
    _store(models.Source, (_source(models.Source, n, essay) for n, (essay, _, _) in enumerate(pairs)))
    _store(models.Redirect, (models.Redirect(path=f"/{n}", essay=e) for n, (e, _, _) in enumerate(pairs)))
    _keys(made_people, films)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _store(model: Any, rows: Iterator[Any]) -> list[Any]:
    stored: list[Any] = []
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            stored += model._base_manager.bulk_create(batch)
            batch = []
    return stored + model._base_manager.bulk_create(batch)


def _surname(chance: random.Random) -> str:
    return (chance.choice(GIVEN)[:4] + chance.choice(ENDINGS) + chance.choice(["", "", "er", "s"])).capitalize()


def _person(model: Any, number: int, chance: random.Random) -> Any:
    person = model(name=f"{chance.choice(GIVEN)} {_surname(chance)}", visibility="mentioned", slug=f"person-{number}")
    person.derive_keys()
    return person


def _film(model: Any, number: int, chance: random.Random) -> Any:
    title = f"{chance.choice(NOUNS)} {chance.choice(SUBJECTS)} {number % 997 or ''}".strip()
    film = model(title=title, release_year=1920 + number % 100, slug=f"film-{number}")
    film.derive_keys()
    return film


def _essay(model: Any, number: int, owner: Any, chance: random.Random) -> Any:
    from tests.build import NOW

    words = f"{chance.choice(NOUNS)} {chance.choice(SUBJECTS)} and {chance.choice(NOUNS)} {chance.choice(SUBJECTS)}"
    states = ("published", "published", "published", "draft", "in review")
    status = states[number % len(states)]
    import datetime as dt

    at = NOW - dt.timedelta(hours=number)
    body = "".join(f"<p>{words}, said again in paragraph {n} of essay {number}.</p>" for n in range(30))
    return model(
        headline=f"{words} {number}",
        slug=f"essay-{number}",
        standfirst=f"On {words}.",
        body=body,
        rendered=body,
        owner=owner,
        status=status,
        published_at=at if status == "published" else None,
    )


def _mentions(model: Any, number: int, essay: Any, film: Any, person: Any) -> Iterator[Any]:
    yield model(essay=essay, exact=person.name, kind="person", state="linked", person=person, start=0, end=9)
    yield model(essay=essay, exact=film.title, kind="film", state="linked", film=film, start=20, end=29)
    if number % 4 == 0:
        yield model(essay=essay, exact="Red Heat", kind="film", state="undecided", start=40, end=48)


def _finding(model: Any, number: int, essay: Any) -> Any:
    from tests.build import NOW

    return model(essay=essay, rule="year", exact="1988", message=f"The record says {1900 + number % 99}.", found_at=NOW)


def _source(model: Any, number: int, essay: Any) -> Any:
    from tests.build import NOW

    return model(
        name=f"{number}.txt",
        sha256=f"{number:064x}",
        content=b"x",
        encoding="utf-8",
        read_at=NOW,
        read_by="0.1",
        outcome="created",
        essay=essay,
    )


def _keys(people: Sequence[Any], films: Sequence[Any]) -> None:
    """What search by name reads, which a bulk write leaves to its caller."""
    from essays.models import FilmKey
    from people.models import PersonKey
    from people.names import name_keys

    _store(PersonKey, (PersonKey(person=p, key=k, form=form) for p in people for k, form in name_keys(p.name)))
    _store(FilmKey, (FilmKey(film=film, key=film.title_key, form="name") for film in films))


def addresses() -> dict[str, str]:
    """Each list, its search and some ways to narrow it; each chooser; the first page and the calendar."""
    from django.contrib import admin
    from django.urls import reverse

    import config.urls  # noqa: F401

    words = {"essay": "heat 399", "person": "ann walt", "film": "red heat", "credit": "walter", "critic": "maud"}
    found = {"first page": reverse("admin:index"), "calendar": reverse("admin:essays_essay_calendar")}
    found["links to decide"] = reverse("admin:essays_mention_decide")
    for model, screens in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        address = reverse(f"admin:{name}_changelist")
        found[f"{name} list"] = address
        found[f"{name} page 20"] = f"{address}?p=20"
        if screens.search_fields:
            for word in {words.get(str(model._meta.model_name), "heat"), "zzzz", "a"}:
                found[f"{name} search {word}"] = f"{address}?q={word}"
    essays = reverse("admin:essays_essay_changelist")
    for query in ("status__exact=draft", "open=links", "open=none", "open=findings", "open=subject", "byline=nobody"):
        found[f"essays {query}"] = f"{essays}?{query}"
    chooser = reverse("admin:autocomplete")
    for app, model_name, field in (
        ("essays", "subject", "film"),
        ("essays", "credit", "person"),
        ("essays", "byline", "critic"),
        ("essays", "essaytag", "tag"),
        ("essays", "redirect", "essay"),
        ("essays", "essay", "owner"),
    ):
        for term in ("red", "ann walt", "a", "zzzz", ""):
            found[f"chooser of {field}: {term or 'nothing'}"] = (
                f"{chooser}?app_label={app}&model_name={model_name}&field_name={field}&term={term}"
            )
    return found


def measure(rounds: int) -> int:
    """Print the median of each address, the slowest first; how many are over."""
    from django.conf import settings
    from django.test import Client

    from essays.models import Account

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(Account.objects.get(username="bench"))
    taken = {}
    for name, address in addresses().items():
        times, worked = [], []
        for _ in range(rounds + 1):
            started, used = time.perf_counter(), time.process_time()
            response = client.get(address)
            times.append(1000 * (time.perf_counter() - started))
            worked.append(1000 * (time.process_time() - used))
            if response.status_code not in (200, 302, 403):
                print(f"{response.status_code} {name}")
        taken[name] = statistics.median(times[1:]), statistics.median(worked[1:])
    for name, (ms, cpu) in sorted(taken.items(), key=lambda pair: -pair[1][0]):
        print(f"{ms:7.0f} ms {cpu:7.0f} ms of CPU  {name}{'  OVER' if ms > OVER_MS else ''}")
    return sum(ms > OVER_MS for ms, _ in taken.values())


if __name__ == "__main__":
    main()
