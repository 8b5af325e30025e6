"""Who may do what, in words: ``editors``, ``reach``, ``change & publishers``.

An essay's own rules are those of the table in ``tests/desk/test_roles.py``, which this one extends to the screens.
"""

from __future__ import annotations

from essays.desk.roles import AUTHORS, EDITORS, PUBLISHERS
from tests.desk.test_roles import allowed

LEVELS = ("anybody", "staff", "authors", "editors", "publishers", "superusers", "nobody")
_LEVEL_OF = {"anonymous": 0, "author": 2, "another author": 2, "editor": 3, "publisher": 4, "superuser": 5}
_NAME_IN_TABLE = {
    "author": AUTHORS,
    "another author": AUTHORS,
    "editor": EDITORS,
    "publisher": PUBLISHERS,
    "superuser": "superuser",
}


def is_about_essays(rule: str) -> bool:
    """Whether a rule asks whose the essay is."""
    return any(word not in (*LEVELS, "own", "mine") for word in _words(rule))


def holds(rule: str, role: str, whose: str, state: str) -> bool:
    """Whether the rule lets this role do it."""
    return all(_word_holds(word, role, whose, state) for word in _words(rule))


def _words(rule: str) -> list[str]:
    return [word.strip() for word in rule.split("&")]


def _word_holds(word: str, role: str, whose: str, state: str) -> bool:
    level = _LEVEL_OF[role]
    if word in LEVELS:
        return level >= LEVELS.index(word)
    if word == "own":  # a delivery, which only a superuser opens for somebody else
        return role == "superuser" or (whose == "own" and role != "anonymous")
    if role == "anonymous":
        return False
    if word == "mine":  # what nobody else opens, a superuser no more than others
        return whose == "own"
    reaches = level >= LEVELS.index("editors") or whose == "own"
    if word == "reach":
        return reaches
    deeds = allowed(_NAME_IN_TABLE[role], whose, state)
    if word == "kept":  # not in the wastebasket
        return reaches and state != "discarded"
    if word == "drafted":  # readers see it, or will: a draft waits beside its text
        return reaches and state in ("scheduled", "published")
    if word == "end":  # a draft beside the text, by throwing it away
        return "change" in deeds or (reaches and state in ("scheduled", "published"))
    if word == "bin":  # to throw away or to take back
        return bool({"discard", "take-back"} & deeds)
    if word == "ask":  # a review, of an essay in review or that one may submit
        return reaches and (state == "in review" or "submit" in deeds)
    return word in deeds
