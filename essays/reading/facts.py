"""What a reference entry states of its subject in its first sentence."""

import re

from essays.reading.document import Facts

LEAD = re.compile(
    r"(?P<title>\S[^\n]{0,200}?)(?: ?\([^()\n]{0,120}\))?,? (?:is|was|are) (?:an?|the|one) [^.\n]{0,60}?\b(?P<year>(?:18|19|20)\d\d)\b"
)


def facts_of(text: str, spans: list[tuple[int, int]]) -> Facts:
    """The facts of the first sentence; ``spans`` are the text's sentences."""
    lead = LEAD.match(text, *spans[0])
    if lead is None:
        return Facts()
    return Facts(title=lead.group("title"), title_span=lead.span("title"), release_year=int(lead.group("year")))
