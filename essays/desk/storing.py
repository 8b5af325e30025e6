"""Checking rows before they are written: what PostgreSQL would refuse is refused on SQLite too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def checked(row: Row) -> Row:
    """``row`` after Django's field validation. Raises ValidationError.

    This is ``full_clean`` without its queries: a rule over rows (a foreign key, a unique value, a check) is a
    constraint of both databases and needs no question beforehand, whereas SQLite stores a text longer than its
    field or a value outside its choices. Derived keys must be filled in before.
    """
    relations = {field.name for field in row._meta.fields if field.is_relation}
    row.clean_fields(exclude=relations | {field.name for field in row._meta.fields if field.primary_key})
    row.clean()
    return row


def all_checked(rows: Iterable[Row]) -> list[Row]:
    """``checked`` for each row, ready for ``bulk_create``."""
    return [checked(row) for row in rows]
