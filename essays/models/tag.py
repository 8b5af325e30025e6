"""Which tags a reader may see. The tag itself belongs to people; what carries it is known here."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from essays.models.essay import EssayTag, is_live
from essays.models.film import Film, FilmTag
from people.models import Person, PersonTag
from people.tagging import Tag, TagQuerySet


def public_tags(now: dt.datetime | None = None) -> TagQuerySet:
    """Tags that something public carries: an essay, a film or a person."""
    tag = OuterRef("pk")
    live = is_live(now or timezone.now(), "content_object__")
    return Tag.objects.filter(
        Exists(EssayTag.objects.filter(live, tag=tag))
        | Exists(FilmTag.objects.filter(tag=tag, content_object__in=Film.objects.public().order_by()))
        | Exists(PersonTag.objects.filter(tag=tag, content_object__in=Person.objects.public().order_by()))
    )
