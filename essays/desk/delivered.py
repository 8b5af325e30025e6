"""A document that was brought, or why it cannot be imported: what every way in gives."""

from __future__ import annotations

from dataclasses import dataclass

LEFT_OUT = "readme"  # of a folder or an archive: files whose name begins so are about the others


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to import. ``place`` says where it stands: a path, or a path and a line.

    ``bytes_done`` counts what has been read of all files up to its end.
    """

    name: str
    place: str
    data: bytes | str
    bytes_done: int


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be imported, in one sentence that begins with where it stands and ends with what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a site's export holds beside its posts, in one sentence: nothing was to be made of it."""

    sentence: str


Item = Incoming | Refused | LeftOut
