"""Pages of essays: the list, and one essay with the record beside it."""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from essays.models import Correction, Essay, EssayTag, Film, Source, companions, neighbours, signed_and_about
from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.rendering.body import Passage, fill_links, passages, record_counts, render_body
from essays.rendering.counting import reading_minutes
from essays.rendering.notes import Sentence
from essays.rendering.sources import source_notes
from essays.views.beside import notes_of_sections
from essays.views.bill import bill
from essays.views.citations import citation_line
from essays.views.tickets import ticket_credits, tickets
from essays.views.years import listed_years, year_begins
from people.lists import chosen_order
from people.models import Person, PersonTag
from people.moving import moved_to
from people.pagination import numbered_page

ESSAYS_A_PAGE = 20
ORDERS = {
    "newest": (_("Newest first"), lambda essays: essays.newest_first()),
    "oldest": (_("Oldest first"), lambda essays: essays.order_by("published_at", "id")),
}
VIEWS = ("both", "essay", "record")  # ways to read an essay: with the record beside it, or one of the two alone


@dataclass(frozen=True, slots=True)
class Section:
    """A passage of the essay as the page shows it, and the record's notes that stand beside it."""

    passage: Passage
    notes: tuple[Sentence, ...]


def essay_list(request: HttpRequest) -> HttpResponse:
    return _listed(request, Essay.objects.published())


def essays_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The essays that readers could first open in a year, by the site's clock."""
    if not dt.MINYEAR <= year < dt.MAXYEAR:
        raise Http404("No such year.")
    essays = Essay.objects.published().filter(
        published_at__gte=year_begins(year), published_at__lt=year_begins(year + 1)
    )
    return _listed(request, essays, year)


def _listed(request: HttpRequest, essays: Any, year: int | None = None) -> HttpResponse:
    ordered, orders = chosen_order(request, ORDERS, essays)
    page = numbered_page(request, ordered.for_listing(), size=ESSAYS_A_PAGE)
    if year is not None and not page.paginator.count:
        raise Http404("Nothing was published in it.")
    years = listed_years(request, Essay.objects.published(), name="all essays", size=ESSAYS_A_PAGE)
    return render(request, "essays/essay_list.html", {"page": page, "part": year, "orders": orders, "years": years})


def essay_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An essay that this user may open: a draft for those who may view drafts, in no cache and no index."""
    visible = Essay.objects.visible_to(request.user)
    essay = visible.for_page().filter(slug=slug).first()
    if essay is None:
        return _moved_or_gone(request, visible, slug)
    view = request.GET.get("view")
    context = essay_context(essay) | {
        "citation": citation_line(essay, request),
        "view": view if view in VIEWS else VIEWS[0],
    }
    response = render(request, "essays/essay_detail.html", context)
    if not essay.is_live():
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


def _moved_or_gone(request: HttpRequest, visible: Any, slug: str) -> HttpResponse:
    """301 to the address that the essay has now, 410 for one that was withdrawn; Http404 for all else."""
    if moved := visible.filter(former_slugs__slug=slug).first():
        return moved_to(moved)
    withdrawn = Essay.objects.withdrawn()
    get_object_or_404((withdrawn.filter(slug=slug) | withdrawn.filter(former_slugs__slug=slug)).distinct())
    return render(request, "410.html", status=410)


def essay_context(essay: Essay) -> dict[str, Any]:
    """What an essay's page shows of the database, in a fixed number of queries."""
    beside = companions(essay)
    prefetch_related_objects([essay, *beside], *signed_and_about())
    sources = Source.objects.defer("content", "text", "report").annotate(set_aside=KT("report__boilerplate"))
    prefetch_related_objects(
        [essay], Prefetch("sources", sources), Prefetch("taggings", EssayTag.objects.select_related("tag"))
    )
    corrections = list(Correction.objects.filter(essay=essay)) if getattr(essay, "is_corrected", True) else []
    subjects = [subject.film for subject in essay.subjects.all()]
    rendered = essay.rendered or render_body(read_body(essay.body, kind=DocumentKind.REVIEW), ())
    counts = record_counts(rendered)
    film_ids = {pk for kind, pk in counts if kind == "film"}
    person_ids = {pk for kind, pk in counts if kind == "person"}
    asked = Film.objects.public().filter(pk__in=film_ids | {s.pk for s in subjects})
    films = {film.pk: film for film in asked.for_listing()}
    credits = ticket_credits(subjects)
    people = _public_people(person_ids | {credit.person_id for credit in credits})
    filled = fill_links(
        rendered,
        films={pk: film.get_absolute_url() for pk, film in films.items()},
        people={pk: person.get_absolute_url() for pk, person in people.items()},
        with_cards=True,
    )
    entry = next((other for other in beside if other.kind == Essay.Kind.REFERENCE), None)
    is_opinion = essay.kind != Essay.Kind.REFERENCE
    notes = notes_of_sections(rendered, entry, subjects) if entry and is_opinion else ()
    sections = passages(filled)
    named = [record for record, _ in counts.most_common()]
    tags = [tagging.tag for tagging in essay.taggings.all()]
    on_the_bill = neighbours(essay, beside, [*(("tag", tag.pk) for tag in tags), *named])
    origin: Any = min(essay.sources.all(), key=lambda source: source.read_at, default=None)
    return {
        "essay": essay,
        "is_live": essay.is_live(),
        "is_draft": not essay.is_live(),
        "is_record": not is_opinion,
        "sections": [Section(passage, notes[number] if notes else ()) for number, passage in enumerate(sections)],
        "has_notes": any(notes),
        "contents": [passage for passage in sections if passage.heading],
        "entry": entry if is_opinion else None,
        "tickets": tickets(subjects, credits, public_films=films.keys(), public_people=people.keys()),
        "bill": bill(on_the_bill, films=films, people=people, tags=tags),
        "films": sorted((films[pk] for pk in film_ids & films.keys()), key=lambda film: film.sort_title.casefold()),
        "people": sorted((people[pk] for pk in person_ids & people.keys()), key=lambda p: p.sort_name.casefold()),
        "corrections": corrections,
        "source_notes": source_notes(rendered),
        "origin": origin,
        "set_aside": len(json.loads(origin.set_aside or "[]")) if origin else 0,
        "reading_minutes": reading_minutes(essay.body),
    }


def _public_people(ids: Collection[int]) -> dict[int, Person]:
    taggings = PersonTag.objects.filter(tag__kind="job").select_related("tag").order_by("tag__name")
    people = Person.objects.public().filter(pk__in=ids)
    return {p.pk: p for p in people.prefetch_related(Prefetch("taggings", queryset=taggings))}
