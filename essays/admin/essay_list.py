"""What the list of essays is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.utils import timezone

from essays.models import Byline, Critic, Essay, Finding, Mention
from people.choosing import count_rows

CRITICS_OFFERED = 30  # the busiest; the others are found by the search


class OpenQuestionsFilter(admin.SimpleListFilter):
    """Essays that wait for a decision about a link, or for an answer to a finding."""

    title = "open questions"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [
            ("links", "has undecided links"),
            ("lost", "lost a link in an edit"),
            ("findings", "has open findings"),
            ("headline", "headline is a proposal"),
            ("subject", "has no subject film"),
            ("none", "no undecided links"),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        undecided = Mention.objects.open().values("essay")
        match self.value():
            case "links":
                return queryset.filter(pk__in=undecided)
            case "none":
                return queryset.exclude(pk__in=undecided)
            case "lost":
                return queryset.filter(pk__in=Mention.objects.filter(is_lost=True).values("essay"))
            case "findings":
                return queryset.filter(pk__in=Finding.objects.filter(state=Finding.State.OPEN).values("essay"))
            case "headline":
                return queryset.filter(headline_is_proposed=True)
            case "subject":
                return queryset.filter(subjects__isnull=True)
        return queryset


class BylineFilter(admin.SimpleListFilter):
    """Essays by one critic: the busiest, and the one already chosen."""

    title = "byline"
    parameter_name = "byline"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        chosen = self.value()
        critics = Critic.objects.annotate(
            signed=count_rows(Critic, "bylines"),
            is_chosen=Case(When(slug=chosen or "", then=Value(0)), default=Value(1)),
        )
        busiest = critics.filter(signed__gt=0).order_by("is_chosen", "-signed", "sort_name")[:CRITICS_OFFERED]
        return [*busiest.values_list("slug", "name"), ("nobody", "nobody")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        if self.value() == "nobody":
            return queryset.filter(bylines__isnull=True)
        if self.value():
            return queryset.filter(pk__in=Byline.objects.filter(critic__slug=self.value()).values("essay"))
        return queryset


class WastebasketFilter(admin.SimpleListFilter):
    """The wastebasket lies beside the list: its essays are shown only when it is opened."""

    title = "wastebasket"
    parameter_name = "wastebasket"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("open", "in the wastebasket")]

    def choices(self, changelist: Any) -> Any:
        choices = list(super().choices(changelist))
        choices[0]["display"] = "kept"
        return choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        return queryset.filter(discarded_at__isnull=self.value() != "open")


class PublicationFilter(admin.SimpleListFilter):
    """Published essays by what readers see now."""

    title = "readers see it"
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("now", "now"), ("later", "later: it is scheduled"), ("ended", "no longer: its time ended")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        now = timezone.now()
        match self.value():
            case "now":
                return queryset.filter(pk__in=Essay.objects.published(now).values("pk"))
            case "later":
                return queryset.filter(status=Essay.Status.PUBLISHED, published_at__gt=now)
            case "ended":
                return queryset.filter(status=Essay.Status.PUBLISHED, withdrawn_at__lte=now)
        return queryset
