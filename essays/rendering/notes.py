"""Which sentences of a reference entry stand as notes beside which section of a review."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

NOTES_A_SECTION = 3  # more than these are longer than the section they stand beside

Record = tuple[str, int]  # "film" or "person", and its id


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a reference entry and the records it names."""

    text: str
    records: frozenset[Record]


def notes_beside(
    sections: Sequence[Collection[Record]], sentences: Sequence[Sentence], *, beside: Collection[Record] = ()
) -> tuple[tuple[Sentence, ...], ...]:
    """For each section the sentences that speak of what it names, in the entry's order.

    A record says the more the fewer sections name it; those in ``beside`` (the film that both are about) say nothing.
    A sentence stands beside one section only, the one it shares most with and, of equals, the earlier; a section gets
    the best ``NOTES_A_SECTION``.
    """
    named_by = Counter(record for records in sections for record in set(records))
    chosen: list[list[tuple[float, int]]] = [[] for _ in sections]
    for index, sentence in enumerate(sentences):
        told = sentence.records.difference(beside)
        weights = [sum(1 / named_by[record] for record in told.intersection(records)) for records in sections]
        best = max(weights, default=0.0)
        if best > 0:
            chosen[weights.index(best)].append((-best, index))
    kept = [sorted(index for _, index in sorted(found)[:NOTES_A_SECTION]) for found in chosen]
    return tuple(tuple(sentences[index] for index in indexes) for indexes in kept)
