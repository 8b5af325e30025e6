"""A character that the text gives to one person and the record to another."""

from collections.abc import Iterator, Sequence

from essays.checking.discrepancy import Discrepancy, Rule, listed
from essays.checking.stated import StatedCredit, credits_of_job, same_character
from essays.linking.catalogue import CreditRecord, FilmRecord
from people.names import name_key


def check_characters(
    stated: Sequence[StatedCredit], film: FilmRecord, record: Sequence[CreditRecord]
) -> Iterator[Discrepancy]:
    """One for each character that the record names otherwise for this actor, or gives to another actor."""
    cast = credits_of_job(record, "actor")
    for credit in stated:
        if credit.job != "actor" or not credit.character or credit.is_open:
            continue
        own = [known.character for known in cast if known.person_id == credit.person_id]
        others = [
            known
            for known in cast
            if known.person_id != credit.person_id and name_key(known.character) == name_key(credit.character)
        ]
        if own and not any(same_character(credit.character, character) for character in own):
            said, suggestion = f"the record has {listed(own)}", listed(own)
        elif not own and others:
            suggestion = listed([known.person_name for known in others])
            said = f"in the record {suggestion} plays {others[0].character}"
        else:
            continue
        yield Discrepancy(
            Rule.CHARACTER,
            credit.statement.start,
            credit.statement.end,
            f"The text has {credit.name} as {credit.character} in {film.title}; {said}.",
            suggestion,
            about="role",
            film_id=film.id,
            person_id=credit.person_id,
        )
