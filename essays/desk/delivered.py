"""A document that was brought, or why it cannot be imported: what every way in gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = tuple[str, str]  # for one, and for many
LEFT_OUT = "readme"  # of a folder or an archive: files whose name begins so are about the others


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to import. ``place`` says where it stands: a path, or a path and a line.

    ``bytes_done`` counts what has been read of all files up to its end. ``beside`` are the pictures that its archive
    holds and that it names, by their names there.
    """

    name: str
    place: str
    data: bytes | str
    bytes_done: int
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be imported, in one sentence that begins with where it stands and ends with what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a site's export holds beside its posts, in one sentence: nothing was to be made of it."""

    sentence: str

    @classmethod
    def of(cls, place: str, counts: Mapping[Words, int]) -> LeftOut:
        """What an export called ``place`` holds so many of."""
        said = sorted(f"{count:,} {one if count == 1 else many}" for (one, many), count in counts.items())
        return cls(f"{place}: left out, since only posts become essays: {', '.join(said)}.")


Item = Incoming | Refused | LeftOut
