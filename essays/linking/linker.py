"""A Document and the records together: which words name which films, people and characters."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from essays.linking.catalogue import Catalogue
from essays.linking.characters import link_characters
from essays.linking.evidence import Evidence, find_films, gather
from essays.linking.later import LaterNames, known_people
from essays.linking.links import Link, Links, LinkState
from essays.linking.parts import link_unknown_parts
from essays.linking.people import link_full_names
from essays.linking.proposals import propose_people
from essays.linking.spans import Spans
from essays.linking.subject import SubjectChoice, choose_subject
from essays.linking.titles import leave_out_unlikely, link_titles
from essays.reading.document import Document


def link(document: Document, catalogue: Catalogue, *, subject: int | None = None) -> Links:
    """Every film, person and character that the document's prose names, and the film it is about.

    ``subject`` is the film's id where an editor has said it; an unknown id counts as not said. The same document
    against the same records gives the same answer.
    """
    evidence = gather(document, catalogue)
    leave_out_unlikely(evidence)
    find_films(evidence)
    choice = _given_subject(evidence, subject) or choose_subject(evidence)
    about = choice.film
    films = link_titles(evidence, about)
    taken = Spans((found.start, found.end) for found in films)
    people = [
        found
        for found in link_full_names(evidence, about, _sentences_by_film(evidence, films))
        if not taken.overlaps(found.start, found.end)
    ]
    characters = link_characters(evidence, about, films, people)
    people += propose_people(evidence, [*films, *people, *characters])
    characters += link_unknown_parts(evidence, [*films, *people, *characters])
    fixed = [*films, *people, *characters]
    names = frozenset(word for found in characters for word in _words(evidence, found))
    later = LaterNames.of(evidence, known_people(evidence, people, about), names)
    fixed += later.links((found.start, found.end) for found in fixed)
    return Links(
        links=tuple(sorted(fixed, key=lambda found: found.start)),
        subjects=(about.id,) if about is not None else (),
        subject_reason=choice.reason,
        subject_confidence=choice.confidence,
        subject_candidates=choice.candidates,
    )


def _given_subject(evidence: Evidence, subject: int | None) -> SubjectChoice | None:
    if subject is None:
        return None
    if subject not in evidence.films:
        evidence.films.update(evidence.catalogue.films([subject]))
    film = evidence.films.get(subject)
    return SubjectChoice(film, 1.0, "chosen by an editor") if film is not None else None


def _sentences_by_film(evidence: Evidence, films: Iterable[Link]) -> Mapping[int, Set[int]]:
    """Linked film id -> the sentences that name it."""
    sentences = {word.start: word.sentence for word in evidence.prose.words}
    found: dict[int, set[int]] = defaultdict(set)
    for film in films:
        if film.record_id is not None and film.state is LinkState.LINKED:
            found[film.record_id].add(sentences[film.start])
    return found


def _words(evidence: Evidence, found: Link) -> list[str]:
    words = evidence.prose.words
    first = bisect_left(words, found.start, key=lambda word: word.start)
    last = bisect_left(words, found.end, key=lambda word: word.start)
    return [word.stem_key for word in words[first:last]]
