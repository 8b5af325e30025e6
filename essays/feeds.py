"""The feeds: all essays, those of a critic, on a film, on a person, under a tag, and the corrections.

Each is written as Atom and as JSON Feed. The newest entries are one document; older ones are archives, numbered from
the oldest, so that an archive once full does not change (RFC 5005, section 4).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from essays.desk.filling import filled_renderings, rendering_of
from essays.models import Byline, Correction, Critic, Essay, EssayTag, Film, Mention
from essays.models.essay import is_live
from essays.models.public import public_record
from essays.models.site_settings import site_settings
from essays.rendering.feed import EndnoteWords, endnotes, feed_content
from essays.rendering.sources import source_notes
from essays.rendering.syndication import ATOM_TYPE, JSON_TYPE, Author, Entry, Feed, atom, json_feed
from essays.templatetags.site import absolute_url, site_language
from people.models import Person
from people.moving import moved_to
from people.tagging import Tag

ENTRIES = 20  # of one document: with the whole texts about as much as a long page
FORMS = ("atom", "json")
SLUG = "(?P<slug>[-a-zA-Z0-9_]+)"
AUTHORITY_SINCE = "2026"  # no id was minted before


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed tells of: ``kind`` and ``key`` make its id, ``name`` and ``arguments`` its address."""

    kind: str
    key: int | None
    title: str
    subtitle: str
    page: str
    name: str
    arguments: tuple[str, ...] = ()


@require_safe
def essay_feed(request: HttpRequest, form: str, number: str | None = None) -> HttpResponse:
    told = Told(
        kind="essays",
        key=None,
        title=site_settings().name,
        subtitle=site_settings().description or _("Reviews, features and reference entries on film."),
        page=reverse("essays:home"),
        name="essays:essay_feed",
    )
    return _answer(request, told, Essay.objects.published(), form, number)


@require_safe
def record_feed(request: HttpRequest, kind: str, slug: str, form: str, number: str | None = None) -> HttpResponse:
    """The essays that have to do with a record; one that moved has its feed elsewhere."""
    record = public_record(kind, slug)
    if record is None:
        raise Http404("There is no such record.")
    name = f"essays:{kind}_feed"
    if record.slug != slug:
        return moved_to(feed_path(name, [record.slug], form, number))
    subtitle, essays = _ABOUT[kind](record)
    told = Told(
        kind=kind,
        key=record.pk,
        title=f"{site_settings().name}: {record}",
        subtitle=subtitle,
        page=record.get_absolute_url(),
        name=name,
        arguments=(record.slug,),
    )
    return _answer(request, told, Essay.objects.published().filter(essays), form, number)


def _of_critic(critic: Critic) -> tuple[str, Q]:
    return _("Essays signed by %(critic)s.") % {"critic": critic}, Q(
        pk__in=Byline.objects.filter(critic=critic).values("essay")
    )


def _of_film(film: Film) -> tuple[str, Q]:
    about = Q(pk__in=film.subject_of.values("essay"))
    return _("Essays that are about %(film)s or name it.") % {"film": film}, about | Q(pk__in=_naming(film=film))


def _of_person(person: Person) -> tuple[str, Q]:
    return _("Essays that name %(person)s.") % {"person": person}, Q(pk__in=_naming(person=person))


def _of_tag(tag: Tag) -> tuple[str, Q]:
    tagged = EssayTag.objects.filter(tag=tag).values("content_object")
    return tag.description or _("Essays under “%(tag)s”.") % {"tag": tag}, Q(pk__in=tagged)


_ABOUT: dict[str, Callable[[Any], tuple[str, Q]]] = {
    "critic": _of_critic,
    "film": _of_film,
    "person": _of_person,
    "tag": _of_tag,
}


@require_safe
def correction_feed(request: HttpRequest, form: str, number: str | None = None) -> HttpResponse:
    told = Told(
        kind="corrections",
        key=None,
        title=_("%(site)s: corrections") % {"site": site_settings().name},
        subtitle=_("What essays here said wrongly, and what is right."),
        page=reverse("essays:essay_list"),
        name="essays:correction_feed",
    )
    corrections = Correction.objects.filter(is_live(timezone.now(), "essay__"))
    essays = Essay.objects.for_listing()
    rows, archive, archives = _part(
        corrections.prefetch_related(Prefetch("essay", essays)),
        newest=("-corrected_on", "-pk"),
        oldest=("corrected_on", "pk"),
        number=number,
    )
    entries = tuple(_correction_entry(request, row) for row in rows)
    return _written(
        request, _feed(request, told, entries, archive, archives), form, max(_moments(entries), default=None)
    )


def _answer(request: HttpRequest, told: Told, essays: QuerySet[Essay], form: str, number: str | None) -> HttpResponse:
    """One document of a feed of these essays."""
    corrected = Correction.objects.filter(essay=OuterRef("pk")).order_by().values("essay")
    rows, archive, archives = _part(
        essays.annotate(
            corrected_on=Subquery(corrected.annotate(last=Max("corrected_on")).values("last"))
        ).prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("critic")),
            Prefetch("taggings", EssayTag.objects.select_related("tag").order_by("tag__name")),
        ),
        newest=("-published_at", "-pk"),
        oldest=("published_at", "pk"),
        number=number,
    )
    filled = filled_renderings(rows)
    entries = tuple(_essay_entry(request, essay, filled[essay.pk]) for essay in rows)
    changed = max(
        (max(essay.updated_at, *_moments([entry])) for essay, entry in zip(rows, entries, strict=True)), default=None
    )
    return _written(request, _feed(request, told, entries, archive, archives), form, changed)


def _part(
    rows: QuerySet[Any], *, newest: Sequence[str], oldest: Sequence[str], number: str | None
) -> tuple[list[Any], int | None, int]:
    """The rows of one document, newest first; the number of the archive, None for the current; how many there are.

    All archives are full, and the current document has the newest rows, some of which the last archive may have too.
    """
    count = rows.order_by().count()
    archives = count // ENTRIES if count > ENTRIES else 0
    if number is None:
        return list(rows.order_by(*newest)[:ENTRIES]), None, archives
    archive = int(number)
    if archive > archives:
        raise Http404("There are not so many entries yet.")
    return list(rows.order_by(*oldest)[(archive - 1) * ENTRIES : archive * ENTRIES])[::-1], archive, archives


def _feed(request: HttpRequest, told: Told, entries: tuple[Entry, ...], archive: int | None, archives: int) -> Feed:
    def pair(number: int | None) -> tuple[str, str]:
        paths = (feed_path(told.name, told.arguments, form, number) for form in FORMS)
        atom_path, json_path = (absolute_url(request, path) for path in paths)
        return atom_path, json_path

    atom_address, json_address = pair(archive)
    older = archives if archive is None else archive - 1
    return Feed(
        id=_id(request, f"feed/{told.kind}" + ("" if told.key is None else f"/{told.key}")),
        title=told.title,
        subtitle=told.subtitle,
        page=absolute_url(request, told.page),
        site=site_settings().name,
        language=site_language(),
        atom_address=atom_address,
        json_address=json_address,
        entries=entries,
        is_archive=archive is not None,
        current=pair(None),
        older=pair(older) if older else ("", ""),
        newer=pair(archive + 1) if archive is not None and archive < archives else ("", ""),
    )


def _essay_entry(request: HttpRequest, essay: Essay, filled: str) -> Entry:
    published: Any = essay.published_at
    corrected: dt.date | None = essay.corrected_on  # type: ignore[attr-defined]  # annotated
    address = absolute_url(request, essay.get_absolute_url())
    content = feed_content(filled, site=absolute_url(request, "/").rstrip("/"), address=address)
    return Entry(
        id=_id(request, f"essay/{essay.pk}"),
        title=essay.headline,
        address=address,
        published=published,
        updated=max(published, _midnight(corrected)) if corrected else published,
        content=content + endnotes(source_notes(rendering_of(essay)), words=_endnote_words()),
        authors=_authors(request, essay),
        summary=essay.standfirst,
        tags=tuple(tagging.tag.name for tagging in essay.taggings.all()),
        language=essay.language,
    )


def _endnote_words() -> EndnoteWords:
    return EndnoteWords(
        sources=_("Sources"),
        no_source=_("The document gives no source for this number."),
        uncertain=_("It follows a quotation that the document does not hold whole."),
    )


def _correction_entry(request: HttpRequest, correction: Correction) -> Entry:
    essay = correction.essay
    at = _midnight(correction.corrected_on)
    was, right = _("What it said:"), _("What is right:")
    return Entry(
        id=_id(request, f"correction/{correction.pk}"),
        title=_("Correction: %(headline)s") % {"headline": essay.headline},
        address=absolute_url(request, f"{essay.get_absolute_url()}#corrections"),
        published=at,
        updated=at,
        content=f"<p>{was}</p>{_quoted('del', correction.what_was, essay.language)}"
        f"<p>{right}</p>{_quoted('ins', correction.what_is, essay.language)}",
        authors=_authors(request, essay),
        language=site_language(),
    )


def _quoted(element: str, words: str, language: str) -> str:
    return f'<blockquote lang="{escape(language)}"><p><{element}>{escape(words)}</{element}></p></blockquote>'


def _authors(request: HttpRequest, essay: Essay) -> tuple[Author, ...]:
    """Who signed; the site where nobody did."""
    signed = tuple(
        Author(str(byline), absolute_url(request, byline.critic.get_absolute_url())) for byline in essay.bylines.all()
    )
    return signed or (Author(site_settings().name, absolute_url(request, reverse("essays:home"))),)


def _written(request: HttpRequest, feed: Feed, form: str, changed: dt.datetime | None) -> HttpResponse:
    """The document; ``changed`` is when any of it last was, for a reader that asks by the clock."""
    if form == "atom":
        response = HttpResponse(atom(feed), content_type=f"{ATOM_TYPE}; charset=utf-8")
    else:
        text = json.dumps(json_feed(feed), ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type=f"{JSON_TYPE}; charset=utf-8")
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    return response


def feed_path(name: str, arguments: Iterable[str], form: str, number: int | str | None = None) -> str:
    """The path of a feed, or of one of its archives."""
    if number is None:
        return reverse(name, args=[*arguments, form])
    return reverse(f"{name}_archive", args=[*arguments, number, form])


def _naming(**record: Film | Person) -> QuerySet[Any]:
    return Mention.objects.linked().filter(is_lost=False, **record).order_by().values("essay")


def _moments(entries: Iterable[Entry]) -> list[dt.datetime]:
    return [entry.updated for entry in entries]


def _midnight(day: dt.date) -> dt.datetime:
    """When a day begins, by the site's clock."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _id(request: HttpRequest, what: str) -> str:
    """A tag URI (RFC 4151): who minted it and when, and what for. A move to another host keeps it by FEED_AUTHORITY."""
    authority = settings.FEED_AUTHORITY
    if not authority:
        authority = f"{urlsplit(absolute_url(request, '/')).hostname},{AUTHORITY_SINCE}"
    return f"tag:{authority}:{what}"


FOLDERS = {"critic": "critics", "film": "films", "person": "people", "tag": "tags"}


def feed_patterns() -> Iterator[URLPattern]:
    """The addresses of every feed in both forms: of its newest entries, and of its archives."""
    form = rf"\.(?P<form>{'|'.join(FORMS)})$"
    feeds: list[tuple[str, str, Any, dict[str, str]]] = [
        ("essay_feed", "", essay_feed, {}),
        ("correction_feed", "corrections/", correction_feed, {}),
        *((f"{kind}_feed", f"{folder}/{SLUG}/", record_feed, {"kind": kind}) for kind, folder in FOLDERS.items()),
    ]
    for name, folder, view, options in feeds:
        yield re_path(rf"^{folder}feed{form}", view, options, name=name)
        yield re_path(rf"^{folder}feed-(?P<number>[1-9][0-9]{{0,6}}){form}", view, options, name=f"{name}_archive")
