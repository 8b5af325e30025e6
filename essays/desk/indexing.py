"""The search index made anew or brought up to date, in batches that each stand for themselves; how far it is behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from essays.index.essay import renew_essay
from essays.index.record import renew_records, terms_of
from essays.models import INDEX_FORMAT, Essay, Film, IndexedEssay, IndexedName, IndexedTerm, Mention, Subject
from essays.models.indexed import DUE
from people.models import Person, Visibility

ESSAYS_AT_ONCE = 50
RECORDS_AT_ONCE = 400
ESSAYS_A_LOOK = 20  # that are due and renewed beside a reader's request


@dataclass(frozen=True, slots=True)
class Behind:
    """What search does not know yet: essays and records that are not in the index as they are."""

    essays: int
    records: int

    def sentence(self) -> str:
        if not self.essays and not self.records:
            return "Search is up to date."
        return (
            f"Search is behind by {self.essays:,} essay{'' if self.essays == 1 else 's'} and {self.records:,} "
            f"record{'' if self.records == 1 else 's'}. Run `manage.py index_search`."
        )


def behind() -> Behind:
    """How far the index is behind."""
    return Behind(_essays_due().count(), sum(len(ids) for ids in _records_due()))


def forget_all() -> None:
    """Note that all of the index has to be made anew; until it is, search answers from what there is."""
    IndexedEssay.objects.update(format=DUE)
    IndexedName.objects.update(format=DUE)


def bring_up_to_date(*, now: dt.datetime, done: Callable[[int], None] = lambda number: None) -> int:
    """Make anew what is due, a transaction for each batch; returns how many essays and records that were.

    Stopped at any place and called again, it goes on with what is left.
    """
    number = 0
    last = 0
    while ids := list(_essays_due().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:ESSAYS_AT_ONCE]):
        with transaction.atomic():
            for essay in Essay.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
                renew_essay(essay, now=now)
                number += 1
                done(number)
        last = ids[-1]
    _drop_orphans()
    films, people = _records_due()
    for batch_films, batch_people in [
        *((ids, []) for ids in _batches(films)),
        *(([], ids) for ids in _batches(people)),
    ]:
        renew_records(batch_films, batch_people, now=now)
        number += len(batch_films) + len(batch_people)
        done(number)
    _settle()
    return number


def renew_some(*, now: dt.datetime) -> int:
    """Make a few essays anew that are due, beside other work; returns how many."""
    number = 0
    for pk in list(_essays_due().order_by("pk").values_list("pk", flat=True)[:ESSAYS_A_LOOK]):
        with transaction.atomic():
            essay = Essay.objects.select_for_update().filter(pk=pk).first()
            if essay is not None:
                renew_essay(essay, now=now)
                number += 1
    return number


def _essays_due() -> Any:
    """Essays that readers see, saw or will see and that have no row as it would be made now."""
    as_made = IndexedEssay.objects.filter(essay=OuterRef("pk"), format=INDEX_FORMAT)
    return Essay.objects.kept().filter(~Exists(as_made), status=Essay.Status.PUBLISHED)


def _records_due() -> tuple[list[int], list[int]]:
    """The films and the people whose names are missing or due."""
    found = []
    for model, name in ((Film, "film"), (Person, "person")):
        as_made = IndexedName.objects.filter(**{name: OuterRef("pk")}, format=INDEX_FORMAT)
        indexed = IndexedEssay.objects.values("essay")
        named: Any = Exists(Mention.objects.linked().filter(**{name: OuterRef("pk")}, is_lost=False, essay__in=indexed))
        if model is Film:
            named |= Exists(Subject.objects.filter(film=OuterRef("pk"), essay__in=indexed))
        wanted = Q(visibility=Visibility.PUBLIC) | (Q(visibility=Visibility.MENTIONED) & Q(named))
        records: Any = model
        due = {*records.objects.filter(wanted, ~Exists(as_made)).order_by().values_list("pk", flat=True)}
        due |= {*IndexedName.objects.due().filter(**{f"{name}__isnull": False}).values_list(name, flat=True)}
        found.append(sorted(due))
    return found[0], found[1]


def _drop_orphans() -> None:
    """Rows of essays that no reader sees, saw or will see."""
    seen = Essay.objects.kept().filter(status=Essay.Status.PUBLISHED)
    IndexedEssay.objects.exclude(essay__in=seen.values("pk")).delete()


def _settle() -> None:
    """Words of names that nothing is called any more go, and PostgreSQL is told how large the tables are."""
    words = {word for key in IndexedName.objects.values_list("key", flat=True).iterator() for word in terms_of(key)}
    gone = [
        pk
        for pk, term, is_whole in IndexedTerm.objects.values_list("pk", "term", "is_whole").iterator()
        if (term, is_whole) not in words
    ]
    for batch in _batches(gone):
        IndexedTerm.objects.filter(pk__in=batch).delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (IndexedEssay, IndexedName, IndexedTerm):
                cursor.execute(f"ANALYZE {model._meta.db_table}")


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), RECORDS_AT_ONCE):
        yield ids[start : start + RECORDS_AT_ONCE]
