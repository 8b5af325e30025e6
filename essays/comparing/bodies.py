"""Two bodies block by block: what is the same, new, gone, changed or moved, down to the word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from essays.reading.markup import read_markup

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
WORD = re.compile(r"\w+")
ALIKE = 0.5  # share of words that two blocks have in common to count as one block that was changed
PAIRS_WEIGHED = 4_000  # gone times new blocks; more than that are not paired, so that no text makes a screen wait


class Change(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that are in both blocks, or in the old or the new one alone."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """A block of either body; one that was moved stands where the new body has it."""

    change: Change
    runs: tuple[Run, ...]


def compare_bodies(old: str, new: str) -> tuple[ComparedBlock, ...]:
    """The blocks of both bodies (sanitised HTML), in the order of the new one, with those that are gone in between."""
    return compare_blocks(blocks_of(old), blocks_of(new))


def count_words(old: str, new: str) -> tuple[int, int]:
    """How many words the new body has that the old one has not, and the other way round, wherever they stand."""
    had, has = (Counter(word for block in blocks_of(body) for word in WORD.findall(block)) for body in (old, new))
    return (has - had).total(), (had - has).total()


def blocks_of(body: str) -> list[str]:
    """The text of each block of a body."""
    markup = read_markup(body)
    text = "".join(markup.text)
    return [text[block.start : block.end] for block in markup.blocks]


def compare_blocks(old: Sequence[str], new: Sequence[str]) -> tuple[ComparedBlock, ...]:
    """``compare_bodies`` of texts that are blocks already."""
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pairs = _pairs(old, new, opcodes)
    return tuple(_compared(old, new, opcodes, pairs))


def compare_words(old: str, new: str) -> tuple[Run, ...]:
    """Both texts as runs of words; what is removed stands before what is added in its place."""
    had, has = TOKEN.findall(old), TOKEN.findall(new)
    runs = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, had, has, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(Change.SAME, "".join(had[i:i_end])))
            continue
        if i < i_end:
            runs.append(Run(Change.REMOVED, "".join(had[i:i_end])))
        if j < j_end:
            runs.append(Run(Change.ADDED, "".join(has[j:j_end])))
    return tuple(runs)


Opcodes = Sequence[tuple[str, int, int, int, int]]


def _pairs(old: Sequence[str], new: Sequence[str], opcodes: Opcodes) -> dict[int, tuple[int, bool]]:
    """For a block of ``new`` the block of ``old`` that it was, and whether it was moved."""
    gone: dict[int, int] = {}  # place in old: number of the opcode
    come: dict[int, int] = {}
    for number, (tag, i, i_end, j, j_end) in enumerate(opcodes):
        if tag != "equal":
            gone |= dict.fromkeys(range(i, i_end), number)
            come |= dict.fromkeys(range(j, j_end), number)
    pairs: dict[int, tuple[int, bool]] = {}
    by_text: dict[str, list[int]] = {}
    for at in gone:
        by_text.setdefault(old[at], []).append(at)
    for at in come:
        if by_text.get(new[at]):
            pairs[at] = (by_text[new[at]].pop(0), True)
    taken = {was for was, _ in pairs.values()}
    left_gone = [at for at in gone if at not in taken]
    left_come = [at for at in come if at not in pairs]
    if len(left_gone) * len(left_come) > PAIRS_WEIGHED:
        return pairs
    words = {text: Counter(WORD.findall(text)) for text in {*map(old.__getitem__, gone), *map(new.__getitem__, come)}}
    weighed = sorted(
        (-_alike(words[old[was]], words[new[at]]), gone[was] != come[at], abs(was - at), was, at)
        for was in left_gone
        for at in left_come
    )
    for weight, is_moved, _, was, at in weighed:
        if -weight >= ALIKE and was not in taken and at not in pairs:
            pairs[at] = (was, is_moved)
            taken.add(was)
    return pairs


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two texts have in common: Dice's coefficient."""
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


def _compared(
    old: Sequence[str], new: Sequence[str], opcodes: Opcodes, pairs: dict[int, tuple[int, bool]]
) -> Iterator[ComparedBlock]:
    taken = {was for was, _ in pairs.values()}
    for tag, i, i_end, j, j_end in opcodes:
        if tag == "equal":
            for at in range(i, i_end):
                yield ComparedBlock(Change.SAME, (Run(Change.SAME, old[at]),))
            continue
        for at in range(i, i_end):
            if at not in taken:
                yield ComparedBlock(Change.REMOVED, (Run(Change.REMOVED, old[at]),))
        for at in range(j, j_end):
            if at not in pairs:
                yield ComparedBlock(Change.ADDED, (Run(Change.ADDED, new[at]),))
                continue
            was, is_moved = pairs[at]
            yield ComparedBlock(Change.MOVED if is_moved else Change.CHANGED, compare_words(old[was], new[at]))
