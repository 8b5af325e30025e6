"""What is asked of a search engine; the database says which of the two answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from django.db import connection

from essays.searching.question import Query


class EssayHit(NamedTuple):
    """An essay that answers: since when readers see it, in what sorts as times do, and what it is under, each once.

    A tuple, as thousands are read for a common word.
    """

    essay_id: int
    live_from: Any
    facets: str


class NameHit(NamedTuple):
    """A name that answers, whose it is, and how many essays name that record."""

    film_id: int | None
    person_id: int | None
    key: str
    weight: int


class Engine(Protocol):
    """Each question reads a bounded set: at most ``limit`` rows, whatever the words."""

    def essays(self, query: Query, under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[EssayHit]:
        """Essays that readers see now, that hold all clauses of ``query`` and stand under each of ``under``."""
        ...

    def ranked(self, tiers: Sequence[Query], under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[EssayHit]:
        """Essays that answer any of ``tiers``, those of an earlier one first and the newest first in each.

        The last tier is what was asked; what answers one before it answers that too.
        """
        ...

    def names(self, query: Query, under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[NameHit]:
        """Names of what readers see now, as far as times tell."""
        ...

    def terms(self, text: str, *, is_whole: bool, mistakes: int) -> list[str]:
        """Words of names, or whole names in one word, that look like ``text``: more than are alike, none left out
        that differs in few letters."""
        ...


def newest(hits: Iterable[EssayHit]) -> list[EssayHit]:
    """The same hits, the newest first."""
    return sorted(hits, key=lambda hit: (hit.live_from, hit.essay_id), reverse=True)


def engine() -> Engine:
    """The engine of the site's database."""
    if connection.vendor == "postgresql":
        from essays.index.postgresql import PostgreSQL

        return PostgreSQL()
    from essays.index.sqlite import SQLite

    return SQLite()
