"""What an editor is shown where somebody else saved meanwhile: both texts, and both put together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from essays.comparing.fields import MergedFields
from essays.comparing.merging import html_blocks


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A stretch of both texts: the same in both, or what each has in its place."""

    is_same: bool
    saved: str
    submitted: str


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field that the two versions have differently. ``parts`` is the body block by block, empty for other fields."""

    label: str
    saved: str
    submitted: str
    parts: tuple[ComparedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else's save that a stale form ran into.

    ``may_merge`` where it is known what both began from; ``merged`` where the form holds both put together.
    """

    saved_version: int
    saved_by: str
    saved_at: Any
    fields: tuple[ComparedField, ...]
    may_merge: bool = False
    merged: MergedFields | None = None


def compare_blocks(saved: str, submitted: str) -> Iterator[ComparedPart]:
    """Two bodies, block by block, stretches that are the same and stretches that are not."""
    theirs, ours = (html_blocks(body.replace("\r\n", "\n")) for body in (saved, submitted))
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    for tag, saved_from, saved_to, ours_from, ours_to in matcher.get_opcodes():
        yield ComparedPart(tag == "equal", "\n".join(theirs[saved_from:saved_to]), "\n".join(ours[ours_from:ours_to]))
