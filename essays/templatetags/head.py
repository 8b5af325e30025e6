"""What the head of a page tells machines: the same in other forms, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from essays.models.site_settings import site_settings
from essays.rendering.syndication import ATOM_TYPE, JSON_TYPE
from essays.templatetags.graphs import PageGraph
from essays.templatetags.site import absolute_url

register = template.Library()


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of a page, or a feed of what it tells of."""

    media_type: str
    title: str
    address: str


# Pages of records by the names of their addresses, with the variable that holds the record.
RECORD_PAGES = {
    "essays:essay_detail": "essay",
    "essays:film_detail": "film",
    "people:person_detail": "person",
    "essays:critic_detail": "critic",
    "essays:critic_detail_page": "critic",
    "essays:tag_detail": "tag",
    "essays:tag_detail_page": "tag",
}


_SHARED_AS = {"essay": "article", "film": "video.movie", "person": "profile", "critic": "profile"}
_DESCRIBED_BY = {
    "essay": "standfirst",
    "film": "synopsis",
    "person": "note",
    "critic": "note",
    "tag": "description",
}


@register.inclusion_tag("essays/_head.html", takes_context=True)
def head_of_page(context: Any) -> dict[str, Any]:
    """Its data and feeds, what it shows as a graph, and what it is called where it is shared.

    Only what a reader may open: a draft that an editor looks at has none of its own.
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None:
        return {}
    kind = RECORD_PAGES.get(match.view_name, "")
    is_draft = context.get("is_draft")
    record = None if is_draft else context.get(kind)
    return {
        "alternates": [
            *_data(request, kind, record),
            *_feeds(request, kind, record),
            *_feeds(request, "essay", None),
        ],
        "graph": "" if is_draft else _graph(context, match.view_name),
        "shared": _shared(request, kind, record),
    }


def _graph(context: Any, view_name: str) -> str:
    """The script element of a page's graph, which writes itself so that nothing in it ends the element."""
    graph = PageGraph(context).of(view_name)
    return format_html('<script type="application/ld+json">{}</script>', graph) if graph else ""


def _shared(request: Any, kind: str, record: Any) -> dict[str, Any]:
    """What a page is called where its address is shared (https://ogp.me), and how an essay is cited by machines."""
    if record is None:
        return {
            "title": site_settings().name,
            "type": "website",
            "address": absolute_url(request, request.path),
            "description": site_settings().description,
        }
    said = {
        "title": str(getattr(record, "headline", record)),
        "type": _SHARED_AS.get(kind, "website"),
        "address": absolute_url(request, request.path),
        "description": getattr(record, _DESCRIBED_BY[kind]),
        "card": absolute_url(request, reverse(f"essays:{kind}_card", args=[record.slug])),
    }
    return said | ({"essay": record} if kind == "essay" else {})


def _data(request: Any, kind: str, record: Any) -> list[Alternate]:
    """The record as data."""
    if record is None:
        return []
    return [
        Alternate(
            "application/json", _("Data"), absolute_url(request, reverse(f"essays:{kind}_data", args=[record.slug]))
        )
    ]


def _feeds(request: Any, kind: str, record: Any) -> list[Alternate]:
    """The feed of a record in both forms, or the site's; none where there is none of the kind."""
    arguments = [] if record is None else [record.slug]
    title = site_settings().name if record is None else f"{site_settings().name}: {record}"
    found = []
    for form, media_type in (("atom", ATOM_TYPE), ("json", JSON_TYPE)):
        try:
            path = reverse(f"essays:{kind}_feed", args=[*arguments, form])
        except NoReverseMatch:
            continue
        found.append(Alternate(media_type, title, absolute_url(request, path)))
    return found
