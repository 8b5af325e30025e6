"""The import's report on a document: what it means, as one line of JSON. Every offset is one of the document's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from essays.checking.stated import StatedCredit, waits_for_editor
from essays.desk.asking import rows_of
from essays.desk.understanding import Understanding
from essays.linking.links import Candidate, Link, LinkKind, Links, LinkState
from essays.reading.document import BlockKind, Document, DocumentKind
from people.models import tells_apart

Line = dict[str, Any]

# Every key of a line, in its order at each depth: a database that stores JSON as values forgets the order.
KEY_ORDER = (
    *("id", "kind", "name", "title", "year", "imdb", "film", "byline", "people", "films", "credits", "headings"),
    *("boilerplate", "person", "role", "character", "surface", "start", "end", "level", "number", "sentence"),
    *("citations", "certain", "has_source", "characters", "played_by", "checks", "suggest", "message", "apart"),
    *("undecided", "confidence", "reason", "candidates", "is_credited", "proposed", "undecided_subject", "blocks"),
    *("notes", "credits_to_confirm"),
)
FILMS_NAMED = """SELECT f.id, f.title, f.release_year, (
        SELECT value FROM essays_filmidentifier WHERE film_id = f.id AND scheme = 'imdb' ORDER BY id DESC LIMIT 1
    ) FROM essays_film f WHERE f.id IN (values)"""
PEOPLE_NAMED = """SELECT id, name, disambiguation, birth_year, death_year, slug FROM people_person
    WHERE id IN (values)"""
PLACES = {key: place for place, key in enumerate(KEY_ORDER)}


@dataclass(frozen=True, slots=True)
class Named:
    """What records are called in a report."""

    films: Mapping[int, Line]
    people: Mapping[int, Line]

    @classmethod
    def by(cls, links: Links) -> Named:
        """The records that these links name, in two queries."""
        film_ids = {*links.subjects, *(c.record_id for c in links.subject_candidates)}
        person_ids: set[int] = set()
        for link in links.links:
            ids = film_ids if link.kind is LinkKind.FILM else person_ids
            ids.update(candidate.record_id for candidate in link.candidates)
            if link.record_id is not None:
                ids.add(link.record_id)
        films = {}
        for pk, title, year, imdb in rows_of(FILMS_NAMED, film_ids):
            films[pk] = {"title": title, "year": year, **({"imdb": imdb} if imdb else {})}
        people = {}
        for pk, name, *told in rows_of(PEOPLE_NAMED, person_ids):
            apart = tells_apart(name, *told)
            people[pk] = {"name": name, **({"apart": apart} if apart else {})}
        return cls(films, people)


def in_order(value: Any) -> Any:
    """A line as the database gave it, or a part of one, with its keys in their order."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value, key=_place_of)}
    return [in_order(inner) for inner in value] if isinstance(value, list) else value


def _place_of(key: str) -> tuple[int, str]:
    return PLACES.get(key, len(PLACES)), key


def report_line(name: str, understood: Understanding, *, notes: Iterable[str] = ()) -> Line:
    """The report line of the document called ``name``."""
    document, links = understood.document, understood.links
    named = Named.by(links)
    line: Line = {
        "id": name,
        "kind": document.kind.value,
        "film": _subject(understood, named),
        "byline": " and ".join(document.bylines) or None,
        "people": [_person(document, link, named) for link in links.links if _is_person(link)],
        "films": [_film(document, link, named) for link in links.links if _is_film(link)] + _title(understood),
        "credits": [_credit(credit) for credit in understood.stated if not _waits(credit, understood)],
        "credits_to_confirm": [_credit(credit) for credit in understood.stated if _waits(credit, understood)],
        "headings": _places(document, BlockKind.SUBHEAD),
        "boilerplate": _places(document, BlockKind.BOILERPLATE),
        "citations": [
            {
                "start": citation.start,
                "end": citation.end,
                "number": citation.number,
                "sentence": list(citation.sentence),
                "certain": citation.is_certain,
                "has_source": citation.has_source,
            }
            for citation in document.citations
        ],
        "characters": [_character(link, named) for link in links.links if link.kind is LinkKind.CHARACTER],
        "checks": [
            {
                "kind": found.about or found.rule.value,
                "start": found.start,
                "end": found.end,
                "suggest": found.suggestion or None,
                "message": found.message,
            }
            for found in understood.discrepancies
        ],
        "undecided": [
            {
                "kind": link.kind.value,
                "surface": document.text[link.start : link.end],
                "start": link.start,
                "end": link.end,
                "reason": link.reason,
                "candidates": _candidates(link.candidates, named.films if _names_film(link) else named.people),
            }
            for link in links.links
            if link.state is LinkState.UNDECIDED
        ],
        "undecided_subject": _candidates(links.subject_candidates, named.films) if not links.subjects else [],
        "blocks": [
            {"kind": block.kind.value, "start": block.start, "end": block.end, "level": block.level}
            for block in document.blocks
        ],
        "notes": list(notes),
    }
    ordered: Line = in_order(line)
    return ordered


def _subject(understood: Understanding, named: Named) -> Line | None:
    if understood.links.subjects:
        return named.films.get(understood.links.subjects[0])
    facts = understood.document.facts
    if understood.document.kind is DocumentKind.REFERENCE and facts.title:  # the text tells, whoever has the record
        return {"title": facts.title, "year": facts.release_year}
    return None


def _title(understood: Understanding) -> list[Line]:
    """The title that proposes a film, as a mention of it."""
    span = understood.document.facts.title_span
    if understood.proposed_film is None or span is None:
        return []
    start, end = span
    if any(link.start < end and start < link.end for link in understood.links.links):
        return []
    title, year = understood.proposed_film
    surface = understood.document.text[start:end]
    return [{"title": title, "year": year, "surface": surface, "start": start, "end": end, "proposed": True}]


def _names_film(link: Link) -> bool:
    return link.kind is LinkKind.FILM


def _is_film(link: Link) -> bool:
    return link.kind is LinkKind.FILM and link.state is LinkState.LINKED and link.record_id is not None


def _is_person(link: Link) -> bool:
    return link.kind is LinkKind.PERSON and link.state is not LinkState.UNDECIDED


def _span(document: Document, link: Link) -> Line:
    return {"surface": document.text[link.start : link.end], "start": link.start, "end": link.end}


def _person(document: Document, link: Link, named: Named) -> Line:
    record = named.people.get(link.record_id) if link.record_id is not None else None
    if record is None:
        return {"name": link.name or document.text[link.start : link.end], **_span(document, link), "proposed": True}
    return {"name": record["name"], **_span(document, link)}


def _film(document: Document, link: Link, named: Named) -> Line:
    return {**named.films.get(link.record_id or 0, {}), **_span(document, link)}


def _character(link: Link, named: Named) -> Line:
    player = named.people.get(link.record_id or 0)
    return {
        "name": link.name,
        "start": link.start,
        "end": link.end,
        **({"played_by": player["name"]} if player else {}),
    }


def _waits(credit: StatedCredit, understood: Understanding) -> bool:
    return waits_for_editor(credit, understood.record)


def _credit(credit: StatedCredit) -> Line:
    line: Line = {"person": credit.statement.person, "role": credit.job, "character": credit.character or None}
    if not credit.statement.is_credited:
        line["is_credited"] = False
    return line


def _places(document: Document, kind: BlockKind) -> list[Line]:
    return [{"start": block.start, "end": block.end} for block in document.blocks if block.kind is kind]


def _candidates(candidates: Sequence[Candidate], named: Mapping[int, Line]) -> list[Line]:
    return [
        {
            **named.get(candidate.record_id, {}),
            "id": candidate.record_id,
            "confidence": round(candidate.confidence, 3),
            "reason": candidate.reason,
        }
        for candidate in candidates
    ]
