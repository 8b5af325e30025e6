"""The database as a Catalogue: what linking asks of the records, in a few queries a call."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from essays.linking.catalogue import CreditRecord, FilmRecord, PersonRecord
from essays.models import Credit, Film, FilmKey, FilmTitle
from people.models import Alias, Person, PersonKey, Visibility

VALUES_PER_QUERY = 800  # under SQLite's oldest limit of 999 variables a statement
CREDITS_PER_PERSON = 300
NOT_TO_LINK = (Visibility.PROPOSED, Visibility.HIDDEN)

Value = TypeVar("Value", int, str)


class DatabaseCatalogue:
    """Implements ``linking.catalogue.Catalogue``. Nothing is kept between calls: rows may change at any time.

    What an import proposed is no record yet: it is left out until an editor agrees. What is hidden has no reader, and
    may be a proposal that was merged: it is left out too.
    """

    def films_by_key(self, keys: Collection[str]) -> Mapping[str, Sequence[tuple[FilmRecord, str]]]:
        rows: list[tuple[str, str, int]] = []
        for batch in _batches(keys):
            rows += FilmKey.objects.filter(key__in=batch).values_list("key", "form", "film_id")
        records = self.films({film_id for _, _, film_id in rows})
        found: dict[str, list[tuple[FilmRecord, str]]] = defaultdict(list)
        for key, form, film_id in rows:
            if film_id in records:
                found[key].append((records[film_id], form))
        return found

    def people_by_key(self, keys: Collection[str]) -> Mapping[str, Sequence[tuple[PersonRecord, str]]]:
        rows: list[tuple[str, str, int]] = []
        for batch in _batches(keys):
            rows += PersonKey.objects.filter(key__in=batch).values_list("key", "form", "person_id")
        records = self.people({person_id for _, _, person_id in rows})
        found: dict[str, list[tuple[PersonRecord, str]]] = defaultdict(list)
        for key, form, person_id in rows:
            if person_id in records:
                found[key].append((records[person_id], form))
        return found

    def credits_of_films(self, film_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        found: dict[int, list[CreditRecord]] = defaultdict(list)
        for batch in _batches(film_ids):
            rows = (
                Credit.objects.filter(film_id__in=batch)
                .order_by("film_id", F("billing").asc(nulls_last=True), "id")
                .values_list(*_CREDIT_FIELDS, "state")
            )
            for *row, state in rows:
                if state == Credit.State.CONFIRMED:  # asked for in the query it would lead SQLite to all of that state
                    found[row[0]].append(CreditRecord(*row))
        return found

    def credits_of_people(self, person_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        found: dict[int, list[CreditRecord]] = defaultdict(list)
        for batch in _batches(person_ids):
            rows = (
                Credit.objects.filter(person_id__in=batch)
                .order_by()
                .annotate(place=Window(RowNumber(), partition_by="person_id", order_by="id"))
                .filter(place__lte=CREDITS_PER_PERSON)
                .values_list(*_CREDIT_FIELDS, "state")
            )
            for *row, state in rows:
                if state == Credit.State.CONFIRMED:
                    found[row[1]].append(CreditRecord(*row))
        return found

    def films(self, film_ids: Collection[int]) -> Mapping[int, FilmRecord]:
        others: dict[int, list[str]] = defaultdict(list)
        counts: dict[int, int] = {}
        records: dict[int, FilmRecord] = {}
        for batch in _batches(film_ids):
            credits = Credit.objects.filter(film_id__in=batch).order_by().values("film_id")
            counts |= dict(credits.annotate(count=Count("id")).values_list("film_id", "count"))
            titles = FilmTitle.objects.filter(film_id__in=batch).order_by("id")
            for film_id, title in titles.values_list("film_id", "title"):
                others[film_id].append(title)
            rows = Film.objects.filter(pk__in=batch).exclude(visibility__in=NOT_TO_LINK).order_by()
            for pk, title, year, kind, end_year, part_of in rows.values_list(
                "pk", "title", "release_year", "kind", "end_year", "part_of_id"
            ):
                records[pk] = FilmRecord(pk, title, year, kind, end_year, tuple(others[pk]), part_of, counts.get(pk, 0))
        return records

    def people(self, person_ids: Collection[int]) -> Mapping[int, PersonRecord]:
        others: dict[int, list[str]] = defaultdict(list)
        counts: dict[int, int] = {}
        records: dict[int, PersonRecord] = {}
        for batch in _batches(person_ids):
            for person_id, name in Alias.objects.filter(person_id__in=batch).values_list("person_id", "name"):
                others[person_id].append(name)
            credits = Credit.objects.filter(person_id__in=batch).order_by().values("person_id")
            counts |= dict(credits.annotate(count=Count("id")).values_list("person_id", "count"))
            people = (
                Person.objects.filter(pk__in=batch)
                .exclude(visibility__in=NOT_TO_LINK)
                .only("name", "disambiguation", "birth_year", "death_year", "slug")
            )
            for person in people.order_by():
                records[person.pk] = PersonRecord(
                    person.pk, person.name, tuple(others[person.pk]), person.tells_apart, counts.get(person.pk, 0)
                )
        return records


_CREDIT_FIELDS = ("film_id", "person_id", "job", "character", "billing", "is_credited", "person__name")


def _batches(values: Collection[Value]) -> Iterator[list[Value]]:
    """Values without doubles, in lists that one statement holds."""
    distinct = sorted(set(values))
    for start in range(0, len(distinct), VALUES_PER_QUERY):
        yield distinct[start : start + VALUES_PER_QUERY]
