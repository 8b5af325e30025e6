"""Errors that readers reported, for an editor to see to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from essays.admin.account import editor_of
from essays.desk.error_reports import settle_report
from essays.models import ErrorReport
from people.site import Waiting


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    """What readers say is wrong: to be looked up, put right in the essay, and settled here."""

    when_empty = "No report yet. Readers send one from the foot of an essay."
    list_display = ["__str__", "essay", "state", "sent_at"]
    list_filter = ["state"]
    list_select_related = ["essay"]
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "sent_at"
    search_fields = ["says", "passage", "essay__headline"]
    search_help_text = "Words of the report or of the passage, or the essay's headline"
    fields = ["to_essay", "says", "passage", "mail", "sent_at", "state", "settled_by", "settled_at"]
    readonly_fields = ["to_essay", "says", "passage", "mail", "sent_at", "settled_by", "settled_at"]
    actions = ["see_to", "dismiss"]

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        number = ErrorReport.objects.filter(state=ErrorReport.State.OPEN).count()
        return [Waiting(number, "reported errors", "state__exact=open")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).defer("essay__body", "essay__rendered")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="essay")
    def to_essay(self, report: ErrorReport) -> str:
        address = reverse("admin:essays_essay_change", args=[report.essay_id])
        return format_html('<a href="{}">{}</a>', address, report.essay)

    def save_model(self, request: HttpRequest, obj: ErrorReport, form: Any, change: bool) -> None:
        settle_report(obj, by=editor_of(request), now=timezone.now())
        super().save_model(request, obj, form, change)

    @admin.action(description="Seen to: the text is right now", permissions=["change"])
    def see_to(self, request: HttpRequest, queryset: models.QuerySet[ErrorReport]) -> None:
        self._settle(request, queryset, ErrorReport.State.DONE)

    @admin.action(description="Dismiss: the text was right", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: models.QuerySet[ErrorReport]) -> None:
        self._settle(request, queryset, ErrorReport.State.DISMISSED)

    def _settle(self, request: HttpRequest, reports: models.QuerySet[ErrorReport], state: str) -> None:
        chosen = reports.count()
        number = 0
        for report in reports.filter(state=ErrorReport.State.OPEN):
            report.state = state
            settle_report(report, by=editor_of(request), now=timezone.now())
            report.save(update_fields=["state", "settled_by", "settled_at"])
            number += 1
        said = f"{number} {ErrorReport.State(state).label}."
        self.message_user(request, said + (f" {chosen - number} had been settled." if chosen > number else ""))
