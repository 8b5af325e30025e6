"""What of each kind of record readers may open, and which record an address means."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from essays.models.critic import Critic
from essays.models.essay import Essay
from essays.models.film import Film
from essays.models.tag import public_tags
from people.models import Person


def public_records(now: dt.datetime | None = None) -> dict[str, QuerySet[Any]]:
    """By the name of each kind its records that a reader may open."""
    return {
        "essay": Essay.objects.published(now),
        "film": Film.objects.public(),
        "person": Person.objects.public(),
        "critic": Critic.objects.public(),
        "tag": public_tags(now),
    }


def public_record(kind: str, slug: str) -> Any:
    """The public record that a slug means: by its own, by one that it had, or of a tag by a synonym; None without one.

    One that moved has another slug than the one asked for.
    """
    records = public_records()[kind]
    if kind == "film":
        records = records.select_related("poster")
    found = records.filter(slug=slug).first() or records.filter(former_slugs__slug=slug).first()
    if found is None and kind == "tag":
        found = records.filter(synonyms__key=slug.replace("-", " ")).first()
    return found
