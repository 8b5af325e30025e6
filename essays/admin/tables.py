"""Tables on the desk: records taken away as CSV, as their list is narrowed, and brought after a look at each row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.desk.tables import (
    BYTES_MOST,
    CAN_TABLES,
    ROWS_MOST,
    TableError,
    columns_of,
    exported,
    look_at,
    take_in,
    text_of,
)

ROWS_SHOWN = 200  # of a preview; what is wrong comes first


class TableForm(forms.Form):
    """The file."""

    table = forms.FileField(
        label="CSV file",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=f"In UTF-8, at most {ROWS_MOST:,} rows, with commas, semicolons or tabs between the cells.",
    )


class Tables(admin.ModelAdmin):
    """To take away needs the right to view; to bring, to add and to change."""

    change_list_template = "admin/record/change_list.html"

    def get_urls(self) -> list[Any]:
        wrap, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        urls = [
            path("csv/", wrap(self.table_view), name=f"{name}_table"),
            path("export.csv", wrap(self.export_view), name=f"{name}_export"),
        ]
        return [*(urls if CAN_TABLES else []), *super().get_urls()]

    @property
    def table_kind(self) -> str:
        return str(self.opts.model_name)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        told = {"can_tables": CAN_TABLES, "may_bring_table": self._may_bring(request), **(extra_context or {})}
        return super().changelist_view(request, told)

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The records of the list as it is searched and narrowed."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        narrowed = self.get_changelist_instance(request).get_queryset(request).order_by().values("pk")
        records = self.model._default_manager.filter(pk__in=narrowed)
        answer = StreamingHttpResponse(exported(self.table_kind, records), content_type="text/csv; charset=utf-8")
        today = timezone.localdate().isoformat()
        answer["Content-Disposition"] = f'attachment; filename="{self.opts.verbose_name_plural}-{today}.csv"'
        return answer

    def table_view(self, request: HttpRequest) -> HttpResponse:
        """A file, then what each of its rows would do, then the button that stores it."""
        if not self._may_bring(request):
            raise PermissionDenied
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        name, text, report = "", "", None
        try:
            if "seen" in request.POST:
                form = TableForm()
                name, text = request.POST.get("name", "")[:200], request.POST.get("text", "")
                text = text_of(text.encode(), name=name or "The table")
                seen = request.POST["seen"]
                report = take_in(self.table_kind, text, name=name, seen=seen, by=editor_of(request), now=timezone.now())
                if report.is_stored:
                    self.message_user(request, f"Stored from {name}: {report.sentence()}", messages.SUCCESS)
                    return HttpResponseRedirect(
                        reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
                    )
                said = "Somebody changed these records meanwhile. Nothing was stored: look at the rows again."
                self.message_user(request, said, messages.WARNING)
            elif request.method == "POST" and form.is_valid():
                upload = form.cleaned_data["table"]
                name = upload.name[:200]
                text = text_of(upload.read(BYTES_MOST + 1), name=name)
                report = look_at(self.table_kind, text, name=name)
        except TableError as error:
            form.errors.clear()
            self.message_user(request, str(error), messages.ERROR)
        shown = sorted(report.telling, key=lambda row: row.outcome != "wrong") if report else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Bring {self.opts.verbose_name_plural} as a table",
            "list_address": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "form": form,
            "name": name,
            "text": text,
            "report": report,
            "rows": shown[:ROWS_SHOWN],
            "left_out": max(0, len(shown) - ROWS_SHOWN),
            "columns": columns_of(self.table_kind),
            "export_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_export",
        }
        return TemplateResponse(request, "admin/record/table.html", context)

    def _may_bring(self, request: HttpRequest) -> bool:
        return CAN_TABLES and self.has_add_permission(request) and self.has_change_permission(request)
