"""What the desk's lists show beside their rows."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

register = template.Library()


@register.inclusion_tag("admin/date_hierarchy.html")
def dates_of(cl: ChangeList) -> dict[str, Any]:
    """Years, months and days to narrow a list to, by its ``date_hierarchy``.

    All between the first and the last day of what the list could show: which of them have rows would take a look at
    each row, as the admin's own does.
    """
    name = str(cl.date_hierarchy)
    found = cl.root_queryset.aggregate(first=Min(name), last=Max(name))
    if found["first"] is None:
        return {"show": False}
    first, last = (timezone.localtime(found[end]).date() for end in ("first", "last"))
    parts = ("year", "month", "day")
    fixed = {part: number for part in parts if (number := _number(cl.params, f"{name}__{part}"))}
    if first.year == last.year:
        fixed.setdefault("year", first.year)
        if first.month == last.month:
            fixed.setdefault("month", first.month)
    year, month, day = (fixed.get(part, 1) for part in parts)
    given = [part for part in parts if part in fixed]
    if given != list(parts[: len(given)]):  # a month of no year, typed by hand; of dates that are none the list says so
        return {"show": False}

    def link(**numbers: int) -> str:
        return cl.get_query_string({f"{name}__{part}": number for part, number in numbers.items()}, [f"{name}__"])

    if "day" in fixed:
        back = {"link": link(year=year, month=month), "title": _month(year, month)}
        return {"show": True, "back": back, "choices": [{"title": _day(dt.date(year, month, day))}]}
    if "month" in fixed:
        days = [dt.date(year, month, one + 1) for one in range(monthrange(year, month)[1])]
        shown = [one for one in days if first <= one <= last]
        choices = [{"link": link(year=year, month=month, day=one.day), "title": _day(one)} for one in shown]
        return {"show": True, "back": {"link": link(year=year), "title": str(year)}, "choices": choices}
    if "year" in fixed:
        months = [one for one in range(1, 13) if (first.year, first.month) <= (year, one) <= (last.year, last.month)]
        choices = [{"link": link(year=year, month=one), "title": _month(year, one)} for one in months]
        return {"show": True, "back": {"link": link(), "title": "All dates"}, "choices": choices}
    years = range(first.year, last.year + 1)
    return {"show": True, "back": None, "choices": [{"link": link(year=one), "title": str(one)} for one in years]}


def _number(params: Mapping[str, Any], name: str) -> int:
    said = str(params.get(name, ""))
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 4 else 0


def _month(year: int, month: int) -> str:
    return str(capfirst(date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")))


def _day(day: dt.date) -> str:
    return str(capfirst(date_format(day, "MONTH_DAY_FORMAT")))
