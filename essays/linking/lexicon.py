"""Words as data: nicknames, given names, words that are no titles by themselves, ordinary English words."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Nickname -> the given names it stands for, as keys."""
    data = json.loads((_HERE / "nicknames.json").read_text(encoding="utf-8"))
    return {short: frozenset(names) for short, names in data.items()}


@cache
def not_titles() -> Mapping[str, str]:
    """Key -> what it usually is (``places``, ``times``, ``peoples``, ``things``) though it is somebody's title too."""
    data = json.loads((_HERE / "not_titles.json").read_text(encoding="utf-8"))
    return {key: group for group, keys in data.items() for key in keys}


@cache
def ordinary_words() -> frozenset[str]:
    """Common English words, as keys: a capital of theirs may only begin a sentence."""
    return frozenset((_HERE / "ordinary_words.txt").read_text(encoding="utf-8").split())


@cache
def given_names() -> frozenset[str]:
    """Common given names, as keys."""
    return frozenset((_HERE / "given_names.txt").read_text(encoding="utf-8").split())


@cache
def name_words() -> Mapping[str, str]:
    """Key -> what it makes of a capitalised run that holds it.

    ``organisations``, ``places`` and ``things`` name no person; ``ranks`` stand before characters' names; ``crafts``
    before people's.
    """
    data = json.loads((_HERE / "name_words.json").read_text(encoding="utf-8"))
    return {key: group for group, keys in data.items() for key in keys}


@cache
def surnames() -> frozenset[str]:
    """The surnames of those who make films most, as keys."""
    return frozenset((_HERE / "surnames.txt").read_text(encoding="utf-8").split())


@cache
def title_verbs() -> Mapping[str, frozenset[str]]:
    """What a word that follows a name says of it: ``people`` do it, or ``works`` do."""
    data = json.loads((_HERE / "title_verbs.json").read_text(encoding="utf-8"))
    return {group: frozenset(" ".join(words).split()) for group, words in data.items()}
