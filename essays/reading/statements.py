"""The credits that a text states, each once: who made the film and who played whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from essays.reading.cast import cast_of
from essays.reading.crew import crew_of
from essays.reading.document import Statement
from essays.reading.name_lists import openings, read_names

TITLE_OF_HONOUR = re.compile(r"^(?:Sir|Dame) (?=\S+ \S)")
STYLE = re.compile(
    r"(?:(?:Co-s|S)tars?|Veterans?|Actors?|Actress(?:es)?|Comedians?|Comedienne|Singers?|Musician|Rapper|Dancer|Director|Producer|Writer"
    r"|Brothers|Sisters|\w+(?:-\w+)*-year-old) (?=\S+ \S)"
)


def statements(text: str, spans: list[tuple[int, int]]) -> tuple[Statement, ...]:
    """Every credit that the sentences ``spans`` of ``text`` state of the film the text is about, each once.

    The writer of a novel or play is none of the film's; one who "worked on it" is kept with ``is_credited=False``.
    """
    found: dict[tuple[str, str], Statement] = {}
    full_names: dict[str, str] = {}
    for start, end in spans:
        stated = list(_of_sentence(text, start, end, is_first=(start, end) == spans[0]))
        for statement in stated:
            _note_full_name(_bare(statement), full_names)
        for statement in stated:
            statement = _in_full(_bare(statement), full_names)
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


def _bare(statement: Statement) -> Statement:
    """The statement without what stands before the name and is no part of it ("Sir", "Comedian")."""
    person = TITLE_OF_HONOUR.sub("", statement.person)
    if style := STYLE.match(person):
        return replace(statement, person=person[style.end() :], start=statement.start + style.end())
    return statement if person == statement.person else replace(statement, person=person)


def _note_full_name(statement: Statement, full_names: dict[str, str]) -> None:
    words = statement.person.split()
    if len(words) > 1:
        has_suffix = words[-1].strip(".") in {"Jr", "Sr", "II", "III"}
        words = words[:-1] if has_suffix and len(words) > 2 else words
        full_names.setdefault(words[-1].rstrip(","), statement.person)
        if len(words) > 2:
            full_names.setdefault(" ".join(words[-2:]).rstrip(","), statement.person)


def _in_full(statement: Statement, full_names: dict[str, str]) -> Statement:
    """The statement with the whole name where only a surname is printed again ("starring Gallo", "Van Peebles")."""
    person = full_names.get(statement.person)
    return replace(statement, person=person) if person else statement


def _of_sentence(text: str, start: int, end: int, *, is_first: bool) -> Iterator[Statement]:
    lists = (read_names(text, at, end, is_cast=False) for at in openings(text, start, end))
    opened = [names for names in lists if names]
    yield from crew_of(text, start, end, opened, is_first=is_first)
    yield from cast_of(text, start, end, opened)
