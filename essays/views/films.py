"""Pages of one film: opinion and record side by side, and every essay that names it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essays.models import Credit, Essay, Film
from essays.rendering.body import fill_links, paragraphs, record_ids
from people.keeping import kept
from people.models import Person
from people.moving import moved_to
from people.pagination import numbered_page

QUOTES = 6  # sentences shown of essays that name the film; the other essays follow as a list
QUOTES_A_PAGE = 20
OPINIONS_LISTED = 40  # of one film, newest first; all stand on the pages of the essays that name it
OPENING = 2  # paragraphs of each opinion
ENTRY_OPENING = 6  # paragraphs of a reference entry, which are mostly one sentence each
OPINIONS_OPENED = 2

CREW = (
    Credit.Job.DIRECTOR,
    Credit.Job.CREATOR,
    Credit.Job.WRITER,
    Credit.Job.STORY,
    Credit.Job.PRODUCER,
    Credit.Job.EXECUTIVE_PRODUCER,
    Credit.Job.COMPOSER,
    Credit.Job.CINEMATOGRAPHER,
    Credit.Job.EDITOR,
    Credit.Job.PRODUCTION_DESIGNER,
    Credit.Job.OTHER,
)
# How a poster words each job, in a poster's order.
BILLING = (
    (Credit.Job.COMPOSER, _("music by")),
    (Credit.Job.CINEMATOGRAPHER, _("photographed by")),
    (Credit.Job.EDITOR, _("edited by")),
    (Credit.Job.STORY, _("story by")),
    (Credit.Job.WRITER, _("written by")),
    (Credit.Job.CREATOR, _("created by")),
    (Credit.Job.PRODUCER, _("produced by")),
    (Credit.Job.DIRECTOR, _("directed by")),
)
BILLED = 8  # actors in the billing block


def film_detail(request: HttpRequest, slug: str) -> HttpResponse:
    films = Film.objects.public()
    film = films.for_page().filter(slug=slug).first()
    if film is None:
        return moved_to(get_object_or_404(films, former_slugs__slug=slug))
    return render(request, "essays/film_detail.html", film_context(film))


def film_essays(request: HttpRequest, slug: str) -> HttpResponse:
    """Every essay about the film or naming it, with the sentence; those about it first."""
    films = Film.objects.public()
    film = films.filter(slug=slug).first()
    if film is None:
        film = get_object_or_404(films, former_slugs__slug=slug)
        return moved_to(reverse("essays:film_essays", args=[film.slug]))
    weighed = kept(request, f"naming film {film.pk}", lambda: _weighed(film))
    page = numbered_page(request, weighed, size=QUOTES_A_PAGE)
    if not page.paginator.count:
        raise Http404("No essay is about it or names it.")
    named_in = film.mentions.live().quoted(list(page.object_list))
    return render(request, "essays/film_essays.html", {"film": film, "page": page, "named_in": named_in})


def _weighed(film: Film) -> list[tuple[int, int]]:
    """``(essay, times)`` of all essays about the film, then of those that only name it; each part weightiest first."""
    times = dict(film.mentions.live().weighed())
    about = list(Essay.objects.published().about(film).newest_first().values_list("pk", flat=True))
    about.sort(key=lambda pk: -times.get(pk, 0))
    subjects = set(about)
    return [*((pk, times.get(pk, 0)) for pk in about), *(found for found in times.items() if found[0] not in subjects)]


def film_context(film: Film) -> dict[str, Any]:
    """All that a film's page shows, in a fixed number of queries."""
    credits = list(Credit.objects.for_readers().filter(film=film).billed().select_related("person"))
    on_screen = [credit for credit in credits if credit.is_credited]
    essays = list(Essay.objects.published().about(film).for_listing().newest_first())
    opinions = [essay for essay in essays if essay.kind != Essay.Kind.REFERENCE]
    entry = next((essay for essay in essays if essay.kind == Essay.Kind.REFERENCE), None)
    opened = [*opinions[:OPINIONS_OPENED], *([entry] if entry else [])]
    excerpts = _excerpts(opened)
    named_in = film.mentions.live().exclude(essay__in=[e.pk for e in essays]).by_essay(quotes=QUOTES)
    return {
        "film": film,
        "cast": [c for c in on_screen if c.job in {Credit.Job.ACTOR, Credit.Job.SELF}],
        "crew": [(job.label, found) for job in CREW if (found := [c for c in on_screen if c.job == job])],
        "directors": [c for c in on_screen if c.job in {Credit.Job.DIRECTOR, Credit.Job.CREATOR}],
        "billing": _billing(on_screen),
        "contributions": [c for c in credits if not c.is_credited],
        "public_people": set(Person.objects.public().filter(credits__film=film).values_list("pk", flat=True)),
        "opinions": [(essay, excerpts.get(essay.pk, ())) for essay in opinions[:OPINIONS_LISTED]],
        "more_opinions": max(0, len(opinions) - OPINIONS_LISTED),
        "entry": (entry, excerpts.get(entry.pk, ())) if entry else None,
        "essay_count": len(essays),
        "named_in": named_in,
        "unquoted": [named for named in named_in if named.quote is None],
        "parts": Film.objects.public().filter(part_of=film).order_by("release_year", "sort_title"),
        "part_of": Film.objects.public().filter(parts=film).first(),
    }


def _billing(credits: list[Credit]) -> list[tuple[str, list[Credit]]]:
    """The billing block: the first of the cast without a word before them, then the crew in a poster's order."""
    actors = [c for c in credits if c.job == Credit.Job.ACTOR][:BILLED]
    crew = [(str(words), [c for c in credits if c.job == job]) for job, words in BILLING]
    return [("", [actor]) for actor in actors] + [(words, found) for words, found in crew if found]


def _excerpts(essays: list[Essay]) -> dict[int, tuple[str, ...]]:
    """The opening paragraphs of these essays by id, their links filled for this page."""
    rendered = dict(Essay.objects.filter(pk__in=[e.pk for e in essays]).values_list("pk", "rendered"))
    openings = {
        e.pk: paragraphs(rendered[e.pk], address=e.get_absolute_url())[
            : ENTRY_OPENING if e.kind == Essay.Kind.REFERENCE else OPENING
        ]
        for e in essays
    }
    film_ids, person_ids = record_ids("".join("".join(opening) for opening in openings.values()))
    films = {f.pk: f.get_absolute_url() for f in Film.objects.public().filter(pk__in=film_ids)}
    people = {p.pk: p.get_absolute_url() for p in Person.objects.public().filter(pk__in=person_ids)}
    return {
        pk: tuple(fill_links(paragraph, films=films, people=people) for paragraph in opening)
        for pk, opening in openings.items()
    }
