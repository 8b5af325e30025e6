"""Questions about many keys or ids in one statement, as SQL of our own: reading a document asks some ten of them.

The ORM builds each statement anew, which costs several times what the database takes to answer it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import Any

from django.db import connection


def rows_of(sql: str, values: Collection[int] | Collection[str], *more: Collection[int]) -> list[tuple[Any, ...]]:
    """The rows of ``sql`` for ``values``, which stand where it says ``IN (values)``; none where there are none.

    They go in as one parameter, so that any number of them is one statement; ``more`` stand where it says
    ``IN (second)`` and ``IN (third)``, in this order. ``texts(...)`` in it is an aggregate that ``texts_of`` reads.
    """
    if not values:
        return []
    many: list[list[Any]] = [sorted(set(some)) for some in (values, *more)]
    statement = _statement(sql, connection.vendor, isinstance(many[0][0], str))
    with connection.cursor() as cursor:
        cursor.execute(statement, many if connection.vendor == "postgresql" else [json.dumps(some) for some in many])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def texts_of(value: str | list[str] | None) -> tuple[str, ...]:
    """The texts that ``texts(...)`` gave for one row."""
    if not value or value == "[]":
        return ()
    return tuple(json.loads(value) if isinstance(value, str) else value)


@cache
def _statement(sql: str, vendor: str, is_text: bool) -> str:
    for place in ("values", "second", "third"):
        if vendor == "postgresql":
            many = f"= ANY (%s::{'text' if is_text and place == 'values' else 'bigint'}[])"
        else:
            many = "IN (SELECT value FROM json_each(%s))"
        sql = sql.replace(f"IN ({place})", many)
    return sql.replace("texts(", "array_agg(" if vendor == "postgresql" else "json_group_array(")
