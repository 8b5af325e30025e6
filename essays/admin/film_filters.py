"""What narrows the list of films."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Max, Min
from django.http import HttpRequest

from essays.models import Film


class DecadeFilter(admin.SimpleListFilter):
    """Narrow films to a decade."""

    title = "decade"
    parameter_name = "decade"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        years = Film.objects.aggregate(first=Min("release_year"), last=Max("release_year"))
        if years["first"] is None:
            return []
        decades = range(years["last"] // 10 * 10, years["first"] // 10 * 10 - 1, -10)
        return [*((str(decade), f"{decade}s") for decade in decades), ("unknown", "year not known")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> models.QuerySet[Film]:
        chosen = self.value()
        if chosen == "unknown":
            return queryset.filter(release_year__isnull=True)
        if chosen and chosen.isdecimal():
            return queryset.filter(release_year__gte=int(chosen), release_year__lt=int(chosen) + 10)
        return queryset


class WrittenAboutFilter(admin.SimpleListFilter):
    """Narrow films to those an essay is about, or is not."""

    title = "essays"
    parameter_name = "essays"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("yes", "an essay is about it"), ("no", "no essay is about it"), ("both", "opinion and reference")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> models.QuerySet[Film]:
        about = Film.essays.through.objects.filter(essay__discarded_at__isnull=True)
        if self.value() == "yes":
            return queryset.filter(pk__in=about.values("film"))
        if self.value() == "no":
            return queryset.exclude(pk__in=about.values("film"))
        if self.value() == "both":
            for kind in ("review", "reference"):
                queryset = queryset.filter(pk__in=about.filter(essay__kind=kind).values("film"))
        return queryset
