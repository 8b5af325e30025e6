"""The facts file as values: what an editor wrote about films and people, entry by entry, checked before any row.

The format stands at the head of ``seeds/films.toml``. An entry with a mistake is left out and named; the others stand.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from essays.models import Credit, Film
from essays.models.film import FIRST_FILM_YEAR, LAST_FILM_YEAR
from people.names import name_key

E = TypeVar("E")
SMALLINT_MAX = 32_767  # the largest runtime or year that both databases hold


class FactsFileError(ValueError):
    """The facts file cannot be read at all."""


class EntryError(ValueError):
    """One entry holds something that cannot be taken; the message says what."""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A ``[[person]]``."""

    name: str
    disambiguation: str = ""
    other_names: tuple[str, ...] = ()
    born: int | None = None
    died: int | None = None
    imdb: str = ""

    @property
    def label(self) -> str:
        """How a credit names this person: with the disambiguation where there is one."""
        return f"{self.name} ({self.disambiguation})" if self.disambiguation else self.name


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """A line of a film's ``credit``. ``person`` is the label of a person, or a name that has no entry of its own."""

    person: str
    job: str
    character: str = ""
    billing: int | None = None
    credited_as: str = ""


@dataclass(frozen=True, slots=True)
class FigureEntry:
    kind: str
    amount: int
    currency: str
    territory: str


@dataclass(frozen=True, slots=True)
class FilmEntry:
    """A ``[[film]]``."""

    title: str
    year: int | None = None
    kind: str = "film"
    disambiguation: str = ""
    end_year: int | None = None
    other_titles: tuple[str, ...] = ()
    original_title: str = ""
    part_of: str = ""
    imdb: str = ""
    runtime_minutes: int | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    released: tuple[tuple[str, dt.date], ...] = ()
    figures: tuple[FigureEntry, ...] = ()
    credits: tuple[CreditEntry, ...] = ()

    @property
    def label(self) -> str:
        """How a sentence names this film."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True, slots=True)
class FactsFile:
    """All good entries in the order of the file, and a sentence on each bad one."""

    people: tuple[PersonEntry, ...]
    films: tuple[FilmEntry, ...]
    problems: tuple[str, ...]


def read_facts_file(path: Path) -> FactsFile:
    """The entries of the file at ``path``. Raises FactsFileError where it cannot be read as TOML."""
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise FactsFileError(
            f"{path}: it cannot be opened ({error.strerror}). Check the path and its rights."
        ) from error
    except UnicodeDecodeError as error:
        raise FactsFileError(f"{path}, byte {error.start + 1}: it is not UTF-8. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise FactsFileError(f"{path}: it is not valid TOML: {error}. Mend that place and load it again.") from error
    problems = [
        f"{path.name}: “{key}” is not a table of this file. Write [[person]] or [[film]]."
        for key in tables
        if key not in {"person", "film"}
    ]
    people = tuple(_entries(tables, "person", _person, lambda entry: entry.label, path.name, problems))
    films = tuple(_entries(tables, "film", _film, lambda entry: f"{entry.label} {entry.kind}", path.name, problems))
    return FactsFile(people, films, tuple(problems))


def _entries(
    tables: Mapping[str, Any],
    table: str,
    make: Callable[[_Table], E],
    identity: Callable[[E], str],
    file_name: str,
    problems: list[str],
) -> Iterator[E]:
    rows = tables.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problems.append(f"{file_name}: write [[{table}]] with two brackets, once for each {table}.")
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        where = f"{file_name}, {table} {number}"
        if label := row.get("title", row.get("name")):
            where += f" ({label})"
        try:
            entry = make(_Table(row))
            key = name_key(identity(entry))
            if key in seen:
                raise EntryError("it stands in the file twice; keep one, or tell the two apart by “disambiguation”")
        except EntryError as error:
            problems.append(f"{where}: {error}. Nothing of this entry was loaded.")
        else:
            seen.add(key)
            yield entry


class _Table:
    """A table of the file, read key by key, so that a key nobody asked for is found."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._left = dict(row)

    def _take(self, key: str, kind: type, blank: Any, what: str) -> Any:
        value = self._left.pop(key, blank)
        if value == "" or value is blank:
            return blank
        if not isinstance(value, kind) or isinstance(value, bool):
            raise EntryError(f"“{key}” is {value!r}, but must be {what}")
        return value

    def text(self, key: str, *, longest: int = 300, needed: bool = False) -> str:
        value = " ".join(str(self._take(key, str, "", "text in quotation marks")).split())
        if needed and not value:
            raise EntryError(f"“{key}” is missing")
        return _checked(key, value, longest)

    def number(self, key: str, *, least: int = 0, most: int = SMALLINT_MAX, needed: bool = False) -> int | None:
        value = self._take(key, int, None, "a whole number")
        if value is None and needed:
            raise EntryError(f"“{key}” is missing")
        if value is not None and not least <= value <= most:
            raise EntryError(f"“{key}” is {value}, but must be from {least} to {most}")
        return int(value) if value is not None else None

    def texts(self, key: str, *, longest: int = 300) -> tuple[str, ...]:
        values = self._take(key, list, [], 'a list of texts: ["...", "..."]')
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise EntryError(f"“{key}” holds something that is not text")
        return tuple(dict.fromkeys(_checked(key, " ".join(value.split()), longest) for value in values))

    def tables(self, key: str) -> list[_Table]:
        values = self._take(key, list, [], "a list of tables: [{ ... }, { ... }]")
        if not all(isinstance(value, dict) for value in values):
            raise EntryError(f"“{key}” holds something that is not a table: {{ ... }}")
        return [_Table(value) for value in values]

    def table(self, key: str) -> _Table | None:
        value = self._take(key, dict, None, "a table: { ... }")
        return None if value is None else _Table(value)

    def date(self, key: str) -> dt.date:
        value = self._take(key, dt.date, None, "a date: 1988-06-17")
        if value is None or isinstance(value, dt.datetime):
            raise EntryError(f"“{key}” must be a date: 1988-06-17")
        return dt.date(value.year, value.month, value.day)

    def end(self) -> None:
        """Raise EntryError where a key was not asked for: it is misspelt."""
        if self._left:
            raise EntryError(f"“{min(self._left)}” is no key of such an entry; the head of the file lists them")


def _checked(key: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise EntryError(f"“{key}” has {len(value)} characters; at most {longest} fit")
    if any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in value):
        raise EntryError(f"“{key}” holds a control character; delete it")
    return value


def _person(table: _Table) -> PersonEntry:
    entry = PersonEntry(
        name=table.text("name", needed=True),
        disambiguation=table.text("disambiguation", longest=80),
        other_names=table.texts("other_names"),
        born=table.number("born", least=1),
        died=table.number("died", least=1),
        imdb=table.text("imdb", longest=80),
    )
    table.end()
    if entry.born and entry.died and entry.died < entry.born:
        raise EntryError(f"it dies in {entry.died}, before it is born in {entry.born}")
    return entry


def _film(table: _Table) -> FilmEntry:
    entry = FilmEntry(
        title=table.text("title", needed=True),
        year=table.number("year", least=FIRST_FILM_YEAR, most=LAST_FILM_YEAR),
        kind=table.text("kind") or Film.Kind.FILM.value,
        disambiguation=table.text("disambiguation", longest=80),
        end_year=table.number("end_year", least=FIRST_FILM_YEAR, most=LAST_FILM_YEAR),
        other_titles=table.texts("other_titles"),
        original_title=table.text("original_title"),
        part_of=table.text("part_of"),
        imdb=table.text("imdb", longest=80),
        runtime_minutes=table.number("runtime_minutes", least=1),
        countries=table.texts("countries", longest=80),
        languages=table.texts("languages", longest=80),
        genres=table.texts("genres", longest=100),
        released=tuple(_release(row) for row in table.tables("released")),
        figures=tuple(_figures(table)),
        credits=tuple(_credit(row) for row in table.tables("credit")),
    )
    table.end()
    if entry.kind not in Film.Kind.values:
        raise EntryError(f"its kind is “{entry.kind}”, but must be one of: {', '.join(Film.Kind.values)}")
    if entry.end_year and (not entry.year or entry.end_year < entry.year):
        raise EntryError(f"it ends in {entry.end_year}, before it begins")
    _refuse_twice([(credit.person, credit.job, credit.character) for credit in entry.credits], "credit")
    return entry


def _release(table: _Table) -> tuple[str, dt.date]:
    release = table.text("country", longest=80, needed=True), table.date("on")
    table.end()
    return release


def _figures(table: _Table) -> Iterator[FigureEntry]:
    for kind in ("gross", "budget"):
        if figure := table.table(kind):
            amount = figure.number("amount", most=2**62, needed=True)
            currency = figure.text("currency", longest=3) or "USD"
            yield FigureEntry(kind, amount or 0, currency, figure.text("territory", longest=80))
            figure.end()


def _credit(table: _Table) -> CreditEntry:
    credit = CreditEntry(
        person=table.text("person", needed=True),
        job=table.text("job", needed=True),
        character=table.text("character"),
        billing=table.number("billing", least=1),
        credited_as=table.text("credited_as"),
    )
    table.end()
    if credit.job not in Credit.Job.values:
        raise EntryError(
            f"{credit.person} has the job “{credit.job}”; it must be one of: {', '.join(Credit.Job.values)}"
        )
    return credit


def _refuse_twice(rows: list[tuple[str, str, str]], what: str) -> None:
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        if row in seen:
            raise EntryError(f"the {what} of {row[0]} as {row[1]} stands in it twice")
        seen.add(row)
