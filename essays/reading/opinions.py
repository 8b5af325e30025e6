"""The credits that a review states in passing: who plays whom, and who directed the film it is about."""

from collections.abc import Iterator
from dataclasses import replace

from essays.reading.document import Statement
from essays.reading.name_lists import CHARACTER_END, NAME_PATTERN, character_name, is_name
from essays.reading.patterns import late

PLAYS = late(
    rf"(?<![\w'’.-])(?P<name>{NAME_PATTERN}) (?:also |then )?(?:plays|portrays|voices|stars as|co-stars as"
    rf"|appears as|turns up as|shines as"
    r"|is cast as|returns as|excels as|(?:is|was) (?:\w+ ){1,3}as(?= (?:the "
    r"|an? )?(?:[\w-]+ ){0,4}[A-Z])) (?=[\w\"“])"
)
PLAYED_BY = late(
    rf"(?P<character>{NAME_PATTERN}),? (?:\(|(?:is |as )?)(?:played|portrayed"
    rf"|voiced)(?: \w+ly)? by (?P<name>{NAME_PATTERN})"
)
IN_BRACKETS = late(rf"(?<![\w'’\"”])(?P<words>[\w'’\"”]++) \((?P<name>{NAME_PATTERN})\)")
DIRECTOR = late(rf"\b[Dd]irector (?P<name>{NAME_PATTERN})(?=(?:['’]s?)? )")
OPENING_SENTENCES = 4  # a director named so early is that of the film reviewed


def opinions(text: str, spans: list[tuple[int, int]]) -> tuple[Statement, ...]:
    """What the sentences ``spans`` of a review state of its film's cast and director, each once.

    Only what can hardly be meant of another film: "A plays the cop B", "C (played by D)", "a scientist (E)", and a
    "director F" in the first sentences.
    """
    found: dict[tuple[str, str], Statement] = {}
    for number, (start, end) in enumerate(spans):
        for statement in _of_sentence(text, start, end, number):
            key = (statement.person, statement.job)
            known = found.get(key)
            if known is None or (known.character is None and statement.character is not None):
                found[key] = statement
    passing = (replace(statement, is_listed=False) for statement in found.values())
    return tuple(sorted(passing, key=lambda statement: statement.start))


def _of_sentence(text: str, start: int, end: int, number: int) -> Iterator[Statement]:
    for match in PLAYS.finditer(text, start, end):
        stop = CHARACTER_END.search(text, match.end(), end)
        character = character_name(text[match.end() : stop.start() if stop else end].strip())
        if is_name(match["name"], may_be_single=False):
            yield Statement(match["name"], "actor", *match.span("name"), character)
    for match in PLAYED_BY.finditer(text, start, end):
        if is_name(match["name"], may_be_single=False):
            yield Statement(match["name"], "actor", *match.span("name"), match["character"])
    for match in IN_BRACKETS.finditer(text, start, end):
        if not is_name(match["name"], may_be_single=False):
            continue
        if match["words"][0].islower():
            yield Statement(match["name"], "actor", *match.span("name"), None)
    if number < OPENING_SENTENCES:
        for match in DIRECTOR.finditer(text, start, end):
            if is_name(match["name"], may_be_single=False):
                yield Statement(match["name"], "director", *match.span("name"))
