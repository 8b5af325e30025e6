"""The sentences of an essay that answer a question, with the words marked."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from essays.reading.sentences import sentences
from essays.rendering.body import Passage
from essays.rendering.headings import plain_text
from essays.searching.question import Term
from essays.searching.words import keys_of, words_of

SENTENCE_REACH = 220  # code points kept on each side of the first word marked
SENTENCES_SHOWN = 2

_CITATION = re.compile(r'<sup class="citation".*?</sup>', re.DOTALL)
_HEADING = re.compile(r"<h2\b.*?</h2>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|blockquote|figure|figcaption|hr|h2|h3|div|section)\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Section:
    """A section's subhead with its id, both empty before the first, and its sentences."""

    heading_id: str
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sentence, and whether it is among the words asked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence in pieces, and the section it stands in."""

    pieces: tuple[Piece, ...]
    heading_id: str = ""
    heading: str = ""


def sections_of(rendering: Iterable[Passage]) -> Iterator[Section]:
    """The sentences of a stored rendering, section by section, without markers of sources; subheads are the first."""
    for passage in rendering:
        found = [passage.heading] if passage.heading else []
        html = _CITATION.sub("", passage.html)
        for block in _BLOCK.split(_HEADING.sub("<hr>", html, count=1) if passage.heading else html):
            text = plain_text(block) if "<" in block else " ".join(unescape(block).split())
            found += [text[start:end] for start, end in sentences(text)] if text else []
        if found:
            yield Section(passage.heading_id, passage.heading, tuple(found))


def excerpts(sections: Sequence[Section], lines: Sequence[str], terms: Sequence[Term]) -> list[Excerpt]:
    """The sentences that hold the most of ``terms``, in the order of the text, at most SENTENCES_SHOWN.

    ``lines`` has the keys of each sentence, one line a sentence. Without a sentence that holds any, the first is given
    unmarked; none where there is no text.
    """
    places = [(section, sentence) for section in sections for sentence in section.sentences]
    scored = []
    for number, line in enumerate(lines[: len(places)]):
        if score := _score(line, terms):
            scored.append((-score, number))
    chosen: list[int] = []
    for _, number in sorted(scored):
        if len(chosen) < SENTENCES_SHOWN and places[number][1] not in {places[other][1] for other in chosen}:
            chosen.append(number)
    chosen.sort()
    if not chosen:
        opening = next((place for place in places if place[1] != place[0].heading), None)
        return [Excerpt((Piece(_cut(opening[1], 0)),))] if opening else []
    return [_excerpt(*places[number], terms) for number in chosen]


def lines_of(sections: Iterable[Section]) -> list[str]:
    """The keys of each sentence, as ``excerpts`` takes them."""
    return [" ".join(keys_of(sentence)) for section in sections for sentence in section.sentences]


def _score(line: str, terms: Sequence[Term]) -> int:
    """How many terms a line holds; a phrase counts for each of its words, and once more."""
    padded = f" {line} "
    score = 0
    for term in terms:
        if len(term.keys) > 1:
            score += (len(term.keys) + 1) if f" {' '.join(term.keys)} " in padded else 0
        elif f" {term.keys[0]} " in padded or (term.is_prefix and f" {term.beginning}" in padded):
            score += 1
    return score


def _excerpt(section: Section, sentence: str, terms: Sequence[Term]) -> Excerpt:
    keys = {key for term in terms for key in term.keys}
    beginnings = tuple(term.beginning for term in terms if term.is_prefix and term.beginning)
    spans: list[tuple[int, int]] = []
    for word in words_of(sentence):
        if not _is_asked(word.key, keys, beginnings):
            continue
        if spans and sentence[spans[-1][1] : word.start].isspace():  # neighbours are marked as one
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    if spans:
        sentence, spans = _around(sentence, spans)
    return Excerpt(tuple(_pieces(sentence, spans)), section.heading_id, section.heading)


def _is_asked(key: str, keys: Collection[str], beginnings: tuple[str, ...]) -> bool:
    return key in keys or (bool(beginnings) and key.startswith(beginnings))


def _pieces(sentence: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        if start > at:
            yield Piece(sentence[at:start])
        yield Piece(sentence[start:end], True)
        at = end
    if at < len(sentence):
        yield Piece(sentence[at:])


def _around(sentence: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """A very long sentence cut about the first marked word, and where the marks stand then."""
    first = spans[0][0]
    start = 0 if first <= SENTENCE_REACH else sentence.find(" ", first - SENTENCE_REACH) + 1
    end = len(sentence) if len(sentence) <= first + 2 * SENTENCE_REACH else first + 2 * SENTENCE_REACH
    before, after = ("… " if start else ""), (" …" if end < len(sentence) else "")
    inside = [(a - start + len(before), b - start + len(before)) for a, b in spans if start <= a and b <= end]
    return f"{before}{sentence[start:end]}{after}", inside


def _cut(sentence: str, start: int) -> str:
    end = start + 2 * SENTENCE_REACH
    return sentence[start:] if len(sentence) <= end else f"{sentence[start:end].rpartition(' ')[0]} …"
