"""Writing many rows at once: numbers for them, free addresses, and the fastest way in that each database has.

Bulk writes skip ``save``: the caller derives keys and checks lengths; the constraints of the tables still hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from essays.models import Redirect
from essays.models.site_version import is_seen, readers_see_a_change
from people.models import HeldAddress

VALUES_PER_QUERY = 900  # under SQLite's oldest limit of 999 variables a statement
CACHE_KIB = 8 * 1024  # of the site's SQLite database while many rows are written
ROWS_ANALYSED = 1000  # of each index, for SQLite's statistics; enough to tell few from many
NUMBERS_TRIED = 16  # how many numbers of a crowded address are looked at together

Value = TypeVar("Value", int, str)


def in_lists(values: Collection[Value]) -> Iterator[list[Value]]:
    """``values`` in lists that one statement holds."""
    have = list(values)
    for start in range(0, len(have), VALUES_PER_QUERY):
        yield have[start : start + VALUES_PER_QUERY]


def new_ids(model: type[Model], count: int) -> list[int]:
    """Numbers for ``count`` new rows. Call it in the transaction that writes them."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # SQLite has one writer at a time, and a row written with its number moves the sequence on.
        cursor.execute(
            f"SELECT max(coalesce((SELECT max(id) FROM {_quoted(table)}), 0),"  # noqa: S608
            " coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        first = cursor.fetchone()[0] + 1
        return list(range(first, first + count))


def insert_rows(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write ``rows``, values as the database takes them, in the order of ``columns``."""
    if not rows:
        return
    into = f"{_quoted(model._meta.db_table)} ({', '.join(map(_quoted, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if is_seen(model):
                readers_see_a_change(connection)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608


@contextmanager
def small_cache() -> Iterator[None]:
    """Keep SQLite's own cache small meanwhile, so that memory does not grow with the database; the system's helps."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def renew_statistics(*models: type[Model]) -> None:
    """Tell the database how large the tables have become; until then it plans queries as if they were empty."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_ANALYSED}")
        for model in models:
            cursor.execute(f"ANALYZE {_quoted(model._meta.db_table)}")


def renew_statistics_where_due() -> None:
    """What PostgreSQL does by itself: SQLite looks which tables have grown, and counts those. It takes milliseconds."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_ANALYSED}")
            cursor.execute("PRAGMA optimize")


class Addresses:
    """Gives out free addresses to bases that come in alphabetical order, in a few queries for many.

    A base that is in use, was once another record's address (a deleted one's too) or is one that leads elsewhere, gets
    the next free number, as ``people.addresses.free_slug`` would give it.
    """

    def __init__(self, *models: type[Any]) -> None:
        self._models = models
        self._kind = models[0]._meta.model_name
        self._redirected = Redirect.objects.slugs_among(models[0])
        self._base = ""
        self._number = 0

    def take(self, bases: Sequence[str]) -> list[str]:
        """One address for each of ``bases``."""
        first = [
            (base, number)
            for base, same in groupby(bases)
            for number, _ in enumerate(same, start=self._number + 1 if base == self._base else 1)
        ]
        used = self._used({_numbered(base, number) for base, number in first})
        crowded = {(base, number) for base, number in first if _numbered(base, number) in used}
        used |= self._used(
            {_numbered(base, number + more) for base, number in crowded for more in range(1, NUMBERS_TRIED + 1)}
        )
        known = dict(first) | {base: number + NUMBERS_TRIED for base, number in sorted(crowded)}
        return [self._next(base, used, known) for base in bases]

    def _next(self, base: str, used: set[str], known: dict[str, int]) -> str:
        """The next free address of ``base``, added to ``used``; ``known`` says how far its numbers were looked up."""
        if base != self._base:
            self._base, self._number = base, 0
        while True:
            self._number += 1
            if self._number > known[base]:
                reach = 2 * known[base]
                used |= self._used({_numbered(base, number) for number in range(self._number, reach + 1)})
                known[base] = reach
            address = _numbered(base, self._number)
            if address not in used:
                used.add(address)
                return address

    def _used(self, addresses: Collection[str]) -> set[str]:
        found = self._redirected & set(addresses)
        for some in in_lists(addresses):
            for model in self._models:
                found.update(model._default_manager.filter(slug__in=some).values_list("slug", flat=True))
            found.update(HeldAddress.objects.filter(kind=self._kind, slug__in=some).values_list("slug", flat=True))
        return found


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
