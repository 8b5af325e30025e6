"""A long list of essays by the year: on which of its pages each year begins."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest

from essays.models import Essay
from people.keeping import kept
from people.pagination import page_path


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


def _counted(essays: QuerySet[Essay]) -> list[tuple[int, int]]:
    by_year = essays.order_by().annotate(year=ExtractYear("published_at")).values("year")
    return list(by_year.annotate(essays=Count("pk")).order_by("-year").values_list("year", "essays"))
