"""Screens for critics: who signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from essays.admin.searched import Searched
from essays.admin.uses import uses_of
from essays.models import Critic, CriticAlias, Essay
from people.choosing import InUseAdmin, RowsInline, count_rows
from people.names import name_key


class CriticAliasInline(RowsInline):
    model = CriticAlias
    fields = ["name"]


@admin.register(Critic)
class CriticAdmin(Searched, InUseAdmin):
    """Critics, with how much each has signed."""

    when_empty = (
        "No critic yet. “Add critic” enters who signs, such as “The film desk”; a document that you bring "
        "enters its byline."
    )
    instead = "Give the essays that they signed another byline first."

    list_display = ["name", "other_names", "essay_count", "account"]
    list_select_related = ["account"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "aliases__name"]
    search_help_text = "Any name they sign with"
    autocomplete_fields = ["account"]
    fields = ["name", "sort_name", "note", "account", "slug"]
    inlines = [CriticAliasInline]

    def uses(self, record: Critic) -> Iterable[str]:
        return uses_of(record)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        discarded = Essay.objects.filter(discarded_at__isnull=False)  # few: the others are not looked at one by one
        essays = count_rows(Critic, "bylines", ~Q(essay__in=discarded.values("pk")))
        return super().get_queryset(request).prefetch_related("aliases").annotate(essay_count=essays)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        for word in name_key(search_term).split():
            others = CriticAlias.objects.filter(name_key__contains=word).values("critic")
            queryset = queryset.filter(Q(name_key__contains=word) | Q(pk__in=others))
        return queryset, False

    def view_on_site(self, critic: Critic) -> str | None:  # type: ignore[override]
        """Their page, where readers have one."""
        return critic.get_absolute_url() if Critic.objects.public().filter(pk=critic.pk).exists() else None

    @admin.display(description="other names")
    def other_names(self, critic: Critic) -> str:
        return ", ".join(alias.name for alias in critic.aliases.all())

    @admin.display(description="essays", ordering="essay_count")
    def essay_count(self, critic: Any) -> int:
        return critic.essay_count
