"""Pages of essays: the list, and one essay with the record beside it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from essays.models import Correction, Essay, EssayTag, Film, Mention, Source, signed_and_about
from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.reading.sentences import sentences
from essays.rendering.body import Passage, fill_links, passages, record_ids, render_body
from essays.rendering.counting import reading_minutes
from essays.rendering.notes import Record, Sentence, notes_beside
from essays.rendering.sources import source_notes
from essays.views.tickets import ticket_credits, tickets
from people.models import Person, PersonTag
from people.moving import moved_to
from people.pagination import numbered_page

ESSAYS_A_PAGE = 20
COMPANIONS = 6  # other essays about the same film


@dataclass(frozen=True, slots=True)
class Section:
    """A passage of the essay as the page shows it, and the record's notes that stand beside it."""

    passage: Passage
    notes: tuple[Sentence, ...]


def essay_list(request: HttpRequest) -> HttpResponse:
    essays = Essay.objects.published().for_listing().newest_first()
    page = numbered_page(request, essays, size=ESSAYS_A_PAGE)
    return render(request, "essays/essay_list.html", {"page": page})


def essay_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An essay that this user may open: a draft for those who may view drafts, in no cache and no index."""
    visible = Essay.objects.visible_to(request.user)
    essay = visible.for_page().filter(slug=slug).first()
    if essay is None:
        return _moved_or_gone(request, visible, slug)
    response = render(request, "essays/essay_detail.html", essay_context(essay))
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
    """All that an essay's page shows, in a fixed number of queries."""
    companions = list(Essay.objects.published().beside(essay).defer("rendered")[:COMPANIONS])
    prefetch_related_objects([essay, *companions], *signed_and_about())
    sources = Source.objects.defer("content", "text", "report")
    prefetch_related_objects(
        [essay], Prefetch("sources", sources), Prefetch("taggings", EssayTag.objects.select_related("tag"))
    )
    corrections = list(Correction.objects.filter(essay=essay)) if getattr(essay, "is_corrected", True) else []
    subjects = [subject.film for subject in essay.subjects.all()]
    rendered = essay.rendered or render_body(read_body(essay.body, kind=DocumentKind.REVIEW), ())
    film_ids, person_ids = record_ids(rendered)
    films = {film.pk: film for film in Film.objects.public().filter(pk__in=film_ids | {s.pk for s in subjects})}
    credits = ticket_credits(subjects)
    people = _public_people(person_ids | {credit.person_id for credit in credits})
    filled = fill_links(
        rendered,
        films={pk: film.get_absolute_url() for pk, film in films.items()},
        people={pk: person.get_absolute_url() for pk, person in people.items()},
    )
    entry = next((other for other in companions if other.kind == Essay.Kind.REFERENCE), None)
    is_opinion = essay.kind != Essay.Kind.REFERENCE
    notes = _notes(rendered, entry, subjects) if entry and is_opinion else ()
    sections = passages(filled)
    return {
        "essay": essay,
        "is_live": essay.is_live(),
        "is_draft": not essay.is_live(),
        "is_record": not is_opinion,
        "sections": [Section(passage, notes[number] if notes else ()) for number, passage in enumerate(sections)],
        "contents": [passage for passage in sections if passage.heading],
        "entry": entry if is_opinion else None,
        "tickets": tickets(subjects, credits, public_films=films.keys(), public_people=people.keys()),
        "companions": companions,
        "films": sorted((films[pk] for pk in film_ids & films.keys()), key=lambda film: film.sort_title.casefold()),
        "people": sorted((people[pk] for pk in person_ids & people.keys()), key=lambda p: p.sort_name.casefold()),
        "corrections": corrections,
        "source_notes": source_notes(rendered),
        "origin": min(essay.sources.all(), key=lambda source: source.read_at, default=None),
        "reading_minutes": reading_minutes(essay.body),
    }


def _public_people(ids: Collection[int]) -> dict[int, Person]:
    taggings = PersonTag.objects.filter(tag__kind="job").select_related("tag").order_by("tag__name")
    people = Person.objects.public().filter(pk__in=ids)
    return {p.pk: p for p in people.prefetch_related(Prefetch("taggings", queryset=taggings))}


def _notes(rendered: str, entry: Essay, subjects: list[Film]) -> tuple[tuple[Sentence, ...], ...]:
    """The reference entry's sentences beside the sections that name the same people and films."""
    sections = [_records(passage.html) for passage in passages(rendered)]
    subject_records = {("film", film.pk) for film in subjects}
    return notes_beside(sections, _sentences(entry), beside=subject_records)


def _records(html: str) -> set[Record]:
    films, people = record_ids(html)
    return {("film", pk) for pk in films} | {("person", pk) for pk in people}


def _sentences(entry: Essay) -> list[Sentence]:
    """The sentences of a reference entry's body, each with the records it names."""
    document = read_body(entry.body, kind=DocumentKind.REVIEW).document
    mentions = Mention.objects.linked().filter(essay=entry, is_lost=False).order_by("start")
    named: list[tuple[int, Record]] = []
    for mention in mentions:
        record_id = mention.film_id or mention.person_id
        if record_id is not None and mention.start is not None:
            named.append((mention.start, ("film" if mention.film_id else "person", record_id)))
    found = []
    for block in document.prose():
        for start, end in sentences(document.text, block.start, block.end):
            records = frozenset(record for place, record in named if start <= place < end)
            found.append(Sentence(document.text[start:end], records))
    return found
