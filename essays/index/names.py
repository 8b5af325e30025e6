"""People and films by name, misspelt ones too: first what is called so, then what is nearly called so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from essays.index.engine import Engine, NameHit
from essays.index.record import STEPS
from essays.searching import words as marks
from essays.searching.likeness import distance, has_its_letters, mistakes_forgiven, runs_of_words, shares_enough
from essays.searching.likeness import grams as grams_of
from essays.searching.question import Query, Term
from essays.searching.words import WORD_MAX_LENGTH, encoded, whole_name
from people.names import fold

NAMES_READ = 400  # rows that one question reads
WELL_KNOWN_ENOUGH = 150  # rows among which the best known surely are
ALIKE_MOST = 8  # words taken for a misspelt one
WORDS_MOST = 8  # of a name that is looked for
NAME_WORDS_LONGEST = 6  # words of a name or title that stands in a longer question
# How a name answers, the best first.
IS_IT, HAS_WORDS, BEGINS_SO, IS_LIKE, IS_NAMED = 0.0, 1.0, 2.0, 3.0, 9.0


@dataclass(frozen=True, slots=True)
class NameFound:
    """A record that answers by a name: how far that is from what was asked, 0 for the very name."""

    film_id: int | None
    person_id: int | None
    key: str
    weight: int
    rank: float


def find_names(text: str, *, engine: Engine, now: dt.datetime) -> list[NameFound]:
    """Records whose name answers, best first, each once. A bounded number; none for a text without a letter.

    Names that have every word come before misspelt ones, and of equals those that more essays name.
    """
    words = [word[:WORD_MAX_LENGTH] for word in fold(text).split()][:WORDS_MOST]
    if not words:
        return []
    asked = " ".join(words)
    found = list(_exact(words, asked, engine, now))
    if not any(name.rank < BEGINS_SO for name in found):
        found += _alike(words, asked, engine, now)
    if not found and len(words) > 1:
        found = list(_named_within(words, engine, now))
    return _each_once(found)


def _exact(words: list[str], asked: str, engine: Engine, now: dt.datetime) -> Iterator[NameFound]:
    whole = whole_name(asked)
    hits = engine.names(((Term((f"{marks.WHOLE}{encoded(whole)}",)),),), (), now=now, limit=NAMES_READ)
    yield from (_found(hit, IS_IT) for hit in hits)
    clauses = [(Term((encoded(word),)),) for word in words]
    last = Term(clauses[-1][0].keys, True, encoded(words[-1]))
    for hit in _best_known((*clauses[:-1], (last,)), engine, now):
        if set(words) <= set(hit.key.split()):
            yield _found(hit, HAS_WORDS)
        else:
            yield _found(hit, BEGINS_SO + _left_to_type(words, hit.key))


def _left_to_type(words: list[str], key: str) -> float:
    """How much of the word that was begun is missing, 0 to 1: who types "Michael Man" means Mann before Manning."""
    ends = [len(word) - len(words[-1]) for word in key.split() if word.startswith(words[-1])]
    return min(ends, default=WORD_MAX_LENGTH) / (WORD_MAX_LENGTH + 1)


def _best_known(query: Query, engine: Engine, now: dt.datetime) -> list[NameHit]:
    """What answers; where that is more than is read, what many essays name."""
    hits = engine.names(query, (), now=now, limit=NAMES_READ)
    if len(hits) < NAMES_READ:
        return hits

    def known_by(step: int) -> list[NameHit]:
        return engine.names(query, (f"{marks.NAMED_BY}{step}",), now=now, limit=NAMES_READ)

    least, *more = STEPS  # who has a step has those below it
    known = dict.fromkeys(known_by(least))
    if len(known) == NAMES_READ:
        best: dict[NameHit, None] = {}
        for step in reversed(more):
            best |= dict.fromkeys(known_by(step))
            if len(best) >= WELL_KNOWN_ENOUGH:
                break
        known = best | known
    return [*known, *(hit for hit in hits if hit not in known)]


def _alike(words: list[str], asked: str, engine: Engine, now: dt.datetime) -> list[NameFound]:
    """Names that are nearly what was asked: the whole of one, else word for word."""
    whole = whole_name(asked)
    most = mistakes_forgiven(whole)
    likely = _terms_like(whole, is_whole=True, engine=engine)
    query = (tuple(Term((f"{marks.WHOLE}{encoded(term)}",)) for term, _ in likely),)
    hits = engine.names(query, (), now=now, limit=NAMES_READ) if likely else []
    far = dict(likely)
    found = [_found(hit, IS_LIKE + far.get(whole_name(hit.key), most)) for hit in hits]
    return found + _alike_by_word(words, engine, now)


def _alike_by_word(words: list[str], engine: Engine, now: dt.datetime) -> list[NameFound]:
    """Names that have for each word that was asked one like it."""
    costs: list[dict[str, float]] = []
    for word in words:
        alike = dict(_terms_like(word, is_whole=False, engine=engine)[:ALIKE_MOST])
        costs.append({word: 0.0} | alike)
    if all(len(alike) == 1 for alike in costs):
        return []
    query = tuple(tuple(Term((encoded(term),)) for term in alike) for alike in costs)
    found = []
    for hit in _best_known(query, engine, now):
        in_name = hit.key.split()
        cost = sum(min((far for term, far in alike.items() if term in in_name), default=1.0) for alike in costs)
        more = max(0, len(in_name) - len(words)) / 4  # a name of more words is rather not the one that was meant
        found.append(_found(hit, IS_LIKE + cost + min(more, 1)))
    return found


def _terms_like(text: str, *, is_whole: bool, engine: Engine) -> list[tuple[str, float]]:
    """Words of names, or whole names, that ``text`` may be a misspelling of, with how far each is; nearest first."""
    most = mistakes_forgiven(text)
    if not most:
        return []
    ours, letters = set(grams_of(text)), frozenset(text)
    found = []
    for term in engine.terms(text, is_whole=is_whole, mistakes=most):
        if not (has_its_letters(letters, term, most) and shares_enough(ours, term, most)):
            continue
        if (far := distance(text, term, most=most + 0.5)) is not None:
            found.append((term, far))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))[: 4 * ALIKE_MOST]


def _named_within(words: list[str], engine: Engine, now: dt.datetime) -> Iterator[NameFound]:
    """Records that a longer question names in full: both of "walter hill red heat"."""
    runs = runs_of_words(words, longest=NAME_WORDS_LONGEST)
    query = (tuple(Term((f"{marks.WHOLE}{encoded(run)}",)) for run in runs if len(run) > 2),)
    if not query[0]:
        return
    for hit in engine.names(query, (), now=now, limit=NAMES_READ):
        if len(hit.key.split()) > 1:
            yield _found(hit, IS_NAMED - len(hit.key) / 1000)


def _found(hit: NameHit, rank: float) -> NameFound:
    return NameFound(hit.film_id, hit.person_id, hit.key, hit.weight, rank)


def _each_once(found: Iterable[NameFound]) -> list[NameFound]:
    best: dict[tuple[int | None, int | None], NameFound] = {}
    for name in sorted(found, key=lambda name: (name.rank, -name.weight, len(name.key), name.key)):
        best.setdefault((name.film_id, name.person_id), name)
    return list(best.values())
