"""Pages of people: the list, and one person with their films and what essays say of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from people.models import Person
from people.moving import moved_to
from people.pagination import numbered_page

PEOPLE_A_PAGE = 90
QUOTES = 8  # sentences shown; the other essays that name the person follow as a list


def person_list(request: HttpRequest) -> HttpResponse:
    people = Person.objects.public().for_listing().with_essay_counts()
    page = numbered_page(request, people, size=PEOPLE_A_PAGE)
    return render(request, "people/person_list.html", {"page": page})


def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    people = Person.objects.public()
    person = people.for_listing().filter(slug=slug).first()
    if person is None:
        return moved_to(get_object_or_404(people, former_slugs__slug=slug))
    return render(request, "people/person_detail.html", person_context(person))


def person_context(person: Person) -> dict[str, Any]:
    """All that a person's page shows, in a fixed number of queries. Essays and films come by related names."""
    credits = list(person.credits.for_readers().select_related("film").order_by("-film__release_year", "film__title"))
    years = [credit.film.release_year for credit in credits if credit.film.release_year]
    named_in = person.mentions.live().by_essay(quotes=QUOTES)
    return {
        "person": person,
        "jobs": _by_job([credit for credit in credits if credit.is_credited]),
        "contributions": [credit for credit in credits if not credit.is_credited],
        "film_count": len({credit.film_id for credit in credits}),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "public_films": set(person.films.public().values_list("pk", flat=True)),
        "named_in": named_in,
        "unquoted": [named for named in named_in if named.quote is None],
    }


def _by_job(credits: list[Any]) -> list[tuple[str, list[Any]]]:
    """Credits under the names of their jobs, the job with the most films first."""
    jobs: dict[str, list[Any]] = {}
    for credit in credits:
        jobs.setdefault(credit.get_job_display(), []).append(credit)
    return sorted(jobs.items(), key=lambda job: -len(job[1]))
