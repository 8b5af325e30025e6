"""All rules over one document: what to ask the editor."""

from collections.abc import Iterable, Mapping, Sequence

from essays.checking.characters import check_characters
from essays.checking.citations import check_citations
from essays.checking.contributions import check_contributions
from essays.checking.credits import check_credits
from essays.checking.discrepancy import Discrepancy
from essays.checking.stated import StatedCredit
from essays.checking.years import check_named_years, check_years
from essays.linking.catalogue import CreditRecord, FilmRecord
from essays.linking.links import Link
from essays.reading.document import Document


def check(
    document: Document,
    stated: Sequence[StatedCredit],
    film: FilmRecord | None,
    record: Sequence[CreditRecord],
    *,
    links: Iterable[Link] = (),
    films: Mapping[int, FilmRecord] | None = None,
) -> tuple[Discrepancy, ...]:
    """Where the document and the record say different things, each once, in order of place.

    ``film`` is the subject and ``record`` its credits; without a subject only the document itself is checked,
    and the years it gives to ``films``, those that its ``links`` name.
    """
    found = [*check_citations(document), *check_named_years(document, links, films or {})]
    if film is not None:
        found += check_years(document, film)
        found += check_credits(stated, film, record)
        found += check_characters(stated, film, record)
        found += check_contributions(stated, film, record)
    ordered = sorted(found, key=lambda discrepancy: (discrepancy.start, discrepancy.rule))
    return tuple({(each.rule, each.message): each for each in reversed(ordered)}.values())[::-1]
