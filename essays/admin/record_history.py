"""The history of a record on the desk: what was done to it, what going back would change, and the deleted ones."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.desk.record_history import Entry, Names, history
from essays.desk.record_restoring import RestoringError, plan_restoring, restore_record
from essays.models import Credit
from people.history import REMOVED, history_of

ENTRIES_A_PAGE = 50
DELETED_SHOWN = 100  # the newest; an older one is found by its address


class RecordHistoryScreens(admin.ModelAdmin):
    """To look needs the right to view the record; to restore, to change it; to bring one back, to add one as well."""

    change_list_template = "admin/record/change_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"has_history": True, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        wrap, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("deleted/", wrap(self.deleted_view), name=f"{name}_deleted"),
            path("<int:pk>/history/<int:moment>/", wrap(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was done to a record, also to one that is deleted."""
        pk = self._pk(object_id)
        record = self.model._base_manager.filter(pk=pk).first()
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        entries = history(self.model, pk)
        if record is None and not entries:
            raise Http404("There is no such record, and nobody has deleted one.")
        page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": f"History of {record or self._called(pk)}",
            "page": page,
            "record_pk": pk,
            "may_restore": self._may_restore(request, record),
            "restore_name": self._name("restore"),
            "newest": entries[0] if entries and record is not None else None,
        }
        return self._answer(request, record, "history", context | (extra_context or {}))

    def restore_view(self, request: HttpRequest, pk: int, moment: int) -> HttpResponse:
        """What going back would change; on POST it is so again."""
        record = self.model._base_manager.filter(pk=pk).first()
        if not self._may_restore(request, record):
            raise PermissionDenied
        entry = self._entry(pk, moment)
        back = reverse(self._name("history"), args=[pk])
        try:
            if request.method == "POST":
                seen = request.POST.get("seen", "")
                done = restore_record(
                    self.model, pk, entry.moment, seen=seen, by=editor_of(request), now=timezone.now()
                )
            else:
                plan = plan_restoring(self.model, pk, entry.moment)
        except RestoringError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(back)
        if request.method == "POST":
            restored = self.model._base_manager.get(pk=pk)
            self.log_change(
                request, restored, f"Restored what it was on {timezone.localtime(entry.at):%Y-%m-%d %H:%M}."
            )
            said = " ".join([f"{restored} is what it was again. What it was before is kept here.", *done.left_out])
            self.message_user(request, said, messages.WARNING if done.left_out else messages.SUCCESS)
            return HttpResponseRedirect(back)
        called = record or self._called(pk)
        title = f"Bring back {called}?" if record is None else f"Restore {called}?"
        context = {"title": title, "plan": plan, "entry": entry, "back": back}
        return self._answer(request, record, "restore", context)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """The records that were deleted last, each with its history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        gone = history_of(self.model).filter(history_type=REMOVED).select_related("history_user")
        rows = {row.id: row for row in gone.order_by("-history_date", "-history_id")[: 2 * DELETED_SHOWN]}
        there = self.model._base_manager.in_bulk(list(rows))
        context = {
            "title": f"Deleted {self.opts.verbose_name_plural}",
            "rows": [(row, self._words(row)) for pk, row in rows.items() if pk not in there][:DELETED_SHOWN],
            "history_name": self._name("history"),
        }
        return self._answer(request, None, "deleted", context)

    def _may_restore(self, request: HttpRequest, record: Any) -> bool:
        if not self.has_change_permission(request):
            return False
        return record is not None or self.has_add_permission(request)

    def _entry(self, pk: int, moment: int) -> Entry:
        for entry in history(self.model, pk):
            if entry.microseconds == moment:
                return entry
        raise Http404("Nothing in the history has that time.")

    def _pk(self, object_id: str) -> int:
        text = unquote(object_id)
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise Http404("There is no such record.")
        return int(text)

    def _called(self, pk: int) -> str:
        """What a deleted record was called."""
        row = history_of(self.model).filter(id=pk).order_by("-history_date", "-history_id").first()
        return self._words(row) if row is not None else f"{self.opts.verbose_name} {pk}"

    def _words(self, row: Any) -> str:
        """A record of the history, in words."""
        for name in ("name", "title"):
            if hasattr(row, name):
                year = getattr(row, "release_year", None)
                return f"{getattr(row, name)} ({year})" if year else str(getattr(row, name))
        names, of = Names([row]), Credit._meta.get_field
        who, what = (names.of_value(of(name), getattr(row, f"{name}_id")) for name in ("person", "film"))
        return f"{who}, {row.get_job_display()} of {what}"

    def _name(self, screen: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{screen}"

    def _answer(self, request: HttpRequest, record: Any, template: str, context: dict[str, Any]) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "list_address": reverse(self._name("changelist")),
        }
        return TemplateResponse(request, f"admin/record/{template}.html", shared | context)
