"""Importing a catalogue: the IMDb data sets become films, people and credits, and nothing an editor did is undone."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from django.db import IntegrityError, transaction

from essays.desk import imdb
from essays.desk.bulk import renew_statistics, small_cache
from essays.desk.catalogue_films import FilmsWritten, FilmWriter
from essays.desk.catalogue_people import Origin, PeopleWriter
from essays.desk.doubles import LikelyDouble, find_doubles
from essays.desk.pairing import Pair, keep_pairs
from essays.desk.recognising import NOT_A_FILM_YET, NOT_A_PERSON_YET, Recogniser
from essays.desk.staging import IMDB, Choice, Staging
from essays.models import Credit, Film, FilmIdentifier, FilmKey, FilmTag, FilmTitle, RecordKind
from people.models import Person, PersonIdentifier, PersonKey, PersonTag

__all__ = ["CatalogueError", "CatalogueReport", "Choice", "LikelyDouble", "Progress", "counted", "import_catalogue"]

PEOPLE_PER_TRANSACTION = 10_000
FILMS_PER_TRANSACTION = 2_000
RENEWED_PER_TRANSACTION = 500
BAD_ROWS_KEPT = 100  # in the report; every one is told as it is met
ATTEMPTS = 3  # at a transaction whose address somebody else took in the meantime
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
RESERVED_NAMES = frozenset({IMDB, "wikidata", "facts", "editor"})

WRITTEN = (
    Person, PersonIdentifier, PersonKey, PersonTag, Film, FilmIdentifier, FilmKey, FilmTitle, FilmTag, Credit,
)  # fmt: skip

Result = TypeVar("Result")


class CatalogueError(Exception):
    """The catalogue cannot be imported; the message says why and what to do."""


class Progress(Protocol):
    """Hears how far an import is. ``amount`` is in the unit of ``total``; ``rows`` are rows of the files."""

    def begins(self, what: str, total: int) -> None: ...

    def advances(self, amount: int) -> None: ...


class _Silence:
    def begins(self, what: str, total: int) -> None:
        pass

    def advances(self, amount: int) -> None:
        pass


@dataclass(slots=True)
class CatalogueReport:
    """What an import did, in numbers of rows; the first bad rows and likely doubles by name."""

    name: str
    rows: int = 0
    bad_rows: int = 0
    first_bad_rows: list[imdb.BadRow] = field(default_factory=list)
    people_made: int = 0
    people_changed: int = 0
    films_made: int = 0
    films_changed: int = 0
    films_recognised: int = 0
    titles_made: int = 0
    credits_made: int = 0
    credits_of_unknown_people: int = 0
    twins: int = 0
    doubles: list[LikelyDouble] = field(default_factory=list)
    doubles_found: int = 0

    @property
    def changed_nothing(self) -> bool:
        return not (self.people_made or self.people_changed or self.films_made or self.films_changed)

    def sentences(self) -> Iterator[str]:
        """The report for an editor, a line each."""
        yield f"{counted(self.rows, 'row')} of “{self.name}” read."
        if self.changed_nothing:
            yield "Nothing changed: all of it was here already."
        else:
            yield f"Films: {self.films_made:,} new, {self.films_changed:,} brought up to date."
            yield f"People: {self.people_made:,} new, {self.people_changed:,} brought up to date."
            yield f"Credits: {self.credits_made:,} new. Other titles: {self.titles_made:,} new."
        if self.films_recognised:
            yield f"{counted(self.films_recognised, 'film')} known by title, year and somebody credited."
        if self.twins:
            yield f"{counted(self.twins, 'title')} in the files under a real id and a made-up one: one film each."
        if self.credits_of_unknown_people:
            yield f"{counted(self.credits_of_unknown_people, 'credit')} of people whom name.basics lacks left out."
        if self.bad_rows:
            yield f"{counted(self.bad_rows, 'bad row')} left out."


def import_catalogue(
    path: Path,
    *,
    now: dt.datetime,
    name: str = "",
    choice: Choice | None = None,
    on_bad: Callable[[imdb.BadRow], None] = lambda bad: None,
    progress: Progress | None = None,
) -> CatalogueReport:
    """Read the data sets at ``path`` (a folder, or one file) into films, people and credits.

    ``name`` is the catalogue's, by default the folder's: values, credits and ids that are nobody's identity elsewhere
    are kept under it. Each batch is one transaction; an import that was cut off is completed by running it again.
    Raises CatalogueError, before anything is written, where the files or the name cannot be used.
    """
    origin = Origin(
        _catalogue_name(name or (path.resolve().name if path.is_dir() else path.resolve().parent.name)), now
    )
    try:
        files = imdb.find_files(path)
        with Staging() as staging:
            reading = _Reading(files, staging, choice or Choice(), on_bad, progress or _Silence())
            report = reading.run(CatalogueReport(origin.name))
            with small_cache():
                _Writing(staging, origin, report, progress or _Silence()).run()
    except imdb.DataFileError as error:
        raise CatalogueError(str(error)) from error
    except sqlite3.Error as error:  # of the temporary tables: what the site's own database raises is Django's
        raise CatalogueError(
            f"the temporary tables cannot be written ({error}): set SQLITE_TMPDIR to a folder with more room"
        ) from error
    return report


def counted(count: int, what: str) -> str:
    """``count`` with its noun: "1 bad row", "27 bad rows"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _catalogue_name(text: str) -> str:
    name = re.sub(r"[^a-z0-9._-]+", "-", text.casefold()).strip("-._")[:40]
    if not NAME.fullmatch(name) or name in RESERVED_NAMES:
        raise CatalogueError(
            f"“{text}” cannot be the name of a catalogue: give it letters, digits and hyphens, 40 at most,"
            f" and none of {', '.join(sorted(RESERVED_NAMES))} (--name)"
        )
    return name


class _Reading:
    """Files to staging."""

    def __init__(
        self,
        files: dict[imdb.DataSet, Path],
        staging: Staging,
        choice: Choice,
        on_bad: Callable[[imdb.BadRow], None],
        progress: Progress,
    ) -> None:
        self._files = files
        self._staging = staging
        self._choice = choice
        self._on_bad = on_bad
        self._progress = progress

    def run(self, report: CatalogueReport) -> CatalogueReport:
        staging, choice = self._staging, self._choice
        self._report = report
        self._check()
        if choice.min_votes:
            staging.take_ratings(self._rows(imdb.TITLE_RATINGS, imdb.parse_rating), least=choice.min_votes)
        staging.take_titles(self._rows(imdb.TITLE_BASICS, imdb.parse_title), choice)
        staging.take_akas(self._rows(imdb.TITLE_AKAS, imdb.parse_aka))
        staging.take_principals(self._rows(imdb.TITLE_PRINCIPALS, imdb.parse_principal))
        staging.take_crew(self._rows(imdb.TITLE_CREW, imdb.parse_crew))
        staging.credits_are_in()
        has_credits = bool(self._files.keys() & {imdb.TITLE_PRINCIPALS, imdb.TITLE_CREW})
        only_credited = has_credits and not choice.all_people
        staging.take_names(self._rows(imdb.NAME_BASICS, imdb.parse_name), only_credited=only_credited)
        staging.join_twins()
        report.twins = staging.count("twin")
        report.credits_of_unknown_people = staging.unknown_people()
        return report

    def _check(self) -> None:
        names = {data_set.name for data_set in self._files}
        if not self._files.keys() & {imdb.TITLE_BASICS, imdb.NAME_BASICS}:
            raise CatalogueError(
                f"{', '.join(sorted(names))} says nothing without title.basics and name.basics: give the folder of all"
            )
        if self._choice.min_votes and imdb.TITLE_RATINGS not in self._files:
            raise CatalogueError("title.ratings is not among the files, and least votes (--min-votes) need it")

    def _rows(self, data_set: imdb.DataSet, parse: imdb.Parse[imdb.Row]) -> Iterator[imdb.Row]:
        file = self._files.get(data_set)
        if file is None:
            return
        self._progress.begins(f"reading {data_set.name}", file.stat().st_size)
        counted = _counted(parse, self._report)
        yield from imdb.read_rows(file, data_set, counted, on_bad=self._bad, on_bytes=self._progress.advances)

    def _bad(self, bad: imdb.BadRow) -> None:
        self._report.bad_rows += 1
        if len(self._report.first_bad_rows) < BAD_ROWS_KEPT:
            self._report.first_bad_rows.append(bad)
        self._on_bad(bad)


def _counted(parse: imdb.Parse[imdb.Row], report: CatalogueReport) -> imdb.Parse[imdb.Row]:
    def counting(fields: Sequence[str]) -> imdb.Row | None:
        report.rows += 1
        return parse(fields)

    return counting


class _Writing:
    """Staging to records."""

    def __init__(self, staging: Staging, origin: Origin, report: CatalogueReport, progress: Progress) -> None:
        self._staging = staging
        self._origin = origin
        self._report = report
        self._progress = progress
        self._people = PeopleWriter(staging, origin)
        self._films = FilmWriter(staging, origin)
        self._recogniser = Recogniser(staging, origin)

    def run(self) -> None:
        films, people = self._staging.count("title"), self._staging.count("name")
        self._progress.begins("looking for what is here", 2 * films + people)
        self._recogniser.by_ids(self._progress.advances)
        self._report.films_recognised = self._recogniser.by_films(self._progress.advances)
        self._write_people()
        self._write_films()
        if not self._report.changed_nothing:
            renew_statistics(*WRITTEN)
        self._progress.begins("looking for doubles", 0)
        self._report.doubles, self._report.doubles_found = find_doubles(self._staging, self._origin)
        keep_pairs(
            RecordKind.PERSON,
            [Pair(double.person_id, double.other_id, double.reason) for double in self._report.doubles],
            now=self._origin.now,
        )

    def _write_people(self) -> None:
        self._progress.begins("storing people", self._staging.count("name"))
        for names in self._staging.names(NOT_A_PERSON_YET, PEOPLE_PER_TRANSACTION):
            self._staging.people_are(_whole(partial(self._people.make, names)), new=True)
            self._report.people_made += len(names)
            self._progress.advances(len(names))
        here = "id IN (SELECT person FROM person_record WHERE NOT is_new)"
        for names in self._staging.names(here, RENEWED_PER_TRANSACTION):
            records = self._staging.person_records([name.id for name in names])
            self._report.people_changed += _whole(partial(self._people.renew, names, records))
            self._progress.advances(len(names))

    def _write_films(self) -> None:
        self._progress.begins("storing films", self._staging.count("title"))
        for titles in self._staging.titles(NOT_A_FILM_YET, FILMS_PER_TRANSACTION):
            written = _whole(partial(self._films.make, titles))
            self._staging.films_are(written.records, new=True)
            self._count(written)
            self._progress.advances(len(titles))
        here = "id IN (SELECT title FROM film_record WHERE NOT is_new)"
        for titles in self._staging.titles(here, RENEWED_PER_TRANSACTION):
            records = self._staging.film_records([title.id for title in titles])
            self._count(_whole(partial(self._films.renew, titles, records)))
            self._progress.advances(len(titles))

    def _count(self, written: FilmsWritten) -> None:
        self._report.films_made += written.made
        self._report.films_changed += written.changed
        self._report.titles_made += written.titles
        self._report.credits_made += written.credits


def _whole(work: Callable[[], Result]) -> Result:
    """Do ``work`` in one transaction; again where somebody else wrote a row it meant to write."""
    for _ in range(ATTEMPTS - 1):
        try:
            with transaction.atomic():
                return work()
        except IntegrityError:
            continue
    with transaction.atomic():
        return work()
