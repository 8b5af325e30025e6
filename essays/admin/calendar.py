"""The editorial calendar on the desk: a month, reached from the list of essays."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from essays.admin.account import editor_of
from essays.desk.calendar import FIRST_YEAR, LAST_YEAR, month_of

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class EssayCalendar(admin.ModelAdmin):
    """The screen of a month. Needs the right to view essays, and shows those that one works on."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.calendar_view)
        return [path("calendar/", view, name="essays_essay_calendar"), *super().get_urls()]

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """The month that is asked for ("?month=2026-12"), else the one that it is."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        now = timezone.now()
        asked = _asked_month(request.GET.get("month", "")) or timezone.localdate(now)
        context = {
            **self.admin_site.each_context(request),
            "title": "Calendar",
            "opts": self.opts,
            "month": month_of(asked.year, asked.month, of=editor_of(request), now=now),
            "zone": timezone.get_current_timezone_name(),
        }
        return TemplateResponse(request, "admin/essays/essay/calendar.html", context)


def _asked_month(said: str) -> dt.date | None:
    found = _MONTH.fullmatch(said)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return dt.date(int(found[1]), int(found[2]), 1)
