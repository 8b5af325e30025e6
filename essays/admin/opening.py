"""Links from one screen of the desk to another."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html

from essays.models import Essay


def in_new_tab(address: str, words: str) -> str:
    """A link to another screen of the desk, from the rows of a form that may hold unsaved text, which stays open."""
    return format_html(
        '<a href="{}" target="_blank" rel="noopener">{} <span class="desk-tag">new tab</span></a>', address, words
    )


def to_decide(essay: Essay) -> str:
    """How many names of the essay wait for an editor, with the way to their screen; empty where none does."""
    number = essay.mentions.open().count()
    if not number:
        return ""
    address = reverse("admin:essays_mention_decide_essay", args=[essay.pk])
    said = "1 name waits" if number == 1 else f"{number} names wait"
    return format_html('{} for a decision. <a href="{}">Decide now</a>', said, address)
