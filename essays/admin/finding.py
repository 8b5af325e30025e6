"""Findings: what a text says otherwise than the record, and what an editor made of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from essays.admin.account import at_desk_of, editor_of, may_change_its_essay
from essays.admin.opening import in_new_tab
from essays.admin.refusals import say_refused
from essays.desk.publishing import why_not_changed
from essays.desk.settling import credits_in_question
from essays.models import Credit, Finding
from people.choosing import RowsInline
from people.site import Waiting


class FindingInline(RowsInline):
    """The open questions about an essay, settled in its form."""

    model = Finding
    fields = ["rule", "words", "question", "suggestion", "state"]
    readonly_fields = ["rule", "words", "question", "suggestion"]
    can_delete = False
    verbose_name_plural = "open findings"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(state=Finding.State.OPEN)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="words")
    def words(self, finding: Finding) -> str:
        return finding.exact

    @admin.display(description="question")
    def question(self, finding: Finding) -> str:
        return in_new_tab(reverse("admin:essays_finding_change", args=[finding.pk]), finding.message)


@admin.register(Finding)
class FindingAdmin(admin.ModelAdmin):
    """All findings, the open ones to be settled."""

    when_empty = (
        "No question yet. The copy desk asks where a text and the records disagree, such as on the year of a film."
    )
    list_display = ["message", "rule", "essay", "state", "found_at"]
    list_filter = ["state", "rule"]
    list_select_related = ["essay", "film", "person"]
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "found_at"
    search_fields = ["message", "exact", "essay__headline"]
    search_help_text = "Words of the question or of the essay, or the essay's headline"
    fields = [
        *("essay", "rule", "exact", "message", "suggestion", "film", "person", "act_on"),
        *("state", "settled_by", "settled_at"),
    ]
    readonly_fields = [
        *("essay", "rule", "exact", "message", "suggestion", "film", "person", "act_on"),
        *("settled_by", "settled_at"),
    ]
    ordering = ["-found_at", "-id"]
    actions = ["dismiss"]

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        number = at_desk_of(request, Finding.objects.filter(state=Finding.State.OPEN)).count()
        return [Waiting(number, "open findings", "state__exact=open")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return at_desk_of(request, super().get_queryset(request)).defer("essay__body", "essay__rendered")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Finding | None = None) -> bool:
        """A question about an essay is answered by those who may change the essay."""
        return super().has_change_permission(request, obj) and may_change_its_essay(request, obj)

    @admin.display(description="act on", empty_value="")
    def act_on(self, finding: Finding) -> str:
        """Where the record is changed: the credits in question, or the film's cast and crew where it has none."""
        lines = [_credit_link(credit) for credit in credits_in_question(finding)]
        if not lines and finding.film_id is not None:
            address = reverse("admin:essays_film_change", args=[finding.film_id])
            lines = [format_html('<a href="{}">{}: the record</a>', address, finding.film)]
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))

    def save_model(self, request: HttpRequest, obj: Finding, form: Any, change: bool) -> None:
        settle(obj, by=editor_of(request))
        super().save_model(request, obj, form, change)

    @admin.action(description="Dismiss: the text is right as it is", permissions=["change"])
    def dismiss(self, request: HttpRequest, queryset: models.QuerySet[Finding]) -> None:
        chosen, refused = queryset.count(), []
        number = 0
        for finding in queryset.filter(state=Finding.State.OPEN):
            if not self.has_change_permission(request, finding):
                why = why_not_changed(finding.essay, editor_of(request))
                refused.append(f"“{finding}” stays open: of “{finding.essay}”, {why}")
                continue
            finding.state = Finding.State.DISMISSED
            settle(finding, by=editor_of(request))
            finding.save(update_fields=["state", "settled_by", "settled_at"])
            number += 1
        said = f"{number} dismissed."
        if others := chosen - number - len(refused):
            said += f" {others} had been settled before or were dismissed just now by somebody else."
        self.message_user(request, said, messages.SUCCESS if number else messages.WARNING)
        say_refused(self, request, refused, "dismissed")


def settle(finding: Finding, *, by: Any) -> None:
    """Note on an unsaved finding who settled it and when; opened again, nobody has."""
    is_open = finding.state == Finding.State.OPEN
    finding.settled_by = None if is_open else by
    finding.settled_at = None if is_open else timezone.now()


def _credit_link(credit: Credit) -> str:
    job = credit.get_job_display() if credit.is_credited else f"{credit.get_job_display()} without a screen credit"
    return format_html(
        '<a href="{}">{}, {} of {}</a> ({})',
        reverse("admin:essays_credit_change", args=[credit.pk]),
        credit.person,
        job,
        credit.film,
        credit.get_state_display(),
    )
