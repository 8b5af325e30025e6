"""A document understood: read, linked to the records and checked against them. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from essays.checking.checker import check
from essays.checking.discrepancy import Discrepancy
from essays.checking.stated import StatedCredit, stated_credits
from essays.desk.catalogue import DatabaseCatalogue
from essays.linking.catalogue import CreditRecord
from essays.linking.linker import link
from essays.linking.links import Links
from essays.models import Film
from essays.reading.document import Document, DocumentKind
from essays.reading.reader import read
from people.models import Visibility
from people.names import name_key

YEARS_APART = 1  # festival and release: a film of this title a year off is the same


@dataclass(frozen=True, slots=True)
class Understanding:
    """A document and all that was made of it.

    ``record`` has the credits of the subject. ``proposed_film`` is title and year where a reference entry states
    both and no record has them.
    """

    document: Document
    links: Links
    record: Sequence[CreditRecord] = ()
    stated: tuple[StatedCredit, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    proposed_film: tuple[str, int] | None = None


def understand(text: str, *, kind: DocumentKind | None = None, film: Film | None = None) -> Understanding:
    """Read ``text`` as ``kind``, or as what it looks like; ``film`` is its subject where an editor has said so."""
    document = read(text, kind=kind)
    catalogue = DatabaseCatalogue()
    links = link(document, catalogue, subject=film.pk if film else None)
    stated = stated_credits(document, links)
    subject = links.subjects[0] if links.subjects else None
    record: Sequence[CreditRecord] = ()
    about = None
    if subject is not None:
        about = catalogue.films([subject]).get(subject)
        record = catalogue.credits_of_films([subject]).get(subject, ())
    return Understanding(
        document, links, record, stated, check(document, stated, about, record), _proposed(document, links)
    )


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
