"""Which person a full name means: of namesakes, the one credited on the films that the text names."""

import math
from collections.abc import Iterator, Mapping, Set

from essays.linking.catalogue import FilmRecord, PersonRecord
from essays.linking.context import is_told_as_part
from essays.linking.evidence import Evidence, NameHit
from essays.linking.lexicon import given_names, ordinary_words
from essays.linking.links import Candidate, Link, LinkKind, LinkState
from people.names import GENERATION_SUFFIXES, fold, name_key

CREDITED_ON_SUBJECT, CREDITED_ON_FILM_IN_SENTENCE, CREDITED_ON_FILM_NAMED = 5.0, 4.0, 2.0
KNOWN = 1.0  # for each power of ten of credits
SURE_BY = 1.0  # lead over the next of the name
SURE_WITHOUT_CREDITS = 0.8  # of a person with a name nobody shares


def link_full_names(evidence: Evidence, subject: FilmRecord | None, films: Mapping[int, Set[int]]) -> Iterator[Link]:
    """A link for each full name. ``films`` are the linked films by id, each with the sentences that name it."""
    parts = _parts(evidence, subject)
    for hit in evidence.names:
        if (found := _link_full_name(evidence, hit, subject, films, parts)) is not None:
            yield found


def _parts(evidence: Evidence, subject: FilmRecord | None) -> frozenset[str]:
    """The keys of full names that are a character's here: by the subject film's cast, or by what stands around them."""
    cast = evidence.roles(subject.id) if subject is not None else ()
    told = (hit.run.key for hit in evidence.names if is_told_as_part(evidence.prose, hit.run))
    return frozenset((*(key for role in cast for key in role.full_keys), *told))


def _link_full_name(
    evidence: Evidence,
    hit: NameHit,
    subject: FilmRecord | None,
    films: Mapping[int, Set[int]],
    parts: frozenset[str],
) -> Link | None:
    sentence = evidence.prose.words[hit.run.first].sentence
    ranked = sorted(
        (_weigh(evidence, person, sentence, subject, films) for person in hit.people),
        key=lambda entry: (-entry[0], entry[2].id),
    )
    best, reason, person = ranked[0]
    if not reason and (hit.is_nickname or hit.run.key in parts or _is_of_longer(evidence, hit, person)):
        return None  # only a credit says that such a name is theirs
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


def _is_of_longer(evidence: Evidence, hit: NameHit, person: PersonRecord) -> bool:
    """Whether the words are only a part of a name: of a longer one here, or of the record's without its "III"."""
    prose, run = evidence.prose, hit.run
    before, after = prose.before(run.first), prose.after(run.last)
    first, last = prose.words[run.first], prose.words[run.last]
    if before is not None and before.key in given_names() and before.is_capital and first.gap == " ":
        return not before.is_possessive
    if after is not None and after.is_capital and after.gap == " " and last.end == run.end and not last.is_possessive:
        return after.key not in ordinary_words() and not prose.is_titled(last)
    suffixes = GENERATION_SUFFIXES & set(fold(person.name).split())
    names = {name_key(name) for name in person.other_names}
    return bool(suffixes) and suffixes.isdisjoint(run.key.split()) and run.key not in names


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
