"""What the public pages cost: at 40,000 essays beside 1,000, and beside a bare view behind the same middleware.

    python -m tests.benchmarks.page_speed [--essays 1000 40000] [--database-url URL...] [--rounds 5]

Fills an empty database for each number of essays (generated; four essays a film, ten people an essay, so that a page
holds as much in each), and prints the CPU milliseconds of each page and its ratio to the first; then, of the essay's
page, requests a CPU second: made from its stored rendering, kept whole, and answered 304, beside a bare view.
Without ``--database-url`` SQLite files of its own are used. All of it is the process's own time but on PostgreSQL,
where the time of the server's process is added.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.scale import _server_seconds
from tests.drills.databases import ROOT, environment, manage

AT_ONCE = 1000
ESSAYS_A_FILM, PEOPLE_AN_ESSAY, PARAGRAPHS, WORDS_A_PARAGRAPH = 4, 10, 8, 60
CRITICS, TOPICS = 20, 40
WORDS = "the a film scene light street city night man woman train voice long short cold slow ends opens cuts".split()


SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only-for-benchmarks-" + "0123456789" * 4,
    "ALLOWED_HOSTS": "localhost",
    "SITE_URL": "http://localhost",
    "HTTPS": "off",
    "PLANNED_TIMES_EVERY": "0",
    "LOG_LEVEL": "ERROR",
}
# A process each, and where what it says belongs.
STEPS = {"grow": "", "pages": "pages", "stored": "load", "kept": "load"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--essays", type=int, nargs="+", default=[1000, 40_000])
    parser.add_argument("--database-url", nargs="+", default=[], help="an empty database for each number of essays")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)  # a process of its own for each of what follows
    parser.add_argument("--step", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(options.step, options.one, options.rounds)
        return
    found = []
    with tempfile.TemporaryDirectory() as name:
        urls = options.database_url or [f"sqlite:///{Path(name) / f'{count}.sqlite3'}" for count in options.essays]
        for count, url in zip(options.essays, urls, strict=True):
            manage(url, "migrate", "--verbosity", "0")
            said: dict[str, dict[str, float]] = {"pages": {}, "load": {}}
            for step, into in STEPS.items():
                command = [sys.executable, "-m", "tests.benchmarks.page_speed", "--one", str(count), "--step", step]
                env = environment(url) | SETTINGS | {"PAGE_STORE": str(Path(name) / f"pages-{count}")}
                run = subprocess.run(
                    [*command, "--rounds", str(options.rounds)], env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE
                )
                if into:
                    said[into] |= json.loads(run.stdout.splitlines()[-1])
            found.append(said)
    first = found[0]["pages"]
    print(f"CPU ms a page      {''.join(f'{count:>10,} essays' for count in options.essays)}   to the first")
    for page in first:
        figures = "".join(f"{each['pages'][page]:17.2f}" for each in found)
        print(f"{page:<19}{figures}   {found[-1]['pages'][page] / first[page]:8.2f}")
    print("requests a CPU second, and to the bare view:")
    for each, count in zip(found, options.essays, strict=True):
        bare = each["load"]["bare view"]
        said = ", ".join(f"{name} {rate:,.0f} ({rate / bare:.2f})" for name, rate in each["load"].items())
        print(f"  {count:,} essays: {said}")


def grow(essays: int, *, seed: int = 1988) -> None:
    """Fill an empty database with published essays, and with films and people in proportion; past all ``save``."""
    from django.db import transaction

    from essays.desk.bulk import insert_rows
    from essays.models import Byline, Credit, Critic, Essay, EssayTag, Film, Mention, Subject
    from people.models import Person
    from people.tagging import Tag

    chance = random.Random(seed)  # noqa: S311
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    films, people = essays // ESSAYS_A_FILM, essays
    Critic.objects.bulk_create(
        Critic(name=f"Critic {n}", name_key=f"critic {n}", sort_name=f"Critic {n}", slug=f"critic-{n}")
        for n in range(1, CRITICS + 1)
    )
    Tag.objects.bulk_create(Tag(name=f"Topic {n}", slug=f"topic-{n}") for n in range(1, TOPICS + 1))
    for some in _in_lists(people):
        Person.objects.bulk_create(
            Person(name=f"Person {n}", name_key=f"person {n}", sort_name=f"Person {n:07}", slug=f"person-{n}")
            for n in some
        )
    for some in _in_lists(films):
        Film.objects.bulk_create(
            Film(
                title=f"Film {n}",
                title_key=f"film {n}",
                sort_title=f"Film {n:07}",
                slug=f"film-{n}",
                release_year=1930 + n % 90,
            )
            for n in some
        )
        rows = [
            (n, 1 + (n * 7 + k) % people, "director" if k == 0 else "actor", "", k or None, "", True, "confirmed", "")
            for n in some
            for k in range(8)
        ]
        insert_rows(
            Credit,
            ("film_id", "person_id", "job", "character", "billing", "credited_as", "is_credited", "state", "source"),
            rows,
        )
    for some in _in_lists(essays):
        with transaction.atomic():
            rows_of_essays, mentions, subjects, bylines, tags = [], [], [], [], []
            for n in some:
                film = 1 + (n - 1) // ESSAYS_A_FILM
                kind = "reference" if n % ESSAYS_A_FILM == 0 else "review"
                named = [1 + (n + k) % people for k in range(PEOPLE_AN_ESSAY)]
                paragraphs = [" ".join(chance.choices(WORDS, k=WORDS_A_PARAGRAPH)) for _ in range(PARAGRAPHS)]
                texts = [f"Person {person} " for person in named]
                body = "<p>" + "".join(texts) + "</p>" + "".join(f"<p>{text}</p>" for text in paragraphs)
                links = "".join(f'<a data-person="{person}">Person {person}</a> ' for person in named)
                rendered = f"<p>{links}</p>" + "".join(f"<p>{text}</p>" for text in paragraphs)
                rows_of_essays.append(
                    Essay(
                        id=n,
                        kind=kind,
                        headline=f"Essay {n}",
                        slug=f"essay-{n}",
                        standfirst="What it does with the cold.",
                        body=body,
                        rendered=rendered,
                        status="published",
                        published_at=now - dt.timedelta(hours=n),
                    )
                )
                place = 0
                for person, text in zip(named, texts, strict=True):
                    mentions.append(
                        Mention(
                            essay_id=n,
                            kind="person",
                            person_id=person,
                            state="linked",
                            exact=text.strip(),
                            start=place,
                            end=place + len(text) - 1,
                        )
                    )
                    place += len(text)
                subjects.append(Subject(essay_id=n, film_id=film, position=1))
                bylines.append(Byline(essay_id=n, critic_id=1 + n % CRITICS, position=1))
                tags += [EssayTag(content_object_id=n, tag_id=1 + (n + k * 7) % TOPICS) for k in range(2)]
            for rows_made in (rows_of_essays, mentions, subjects, bylines, tags):
                type(rows_made[0]).objects.bulk_create(rows_made)  # type: ignore[attr-defined]


def _in_lists(count: int) -> Iterator[range]:
    for start in range(1, count + 1, AT_ONCE):
        yield range(start, min(start + AT_ONCE, count + 1))


PAGES = {
    "home": "/",
    "essay": "/essays/essay-401/",
    "essays": "/essays/",
    "essays, page 3": "/essays/page/3/",
    "film": "/films/film-101/",
    "films": "/films/",
    "person": "/people/person-401/",
    "people": "/people/",
    "critic": "/critics/critic-2/",
    "critics": "/critics/",
    "tag": "/tags/topic-5/",
    "tags": "/tags/",
    "sitemap": "/sitemap.xml",
    "sitemap, essays": "/sitemap-essays.xml",
}


def _one(step: str, essays: int, rounds: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.urls import path

    import config.urls
    from essays.desk.bulk import renew_statistics
    from essays.models import Byline, Credit, Essay, EssayTag, Film, Mention, Subject
    from people.models import Person

    if step == "grow":
        grow(essays)
        renew_statistics(Essay, Mention, Film, Person, Credit, Subject, Byline, EssayTag)
        return

    def bare(request: Any) -> HttpResponse:
        response = HttpResponse("<!doctype html><title>Bare</title>")
        response["Cache-Control"] = "no-store"  # not kept, or it would be no view at all
        return response

    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    without = {"pages": ("pages", "stored pages"), "stored": ("pages",), "kept": ()}[step]
    settings.CACHES |= dict.fromkeys(without, nothing)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    config.urls.urlpatterns.insert(0, path("bare/", bare))
    handler, requests = WSGIHandler(), RequestFactory()

    def ask(address: str, **headers: str) -> Any:
        environ = requests.get(address, SERVER_NAME="localhost", **headers).environ
        response = handler(environ, lambda status, headers, exc_info=None: None)  # type: ignore[arg-type]
        body = b"".join(response)
        response.close()
        return response, body

    def cost(address: str, seconds: float = 0.3, **headers: str) -> float:
        """CPU seconds of a request, the median of some rounds."""
        response, _ = ask(address, **headers)
        assert response.status_code in (200, 304), (address, response.status_code)
        found = []
        for _ in range(rounds):
            done, began = 0, time.process_time() + _server_seconds(connection)
            while (spent := time.process_time() + _server_seconds(connection) - began) < seconds:
                for _ in range(3):
                    ask(address, **headers)
                done += 3
            found.append(spent / done)
        return statistics.median(found)

    if step == "pages":
        said = {name: 1000 * cost(address) for name, address in PAGES.items()}
    elif step == "stored":
        said = {"bare view": 1 / cost("/bare/"), "from its stored rendering": 1 / cost(PAGES["essay"])}
    else:
        response, _ = ask(PAGES["essay"])
        unchanged = cost(PAGES["essay"], HTTP_IF_NONE_MATCH=response["ETag"])
        said = {"kept in memory": 1 / cost(PAGES["essay"]), "304": 1 / unchanged}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
