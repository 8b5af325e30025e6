"""Which tags a reader may see. The tag itself belongs to people; what carries it is known here."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from essays.models.essay import Essay, EssayTag
from essays.models.film import Film, FilmTag
from people.models import Person, PersonTag
from people.tagging import Tag


def public_tags(now: dt.datetime | None = None) -> QuerySet[Tag]:
    """Tags that something public carries: an essay, a film or a person."""
    tag = OuterRef("pk")
    return Tag.objects.filter(
        Exists(EssayTag.objects.filter(tag=tag, content_object__in=Essay.objects.published(now).order_by()))
        | Exists(FilmTag.objects.filter(tag=tag, content_object__in=Film.objects.public().order_by()))
        | Exists(PersonTag.objects.filter(tag=tag, content_object__in=Person.objects.public().order_by()))
    )
