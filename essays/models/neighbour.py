"""Which other essays stand on the same bill as an essay, and why each of them does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet, Value

from essays.models.essay import Essay, EssayTag
from essays.models.mention import Mention

Shared = tuple[str, int]  # "film", "person" or "tag", and its id

ON_THE_BILL = 6
ON_THE_FILM = 4  # of them, essays about the same film, where others share something with it
COMPANIONS_READ = 30  # newest essays about the same film among which the counter-view is looked for
RECORDS_ASKED = 24  # of what an essay names; those that most of its sections name
PLACES_READ = 40  # of each record: what hundreds of essays name says little of any two of them
RATINGS_DIFFER = 1  # points on the site's scale


class Why(StrEnum):
    """Why an essay stands there."""

    COUNTER_VIEW = "counter-view"  # another opinion of the same film, by somebody else
    RECORD = "record"  # the reference entry on the same film
    OPINION = "opinion"  # an opinion of the film that a reference entry is about
    SAME_FILM = "same film"
    SHARES = "shares"  # people, films or tags


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An essay on the same bill. ``shared`` says what it has in common, the most telling first."""

    essay: Essay
    why: Why
    shared: tuple[Shared, ...] = ()
    differs: bool = False  # of a counter-view: its rating is another


def companions(essay: Essay) -> list[Essay]:
    """The newest essays about the same films, reference entries first, without their texts."""
    return list(Essay.objects.published().beside(essay).defer("body", "rendered")[:COMPANIONS_READ])


def neighbours(essay: Essay, beside: Sequence[Essay], named: Sequence[Shared]) -> list[Neighbour]:
    """At most ``ON_THE_BILL``: the counter-view first, then others about the film, then what shares most.

    ``beside`` are the essay's companions, ``named`` what it names and is tagged with, the most telling first. Costs a
    fixed number of queries over a bounded number of rows.
    """
    about = {("film", subject.film_id) for subject in essay.subjects.all()}
    on_film = _on_the_film(essay, beside)
    sharing = _sharing(essay, [record for record in named if record not in about], beside)
    room = max(ON_THE_FILM, ON_THE_BILL - len(sharing))
    return [*on_film[:room], *sharing][:ON_THE_BILL]


def _on_the_film(essay: Essay, beside: Sequence[Essay]) -> list[Neighbour]:
    counter = _counter_view(essay, beside)
    found = [counter] if counter else []
    for other in beside:
        if counter and other.pk == counter.essay.pk:
            continue
        if other.kind == Essay.Kind.REFERENCE:
            why = Why.RECORD
        else:
            why = Why.OPINION if essay.kind == Essay.Kind.REFERENCE else Why.SAME_FILM
        found.append(Neighbour(other, why))
    return found


def _counter_view(essay: Essay, beside: Sequence[Essay]) -> Neighbour | None:
    """Somebody else's opinion of the same film: the one whose rating is furthest away, else the newest."""
    if essay.kind != Essay.Kind.REVIEW:
        return None
    signed = {byline.critic_id for byline in essay.bylines.all()}
    views = [
        other
        for other in beside
        if other.kind == Essay.Kind.REVIEW and signed.isdisjoint(byline.critic_id for byline in other.bylines.all())
    ]
    if not views:
        return None

    def distance(other: Essay) -> float:
        if essay.rating is None or other.rating is None:
            return 0
        apart = abs(float(essay.rating) - float(other.rating))
        return apart if apart >= RATINGS_DIFFER else 0

    furthest = max(views, key=distance)  # of equal ones the first, which is the newest
    return Neighbour(furthest, Why.COUNTER_VIEW, differs=distance(furthest) > 0)


def _sharing(essay: Essay, named: Sequence[Shared], beside: Iterable[Essay]) -> list[Neighbour]:
    """Essays that name the same people and films or carry the same tags; what few essays share counts for more."""
    already = {other.pk for other in beside}
    shared: defaultdict[int, set[Shared]] = defaultdict(set)
    spread: defaultdict[Shared, set[int]] = defaultdict(set)
    for essay_id, kind, record_id in _places(essay, named[:RECORDS_ASKED]):
        spread[kind, record_id].add(essay_id)
        if essay_id not in already:
            shared[essay_id].add((kind, record_id))
    weight = {record: 1 / len(essays) for record, essays in spread.items()}
    best = sorted(shared, key=lambda pk: (-sum(weight[record] for record in shared[pk]), -pk))[: 4 * ON_THE_BILL]
    rows = Essay.objects.published().for_listing().in_bulk(best)
    return [
        Neighbour(rows[pk], Why.SHARES, tuple(sorted(shared[pk], key=lambda record: (-weight[record], record))))
        for pk in best
        if pk in rows
    ][:ON_THE_BILL]


def _places(essay: Essay, records: Sequence[Shared]) -> Iterable[tuple[int, str, int]]:
    """``(essay, kind, record)`` of other essays that share these, at most ``PLACES_READ`` of each, in one query."""
    parts: list[QuerySet[Any, Any]] = []
    for kind, record_id in records:
        if kind == "tag":
            rows: Any = EssayTag.objects.filter(tag=record_id).exclude(content_object=essay)
            columns: tuple[Any, ...] = ("content_object_id", Value(kind), "tag_id")
        else:
            linked = Mention.objects.linked().filter(is_lost=False, **{kind: record_id})
            rows, columns = linked.exclude(essay=essay), ("essay_id", Value(kind), f"{kind}_id")
        # A part with a limit of its own may not stand in a union on SQLite; a query over such a part may.
        some = rows.model.objects.filter(pk__in=rows.order_by().values("pk")[:PLACES_READ])
        parts.append(some.order_by().values_list(*columns))
    if not parts:
        return []
    return parts[0].union(*parts[1:], all=True).order_by()  # Django 6.1 gives a union its model's ordering again
