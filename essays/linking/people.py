"""Which person a full name means: of namesakes, the one credited on the films that the text names."""

import math
from collections.abc import Iterator, Mapping, Set

from essays.linking.catalogue import FilmRecord, PersonRecord
from essays.linking.evidence import Evidence, NameHit
from essays.linking.links import Candidate, Link, LinkKind, LinkState

CREDITED_ON_SUBJECT, CREDITED_ON_FILM_IN_SENTENCE, CREDITED_ON_FILM_NAMED = 5.0, 4.0, 2.0
KNOWN = 1.0  # for each power of ten of credits
SURE_BY = 1.0  # lead over the next of the name
SURE_WITHOUT_CREDITS = 0.8  # of a person with a name nobody shares


def link_full_names(evidence: Evidence, subject: FilmRecord | None, films: Mapping[int, Set[int]]) -> Iterator[Link]:
    """A link for each full name. ``films`` are the linked films by id, each with the sentences that name it."""
    for hit in evidence.names:
        if (found := _link_full_name(evidence, hit, subject, films)) is not None:
            yield found


def _link_full_name(
    evidence: Evidence, hit: NameHit, subject: FilmRecord | None, films: Mapping[int, Set[int]]
) -> Link | None:
    sentence = evidence.prose.words[hit.run.first].sentence
    ranked = sorted(
        (_weigh(evidence, person, sentence, subject, films) for person in hit.people),
        key=lambda entry: (-entry[0], entry[2].id),
    )
    best, reason, person = ranked[0]
    if hit.is_nickname and not reason:  # only a credit says that a nickname is theirs
        return None
    lead = best - ranked[1][0] if len(ranked) > 1 else math.inf
    if lead < SURE_BY:
        total = sum(math.exp(score) for score, _, _ in ranked)
        candidates = tuple(
            Candidate(p.id, round(math.exp(score) / total, 3), ", ".join(part for part in (p.apart, why) if part))
            for score, why, p in ranked[:8]
        )
        return Link(
            LinkKind.PERSON,
            LinkState.UNDECIDED,
            hit.run.start,
            hit.run.end,
            confidence=candidates[0].confidence,
            reason=f"{len(ranked)} people are called {person.name}",
            candidates=candidates,
        )
    confidence = 0.99 if best >= CREDITED_ON_FILM_NAMED else 0.9 if lead is math.inf else 0.8
    if not reason:
        reason = "the only person of this name" if len(ranked) == 1 else "the best known person of this name"
    return Link(
        LinkKind.PERSON, LinkState.LINKED, hit.run.start, hit.run.end, person.id, person.name, confidence, reason
    )


def _weigh(
    evidence: Evidence,
    person: PersonRecord,
    sentence: int,
    subject: FilmRecord | None,
    films: Mapping[int, Set[int]],
) -> tuple[float, str, PersonRecord]:
    """Points, reason and the person."""
    points = KNOWN * math.log10(1 + person.credit_count)
    credited = evidence.films_of(person.id)
    reason = ""
    if subject is not None and subject.id in credited:
        points += CREDITED_ON_SUBJECT
        reason = f"credited on {called(subject)}"
    here = [film for film in credited & films.keys() if sentence in films[film]]
    elsewhere = credited & films.keys() - set(here)
    if here:
        points += CREDITED_ON_FILM_IN_SENTENCE
    elif elsewhere:
        points += CREDITED_ON_FILM_NAMED
    if not reason and (here or elsewhere):
        reason = f"credited on {called(evidence.films[min(here or elsewhere)])}"
    return points, reason, person


def called(film: FilmRecord) -> str:
    """A film as a reason names it: "Red Heat (1988)"."""
    return f"{film.title} ({film.release_year})" if film.release_year else film.title
