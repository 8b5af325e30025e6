"""Names of people that no record has, known by their shape and by what is said around them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from essays.linking.evidence import Evidence
from essays.linking.lexicon import given_names, name_words, not_titles, ordinary_words
from essays.linking.links import Link, LinkKind, LinkState
from essays.linking.spans import Spans
from essays.linking.tokens import LOWER_IN_NAMES, Word
from essays.reading.patterns import late
from people.names import GENERATION_SUFFIXES, fold

NAME_MAX_WORDS = 4
GLUE_MAX = 6  # code points between two names of a list: ", and "
STATED = 0.95  # confidence where the text states a credit
# What one observation adds; a name is proposed from PROPOSE_AT.
GIVEN_NAME, CREDIT_BEFORE, CREDIT_AFTER, BRACKETED, BESIDE_PERSON = 1.0, 1.5, 1.2, 1.2, 1.5
INITIALS, CRAFT_BEFORE, UNKNOWN_FIRST, OF_PUBLICATION = 1.2, 1.8, 0.3, 1.6
PART_BEFORE, PART_AFTER, BESIDE_CHARACTER, IN_TITLE_CASE = -3.0, -3.0, -3.0, -1.5
PROPOSE_AT = 2.0

_CREDIT_BEFORE = late(
    r"\b(?:by|starring|stars|star|featuring|cast|casts|casting|directors?|writers?|screenwriters?|producers?|"
    r"composers?|actors?|actress(?:es)?|comedian|critics?|novelists?|authors?|journalist|historian|cinematographer|"
    r"editor|playwright|filmmakers?|"
    r"performances? (?:from|of)|support from|work(?:ed|ing)? with|cameos? (?:by|from)|turn by|hired|interview with)"
    r"[,:]?\s+(?:the late |the great |the always [\w-]+ |newcomers? |veterans? |a young )?$",
    re.I,
)
_PART_BEFORE = late(
    r"\b(?:as|plays?|played(?! by)|playing|portray\w*|named|called|characters?|hero|heroine|protagonist|villain|"
    r"titular|nicknamed|detectives?|cops?|officers?|policem[ae]n|agent|kingpin|gangster|thief|killer|boss|sheriff|widow|husband|"
    r"wife|father|mother|son|daughter|brother|sister|uncle|aunt|nephew|niece|boyfriend|girlfriend|lover|butler|friend|"
    r"fianc[ée]e?)"
    r"(?:,|\s+(?:of|the|an?|his|her|their))?(?:\s+[a-z][\w'’-]*){0,4}\s+$"
)
_PART_AFTER = late(r"^,?\s*(?:\(\s*[A-Z]|(?:who is |is )?(?:played|portrayed|voiced) by\b)")
_CREDIT_AFTER = late(
    r"^(?:['’]s?\s+(?:[\w-]+,?\s+){0,3}?(?:direction|script|screenplay|scores?|performance|portrayal|turn|role|character|"
    r"cinematography|photography|camerawork|editing|makeup|debut|feature|film|movie|picture|epic|adaptation|version|remake|"
    r"novel|novella|book|memoir|biography|autobiography|play|short story|stories)\b"
    r"|,?\s+(?:directs|directed|co-?stars|stars|plays|portrays|voices|appears|delivers|turns in|shines|steals|embodies|"
    r"wrote|writes|penned|produced|produces|composed|shot|shoots|films|filmed|adapts|adapted|made|makes|has made|"
    r"cameos|lends|helms|helmed)\b"
    r"|\s+as\s+(?:the|an?|his|her|their|[A-Z])|\s+in (?:a|the) (?:lead|role|part|small|title|supporting)\b)"
)
_OF_PUBLICATION = late(r"^\s*(?:of|at|from|for|,)\s+(?:[Tt]he\s+)?([A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,3})")
_PUBLICATION_WORDS = frozenset(
    "times post herald tribune variety journal magazine weekly news guardian telegraph newspaper press review "
    "chronicle globe independent observer reporter today".split()
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Words ``first`` to ``last`` that have the shape of a person's name."""

    first: int
    last: int
    start: int
    end: int


def propose_people(evidence: Evidence, links: Sequence[Link]) -> list[Link]:
    """People whom the text names in full and no record knows; none overlaps ``links``."""
    taken = Spans((link.start, link.end) for link in links)
    found = list(_stated(evidence, taken))
    shapes = [shape for shape in name_shapes(evidence) if not taken.overlaps(shape.start, shape.end)]
    others = [link for link in (*links, *found) if link.kind is not LinkKind.FILM]
    edges = {link.start: link for link in others} | {link.end: link for link in others}
    points = [_points(evidence, shape, edges) for shape in shapes]
    text = evidence.prose.text
    names = {fold(text[s.start : s.end]) for s, p in zip(shapes, points, strict=True) if p >= PROPOSE_AT}
    parts = {fold(text[s.start : s.end]) for s, p in zip(shapes, points, strict=True) if p <= PART_BEFORE + GIVEN_NAME}
    names |= {fold(text[link.start : link.end]) for link in found}
    for shape in shapes:
        if fold(text[shape.start : shape.end]) in names - parts:
            found.append(_proposal(text, shape.start, shape.end, 0.8, "named as somebody who makes or writes"))
    return sorted(found, key=lambda link: link.start)


def _stated(evidence: Evidence, taken: Spans) -> Iterator[Link]:
    """The people of the credits that the text states; their places are taken."""
    text = evidence.prose.text
    blocks = evidence.document.prose()
    for statement in evidence.document.facts.statements:
        start, end = statement.start, statement.end
        inside = any(block.start <= start < end <= block.end for block in blocks)
        if inside and " " in text[start:end] and not taken.overlaps(start, end):
            taken.add(start, end)
            yield _proposal(text, start, end, STATED, f"the text states the credit: {statement.job}")


def _proposal(text: str, start: int, end: int, confidence: float, reason: str) -> Link:
    return Link(
        LinkKind.PERSON, LinkState.PROPOSED, start, end, name=text[start:end], confidence=confidence, reason=reason
    )


def name_shapes(evidence: Evidence) -> Iterator[Shape]:
    """The longest runs of two to four capitalised words that may be a name."""
    words = evidence.prose.words
    index = 0
    while index < len(words):
        last = _run_end(evidence, index)
        first = index
        index = last + 1
        if last == first:
            continue
        is_style = name_words().get(words[first].key) in ("crafts", "ranks")
        is_ordinary = words[first].opens and words[first].key in ordinary_words()
        if (is_style or is_ordinary) and last - first >= 2:  # "Director Todd Browning", "Sheriff Tom Hardesty"
            first += 1
        if first < last and _may_be_name(evidence, words[first : last + 1]):
            suffix = words[last].key in GENERATION_SUFFIXES and evidence.prose.text.startswith(".", words[last].end)
            yield Shape(first, last, words[first].start, words[last].stem_end + suffix)


def _run_end(evidence: Evidence, first: int) -> int:
    words = evidence.prose.words
    if not words[first].is_capital:
        return first
    last = first
    for index in range(first + 1, len(words)):
        word, before = words[index], words[index - 1]
        initial = len(before.key) == 1 and word.gap in (". ", ".")
        joins = word.gap in (" ", "-") or initial or (word.gap == ", " and word.key in GENERATION_SUFFIXES)
        if word.block != words[first].block or not joins or before.is_possessive:
            break
        if word.is_capital:
            last = index
        elif word.gap == "-" and word.key not in ordinary_words():
            return index  # "Park Chan-wook"
        elif word.key not in LOWER_IN_NAMES:
            break
    return last


def _may_be_name(evidence: Evidence, words: Sequence[Word]) -> bool:
    if not 2 <= len(words) <= NAME_MAX_WORDS + 1:
        return False
    groups = {name_words().get(word.stem_key) for word in words}
    if groups & {"organisations", "places", "things", "ranks"}:
        return False
    if any(not_titles().get(word.stem_key) or any(c.isdigit() for c in word.key) for word in words):
        return False
    if not_titles().get(" ".join(word.stem_key for word in words)):
        return False
    text = evidence.prose.text
    if any(text[w.start : w.stem_end].isupper() and len(w.key) > 2 for w in words):
        return False
    last = words[-1] if words[-1].key not in GENERATION_SUFFIXES else words[-2]
    if len(last.stem_key) < 2 or words[0].key in ordinary_words() or last.stem_key in ordinary_words():
        return False
    first = words[0].key
    return first in given_names() or len(first) == 1 or all(w.key not in ordinary_words() for w in words)


def _points(evidence: Evidence, shape: Shape, edges: Mapping[int, Link]) -> float:
    """What speaks for a person less what speaks for a character or a thing."""
    prose = evidence.prose
    text, words = prose.text, prose.words
    first = words[shape.first]
    before = text[max(0, shape.start - 90) : shape.start]
    before = before[before.rfind("\n") + 1 :]
    after = text[shape.end : shape.end + 60].partition("\n")[0]
    points = GIVEN_NAME if first.key in given_names() else INITIALS if len(first.key) == 1 else UNKNOWN_FIRST
    preceding = prose.before(shape.first)
    if preceding is not None and name_words().get(preceding.key) == "crafts":
        points += CRAFT_BEFORE
    elif _CREDIT_BEFORE.search(before):
        points += CREDIT_BEFORE
    if preceding is not None and preceding.is_capital and first.gap == " " and not preceding.is_possessive:
        points += PART_BEFORE * (name_words().get(preceding.key) != "crafts" and not preceding.opens)
    if preceding is not None and (preceding.key in _DETERMINERS or name_words().get(preceding.key) == "ranks"):
        points += PART_BEFORE
    if first.quoted and not before.endswith("("):
        points += PART_BEFORE
    if before.endswith("(") and after.startswith((")", ",")):
        points += BRACKETED
    if _PART_BEFORE.search(before):
        points += PART_BEFORE
    if _PART_AFTER.search(after):
        points += PART_AFTER
    if _CREDIT_AFTER.search(after):
        points += CREDIT_AFTER
    if (place := _OF_PUBLICATION.match(after)) and _PUBLICATION_WORDS & set(fold(place.group(1)).split()):
        points += OF_PUBLICATION
    points += IN_TITLE_CASE * prose.is_titled(first)
    return points + _beside(text, shape, edges)


_DETERMINERS = frozenset("the a an this that his her their its our my your every no".split())
_GLUE = late(r"[)\]]?(?:,? and |,? & |, |,? or |,? with )[(\[]?")


def _beside(text: str, shape: Shape, edges: Mapping[int, Link]) -> float:
    """What the neighbours in a list say. ``edges`` are people and characters by where they start and end."""
    points = 0.0
    for width in range(1, GLUE_MAX + 1):
        for edge, between in (
            (shape.start - width, text[max(0, shape.start - width) : shape.start]),
            (shape.end + width, text[shape.end : shape.end + width]),
        ):
            if (link := edges.get(edge)) and _GLUE.fullmatch(between):
                points += BESIDE_PERSON if link.kind is LinkKind.PERSON else BESIDE_CHARACTER
    return max(BESIDE_CHARACTER, min(BESIDE_PERSON, points))
