"""Saved filters at the head of the list of essays: each editor's own, kept as the plain query of the list."""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse

from essays.admin.account import editor_of
from essays.desk.saving_filters import FilterError, NameTakenError, rename_filter, save_filter
from essays.models import SavedFilter
from essays.models.saved_filter import NAME_MAX_LENGTH

NOT_KEPT = {PAGE_VAR, ALL_VAR, ERROR_FLAG}  # where one is in the list, not what it holds


class NameForm(forms.Form):
    """What a saved filter is called."""

    name = forms.CharField(
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Only you see it: “My reviews in review”.",
    )


class SaveForm(NameForm):
    """A name for the list as it is narrowed."""

    query = forms.CharField(widget=forms.HiddenInput, required=False)


def plain_query(asked: QueryDict) -> str:
    """What a list holds by its address: the same of two addresses that narrow it alike, empty where it holds all."""
    said = [
        (name, " ".join(value.split()) if name == SEARCH_VAR else value)
        for name, values in asked.lists()
        if name not in NOT_KEPT
        for value in values
    ]
    return urlencode(sorted(one for one in said if one[1]))


class EssaySavedFilters(admin.ModelAdmin):
    """The links at the head of the list, and the screen on which they are renamed and deleted.

    Needs the right to view essays. What somebody else saved is not there.
    """

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("filters/", view(self.filters_view), name="essays_essay_filters"),
            path("filters/<int:pk>/", view(self.rename_filter_view), name="essays_essay_filter_rename"),
            path("filters/<int:pk>/delete/", view(self.delete_filter_view), name="essays_essay_filter_delete"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        context = getattr(answer, "context_data", None) or {}
        if "cl" in context and not context["cl"].is_popup:
            saved = list(editor_of(request).saved_filters.all())
            query = plain_query(request.GET)
            is_new = bool(query) and query not in {one.query for one in saved}
            context |= {"saved_filters": saved, "plain_query": query, "name_form": NameForm() if is_new else None}
        return answer

    def filters_view(self, request: HttpRequest) -> HttpResponse:
        """The editor's saved filters; a POST saves one more, or says what stands in the way and asks again."""
        by = self._editor(request)
        form = SaveForm(request.POST if request.method == "POST" else None)
        context: dict[str, Any] = {}
        if form.is_valid():
            name, asked = form.cleaned_data["name"], form.cleaned_data["query"]
            try:
                query = self._checked(request, asked)
                saved = save_filter(name, query, by=by, replaces="replace" in request.POST)
            except FilterError as error:
                form.add_error(None, str(error))
                context["taken"] = error.there if isinstance(error, NameTakenError) else None
            else:
                self.message_user(request, f"“{saved}” is saved: it stands above the list.", messages.SUCCESS)
                return HttpResponseRedirect(f"{self._list()}?{saved.query}")
        words = self._words(request)
        context |= {
            "title": "Saved filters",
            "longest": NAME_MAX_LENGTH,
            "form": form if form.is_bound else None,
            "rows": [(one, self._said(one.query, words)) for one in by.saved_filters.all()],
        }
        return self._shown(request, "filters", context)

    def rename_filter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        by, saved = self._editor(request), self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = NameForm(request.POST)
        before = str(saved)
        try:
            if not form.is_valid():
                raise FilterError(f"“{saved}” keeps its name. {' '.join(map(str, form.errors['name']))}")
            rename_filter(saved, form.cleaned_data["name"], by=by)
        except FilterError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, f"“{before}” is called “{saved}” now.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_essay_filters"))

    def delete_filter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks first; a POST deletes."""
        saved = self._own(request, pk)
        if request.method == "POST":
            saved.delete()
            self.message_user(request, f"“{saved}” is deleted. The essays are as they were.", messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:essays_essay_filters"))
        said = self._said(saved.query, self._words(request))
        return self._shown(request, "filter_delete", {"title": "Delete a saved filter", "saved": saved, "said": said})

    def _editor(self, request: HttpRequest) -> Any:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return editor_of(request)

    def _own(self, request: HttpRequest, pk: int) -> SavedFilter:
        saved = SavedFilter.objects.filter(account=self._editor(request), pk=pk).first()
        if saved is None:
            raise Http404("You have no such filter.")
        return saved

    def _list(self) -> str:
        return reverse("admin:essays_essay_changelist")

    def _shown(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/essays/essay/{name}.html", context)

    def _checked(self, request: HttpRequest, asked: str) -> str:
        """The query, once the list has answered to it. Raises FilterError where it is none of this list."""
        query = plain_query(QueryDict(asked))
        parameters = QueryDict(query)
        known = self._words(request, look=False)
        for name in parameters:
            if name not in known:
                raise FilterError(
                    f"“{name}” is no filter of this list, so that nothing was saved. Narrow it by its own filters."
                )
        tried: Any = copy.copy(request)
        tried.GET = parameters
        try:
            if "%00" in query:  # PostgreSQL takes none
                raise IncorrectLookupParameters
            self.get_changelist_instance(tried)
        except IncorrectLookupParameters:
            raise FilterError("The list cannot be narrowed like this. Choose the filters again.") from None
        return query

    def _words(self, request: HttpRequest, *, look: bool = True) -> dict[str, tuple[str, dict[str, str]]]:
        """Of each parameter that narrows the list, what it is called and what its values are.

        Without ``look`` the values are left out that must be asked of the database.
        """
        words: dict[str, tuple[str, dict[str, str]]] = {SEARCH_VAR: ("words", {}), ORDER_VAR: ("order", {})}
        narrowing: Any = self.get_list_filter(request)
        for one in narrowing:
            if isinstance(one, str):
                field: Any = self.opts.get_field(one)
                values = {str(value): str(label) for value, label in field.flatchoices}
                words[f"{one}__exact"] = (str(field.verbose_name), values)
                words[f"{one}__isnull"] = (str(field.verbose_name), {"True": "none", "False": "any"})
            else:
                choices = one(request, {}, self.model, self).lookup_choices if look else ()
                words[one.parameter_name] = (str(one.title), {str(v): str(label) for v, label in choices})
        for part in ("year", "month", "day"):
            words[f"{self.date_hierarchy}__{part}"] = (f"{part} of publication", {})
        if look:
            words[ORDER_VAR] = ("order", self._columns(request))
        return words

    def _columns(self, request: HttpRequest) -> dict[str, str]:
        """The columns of the list by the numbers that an order has of them."""
        shown = [*(["action_checkbox"] if self.get_actions(request) else []), *self.get_list_display(request)]
        return {str(n): str(label_for_field(name, self.model, self)) for n, name in enumerate(shown)}

    def _said(self, query: str, words: dict[str, tuple[str, dict[str, str]]]) -> list[tuple[str, str]]:
        """What a query narrows the list to, part by part."""
        said = []
        for name, values in QueryDict(query).lists():
            title, labels = words.get(name, (name, {}))
            for value in values:
                if name == ORDER_VAR:
                    said.append((title, ", ".join(_column(one, labels) for one in value.split("."))))
                else:
                    said.append((title, labels.get(value, value)))
        return said


def _column(number: str, labels: dict[str, str]) -> str:
    """One column of an order: “headline”, “published, backwards”."""
    label = labels.get(number.removeprefix("-"), number)
    return f"{label}, backwards" if number.startswith("-") else label
