"""The address to which an open form sends what is typed, and the way back to it after a crash."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Script
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import time_format

from essays.admin.account import editor_of
from essays.admin.essay_form import COMPARED, EssayForm, differs
from essays.admin.written_links import Links
from essays.desk.autosaving import (
    AutosaveError,
    OpenForm,
    forget_unsaved,
    form_is_open,
    keep_unsaved,
    open_form,
    unsaved_new,
)
from essays.desk.beside import may_draft
from essays.desk.publishing import why_not_changed
from essays.models import Essay

KEPT = (*COMPARED, "base_version", "base_revision", "links")
DRAFT = {"of_draft": True}  # in the place of the essay's own form, the one of the draft beside its text
AS_SAVED = "saved"  # in the address of a form: without what was typed and not saved, which stays in its slot


class EssayAutosave(admin.ModelAdmin):
    """Only who may save the essay has a slot for it, and only they see what is in it."""

    class Media:
        js = (Script("essays/admin/autosave.js", defer=True),)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("add/autosave/", wrap(self.autosave_view), {"object_id": ""}, name="essays_essay_autosave_new"),
            path("add/autosave/forget/", wrap(self.forget_view), {"object_id": ""}, name="essays_essay_forget_new"),
            path(
                "<path:object_id>/draft/autosave/", wrap(self.autosave_view), DRAFT, name="essays_essay_autosave_draft"
            ),
            path("<path:object_id>/draft/forget/", wrap(self.forget_view), DRAFT, name="essays_essay_forget_draft"),
            path("<path:object_id>/autosave/", wrap(self.autosave_view), name="essays_essay_autosave"),
            path("<path:object_id>/autosave/forget/", wrap(self.forget_view), name="essays_essay_forget"),
            *super().get_urls(),
        ]

    def autosave_view(self, request: HttpRequest, object_id: str, of_draft: bool = False) -> HttpResponse:
        """Keep what the form holds, or only that it is open; answers when it was kept and who else has it open."""
        essay = self._essay_to_keep(request, object_id, of_draft)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        by, now = editor_of(request), timezone.now()
        kept = ""
        if "changed" in request.POST:
            fields = {name: request.POST[name] for name in KEPT if name in request.POST}
            try:
                keep_unsaved(essay, fields, by=by, now=now, of_draft=of_draft)
            except AutosaveError as error:
                return JsonResponse({"error": str(error)}, status=400)
            except ValidationError as error:
                return JsonResponse({"error": " ".join(error.messages)}, status=400)
            kept = time_format(timezone.localtime(now), "H:i:s")
        elif essay is not None:
            form_is_open(essay, by=by, now=now, of_draft=of_draft)
        others = open_form(essay, by=by, now=now, of_draft=of_draft).others if essay is not None else ()
        return JsonResponse({"kept": kept, "others": others, "closed": self._why_closed(request, essay, of_draft)})

    def _why_closed(self, request: HttpRequest, essay: Essay | None, of_draft: bool) -> str:
        """Why the form cannot be saved as things are; empty where it can."""
        by = editor_of(request)
        if essay is None or (may_draft(essay, by) if of_draft else self.has_change_permission(request, essay)):
            return ""
        if of_draft and essay.discarded_at is None:
            return "readers do not see the essay any more. Save its text itself."
        return why_not_changed(essay, by)

    def forget_view(self, request: HttpRequest, object_id: str, of_draft: bool = False) -> HttpResponse:
        """Throw away what was typed and not saved, as the editor asked."""
        essay = self._essay_to_keep(request, object_id, of_draft)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        forget_unsaved(essay, by=editor_of(request), of_draft=of_draft)
        self.message_user(request, "What you had not saved is thrown away.", messages.SUCCESS)
        screen = "draft" if of_draft else "change"
        address = (
            reverse(f"admin:essays_essay_{screen}", args=[essay.pk]) if essay else reverse("admin:essays_essay_add")
        )
        return HttpResponseRedirect(address)

    def _essay_to_keep(self, request: HttpRequest, object_id: str, of_draft: bool) -> Essay | None:
        """The essay of the slot; None for a new one. Raises PermissionDenied for who changes no essays.

        Also of one that cannot be saved just now, as somebody published it or threw it away: what is typed is kept.
        """
        if not object_id:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        essay: Essay | None = self.get_object(request, unquote(object_id))
        if essay is None:
            raise Http404("There is no such essay.")
        if not self.has_change_permission(request):
            raise PermissionDenied
        return essay

    def keep_sent(self, request: HttpRequest, essay: Essay | None) -> None:
        """Keep in the slot what a form sent that was not stored, until it is: nobody has to type it again.

        A form that was opened without what the slot holds keeps nothing: that is in the slot.
        """
        fields = {name: request.POST[name] for name in KEPT if name in request.POST}
        saved = Essay.objects.get(pk=essay.pk) if essay is not None else None  # the form has changed the one it has
        if AS_SAVED in request.GET or not differs(fields, saved):
            return
        with suppress(AutosaveError, ValidationError):  # what no slot can hold stands in the form alone
            keep_unsaved(essay, fields, by=editor_of(request), now=timezone.now())

    def refused(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The answer to a form that may not be saved any more, as somebody published the essay or threw it away.

        What it sent is kept and shown. None for who does not work on the essay, and where nothing was sent.
        """
        essay: Essay | None = self.get_object(request, unquote(object_id)) if object_id else None
        if essay is None or request.method != "POST" or not self.has_change_permission(request):
            return None
        if "body" not in request.POST or self.has_change_permission(request, essay):
            return None
        self.keep_sent(request, essay)
        by = editor_of(request)
        context = {
            **self.admin_site.each_context(request),
            "title": f"“{essay}” is not saved",
            "opts": self.opts,
            "original": essay,
            "why": why_not_changed(essay, by),
            "may_draft": may_draft(essay, by),
            "sent": [(name, request.POST[name]) for name in ("headline", "standfirst", "body") if name in request.POST],
        }
        return TemplateResponse(request, "admin/essays/essay/refused.html", context, status=403)

    def get_form(self, request: HttpRequest, obj: Essay | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if request.method == "GET":
            form.opened = self._opened(request, obj)  # type: ignore[attr-defined]
            if AS_SAVED not in request.GET and form.opened.unsaved:  # type: ignore[attr-defined]
                form.recovered = form.opened.unsaved.fields  # type: ignore[attr-defined]
        return form

    def was_saved(self, request: HttpRequest, essay: Essay | None) -> None:
        """Empty the slot once the form is stored; not where that form was opened without what the slot holds."""
        if AS_SAVED not in request.GET:
            forget_unsaved(essay, by=editor_of(request))

    def _opened(
        self, request: HttpRequest, essay: Essay | None, of_draft: bool = False, links: Links | None = None
    ) -> OpenForm:
        """What to say as the form opens; what was typed and says the same as what is saved is left out.

        ``links`` are those that wait with a saved draft.
        """
        by, now = editor_of(request), timezone.now()
        opened = open_form(essay, by=by, now=now, of_draft=of_draft) if essay else OpenForm(unsaved_new(by=by), ())
        says_more = opened.unsaved is not None and differs(opened.unsaved.fields, essay, links)
        return opened if says_more else OpenForm(None, opened.others)

    def autosave_context(
        self, request: HttpRequest, essay: Essay | None, form: EssayForm, of_draft: bool = False
    ) -> dict[str, Any]:
        """What the form's template says: where to send what is typed, what was not saved, who else is here."""
        opened = form.opened or self._opened(request, essay, of_draft)
        own = "_draft" if of_draft else ""
        names = [f"admin:essays_essay_autosave{own}", f"admin:essays_essay_forget{own}"]
        keeping, forgetting = (reverse(name, args=[essay.pk]) if essay else reverse(f"{name}_new") for name in names)
        is_shown = request.method == "GET"
        is_left_out = AS_SAVED in request.GET and opened.unsaved is not None
        return {
            "autosave_address": "" if is_left_out else keeping,  # the slot is full of what is not in the form
            "forget_address": forgetting,
            "autosave_fields": " ".join(KEPT),
            "unsaved": opened.unsaved if is_shown or is_left_out else None,
            "is_left_out": is_left_out,
            "open_by_others": opened.others,
        }
