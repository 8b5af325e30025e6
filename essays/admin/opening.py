"""Links that leave a form open: what stands in it unsaved is not lost."""

from __future__ import annotations

from django.utils.html import format_html


def in_new_tab(address: str, words: str) -> str:
    """A link to another screen of the desk, from the rows of a form that may hold unsaved text."""
    return format_html(
        '<a href="{}" target="_blank" rel="noopener">{} <span class="desk-tag">new tab</span></a>', address, words
    )
