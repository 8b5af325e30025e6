"""Likely doubles among the records that are here: found, kept for an editor to look at, dismissed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db import models, transaction
from django.db.models import Count

from essays.desk.bulk import in_lists
from essays.desk.doubles import colleagues_of, counted_colleagues
from essays.models import Account, Double, Film, FilmIdentifier, FilmKey, RecordKind
from essays.models.merge import REASON_MAX_LENGTH
from people.models import Person, PersonIdentifier, PersonKey, Tag
from people.names import name_key

RECORDS_OF_A_NAME = 12  # more of one name are namesakes, and would be 66 pairs and more
PAIRS_AT_ONCE = 500
WHOLE_NAMES = (PersonKey.Form.FULL, PersonKey.Form.ALIAS)
WHOLE_TITLES = ("full", "other")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by their ids, and why they may be one."""

    first: int
    second: int
    reason: str


@dataclass(frozen=True, slots=True)
class PairsFound:
    """How many pairs were not known before, and how many wait in all."""

    new: int
    waiting: int

    def sentence(self) -> str:
        if not self.waiting:
            return "No likely doubles."
        found = f"{self.new} new likely doubles" if self.new != 1 else "1 new likely double"
        return f"{found}; {self.waiting} to look at."


def find_pairs(*, now: dt.datetime) -> PairsFound:
    """Look for doubles among all people, films and tags, and keep those that were not known. Nothing is merged."""
    new = keep_pairs(RecordKind.PERSON, _people(), now=now)
    new += keep_pairs(RecordKind.FILM, _films(), now=now)
    new += keep_pairs(RecordKind.TAG, _tags(), now=now)
    return PairsFound(new, Double.objects.waiting().count())


@transaction.atomic
def keep_pairs(kind: RecordKind, pairs: Iterable[Pair], *, now: dt.datetime) -> int:
    """Keep pairs for an editor; one that is known, also as dismissed, stays as it is. Returns how many are new."""
    first, second = f"{kind.value}_id", f"other_{kind.value}_id"
    before = Double.objects.count()
    rows: list[Double] = []
    for pair in pairs:
        ids = dict(zip((first, second), sorted((pair.first, pair.second)), strict=True))
        rows.append(Double(**ids, reason=pair.reason[:REASON_MAX_LENGTH], found_at=now))
    Double.objects.bulk_create(rows, batch_size=PAIRS_AT_ONCE, ignore_conflicts=True)
    return Double.objects.count() - before


@transaction.atomic
def dismiss_pairs(doubles: Collection[Double], *, by: Account | None, now: dt.datetime) -> int:
    """Decide that these are two each: they are not put to an editor again. Returns how many were open."""
    waiting = Double.objects.waiting().filter(pk__in=[double.pk for double in doubles])
    return waiting.update(state=Double.State.DISMISSED, settled_by=by, settled_at=now)


@transaction.atomic
def reopen_pairs(doubles: Collection[Double]) -> int:
    """Put dismissed pairs to the editors again. Returns how many were dismissed."""
    dismissed = Double.objects.filter(pk__in=[double.pk for double in doubles], state=Double.State.DISMISSED)
    return dismissed.update(state=Double.State.OPEN, settled_by=None, settled_at=None)


def _people() -> Iterator[Pair]:
    """People with a name in common, whom no catalogue tells apart and whose years do not."""
    groups = _groups(PersonKey.objects.filter(form__in=WHOLE_NAMES), "person")
    everybody = {pk for group in groups.values() for pk in group}
    told = _identified(PersonIdentifier.objects, "person", everybody)
    facts = {
        pk: (name, born, died)
        for some in in_lists(everybody)
        for pk, name, born, died in Person.objects.filter(pk__in=some).values_list(
            "pk", "name_key", "birth_year", "death_year"
        )
    }
    pairs = [
        (first, second)
        for first, second in _each_once(groups)
        if not _told_apart(told[first], told[second])
        and not any(_contradict(a, b) for a, b in zip(facts[first][1:], facts[second][1:], strict=True))
    ]
    colleagues = colleagues_of({pk for pair in pairs for pk in pair})
    for first, second in pairs:
        same = "the same name" if facts[first][0] == facts[second][0] else "another name of the one is the other's"
        shared = len(colleagues[first] & colleagues[second])
        yield Pair(first, second, f"{same}, with {counted_colleagues(shared)} in common" if shared else same)


def _films() -> Iterator[Pair]:
    """Films of one kind with a title in common and the same year, or one without a year."""
    groups = _groups(FilmKey.objects.filter(form__in=WHOLE_TITLES), "film")
    everything = {pk for group in groups.values() for pk in group}
    told = _identified(FilmIdentifier.objects, "film", everything)
    facts = {
        pk: (kind, year)
        for some in in_lists(everything)
        for pk, kind, year in Film.objects.filter(pk__in=some).values_list("pk", "kind", "release_year")
    }
    for first, second in _each_once(groups):
        (kind, year), (other_kind, other_year) = facts[first], facts[second]
        if kind == other_kind and not _contradict(year, other_year) and not _told_apart(told[first], told[second]):
            is_sure = year is not None and year == other_year
            yield Pair(first, second, "the same title and year" if is_sure else "the same title, and a year missing")


def _tags() -> Iterator[Pair]:
    """Tags that differ by a plural, a space or a hyphen, by their names or their synonyms."""
    groups: dict[str, set[int]] = defaultdict(set)
    for pk, name in [*Tag.objects.values_list("pk", "name"), *_synonyms()]:
        groups[name_key(name).replace(" ", "").removesuffix("s")].add(pk)
    for first, second in _each_once(groups):
        yield Pair(first, second, "the same words but for a plural, a space or a hyphen")


def _synonyms() -> Iterator[tuple[int, str]]:
    yield from Tag.objects.filter(synonyms__isnull=False).values_list("pk", "synonyms__name")


def _groups(keys: models.QuerySet[models.Model], owner: str) -> dict[str, set[int]]:
    """The records of each key that more than one has."""
    shared = keys.order_by().values("key").annotate(owners=Count(owner)).filter(owners__gt=1)
    groups: dict[str, set[int]] = defaultdict(set)
    for some in in_lists(set(shared.values_list("key", flat=True))):
        for key, pk in keys.filter(key__in=some).order_by().values_list("key", owner):
            groups[key].add(pk)
    return groups


def _each_once(groups: dict[str, set[int]]) -> Iterator[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    for group in groups.values():
        if len(group) <= RECORDS_OF_A_NAME:
            for pair in combinations(sorted(group), 2):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _identified(
    identifiers: models.Manager[PersonIdentifier] | models.Manager[FilmIdentifier], owner: str, ids: Collection[int]
) -> dict[int, set[str]]:
    """The catalogues that have an id for each record."""
    found: dict[int, set[str]] = defaultdict(set)
    for some in in_lists(ids):
        rows = identifiers.filter(**{f"{owner}__in": some}).order_by().values_list(owner, "scheme")
        for pk, scheme in rows:
            found[pk].add(scheme)
    return found


def _told_apart(schemes: set[str], others: set[str]) -> bool:
    """Whether one catalogue has an id for each of the two."""
    return bool(schemes & others)


def _contradict(value: int | None, other: int | None) -> bool:
    return value is not None and other is not None and value != other
