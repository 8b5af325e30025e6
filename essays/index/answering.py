"""The answer to a search: people and films by name, the essays that say the words, and what they stand under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from essays.index.engine import Engine, EssayHit, engine
from essays.index.facets import Facet, count_facets, marks_of
from essays.index.names import IS_LIKE, NameFound, find_names
from essays.models import Credit, Essay, Film, IndexedEssay
from essays.searching import words as marks
from essays.searching.excerpts import Excerpt, Section, excerpts
from essays.searching.question import Query, Question, Term, read_question
from people.models import Person

ESSAYS_READ = 2_000  # that are ranked and counted; of more it is said that there are more
NAMES_LISTED = 200
NAMES_LOOKED_UP = 60  # records that are asked for, of which some may not be public any more


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A film or person that answers, and the other name by which it does, where it is not its own."""

    record: Any
    is_film: bool
    by_name: str = ""
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class FoundEssay:
    """An essay that answers, with the sentences that do."""

    essay: Essay
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. ``hits`` are all essays read, best first; ``loosened`` says how the question was widened."""

    question: Question
    records: tuple[FoundRecord, ...]
    hits: Sequence[EssayHit] = ()
    has_more: bool = False
    facets: tuple[Facet, ...] = ()
    loosened: str = ""
    meant: str = ""
    terms: tuple[Term, ...] = field(default=())


def answer(text: str, chosen: Mapping[str, str], *, now: dt.datetime, records: int, read: int = ESSAYS_READ) -> Answer:
    """Search for ``text`` among what readers see at ``now``, narrowed to what was ``chosen`` of the facets.

    ``records`` says how many people and films are wanted; none are looked for where something is chosen. Any text is
    a question, and one without a word has no answer but what was chosen.
    """
    search = engine()
    question = read_question(text)
    found = records_called(text, search=search, now=now, limit=records) if records and not chosen else []
    under, names = marks_of(chosen, now=now)
    hits, has_more, asked, loosened = _essays(search, question, tuple(under.values()), now, read)
    guess = next((one.record for one in found[:1] if one.is_guess), None)
    return Answer(
        question=question,
        records=tuple(found),
        hits=hits,
        has_more=has_more,
        facets=count_facets(hits, chosen, names, now=now),
        loosened=loosened,
        meant=(getattr(guess, "title", "") or guess.name) if guess is not None else "",
        terms=asked.terms,
    )


def records_called(text: str, *, now: dt.datetime, limit: int, search: Engine | None = None) -> list[FoundRecord]:
    """People and films that readers see and that are called so, or nearly so, best first."""
    names = find_names(text, engine=search or engine(), now=now)[: max(limit, NAMES_LOOKED_UP)]
    film_ids = [name.film_id for name in names if name.film_id]
    person_ids = [name.person_id for name in names if name.person_id]
    films = Film.objects.public().filter(pk__in=film_ids).defer("synopsis", "provenance").in_bulk() if film_ids else {}
    people = Person.objects.public().filter(pk__in=person_ids).defer("provenance").in_bulk() if person_ids else {}
    found = [one for name in names if (one := _found_record(name, films, people))][:limit]
    shown = [one.record for one in found if one.is_film]
    if shown:
        directors = Credit.objects.on_screen().for_readers().filter(job=Credit.Job.DIRECTOR).select_related("person")
        prefetch_related_objects(shown, Prefetch("credits", queryset=directors, to_attr="director_credits"))
    return found


def essays_shown(found: Answer, hits: Sequence[EssayHit]) -> list[FoundEssay]:
    """The essays of one page of the answer with their sentences, in a fixed number of queries."""
    ids = [hit.essay_id for hit in hits]
    essays = Essay.objects.published().filter(pk__in=ids).for_listing().order_by().in_bulk()
    kept = {row.essay_id: row for row in IndexedEssay.objects.filter(essay__in=ids).only("essay", "words", "shown")}
    return [FoundEssay(essays[pk], _excerpts(kept.get(pk), found.terms)) for pk in ids if pk in essays]


def _excerpts(row: IndexedEssay | None, terms: Sequence[Term]) -> tuple[Excerpt, ...]:
    if row is None:
        return ()
    sections = [Section(heading_id, heading, tuple(said)) for heading_id, heading, said in row.shown]
    return tuple(excerpts(sections, row.words.split("\n")[1:], terms))


def _found_record(name: NameFound, films: Mapping[int, Film], people: Mapping[int, Person]) -> FoundRecord | None:
    record: Any = films.get(name.film_id) if name.film_id else people.get(name.person_id or 0)
    if record is None:
        return None
    own = record.title_key if name.film_id else record.name_key
    return FoundRecord(record, bool(name.film_id), name.key if name.key != own else "", name.rank >= IS_LIKE)


def _essays(
    search: Engine, question: Question, under: tuple[str, ...], now: dt.datetime, read: int
) -> tuple[list[EssayHit], bool, Question, str]:
    """Essays that hold all words; where none does, the last word may go on; where still none, any word will do."""
    if not question.terms and not under:
        return [], False, question, ""
    hits, has_more = _ranked(search, question, under, now, read)
    if hits or not question.terms:
        return hits, has_more, question, ""
    if (wider := question.with_open_end()) is not question:
        hits, has_more = _ranked(search, wider, under, now, read)
        if hits:
            return hits, has_more, wider, "beginning"
    if len(question.terms) > 1:
        hits = search.essays((question.terms,), under, now=now, limit=read + 1)
        return hits[:read], len(hits) > read, question, "any" if hits else ""
    return [], False, question, ""


def _ranked(
    search: Engine, question: Question, under: tuple[str, ...], now: dt.datetime, read: int
) -> tuple[list[EssayHit], bool]:
    """At most ``read`` essays, and whether there are more: words in the head first, then those said often, then newest.

    Where there are more, those of the first two sorts are looked for among all.
    """
    hits = search.ranked(_tiers(question.terms), under, now=now, limit=read + 1)
    return hits[:read], len(hits) > read


def _tiers(terms: Sequence[Term]) -> list[Query]:
    """What is asked for, the weightiest first: the words in the head, the words said often, the words.

    What is marked so is said, so that only phrases and open ends have to be asked for besides; an open end that is all
    there is counts as the word it begins with, which is there at once.
    """
    asked: Query = tuple((term,) for term in terms)
    if not terms:
        return [asked]
    with_words = any(not term.is_prefix for term in terms)
    plain = [key for term in terms if not (term.is_prefix and with_words) for key in term.keys]
    besides = tuple((term,) for term in terms if len(term.keys) > 1 or (term.is_prefix and with_words))
    return [*((*besides, *_marked(tier, plain)) for tier in (marks.IN_HEAD, marks.OFTEN)), asked]


def _marked(tier: str, keys: Sequence[str]) -> Query:
    return tuple((Term((f"{tier}{key}",)),) for key in keys)
