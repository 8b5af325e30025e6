"""The page that an outsider reads by a preview link: one revision, in no cache and no index."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essays.desk.rendering import document_kind
from essays.desk.sharing import ClosedLinkError, UnknownLinkError, revision_behind
from essays.models import Essay, Revision
from essays.reading.body import read_body
from essays.rendering.body import fill_links, passages, render_body
from essays.rendering.counting import reading_minutes
from essays.rendering.sources import source_notes


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """One revision as it was saved; 404 for an address that we never gave, 410 for one that is closed."""
    try:
        revision = revision_behind(token, now=timezone.now())
    except UnknownLinkError:
        response = render(request, "essays/preview_closed.html", {"is_ours": False}, status=404)
    except ClosedLinkError:
        response = render(request, "essays/preview_closed.html", {"is_ours": True}, status=410)
    else:
        response = render(request, "essays/preview.html", preview_context(revision))
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def preview_context(revision: Revision) -> dict[str, Any]:
    """All that the page shows: what the revision holds and nothing of the records as they are now."""
    said = revision.content
    rendered = render_body(read_body(said["body"], kind=document_kind(said["kind"])), ())
    sections = passages(fill_links(rendered, films={}, people={}))
    return {
        "said": said,
        "revision": revision,
        "kind": Essay.Kind(said["kind"]).label,
        "is_record": said["kind"] == Essay.Kind.REFERENCE,
        "byline": [row["as_signed"] or row["name"] for row in said["bylines"]],
        "subjects": [row["title"] for row in said["subjects"]],
        "sections": sections,
        "contents": [passage for passage in sections if passage.heading],
        "source_notes": source_notes(rendered),
        "reading_minutes": reading_minutes(said["body"]),
    }
