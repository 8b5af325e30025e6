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
    A sentence stands once, beside the section it shares most with that has room: ``NOTES_A_SECTION`` each.
    """
    named_by = Counter(record for records in sections for record in set(records))
    pairs = []
    for index, sentence in enumerate(sentences):
        told = sentence.records.difference(beside)
        for number, records in enumerate(sections):
            if weight := sum(1 / named_by[record] for record in told.intersection(records)):
                pairs.append((-weight, number, index))
    chosen: list[list[int]] = [[] for _ in sections]
    placed: set[int] = set()
    for _, number, index in sorted(pairs):
        if index not in placed and len(chosen[number]) < NOTES_A_SECTION:
            chosen[number].append(index)
            placed.add(index)
    return tuple(tuple(sentences[index] for index in sorted(indexes)) for indexes in chosen)
