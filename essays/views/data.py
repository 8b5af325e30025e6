"""The record of a page as JSON, beside it: ``/films/red-heat-1988.json``. docs/data.md says what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from essays.desk.filling import filled_renderings, rendering_of
from essays.models import Correction, Credit, Critic, Essay, EssayTag, Film, FilmTag, Mention, signed_and_about
from essays.models.site_settings import site_settings
from essays.rendering.counting import word_count
from essays.rendering.feed import feed_content
from essays.rendering.sources import source_notes
from essays.templatetags.site import absolute_url
from essays.views.records import FOLDERS, beside_record
from people.models import Person
from people.tagging import Tag

LISTED = 200  # essays, films or people in one list; the number of all stands beside it
IDENTITIES = ("imdb", "wikidata")  # schemes of outside ids that say who or what it is

Data = dict[str, Any]


@require_safe
def record_data(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What readers may know of a record."""

    def made(record: Any) -> HttpResponse:
        about = About(request)
        data = {
            "page": about.address(record),
            "data": absolute_url(request, data_path(kind, slug)),
            "site": site_settings().name,
            **_OF[kind](about, record),
        }
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return beside_record(request, kind, slug, path=data_path, made=made)


def data_path(kind: str, slug: str) -> str:
    return reverse(f"essays:{kind}_data", args=[slug])


class About:
    """How records are named in the data of others: with the address of their page where they have one."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def address(self, record: Any) -> str:
        return absolute_url(self.request, record.get_absolute_url())

    def film(self, film: Film, public: Iterable[int]) -> Data:
        address = self.address(film) if film.pk in public else None
        return {"title": film.title, "year": film.release_year, "page": address}

    def person(self, person: Person, public: Iterable[int]) -> Data:
        return {"name": person.name, "page": self.address(person) if person.pk in public else None}

    def tags(self, taggings: Iterable[Any]) -> list[Data]:
        return [{"name": tagging.tag.name, "page": self.address(tagging.tag)} for tagging in taggings]

    def essays(self, essays: QuerySet[Essay]) -> Data:
        """The newest of these essays, and how many there are."""
        rows = essays.for_listing().newest_first()[:LISTED]  # type: ignore[attr-defined]
        return {"essay_count": essays.count(), "essays": [self.essay(essay) for essay in rows]}

    def essay(self, essay: Essay) -> Data:
        return {
            "headline": essay.headline,
            "kind": essay.kind,
            "page": self.address(essay),
            "published": _moment(essay.published_at),
            "authors": [byline.as_signed or byline.critic.name for byline in essay.bylines.all()],
        }


def _essay(about: About, essay: Essay) -> Data:
    prefetch_related_objects(
        [essay],
        *signed_and_about(),
        Prefetch("taggings", EssayTag.objects.select_related("tag").order_by("tag__name")),
    )
    subjects = [subject.film for subject in essay.subjects.all()]
    named = Mention.objects.linked().filter(essay=essay, is_lost=False).order_by()
    films = list(Film.objects.public().filter(pk__in=named.values("film")).order_by("sort_title", "pk"))
    people = list(Person.objects.public().filter(pk__in=named.values("person")).order_by("sort_name", "pk"))
    public = {film.pk for film in Film.objects.public().filter(pk__in=[film.pk for film in subjects])}
    site = absolute_url(about.request, "/").rstrip("/")
    rating = None if essay.rating is None else float(essay.rating)
    return {
        "kind": essay.kind,
        "headline": essay.headline,
        "standfirst": essay.standfirst,
        "authors": [{"name": str(byline), "page": about.address(byline.critic)} for byline in essay.bylines.all()],
        "published": _moment(essay.published_at),
        "language": essay.language,
        "rating": None if rating is None else {"value": rating, "best": site_settings().best, "worst": 0},
        "rating_printed": essay.rating_printed,
        "gives_the_ending_away": essay.has_spoilers,
        "subjects": [about.film(film, public) for film in subjects],
        "words": word_count(essay.body),
        "html": feed_content(filled_renderings([essay])[essay.pk], site=site, address=about.address(essay)),
        "sources": [{"number": note.number, "text": note.text} for note in source_notes(rendering_of(essay))],
        "corrections": [
            {"on": row.corrected_on.isoformat(), "what_it_said": row.what_was, "what_is_right": row.what_is}
            for row in Correction.objects.filter(essay=essay)
        ],
        "films": [about.film(film, {film.pk}) for film in films],
        "people": [about.person(person, {person.pk}) for person in people],
        "tags": about.tags(essay.taggings.all()),
    }


def _film(about: About, film: Film) -> Data:
    prefetch_related_objects(
        [film],
        "titles",
        "releases",
        "figures",
        "identifiers",
        Prefetch("taggings", FilmTag.objects.select_related("tag").order_by("tag__name")),
    )
    credits = Credit.objects.for_readers().filter(film=film).billed().select_related("person")
    people = set(Person.objects.public().filter(credits__film=film).values_list("pk", flat=True))
    whole = Film.objects.public().filter(parts=film).first()
    parts = list(Film.objects.public().filter(part_of=film).order_by("release_year", "sort_title"))
    return {
        "kind": film.kind,
        "title": film.title,
        "title_language": film.title_language or None,
        "other_titles": [
            {"title": other.title, "kind": other.kind, "language": other.language} for other in film.titles.all()
        ],
        "year": film.release_year,
        "end_year": film.end_year,
        "runtime_minutes": film.runtime_minutes,
        "countries": film.countries,
        "languages": film.languages,
        "synopsis": film.synopsis,
        "poster": absolute_url(about.request, film.poster.jpeg) if film.poster else None,
        "releases": [
            {"country": release.country, "on": release.released_on.isoformat(), "source": release.source}
            for release in film.releases.all()
        ],
        "figures": [
            {
                "kind": figure.kind,
                "amount": figure.amount,
                "currency": figure.currency,
                "territory": figure.territory,
                "source": figure.source,
            }
            for figure in film.figures.all()
        ],
        "identifiers": _identities(film),
        "credits": [
            {"job": credit.job, **about.person(credit.person, people), **_as_credited(credit)} for credit in credits
        ],
        "part_of": about.film(whole, {whole.pk}) if whole else None,
        "parts": [about.film(part, {part.pk}) for part in parts],
        **about.essays(Essay.objects.published().filter(subjects__film=film)),
        "tags": about.tags(film.taggings.all()),
    }


def _person(about: About, person: Person) -> Data:
    prefetch_related_objects([person], "aliases", "identifiers", "taggings__tag")
    credits = Credit.objects.for_readers().filter(person=person).select_related("film")
    films = set(Film.objects.public().filter(credits__person=person).values_list("pk", flat=True))
    naming = Mention.objects.linked().filter(person=person, is_lost=False).order_by().values("essay")
    return {
        "name": person.name,
        "other_names": [alias.name for alias in person.aliases.all()],
        "told_apart_by": person.disambiguation,
        "birth_year": person.birth_year,
        "death_year": person.death_year,
        "note": person.note,
        "identifiers": _identities(person),
        "credits": [
            {"job": credit.job, **about.film(credit.film, films), **_as_credited(credit)}
            for credit in credits.order_by("-film__release_year", "film__title", "pk")
        ],
        **about.essays(Essay.objects.published().filter(pk__in=naming)),
        "tags": about.tags(person.taggings.all()),
    }


def _critic(about: About, critic: Critic) -> Data:
    return {
        "name": critic.name,
        "note": critic.note,
        **about.essays(Essay.objects.published().filter(bylines__critic=critic)),
    }


def _tag(about: About, tag: Tag) -> Data:
    films = Film.objects.public().filter(taggings__tag=tag)
    people = Person.objects.public().filter(taggings__tag=tag)
    return {
        "name": tag.name,
        "kind": tag.kind,
        "description": tag.description,
        "synonyms": [synonym.name for synonym in tag.synonyms.all()],
        **about.essays(Essay.objects.published().filter(taggings__tag=tag)),
        "films": [about.film(film, {film.pk}) for film in films[:LISTED]],
        "people": [about.person(person, {person.pk}) for person in people[:LISTED]],
    }


_OF: dict[str, Callable[[About, Any], Data]] = {
    "essay": _essay,
    "film": _film,
    "person": _person,
    "critic": _critic,
    "tag": _tag,
}


def _identities(record: Film | Person) -> dict[str, str]:
    return {row.scheme: row.value for row in record.identifiers.all() if row.scheme in IDENTITIES}


def _as_credited(credit: Credit) -> Data:
    return {
        "character": credit.character,
        "credited_as": credit.credited_as,
        "billing": credit.billing,
        "on_screen": credit.is_credited,
    }


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None


def data_patterns() -> Iterator[URLPattern]:
    """The addresses of all data."""
    for kind, folder in FOLDERS.items():
        yield path(f"{folder}/<slug:slug>.json", record_data, {"kind": kind}, name=f"{kind}_data")
