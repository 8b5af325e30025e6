"""Mentions as the desk's screens show them: with their records and candidates, in their context, in words."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.html import format_html

from essays.models import Mention, MentionCandidate


def for_deciding(mentions: Any) -> Any:
    """Mentions with their records and candidates, in a fixed number of queries."""
    candidates = MentionCandidate.objects.select_related("film", "person").order_by("rank")
    return (
        mentions.select_related("film", "person", "essay")
        .defer("essay__body", "essay__rendered")
        .prefetch_related(Prefetch("candidates", queryset=candidates))
    )


def words_in_context(mention: Mention) -> str:
    """The words marked, between those around them."""
    return format_html("…{}<mark>{}</mark>{}…", mention.prefix, mention.exact, mention.suffix)


def why_open(mention: Mention) -> str:
    if mention.is_lost:
        return "The words were not found again after an edit."
    return mention.reason or mention.get_state_display()


def meaning(mention: Mention) -> str:
    """The record that a mention has, as text; of a character who plays it."""
    record = mention.film or mention.person
    if mention.kind == Mention.Kind.CHARACTER:
        return f"{mention.name}, played by {record}" if record else mention.name
    return str(record) if record else mention.name
