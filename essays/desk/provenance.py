"""Where a record's values came from, and how a file's say and an editor's change are told apart.

``provenance`` of a film or person maps a field to its source ("editor", "films.toml"); under ``loaded`` it keeps what
the file said when it was last loaded. What the record holds now and the file did not say then is an editor's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from essays.models import Film
from people.models import EDITOR, Person

LOADED = "loaded"

Row = TypeVar("Row")
BLANK: tuple[Any, ...] = (None, "", [])


def merge_fields(record: Film | Person, said: Mapping[str, Any], *, source: str) -> bool:
    """Set the fields of ``record`` that the file may set; True where one changed or the memory of the file did.

    A value is taken where the record has none yet, where the record is new, or where it still holds what the file
    said before. Nothing is saved.
    """
    loaded: dict[str, Any] = dict(record.provenance.get(LOADED, {}))
    before: dict[str, Any] = dict(loaded.get("fields", {}))
    after, sources, is_new = dict(before), {}, record.pk is None
    for name, theirs in said.items():
        ours = getattr(record, name)
        if record.provenance.get(name) == EDITOR or (theirs in BLANK and name not in before):
            continue
        if is_new or ours == theirs or (ours == before[name] if name in before else ours in BLANK):
            if ours != theirs or is_new:
                sources[name] = source
            setattr(record, name, theirs)
            after[name] = theirs
    if after == before and not sources:
        return False
    loaded["fields"] = after
    record.provenance = {**record.provenance, **sources, LOADED: loaded}
    return True


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What to do with the rows of one kind under a record, by key."""

    to_add: list[str] = field(default_factory=list)
    to_change: list[str] = field(default_factory=list)
    to_remove: list[str] = field(default_factory=list)


def merge_rows(
    record: Film | Person, kind: str, said: Mapping[str, list[Any]], have: Mapping[str, list[Any]]
) -> RowChanges:
    """Which rows the file may add, change and remove. Sets the record's memory; saves nothing.

    ``said`` and ``have`` map a row's key to its other values. A row that the file once gave and that is gone was
    deleted by an editor, one whose values differ was changed by one: both stay so.
    """
    loaded: dict[str, Any] = dict(record.provenance.get(LOADED, {}))
    before: dict[str, list[Any]] = loaded.get(kind, {})
    to_add = [key for key in said if key not in have and key not in before]
    to_change = [key for key, values in said.items() if key in have and before.get(key) == have[key] != values]
    to_remove = [key for key, values in before.items() if key not in said and have.get(key) == values]
    after = {
        key: values
        for key, values in said.items()
        if key in to_add or key in to_change or key in before or have.get(key) == values
    }
    for key in after.keys() & before.keys() - set(to_change):
        after[key] = before[key]
    if after != before:
        loaded[kind] = after
        record.provenance = {**record.provenance, LOADED: loaded}
    return RowChanges(to_add, to_change, to_remove)
