"""The values that checking gives: where a text and the record say different things."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What a question to the editor is about."""

    CREDIT = "credit"
    CONTRIBUTION = "contribution"
    YEAR = "year"
    CHARACTER = "character"
    CITATION = "citation"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A question about the words ``[start, end)`` of a text.

    ``message`` says what the text says and what the record has; ``suggestion`` is what the record would put there,
    empty where it has nothing. ``about`` is the rule in a report's words: "director", "role", "year".
    """

    rule: Rule
    start: int
    end: int
    message: str
    suggestion: str = ""
    about: str = ""
    film_id: int | None = None
    person_id: int | None = None


def listed(names: list[str]) -> str:
    """Names in a sentence: "A", "A and B", "A, B and C"."""
    distinct = list(dict.fromkeys(names))
    return " and ".join([", ".join(distinct[:-1]), distinct[-1]] if len(distinct) > 1 else distinct)
