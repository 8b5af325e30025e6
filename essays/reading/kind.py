"""Review or reference: what sort of text about a film this is, by its structure and its style together."""

import re

from essays.reading.citations import MARKER
from essays.reading.document import DocumentKind
from essays.reading.furniture import byline_of, is_credit_line, rating_of
from essays.reading.heads import REFERENCE_HEADS, head_of
from essays.reading.lines import Line, lines
from essays.reading.patterns import late
from essays.reading.style import score as style_of

# All evidence is in log-odds: above 0 for an entry, below 0 for a review.
STYLE_LIMIT = 6.0  # a long text's style is no surer than this: entries quote critics, critics retell plots
LEAD_WEIGHT = 4.0
LEAD_REACH = 600  # code points of a line in which the lead states what the film is
HEADLINE_LENGTH = 100  # code points; the lead may stand under a headline, and that is shorter
MARKERS_BASE, MARKER_WEIGHT, MARKERS_LIMIT = 1.5, 1.0, 8.0
HEAD_WEIGHT, HEADS_LIMIT = 1.5, 5.0
INFOBOX_WEIGHT, INFOBOX_LINES = 2.0, 3
SIGNATURE_WEIGHT = 3.0  # a byline, a rating
TITLE_WEIGHT = 8.0  # a title line that says "review"
STRUCTURE_LINES = 400  # lines looked at; the structure of a text shows long before
SCANNED = 40_000  # code points searched for markers

LEAD = late(
    r"\S.{0,240}?(?: |\), )(?:is|was|are|were) (?:an?|the|one of)\b[^.]{0,80}?"
    r"(?:\b(?:1[89]|20)\d\d\b|\b(?:American|British|upcoming|lost|silent|unreleased|animated"
    r"|independent)\b)[^.]{0,120}?"
    r"\b(?:films?|movies?|serials?|series|shorts?|picture|musical|western|comedy|drama|documentary|cartoon"
    r"|thriller)\b",
    re.IGNORECASE,
)
REVIEW_TITLE = late(r"(?:\w+ ){0,2}review\b\s*[:–—|-]|.{1,100}\breview\W*\Z", re.IGNORECASE)
SOURCES_HEAD = late(r"(?:references|sources|external links|see also|further reading|bibliography)\W*", re.IGNORECASE)
CRITICS_HEAD = late(
    r"(?:(?:the |final |our |my )?verdict|final thoughts|bottom line|rating|conclusion|pros|cons)\W*", re.I
)


def kind_of(text: str) -> DocumentKind:
    """The kind of ``text``; a review where nothing speaks for either."""
    found = lines(text[:SCANNED])[:STRUCTURE_LINES]
    style = max(-STYLE_LIMIT, min(STYLE_LIMIT, style_of(text)))
    evidence = style + _structure(text, found)
    return DocumentKind.REFERENCE if evidence > 0 else DocumentKind.REVIEW


def _structure(text: str, found: tuple[Line, ...]) -> float:
    evidence = 0.0
    opening = found[:2] if found and len(found[0]) < HEADLINE_LENGTH else found[:1]
    if any(LEAD.match(line.text[:LEAD_REACH]) for line in opening):
        evidence += LEAD_WEIGHT
    return evidence + _markers(text, found) + _heads(found) - _signatures(found)


def _markers(text: str, found: tuple[Line, ...]) -> float:
    """What the citation markers say: nothing where the author prints notes of their own at the foot."""
    markers = sum(1 for _ in MARKER.finditer(text, 0, SCANNED))
    if not markers:
        return 0.0
    notes = 0
    for line in reversed(found):
        if not MARKER.match(line.text):
            break
        notes += 1
    if 2 * notes >= markers:
        return 0.0
    return min(MARKERS_LIMIT, MARKERS_BASE + MARKER_WEIGHT * markers)


def _heads(found: tuple[Line, ...]) -> float:
    """What the section heads and the infobox lines say."""
    evidence = 0.0
    rows = 0
    for line in found:
        if len(line) > 60:
            continue
        head = head_of(line)
        words = line.text if head is None else line.text[head[0] - line.start : head[1] - line.start]
        if SOURCES_HEAD.fullmatch(words):
            evidence += 2 * HEAD_WEIGHT
        elif CRITICS_HEAD.fullmatch(words):
            evidence -= 2 * HEAD_WEIGHT
        elif REFERENCE_HEADS.fullmatch(words):
            evidence += HEAD_WEIGHT
        rows += is_credit_line(line.text)
    return max(-HEADS_LIMIT, min(HEADS_LIMIT, evidence)) + (INFOBOX_WEIGHT if rows >= INFOBOX_LINES else 0.0)


def _signatures(found: tuple[Line, ...]) -> float:
    """What says that one person judges: a title line, a signature, a rating."""
    edges = [line for line in (*found[:8], *found[8:][-6:]) if len(line) <= 120]
    weight = 0.0
    if found and len(found[0]) <= 120 and REVIEW_TITLE.match(found[0].text):
        weight += TITLE_WEIGHT
    if any(byline_of(line.text, at_foot=index >= 8) for index, line in enumerate(edges)):
        weight += SIGNATURE_WEIGHT
    if any(rating_of(line.text, is_alone=False) for line in edges):
        weight += SIGNATURE_WEIGHT
    return weight
