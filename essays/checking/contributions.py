"""A contribution without a credit: whom the text names "among the writers who worked on it"."""

from collections.abc import Iterator, Sequence

from essays.checking.discrepancy import Discrepancy, Rule
from essays.checking.stated import StatedCredit
from essays.linking.catalogue import CreditRecord, FilmRecord


def check_contributions(
    stated: Sequence[StatedCredit], film: FilmRecord, record: Sequence[CreditRecord]
) -> Iterator[Discrepancy]:
    """One for each contributor who has no screen credit for the job in the record: an editor confirms it."""
    for credit in contributions(stated, record):
        yield Discrepancy(
            Rule.CONTRIBUTION,
            credit.statement.start,
            credit.statement.end,
            f"The text says that {credit.name} worked on {film.title} as {credit.job}, which is no screen credit. "
            "Confirm the contribution or delete it.",
            about="contribution",
            film_id=film.id,
            person_id=credit.person_id,
        )


def contributions(stated: Sequence[StatedCredit], record: Sequence[CreditRecord]) -> tuple[StatedCredit, ...]:
    """The stated contributions of people whom the record gives no credit for the job."""
    have = {(known.person_id, known.job) for known in record}
    return tuple(
        credit
        for credit in stated
        if not credit.statement.is_credited and not credit.is_open and (credit.person_id, credit.job) not in have
    )
