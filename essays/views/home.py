"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essays.models import Essay, Film, public_tags
from essays.rendering.body import opening_text
from essays.views.tickets import Ticket, ticket_credits, tickets
from people.models import Person
from people.tagging import Tag

LATEST = 7  # the lead and two rows of three
DOUBLE_BILLS = 3
TAGS = 24
PEOPLE = 12


def home(request: HttpRequest) -> HttpResponse:
    """The newest essay, films with both voices, what came lately, and ways into the rest.

    A reference entry leads only where nothing else was published lately.
    """
    newest = list(Essay.objects.published().for_listing().newest_first()[:LATEST])
    lead = next((essay for essay in newest if essay.kind != Essay.Kind.REFERENCE), newest[0] if newest else None)
    people = Person.objects.public().most_named()
    return render(
        request,
        "essays/home.html",
        {
            "lead": lead,
            "tickets": _tickets(lead) if lead else [],
            "latest": [essay for essay in newest if essay is not lead],
            "double_bills": _double_bills(),
            "people": people[:PEOPLE],
            "tags": public_tags().exclude(kind=Tag.Kind.JOB)[:TAGS],
        },
    )


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


def _double_bills() -> list[dict[str, object]]:
    """Films with the newest of their opinions and of their reference entries, and how each of the two opens."""
    films = Film.objects.public().double_bills().for_listing().with_published_essays()[:DOUBLE_BILLS]
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
