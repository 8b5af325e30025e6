"""Which deliveries had documents that could not be read, for their list and the desk's first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from essays.desk.delivering import REFUSED
from essays.models import DeliveredDocument, Delivery

FAILED_FOR = dt.timedelta(days=14)  # after which who brought it has seen it, or does not mind


def failed_lately(now: dt.datetime) -> Q:
    """Deliveries of the last two weeks of which some document could not be read."""
    refused = DeliveredDocument.objects.filter(delivery=OuterRef("pk"), outcome=REFUSED)
    return Q(Exists(refused), brought_at__gte=now - FAILED_FOR)


class FailedFilter(admin.SimpleListFilter):
    """Deliveries of which some document could not be read."""

    title = "documents"
    parameter_name = "failed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("lately", "some failed in the last two weeks"), ("ever", "some failed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        match self.value():
            case "lately":
                return queryset.filter(failed_lately(timezone.now()))
            case "ever":
                return queryset.filter(pk__in=DeliveredDocument.objects.filter(outcome=REFUSED).values("delivery"))
        return queryset
