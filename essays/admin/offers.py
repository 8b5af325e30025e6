"""Records that words may mean, as an editor weighs them: the reason, and the facts that tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin
from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.urls import reverse

from essays.models import Credit, Film, Mention, Subject
from people.models import Person, PersonTag, Visibility
from people.names import name_key

CREDITS_SHOWN = 4  # of a person or film: enough to recognise it by
IN_COMMON_SHOWN = 6
FOUND_SHOWN = 6  # records of each kind that a search offers; who sees more would type another word
FOUND_WEIGHED = 18  # of each kind, from which those are chosen that have something in common with the essay
KEYS = "123456789"


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that words may mean. ``value`` is sent back by its button; ``key`` presses it, "" where none is left."""

    value: str
    name: str
    what: str  # "film", "person"
    address: str
    key: str = ""
    reason: str = ""
    share: str = ""  # how sure the machine is: "72%"; empty where nobody asked it
    facts: tuple[tuple[str, str], ...] = ()
    is_chosen: bool = False
    in_common: int = 0  # records of the essay that it is credited with


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The records that an essay is about or links to: what candidates are measured against."""

    film_ids: frozenset[int]
    person_ids: frozenset[int]

    @classmethod
    def of(cls, mentions: Iterable[Mention], subjects: Iterable[Subject]) -> Surroundings:
        linked = [mention for mention in mentions if mention.state == Mention.State.LINKED]
        films = {mention.film_id for mention in linked} | {subject.film_id for subject in subjects}
        people = {mention.person_id for mention in linked}
        return cls(frozenset(pk for pk in films if pk), frozenset(pk for pk in people if pk))


def offers_of(
    mention: Mention | None,
    found: Sequence[Film | Person],
    term: str,
    around: Surroundings,
    *,
    may_open: Collection[str],
) -> tuple[list[Offer], list[Offer]]:
    """The candidates of ``mention``, best first, and the records ``found`` by a search for ``term``, with their facts.

    Of those found, who is called just so comes first, and what has most in common with the essay.

    ``may_open`` are the kinds of records whose forms this editor may open. A fixed number of queries.
    """
    reasons: dict[tuple[str, int], tuple[str, str]] = {}
    candidates: list[Film | Person] = []
    for row in mention.candidates.all() if mention is not None else ():
        record = row.film or row.person
        if record is not None:
            candidates.append(record)
            reasons[_key(record)] = (row.reason, f"{row.confidence:.0%}")
    known = set(reasons)
    others = [record for record in found if _key(record) not in known]
    records = [*candidates, *others]
    facts = _facts_of_films([r for r in records if isinstance(r, Film)], around)
    facts |= _facts_of_people([r for r in records if isinstance(r, Person)], around)
    now = (mention.film or mention.person) if mention is not None and mention.state == Mention.State.LINKED else None
    offers = []
    for record in records:
        kind, pk = _key(record)
        reason, share = reasons.get((kind, pk), ("", ""))
        told = facts.get((kind, pk), Facts())
        offers.append(
            Offer(
                value=f"{kind}:{pk}",
                name=str(record),
                what=kind,
                address=address_of(record) if kind in may_open else "",
                reason=reason,
                share=share,
                facts=tuple((label, text) for label, text in told.lines if text),
                is_chosen=now is not None and _key(now) == (kind, pk),
                in_common=told.in_common,
            )
        )
    best = offers[: len(candidates)]
    rest = _nearest(list(zip(offers[len(candidates) :], others, strict=True)), term)
    keyed = [replace(offer, key=key) for offer, key in zip([*best, *rest], [*KEYS, *[""] * len(offers)], strict=False)]
    return keyed[: len(best)], keyed[len(best) :]


def _nearest(found: list[tuple[Offer, Film | Person]], term: str) -> list[Offer]:
    """The first few of each kind, the kinds in the order given."""
    key, shown = name_key(term), []
    kinds = list(dict.fromkeys(offer.what for offer, _ in found))
    for kind in kinds:
        ranked = [
            (_name_key(record) != key, -offer.in_common, number, offer)
            for number, (offer, record) in enumerate(found)
            if offer.what == kind
        ]
        shown += [offer for *_, offer in sorted(ranked, key=lambda row: row[:3])[:FOUND_SHOWN]]
    return shown


def _name_key(record: Film | Person) -> str:
    return record.title_key if isinstance(record, Film) else record.name_key


def search(request: HttpRequest, term: str, kinds: Iterable[type[Film] | type[Person]]) -> list[Film | Person]:
    """Records of these kinds that answer to the words as in the desk's choosers; exact names first."""
    found: list[Film | Person] = []
    for kind in kinds:
        screens: Any = admin.site._registry[kind]
        if not term.strip() or not screens.has_view_permission(request):
            continue
        records = kind._default_manager.exclude(visibility=Visibility.HIDDEN)
        if kind is Person:
            records = records.exclude(visibility=Visibility.PROPOSED)  # accepted where their name is proposed
        matching, _ = screens.get_search_results(request, records, term)
        found += screens.best_first(matching, term)[:FOUND_WEIGHED]
    return found


def address_of(record: Film | Person) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def _key(record: Film | Person) -> tuple[str, int]:
    return str(record._meta.model_name), record.pk


@dataclass(frozen=True, slots=True)
class Facts:
    """What tells a record apart, each line with its label, and how many records of the essay it has in common."""

    lines: tuple[tuple[str, str], ...] = ()
    in_common: int = 0


Told = dict[tuple[str, int], Facts]
Jobs = dict[int, dict[str, list[str]]]  # record -> name of the other record of its credits -> jobs


def _facts_of_films(films: Sequence[Film], around: Surroundings) -> Told:
    """Who directed it, who plays in it, and who of the essay's people worked on it."""
    ids = [film.pk for film in films]
    confirmed = Credit.objects.on_screen().filter(film__in=ids).select_related("person")
    directors, cast, common = _jobs(), _jobs(), _jobs()
    for credit in confirmed.filter(job=Credit.Job.DIRECTOR).order_by("film", "pk"):
        directors[credit.film_id][credit.person.name].append(credit.job)
    for credit in _first(confirmed.filter(job=Credit.Job.ACTOR), "film", F("billing").asc(nulls_last=True)):
        cast[credit.film_id][credit.person.name].append(credit.job)
    for credit in confirmed.filter(person__in=around.person_ids).order_by("billing", "pk"):
        common[credit.film_id][credit.person.name].append(_job(credit))
    return {
        ("film", film.pk): Facts(
            (
                ("kind", film.get_kind_display() if film.kind != Film.Kind.FILM else ""),
                ("public", "not yet: the film is only proposed" if film.visibility == Visibility.PROPOSED else ""),
                ("directed by", ", ".join(directors[film.pk])),
                ("with", ", ".join(cast[film.pk])),
                ("people of this essay", _with_jobs(common[film.pk])),
            ),
            in_common=len(common[film.pk]),
        )
        for film in films
    }


def _facts_of_people(people: Sequence[Person], around: Surroundings) -> Told:
    """Other names, work, and what they did on the films of the essay."""
    rows = Person.objects.filter(pk__in=[person.pk for person in people]).prefetch_related(
        "aliases", Prefetch("taggings", queryset=PersonTag.objects.select_related("tag"))
    )
    known = rows.in_bulk()
    credits = Credit.objects.on_screen().filter(person__in=list(known)).select_related("film")
    work, common = _jobs(), _jobs()
    for credit in _first(credits, "person", F("film__release_year").desc(nulls_last=True)):
        work[credit.person_id][str(credit.film)].append(_job(credit))
    for credit in credits.filter(film__in=around.film_ids).order_by("film__release_year", "pk"):
        common[credit.person_id][str(credit.film)].append(_job(credit))
    return {
        ("person", person.pk): Facts(
            (
                ("also called", _some([alias.name for alias in person.aliases.all()])),
                ("tags", _some(sorted(tagging.tag.name for tagging in person.taggings.all()))),
                ("films of this essay", _with_jobs(common[person.pk])),
                ("work", _with_jobs(work[person.pk])),
            ),
            in_common=len(common[person.pk]),
        )
        for person in known.values()
    }


def _jobs() -> Jobs:
    return defaultdict(lambda: defaultdict(list))


def _with_jobs(jobs: dict[str, list[str]]) -> str:
    """Walter Hill (director, writer), James Horner (composer)"""
    return _some([f"{name} ({', '.join(dict.fromkeys(done))})" for name, done in jobs.items()])


def _first(credits: Any, of: str, order: Any) -> Any:
    """The first few credits of each film or person, in one query."""
    place = Window(RowNumber(), partition_by=F(of), order_by=[order, F("pk").asc()])
    return credits.annotate(place=place).filter(place__lte=CREDITS_SHOWN).order_by(of, "place")


def _job(credit: Credit) -> str:
    return credit.character or credit.get_job_display()


def _some(words: Sequence[str]) -> str:
    more = len(words) - IN_COMMON_SHOWN
    return ", ".join(words[:IN_COMMON_SHOWN]) + (f" and {more} more" if more > 0 else "")
