"""The credits that a text states of its subject, with the person of the record that each name means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from essays.linking.catalogue import CreditRecord
from essays.linking.links import Link, LinkKind, Links, LinkState
from essays.reading.document import Document, Statement
from people.names import name_key


@dataclass(frozen=True, slots=True)
class StatedCredit:
    """A statement and whom it means.

    ``person_id`` is None where no record matches; ``name`` is then the full name as printed. ``is_open`` is True where
    the name may mean several people and an editor chooses.
    """

    statement: Statement
    name: str
    person_id: int | None = None
    is_open: bool = False

    @property
    def job(self) -> str:
        return self.statement.job

    @property
    def character(self) -> str:
        return self.statement.character or ""


def stated_credits(document: Document, links: Links) -> tuple[StatedCredit, ...]:
    """The statements of a document, each with the person that its words were linked to; a doubled one once."""
    people = [link for link in links.links if link.kind is LinkKind.PERSON]
    named = {name_key(link.name): link.name for link in people if link.state is LinkState.PROPOSED}
    stated: dict[tuple[str, str, str, bool], StatedCredit] = {}
    for statement in document.facts.statements:
        link = _link_at(people, statement.start, statement.end)
        if link is None:
            credit = StatedCredit(statement, named.get(name_key(statement.person), statement.person))
        elif link.state is LinkState.LINKED:
            credit = StatedCredit(statement, statement.person, link.record_id)
        else:
            credit = StatedCredit(statement, link.name or statement.person, is_open=link.state is LinkState.UNDECIDED)
        who = str(credit.person_id or name_key(credit.name))
        stated.setdefault((who, credit.job, name_key(credit.character), statement.is_credited), credit)
    return tuple(stated.values())


def waits_for_editor(credit: StatedCredit, record: Sequence[CreditRecord]) -> bool:
    """Whether the text only speaks of a credit ("A has a small role") and the record of the film does not have it."""
    if credit.statement.is_listed:
        return False
    who = (credit.person_id, credit.job)
    return not any((known.person_id, known.job) == who for known in record)


def _link_at(links: Iterable[Link], start: int, end: int) -> Link | None:
    return next((link for link in links if link.start < end and start < link.end), None)


def credits_of_job(record: Sequence[CreditRecord], job: str) -> list[CreditRecord]:
    """The screen credits of a film for one job."""
    return [credit for credit in record if credit.job == job and credit.is_credited]


def same_character(one: str, other: str) -> bool:
    """Whether two names of a character may be one: a word of one is a word of the other, or begins it.

    "Danko" is "Ivan Danko", "Viktor Rosta" is "Viktor Rostavili"; a character without a name is anybody.
    """
    ours, theirs = name_key(one).split() if one else [], name_key(other).split() if other else []
    if not ours or not theirs:
        return True
    return any(
        a == b or (min(len(a), len(b)) >= BEGINNING_MIN_LENGTH and (a.startswith(b) or b.startswith(a)))
        for a in ours
        for b in theirs
    )


BEGINNING_MIN_LENGTH = 4  # letters; "Rosta" begins "Rostavili", "Al" says nothing of "Alice"
