"""A review asked of somebody: a screen of its own, a column and a filter of the list of essays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.opening import viewed_essay
from essays.desk.reviewing import (
    NOTE_MAX_LENGTH,
    ReviewingError,
    ask_review,
    may_ask,
    reviewers,
    take_back_request,
    tell_reviewer,
)
from essays.models import Account, Essay, ReviewRequest


class ReviewForm(forms.Form):
    """Of whom, until when, and what to look at."""

    reviewer: forms.ModelChoiceField[Account] = forms.ModelChoiceField(queryset=Account.objects.none())
    due_on = forms.DateField(
        label="Wanted by",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Left empty there is no hurry.",
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_MAX_LENGTH,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="What to look at: “Is the quotation from the script?”",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reviewer"]
        field.queryset = reviewers()

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on is not None and due_on < timezone.localdate():
            raise forms.ValidationError("That day is past. Give today or a day to come.")
        return due_on


class ReviewFilter(admin.SimpleListFilter):
    """Essays in review by who was asked."""

    title = "review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("mine", "asked of me"), ("late", "asked for and late"), ("nobody", "in review, nobody asked")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        in_review = queryset.filter(status=Essay.Status.IN_REVIEW)
        match self.value():
            case "mine":
                return in_review.filter(review_request__reviewer=request.user.pk)
            case "late":
                return in_review.filter(review_request__due_on__lt=timezone.localdate())
            case "nobody":
                return in_review.filter(review_request__isnull=True)
        return queryset


class EssayReviewing(admin.ModelAdmin):
    """The screen on which a review is asked for or taken back. Needs the right to change the essays one works on."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.review_view)
        return [path("<path:object_id>/review/", view, name="essays_essay_review"), *super().get_urls()]

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        essay = viewed_essay(self, request, object_id)
        by = editor_of(request)
        asked = ReviewRequest.objects.filter(essay=essay).select_related("reviewer", "asked_by").first()
        is_asked_of_me = asked is not None and asked.reviewer_id == by.pk
        may = may_ask(essay, by)
        if not (may or is_asked_of_me):
            raise PermissionDenied
        initial = {"reviewer": asked.reviewer_id, "due_on": asked.due_on, "note": asked.note} if asked else {}
        form = ReviewForm(request.POST if "ask" in request.POST else None, initial=initial)
        try:
            if "take_back" in request.POST:
                take_back_request(essay, by=by)
                self.log_change(request, essay, "Nobody is asked to review it any more.")
                self.message_user(request, f"Nobody is asked to review “{essay}” now.", messages.SUCCESS)
                return self._to(essay)
            if "ask" in request.POST and form.is_valid():
                return self._ask(request, essay, form.cleaned_data, by)
        except ReviewingError as error:
            self.message_user(request, str(error), messages.ERROR)
            return self._to(essay)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Review of “{essay}”",
            "opts": self.opts,
            "original": essay,
            "form": form if may else None,
            "asked": asked,
        }
        return TemplateResponse(request, "admin/essays/essay/review.html", context)

    def _ask(self, request: HttpRequest, essay: Essay, said: dict[str, Any], by: Account) -> HttpResponse:
        asked = ask_review(
            essay, of=said["reviewer"], due_on=said["due_on"], note=said["note"], by=by, now=timezone.now()
        )
        self.log_change(request, essay, f"Asked {asked.reviewer} to review it.")
        mailed = tell_reviewer(asked, root=request.build_absolute_uri("/").rstrip("/"))
        sentence = f"{asked.reviewer} is asked to review “{essay}”. {mailed.sentence}"
        self.message_user(request, sentence, messages.SUCCESS if mailed.is_sent else messages.WARNING)
        return self._to(essay)

    def _to(self, essay: Essay) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))
