"""Two versions of an essay's fields that began as one, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from essays.comparing.merging import merge_bodies


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
