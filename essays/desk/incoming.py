"""Documents on their way in: files, folders and the lines of archives, one at a time and in order."""

from __future__ import annotations

import gzip
import json
import sqlite3
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from essays.desk.delivered import LEFT_OUT, Incoming, Item, Refused
from essays.desk.ghost_export import read_ghost
from essays.desk.unpacking import read_zip
from essays.desk.wordpress_export import read_wordpress
from essays.reading.decoding import MAX_BYTES
from essays.reading.formats import ENDINGS, limit_of

LINES_ENDINGS = (".jsonl", ".jsonl.gz")
ZIP_ENDING = ".zip"
WORDPRESS_ENDING = ".xml"
GHOST_ENDING = ".json"
ARCHIVE_ENDINGS = (*LINES_ENDINGS, ZIP_ENDING, WORDPRESS_ENDING, GHOST_ENDING)
# Of a folder: other things end in .xml and .json too, so that a site's export is taken only where it is named.
FOLDER_ENDINGS = (*ENDINGS, *LINES_ENDINGS, ZIP_ENDING)
# Six bytes write any character as an escape; what is beside the text in a line is short.
MAX_LINE_BYTES = 6 * MAX_BYTES + 100_000
CHUNK_BYTES = 1_000_000  # of a line that is skipped


class ReportIsInputError(Exception):
    """A report is to be written over a document; the message says which."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    path: Path
    size: int  # bytes


def find_files(paths: Sequence[Path]) -> tuple[list[FoundFile], list[Refused]]:
    """The files to read, in the order of ``paths`` and by name within a folder; and what cannot be looked into.

    A file that is reached twice stands once. Of a folder, hidden files and those called README are left out.
    """
    found: dict[tuple[int, int], FoundFile] = {}
    refused: list[Refused] = []
    for path in paths:
        try:
            state = path.stat()
        except (OSError, ValueError) as error:
            refused.append(_unreadable(path, error))
            continue
        if not stat.S_ISDIR(state.st_mode):
            _take(path, found, refused)
            continue
        if not _look_into(path, found, refused, inside=[]):
            endings = ", ".join(FOLDER_ENDINGS)
            refused.append(
                Refused(f"{path}: the folder holds no document ({endings}). Check that it is the right one.")
            )
    return list(found.values()), refused


def without_report(files: Sequence[FoundFile], report: Path, paths: Sequence[Path]) -> list[FoundFile]:
    """``files`` without the report that an earlier run has left in one of the folders.

    Raises ReportIsInputError where writing ``report`` would destroy a document: one of ``paths``, or a file of a
    folder that is no report.
    """
    others = [file for file in files if not _is_same(file.path, report)]
    if len(others) < len(files) and (any(_is_same(path, report) for path in paths) or not _is_report(report)):
        raise ReportIsInputError(f"{report}: the report would overwrite a document to import. Give it another name.")
    return others


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _is_report(path: Path) -> bool:
    """Whether a file holds nothing, or lines that report on documents: they name one and do not have its text."""
    try:
        with path.open("rb") as opened:
            line = opened.readline(MAX_LINE_BYTES)
        row = json.loads(line) if line else {"id": "", "blocks": []}
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and {"id", "blocks"} <= row.keys() and "text" not in row


def _look_into(
    folder: Path, found: dict[tuple[int, int], FoundFile], refused: list[Refused], *, inside: list[tuple[int, int]]
) -> bool:
    """Take what stands in ``folder`` and below; whether there was anything to take or to refuse."""
    try:
        state = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        refused.append(_unreadable(folder, error))
        return True
    here = (state.st_dev, state.st_ino)
    if here in inside:
        refused.append(Refused(f"{folder}: the link leads back to a folder that it is in. Delete the link."))
        return True
    has_any = False
    for entry in entries:
        if entry.name.startswith(".") or entry.name.casefold().startswith(LEFT_OUT):
            continue
        try:
            is_folder = stat.S_ISDIR(entry.stat().st_mode)
        except PermissionError as error:  # of the folder: it may be listed and not entered
            refused.append(_unreadable(folder, error))
            return True
        except OSError:
            is_folder = False  # a link that leads nowhere: said of documents only, when it is taken
        if is_folder:
            has_any |= _look_into(entry, found, refused, inside=[*inside, here])
        elif entry.name.casefold().endswith(FOLDER_ENDINGS):
            _take(entry, found, refused)
            has_any = True
    return has_any


def _take(path: Path, found: dict[tuple[int, int], FoundFile], refused: list[Refused]) -> None:
    try:
        state = path.stat()
    except OSError as error:
        refused.append(_unreadable(path, error))
        return
    if not stat.S_ISREG(state.st_mode):
        refused.append(Refused(f"{path}: it is no file but a device or a pipe. Give a file or a folder."))
    elif not path.name.casefold().endswith((*ENDINGS, *ARCHIVE_ENDINGS)):
        refused.append(
            Refused(
                f"{path}: documents end in {', '.join(ENDINGS)}, archives in {', '.join(ARCHIVE_ENDINGS)}. "
                "Save it as plain text."
            )
        )
    else:
        found.setdefault((state.st_dev, state.st_ino), FoundFile(path, state.st_size))


def _unreadable(path: Path, error: OSError | ValueError) -> Refused:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Refused(f"{path}: it cannot be read ({why}). Check the path and its rights.")


class Seen:
    """Names seen in a run, each with its place. Kept in a temporary database on disk: memory does not grow."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA cache_size = -2000")
        self._database.execute("CREATE TABLE seen (name BLOB PRIMARY KEY, place TEXT) WITHOUT ROWID")
        self._database.execute("BEGIN")  # never ended: nothing of it is to last

    def __enter__(self) -> Seen:
        return self

    def __exit__(self, *args: object) -> None:
        self._database.close()

    def place_of(self, name: str, place: str) -> str | None:
        """Where ``name`` was seen before; None, and it is noted for ``place``, where it was not."""
        key = name.encode("utf-8", "surrogatepass")
        row = self._database.execute("SELECT place FROM seen WHERE name = ?", (key,)).fetchone()
        if row is None:
            self._database.execute("INSERT INTO seen VALUES (?, ?)", (key, place))
            return None
        return str(row[0])


def read_files(files: Sequence[FoundFile]) -> Iterator[Item]:
    """The documents of these files, in order; one is in memory at a time."""
    bytes_before = 0
    with Seen() as seen:
        for file in files:
            is_archive = file.path.name.casefold().endswith(LINES_ENDINGS)
            for item in _documents(file, bytes_before):
                if isinstance(item, Incoming) and (earlier := seen.place_of(item.name, item.place)) is not None:
                    kind = "id" if is_archive else "name"
                    yield Refused(
                        f"{item.place}: the {kind} “{_short(item.name)}” was used before, at {earlier}. "
                        "Give each document its own."
                    )
                else:
                    yield item
            bytes_before += file.size


def _documents(file: FoundFile, bytes_before: int) -> Iterator[Item]:
    try:
        with file.path.open("rb") as opened:
            yield from documents_in(
                opened, name=file.path.name, place=str(file.path), size=file.size, bytes_before=bytes_before
            )
    except OSError as error:
        yield _unreadable(file.path, error)


def documents_in(opened: IO[bytes], *, name: str, place: str, size: int, bytes_before: int = 0) -> Iterator[Item]:
    """The documents of one file of ``size`` bytes: lines, files or posts of an archive, or the file itself.

    ``name`` says which of these it is, ``place`` is what it is called in what is said of it.
    """
    ending = name.casefold()
    if ending.endswith(LINES_ENDINGS):
        yield from _lines(opened, place, is_packed=ending.endswith(".gz"), bytes_before=bytes_before)
    elif ending.endswith(ZIP_ENDING):
        yield from read_zip(opened, place, bytes_before=bytes_before)
    elif ending.endswith(WORDPRESS_ENDING):
        yield from read_wordpress(opened, place, bytes_before=bytes_before)
    elif ending.endswith(GHOST_ENDING):
        yield from read_ghost(opened, place, bytes_before=bytes_before)
    elif size > (limit := limit_of(name)):
        yield Refused(
            f"{place}: the document has {size:,} bytes and the limit is {limit:,}. "
            "Split it, or write an archive (.jsonl) with one document a line."
        )
    else:
        yield Incoming(name, place, opened.read(limit + 1), bytes_before + size)


def _lines(raw: IO[bytes], archive: str, *, is_packed: bool, bytes_before: int) -> Iterator[Item]:
    """The documents of an archive, a line each."""
    number = 0
    lines: IO[bytes] = gzip.GzipFile(fileobj=raw) if is_packed else raw  # type: ignore[assignment]
    try:
        while line := lines.readline(MAX_LINE_BYTES + 1):
            number += 1
            place = f"{archive}, line {number}"
            if len(line) > MAX_LINE_BYTES:
                _skip_line(lines, line)
                yield Refused(f"{place}: the line has more than {MAX_LINE_BYTES:,} bytes. Split its document.")
            elif line.strip():
                yield _line(line, place, number, bytes_before + raw.tell())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Refused(
            f"{archive}, after line {number}: the archive is damaged or cut off ({error}). "
            "The lines before were read; pack it anew and import it again."
        )
    else:
        if number == 0:
            yield Refused(f"{archive}: the archive is empty. Check that it was saved.")


def _skip_line(lines: IO[bytes], begun: bytes) -> None:
    while begun and not begun.endswith(b"\n"):
        begun = lines.readline(CHUNK_BYTES)


def _line(line: bytes, place: str, number: int, bytes_done: int) -> Incoming | Refused:
    try:
        row = json.loads(line.rstrip().decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return Refused(f"{place}, byte {error.start + 1}: it is not UTF-8. Write the archive as UTF-8.")
    except json.JSONDecodeError as error:
        return Refused(f"{place}, column {error.colno}: it is not valid JSON ({error.msg}). Mend that line.")
    except (ValueError, RecursionError) as error:
        return Refused(f"{place}: it cannot be taken as JSON ({error}). Mend that line.")
    if not isinstance(row, dict):
        return Refused(f'{place}: it is no object. Write {{"id": ..., "text": ...}}.')
    name, text = row.get("id"), row.get("text")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if not isinstance(name, str) or not name.strip():
        return Refused(f'{place}: it has no id. Give the document one of its own: "id": ...')
    if not isinstance(text, str):
        return Refused(f'{place}: the document “{_short(name)}” has no text. Add it as "text": ...')
    return Incoming(name, place, text, bytes_done)


def _short(name: str) -> str:
    return name if len(name) <= 60 else name[:59] + "…"
