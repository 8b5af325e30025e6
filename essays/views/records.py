"""What stands beside the page of a record, at its address with another ending: which record, and whether it moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from essays.models import Essay
from essays.models.public import public_record
from people.moving import moved_to

FOLDERS = {"essay": "essays", "film": "films", "person": "people", "critic": "critics", "tag": "tags"}


def beside_record(
    request: HttpRequest, kind: str, slug: str, *, path: Callable[[str, str], str], made: Callable[[Any], HttpResponse]
) -> HttpResponse:
    """What is ``made`` of a public record; 301 to its ``path`` from one that it had, 410 for a withdrawn essay.

    Raises Http404 for all else.
    """
    record = public_record(kind, slug)
    if record is not None:
        return made(record) if record.slug == slug else moved_to(path(kind, record.slug))
    withdrawn = Essay.objects.withdrawn().filter(Q(slug=slug) | Q(former_slugs__slug=slug))
    if kind == "essay" and withdrawn.exists():
        return render(request, "410.html", status=410)
    raise Http404("There is no such record.")
