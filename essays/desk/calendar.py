"""The editorial calendar: what is published, withdrawn and reviewed on each day of a month, in the site's time zone."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone

from essays.models import Account, Essay, ReviewRequest

SHOWN_A_DAY = 8  # of each sort; an import may publish thousands on one day
WITHOUT_A_DAY = 30  # reviews shown beside the month
FIRST_YEAR, LAST_YEAR = 1900, 2999
SEEN = [Essay.Status.PUBLISHED, Essay.Status.WITHDRAWN]  # what readers saw, see or will see


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of one day: what it is ("scheduled"), which essay, when and by whom where that is known."""

    what: str
    essay_id: int
    headline: str
    at: dt.datetime | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid. ``more`` counts what of it is not shown."""

    date: dt.date
    is_in_month: bool
    is_today: bool
    entries: tuple[Entry, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of a month from Monday to Sunday, and the reviews asked for without a day."""

    first: dt.date
    weeks: tuple[tuple[Day, ...], ...]
    without_a_day: tuple[Entry, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens on any of its days."""
        return not any(day.entries for week in self.weeks for day in week)

    @property
    def before(self) -> dt.date | None:
        """The first day of the month before; None where the calendar begins."""
        last = self.first - dt.timedelta(days=1)
        return last.replace(day=1) if last.year >= FIRST_YEAR else None

    @property
    def after(self) -> dt.date | None:
        """The first day of the month after; None where the calendar ends."""
        following = (self.first + dt.timedelta(days=31)).replace(day=1)
        return following if following.year <= LAST_YEAR else None


def month_of(year: int, month: int, *, of: Account, now: dt.datetime) -> Month:
    """The month as this account works on it, in four queries whatever it holds."""
    grid = Calendar().monthdatescalendar(year, month)
    today = timezone.localdate(now)
    entries: dict[dt.date, list[Entry]] = defaultdict(list)
    more: dict[dt.date, int] = defaultdict(int)
    first, last = grid[0][0], grid[-1][-1]
    for field in ("published_at", "withdrawn_at"):
        for essay in _of_days(field, first, last, of=of):
            at = getattr(essay, field)
            entries[essay.day].append(Entry(_what(field, is_to_come=at > now), essay.pk, essay.headline, at))
            more[essay.day] += essay.count - SHOWN_A_DAY if essay.rank == SHOWN_A_DAY else 0
    for request in _asked(of).filter(due_on__range=(first, last)):
        entries[request.due_on].append(_review(request))
    weeks = tuple(
        tuple(
            Day(
                date,
                date.month == month,
                date == today,
                tuple(sorted(entries[date], key=lambda entry: (entry.at is not None, entry.at or now))),
                more[date],
            )
            for date in week
        )
        for week in grid
    )
    undated = tuple(_review(request) for request in _asked(of).filter(due_on__isnull=True)[:WITHOUT_A_DAY])
    return Month(dt.date(year, month, 1), weeks, undated)


def _what(field: str, *, is_to_come: bool) -> str:
    if field == "published_at":
        return "scheduled" if is_to_come else "published"
    return "to be withdrawn" if is_to_come else "withdrawn"


def _of_days(field: str, first: dt.date, last: dt.date, *, of: Account) -> Iterator[Any]:
    """Essays whose time ``field`` lies in these days, the earliest of each with how many the day has."""
    start = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min))
    day = TruncDate(field)
    essays = (
        Essay.objects.reached_by(of)
        .kept()
        .filter(Q(**{f"{field}__gte": start, f"{field}__lt": end}), status__in=SEEN)
        .annotate(
            day=day,
            rank=Window(RowNumber(), partition_by=day, order_by=[F(field).asc(), F("pk").asc()]),
            count=Window(Count("pk"), partition_by=day),
        )
        .filter(rank__lte=SHOWN_A_DAY)
        .order_by(field, "pk")
    )
    yield from essays.only("headline", "published_at", "withdrawn_at", "status")


def _asked(of: Account) -> Any:
    """Reviews that wait for an answer, of the essays that this account works on."""
    essays = Essay.objects.reached_by(of).kept().filter(status=Essay.Status.IN_REVIEW)
    requests = ReviewRequest.objects.filter(essay__in=essays.order_by()).select_related("essay", "reviewer")
    return requests.defer("essay__body", "essay__rendered").order_by("due_on", "asked_at")


def _review(request: ReviewRequest) -> Entry:
    return Entry("review", request.essay_id, request.essay.headline, who=str(request.reviewer))
