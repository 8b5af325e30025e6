"""Search: the page that answers, and names to choose from while one types."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from essays.index.answering import ESSAYS_READ, NAMES_LISTED, Answer, answer, essays_shown, records_called
from essays.index.facets import NAMES as FACETS
from essays.index.facets import Facet
from essays.searching.question import QUESTION_MAX_LENGTH
from people.pagination import numbered_page

ESSAYS_A_PAGE = 10
RECORDS_SHOWN = 6  # people and films before the essays; the others have a list of their own
RECORDS_A_PAGE = 60
SUGGESTED = 8
SLUG_MAX_LENGTH = 140  # of a chosen facet; no address of a record is longer
FRESH = "no-cache"  # answers are not kept: there are as many as there are questions


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as a link: what it is called, how many essays, where it leads, whether it is chosen."""

    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A facet as links: its values, or the one chosen, which leads back."""

    name: str
    choices: tuple[Choice, ...]
    chosen: Choice | None


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Every state of the page is an address: ``?q=`` and a slug for each facet that is chosen."""
    text = request.GET.get("q", "")
    chosen = {key: slug for key in FACETS if (slug := request.GET.get(key, "").strip()[:SLUG_MAX_LENGTH])}
    if request.GET.get("in") == "names" and not chosen:
        return _names(request, text)
    found = answer(text, chosen, now=timezone.now(), records=RECORDS_SHOWN + 1)
    page = numbered_page(request, found.hits, size=ESSAYS_A_PAGE)
    context = {
        "question": found.question.text,
        "page": page,
        "essays": essays_shown(found, list(page)),
        "records": found.records[:RECORDS_SHOWN] if page.number == 1 else (),
        "all_names": _address(found.question.text, {"in": "names"}) if len(found.records) > RECORDS_SHOWN else "",
        "more_than": number_format(ESSAYS_READ, force_grouping=True) if found.has_more else "",
        "narrowings": [_narrowing(facet, found, chosen) for facet in found.facets],
        "is_narrowed": bool(chosen),
        "without_choices": _address(found.question.text, {}),
        "loosened": found.loosened,
        "meant": found.meant,
        "meant_address": _address(found.meant, {}),
        "asks": bool(found.question.text or chosen),
        "kept": list(chosen.items()),
    }
    return _fresh(render(request, "essays/search.html", context))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """People and films called so, as JSON: what they are called, what tells them apart, where they are."""
    text = request.GET.get("q", "")[:QUESTION_MAX_LENGTH]
    found = records_called(text, now=timezone.now(), limit=SUGGESTED)
    names = [
        {
            "name": one.record.title if one.is_film else one.record.name,
            "apart": str(one.record).removeprefix(one.record.title if one.is_film else one.record.name).strip(" ()"),
            "kind": _("Film") if one.is_film else _("Person"),
            "address": one.record.get_absolute_url(),
        }
        for one in found
    ]
    return _fresh(JsonResponse({"names": names}))


def _names(request: HttpRequest, text: str) -> HttpResponse:
    now: dt.datetime = timezone.now()
    question = " ".join(text.split())[:QUESTION_MAX_LENGTH]
    found = records_called(question, now=now, limit=NAMES_LISTED)
    page = numbered_page(request, found, size=RECORDS_A_PAGE)
    context = {"question": question, "page": page, "back": _address(question, {})}
    return _fresh(render(request, "essays/search_names.html", context))


def _narrowing(facet: Facet, found: Answer, chosen: dict[str, str]) -> Narrowing:
    text = found.question.text
    without = {key: slug for key, slug in chosen.items() if key != facet.key}
    choices = tuple(
        Choice(value.name, value.count, _address(text, {**without, facet.key: value.slug})) for value in facet.values
    )
    picked = facet.chosen
    return Narrowing(
        facet.name, choices, Choice(picked.name, picked.count, _address(text, without)) if picked is not None else None
    )


def _address(text: str, chosen: dict[str, str]) -> str:
    said: dict[str, Any] = {"q": text} if text else {}
    query = urlencode({**said, **chosen})
    return reverse("essays:search") + (f"?{query}" if query else "")


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = FRESH
    response["X-Robots-Tag"] = "noindex"
    return response
