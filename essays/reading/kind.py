"""Review or reference: what sort of text about a film this is."""

import re

from essays.reading.citations import MARKER
from essays.reading.document import DocumentKind

LEAD = re.compile(
    r"\b(?:is|was) (?:an?|the)\b[^.\n]{0,60}?\b(?:1[89]|20)\d\d\b[^.\n]{0,120}?"
    r"\b(?:films?|movies?|serials?|series|shorts?|picture|musical|western|comedy|drama|documentary|cartoon|thriller)\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|I’m|I’ve|my|me|we|our|us)\b")


def kind_of(text: str) -> DocumentKind:
    """The kind of ``text``: reference where it states and cites, review where someone judges."""
    opening = text[:400]
    score = 0.0
    if LEAD.search(opening):
        score += 3
    score += min(3, len(MARKER.findall(text[:20_000])))
    score -= min(3, len(FIRST_PERSON.findall(text[:20_000])) * 0.5)
    return DocumentKind.REFERENCE if score > 1 else DocumentKind.REVIEW
