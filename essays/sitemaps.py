"""The sitemap: an index, and for each kind of page parts of a thousand ids, so that each part costs the same.

A part is a range of ids, which stays what it is however many records there are. https://www.sitemaps.org/protocol.html
Beside a page stand its pictures: https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Case, F, Max, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from essays.models import Byline, Essay, EssayTag, FixedPage, Mention, Subject
from essays.models.public import public_records
from essays.rendering.body import picture_addresses
from essays.templatetags.site import absolute_url

PART = 1000  # ids of one file; 50,000 addresses are allowed
IMAGES_MOST = 1000  # of one page; more are not allowed
FILM_COLUMNS = ("slug", "title", "updated_at", "poster__folder_name", "poster__width")
LAST_PART = 10**9  # no database has an id beyond it
XML = "application/xml; charset=utf-8"
LISTS = (
    "essays:home",
    "essays:essay_list",
    "essays:film_list",
    "people:person_list",
    "essays:tag_list",
    "essays:critic_list",
)


@dataclass(frozen=True, slots=True)
class Address:
    """A page: where it is, when what it shows last changed, and its pictures."""

    location: str
    changed: dt.datetime | None = None
    images: tuple[str, ...] = ()


def _newest(rows: QuerySet[Any], of: str) -> Subquery:
    """When the newest of the published essays that these rows belong to was published."""
    live = rows.filter(essay__in=Essay.objects.published().order_by()).order_by().values(of)
    return Subquery(live.annotate(newest=Max("essay__published_at")).values("newest"))


def _essays() -> QuerySet[Any]:
    pictured: Any = Case(  # of the others the text stays where it is
        When(rendered__contains="<img", then=F("rendered")),
        When(rendered="", body__contains="<img", then=F("body")),
        default=Value(""),
        output_field=TextField(),
    )
    essays = public_records()["essay"].annotate(newest=F("published_at"), pictured=pictured)
    return essays.only("slug", "headline", "updated_at")


def _films() -> QuerySet[Any]:
    about = _newest(Subject.objects.filter(film=OuterRef("pk")), "film")
    return public_records()["film"].annotate(newest=about).select_related("poster").only(*FILM_COLUMNS)


def _people() -> QuerySet[Any]:
    naming = _newest(Mention.objects.live().filter(person=OuterRef("pk")), "person")
    return public_records()["person"].annotate(newest=naming).only("slug", "name", "updated_at")


def _critics() -> QuerySet[Any]:
    return public_records()["critic"].annotate(newest=_newest(Byline.objects.filter(critic=OuterRef("pk")), "critic"))


def _tags() -> QuerySet[Any]:
    tagged = EssayTag.objects.filter(tag=OuterRef("pk"), content_object__in=Essay.objects.published().order_by())
    newest = tagged.order_by().values("tag").annotate(newest=Max("content_object__published_at")).values("newest")
    return public_records()["tag"].annotate(newest=Subquery(newest))


SECTIONS: dict[str, tuple[str, Callable[[], QuerySet[Any]]]] = {
    "essays": ("essay", _essays),
    "films": ("film", _films),
    "people": ("person", _people),
    "tags": ("tag", _tags),
    "critics": ("critic", _critics),
}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts that hold something."""
    parts = [("lists", 1), *((section, number) for section in SECTIONS for number in _parts(section))]
    addresses = [Address(absolute_url(request, part_path(section, number))) for section, number in parts]
    return render(request, "essays/sitemap_index.xml", {"addresses": addresses}, content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, section: str, number: int | None = None) -> HttpResponse:
    """One part; the first has no number, and is there even where it is empty."""
    if number is not None and not 1 < number <= LAST_PART:
        raise Http404("Parts are numbered from 2; the first has no number.")
    number = number or 1
    if section == "lists" and number == 1:
        addresses = [Address(absolute_url(request, reverse(name))) for name in LISTS]
        for page in FixedPage.objects.filter(is_published=True):
            addresses.append(Address(absolute_url(request, page.get_absolute_url()), page.updated_at))
    elif section in SECTIONS:
        addresses = list(_addresses(request, section, number))
    else:
        raise Http404("There is no such part of the sitemap.")
    if not addresses and number > 1:
        raise Http404("There is no such part of the sitemap.")
    return render(request, "essays/sitemap.xml", {"addresses": addresses}, content_type=XML)


def part_path(section: str, number: int) -> str:
    if number == 1:
        return reverse("sitemap_section", args=[section])
    return reverse("sitemap_part", args=[section, number])


def _parts(section: str) -> list[int]:
    """The numbers of the parts that hold something; of the first always."""
    kind, _ = SECTIONS[section]
    ranges = public_records()[kind].order_by().annotate(part=(F("pk") - 1) / PART).values_list("part", flat=True)
    return sorted({1, *(part + 1 for part in ranges.distinct())})


def _addresses(request: HttpRequest, section: str, number: int) -> Iterator[Address]:
    _, rows = SECTIONS[section]
    for record in rows().filter(pk__gt=(number - 1) * PART, pk__lte=number * PART).order_by("pk"):
        changes = [at for at in (getattr(record, "updated_at", None), record.newest) if at]
        poster = getattr(record, "poster", None)
        pictures = [poster.jpeg] if poster else map(iri_to_uri, picture_addresses(getattr(record, "pictured", "")))
        yield Address(
            location=absolute_url(request, record.get_absolute_url()),
            changed=max(changes, default=None),
            images=tuple(absolute_url(request, picture) for picture in islice(pictures, IMAGES_MOST)),
        )
