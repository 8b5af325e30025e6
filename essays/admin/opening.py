"""Ways from one screen of the desk to another, and the essay that a screen beside the form is about."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from essays.models import Essay


def in_new_tab(address: str, words: str) -> str:
    """A link to another screen of the desk, from the rows of a form that may hold unsaved text, which stays open."""
    return format_html(
        '<a href="{}" target="_blank" rel="noopener">{} <span class="desk-tag">new tab</span></a>', address, words
    )


def viewed_essay(screens: admin.ModelAdmin, request: HttpRequest, object_id: str) -> Essay:
    """The essay of an address, for a screen beside its form. Raises PermissionDenied, Http404."""
    essay: Essay | None = screens.get_object(request, unquote(object_id))
    if not screens.has_view_or_change_permission(request, essay):
        raise PermissionDenied
    if essay is None:
        raise Http404("There is no such essay.")
    return essay


def to_decide(essay: Essay) -> str:
    """How many names of the essay wait for an editor, with the way to their screen; empty where none does."""
    number = essay.mentions.open().count()
    if not number:
        return ""
    address = reverse("admin:essays_mention_decide_essay", args=[essay.pk])
    said = "1 name waits" if number == 1 else f"{number} names wait"
    return format_html('{} for a decision. <a href="{}">Decide now</a>', said, address)
