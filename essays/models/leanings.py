"""What many essays have in common: the directors and films that a critic comes back to, the tags beside a tag.

Both read the newest essays alone: what hundreds say no more of them would change, and a page costs no more for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Count, QuerySet

from essays.models.essay import Essay, EssayTag, Subject
from essays.models.film import Credit, Film
from essays.models.mention import Mention
from people.models import Person, Tag, Visibility

ESSAYS_READ = 500
OFTEN = 2  # essays; once is no habit
LISTED = 8
TAGS_LISTED = 16

Counted = list[tuple[int, int]]  # ids and how many essays each, the most first
Row = TypeVar("Row", Film, Person, Tag)
SHOWN = (Visibility.PUBLIC, Visibility.MENTIONED)


def newest_of(essays: QuerySet[Essay]) -> list[int]:
    """The ids of the newest of these essays, as many as are read."""
    return list(essays.newest_first().values_list("pk", flat=True)[:ESSAYS_READ])  # type: ignore[attr-defined]


def often_written_about(essays: Sequence[int]) -> tuple[Counted, Counted]:
    """Directors whose films several of these essays are about; films that several are about or name."""
    about = list(Subject.objects.filter(essay__in=essays, film__visibility__in=SHOWN).values_list("film", "essay"))
    on: defaultdict[int, set[int]] = defaultdict(set)
    for film, essay in about:
        on[film].add(essay)
    directed = Credit.objects.on_screen().for_readers().filter(film__in=list(on), job=Credit.Job.DIRECTOR).order_by()
    by: defaultdict[int, set[int]] = defaultdict(set)
    for person, film in directed.values_list("person", "film"):
        by[person] |= on[film]
    linked = Mention.objects.linked().filter(essay__in=essays, is_lost=False, film__visibility__in=SHOWN)
    for film, essay in linked.order_by().values_list("film", "essay").distinct():
        on[film].add(essay)
    return _most(by), _most(on)


def tags_beside(tag: Tag, essays: Sequence[int]) -> Counted:
    """The tags that stand on the most of these essays, all of which carry ``tag``."""
    beside = EssayTag.objects.filter(content_object__in=essays).exclude(tag=tag).order_by().values("tag")
    counted = beside.annotate(essays=Count("content_object", distinct=True)).order_by("-essays", "tag__name")
    return list(counted.values_list("tag", "essays")[:TAGS_LISTED])


def with_rows(counted: Counted, rows: QuerySet[Row]) -> list[tuple[Row, int]]:
    """The rows of these ids with their counts, in their order; those that are not among ``rows`` are left out."""
    found = rows.in_bulk([pk for pk, _ in counted])
    return [(found[pk], count) for pk, count in counted if pk in found]


def _most(essays_of: dict[int, set[int]]) -> Counted:
    often: Iterable[tuple[int, int]] = Counter({pk: len(essays) for pk, essays in essays_of.items()}).most_common()
    return sorted(((pk, n) for pk, n in often if n >= OFTEN), key=lambda found: (-found[1], found[0]))[:LISTED]
