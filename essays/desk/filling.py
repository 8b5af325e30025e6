"""Renderings of several essays with the addresses of what readers may see, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from essays.models import Essay, Film
from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.rendering.body import fill_links, record_ids, render_body
from people.models import Person


def rendering_of(essay: Essay) -> str:
    """The stored rendering; of an essay that has none yet, its body without links."""
    return essay.rendered or render_body(read_body(essay.body, kind=DocumentKind.REVIEW), ())


def filled_renderings(essays: Iterable[Essay]) -> dict[int, str]:
    """By the id of each essay its rendering, in which what is public is a link and all else is plain text."""
    rendered = {essay.pk: rendering_of(essay) for essay in essays}
    film_ids, person_ids = record_ids("".join(rendered.values()))
    films = Film.objects.public().filter(pk__in=film_ids).only("slug", "title")
    people = Person.objects.public().filter(pk__in=person_ids).only("slug", "name")
    to_films = {film.pk: film.get_absolute_url() for film in films}
    to_people = {person.pk: person.get_absolute_url() for person in people}
    return {pk: fill_links(html, films=to_films, people=to_people) for pk, html in rendered.items()}
