"""Documents out of a zip archive, one at a time and never onto the disk; a bomb is told before it is unpacked."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from posixpath import normpath
from typing import IO
from urllib.parse import unquote

from essays.desk.delivered import LEFT_OUT, Incoming, Refused
from essays.reading.formats import ENDINGS, limit_of

MAX_FILES = 20_000
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_RATIO = 200  # unpacked to packed; text packs to a tenth or a fifteenth
RATIO_FROM_BYTES = 1_000_000
ARCHIVES = (".zip", ".jsonl", ".json", ".xml", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz")
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif")
MAX_PICTURE_BYTES = 40_000_000  # of all pictures that come with one document
_PICTURE_NAME = re.compile(rb"""[^"'()<>\\/\r\n]{1,200}\.(?:jpe?g|png|gif|webp|svg|avif)""", re.IGNORECASE)
HIDDEN = "__macosx"


def read_zip(opened: IO[bytes], place: str, *, bytes_before: int = 0) -> Iterator[Incoming | Refused]:
    """The documents of the zip archive in ``opened``, in the order they stand in; ``place`` is what it is called.

    A document's name is its path in the archive. Pictures, hidden files and those called README are left out.
    An archive that is a bomb, locked or damaged gives one Refused and no document.
    """
    try:
        with zipfile.ZipFile(opened) as packed:
            parts = [part for part in packed.infolist() if not part.is_dir()]
            if refused := _refused(parts, place):
                yield refused
                return
            documents, pictures = 0, _pictures_in(parts)
            for part in parts:
                for item in _part(packed, part, place, bytes_before, pictures):
                    documents += 1
                    yield item
            if not documents:
                endings = ", ".join(ENDINGS)
                yield Refused(f"{place}: the archive holds no document ({endings}). Check that it is the right one.")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError) as error:
        yield Refused(f"{place}: it is no zip archive, or is damaged ({error}). Pack it anew.")


def _refused(parts: list[zipfile.ZipInfo], place: str) -> Refused | None:
    total = sum(part.file_size for part in parts)
    if len(parts) > MAX_FILES:
        return Refused(f"{place}: the archive has {len(parts):,} files and the limit is {MAX_FILES:,}. Split it.")
    if total > MAX_UNPACKED_BYTES:
        return Refused(
            f"{place}: the archive unpacks to {total:,} bytes and the limit is {MAX_UNPACKED_BYTES:,}. Split it."
        )
    for part in parts:
        if part.flag_bits & 1:
            return Refused(f"{place}: the archive is locked with a password. Pack it without one.")
        if part.file_size > RATIO_FROM_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            times = part.file_size // max(part.compress_size, 1)
            return Refused(
                f"{place}, {part.filename}: it unpacks to {times:,} times its size, which no text does. Leave it out."
            )
    return None


def _part(
    packed: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    archive: str,
    bytes_before: int,
    pictures: dict[str, list[zipfile.ZipInfo]],
) -> Iterator[Incoming | Refused]:
    name, place = part.filename, f"{archive}, {part.filename}"
    steps = name.replace("\\", "/").split("/")
    own = steps[-1].casefold()
    if any((step.startswith(".") and step != "..") or step.casefold() == HIDDEN for step in steps):
        return
    if own.startswith(LEFT_OUT) or own.endswith(PICTURES):
        return
    if ".." in steps or steps[0] == "" or stat.S_ISLNK(part.external_attr >> 16):
        yield Refused(f"{place}: it leads out of the archive. Pack the documents themselves.")
    elif own.endswith(ARCHIVES):
        yield Refused(f"{place}: it is an archive within an archive. Import it on its own.")
    elif not own.endswith(ENDINGS):
        yield Refused(f"{place}: documents end in {', '.join(ENDINGS)}. Save it as one of these, or leave it out.")
    elif part.file_size > limit_of(own):
        yield Refused(
            f"{place}: the document has {part.file_size:,} bytes and the limit is {limit_of(own):,}. Split it."
        )
    else:
        data = packed.read(part)
        done = bytes_before + part.header_offset + part.compress_size
        yield Incoming(name, place, data, done, _named_in(packed, data, pictures))


def _pictures_in(parts: list[zipfile.ZipInfo]) -> dict[str, list[zipfile.ZipInfo]]:
    """The pictures of an archive by the last step of their names, which is what a document surely says of them."""
    found: dict[str, list[zipfile.ZipInfo]] = {}
    for part in parts:
        own = part.filename.replace("\\", "/").rpartition("/")[2]
        if own.casefold().endswith(PICTURES):
            found.setdefault(own, []).append(part)
    return found


def _named_in(packed: zipfile.ZipFile, data: bytes, pictures: dict[str, list[zipfile.ZipInfo]]) -> dict[str, bytes]:
    """Those of the archive's pictures that a document names, as far as one document's may weigh."""
    beside: dict[str, bytes] = {}
    room = MAX_PICTURE_BYTES
    for own in dict.fromkeys(_file_names(data)) if pictures else ():
        for part in pictures.get(own, ()):
            if part.file_size > room:
                continue
            with suppress(zipfile.BadZipFile, zlib.error, EOFError):  # a damaged one costs only itself
                beside[normpath(part.filename.replace("\\", "/"))] = packed.read(part)
                room -= part.file_size
    return beside


def _file_names(data: bytes) -> Iterator[str]:
    """What in a document may be the name of a picture's file."""
    for found in _PICTURE_NAME.finditer(data):
        name = unquote(found[0].decode(errors="replace")).strip()
        yield name
        yield name.split()[-1]
