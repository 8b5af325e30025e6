"""Merging two records: chosen, compared, done, listed and undone. One right lets an editor do all of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from essays.admin.account import editor_of
from essays.admin.record_facts import facts_of
from essays.desk.merge_plan import MergeError, plan_merge
from essays.desk.merging import merge, undo_merge
from essays.models import Double, Merge, RecordKind

MERGE = "essays.merge_records"
ALIKE_SHOWN = 20


class MergersOnly(admin.ModelAdmin):
    """A screen for those who may merge. Its rows are made and changed by merging alone."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MERGE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MERGE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Merge)
class MergeAdmin(MergersOnly):
    """What was merged into what, by whom; each can be undone."""

    when_empty = (
        "Nothing has been merged yet. Open a person, a film or a tag and press “Merge with another”, or "
        "look at the likely doubles."
    )
    list_display = ["gone_name", "kept_name", "kind", "merged_by", "merged_at", "undone_at"]
    list_filter = ["kind", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["merged_by"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["gone_name", "kept_name"]
    search_help_text = "A name of either record"
    fields = ["gone_name", "kept_name", ("merged_by", "merged_at"), ("undone_by", "undone_at")]
    change_form_template = "admin/essays/merge/change_form.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).defer("changes")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("choose/<str:kind>/<int:pk>/", view(self.choose_view), name="essays_merge_choose"),
            path("<str:kind>/<int:kept>/<int:gone>/", view(self.compare_view), name="essays_merge_compare"),
            path("<int:pk>/undo/", view(require_POST(self.undo_view)), name="essays_merge_undo"),
            *super().get_urls(),
        ]

    def choose_view(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """Choose the record to merge with this one."""
        record = self._record(request, kind, pk)
        chosen = ChooseForm(request.GET if "other" in request.GET else None, kind=RecordKind(kind), record=record)
        if chosen.is_bound and chosen.is_valid():
            other = chosen.cleaned_data["other"]
            return HttpResponseRedirect(reverse("admin:essays_merge_compare", args=[kind, record.pk, other.pk]))
        context = {
            "title": f"Merge with {record}",
            "record": record,
            "kind": kind,
            "form": chosen,
            "alike": self._alike(record),
            "media": self.media + chosen.media,
        }
        return self._page(request, "choose", context)

    def compare_view(self, request: HttpRequest, kind: str, kept: int, gone: int) -> HttpResponse:
        """Both records side by side, what would move and what clashes; posted, they are merged."""
        first, second = self._record(request, kind, kept), self._record(request, kind, gone)
        try:
            plan = plan_merge(first, second)
            chosen = None
            if request.method == "POST":
                chosen = {clash.key: request.POST.get(clash.key, "") for clash in plan.clashes}
                done = merge(first, second, by=editor_of(request), now=timezone.now(), chosen=chosen)
                self.log_change(request, first, f"Merged {second} into it.")
                said = f"{done.gone_name} is part of {done.kept_name} now. Below is what moved; it can be undone."
                self.message_user(request, said, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:essays_merge_change", args=[done.pk]))
        except MergeError as error:
            self.message_user(request, str(error), messages.ERROR)
            if first.pk == second.pk:
                return HttpResponseRedirect(reverse("admin:essays_merge_choose", args=[kind, first.pk]))
            plan = plan_merge(first, second)
        context = {
            "title": "Merge two records",
            "plan": plan,
            "clashes": [(clash, (chosen or {}).get(clash.key) or clash.default) for clash in plan.clashes],
            "sides": [(first, facts_of(first)), (second, facts_of(second))],
            "swap": reverse("admin:essays_merge_compare", args=[kind, second.pk, first.pk]),
        }
        return self._page(request, "compare", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo a merge, or say why that cannot be."""
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        done = Merge.objects.filter(pk=pk).first()
        if done is None:
            raise Http404("There is no such merge.")
        try:
            back = undo_merge(done, by=editor_of(request), now=timezone.now())
        except MergeError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, back, f"Taken out of {done.kept_name} again: the merge was undone.")
            said = f"Undone: {done.gone_name} and {done.kept_name} are two records again."
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_merge_change", args=[pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        done: Merge = kwargs["obj"]
        model = RecordKind(done.kind).model
        there = model.objects.in_bulk([done.kept_id, done.gone_id])
        context |= {
            "records": [(record, _change_address(record)) for record in there.values()],
            "title": f"Merge of {done}",
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def _record(self, request: HttpRequest, kind: str, pk: int) -> Any:
        if not request.user.has_perm(MERGE):
            raise PermissionDenied
        if kind not in RecordKind.values:
            raise Http404("There are no such records.")
        record = RecordKind(kind).model.objects.filter(pk=pk).first()
        if record is None:
            raise Http404(f"There is no such {kind}. It may have been merged or deleted.")
        return record

    def _alike(self, record: Any) -> list[tuple[Any, str]]:
        """Records that look like this one, the found doubles first, each with why."""
        kind = RecordKind.of(record).value
        found: dict[int, tuple[Any, str]] = {}
        for double in (record.doubles.all() | record.doubles_of_others.all()).waiting().with_records():
            other = next(one for one in double.records if one.pk != record.pk)
            found[other.pk] = (other, double.reason)
        screen: Any = self.admin_site.get_model_admin(RecordKind(kind).model)
        if hasattr(screen, "doubles"):
            for other in screen.doubles(record).exclude(pk=record.pk)[:ALIKE_SHOWN]:
                found.setdefault(other.pk, (other, "the same name"))
        return list(found.values())

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/essays/merge/{name}.html", context)


class ChooseForm(forms.Form):
    """The other record, by a search that knows every name."""

    def __init__(self, *args: Any, kind: RecordKind, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = Double._meta.get_field(kind.value)
        self.fields["other"] = forms.ModelChoiceField(
            kind.model.objects.exclude(pk=record.pk),
            label=f"The other {kind.label}",
            widget=AutocompleteSelect(field, admin.site),
            error_messages={"invalid_choice": "Choose another record from the list."},
        )


def _change_address(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
