"""The folded keys that a title may be looked up by. Names of people have theirs in ``people.names``."""

import re
from collections.abc import Iterable, Iterator

from people.names import name_key

_ARTICLE = re.compile(r"^(?:the|an?) (?=.)")
_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_WORD_NUMBERS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
}  # fmt: skip
_ABBREVIATIONS = {
    "hrs": "hours",
    "mr": "mister",
    "dr": "doctor",
    "st": "saint",
    "vs": "versus",
    "vol": "volume",
}
_SWAPS = {**_ROMAN, **_WORD_NUMBERS, **_ABBREVIATIONS}
_COLON = re.compile(r"\s*(?::|\s[–—-])\s+")


def title_keys(title: str, other_titles: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """``(key, form)`` for each way a film may be named, the strongest form of a key only.

    Forms, strongest first: ``full``, ``other`` (another title in full), ``no_article``, ``variant`` (numerals and
    abbreviations written the other way), ``before_colon``, ``after_colon``.
    """
    seen: set[str] = set()
    others = list(other_titles)
    forms: list[tuple[str, str]] = [(name_key(title), "full"), *((name_key(t), "other") for t in others)]
    full = [key for key, _ in forms]
    forms += [(_ARTICLE.sub("", key), "no_article") for key in full]
    forms += [(variant(key), "variant") for key in full]
    for text in (title, *others):
        parts = _COLON.split(text, maxsplit=1)
        if len(parts) == 2:
            forms += [(name_key(parts[0]), "before_colon"), (name_key(parts[1]), "after_colon")]
    for key, form in forms:
        if key and key not in seen:
            seen.add(key)
            yield key, form


def variant(key: str) -> str:
    """A key with numerals, numbers in words and abbreviations in one spelling: "48 hrs" -> "48 hours"."""
    words = key.split()
    # A first word is left alone: "X" and "V" are titles, not numbers.
    return " ".join(word if i == 0 else _SWAPS.get(word, word) for i, word in enumerate(words))
