"""Screens for old addresses: what each leads to, and whether readers get there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from essays.admin.account import editor_of
from essays.models import Redirect
from essays.models.redirect import RECORDS


class TargetFilter(admin.SimpleListFilter):
    """Narrow the list to the addresses that lead to one kind of page."""

    title = "what it leads to"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = [(name, str(model._meta.verbose_name_plural)) for name, model in RECORDS.items()]
        return [*kinds, ("page", "other pages")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() in RECORDS:
            return queryset.filter(**{f"{self.value()}__isnull": False})
        return queryset.exclude(to="") if self.value() == "page" else queryset


class RedirectChangeList(ChangeList):
    """The list, in two steps: which addresses are on the page, and then where those few lead.

    Asked in one step, PostgreSQL finds all films and people that readers see, to tell it of a hundred addresses.
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows: Any = Redirect.objects.filter(pk__in=[redirect.pk for redirect in self.result_list])
        shown = rows.with_what_it_leads_to().select_related("made_by").order_by().in_bulk()
        self.result_list = [shown[redirect.pk] for redirect in self.result_list if redirect.pk in shown]


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    """Addresses of an older site. One leads to a record wherever its page is, or to another page of the site."""

    when_empty = (
        "No old address yet. “Add redirect” leads one such as /2009/06/red-heat/ to its essay; the export "
        "of an older site brings its own."
    )
    list_display = ["path", "leads_to", "for_readers", "came", "made_at"]
    list_filter = [TargetFilter]
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["path", "to", "essay__headline", "film__title", "person__name", "critic__name", "tag__name"]
    search_help_text = "A piece of the old address, or the name of what it leads to"
    autocomplete_fields = list(RECORDS)
    fieldsets = [
        (None, {"fields": ["path"]}),
        (
            "Leads to",
            {
                "fields": [*RECORDS, "to"],
                "description": "Choose one. Of a record, the address follows it wherever its page moves.",
            },
        ),
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RedirectChangeList

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = editor_of(request)
        super().save_model(request, obj, form, change)

    @admin.display(description="leads to")
    def leads_to(self, redirect: Redirect) -> str:
        """The record with a link to its screen, or the address."""
        if (record := redirect.record) is None:
            return redirect.to
        opts = record._meta
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
        return format_html('<a href="{}">{}</a> <span class="quiet">{}</span>', address, record, opts.verbose_name)

    @admin.display(description="readers find")
    def for_readers(self, redirect: Any) -> str:
        if redirect.leads:
            return "the page"
        return "that it is gone" if redirect.is_gone else "nothing yet: it is not public"

    @admin.display(description="from")
    def came(self, redirect: Redirect) -> str:
        return redirect.source or (f"by hand: {redirect.made_by}" if redirect.made_by else "by hand")
