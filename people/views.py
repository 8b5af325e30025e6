"""Pages of people: the list, and one person with their films and what essays say of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from people.company import worked_with
from people.keeping import kept
from people.lists import NO_LETTER, letters_of, signs_of, under_letter
from people.models import Person
from people.moving import moved_to
from people.pagination import numbered_page
from people.years import Dated, Mark, YearLine, draw_years

PEOPLE_A_PAGE = 90
QUOTES = 8  # sentences shown; the other essays that name the person follow as a list
QUOTES_A_PAGE = 20


def person_list(request: HttpRequest) -> HttpResponse:
    return _listed(request, Person.objects.public())


def people_of_letter(request: HttpRequest, letter: str) -> HttpResponse:
    signs = signs_of(request, Person.objects.public(), "sort_name", name="people") if letter == NO_LETTER else ()
    return _listed(request, under_letter(Person.objects.public(), "sort_name", letter, signs=signs), letter)


def _listed(request: HttpRequest, people: Any, letter: str = "") -> HttpResponse:
    page = numbered_page(request, people.for_listing().with_essay_counts(), size=PEOPLE_A_PAGE)
    if letter and not page.paginator.count:
        raise Http404("Nobody's name begins with it.")
    letters = letters_of(request, Person.objects.public(), "sort_name", name="people")
    return render(request, "people/person_list.html", {"page": page, "part": letter.upper(), "letters": letters})


def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    people = Person.objects.public()
    person = people.for_listing().filter(slug=slug).first()
    if person is None:
        return moved_to(get_object_or_404(people, former_slugs__slug=slug))
    return render(request, "people/person_detail.html", person_context(person))


def person_essays(request: HttpRequest, slug: str) -> HttpResponse:
    """Every essay that names the person, with the sentence."""
    people = Person.objects.public()
    person = people.filter(slug=slug).first()
    if person is None:
        person = get_object_or_404(people, former_slugs__slug=slug)
        return moved_to(reverse("people:person_essays", args=[person.slug]))
    naming = person.mentions.live()
    page = numbered_page(request, kept(request, f"naming person {person.pk}", naming.weighed), size=QUOTES_A_PAGE)
    if not page.paginator.count:
        raise Http404("No essay names them.")
    return render(
        request,
        "people/person_essays.html",
        {"person": person, "page": page, "named_in": naming.quoted(list(page.object_list))},
    )


def person_context(person: Person) -> dict[str, Any]:
    """All that a person's page shows, in a fixed number of queries. Essays and films come by related names."""
    credits = list(person.credits.for_readers().select_related("film").order_by("-film__release_year", "film__title"))
    films = {credit.film_id: credit.film for credit in credits}
    years = [film.release_year for film in films.values() if film.release_year]
    named_in = person.mentions.live().by_essay(quotes=QUOTES)
    marks = _marks(person)
    public_films = set(person.films.public().values_list("pk", flat=True))
    return {
        "person": person,
        "jobs": _by_job([credit for credit in credits if credit.is_credited]),
        "contributions": [credit for credit in credits if not credit.is_credited],
        "film_count": len(films),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "public_films": public_films,
        "directs": any(c.job == "director" and c.is_credited and c.film_id in public_films for c in credits),
        "line": _line(films.values(), marks),
        "years": [(film, marks.get(film.pk, Mark.KNOWN)) for film in films.values() if film.release_year],
        "company": (company := worked_with(person, films)),
        "public_people": set(
            Person.objects.public().filter(pk__in=[one.person.pk for one in company]).values_list("pk", flat=True)
        ),
        "named_in": named_in,
        "unquoted": [named for named in named_in if named.quote is None],
    }


def _marks(person: Person) -> dict[int, Mark]:
    """Of the films that something published is about or names, which of the two; by id."""
    named = dict.fromkeys(person.films.named().values_list("pk", flat=True), Mark.NAMED)
    return named | dict.fromkeys(person.films.written_about().values_list("pk", flat=True), Mark.ABOUT)


def _line(films: Iterable[Any], marks: Mapping[int, Mark]) -> YearLine | None:
    return draw_years(
        Dated(film.release_year, film.title, marks.get(film.pk, Mark.KNOWN)) for film in films if film.release_year
    )


def _by_job(credits: list[Any]) -> list[tuple[str, list[Any]]]:
    """Credits under the names of their jobs, the job with the most films first."""
    jobs: dict[str, list[Any]] = {}
    for credit in credits:
        jobs.setdefault(credit.get_job_display(), []).append(credit)
    return sorted(jobs.items(), key=lambda job: -len(job[1]))
