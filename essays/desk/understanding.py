"""A document understood: read, linked to the records and checked against them. Stores nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from essays.checking.checker import check
from essays.checking.discrepancy import Discrepancy
from essays.checking.stated import StatedCredit, stated_credits
from essays.desk.asking import rows_of
from essays.desk.catalogue import Asked, OneDocumentsCatalogue
from essays.linking.catalogue import CreditRecord, FilmRecord
from essays.linking.keys import title_keys
from essays.linking.linker import link
from essays.linking.links import Link, LinkKind, Links, LinkState
from essays.models import Credit, Film
from essays.reading.document import Document, DocumentKind
from people.models import Visibility
from people.names import name_key

IS_STATED = "SELECT 1 FROM essays_credit WHERE source IN (values) LIMIT 1"
YEARS_APART = 1  # festival and release: a film of this title a year off is the same


@dataclass(frozen=True, slots=True)
class Understanding:
    """A document and all that was made of it.

    ``record`` has the credits of the subject. ``proposed_film`` is title and year where a reference entry states
    both and no record has them. ``asked`` is what this depends on of the records.
    """

    document: Document
    links: Links
    record: Sequence[CreditRecord] = ()
    stated: tuple[StatedCredit, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    proposed_film: tuple[str, int] | None = None
    asked: Asked = field(default_factory=Asked)


def understand_document(document: Document, *, film: Film | None = None, name: str = "") -> Understanding:
    """Link and check a document; ``film`` is its subject where an editor has said so.

    ``name`` is the document's: what the record has from an earlier version of it says nothing about this one.
    """
    catalogue = OneDocumentsCatalogue(_stated_before(document, name))
    links = link(document, catalogue, subject=film.pk if film else None)
    links = replace(links, links=_with_stated_people(document, links.links))
    about = catalogue.films(links.subjects[:1]).get(links.subjects[0]) if links.subjects else None
    if film is None and about is not None and _is_another(document, about):
        about, links = None, replace(links, subjects=(), subject_reason="", subject_confidence=0.0)
    record = catalogue.credits_of_films([about.id]).get(about.id, ()) if about else ()
    stated = stated_credits(document, links)
    named = [found.record_id for found in links.links if found.kind is LinkKind.FILM and found.record_id is not None]
    discrepancies = check(document, stated, about, record, links=links.links, films=catalogue.films(named))
    proposed = _proposed(document, links)
    return Understanding(document, links, record, stated, discrepancies, proposed, catalogue.asked)


def _stated_before(document: Document, name: str) -> Collection[tuple[int, int, str, str]]:
    """Film, person, job and character of the credits that an earlier version of the document stated."""
    if not name or not rows_of(IS_STATED, [name]):
        return frozenset()
    stated = Credit.objects.stated_by(name, is_reference=document.kind is DocumentKind.REFERENCE).order_by()
    return frozenset(stated.values_list("film_id", "person_id", "job", "character"))


def _with_stated_people(document: Document, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """``links``, and a proposal for each full name that a reference entry states a credit of and nothing links."""
    if document.kind is not DocumentKind.REFERENCE:
        return links
    found = list(links)
    for said in document.facts.statements:
        is_free = all(said.end <= other.start or other.end <= said.start for other in found)
        if is_free and len(name_key(said.person).split()) > 1:
            reason = f"the document names them as {said.job}"
            found.append(
                Link(LinkKind.PERSON, LinkState.PROPOSED, said.start, said.end, name=said.person, reason=reason)
            )
    return tuple(sorted(found, key=lambda link: link.start))


def names_proposed(text: str, links: Iterable[Link]) -> tuple[str, ...]:
    """The names in ``text`` that ``links`` propose as people, in full where the link has more than is printed."""
    return tuple(
        link.name or text[link.start : link.end]
        for link in links
        if link.kind is LinkKind.PERSON and link.state is LinkState.PROPOSED
    )


def _is_another(document: Document, film: FilmRecord) -> bool:
    """Whether the document says in so many words that it is about a film of another title and another year."""
    title, year = document.facts.title, document.facts.release_year
    if not title or year is None or film.release_year in {None, year}:
        return False
    return name_key(title) not in {key for key, _ in title_keys(film.title, film.other_titles)}


def _proposed(document: Document, links: Links) -> tuple[str, int] | None:
    title, year = document.facts.title, document.facts.release_year
    if links.subjects or document.kind is not DocumentKind.REFERENCE or not title or year is None:
        return None
    known = films_near(title, year).exclude(visibility=Visibility.PROPOSED)
    return None if known.exists() else (title, year)


def films_near(title: str, year: int) -> QuerySet[Film]:
    """Films of this title, by any of their titles, of this year or one beside it, or of no known year."""
    near = Q(release_year__isnull=True) | Q(release_year__range=(year - YEARS_APART, year + YEARS_APART))
    return Film.objects.filter(near, keys__key=name_key(title)).order_by("pk").distinct()
