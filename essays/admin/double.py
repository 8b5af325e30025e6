"""Likely doubles: pairs of records to merge or to dismiss."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from essays.admin.account import editor_of
from essays.admin.merge import MERGE, MergersOnly
from essays.desk.pairing import dismiss_pairs, find_pairs, reopen_pairs
from essays.models import Double
from people.site import Waiting


class KindFilter(admin.SimpleListFilter):
    """Pairs of people, of films or of tags."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("person", "people"), ("film", "films"), ("tag", "tags")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Double]) -> models.QuerySet[Double]:
        if self.value() not in ("person", "film", "tag"):
            return queryset
        return queryset.filter(**{f"{self.value()}__isnull": False})


@admin.register(Double)
class DoubleAdmin(MergersOnly):
    """Pairs of records that may be one."""

    when_empty = (
        "No pair has been found yet. “Look for doubles now” compares all names; importing a catalogue does so too."
    )
    list_display = ["pair", "reason", "what_to_do", "state", "found_at"]
    list_display_links = None
    list_filter = ["state", KindFilter]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["person__name", "other_person__name", "film__title", "tag__name"]
    search_help_text = "A name of either record"
    fields = ["pair", "reason", "what_to_do", "state", ("settled_by", "settled_at")]
    readonly_fields = ["pair", "what_to_do"]
    actions = ["dismiss", "reopen"]
    change_list_template = "admin/essays/double/change_list.html"

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        return [Waiting(Double.objects.waiting().count(), "likely doubles", "state__exact=open")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        doubles: Any = super().get_queryset(request)
        return doubles.with_records()

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        for word in search_term.split():
            queryset = queryset.filter(
                Q(person__name__icontains=word)
                | Q(other_person__name__icontains=word)
                | Q(film__title__icontains=word)
                | Q(other_film__title__icontains=word)
                | Q(tag__name__icontains=word)
                | Q(other_tag__name__icontains=word)
            )
        return queryset, False

    def get_urls(self) -> list[Any]:
        look = self.admin_site.admin_view(require_POST(self.look_view))
        return [path("look/", look, name="essays_double_look"), *super().get_urls()]

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """Look for doubles among all records now."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        self.message_user(request, find_pairs(now=timezone.now()).sentence(), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_double_changelist") + "?state__exact=open")

    @admin.display(description="records")
    def pair(self, double: Double) -> str:
        """Both, each a link to its own screen, with its address, which tells namesakes apart."""
        opts = double.kind.model._meta
        first, second = (
            format_html(
                '<a href="{}">{}</a> <span class="quiet">{}</span>',
                reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk]),
                record,
                record.slug,
            )
            for record in double.records
        )
        return format_html("<div>{}</div><div>{}</div>", first, second)

    @admin.display(description="decide")
    def what_to_do(self, double: Double) -> str:
        first, second = double.records
        address = reverse("admin:essays_merge_compare", args=[double.kind.value, first.pk, second.pk])
        return format_html('<a href="{}">Compare and merge</a>', address)

    @admin.action(description="Dismiss: they are two different ones", permissions=["view"])
    def dismiss(self, request: HttpRequest, queryset: models.QuerySet[Double]) -> None:
        chosen = list(queryset)
        number = dismiss_pairs(chosen, by=editor_of(request), now=timezone.now())
        self._say(request, number, len(chosen) - number, "dismissed: they are not put to you again", "no longer open")

    @admin.action(description="Put to the editors again", permissions=["view"])
    def reopen(self, request: HttpRequest, queryset: models.QuerySet[Double]) -> None:
        chosen = list(queryset)
        number = reopen_pairs(chosen)
        self._say(request, number, len(chosen) - number, "to look at again", "open already")

    def _say(self, request: HttpRequest, number: int, others: int, done: str, not_done: str) -> None:
        said = f"{number} {'pair' if number == 1 else 'pairs'} {done}."
        if others:
            said += f" {others} of those selected {'was' if others == 1 else 'were'} {not_done}."
        self.message_user(request, said, messages.SUCCESS if number else messages.WARNING)
