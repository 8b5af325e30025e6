"""Bulk actions that ask for one thing first: which tag is put on essays or taken off, whose they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from essays.admin.refusals import SENTENCES_SHOWN
from essays.desk.filing import assign_essay, tag_essay, untag_essay, who_may_own
from essays.models import Account, Essay, EssayTag
from people.choosing import ChosenSelect
from people.tagging import Tag


class TagChoice(forms.Form):
    """The tag that is put on or taken off."""

    tag: forms.ModelChoiceField[Tag] = forms.ModelChoiceField(queryset=Tag.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tag"]
        field.widget = ChosenSelect(EssayTag._meta.get_field("tag"), admin.site)
        field.widget.choices = field.choices  # type: ignore[attr-defined]
        field.widget.is_required = True


class OwnerChoice(forms.Form):
    """Whose the essays become."""

    owner: forms.ModelChoiceField[Account] = forms.ModelChoiceField(queryset=Account.objects.none(), label="Account")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = who_may_own()  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Filing:
    """What is asked for, what is done with it, and the words for both."""

    form: type[forms.Form]
    verb: Callable[..., None]
    title: str
    question: str
    button: str
    done: str


FILINGS = {
    "add_tag": Filing(TagChoice, tag_essay, "Add a tag", "will carry the tag:", "Add the tag", "tagged “{}”"),
    "remove_tag": Filing(
        TagChoice, untag_essay, "Take a tag off", "will lose the tag:", "Take the tag off", "freed of the tag “{}”"
    ),
    "assign": Filing(
        *(OwnerChoice, assign_essay, "Assign to somebody", "will be the account's:", "Assign", "assigned to {}")
    ),
}


class EssayFiling(admin.ModelAdmin):
    """The actions. Each essay is asked for its own rights; what one refuses does not keep the others."""

    def has_assign_permission(self, request: HttpRequest) -> bool:
        """The right to change essays, and to reach those of others."""
        return request.user.has_perms(["essays.change_essay", "essays.reach_every_essay"])

    @admin.action(description="Add a tag …", permissions=["change"])
    def add_tag(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> HttpResponse | None:
        return self._file(request, queryset, "add_tag")

    @admin.action(description="Take a tag off …", permissions=["change"])
    def remove_tag(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> HttpResponse | None:
        return self._file(request, queryset, "remove_tag")

    @admin.action(description="Assign to …", permissions=["assign"])
    def assign(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> HttpResponse | None:
        return self._file(request, queryset, "assign")

    def _file(self, request: HttpRequest, queryset: models.QuerySet[Essay], action: str) -> HttpResponse | None:
        """Ask, and then do it; None once it is done."""
        filing = FILINGS[action]
        form = filing.form(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            ((name, chosen),) = form.cleaned_data.items()
            self._do(request, queryset, partial(filing.verb, **{name: chosen}), filing.done.format(chosen))
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": filing.title,
            "filing": filing,
            "action": action,
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "essays": queryset.order_by("headline")[:SENTENCES_SHOWN],
            "number": queryset.count(),
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/essays/essay/filing.html", context)

    def _do(self, request: HttpRequest, queryset: models.QuerySet[Essay], verb: Callable[..., Any], done: str) -> None:
        raise NotImplementedError
