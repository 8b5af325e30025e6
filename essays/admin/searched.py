"""What follows for search when a form on the desk changes a record."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from essays.index.essay import essays_are_due
from essays.index.record import records_were_changed
from essays.models import Credit, Critic, Film
from people.models import Person
from people.tagging import Tag


class Searched(admin.ModelAdmin):
    """Mixed into the screens of what readers find: a saved form is found at once by what it says now.

    Essays that stand under a critic, a tag or a credit are made anew with the next look at what is due.
    """

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = form.initial.get("film") if isinstance(form.instance, Credit) else None
        super().save_related(request, form, formsets, change)
        record_changed(form.instance)
        if before and before != form.instance.film_id:
            records_were_changed(films=[before], now=timezone.now())


def record_changed(record: Any) -> None:
    """Let search find a record, and the essays under it, by what it is now."""
    if isinstance(record, Film):
        records_were_changed(films=[record.pk], now=timezone.now())
    elif isinstance(record, Person):
        records_were_changed(people=[record.pk], now=timezone.now())
    elif isinstance(record, Credit):
        records_were_changed(films=[record.film_id], now=timezone.now())
    elif isinstance(record, Critic):
        essays_are_due(essay__bylines__critic=record)
    elif isinstance(record, Tag):
        essays_are_due(essay__taggings__tag=record)
