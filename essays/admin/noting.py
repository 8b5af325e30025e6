"""The notes in the margin of an essay, on the desk: beside the text, and told on the essay's form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.noted_text import noted_blocks
from essays.admin.opening import viewed_essay
from essays.desk.beside import waiting_draft
from essays.desk.noting import (
    NoteError,
    answer_note,
    may_note,
    notes_of,
    reopen_note,
    resolve_note,
    take_note_back,
    write_note,
)
from essays.desk.rendering import body_of
from essays.models import Essay, MarginNote
from essays.models.note import NOTE_MAX_LENGTH, PASSAGE_MAX_LENGTH

OF_DRAFT = "draft"  # in the address: the notes beside the draft, in place of the live text


class NoteForm(forms.Form):
    """A new note."""

    passage = forms.CharField(
        label="On the words",
        max_length=PASSAGE_MAX_LENGTH,
        help_text="Select them in the text, or copy them from there.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    near = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Note",
        max_length=NOTE_MAX_LENGTH,
        help_text="Such as “Is this 1987 or 1988? The record says 1988.”",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EssayNotes(admin.ModelAdmin):
    """Who works on the essay reads and writes notes; nobody else does."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.notes_view)
        return [path("<path:object_id>/notes/", view, name="essays_essay_notes"), *super().get_urls()]

    def notes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The text with its notes beside it; a POST writes, answers, resolves, opens again or takes back one."""
        essay = viewed_essay(self, request, object_id)
        if not may_note(essay, editor_of(request)):
            raise PermissionDenied
        draft = waiting_draft(essay)
        shown = draft.essay if draft and OF_DRAFT in request.GET else essay
        text = body_of(shown).document.text
        form = NoteForm(request.POST if "write" in request.POST else None)
        if request.method == "POST":
            try:
                if done := self._done(request, essay, form, text):
                    self.message_user(request, done, messages.SUCCESS)
                    return HttpResponseRedirect(request.get_full_path())
            except NoteError as error:
                if "write" not in request.POST:
                    self.message_user(request, str(error), messages.ERROR)
                    return HttpResponseRedirect(request.get_full_path())
                form.add_error(None, str(error))
        notes = notes_of(essay, text)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Notes on “{essay}”",
            "opts": self.opts,
            "original": essay,
            "draft": draft,
            "is_of_draft": shown is not essay,
            "blocks": noted_blocks(shown.body, notes),
            "lost": [(number, one) for number, one in enumerate(notes, start=1) if one.start is None],
            "notes": notes,
            "open_count": sum(one.note.resolved_at is None for one in notes),
            "form": form,
            "by": editor_of(request),
        }
        return TemplateResponse(request, "admin/essays/essay/notes.html", context)

    def _done(self, request: HttpRequest, essay: Essay, form: NoteForm, text: str) -> str:
        """Do what the button says; what was done, or "" where the form is to be shown with its faults."""
        by, now = editor_of(request), timezone.now()
        if "write" in request.POST:
            if not form.is_valid():
                return ""
            said = form.cleaned_data
            write_note(essay, said["passage"], said["text"], text=text, near=said["near"], by=by, now=now)
            return "The note stands in the margin."
        note = self._note(essay, request.POST.get("note", ""))
        match request.POST.get("do"):
            case "answer":
                answer_note(note, request.POST.get("text", ""), by=by, now=now)
                return "The answer stands below the note."
            case "resolve":
                resolve_note(note, by=by, now=now)
                return "The note is resolved. It can be opened again."
            case "reopen":
                reopen_note(note, by=by)
                return "The note is open again."
            case "take back":
                take_note_back(note, by=by)
                return "The note is taken back."
        raise Http404("There is no such button.")

    def _note(self, essay: Essay, pk: str) -> MarginNote:
        notes = MarginNote.objects.filter(essay=essay, answers_to__isnull=True)
        note = notes.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
        if note is None:
            raise NoteError("The note was taken back meanwhile.")
        return note

    def notes_context(self, request: HttpRequest, essay: Essay, *, of_draft: bool) -> dict[str, Any]:
        """What a form says of the notes on its text, ``essay`` as drafted where it is that of a draft: the open ones.

        None where this editor reads none.
        """
        if not may_note(essay, editor_of(request)):
            return {"notes": None}
        text = body_of(essay).document.text
        placed = notes_of(essay, text) if MarginNote.objects.filter(essay=essay).exists() else []
        where = reverse("admin:essays_essay_notes", args=[essay.pk])
        return {
            "notes": [one for one in placed if one.note.resolved_at is None],
            "notes_address": f"{where}?{OF_DRAFT}=1" if of_draft else where,
        }
