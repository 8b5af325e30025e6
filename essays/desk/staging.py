"""The rows of a catalogue's files on their way in, in a temporary database on disk, so that memory stays flat.

The files come in any order and any size: 14 million people in IMDb's own. SQLite's temporary database sorts and joins
them in a bounded cache, whichever database the site runs on, and is gone when the connection closes, also after a kill.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from essays.desk.imdb import CAST_JOBS, KINDS, AkaRow, CreditRow, CrewRow, NameRow, RatingRow, TitleRow
from essays.models import Credit, Film
from people.addresses import slug_base
from people.models import Person
from people.names import name_key

IMDB = "imdb"
DEFAULT_TITLE_TYPES = ("movie", "tvMovie", "tvSeries", "tvMiniSeries")
CACHE_KIB = 2 * 1024  # also what sorting takes; the rest is in the temporary file
# Ids that begin so were made up by whoever made the files: another catalogue gives the same one to somebody else.
MADE_UP = "99"

SCHEMA = """
CREATE TABLE title (
    id INTEGER PRIMARY KEY, made_up INTEGER, kind TEXT, title TEXT, original TEXT, year INTEGER, end_year INTEGER,
    minutes INTEGER, genres TEXT, key TEXT, base TEXT
);
CREATE TABLE twin (id INTEGER PRIMARY KEY, made_up INTEGER, title INTEGER);
CREATE TABLE vote (title INTEGER PRIMARY KEY, votes INTEGER);
CREATE TABLE aka (title INTEGER, text TEXT, kind TEXT, language TEXT, PRIMARY KEY (title, text)) WITHOUT ROWID;
CREATE TABLE credit (
    title INTEGER, person INTEGER, job TEXT, place INTEGER, character TEXT, PRIMARY KEY (title, person, job)
) WITHOUT ROWID;
CREATE TABLE name (
    id INTEGER PRIMARY KEY, made_up INTEGER, name TEXT, born INTEGER, died INTEGER, key TEXT, base TEXT
);
CREATE TABLE formal (person INTEGER, key TEXT);
CREATE TABLE film_record (title INTEGER PRIMARY KEY, record INTEGER, is_new INTEGER);
CREATE TABLE person_record (person INTEGER PRIMARY KEY, record INTEGER, is_new INTEGER);
CREATE INDEX film_of_record ON film_record (record);
CREATE INDEX person_of_record ON person_record (record);
"""
CAST = ", ".join(f"'{job}'" for job in sorted(CAST_JOBS))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which titles of the files are wanted. ``years`` is the first and the last, None for an open end."""

    title_types: frozenset[str] = frozenset(DEFAULT_TITLE_TYPES)
    min_votes: int = 0
    years: tuple[int | None, int | None] = (None, None)
    all_people: bool = False

    def __post_init__(self) -> None:
        if unknown := self.title_types - KINDS.keys():
            raise ValueError(
                f"there are no records of the kind {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}"
            )

    def wants(self, row: TitleRow) -> bool:
        """Whether kind and year are wanted; votes are another file's."""
        if row.title_type not in self.title_types:
            return False
        first, last = self.years
        if first is None and last is None:
            return True
        return row.year is not None and (first or 0) <= row.year <= (last or row.year)


class StagedTitle(NamedTuple):
    id: int
    made_up: int
    kind: str
    title: str
    original: str
    year: int | None
    end_year: int | None
    minutes: int | None
    genres: str
    key: str
    base: str


class StagedName(NamedTuple):
    id: int
    made_up: int
    name: str
    born: int | None
    died: int | None
    key: str
    base: str


class StagedCredit(NamedTuple):
    """A credit with the record of its person; ``billing`` is the place among the cast, from 1."""

    title: int
    person: int
    record: int
    job: str
    billing: int | None
    character: str


def is_made_up(number: int) -> bool:
    """Whether an id's number is nobody's identity outside its own files."""
    return f"{number:07d}".startswith(MADE_UP)


class Staging:
    """The temporary database. Use it as a context manager; nothing of it remains."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)  # an empty name: on disk, private, deleted on closing
        self._base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.executescript(SCHEMA)

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *error: object) -> None:
        self._base.close()

    # Taking rows in

    def take_ratings(self, rows: Iterable[RatingRow], *, least: int) -> None:
        self._write("INSERT OR REPLACE INTO vote VALUES (?, ?)", (row for row in rows if row.votes >= least))

    def take_titles(self, rows: Iterable[TitleRow], choice: Choice) -> None:
        """Keep the titles that are wanted; where votes are asked for, ratings come first."""
        insert = "INSERT OR REPLACE INTO title SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11"
        if choice.min_votes:
            insert += " WHERE EXISTS (SELECT 1 FROM vote WHERE title = ?1)"
        self._write(insert, (_staged_title(row) for row in rows if choice.wants(row)))

    def take_akas(self, rows: Iterable[AkaRow]) -> None:
        """Keep titles that read otherwise than the film's own; IMDb repeats one for each country."""
        self._write(
            "INSERT OR IGNORE INTO aka SELECT ?1, ?2, ?3, ?4 FROM title WHERE id = ?1 AND title <> ?2",
            rows,
        )

    def take_principals(self, rows: Iterable[CreditRow]) -> None:
        """Keep credits on wanted titles; a second row of the same job adds its character."""
        self._write(
            "INSERT INTO credit SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM title WHERE id = ?1)"
            " ON CONFLICT DO UPDATE SET place = min(place, excluded.place),"
            " character = CASE WHEN character = '' THEN excluded.character ELSE character END",
            rows,
        )

    def take_crew(self, rows: Iterable[CrewRow]) -> None:
        """Add directors and writers whom the principals do not name as such, or as creator or author of the story."""
        self._write(
            "INSERT OR IGNORE INTO credit SELECT ?1, ?2, ?3, ?4, '' WHERE EXISTS (SELECT 1 FROM title WHERE id = ?1)"
            " AND NOT (?3 = 'writer' AND EXISTS (SELECT 1 FROM credit"
            " WHERE title = ?1 AND person = ?2 AND job IN ('story', 'creator')))",
            (
                (row.title, person, job, place)
                for row in rows
                for job, people in ((Credit.Job.DIRECTOR.value, row.directors), (Credit.Job.WRITER.value, row.writers))
                for place, person in enumerate(people, start=1)
            ),
        )

    def credits_are_in(self) -> None:
        """Call it once after the credits and before the names."""
        self._base.execute("CREATE INDEX credit_of_person ON credit (person)")

    def take_names(self, rows: Iterable[NameRow], *, only_credited: bool) -> None:
        insert = "INSERT OR REPLACE INTO name SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
        if only_credited:
            credited = self._base.execute
            rows = (row for row in rows if credited("SELECT 1 FROM credit WHERE person = ?", (row.number,)).fetchone())
        self._write(insert, (_staged_name(row) for row in rows))

    def take_formal_keys(self, formal_keys: Callable[[str], Iterable[str]]) -> None:
        """Note for each name the keys that ``formal_keys`` gives for its key."""
        names = self._base.execute("SELECT id, key FROM name")
        self._write(
            "INSERT INTO formal VALUES (?, ?)",
            ((number, formal) for number, key in names for formal in formal_keys(key)),
        )

    def join_twins(self) -> None:
        """Take a made-up title for the real one of its name and year (one apart at most) with a credit in common."""
        self._base.executescript(
            """
            CREATE INDEX title_by_key ON title (key);
            INSERT OR IGNORE INTO twin
            SELECT b.id, b.made_up, min(a.id) FROM title b JOIN title a ON a.key = b.key AND a.kind = b.kind
            WHERE b.made_up AND NOT a.made_up AND abs(a.year - b.year) <= 1 AND EXISTS (
                SELECT 1 FROM credit x JOIN name p ON p.id = x.person
                JOIN credit y ON y.title = a.id JOIN name q ON q.id = y.person
                WHERE x.title = b.id AND (p.id = q.id OR p.key = q.key)
            )
            GROUP BY b.id;
            INSERT OR IGNORE INTO aka SELECT twin.title, b.title, 'other', ''
            FROM twin JOIN title b ON b.id = twin.id JOIN title a ON a.id = twin.title WHERE a.title <> b.title;
            INSERT OR IGNORE INTO credit SELECT twin.title, c.person, c.job, c.place, c.character
            FROM twin JOIN credit c ON c.title = twin.id;
            DELETE FROM credit WHERE title IN (SELECT id FROM twin);
            DELETE FROM title WHERE id IN (SELECT id FROM twin);
            DELETE FROM aka WHERE title IN (SELECT id FROM twin);
            """
        )

    # Asking

    def count(self, table: str, where: str = "1") -> int:
        """Rows of one of the tables above."""
        return int(self._base.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])  # noqa: S608

    def unknown_people(self) -> int:
        """Credits whose person is not among the names."""
        return self.count("credit", "NOT EXISTS (SELECT 1 FROM name WHERE name.id = credit.person)")

    def titles(self, where: str, size: int) -> Iterator[list[StagedTitle]]:
        """Titles in lists of at most ``size``, in the order of their addresses."""
        return self._lists(f"SELECT * FROM title WHERE {where} ORDER BY base, id", StagedTitle, size)  # noqa: S608

    def names(self, where: str, size: int) -> Iterator[list[StagedName]]:
        """Names in lists of at most ``size``, in the order of their addresses."""
        return self._lists(f"SELECT * FROM name WHERE {where} ORDER BY base, id", StagedName, size)  # noqa: S608

    def twins(self, titles: Collection[int]) -> list[tuple[int, int]]:
        """``(title, id of its twin)`` for those of ``titles`` that have one."""
        return self._of_ids("SELECT title, id FROM twin WHERE title IN (SELECT value FROM json_each(?))", titles)

    def twins_with_origin(self, titles: Collection[int]) -> list[tuple[int, int, int]]:
        """``(title, id of its twin, whether that is made up)``."""
        return self._of_ids(
            "SELECT title, id, made_up FROM twin WHERE title IN (SELECT value FROM json_each(?))", titles
        )

    def akas(self, titles: Collection[int]) -> list[tuple[int, str, str, str]]:
        """``(title, text, kind, language)``."""
        return self._of_ids(
            "SELECT title, text, kind, language FROM aka WHERE title IN (SELECT value FROM json_each(?))", titles
        )

    def names_credited(self, titles: Collection[int]) -> list[tuple[int, int, str, int | None]]:
        """``(title, person, key of the name, birth year)`` for everybody credited on ``titles``."""
        return self._of_ids(
            "SELECT DISTINCT credit.title, name.id, name.key, name.born FROM credit JOIN name ON name.id = person"
            " WHERE credit.title IN (SELECT value FROM json_each(?))",
            titles,
        )

    def credits(self, titles: Collection[int]) -> list[StagedCredit]:
        """Credits of people who have a record, in the order of the cast."""
        rows = self._of_ids(
            "SELECT c.title, c.person, r.record, c.job,"  # noqa: S608
            f" CASE WHEN c.job IN ({CAST}) THEN row_number() OVER (PARTITION BY c.title, c.job IN ({CAST})"
            " ORDER BY c.place, c.person) END, c.character"
            " FROM credit c JOIN person_record r ON r.person = c.person"
            " WHERE c.title IN (SELECT value FROM json_each(?))"
            " ORDER BY c.title, c.place, c.person",
            titles,
        )
        return [StagedCredit(*row) for row in rows]

    def jobs(self, people: Collection[int]) -> list[tuple[int, str]]:
        """``(person, job)`` once each."""
        return self._of_ids(
            "SELECT DISTINCT person, job FROM credit WHERE person IN (SELECT value FROM json_each(?))", people
        )

    def film_records(self, titles: Collection[int]) -> dict[int, int]:
        return dict(
            self._of_ids(
                "SELECT title, record FROM film_record WHERE title IN (SELECT value FROM json_each(?))", titles
            )
        )

    def person_records(self, people: Collection[int]) -> dict[int, int]:
        return dict(
            self._of_ids(
                "SELECT person, record FROM person_record WHERE person IN (SELECT value FROM json_each(?))", people
            )
        )

    def made_up_people(self, people: Collection[int]) -> dict[int, int]:
        """Whether the id of each of ``people`` was made up."""
        return dict(self._of_ids("SELECT id, made_up FROM name WHERE id IN (SELECT value FROM json_each(?))", people))

    def records_here_before(self, people: Collection[int]) -> list[int]:
        """The records of those of ``people`` that were here before this run."""
        rows = self._of_ids(
            "SELECT record FROM person_record WHERE NOT is_new AND person IN (SELECT value FROM json_each(?))", people
        )
        return [record for (record,) in rows]

    def claimed_films(self, records: Collection[int]) -> set[tuple[int, int]]:
        """``(record, made_up)`` of those of ``records`` that some title is already."""
        return set(
            self._of_ids(
                "SELECT record, made_up FROM film_record JOIN title ON title.id = film_record.title"
                " WHERE record IN (SELECT value FROM json_each(?))",
                records,
            )
        )

    def claimed_people(self, records: Collection[int]) -> set[tuple[int, int]]:
        """``(record, made_up)`` of those of ``records`` that some name is already."""
        return set(
            self._of_ids(
                "SELECT record, made_up FROM person_record JOIN name ON name.id = person"
                " WHERE record IN (SELECT value FROM json_each(?))",
                records,
            )
        )

    def run(self, sql: str) -> None:
        """Statements of the caller's own."""
        self._base.executescript(sql)

    def select(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a question of the caller's own."""
        yield from self._base.execute(sql)

    # Remembering which record a row became

    def films_are(self, pairs: Iterable[tuple[int, int]], *, new: bool = False) -> None:
        """Note ``(title, record)``; the first record of a title stays."""
        self._write("INSERT OR IGNORE INTO film_record VALUES (?, ?, ?)", ((*pair, new) for pair in pairs))

    def people_are(self, pairs: Iterable[tuple[int, int]], *, new: bool = False) -> None:
        """Note ``(person, record)``; the first record of a person stays."""
        self._write("INSERT OR IGNORE INTO person_record VALUES (?, ?, ?)", ((*pair, new) for pair in pairs))

    def _write(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._base.execute("BEGIN")
        self._base.executemany(sql, rows)
        self._base.execute("COMMIT")

    def _lists(self, sql: str, row_type: Any, size: int) -> Iterator[list[Any]]:
        cursor = self._base.execute(sql)
        while rows := cursor.fetchmany(size):
            yield [row_type(*row) for row in rows]

    def _of_ids(self, sql: str, ids: Collection[int]) -> list[Any]:
        """The rows of ``sql`` for many ids, which go in as one JSON array: one statement serves any number."""
        return self._base.execute(sql, (json.dumps(list(ids)),)).fetchall()


def _staged_title(row: TitleRow) -> tuple[Any, ...]:
    return (
        row.number,
        is_made_up(row.number),
        row.kind,
        row.title,
        row.original_title,
        row.year,
        row.end_year,
        row.runtime_minutes,
        row.genres,
        name_key(row.title),
        slug_base(Film(title=row.title, release_year=row.year).slug_text(), fallback=Film.slug_fallback),
    )


def _staged_name(row: NameRow) -> tuple[Any, ...]:
    return (
        row.number,
        is_made_up(row.number),
        row.name,
        row.birth_year,
        row.death_year,
        name_key(row.name),
        slug_base(row.name, fallback=Person.slug_fallback),
    )
