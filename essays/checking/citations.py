"""Citations that lead nowhere: numbers without a source, and a marker after a quotation that the text lacks."""

from collections.abc import Iterator

from essays.checking.discrepancy import Discrepancy, Rule, listed
from essays.reading.document import Document


def check_citations(document: Document) -> Iterator[Discrepancy]:
    """One for all numbers without a source, one for each marker that may belong to another sentence."""
    missing = [c for c in document.citations if c.number is not None and not c.has_source]
    if missing:
        numbers = sorted({c.number for c in missing if c.number is not None})
        verb = "its source is" if len(numbers) == 1 else "their sources are"
        yield Discrepancy(
            Rule.CITATION,
            missing[0].start,
            missing[0].end,
            f"The text cites {listed([f'[{number}]' for number in numbers])}, and {verb} missing from the document.",
            about="citation",
        )
    for count, citation in enumerate((c for c in document.citations if not c.is_certain), start=1):
        marker = document.text[citation.start : citation.end]
        yield Discrepancy(
            Rule.CITATION,
            citation.start,
            citation.end,
            f"Citation {marker} (uncertain no. {count}) follows a quotation that the document does not hold whole; "
            "a sentence may be missing before it.",
            about="citation",
        )
