"""The credits that a text states, each once: who made the film and who played whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from essays.reading.cast import cast_of
from essays.reading.crew import crew_of
from essays.reading.document import Statement

TITLE_OF_HONOUR = re.compile(r"^(?:Sir|Dame) (?=\S+ \S)")


def statements(text: str, spans: list[tuple[int, int]]) -> tuple[Statement, ...]:
    """Every credit that the sentences ``spans`` of ``text`` state of the film the text is about, each once.

    The writer of a novel or play is none of the film's; one who "worked on it" is kept with ``is_credited=False``.
    """
    found: dict[tuple[str, str], Statement] = {}
    full_names: dict[str, str] = {}
    for start, end in spans:
        for statement in _of_sentence(text, start, end, is_first=(start, end) == spans[0]):
            statement = _in_full(statement, full_names)
            if statement.job != "actor" and " " not in statement.person:
                continue
            key = (statement.person, statement.job)
            found[key] = _merged(found[key], statement) if key in found else statement
    return tuple(sorted(found.values(), key=lambda statement: statement.start))


def _merged(known: Statement, again: Statement) -> Statement:
    """What two statements of one credit tell together."""
    told = known if known.character or not again.character else again
    return replace(
        told,
        is_credited=known.is_credited or again.is_credited,
        is_listed=known.is_listed or again.is_listed,
    )


def _in_full(statement: Statement, full_names: dict[str, str]) -> Statement:
    """The statement with the whole name where only a surname is printed again ("starring Gallo")."""
    person = TITLE_OF_HONOUR.sub("", statement.person)
    words = person.split()
    if len(words) == 1 and words[0] in full_names:
        person = full_names[words[0]]
    elif len(words) > 1:
        surname = words[-2].rstrip(",") if words[-1].strip(".") in {"Jr", "Sr", "II", "III"} else words[-1]
        full_names.setdefault(surname, person)
    return statement if person == statement.person else replace(statement, person=person)


def _of_sentence(text: str, start: int, end: int, *, is_first: bool) -> Iterator[Statement]:
    yield from crew_of(text, start, end, is_first=is_first)
    yield from cast_of(text, start, end)
