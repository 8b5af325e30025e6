"""Screens for credits over all films: what documents proposed waits here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.record_history import RecordHistoryScreens
from essays.admin.searched import Searched, record_changed
from essays.admin.tables import Tables
from essays.desk.settling import settle_findings_about
from essays.desk.tagging import derive_job_tags
from essays.models import Credit, Film
from people.site import Waiting


@admin.register(Credit)
class CreditAdmin(Searched, Tables, RecordHistoryScreens):
    """Credits of all films: what documents proposed waits here to be confirmed."""

    when_empty = "No credit yet. Open a film and add a row under “cast and crew”, or bring many as a CSV."
    list_display = ["person", "job", "character", "film", "is_credited", "state", "source"]
    list_display_links = ["person", "job"]
    list_filter = ["state", "job", "is_credited"]
    list_select_related = ["person", "film"]
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["character", "person__keys__key", "film__keys__key"]
    search_help_text = "A person, a film or a character: danko, walter hill, 48 hours"
    autocomplete_fields = ["film", "person"]
    fields = ["film", "person", "job", "character", "billing", "credited_as", "is_credited", "state", "source"]
    ordering = ["-id"]
    actions = ["confirm"]

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        number = Credit.objects.filter(state=Credit.State.PROPOSED).count()
        return [Waiting(number, "proposed credits", "state__exact=proposed")]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        people: Any = self.admin_site.get_model_admin(Credit._meta.get_field("person").related_model)
        films: Any = self.admin_site.get_model_admin(Film)
        if term := search_term.strip():
            named, _ = people.get_search_results(request, people.model.objects.all(), term)
            titled, _ = films.get_search_results(request, Film.objects.all(), term)
            queryset = queryset.filter(
                Q(character__icontains=term) | Q(person__in=named.values("pk")) | Q(film__in=titled.values("pk"))
            )
        return queryset, False

    def save_model(self, request: HttpRequest, obj: Credit, form: Any, change: bool) -> None:
        before = form.initial.get("person")
        super().save_model(request, obj, form, change)
        derive_job_tags({person for person in (before, obj.person_id) if person})
        if obj.state == Credit.State.CONFIRMED:
            settle_findings_about([obj], by=editor_of(request), now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Credit) -> None:
        super().delete_model(request, obj)
        derive_job_tags({obj.person_id})
        record_changed(obj)
        settle_findings_about([obj], by=editor_of(request), now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Credit]) -> None:
        deleted = list(queryset)
        super().delete_queryset(request, queryset)
        derive_job_tags({credit.person_id for credit in deleted})
        for credit in deleted:
            record_changed(credit)
        settle_findings_about(deleted, by=editor_of(request), now=timezone.now())

    @admin.action(description="Confirm the selected credits", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: models.QuerySet[Credit]) -> None:
        waiting = list(queryset.filter(state=Credit.State.PROPOSED).select_related("person", "film"))
        for credit in waiting:
            credit.state = Credit.State.CONFIRMED
            credit.save(update_fields=["state"])
            self.log_change(request, credit, "Confirmed.")
        derive_job_tags({credit.person_id for credit in waiting})
        for credit in waiting:
            record_changed(credit)
        answered = settle_findings_about(waiting, by=editor_of(request), now=timezone.now())
        contributions = sum(not credit.is_credited for credit in waiting)
        said = f"{len(waiting)} confirmed"
        if contributions:
            said += f", {contributions} of them as a contribution without a screen credit"
        if answered:
            said += f", {answered} {'finding' if answered == 1 else 'findings'} settled"
        if others := queryset.count() - len(waiting):
            said += f"; {others} had been confirmed before"
        self.message_user(request, f"{said}.", messages.SUCCESS if waiting else messages.WARNING)
