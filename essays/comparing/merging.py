"""Two bodies that began as one, put together: what only one of them changed is taken from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from essays.reading.markup import BLOCK_TAGS, TOKEN


@dataclass(frozen=True, slots=True)
class Merged:
    """Both texts as one. ``clashes`` counts the places that both changed, each in its own way: there ``ours`` stands.

    ``from_theirs`` counts the places where what they did was taken over.
    """

    body: str
    from_theirs: int
    clashes: int


def merge_bodies(base: str, theirs: str, ours: str) -> Merged:
    """``theirs`` and ``ours`` put together block by block; both were made of ``base``. All are sanitised HTML.

    What both added in one place is kept, theirs first. A block that one changed and the other moved is a clash.
    """
    blocks: list[str] = []
    from_theirs = clashes = 0
    for was, they, we in _stretches(html_blocks(base), html_blocks(theirs), html_blocks(ours)):
        if they in (we, was):
            blocks += we
        elif we == was:
            blocks += they
            from_theirs += 1
        elif not was:
            blocks += [*they, *(block for block in we if block not in they)]
            from_theirs += 1
        else:
            blocks += we
            clashes += 1
    return Merged("\n".join(blocks), from_theirs, clashes)


def html_blocks(body: str) -> list[str]:
    """A body's outermost blocks as HTML: paragraphs, subheads, quotations, whole lists and figures."""
    blocks: list[str] = []
    depth = start = 0
    for token in TOKEN.finditer(body):
        name = (token["name"] or "").lower()
        if name not in BLOCK_TAGS:
            continue
        if token["close"]:
            depth = max(0, depth - 1)
        else:
            if depth == 0:
                blocks.append(body[start : token.start()])
                start = token.start()
            depth += name != "hr"
        if depth == 0:
            blocks.append(body[start : token.end()])
            start = token.end()
    blocks.append(body[start:])
    return [block.strip() for block in blocks if block.strip()]


Stretch = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _stretches(base: Sequence[str], theirs: Sequence[str], ours: Sequence[str]) -> Iterator[Stretch]:
    """All three in step: stretches that stand in all of them, and between these what each has.

    The method is that of diff3 (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007).
    """
    at = they_at = we_at = 0
    for start, end, they, we in [*_in_all(base, theirs, ours), (len(base), len(base), len(theirs), len(ours))]:
        yield from _by_block(base[at:start], theirs[they_at:they], ours[we_at:we])
        if start < end:
            yield (base[start:end],) * 3
        at, they_at, we_at = end, they + end - start, we + end - start


def _by_block(was: Sequence[str], they: Sequence[str], we: Sequence[str]) -> Iterator[Stretch]:
    """Blocks one by one where as many stand in all three: neighbours that are changed apart are no clash."""
    if len(was) == len(they) == len(we):
        for old, theirs, ours in zip(was, they, we, strict=True):
            yield [old], [theirs], [ours]
    elif was or they or we:
        yield was, they, we


def _in_all(base: Sequence[str], theirs: Sequence[str], ours: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of ``base`` that stand in both: where each begins and ends there, and begins in theirs and in ours."""
    they, we = (SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks() for other in (theirs, ours))
    i = j = 0
    while i < len(they) and j < len(we):
        one, other = they[i], we[j]
        start, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if start < end:
            yield start, end, one.b + start - one.a, other.b + start - other.a
        if one.a + one.size < other.a + other.size:
            i += 1
        else:
            j += 1


@dataclass(frozen=True, slots=True)
class Place:
    """Blocks in a row in which two bodies differ, as HTML: what stands ``now`` and what stood ``then``."""

    now: tuple[str, ...]
    then: tuple[str, ...]


def places_apart(now: str, then: str) -> tuple[Place, ...]:
    """Where two bodies differ, in the order of the first."""
    return tuple(place for place, _ in _apart(html_blocks(now), html_blocks(then)))


def take_back(now: str, then: str, number: int) -> str:
    """``now`` with what stood ``then`` in one place of ``places_apart``. Raises IndexError where there is none."""
    blocks = html_blocks(now)
    place, start = list(_apart(blocks, html_blocks(then)))[number]
    return "\n".join((*blocks[:start], *place.then, *blocks[start + len(place.now) :]))


def _apart(now: Sequence[str], then: Sequence[str]) -> Iterator[tuple[Place, int]]:
    """Each place with where it begins in ``now``; as many blocks on both sides are places one by one."""
    for tag, i, i_end, j, j_end in SequenceMatcher(None, now, then, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if i_end - i == j_end - j:
            for step in range(i_end - i):
                yield Place((now[i + step],), (then[j + step],)), i + step
        else:
            yield Place(tuple(now[i:i_end]), tuple(then[j:j_end])), i
