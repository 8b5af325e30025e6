"""The front page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essays.models import Essay, Film, Subject, public_tags
from essays.models.site_settings import site_settings
from essays.rendering.body import opening_text
from essays.views.tickets import Ticket, ticket_credits, tickets
from people.keeping import kept
from people.models import Person
from people.tagging import Tag

LATEST = 7  # the lead and two rows of three
DOUBLE_BILLS = 3
TAGS = 24
PEOPLE = 12
RECENT = 200  # newest essays that the front page speaks of


def home(request: HttpRequest) -> HttpResponse:
    """The newest essay or the one chosen to lead, films with both voices, what came lately, and ways into the rest.

    A reference entry leads only where nothing else was published lately.
    """
    newest = list(Essay.objects.published().for_listing().newest_first()[:LATEST])
    lead = _chosen_lead(newest) or next(
        (essay for essay in newest if essay.kind != Essay.Kind.REFERENCE), newest[0] if newest else None
    )
    recent = kept(request, "recent essays", lambda: list(_recent()))
    return render(
        request,
        "essays/home.html",
        {
            "lead": lead,
            "tickets": _tickets(lead) if lead else [],
            "latest": [essay for essay in newest if essay != lead][: LATEST - 1],
            "double_bills": _double_bills(recent),
            "people": _people(request, recent),
            "tags": _tags(request),
        },
    )


def _chosen_lead(newest: list[Essay]) -> Essay | None:
    """The essay that a publisher chose to lead the page, while readers see it; a query more where it is not new."""
    chosen = site_settings().lead_id
    if chosen is None:
        return None
    fresh = next((essay for essay in newest if essay.pk == chosen), None)
    return fresh or Essay.objects.published().for_listing().filter(pk=chosen).first()


def _recent() -> Iterator[int]:
    """The ids of the newest essays, of which the front page speaks: it costs no more with a long archive."""
    yield from Essay.objects.published().newest_first().values_list("pk", flat=True)[:RECENT]


def _people(request: HttpRequest, recent: list[int]) -> list[Person]:
    """Whom the newest essays name most."""
    ids = kept(request, "people of the front page", lambda: Person.objects.named_most_in(recent, limit=PEOPLE))
    people = Person.objects.in_bulk(ids)
    return [people[pk] for pk in ids if pk in people]


def _tags(request: HttpRequest) -> list[Tag]:
    def ids() -> list[int]:
        return list(public_tags().besides_jobs().values_list("pk", flat=True)[:TAGS])

    return list(Tag.objects.filter(pk__in=kept(request, "tags of the front page", ids)))


def _tickets(lead: Essay) -> list[Ticket]:
    films = [subject.film for subject in lead.subjects.all()]
    credits = ticket_credits(films)
    people = Person.objects.public().filter(pk__in=[credit.person_id for credit in credits])
    return tickets(
        films,
        credits,
        public_films=set(Film.objects.public().filter(pk__in=[film.pk for film in films]).values_list("pk", flat=True)),
        public_people=set(people.values_list("pk", flat=True)),
    )


def _double_bills(recent: list[int]) -> list[dict[str, object]]:
    """Films with the newest of their opinions and of their reference entries, and how each of the two opens."""
    lately = Subject.objects.filter(essay__in=recent).values("film")
    films = (
        Film.objects.filter(pk__in=lately).public().double_bills().for_listing().with_published_essays()[:DOUBLE_BILLS]
    )
    bills = [(film, _newest(film, Essay.Kind.REVIEW), _newest(film, Essay.Kind.REFERENCE)) for film in films]
    shown = [essay.pk for _, opinion, entry in bills for essay in (opinion, entry)]
    bodies = dict(Essay.objects.filter(pk__in=shown).values_list("pk", "body"))
    return [
        {
            "film": film,
            "opinion": opinion,
            "opinion_opens": opening_text(bodies[opinion.pk]),
            "entry": entry,
            "entry_opens": opening_text(bodies[entry.pk]),
        }
        for film, opinion, entry in bills
    ]


def _newest(film: Film, kind: Essay.Kind) -> Essay:
    essays: list[Essay] = film.published_essays  # type: ignore[attr-defined]  # prefetched
    return next(essay for essay in essays if essay.kind == kind)
