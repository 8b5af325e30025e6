"""The values that linking gives: which words name which records, how sure that is, and why."""

from dataclasses import dataclass, field
from enum import StrEnum


class LinkKind(StrEnum):
    FILM = "film"
    PERSON = "person"
    CHARACTER = "character"


class LinkState(StrEnum):
    """What linking says of some words: one record, several to choose from, or a name no record has."""

    LINKED = "linked"
    UNDECIDED = "undecided"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that words may mean. ``confidence`` is from 0 to 1; ``reason`` is for an editor to read."""

    record_id: int
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a text, half-open ``[start, end)``, and what they name.

    ``record_id`` is the film's or person's id where ``state`` is LINKED; of a character it is the person who plays it,
    or None where the record does not say. ``name`` is the full name of a character or of a proposed person.
    ``candidates`` are best first where UNDECIDED.
    """

    kind: LinkKind
    state: LinkState
    start: int
    end: int
    record_id: int | None = None
    name: str = ""
    confidence: float = 1.0
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """All that linking says of a document: links in order without overlap, and the subject film.

    ``subjects`` are film ids, the main one first; empty where the text does not tell. ``subject_candidates`` are for
    the editor where it is empty.
    """

    links: tuple[Link, ...] = ()
    subjects: tuple[int, ...] = ()
    subject_reason: str = ""
    subject_confidence: float = 0.0
    subject_candidates: tuple[Candidate, ...] = field(default=())
