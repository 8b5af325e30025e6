"""Characters that only the document names: beside a known one, before their player in brackets, in a plot told."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from essays.linking.evidence import Evidence
from essays.linking.links import Link, LinkKind, LinkState
from essays.linking.proposals import Shape, name_shapes
from essays.linking.spans import Spans
from essays.reading.document import DocumentKind
from people.names import fold

IN_FULL, SHORT = 0.7, 0.6  # confidence
LEAST_PART = 3  # letters of a short form
_AND = re.compile(r"(?:,? and |, | & )")
_PLAYER = re.compile(r" \(")


def link_unknown_parts(evidence: Evidence, links: Sequence[Link]) -> list[Link]:
    """Links for characters no cast has; ``record_id`` is the player where the text puts one in brackets."""
    taken = Spans((link.start, link.end) for link in links)
    ends = {link.end: link for link in links if link.kind is not LinkKind.FILM}
    starts = {link.start: link for link in links if link.kind is not LinkKind.FILM}
    plot = _plot_sentences(evidence, links)
    found: list[Link] = []
    for shape in name_shapes(evidence):
        if taken.overlaps(shape.start, shape.end):
            continue
        player = _player(evidence.prose.text, shape, starts)
        told = evidence.prose.words[shape.first].sentence in plot
        if player is not None or told or _is_beside_part(evidence.prose.text, shape, starts, ends):
            name = evidence.prose.text[shape.start : shape.end]
            reason = "its player stands in brackets" if player is not None else "named among the characters"
            link = Link(LinkKind.CHARACTER, LinkState.LINKED, shape.start, shape.end, player, name, IN_FULL, reason)
            found.append(link)
            ends[link.end] = link
            taken.add(link.start, link.end)
    found += _later(evidence, found, taken)
    return sorted(found, key=lambda link: link.start)


def _player(text: str, shape: Shape, starts: dict[int, Link]) -> int | None:
    """Whom the brackets after a name hold: "Tom Hardesty (Kurt Russell)"."""
    bracket = _PLAYER.match(text, shape.end)
    link = starts.get(bracket.end()) if bracket else None
    if link is None or link.kind is not LinkKind.PERSON or text[link.end : link.end + 1] != ")":
        return None
    return link.record_id


def _is_beside_part(text: str, shape: Shape, starts: dict[int, Link], ends: dict[int, Link]) -> bool:
    """Whether only "and" or a comma stands between a name and a character."""
    for width in range(2, 7):
        before, after = ends.get(shape.start - width), starts.get(shape.end + width)
        if before and before.kind is LinkKind.CHARACTER and _AND.fullmatch(text, before.end, shape.start):
            return True
        if after and after.kind is LinkKind.CHARACTER and _AND.fullmatch(text, shape.end, after.start):
            return True
    return False


def _plot_sentences(evidence: Evidence, links: Sequence[Link]) -> frozenset[int]:
    """The sentences of a reference entry that name characters and nobody real."""
    if evidence.document.kind is not DocumentKind.REFERENCE:
        return frozenset()
    words = evidence.prose.words
    parts: set[int] = set()
    people: set[int] = set()
    for link in links:
        sentence = words[bisect_left(words, link.start, key=lambda word: word.start)].sentence
        if link.kind is LinkKind.CHARACTER:
            parts.add(sentence)
        elif link.kind is LinkKind.PERSON:
            people.add(sentence)
    return frozenset(parts - people)


def _later(evidence: Evidence, parts: Sequence[Link], taken: Spans) -> Iterator[Link]:
    """Links for the surnames of these characters further on; none where somebody real has the name."""
    by_key: dict[str, Link] = {}
    for link in parts:
        key = fold(link.name).split()[-1]
        if len(key) >= LEAST_PART and key not in evidence.name_edges:
            by_key.setdefault(key, link)
    for word in evidence.prose.words:
        known = by_key.get(word.stem_key) if word.is_capital else None
        if known is None or word.start < known.start or taken.overlaps(word.start, word.stem_end):
            continue
        taken.add(word.start, word.stem_end)
        yield Link(
            LinkKind.CHARACTER,
            LinkState.LINKED,
            word.start,
            word.stem_end,
            known.record_id,
            known.name,
            SHORT,
            "named in full before",
        )
