"""What a bulk action could not do, said in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.http import HttpRequest

SENTENCES_SHOWN = 10  # of what was refused, one by one; the rest are counted


def say_refused(screens: admin.ModelAdmin, request: HttpRequest, sentences: Sequence[str], done: str = "done") -> None:
    """Why each of some rows was not ``done``; many more are counted."""
    for sentence in sentences[:SENTENCES_SHOWN]:
        screens.message_user(request, sentence, messages.WARNING)
    if (more := len(sentences) - SENTENCES_SHOWN) > 0:
        screens.message_user(request, f"{more} more were not {done}, for reasons like these.", messages.WARNING)
