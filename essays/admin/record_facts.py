"""A record at a glance: what an editor wants to know before two are made one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count

from essays.models import Film, RecordKind
from people.models import Person

SHOWN = 6  # films of a person, people of a film


def facts_of(record: Any) -> list[tuple[str, str]]:
    """What is known of the record, each with its label; nothing that is not known."""
    return [(label, text) for label, text in FACTS[RecordKind.of(record)](record) if text]


def _of_person(person: Person) -> Iterator[tuple[str, str]]:
    yield "other names", _list(person.aliases.values_list("name", flat=True))
    yield "born", str(person.birth_year or "")
    yield "died", str(person.death_year or "")
    yield "told apart by", person.disambiguation
    yield "tags", _list(person.taggings.order_by("tag__name").values_list("tag__name", flat=True))
    credits = person.credits.select_related("film").order_by("-film__release_year", "film__title")
    yield "credits", _some([f"{credit.get_job_display()}, {credit.film}" for credit in credits])
    yield "named in", _essays(person.mentions.filter(is_lost=False, state="linked"))
    yield from _common(person)


def _of_film(film: Film) -> Iterator[tuple[str, str]]:
    yield "kind", film.get_kind_display()
    yield "year", str(film.release_year or "")
    yield "other titles", _list(film.titles.values_list("title", flat=True))
    credits = film.credits.select_related("person").order_by("billing", "id")
    yield "cast and crew", _some([f"{credit.person} ({credit.get_job_display()})" for credit in credits])
    yield "essays about it", _list(film.essays.values_list("headline", flat=True)[:SHOWN])
    yield "named in", _essays(film.mentions.filter(is_lost=False, state="linked"))
    yield "tags", _list(film.taggings.order_by("tag__name").values_list("tag__name", flat=True))
    yield from _common(film)


def _of_tag(tag: Any) -> Iterator[tuple[str, str]]:
    yield "kind", tag.get_kind_display()
    yield "synonyms", _list(tag.synonyms.values_list("name", flat=True))
    for what in ("essay", "film", "person"):
        number = getattr(tag, f"{what}tag_items").count()
        yield f"on {what}s" if what != "person" else "on people", str(number or "")
    yield "description", tag.description
    yield "address", tag.get_absolute_url()


def _common(record: Any) -> Iterator[tuple[str, str]]:
    yield "ids", _list(str(row) for row in record.identifiers.order_by("scheme", "value"))
    yield "public", record.get_visibility_display()
    yield "address", record.get_absolute_url()


def _list(names: Any) -> str:
    return ", ".join(names)


def _some(lines: list[str]) -> str:
    more = len(lines) - SHOWN
    return "; ".join(lines[:SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _essays(mentions: Any) -> str:
    number = mentions.aggregate(number=Count("essay", distinct=True))["number"]
    return f"{number} essay{'s' if number > 1 else ''}" if number else ""


FACTS: dict[RecordKind, Callable[[Any], Iterator[tuple[str, str]]]] = {
    RecordKind.PERSON: _of_person,
    RecordKind.FILM: _of_film,
    RecordKind.TAG: _of_tag,
}
