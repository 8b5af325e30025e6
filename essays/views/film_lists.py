"""Lists of films: all, and those of a letter, a year, a decade or a director, in the order that a reader chooses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essays.index.facets import decade_name
from essays.models import Credit, Film
from people.keeping import kept
from people.lists import NO_LETTER, Part, chosen_order, counted, letters_of, signs_of, under_letter
from people.models import Person
from people.moving import moved_to
from people.pagination import numbered_page

FILMS_A_PAGE = 60
_OLDEST = ("release_year", "sort_title", "id")
_NEWEST = ("-release_year", "-sort_title", "-id")  # one index is read from either end
ORDERS = {
    "title": (_("Title"), lambda films: films),
    "newest": (_("Newest film first"), lambda films: films.filter(release_year__isnull=False).order_by(*_NEWEST)),
    "oldest": (_("Oldest film first"), lambda films: films.filter(release_year__isnull=False).order_by(*_OLDEST)),
}
YEARS_IN_A_DECADE = 10


def film_list(request: HttpRequest) -> HttpResponse:
    return _listed(request, Film.objects.public())


def films_of_letter(request: HttpRequest, letter: str) -> HttpResponse:
    signs = signs_of(request, Film.objects.public(), "sort_title", name="films") if letter == NO_LETTER else ()
    films = under_letter(Film.objects.public(), "sort_title", letter, signs=signs)
    return _listed(request, films, chosen=letter, name=letter.upper())


def films_of_year(request: HttpRequest, year: int) -> HttpResponse:
    return _listed(request, Film.objects.public().filter(release_year=year), chosen=_decade(year), name=str(year))


def films_of_decade(request: HttpRequest, decade: int) -> HttpResponse:
    if decade % YEARS_IN_A_DECADE:
        raise Http404("A decade begins with a year that ends in 0.")
    films = Film.objects.public().filter(release_year__gte=decade, release_year__lt=decade + YEARS_IN_A_DECADE)
    return _listed(request, films, chosen=str(decade), name=decade_name(str(decade)))


def films_of_director(request: HttpRequest, slug: str) -> HttpResponse:
    people = Person.objects.public()
    person = people.filter(slug=slug).first()
    if person is None:
        person = get_object_or_404(people, former_slugs__slug=slug)
        return moved_to(reverse("essays:films_of_director", args=[person.slug]))
    directed = Credit.objects.on_screen().for_readers().filter(person=person, job=Credit.Job.DIRECTOR)
    films = Film.objects.public().filter(pk__in=directed.order_by().values("film"))
    return _listed(request, films, name=person.name, director=person)


def _listed(request: HttpRequest, films: Any, *, chosen: str = "", name: str = "", **more: Any) -> HttpResponse:
    """A page of these films; none is found where a part of the list is empty."""
    ordered, orders = chosen_order(request, ORDERS, films)
    page = numbered_page(request, ordered.for_listing().with_essay_counts(), size=FILMS_A_PAGE)
    if name and not page.paginator.count:
        raise Http404("No film here is of it.")
    public = Film.objects.public()
    years = kept(request, "years of films", lambda: counted(public.filter(release_year__isnull=False), "release_year"))
    return render(
        request,
        "essays/film_list.html",
        {
            "page": page,
            "part": name,
            "chosen": chosen,
            "orders": orders,
            "by_title": orders[0].is_chosen,
            "letters": letters_of(request, public, "sort_title", name="films"),
            "decades": _decades(years),
            "years": [Part(str(year), n, str(year)) for year, n in years if chosen and _decade(year) == chosen],
            **more,
        },
    )


def _decade(year: int) -> str:
    return str(year // YEARS_IN_A_DECADE * YEARS_IN_A_DECADE)


def _decades(years: list[tuple[int, int]]) -> list[Part]:
    counts: dict[str, int] = {}
    for year, count in years:
        counts[_decade(year)] = counts.get(_decade(year), 0) + count
    return [Part(decade_name(decade), count, decade) for decade, count in counts.items()]
