"""Middleware by which the requests of a site without a timer do what follows when a planned time passes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from essays.desk.bulk import renew_statistics_where_due
from essays.desk.scheduling import pass_planned_times

logger = logging.getLogger(__name__)
COUNT_EVERY = 60 * 60  # seconds from one look at the database's statistics to the next


class PlannedTimes:
    """Asks, at most once in PLANNED_TIMES_EVERY seconds a process and after the answer is made, what has passed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PLANNED_TIMES_EVERY:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.next_look = self.next_count = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if time.monotonic() >= self.next_look:
            self.next_look = time.monotonic() + settings.PLANNED_TIMES_EVERY
            try:
                pass_planned_times(now=timezone.now())
                if time.monotonic() >= self.next_count:
                    self.next_count = time.monotonic() + COUNT_EVERY
                    renew_statistics_where_due()
            except DatabaseError:  # a database that only reads, or is locked: the reader has the page all the same
                logger.exception("What follows from planned times was not done; the next look tries again.")
        return response
