"""The draft beside a text that readers see, on the desk: its form, what it changes for readers, and its two ends."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.autosave import AS_SAVED, EssayAutosave
from essays.admin.draft_form import DraftForm
from essays.admin.noting import EssayNotes
from essays.admin.opening import viewed_essay
from essays.desk.autosaving import forget_unsaved
from essays.desk.beside import (
    DRAFTED,
    Beside,
    DraftError,
    SavedDraft,
    StaleDraftError,
    brought_together,
    clashes_of,
    discard_draft,
    links_of_draft,
    may_draft,
    may_end,
    publish_draft,
    save_draft,
    waiting_draft,
    what_it_changes,
)
from essays.desk.checklist import what_is_missing
from essays.desk.publishing import PublishingError
from essays.desk.sharing import may_share
from essays.models import Essay
from essays.rendering.counting import reading_minutes, word_count

FIELDSETS: Any = [
    (None, {"fields": [("kind", "language", "has_spoilers"), "headline", "headline_is_proposed", "standfirst"]}),
    ("Text", {"fields": ["body", ("rating", "rating_printed")]}),
]


class EssayBeside(EssayAutosave, EssayNotes):
    """To look needs the right to view the essay; to write, to change essays; to publish, what the essay itself asks."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/draft/", wrap(self.draft_view), name="essays_essay_draft"),
            path("<path:object_id>/draft/changes/", wrap(self.changes_view), name="essays_essay_draft_changes"),
            path("<path:object_id>/draft/publish/", wrap(self.publish_draft_view), name="essays_essay_draft_publish"),
            path("<path:object_id>/draft/discard/", wrap(self.discard_draft_view), name="essays_essay_draft_discard"),
            *super().get_urls(),
        ]

    def draft_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of the draft; what is saved in it no reader sees."""
        essay = viewed_essay(self, request, object_id)
        by = editor_of(request)
        if not may_draft(essay, by):
            raise PermissionDenied
        draft = waiting_draft(essay)
        clashes = clashes_of(essay, draft) if draft else 0
        form = self._draft_form(request, essay, draft, is_clashing=bool(clashes))
        if request.method == "POST" and form.is_valid():
            try:
                saved = save_draft(
                    form.instance,
                    seen=form.seen(),
                    by=by,
                    now=timezone.now(),
                    is_compared="is_compared" in request.POST,
                    pointed=form.cleaned_data["links"] if request.user.has_perm("essays.change_mention") else None,
                )
            except StaleDraftError:
                # Saved between the form's check and its own write: the same form checked again shows both texts.
                form = self._draft_form(request, essay, waiting_draft(essay), is_clashing=False)
                form.is_valid()
            except DraftError as error:
                form.add_error(None, str(error))
            else:
                return self._draft_was_saved(request, essay, saved)
        parts = helpers.AdminForm(form, FIELDSETS, {}, model_admin=self)
        context = {
            "title": f"Draft beside the live text of “{essay}”",
            "draft": draft,
            "form": form,
            "adminform": parts,
            "errors": helpers.AdminErrorList(form, []),
            "media": self.media + parts.media,
            "clashes": clashes,
            "draft_address": request.path,
            **self.writing_context(request, draft.essay if draft else essay, of_draft=draft is not None),
            **self.autosave_context(request, essay, form, of_draft=True),
        }
        return self._beside(request, essay, "draft", context)

    def changes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What readers would see otherwise, and the buttons that publish the draft or throw it away."""
        essay = viewed_essay(self, request, object_id)
        draft = self._waiting(essay)
        by = editor_of(request)
        context = {
            "title": f"What the draft of “{essay}” changes",
            "draft": draft,
            "comparison": what_it_changes(essay, draft),
            "clashes": clashes_of(essay, draft),
            "missing": what_is_missing(draft.essay),
            "may_draft": may_draft(essay, by),
            "may_publish_draft": may_end(essay, by),
            "may_share": may_share(essay, by),
        }
        return self._beside(request, essay, "draft_changes", context)

    def publish_draft_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let readers see the draft; back at it with the reason where that cannot be."""
        essay = viewed_essay(self, request, object_id)
        if not may_end(essay, editor_of(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            saved = publish_draft(essay, seen=_seen(request), by=editor_of(request), now=timezone.now())
        except (DraftError, PublishingError) as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._after_draft(essay))
        self.log_change(request, essay, "Published the draft beside it.")
        essay.refresh_from_db()
        sees = "Readers see it." if essay.is_live() else "It is the essay's text now."
        self.message_user(request, f"The draft of “{essay}” is published. {sees}", messages.SUCCESS)
        self.say_refused(request, saved.refused)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))

    def discard_draft_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Throw the draft away; its text stays in the history."""
        essay = viewed_essay(self, request, object_id)
        by = editor_of(request)
        if not (may_draft(essay, by) or may_end(essay, by)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            discard_draft(essay, seen=_seen(request), by=by, now=timezone.now())
        except DraftError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._after_draft(essay))
        self.log_change(request, essay, "Threw the draft beside it away.")
        said = f"The draft of “{essay}” is thrown away. What it said stays in the history, where it can be read."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))

    def say_refused(self, request: HttpRequest, refused: Iterable[str]) -> None:
        """Say of each link that was made while writing, and is not kept, why."""
        for refusal in refused:
            self.message_user(request, refusal, messages.WARNING)

    def writing_context(self, request: HttpRequest, essay: Essay, *, of_draft: bool = False) -> dict[str, Any]:
        """What the essay's own form and the draft's both say of a saved text."""
        return {
            "missing": what_is_missing(essay),
            "word_count": word_count(essay.body),
            "reading_minutes": reading_minutes(essay.body),
            **self.notes_context(request, essay, of_draft=of_draft),
        }

    def draft_context(self, request: HttpRequest, essay: Essay) -> dict[str, Any]:
        """What the essay's own form says of a draft beside it."""
        by = editor_of(request)
        return {"draft": waiting_draft(essay), "may_draft": may_draft(essay, by), "may_end_draft": may_end(essay, by)}

    def _draft_form(self, request: HttpRequest, essay: Essay, draft: Beside | None, *, is_clashing: bool) -> DraftForm:
        callback = partial(self.formfield_for_dbfield, request=request)
        made: Any = forms.modelform_factory(Essay, form=DraftForm, fields=DRAFTED, formfield_callback=callback)
        if request.method == "POST":
            return made(request.POST, instance=Essay.objects.get(pk=essay.pk), draft=draft)
        if draft is None:
            shown = Essay.objects.get(pk=essay.pk)
        else:
            shown = brought_together(essay, draft) if is_clashing else draft.essay_again()
        links = links_of_draft(draft.revision) if draft else []
        made.opened = self._opened(request, draft.essay if draft else essay, of_draft=True, links=links)
        if AS_SAVED not in request.GET and made.opened.unsaved:
            made.recovered = made.opened.unsaved.fields
        return made(instance=shown, draft=draft)

    def _draft_was_saved(self, request: HttpRequest, essay: Essay, saved: SavedDraft) -> HttpResponse:
        if AS_SAVED not in request.GET:
            forget_unsaved(essay, by=editor_of(request), of_draft=True)
        self.log_change(request, essay, "Saved the draft beside it.")
        said = f"The draft of “{essay}” is saved. Readers see the text as it was, until somebody publishes the draft."
        self.message_user(request, said, messages.SUCCESS)
        self.say_refused(request, saved.refused)
        screen = "draft" if "_continue" in request.POST else "draft_changes"
        return HttpResponseRedirect(reverse(f"admin:essays_essay_{screen}", args=[essay.pk]))

    def _waiting(self, essay: Essay) -> Beside:
        draft = waiting_draft(essay)
        if draft is None:
            raise Http404("No draft waits beside that essay.")
        return draft

    def _after_draft(self, essay: Essay) -> str:
        screen = "draft_changes" if waiting_draft(essay) else "change"
        return reverse(f"admin:essays_essay_{screen}", args=[essay.pk])

    def _beside(self, request: HttpRequest, essay: Essay, template: str, context: dict[str, Any]) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "original": essay}
        return TemplateResponse(request, f"admin/essays/essay/{template}.html", shared | context)


def _seen(request: HttpRequest) -> int:
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
