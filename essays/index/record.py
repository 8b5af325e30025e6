"""Writing the names of people and films into the index: of those only that readers see, saw or will see."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from essays.models import INDEX_FORMAT, Film, FilmTitle, IndexedEssay, IndexedName, IndexedTerm, Mention, Subject
from essays.models.indexed import DUE
from essays.searching import words as marks
from essays.searching.words import encoded, joined, name_words, whole_name
from people.models import Alias, Person, Visibility
from people.names import name_key

ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
RECORDS_AT_ONCE = 400
# Essays that name a record: from so many on each further one is counted in a while only, with the others.
MANY_ESSAYS, COUNTED_EVERY = 200, 50
STEPS = (1, 4, 16, 64)  # of the number of essays that name a record, by which the best known are found first


@dataclass(frozen=True, slots=True)
class Standing:
    """How many essays that readers see name a record, and from when until when one does."""

    weight: int
    seen_from: dt.datetime
    seen_until: dt.datetime | None


def records_of(facets: str) -> tuple[set[int], set[int]]:
    """The ids of the films and of the people that an essay is under."""
    films, people = set(), set()
    for mark in facets.split():
        if mark.startswith(marks.FILM):
            films.add(int(mark.removeprefix(marks.FILM)))
        elif mark.startswith(marks.PERSON):
            people.add(int(mark.removeprefix(marks.PERSON)))
    return films, people


@transaction.atomic
def renew_records(
    films: Collection[int], people: Collection[int], *, now: dt.datetime, grows_with: int | None = None
) -> None:
    """Make the rows of these records' names what they should be; of those that nobody sees there are none.

    ``grows_with`` is an essay that is new to the index: a record that many essays name is then as good as it was.
    """
    for kind, ids in (("film", films), ("person", people)):
        wanted = sorted(set(ids))
        if grows_with is not None and grows_with % COUNTED_EVERY:
            known = IndexedName.objects.filter(
                **{f"{kind}__in": wanted},
                weight__gte=MANY_ESSAYS,
                seen_until=None,
                seen_from__lte=now,
                format=INDEX_FORMAT,
            )
            wanted = sorted(set(wanted) - set(known.values_list(kind, flat=True)))
        for start in range(0, len(wanted), RECORDS_AT_ONCE):
            _renew(kind, wanted[start : start + RECORDS_AT_ONCE], now)


def records_were_changed(*, films: Iterable[int] = (), people: Iterable[int] = (), now: dt.datetime) -> None:
    """Called after writes to films or people: their names, who sees them, years, credits.

    Their own rows are renewed at once; essays about the films, which stand under their years and directors, are due.
    """
    changed = sorted(set(films))
    renew_records(changed, sorted(set(people)), now=now)
    for start in range(0, len(changed), RECORDS_AT_ONCE):
        IndexedEssay.objects.filter(essay__subjects__film__in=changed[start : start + RECORDS_AT_ONCE]).update(
            format=DUE
        )


def _renew(kind: str, ids: list[int], now: dt.datetime) -> None:
    records = {pk: (name, seen) for pk, name, seen in _records(kind, ids)}
    standings = _standings(kind, ids, now)
    others: dict[int, list[str]] = defaultdict(list)
    other_names: Any = Alias if kind == "person" else FilmTitle
    printed = "name" if kind == "person" else "title"
    for pk, name in other_names.objects.filter(**{f"{kind}__in": ids}).order_by("pk").values_list(kind, printed):
        others[pk].append(name)
    have = {(getattr(row, f"{kind}_id"), row.key): row for row in IndexedName.objects.filter(**{f"{kind}__in": ids})}
    seen_before = {pk for (pk, _), row in have.items() if row.seen_from <= now}
    new, changed = [], []
    for pk, (name, seen) in records.items():
        standing = _seen(standings.get(pk), seen)
        if standing is not None and standing.seen_from <= now:
            seen_before.discard(pk)
        if standing is None:
            continue
        for key in dict.fromkeys(name_key(text) for text in (name, *others[pk])):
            row = have.pop((pk, key), None)
            made = IndexedName(
                **{f"{kind}_id": pk},
                key=key,
                weight=standing.weight,
                seen_from=standing.seen_from,
                seen_until=standing.seen_until,
                words=joined(_words(key, standing.weight)),
            )
            if row is None:
                new.append(made)
            elif _values(row) != _values(made):
                made.pk = row.pk
                changed.append(made)
    if seen_before:
        model: Any = Person if kind == "person" else Film
        model.objects.filter(pk__in=seen_before).cease_to_be_seen()
    if have:
        IndexedName.objects.filter(pk__in=[row.pk for row in have.values()]).delete()
    IndexedName.objects.bulk_create(new, batch_size=100, ignore_conflicts=True)
    fields = ["weight", "seen_from", "seen_until", "words", "format"]
    for made in sorted(changed, key=lambda row: row.pk):
        made.save(update_fields=fields)
    terms = dict.fromkeys(pair for row in new for pair in terms_of(row.key))
    IndexedTerm.objects.bulk_create(
        [IndexedTerm(term=term, is_whole=is_whole) for term, is_whole in terms], batch_size=300, ignore_conflicts=True
    )


def _records(kind: str, ids: list[int]) -> Iterable[tuple[int, str, str]]:
    if kind == "film":
        return Film.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "title", "visibility")
    return Person.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name", "visibility")


def _seen(standing: Standing | None, visibility: str) -> Standing | None:
    """What the record's visibility makes of it; None where nobody ever sees it."""
    if visibility == Visibility.PUBLIC:
        return Standing(standing.weight if standing else 0, ALWAYS, None)
    return standing if visibility == Visibility.MENTIONED else None


def _standings(kind: str, ids: list[int], now: dt.datetime) -> dict[int, Standing]:
    """Of the records that an essay in the index names or is about."""
    named = Mention.objects.linked().filter(is_lost=False, **{f"{kind}__in": ids})
    pairs = {*named.order_by().values_list(kind, "essay")}
    if kind == "film":
        pairs |= {*Subject.objects.filter(film__in=ids).order_by().values_list("film", "essay")}
    essays: dict[int, tuple[dt.datetime, dt.datetime | None]] = {}
    wanted = sorted({essay for _, essay in pairs})
    for start in range(0, len(wanted), RECORDS_AT_ONCE):
        rows = IndexedEssay.objects.filter(essay__in=wanted[start : start + RECORDS_AT_ONCE])
        essays |= {pk: (since, until) for pk, since, until in rows.values_list("essay", "live_from", "live_until")}
    times: dict[int, list[tuple[dt.datetime, dt.datetime | None]]] = defaultdict(list)
    for pk, essay in pairs:
        if essay in essays:
            times[pk].append(essays[essay])
    return {pk: _standing(spans, now) for pk, spans in times.items()}


def _standing(spans: list[tuple[dt.datetime, dt.datetime | None]], now: dt.datetime) -> Standing:
    ends = [until for _, until in spans]
    return Standing(
        weight=sum(since <= now and (until is None or until > now) for since, until in spans),
        seen_from=min(since for since, _ in spans),
        seen_until=None if None in ends else max(end for end in ends if end is not None),
    )


def _words(key: str, weight: int) -> Iterator[str]:
    yield from name_words(key)
    yield f"{marks.WHOLE}{encoded(whole_name(key))}"
    for step in STEPS:
        if weight >= step:
            yield f"{marks.NAMED_BY}{step}"


def terms_of(key: str) -> Iterator[tuple[str, bool]]:
    for word in key.split():
        yield word[: marks.WORD_MAX_LENGTH], False
    yield whole_name(key), True


def _values(row: IndexedName) -> tuple[Any, ...]:
    return row.weight, row.seen_from, row.seen_until, row.words, row.format
