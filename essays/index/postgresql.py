"""Search by PostgreSQL: a ``tsvector`` of our own words under a GIN index, and pg_trgm for misspelt names.

What weighs more is a word of its own (``h_heat``: in the head of the essay), since GIN keeps no weights and would have
to read each essay for them. Likewise a phrase is looked for among a bounded number of the essays that have its words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from essays.index.engine import EssayHit, NameHit, newest
from essays.searching.question import Query, Term
from essays.searching.words import STOP_WORDS

# Functions of ours, see ``essays/migrations/0042_search_by_index.py`` and ``0047_search_in_one_question.py``.
ESSAYS = "SELECT essay_id, live_from, facets FROM essays_found(%s::tsquery, %s, %s)"
RANKED = (
    "SELECT essay_id, live_from, facets FROM essays_ranked(%s::tsquery, %s::tsquery, %s::tsquery, %s::tsquery, %s, %s)"
)
NAMES = """
SELECT film_id, person_id, key, weight FROM essays_indexedname
WHERE vector @@ %s::tsquery AND seen_from <= %s AND (seen_until IS NULL OR seen_until > %s) LIMIT %s
"""
TERMS = """
SELECT term FROM essays_indexedterm
WHERE term %% %s AND is_whole = %s AND length(term) BETWEEN %s AND %s ORDER BY term <-> %s, id LIMIT %s
"""
TERMS_MOST = 200
TIERS = 3  # that are asked for at once
# What a word of n letters and one with so many mistakes have in common of their runs of three, at the least.
LIKE_AT_LEAST = {1: 0.25, 2: 0.16, 3: 0.2}


class PostgreSQL:
    """The engine of a site on PostgreSQL."""

    def essays(self, query: Query, under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[EssayHit]:
        wanted = _tsquery(query, under)
        return list(map(EssayHit._make, _rows(ESSAYS, [wanted, now, limit]))) if wanted else []

    def ranked(self, tiers: Sequence[Query], under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[EssayHit]:
        if len(tiers) != TIERS:
            return newest(self.essays(tiers[-1], under, now=now, limit=limit))
        held = [_tsquery(_loosened(tier), under) for tier in tiers]
        asked = _tsquery(tiers[-1], under)
        phrased = None if asked == held[-1] else asked
        return list(map(EssayHit._make, _rows(RANKED, [*held, phrased, now, limit])))

    def names(self, query: Query, under: tuple[str, ...], *, now: dt.datetime, limit: int) -> list[NameHit]:
        wanted = _tsquery(query, under)
        return list(map(NameHit._make, _rows(NAMES, [wanted, now, now, limit]))) if wanted else []

    def terms(self, text: str, *, is_whole: bool, mistakes: int) -> list[str]:
        _rows("SELECT set_limit(%s)", [LIKE_AT_LEAST[mistakes]])
        shortest, longest = len(text) - mistakes, len(text) + mistakes
        return [term for (term,) in _rows(TERMS, [text, is_whole, shortest, longest, text, TERMS_MOST])]


def _loosened(query: Query) -> Query:
    """The query with the telling words of each phrase, in any order and at any place."""
    clauses: list[tuple[Term, ...]] = []
    for clause in query:
        if len(clause) > 1 or len(clause[0].keys) == 1:
            clauses.append(clause)
            continue
        telling = [key for key in clause[0].keys if key not in STOP_WORDS] or list(clause[0].keys)
        clauses += [(Term((key,)),) for key in telling]
    return tuple(clauses)


def _tsquery(query: Query, under: tuple[str, ...]) -> str:
    clauses = [" | ".join(map(_term, clause)) for clause in query]
    return " & ".join([*(f"({clause})" for clause in clauses), *map(_quoted, under)])


def _term(term: Term) -> str:
    whole = "(" + " <-> ".join(map(_quoted, term.keys)) + ")"
    if not (term.is_prefix and term.beginning):
        return whole
    beginning = f"{_quoted(term.beginning)}:*"
    return beginning if term.keys == (term.beginning,) else f"{whole} | {beginning}"  # a word begins with itself


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
