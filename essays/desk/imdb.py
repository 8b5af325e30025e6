"""The IMDb non-commercial data sets as values: tab-separated, no quoting, ``\\N`` for none, gzip or plain.

The files and their columns: https://developer.imdb.com/non-commercial-datasets/
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar, cast

from essays.models.film import FIRST_FILM_YEAR, LAST_FILM_YEAR, TITLE_MAX_LENGTH, Credit, Film
from people.models import NAME_MAX_LENGTH

NONE = "\\N"
LINE_MAX_BYTES = 1 << 20  # a line of the data has some hundred bytes; an unbroken file must not fill the memory
SMALL_INTEGER_MAX = 32_767  # what PostgreSQL's smallint holds
TAG_MAX_LENGTH = 100
GENRES_MAX = 20  # of one title; IMDb itself gives at most three
YEAR = re.compile(r"[0-9]{4}")
NUMBER = re.compile(r"[0-9]{1,9}")
# Seven digits, or more without a leading zero: one number has one spelling.
ID_NUMBER = re.compile(r"[0-9]{7}|[1-9][0-9]{7,11}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")

# titleType -> our kind. Episodes, games and pilots are no records of their own here.
KINDS = {
    "movie": Film.Kind.FILM.value,
    "tvMovie": Film.Kind.FILM.value,
    "tvSpecial": Film.Kind.FILM.value,
    "video": Film.Kind.FILM.value,
    "short": Film.Kind.FILM.value,
    "tvShort": Film.Kind.FILM.value,
    "tvSeries": Film.Kind.SERIES.value,
    "tvMiniSeries": Film.Kind.MINI_SERIES.value,
}
OTHER_TITLE_TYPES = frozenset({"tvEpisode", "tvPilot", "videoGame"})

CAST_JOBS = frozenset({Credit.Job.ACTOR.value, Credit.Job.SELF.value})
JOBS = {
    "actor": Credit.Job.ACTOR.value,
    "actress": Credit.Job.ACTOR.value,
    "self": Credit.Job.SELF.value,
    "director": Credit.Job.DIRECTOR.value,
    "writer": Credit.Job.WRITER.value,
    "producer": Credit.Job.PRODUCER.value,
    "composer": Credit.Job.COMPOSER.value,
    "cinematographer": Credit.Job.CINEMATOGRAPHER.value,
    "editor": Credit.Job.EDITOR.value,
    "production_designer": Credit.Job.PRODUCTION_DESIGNER.value,
}
# Whoever is only seen or heard in old footage did no work on the film.
CATEGORIES_LEFT_OUT = frozenset({"archive_footage", "archive_sound"})
EXECUTIVE = re.compile(r"\bexecutive producer\b", re.IGNORECASE)
CREATOR = re.compile(r"\bcreat(?:or|ed)\b", re.IGNORECASE)
STORY = re.compile(r"\bstory\b(?! (?:editor|consultant|supervisor))", re.IGNORECASE)

GENRES = {
    "film-noir": "film noir",
    "game-show": "game show",
    "reality-tv": "reality television",
    "sci-fi": "science fiction",
    "talk-show": "talk show",
    "war": "war film",
}


class BadRowError(ValueError):
    """A row that cannot be taken, with the reason for an editor."""


class DataFileError(Exception):
    """A whole file that cannot be read, with its name and the reason."""


class TitleRow(NamedTuple):
    number: int
    kind: str
    title: str
    original_title: str
    year: int | None
    end_year: int | None
    runtime_minutes: int | None
    genres: str  # names of tags, separated by commas
    title_type: str


class NameRow(NamedTuple):
    number: int
    name: str
    birth_year: int | None
    death_year: int | None


class AkaRow(NamedTuple):
    title: int
    text: str
    kind: str
    language: str


class CreditRow(NamedTuple):
    """``place`` is the row's ordering on its title; it tells the billing of the cast."""

    title: int
    person: int
    job: str
    place: int
    character: str


class CrewRow(NamedTuple):
    title: int
    directors: tuple[int, ...]
    writers: tuple[int, ...]


class RatingRow(NamedTuple):
    title: int
    votes: int


Row = TypeVar("Row")
Parse = Callable[[Sequence[str]], Row | None]


@dataclass(frozen=True, slots=True)
class BadRow:
    """Where a row stands that was left out, and why."""

    file: str
    line: int
    reason: str

    def sentence(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}."


@dataclass(frozen=True, slots=True)
class DataSet:
    """One of the files: its name without ending, and the columns that are read of it."""

    name: str
    columns: tuple[str, ...]


TITLE_BASICS = DataSet(
    "title.basics",
    ("tconst", "titleType", "primaryTitle", "originalTitle", "startYear", "endYear", "runtimeMinutes", "genres"),
)
NAME_BASICS = DataSet("name.basics", ("nconst", "primaryName", "birthYear", "deathYear"))
TITLE_AKAS = DataSet("title.akas", ("titleId", "title", "language", "types", "isOriginalTitle"))
TITLE_PRINCIPALS = DataSet("title.principals", ("tconst", "ordering", "nconst", "category", "job", "characters"))
TITLE_CREW = DataSet("title.crew", ("tconst", "directors", "writers"))
TITLE_RATINGS = DataSet("title.ratings", ("tconst", "numVotes"))
DATA_SETS = (TITLE_BASICS, NAME_BASICS, TITLE_AKAS, TITLE_PRINCIPALS, TITLE_CREW, TITLE_RATINGS)


def find_files(path: Path) -> dict[DataSet, Path]:
    """The data sets at ``path``, a folder or one of the files. Raises DataFileError where there is none."""
    if not path.exists():
        raise DataFileError(f"{path}: there is no such file or folder")
    names = {f"{data_set.name}{ending}": data_set for data_set in DATA_SETS for ending in (".tsv", ".tsv.gz")}
    found: dict[DataSet, Path] = {}
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        if (data_set := names.get(file.name)) and file.is_file():
            if data_set in found:
                raise DataFileError(f"{file}: {found[data_set].name} lies beside it; keep one of the two")
            found[data_set] = file
    if not found:
        wanted = ", ".join(f"{data_set.name}.tsv" for data_set in DATA_SETS)
        raise DataFileError(f"{path}: none of the data sets is here ({wanted}, each also with .gz)")
    return found


def read_rows(
    file: Path,
    data_set: DataSet,
    parse: Parse[Row],
    *,
    on_bad: Callable[[BadRow], None],
    on_bytes: Callable[[int], None] = lambda count: None,
) -> Iterator[Row]:
    """The rows of ``file`` in order, as ``parse`` gives them; a row it gives None for is left out.

    A bad row is told to ``on_bad``; ``on_bytes`` hears how many more bytes of the file on disk were read. Raises
    DataFileError where the file cannot be read or lacks a column.
    """
    try:
        with file.open("rb") as raw:
            yield from _rows(raw, file, data_set, parse, on_bad, on_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise DataFileError(f"{file.name}: cannot be read to its end ({error}); fetch it again") from error


def _rows(
    raw: BinaryIO,
    file: Path,
    data_set: DataSet,
    parse: Parse[Row],
    on_bad: Callable[[BadRow], None],
    on_bytes: Callable[[int], None],
) -> Iterator[Row]:
    stream = io.BufferedReader(gzip.GzipFile(fileobj=raw), 1 << 18) if file.suffix == ".gz" else raw
    lines = iter(partial(cast(io.BufferedReader, stream).readline, LINE_MAX_BYTES), b"")
    header = next(lines, b"").decode("utf-8-sig", "replace").rstrip("\r\n").split("\t")
    if missing := [column for column in data_set.columns if column not in header]:
        raise DataFileError(f"{file.name}: the first line has no column {', '.join(missing)}")
    width, pick = len(header), itemgetter(*(header.index(column) for column in data_set.columns))
    place, told, overlong = 1, 0, False
    for line in lines:
        if not line.endswith(b"\n") and len(line) == LINE_MAX_BYTES:
            if not overlong:
                on_bad(BadRow(file.name, place + 1, f"the line is longer than {LINE_MAX_BYTES:,} bytes"))
            overlong = True
            continue
        place += 1
        if overlong:
            overlong = False
            continue
        if not place & 4095:
            on_bytes(raw.tell() - told)
            told = raw.tell()
        try:
            text = line.decode("utf-8").rstrip("\r\n")
            fields = text.split("\t")
            if len(fields) != width:
                raise BadRowError(f"it has {len(fields)} columns instead of {width}")
            if not text.replace("\t", " ").isprintable() and CONTROL.search(text):
                raise BadRowError("it holds a control character")
            row = parse(pick(fields))
        except UnicodeDecodeError:
            on_bad(BadRow(file.name, place, "it is not UTF-8"))
        except BadRowError as error:
            on_bad(BadRow(file.name, place, str(error)))
        else:
            if row is not None:
                yield row
    on_bytes(raw.tell() - told)


def parse_title(fields: Sequence[str]) -> TitleRow | None:
    """A title of a kind there are records for; None for episodes and games."""
    tconst, title_type, title, original, start, end, minutes, genres = fields
    number = _id(tconst, "tt")
    kind = KINDS.get(title_type)
    if kind is None:
        if title_type in OTHER_TITLE_TYPES:
            return None
        raise BadRowError(f"“{title_type[:40]}” is no titleType")
    title = _text(title, TITLE_MAX_LENGTH, "the title")
    original = _text(original, TITLE_MAX_LENGTH, "the original title") if original not in ("", NONE) else title
    year = _year(start, FIRST_FILM_YEAR, LAST_FILM_YEAR)
    end_year = _year(end, FIRST_FILM_YEAR, LAST_FILM_YEAR)
    if end_year is not None and year is not None and end_year < year:
        raise BadRowError(f"it ends in {end_year}, before it begins in {year}")
    runtime = None if minutes == NONE else _number(minutes, "the runtime", most=SMALL_INTEGER_MAX)
    return TitleRow(number, kind, title, original, year, end_year, runtime or None, _genres(genres), title_type)


def parse_name(fields: Sequence[str]) -> NameRow:
    nconst, name, birth, death = fields
    birth_year, death_year = _year(birth, 1, LAST_FILM_YEAR), _year(death, 1, LAST_FILM_YEAR)
    if birth_year is not None and death_year is not None and death_year < birth_year:
        raise BadRowError(f"it has a death in {death_year}, before the birth in {birth_year}")
    return NameRow(_id(nconst, "nm"), _text(name, NAME_MAX_LENGTH, "the name"), birth_year, death_year)


def parse_aka(fields: Sequence[str]) -> AkaRow:
    title_id, title, language, types, is_original = fields
    kind = "other"
    if is_original == "1" or "original" in types:
        kind = "original"
    elif "working" in types:
        kind = "working"
    code = "" if language == NONE else language[:12]
    return AkaRow(_id(title_id, "tt"), _text(title, TITLE_MAX_LENGTH, "the title"), kind, code)


def parse_principal(fields: Sequence[str]) -> CreditRow | None:
    """A credit; None for old footage. Several characters are joined with " / "."""
    tconst, ordering, nconst, category, detail, characters = fields
    if category in CATEGORIES_LEFT_OUT:
        return None
    job = _job(category, detail)
    character = _characters(characters) if job in CAST_JOBS and characters != NONE else ""
    place = _number(ordering, "the ordering", most=SMALL_INTEGER_MAX)
    return CreditRow(_id(tconst, "tt"), _id(nconst, "nm"), job, place, character)


def parse_crew(fields: Sequence[str]) -> CrewRow:
    tconst, directors, writers = fields
    return CrewRow(_id(tconst, "tt"), _ids(directors), _ids(writers))


def parse_rating(fields: Sequence[str]) -> RatingRow:
    tconst, votes = fields
    return RatingRow(_id(tconst, "tt"), _number(votes, "the number of votes"))


def _id(text: str, prefix: str) -> int:
    if text[:2] != prefix or not ID_NUMBER.fullmatch(text, 2):
        raise BadRowError(f"“{text[:40]}” is no id of the form {prefix}0000001")
    return int(text[2:])


def _ids(text: str) -> tuple[int, ...]:
    return () if text in (NONE, "") else tuple(_id(part, "nm") for part in text.split(","))


def _text(text: str, longest: int, what: str) -> str:
    text = " ".join(text.split())
    if not text or text == NONE:
        raise BadRowError(f"{what} is missing")
    if len(text) > longest:
        raise BadRowError(f"{what} has {len(text)} characters, more than the {longest} there is room for")
    return text


def _year(text: str, first: int, last: int) -> int | None:
    if text == NONE:
        return None
    year = int(text) if YEAR.fullmatch(text) else 0
    if not first <= year <= last:
        raise BadRowError(f"“{text[:40]}” is no year from {first} to {last}")
    return year


def _number(text: str, what: str, *, most: int = 999_999_999) -> int:
    if not NUMBER.fullmatch(text) or int(text) > most:
        raise BadRowError(f"{what} is “{text[:40]}”, not a number up to {most}")
    return int(text)


def _genres(text: str) -> str:
    if text in (NONE, ""):
        return ""
    genres = [" ".join(genre.split()).casefold() for genre in text.split(",")]
    if len(genres) > GENRES_MAX or any(len(genre) > TAG_MAX_LENGTH for genre in genres):
        raise BadRowError(f"its genres are more than {GENRES_MAX} or longer than {TAG_MAX_LENGTH} characters")
    return ",".join(GENRES.get(genre, genre) for genre in genres if genre)


def _job(category: str, detail: str) -> str:
    if category == "writer" and detail != NONE:
        if CREATOR.search(detail):
            return Credit.Job.CREATOR.value
        if STORY.search(detail):
            return Credit.Job.STORY.value
    if category == "producer" and detail != NONE and EXECUTIVE.search(detail):
        return Credit.Job.EXECUTIVE_PRODUCER.value
    return JOBS.get(category, Credit.Job.OTHER.value)


def _characters(text: str) -> str:
    """The names in a JSON array of texts, joined with " / "."""
    try:
        names = json.loads(text)
    except (ValueError, RecursionError):
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadRowError("the characters are no JSON array of texts")
    joined = " / ".join(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    if len(joined) > NAME_MAX_LENGTH:
        raise BadRowError(
            f"the characters have {len(joined)} letters, more than the {NAME_MAX_LENGTH} there is room for"
        )
    if CONTROL.search(joined) or any(0xD800 <= ord(letter) <= 0xDFFF for letter in joined):
        raise BadRowError("the characters hold a control character")
    return joined
