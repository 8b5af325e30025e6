"""Checking rows before they are written: what PostgreSQL would refuse is refused on SQLite too."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from people.rows import Row

Checked = TypeVar("Checked", bound=Row)


def checked(row: Checked) -> Checked:
    """``row`` with its derived keys, after the validation of its fields. Raises ValidationError.

    This is ``full_clean`` without its queries: a rule over rows (a foreign key, a unique value, a check) is a
    constraint of both databases and needs no question beforehand, whereas SQLite stores a text longer than its
    field or a value outside its choices.
    """
    row.derive_keys()
    row.clean_fields(exclude=_left_to_constraints(type(row)))
    return row


@cache
def _left_to_constraints(model: type[Row]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.fields if field.is_relation or field.primary_key)


def all_checked(rows: Iterable[Checked]) -> list[Checked]:
    """``checked`` for each row, ready for ``bulk_create``."""
    return [checked(row) for row in rows]
