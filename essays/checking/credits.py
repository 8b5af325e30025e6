"""A credit that the text states and the record gives to somebody else."""

from collections.abc import Iterator, Sequence

from essays.checking.discrepancy import Discrepancy, Rule, listed
from essays.checking.stated import StatedCredit, credits_of_job
from essays.linking.catalogue import CreditRecord, FilmRecord

# Jobs whose list in a record is whole once it has an entry. A cast never is: an actor it lacks is news, no question.
WHOLE_JOBS = frozenset({"director", "creator", "writer", "story", "producer", "composer", "cinematographer", "editor"})


def check_credits(
    stated: Sequence[StatedCredit], film: FilmRecord, record: Sequence[CreditRecord]
) -> Iterator[Discrepancy]:
    """One for each person whom the text credits with a job that the record gives to others only."""
    for credit in stated:
        if not credit.statement.is_credited or credit.is_open or credit.job not in WHOLE_JOBS:
            continue
        have = credits_of_job(record, credit.job)
        if not have or credit.person_id in {known.person_id for known in have}:
            continue
        names = listed([known.person_name for known in have])
        yield Discrepancy(
            Rule.CREDIT,
            credit.statement.start,
            credit.statement.end,
            f"The text has {credit.name} as {credit.job} of {film.title}; the record has {names}.",
            names,
            about=credit.job,
            film_id=film.id,
            person_id=credit.person_id,
        )


def new_credits(stated: Sequence[StatedCredit], record: Sequence[CreditRecord]) -> tuple[StatedCredit, ...]:
    """The screen credits that the text states and the record lacks, where the record does not say otherwise."""
    played = {(known.person_id, known.job) for known in record}
    new = []
    for credit in stated:
        if not credit.statement.is_credited or credit.is_open or (credit.person_id, credit.job) in played:
            continue
        if credit.job in WHOLE_JOBS and credits_of_job(record, credit.job):
            continue
        new.append(credit)
    return tuple(new)
