"""Screens for essays: the list, the form in the order an editor works, the steps to publication, the wastebasket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.essay_form import EssayForm
from essays.admin.essay_list import (
    BylineFilter,
    OpenQuestionsFilter,
    PublicationFilter,
    WastebasketFilter,
)
from essays.admin.finding import FindingInline, settle
from essays.admin.mention import DecisionFormSet, FilmDecisionInline, LinkedInline, PersonDecisionInline
from essays.admin.source import SourceInline
from essays.desk import publishing
from essays.desk.editing import (
    StaleEssayError,
    WastebasketError,
    discard,
    essay_was_saved,
    take_back,
)
from essays.desk.mentions import MentionError
from essays.desk.publishing import PublishingError, Transition, may_take
from essays.models import Byline, Essay, EssayTag, FilmKey, Finding, Mention, Source, Subject
from people.choosing import ChosenSelect, RowsInline, TagFilter, TagsInline, count_rows
from people.names import name_key
from people.tagging import Tag

OPEN = Q(state__in=[Mention.State.UNDECIDED, Mention.State.PROPOSED]) | Q(is_lost=True)
SENTENCES_SHOWN = 10  # what a bulk action could not do, essay by essay; the rest are counted


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an essay towards its readers or away from them: a button of the form, a bulk action."""

    verb: Callable[..., Any]
    label: str
    transition: Transition


STEPS = {
    "submit": Step(publishing.submit, "Submit for review", publishing.SUBMIT),
    "approve": Step(publishing.approve, "Approve", publishing.APPROVE),
    "publish": Step(publishing.publish, "Publish", publishing.PUBLISH),
    "withdraw": Step(publishing.withdraw, "Withdraw", publishing.WITHDRAW),
    "return_to_draft": Step(publishing.return_to_draft, "Return to draft", publishing.RETURN),
}


class SubjectInline(RowsInline):
    model = Subject
    fields = ["film", "position"]
    autocomplete_fields = ["film"]
    verbose_name_plural = "subject films, the main one first"


class BylineInline(RowsInline):
    model = Byline
    fields = ["critic", "as_signed", "position"]
    autocomplete_fields = ["critic"]
    verbose_name_plural = "bylines, in order"


class EssayTagsInline(TagsInline):
    model = EssayTag


class EssayChangeList(ChangeList):
    """The list reads no text: a hundred essays would be megabytes."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> models.QuerySet[Any]:
        return super().get_queryset(*args, **kwargs).defer("body", "rendered")


class TagChoice(forms.Form):
    """The tag that a bulk action adds."""

    tag = forms.ModelChoiceField(queryset=Tag.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tag"]
        field.widget = ChosenSelect(EssayTag._meta.get_field("tag"), admin.site)
        field.widget.choices = field.choices  # type: ignore[attr-defined]
        field.widget.is_required = True


@admin.register(Essay)
class EssayAdmin(admin.ModelAdmin):
    """Essays. A save goes through the desk, which finds the mentions again and keeps a revision."""

    form = EssayForm
    list_display = [
        "headline",
        "kind",
        "status",
        "subject",
        "byline",
        "open_questions",
        "published_at",
        "updated_at",
    ]
    list_filter = [
        "status",
        "kind",
        OpenQuestionsFilter,
        PublicationFilter,
        BylineFilter,
        TagFilter,
        WastebasketFilter,
    ]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "published_at"
    ordering = ["-updated_at", "-id"]
    search_fields = ["headline", "standfirst", "bylines__critic__name", "films__keys__key", "sources__name"]
    search_help_text = "A headline, a critic, a film by any of its titles, or a document's name"
    fieldsets = [
        (None, {"fields": [("kind", "language", "has_spoilers"), "headline", "headline_is_proposed", "standfirst"]}),
        ("Text", {"fields": ["body", ("rating", "rating_printed")]}),
        ("Address and owner", {"fields": ["slug", "owner"], "classes": ["collapse"]}),
    ]
    autocomplete_fields = ["owner"]
    inlines = [
        SubjectInline,
        BylineInline,
        EssayTagsInline,
        FilmDecisionInline,
        PersonDecisionInline,
        FindingInline,
        LinkedInline,
        SourceInline,
    ]
    # The form in the order an editor works: fieldsets by their place above, rows by their class.
    working_order = (
        0,
        SubjectInline,
        BylineInline,
        1,
        EssayTagsInline,
        FilmDecisionInline,
        PersonDecisionInline,
        FindingInline,
        LinkedInline,
        SourceInline,
        2,
    )
    actions = ["submit_selected", "publish_selected", "withdraw_selected", "add_tag", "discard_selected", "put_back"]
    change_form_template = "admin/essays/essay/change_form.html"
    view_on_site = False  # the form has its own link, named preview while readers do not see the essay

    # The list

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        first_subject = Subject.objects.filter(essay=OuterRef("pk")).order_by("position")
        first_byline = Byline.objects.filter(essay=OuterRef("pk")).order_by("position")
        return (
            super()
            .get_queryset(request)
            .annotate(
                subject_title=Subquery(first_subject.values("film__title")[:1]),
                subject_year=Subquery(first_subject.values("film__release_year")[:1]),
                subject_count=count_rows(Essay, "subjects"),
                byline_name=Subquery(first_byline.values("critic__name")[:1]),
                byline_count=count_rows(Essay, "bylines"),
                open_link_count=count_rows(Essay, "mentions", OPEN),
                open_finding_count=count_rows(Essay, "findings", state=Finding.State.OPEN),
            )
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EssayChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        for word in search_term.split():
            key = name_key(word)
            films = FilmKey.objects.filter(key__contains=key).values("film")
            queryset = queryset.filter(
                Q(headline__icontains=word)
                | Q(standfirst__icontains=word)
                | Q(pk__in=Subject.objects.filter(film__in=films).values("essay"))
                | Q(pk__in=Byline.objects.filter(critic__name_key__contains=key).values("essay"))
                | Q(pk__in=Source.objects.filter(name__icontains=word, essay__isnull=False).values("essay"))
            )
        return queryset, False

    @admin.display(description="subject", ordering="subject_title")
    def subject(self, essay: Any) -> str:
        if not essay.subject_title:
            return ""
        year = f" ({essay.subject_year})" if essay.subject_year else ""
        return f"{essay.subject_title}{year}{_and_more(essay.subject_count)}"

    @admin.display(description="byline", ordering="byline_name")
    def byline(self, essay: Any) -> str:
        return f"{essay.byline_name}{_and_more(essay.byline_count)}" if essay.byline_name else ""

    @admin.display(description="to decide", ordering="open_link_count")
    def open_questions(self, essay: Any) -> str:
        links, findings = essay.open_link_count, essay.open_finding_count
        counted = ((links, "link"), (findings, "finding"))
        return ", ".join(f"{number} {word}{'s' if number > 1 else ''}" for number, word in counted if number)

    # Who may

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("essays.publish_essay")

    def has_change_permission(self, request: HttpRequest, obj: Essay | None = None) -> bool:
        """An essay in the wastebasket is read; to edit it, put it back first."""
        return super().has_change_permission(request, obj) and (obj is None or obj.discarded_at is None)

    # The form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        essay: Essay | None = kwargs.get("obj")
        fieldsets = list(context["adminform"])
        rows = {type(part.opts): part for part in context["inline_admin_formsets"]}
        parts: list[dict[str, Any]] = []
        for entry in self.working_order:
            if isinstance(entry, int):
                parts.append({"fieldset": fieldsets[entry], "number": entry})
            elif entry in rows:
                part = rows[entry]
                parts.append({"rows": part, "is_empty": not (part.has_add_permission or part.formset.initial_forms)})
        context |= {"working_parts": parts, "essay": essay}
        if essay is not None:
            context |= {
                "steps": list(self._steps_open_to(request, essay)),
                "revision_count": essay.revisions.count(),
                "last_revision": essay.revisions.select_related("saved_by").order_by("number").last(),
                "is_live": essay.is_live(),
                "may_restore": essay.discarded_at is not None and self.has_delete_permission(request, essay),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def _steps_open_to(self, request: HttpRequest, essay: Essay) -> Iterator[tuple[str, Step]]:
        for name, step in STEPS.items():
            if may_take(essay, step.transition, request.user):  # type: ignore[arg-type]
                yield name, step

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StaleEssayError:
            # Another save came between this form's check and its own write, which was rolled back: the same form
            # checked again now finds it and shows both texts.
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Essay, form: Any, change: bool) -> None:
        if change:
            if form.changed_essay():
                form.take_version()
                obj.save(update_fields=[*form.saved_fields, "updated_at"])
        else:
            obj.owner = obj.owner or request.user
            obj.save()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, DecisionFormSet):
            formset.save()
            return  # carried out once everything else of the form is stored
        if formset.model is Finding:
            for finding in formset.save(commit=False):
                settle(finding, by=request.user)
                finding.save(update_fields=["state", "settled_by", "settled_at"])
            return
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        is_changed = form.changed_essay() or any(formset.has_changed() for formset in formsets)
        if change and is_changed:
            form.take_version()
        super().save_related(request, form, formsets, change)
        if change and not is_changed:
            return
        now = timezone.now()
        for formset in formsets:
            if isinstance(formset, DecisionFormSet):
                self._carry_out(request, formset, now)
        note = "edited" if change else "written"
        essay_was_saved(form.instance, by=request.user, now=now, note=note, bumps_version=False)  # type: ignore[arg-type]

    def _carry_out(self, request: HttpRequest, formset: DecisionFormSet, now: dt.datetime) -> None:
        for decision in formset.decided():
            try:
                decision.carry_out(by=request.user, now=now)
            except MentionError as error:
                self.message_user(request, str(error), messages.WARNING)

    def response_add(self, request: HttpRequest, obj: Essay, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._take_step(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Essay) -> HttpResponse:
        return self._take_step(request, obj) or super().response_change(request, obj)

    def _take_step(self, request: HttpRequest, essay: Essay) -> HttpResponse | None:
        """What the pressed button asks for beside saving; None where it was an ordinary save."""
        name = request.POST.get("_step", "")
        if name not in STEPS:
            return None
        step = STEPS[name]
        if not request.user.has_perm(step.transition.permission):
            raise PermissionDenied
        try:
            step.verb(Essay.objects.get(pk=essay.pk), by=request.user, now=timezone.now())
        except PublishingError as error:
            self.message_user(request, f"Your changes are saved. {error}", messages.WARNING)
        else:
            self.log_change(request, essay, f"{step.transition.verb.capitalize()}.")
            self.message_user(request, f"“{essay}” is saved and {step.transition.verb}.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))

    # The wastebasket

    def get_urls(self) -> list[Any]:
        restore_view = self.admin_site.admin_view(self.restore_view)
        return [path("<path:object_id>/restore/", restore_view, name="essays_essay_restore"), *super().get_urls()]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then put the essay in the wastebasket. Needs the right to delete, and of a live one to publish."""
        essay: Essay | None = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, essay):
            raise PermissionDenied
        if essay is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if essay.is_live() and not self.has_publish_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                discard(essay, by=request.user, now=timezone.now())
            except WastebasketError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.log_change(request, essay, "Put in the wastebasket.")
                self.message_user(request, f"“{essay}” is in the wastebasket, from where it can be put back.")
            return HttpResponseRedirect(reverse("admin:essays_essay_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Put in the wastebasket?",
            "opts": self.opts,
            "original": essay,
            "is_live": essay.is_live(),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/essays/essay/discard.html", context)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take an essay out of the wastebasket. Needs the right to delete."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        essay: Essay | None = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, essay):
            raise PermissionDenied
        if essay is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        try:
            take_back(essay, by=request.user, now=timezone.now())
        except WastebasketError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, essay, "Taken out of the wastebasket.")
            self.message_user(request, f"“{essay}” is back.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))

    # Bulk actions

    def get_actions(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actions = super().get_actions(request, *args, **kwargs)
        actions.pop("delete_selected", None)  # an essay goes to the wastebasket
        return actions

    @admin.action(description="Submit for review", permissions=["change"])
    def submit_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do_step(request, queryset, STEPS["submit"])

    @admin.action(description="Publish", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do_step(request, queryset, STEPS["publish"])

    @admin.action(description="Withdraw", permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do_step(request, queryset, STEPS["withdraw"])

    @admin.action(description="Put in the wastebasket", permissions=["delete"])
    def discard_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        def verb(essay: Essay, **how: Any) -> None:
            if essay.is_live() and not self.has_publish_permission(request):
                raise WastebasketError(f"“{essay}” is published, and you may not take it from its readers.")
            discard(essay, **how)

        self._do(request, queryset, verb, "put in the wastebasket")

    @admin.action(description="Take out of the wastebasket", permissions=["delete"])
    def put_back(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do(request, queryset, take_back, "taken out of the wastebasket")

    @admin.action(description="Add a tag …", permissions=["change"])
    def add_tag(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> HttpResponse | None:
        form = TagChoice(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            tag = form.cleaned_data["tag"]

            @transaction.atomic
            def verb(essay: Essay, *, by: Any, now: Any) -> None:
                if not EssayTag.objects.get_or_create(content_object=essay, tag=tag)[1]:
                    raise PublishingError(f"“{essay}” has the tag “{tag}” already.")
                essay_was_saved(essay, by=by, now=now, note=f"tagged {tag}")

            self._do(request, queryset, verb, f"tagged “{tag}”")
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Add a tag",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "essays": queryset.order_by("headline")[:SENTENCES_SHOWN],
            "number": queryset.count(),
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/essays/essay/add_tag.html", context)

    def _do_step(self, request: HttpRequest, queryset: models.QuerySet[Essay], step: Step) -> None:
        self._do(request, queryset, step.verb, step.transition.verb)

    def _do(self, request: HttpRequest, queryset: models.QuerySet[Essay], verb: Callable[..., Any], done: str) -> None:
        """Call ``verb`` for each essay, and say how many it did and, one by one, what it could not."""
        number, refused = 0, []
        for pk in list(queryset.values_list("pk", flat=True)):
            essay = Essay.objects.get(pk=pk)
            try:
                verb(essay, by=request.user, now=timezone.now())
            except (PublishingError, WastebasketError) as error:
                refused.append(str(error))
            else:
                number += 1
                self.log_change(request, essay, f"{done.capitalize()}.")
        if number:
            self.message_user(request, f"{number} {'essay' if number == 1 else 'essays'} {done}.", messages.SUCCESS)
        for sentence in refused[:SENTENCES_SHOWN]:
            self.message_user(request, sentence, messages.WARNING)
        if (more := len(refused) - SENTENCES_SHOWN) > 0:
            self.message_user(request, f"{more} more were not {done}, for reasons like these.", messages.WARNING)


def _and_more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""
