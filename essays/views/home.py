"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essays.models import Essay, Film, public_tags
from people.models import Person

LATEST = 7  # the lead and two rows of three
DOUBLE_BILLS = 3
TAGS = 24


def home(request: HttpRequest) -> HttpResponse:
    """The newest essay, those before it, films with both voices, and ways into the rest."""
    lead, *latest = [*Essay.objects.published().for_listing().newest_first()[:LATEST]] or [None]
    films = Film.objects.public().double_bills().for_listing().with_published_essays()[:DOUBLE_BILLS]
    return render(
        request,
        "essays/home.html",
        {
            "lead": lead,
            "latest": latest,
            "double_bills": [_double_bill(film) for film in films],
            "tags": public_tags()[:TAGS],
            "people": Person.objects.public().with_essay_counts().order_by("-essay_count", "sort_name", "id")[:12],
        },
    )


def _double_bill(film: Film) -> dict[str, object]:
    """A film with the newest of its opinions and the newest of its reference entries."""
    essays = film.published_essays  # type: ignore[attr-defined]
    return {
        "film": film,
        "opinion": next(essay for essay in essays if essay.kind == Essay.Kind.REVIEW),
        "entry": next(essay for essay in essays if essay.kind == Essay.Kind.REFERENCE),
    }
