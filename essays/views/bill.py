"""What stands on the same bill as an essay, each with the reason that the page prints."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from essays.models import Essay, Film, Neighbour
from people.models import Person
from people.tagging import Tag

NAMES_PRINTED = 3  # of what two essays share; the rest is on their pages


@dataclass(frozen=True, slots=True)
class Billed:
    """An essay on the bill: why it is there, and the names of what it shares, as text."""

    essay: Essay
    why: str
    differs: bool
    shared: tuple[Film | Person | Tag, ...]


def bill(
    found: Sequence[Neighbour], *, films: Mapping[int, Film], people: Mapping[int, Person], tags: Iterable[Tag]
) -> list[Billed]:
    """The neighbours with names for what they share; one that shares nothing a reader may see is left out."""
    records: dict[tuple[str, int], Film | Person | Tag] = {("tag", tag.pk): tag for tag in tags}
    records |= {("film", pk): film for pk, film in films.items()}
    records |= {("person", pk): person for pk, person in people.items()}
    billed = []
    for neighbour in found:
        shared = tuple(records[record] for record in neighbour.shared if record in records)[:NAMES_PRINTED]
        if shared or not neighbour.shared:
            billed.append(Billed(neighbour.essay, neighbour.why.value, neighbour.differs, shared))
    return billed
