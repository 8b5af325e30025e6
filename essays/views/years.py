"""A long list of essays by the year: on which of its pages each year begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from essays.models import Essay
from people.keeping import kept
from people.pagination import page_path

YEARS_MOST = 200


@dataclass(frozen=True, slots=True)
class ListedYear:
    """A year of a list that has the newest first, how many essays are of it, and where it begins."""

    year: int
    count: int
    address: str


def listed_years(request: HttpRequest, essays: QuerySet[Essay], *, name: str, size: int) -> list[ListedYear]:
    """The years of ``essays``, whose list has pages of ``size``; they are counted once for each version of the site."""
    years, before = [], 0
    for year, count in kept(request, f"years of {name}", lambda: _counted(essays)):
        years.append(ListedYear(year, count, f"{page_path(request, before // size + 1)}#y{year}"))
        before += count
    return years


def year_begins(year: int) -> dt.datetime:
    """When a year begins, by the site's clock."""
    return timezone.make_aware(dt.datetime(year, 1, 1))


def _counted(essays: QuerySet[Essay]) -> list[tuple[int, int]]:
    """Years with how many essays are of each, the newest first; in two queries that compare and call nothing."""
    ends = essays.order_by().aggregate(first=Min("published_at"), last=Max("published_at"))
    if ends["last"] is None:
        return []
    last = timezone.localtime(ends["last"]).year
    years = range(last, max(timezone.localtime(ends["first"]).year, last - YEARS_MOST) - 1, -1)
    of_year = {
        f"y{year}": Count("pk", filter=Q(published_at__gte=year_begins(year), published_at__lt=year_begins(year + 1)))
        for year in years
    }
    counts = essays.order_by().aggregate(**of_year)
    return [(year, counts[f"y{year}"]) for year in years if counts[f"y{year}"]]
