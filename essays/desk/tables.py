"""Tables that editors bring and take away: people, films, credits and tags as CSV, as a spreadsheet reads it.

A file is looked at first: what each row would make or change, or what is wrong with it. It is stored whole or not
at all.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from django.db import models, transaction

from essays.models import Account, Credit, Film
from people.history import acting, without_history
from people.models import Person, Tag

ROWS_MOST = 1_000  # in one file: some five seconds on SQLite, in which nobody else writes
BYTES_MOST = 2_000_000
CAN_TABLES = find_spec("import_export") is not None  # it comes with the extra “import”
# A cell that begins so is a formula to a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection); with an
# apostrophe before it it is text. One is put before on the way out and taken away on the way in.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_DEFUSED = re.compile(r"''*[=+\-@\t\r\n]")
DELIMITERS = ",;\t"
KINDS: dict[str, Any] = {"person": Person, "film": Film, "credit": Credit, "tag": Tag}


class TableError(ValueError):
    """A file that cannot be read as a table of these records; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, for the page that explains it."""

    name: str
    what: str
    example: str


@dataclass(slots=True)
class LookedAtRow:
    """What one row of a file does. ``number`` is the row's in a spreadsheet, whose first row holds the names."""

    number: int
    outcome: str  # "new", "changed", "same" or "wrong"
    what: str
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TableReport:
    """What a file does, row by row, or did. ``seen`` tells the same preview from another."""

    rows: list[LookedAtRow]
    is_stored: bool = False

    def of(self, outcome: str) -> list[LookedAtRow]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def wrong(self) -> list[LookedAtRow]:
        return self.of("wrong")

    @property
    def telling(self) -> list[LookedAtRow]:
        """The rows that do something, or cannot."""
        return [row for row in self.rows if row.outcome != "same"]

    @property
    def seen(self) -> str:
        said = "\n".join("|".join([str(row.number), row.outcome, row.what, *row.lines]) for row in self.rows)
        return hashlib.sha256(said.encode()).hexdigest()

    def sentence(self) -> str:
        """ "3 new, 2 changed, 5 as they were." """
        counts = [(len(self.of(name)), said) for name, said in (("new", "new"), ("changed", "changed"))]
        told = [f"{number:,} {said}" for number, said in counts if number]
        if same := len(self.of("same")):
            told.append(f"{same:,} as {'it was' if same == 1 else 'they were'}")
        return f"{', '.join(told)}." if told else "Nothing."


def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns of a table of these records."""
    return tuple(_resource(kind).columns)


def text_of(data: bytes, *, name: str) -> str:
    """The text of an uploaded file. Raises TableError."""
    if len(data) > BYTES_MOST:
        raise TableError(f"{name} has more than {BYTES_MOST:,} bytes. Bring it in parts.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(f"{name} is a workbook and not a CSV file. Save it from your spreadsheet as “CSV UTF-8”.")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding).replace("\r\n", "\n")  # as it comes back from a form in other line ends
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(
            f"{name} is not in UTF-8: line {line} has a letter in another encoding. "
            "Save it from your spreadsheet as “CSV UTF-8” and bring it again."
        ) from None
    if not text.strip():
        raise TableError(f"{name} is empty.")
    return text


def look_at(kind: str, text: str, *, name: str) -> TableReport:
    """What this text would make and change; nothing is stored. Raises TableError."""
    with without_history():
        return _taken_in(_resource(kind), text, name=name, dry_run=True)


@transaction.atomic
def take_in(kind: str, text: str, *, name: str, seen: str, by: Account | None, now: dt.datetime) -> TableReport:
    """Store what an editor saw (``seen`` of the report). Not stored, and looked at anew, where it is another by now.

    Raises TableError.
    """
    report = look_at(kind, text, name=name)
    if report.wrong or report.seen != seen:
        return report
    with acting(by, now, f"table {name}"):
        resource = _resource(kind)
        report = _taken_in(resource, text, name=name, dry_run=False)
        if not report.wrong:
            resource.follow_up(by=by, now=now)
            resource.renew_index(now=now)
            report.is_stored = True
    return report


def exported(kind: str, records: models.QuerySet[Any]) -> Iterator[str]:
    """The table of these records, line by line; a byte order mark before it tells spreadsheets that it is UTF-8."""
    resource = _resource(kind)
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    yield "\ufeff"
    for row in _rows_out(resource, records):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _rows_out(resource: Any, records: models.QuerySet[Any]) -> Iterator[list[str]]:
    yield [column.name for column in resource.columns]
    for record in resource.select(records).iterator(chunk_size=500):
        yield [defused(str(value)) for value in resource.export_resource(record)]


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; ``as_meant`` takes it back."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def as_meant(cell: str) -> str:
    """A cell as it was before ``defused``."""
    return cell[1:] if _DEFUSED.match(cell) else cell


def _resource(kind: str) -> Any:
    from essays.desk.table_resources import RESOURCES  # needs an extra: asked for where there is a table

    return RESOURCES[kind]()


def _taken_in(resource: Any, text: str, *, name: str, dry_run: bool) -> TableReport:
    import tablib

    headers, rows = _rows_in(text, [column.name for column in resource.columns], resource.needed, name=name)
    numbers = [number for number, _ in rows]
    dataset = tablib.Dataset(*(cells for _, cells in rows), headers=headers)
    result = resource.import_data(dataset, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True)
    for error in result.base_errors:
        raise TableError(f"{name} was not read: {error.error}")
    report = TableReport([])
    for number, row_result, told in zip(numbers, result.rows, resource.told, strict=True):
        report.rows.append(told.row(number, row_result))
    _note_repeated(report, rows)
    return report


def _note_repeated(report: TableReport, rows: list[tuple[int, list[str]]]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for row, (number, cells) in zip(report.rows, rows, strict=True):
        other = first.setdefault(tuple(cells), number)
        if other != number:
            row.outcome, row.lines = "wrong", [f"It says the same as row {other}; remove one of the two."]


def _rows_in(
    text: str, known: list[str], needed: tuple[tuple[str, ...], ...], *, name: str
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and each row that is not empty with its number. Raises TableError."""
    first_line = text.splitlines()[0]
    delimiter = max(DELIMITERS, key=lambda mark: len({_folded(cell) for cell in first_line.split(mark)} & {*known}))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        headers = [_folded(cell) for cell in next(reader)]
        _check_headers(headers, known, needed, name=name)
        rows = []
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(headers) and any(cell.strip() for cell in cells[len(headers) :]):
                raise TableError(
                    f"Row {number} of {name} has {len(cells)} cells and there are {len(headers)} columns. "
                    "A text with a comma in it stands in quotation marks."
                )
            cells = [as_meant(cell.strip(" ")) for cell in cells[: len(headers)]]
            rows.append((number, cells + [""] * (len(headers) - len(cells))))
    except csv.Error as error:
        raise TableError(
            f"{name} is no table from line {reader.line_num} on ({error}). A quotation mark may not be closed."
        ) from None
    if not rows:
        raise TableError(f"{name} has names of columns and no rows below them.")
    if len(rows) > ROWS_MOST:
        raise TableError(
            f"{name} has {len(rows):,} rows; at most {ROWS_MOST:,} are taken at once. Bring it in parts; "
            "a whole catalogue is read by the command import_catalogue."
        )
    return headers, rows


def _folded(cell: str) -> str:
    return " ".join(cell.strip().strip('"').casefold().replace("_", " ").split())


def _check_headers(headers: list[str], known: list[str], needed: Iterable[tuple[str, ...]], *, name: str) -> None:
    for header in headers:
        if header not in known:
            near = difflib.get_close_matches(header, known, n=1)
            hint = f" Do you mean “{near[0]}”?" if near else ""
            raise TableError(
                f"{name} has a column “{header}”, which there is not.{hint} There are: {', '.join(known)}."
            )
        if headers.count(header) > 1:
            raise TableError(f"{name} has the column “{header}” twice.")
    for names in needed:
        if not {*names} & {*headers}:
            wanted = " or ".join(f"“{one}”" for one in names)
            raise TableError(f"{name} needs a column {wanted}, which says whose row it is.")
