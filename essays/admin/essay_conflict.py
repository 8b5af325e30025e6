"""What an editor is shown where somebody else saved meanwhile: both texts, and both put together."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from essays.comparing.merging import html_blocks, merge_bodies


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


@dataclass(frozen=True, slots=True)
class MergedFields:
    """The fields of both put together, as texts. What both changed, each in its own way, is as ``ours`` has it."""

    values: Mapping[str, str]
    taken: int  # places where what they changed was taken over
    clashes: int  # places that both changed


def merge_fields(base: Mapping[str, str], theirs: Mapping[str, str], ours: Mapping[str, str]) -> MergedFields:
    """Three versions of an essay's fields as one; ``body`` is sanitised HTML and is put together block by block.

    A field that ``base`` does not have is as ``ours`` has it.
    """
    values, taken, clashes = dict(ours), 0, 0
    for name in ours.keys() & theirs.keys() & base.keys():
        was, they, we = base[name], theirs[name], ours[name]
        if name == "body":
            merged = merge_bodies(was, they, we)
            values[name] = merged.body
            taken, clashes = taken + merged.from_theirs, clashes + merged.clashes
        elif they not in (was, we):
            if we == was:
                values[name] = they
                taken += 1
            else:
                clashes += 1
    return MergedFields(values, taken, clashes)


def compare_blocks(saved: str, submitted: str) -> Iterator[ComparedPart]:
    """Two bodies, block by block, stretches that are the same and stretches that are not."""
    theirs, ours = (html_blocks(body.replace("\r\n", "\n")) for body in (saved, submitted))
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    for tag, saved_from, saved_to, ours_from, ours_to in matcher.get_opcodes():
        yield ComparedPart(tag == "equal", "\n".join(theirs[saved_from:saved_to]), "\n".join(ours[ours_from:ours_to]))
