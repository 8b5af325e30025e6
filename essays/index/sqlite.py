"""Search by SQLite's FTS5, as SQLite 3.40 has it.

The words are plain letters or digits, so that its ``ascii`` tokenizer keeps each whole; accents are folded before.
FTS5 walks the essays of a word from the newest row on and stops where enough are found: a common word costs no more
than a rare one. Misspelt names are looked for by their runs of three letters, the rarest of them only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from essays.index.engine import EssayHit, NameHit, newest
from essays.searching.likeness import grams
from essays.searching.question import Query, Term

ESSAYS = """
SELECT i.essay_id, i.live_from, i.facets FROM essays_essayindex x CROSS JOIN essays_indexedessay i ON i.id = x.rowid
WHERE essays_essayindex MATCH %s AND i.live_from <= %s AND (i.live_until IS NULL OR i.live_until > %s)
ORDER BY x.rowid DESC LIMIT %s
"""
NAMES = """
SELECT i.film_id, i.person_id, i.key, i.weight FROM essays_nameindex x CROSS JOIN essays_indexedname i ON i.id = x.rowid
WHERE essays_nameindex MATCH %s AND i.seen_from <= %s AND (i.seen_until IS NULL OR i.seen_until > %s) LIMIT %s
"""
TERMS = """
SELECT i.term FROM essays_termindex x CROSS JOIN essays_indexedterm i ON i.id = x.rowid
WHERE essays_termindex MATCH %s AND i.is_whole = %s AND length(i.term) BETWEEN %s AND %s LIMIT %s
"""
GRAM_ROWS_MOST = 20_000  # terms that are looked at for one misspelt word


class SQLite:
    """The engine of a site on SQLite."""

    def essays(self, query: Query, under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[EssayHit]:
        match = _match(query, under)
        if not match:
            return []
        at = connection.ops.adapt_datetimefield_value(now)
        return list(map(EssayHit._make, _rows(ESSAYS, [match, at, at, limit])))

    def ranked(self, tiers: Sequence[Query], under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[EssayHit]:
        ranked: dict[int, EssayHit] = {}
        for tier in tiers:
            hits = self.essays(tier, under, now=now, limit=limit)
            for hit in newest(hits):
                ranked.setdefault(hit.essay_id, hit)
            if len(hits) >= limit:  # a word that very many have in the head is asked for once
                break
        return list(ranked.values())[:limit]

    def names(self, query: Query, under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[NameHit]:
        match = _match(query, under)
        if not match:
            return []
        at = connection.ops.adapt_datetimefield_value(now)
        return list(map(NameHit._make, _rows(NAMES, [match, at, at, limit])))

    def terms(self, text: str, *, is_whole: bool, mistakes: int) -> list[str]:
        looked_for = " OR ".join(_quoted(gram) for gram in _telling(grams(text), mistakes))
        shortest, longest = len(text) - mistakes, len(text) + mistakes
        asked = [looked_for, is_whole, shortest, longest, GRAM_ROWS_MOST]
        return [term for (term,) in _rows(TERMS, asked)] if looked_for else []


def _telling(found: list[str], mistakes: int) -> list[str]:
    """Runs of letters of which at least one is right: a mistake spoils three, so that a few more than those will do.

    Those with rare letters are taken, which fewer names have.
    """
    return sorted(found, key=_commonness)[: 3 * mistakes + 1]


# Letters of names in English, from the commonest on; a run's own number is not counted, which would take a question.
_ORDER = {letter: 1.0 / (2 + place) for place, letter in enumerate("eanirolstdhcmugbykpwfvzjxq")}


def _commonness(gram: str) -> float:
    common = 1.0
    for letter in gram:
        common *= _ORDER.get(letter, 0.1)
    return common


def _match(query: Query, under: tuple[str, ...]) -> str:
    clauses = [" OR ".join(map(_term, clause)) for clause in query]
    return " AND ".join([*(f"({clause})" for clause in clauses), *map(_quoted, under)])


def _term(term: Term) -> str:
    whole = _quoted(" ".join(term.keys))
    return f"{whole} OR {_quoted(term.beginning)} *" if term.is_prefix and term.beginning else whole


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
