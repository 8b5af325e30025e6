"""All rules over one document: what to ask the editor."""

from collections.abc import Sequence

from essays.checking.characters import check_characters
from essays.checking.citations import check_citations
from essays.checking.contributions import check_contributions
from essays.checking.credits import check_credits
from essays.checking.discrepancy import Discrepancy
from essays.checking.stated import StatedCredit
from essays.checking.years import check_years
from essays.linking.catalogue import CreditRecord, FilmRecord
from essays.reading.document import Document


def check(
    document: Document,
    stated: Sequence[StatedCredit],
    film: FilmRecord | None,
    record: Sequence[CreditRecord],
) -> tuple[Discrepancy, ...]:
    """Where the document and the record say different things, in order of place.

    ``film`` is the subject and ``record`` its credits; without a subject only the document itself is checked.
    """
    found = list(check_citations(document))
    if film is not None:
        found += check_years(document, film)
        found += check_credits(stated, film, record)
        found += check_characters(stated, film, record)
        found += check_contributions(stated, film, record)
    return tuple(sorted(found, key=lambda discrepancy: (discrepancy.start, discrepancy.rule)))
