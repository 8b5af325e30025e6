"""Whom a person worked with most: those on the most of the same films."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from people.models import Person

COMPANY_MOST = 10
FILMS_LEAST = 2  # in common; one says nothing
BAR = 100  # units of the longest bar


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody, their jobs on the films in common, those films, and the length of the bar that says how many."""

    person: Person
    jobs: tuple[str, ...]
    films: tuple[Any, ...]
    bar: int


def worked_with(person: Person, films: Mapping[int, Any]) -> list[Companion]:
    """At most ``COMPANY_MOST`` with a screen credit on two or more of ``films``, which are this person's by id.

    Those with the most films first. A fixed number of queries.
    """
    credit: Any = person.credits.model
    beside = credit.objects.for_readers().filter(film__in=list(films), is_credited=True).exclude(person=person)
    counted = beside.order_by().values("person").annotate(together=Count("film", distinct=True))
    most = list(
        counted.filter(together__gte=FILMS_LEAST)
        .order_by("-together", "person__sort_name", "person")
        .values_list("person", flat=True)[:COMPANY_MOST]
    )
    people = Person.objects.in_bulk(most)
    jobs: dict[int, dict[str, None]] = {}
    together: dict[int, dict[int, Any]] = {}
    for one in beside.filter(person__in=most).order_by("-film__release_year", "film__sort_title", "id"):
        jobs.setdefault(one.person_id, {})[one.get_job_display()] = None
        together.setdefault(one.person_id, {})[one.film_id] = films[one.film_id]
    longest = max(map(len, together.values()), default=1)
    return [
        Companion(people[pk], tuple(jobs[pk]), tuple(together[pk].values()), BAR * len(together[pk]) // longest)
        for pk in most
    ]
