"""The form of an essay, in the order an editor works; a save goes through the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.beside import EssayBeside
from essays.admin.calendar import EssayCalendar
from essays.admin.essay_actions import STEPS, EssayActions
from essays.admin.essay_form import EssayForm
from essays.admin.essay_list import EssayList
from essays.admin.finding import FindingInline, settle
from essays.admin.history import EssayHistory
from essays.admin.mention import DecisionFormSet, FilmDecisionInline, LinkedInline, PersonDecisionInline
from essays.admin.reviewing import EssayReviewing
from essays.admin.saved_filters import EssaySavedFilters
from essays.admin.schedule import EssaySchedule
from essays.admin.sharing import EssaySharing
from essays.admin.source import SourceInline
from essays.desk.checklist import what_is_missing
from essays.desk.editing import StaleEssayError, essay_was_saved
from essays.desk.mentions import MentionError
from essays.desk.publishing import PUBLISH, PublishingError, may_change, may_take, why_not_changed
from essays.desk.reviewing import may_ask
from essays.desk.revising import last_revision
from essays.desk.scheduling import may_schedule
from essays.desk.sharing import may_share
from essays.models import Byline, Correction, Essay, EssayTag, Finding, ReviewRequest, Subject
from essays.models.essay import reaches_every_essay
from people.choosing import RowsInline, TagsInline

GOING_ON = {"schedule": may_schedule, "review": may_ask}  # buttons that save and lead to a screen of their own


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


class CorrectionInline(RowsInline):
    model = Correction
    fields = ["what_was", "what_is", "corrected_on"]
    verbose_name_plural = "corrections, which readers see below the text"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name.startswith("what_"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "class": "desk-correction"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EssayTagsInline(TagsInline):
    model = EssayTag


@admin.register(Essay)
class EssayAdmin(
    EssayBeside,
    EssayList,
    EssayActions,
    EssayCalendar,
    EssayHistory,
    EssayReviewing,
    EssaySavedFilters,
    EssaySchedule,
    EssaySharing,
):
    """Essays. A save goes through the desk, which finds the mentions again and keeps a revision."""

    form = EssayForm
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
        CorrectionInline,
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
        CorrectionInline,
        SourceInline,
        2,
    )
    change_form_template = "admin/essays/essay/change_form.html"
    view_on_site = False  # the form has its own link, named preview while readers do not see the essay

    def has_change_permission(self, request: HttpRequest, obj: Essay | None = None) -> bool:
        """An essay in the wastebasket is put back before it is edited; one that readers see, only publishers edit."""
        has_right = super().has_change_permission(request, obj)
        if obj is None or not has_right:
            return has_right
        return obj.discarded_at is None and may_change(obj, editor_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Essay | None = None) -> list[str]:
        """Whose an essay is, an author does not say: what they write is theirs."""
        own = [] if reaches_every_essay(request.user) else ["owner"]
        return [*super().get_readonly_fields(request, obj), *own]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        essay: Essay | None = kwargs.get("obj")
        if request.method == "POST":  # it is shown again, as it could not be stored
            self.keep_sent(request, essay)
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
        if self.has_change_permission(request, essay) if essay else self.has_add_permission(request):
            context |= self.autosave_context(request, essay, context["adminform"].form)
        if essay is not None:
            context |= {
                "steps": list(self._steps_open_to(request, essay)),
                "revision_count": essay.revisions.count(),
                "last_revision": last_revision(essay),
                "is_live": essay.is_live(),
                "standing": essay.standing(),
                "review": ReviewRequest.objects.filter(essay=essay).select_related("reviewer").first(),
                "may_ask": may_ask(essay, editor_of(request)),
                "may_share": may_share(essay, editor_of(request)),
                "why_read_only": self._why_read_only(request, essay),
                "may_discard": self.has_discard_permission(request, essay),
                **self.draft_context(request, essay),
                **self.writing_context(request, essay),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def _why_read_only(self, request: HttpRequest, essay: Essay) -> str:
        """Why this editor, who may change essays, may not change this one; empty where they may."""
        by = editor_of(request)
        is_open = essay.discarded_at is not None or may_change(essay, by) or not super().has_change_permission(request)
        return "" if is_open else why_not_changed(essay, by)

    def _steps_open_to(self, request: HttpRequest, essay: Essay) -> Iterator[tuple[str, str]]:
        """The buttons beside Save: what each sends, and what it says after “Save and”."""
        by, is_scheduled = editor_of(request), essay.is_scheduled()
        for name, step in STEPS.items():
            if may_take(essay, step.transition, by):
                off = is_scheduled and name == "withdraw"
                yield name, "take it off the schedule" if off else step.label.lower()
        if may_schedule(essay, by):
            yield "schedule", "schedule …" if essay.planned_at is None else "change the schedule …"
        if may_ask(essay, by):
            yield "review", "ask for a review …"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except StaleEssayError:
            # Another save came between this form's check and its own write, which was rolled back: the same form
            # checked again now finds it and shows both texts.
            return super().changeform_view(request, object_id, *args, **kwargs)
        except PermissionDenied:
            if (refused := self.refused(request, object_id)) is None:
                raise
            return refused

    def save_model(self, request: HttpRequest, obj: Essay, form: Any, change: bool) -> None:
        if change:
            if form.changed_essay():
                form.take_version()
                obj.save(update_fields=[*form.saved_fields, "updated_at"])
        else:
            obj.owner = obj.owner or editor_of(request)
            obj.save()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if isinstance(formset, DecisionFormSet):
            formset.save()
            return  # carried out once everything else of the form is stored
        if formset.model is Finding:
            for finding in formset.save(commit=False):
                settle(finding, by=editor_of(request))
                finding.save(update_fields=["state", "settled_by", "settled_at"])
            return
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        is_changed = form.changed_essay() or any(formset.has_changed() for formset in formsets)
        if change and is_changed:
            form.take_version()
        super().save_related(request, form, formsets, change)
        self.was_saved(request, form.instance if change else None)
        if change and not is_changed:
            return
        now = timezone.now()
        for formset in formsets:
            if isinstance(formset, DecisionFormSet):
                self._carry_out(request, formset, now)
        note = "edited" if change else "written"
        lost_before = form.instance.mentions.filter(is_lost=True).count()
        pointed = form.cleaned_data["links"] if request.user.has_perm("essays.change_mention") else ()
        saved = essay_was_saved(
            form.instance, by=editor_of(request), now=now, note=note, bumps_version=False, pointed=pointed
        )
        form.instance.made_now = saved.revision
        self.say_refused(request, saved.refused)
        if said := _what_changed(saved.new_links, saved.to_decide, saved.lost - lost_before):
            self.message_user(request, said, messages.WARNING if saved.lost > lost_before else messages.INFO)

    def _carry_out(self, request: HttpRequest, formset: DecisionFormSet, now: dt.datetime) -> None:
        for decision in formset.decided():
            try:
                decision.carry_out(by=editor_of(request), now=now)
            except MentionError as error:
                self.message_user(request, str(error), messages.WARNING)

    def response_add(self, request: HttpRequest, obj: Essay, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._take_step(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Essay) -> HttpResponse:
        return self._take_step(request, obj) or super().response_change(request, obj)

    def _take_step(self, request: HttpRequest, essay: Essay) -> HttpResponse | None:
        """What the pressed button asks for beside saving; None where it was an ordinary save."""
        name = request.POST.get("_step", "")
        if (may_go_on := GOING_ON.get(name)) and may_go_on(essay, editor_of(request)):
            return HttpResponseRedirect(reverse(f"admin:essays_essay_{name}", args=[essay.pk]))
        if name not in STEPS:
            return None
        step = STEPS[name]
        if not request.user.has_perm(step.transition.permission):
            raise PermissionDenied
        how: dict[str, Any] = {"by": editor_of(request), "now": timezone.now()}
        if step.transition is PUBLISH and (made := getattr(essay, "made_now", None)):
            how |= {"made": made, "is_new": False}
        try:
            done = step.verb(Essay.objects.get(pk=essay.pk), **how)
        except PublishingError as error:
            self.message_user(request, f"Your changes are saved. {error}", messages.WARNING)
        else:
            verb = done or step.transition.verb
            self.log_change(request, essay, f"{verb.capitalize()}.")
            self.message_user(request, f"“{essay}” is saved and {verb}.", messages.SUCCESS)
            if step.transition is PUBLISH and (missing := what_is_missing(essay)):
                said = " Also, ".join(each.sentence for each in missing)
                self.message_user(request, f"Readers see it, but {said}", messages.WARNING)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))


def _what_changed(new_links: int, to_decide: int, lost: int) -> str:
    """What a save made of the links of an essay, as a sentence; empty where nothing came or went."""
    found = []
    if new_links:
        found.append(f"{new_links} new {'link' if new_links == 1 else 'links'}")
    if to_decide:
        found.append(f"{to_decide} to decide")
    sentences = [f"{', '.join(found)}."] if found else []
    if lost > 0:
        said = "1 link lost its words" if lost == 1 else f"{lost} links lost their words"
        sentences.append(f"{said}: see “to decide” below the text.")
    return " ".join(sentences)
