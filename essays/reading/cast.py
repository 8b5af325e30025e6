"""The cast that a sentence states: who plays in the film, and whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from essays.reading.crew import ANOTHER_FILM
from essays.reading.document import Statement
from essays.reading.name_lists import (
    CHARACTER_END,
    NAME_PATTERN,
    Listed,
    character_name,
    is_name,
    openings,
    read_names,
)

STARRING = re.compile(
    r"\b(?:(?:also |and |it |film )?(?:co-?)?starring|(?:co-?)?stars|(?:co-?)?starred|features|featuring"
    r"|featured"
    r"|introducing|toplining|headlin(?:ed by|ing|es)|top-?lin(?:ed by|es)"
    r"|(?:ensemble |supporting |voice |main |principal |all-star |large "
    r"|international )?cast (?:that )?(?:(?:also )?(?:includes?|including|features?"
    r"|featuring|consists? of|consisting of|comprises|comprising|is (?:led|headed) by|led by|headed by"
    r"|headlined by|of|is|are|stars))"
    r"|to (?:co-)?star|to feature|actors (?:were|are|include|included)|(?:its|whose|the|other|main"
    r"|film's) (?:co-)?stars (?:include|are|were|included)|supported by|voiced by|(?:voices|voice talents?"
    r"|vocal talents) of|performances? (?:by|from)|cameos? (?:from|by)|cameo appearances? (?:include|by"
    r"|from|of))"
    r"(?: (?:an? |the )?(?:ensemble|all-star|supporting|large|international|voice)? ?(?:cast"
    r"|voices?) (?:that )?(?:led by|headed by|headlined by|featuring|including|includes|which includes"
    r"|of|consisting of|comprising|composed of))?:? ",
    re.IGNORECASE,
)
PLAYED_BY = re.compile(r"\b(?:played|portrayed|voiced|impersonated) by ", re.IGNORECASE)
WITH_IN_ROLES = re.compile(r"\b(?:with|and) (?=[A-Z])")
IN_ROLES = re.compile(
    r",?(?: (?:also|all|both))?(?: (?:appear(?:s|ing|ed)?|feature[ds]?|featuring|co-?star(?:s|red|ring)?"
    r"|seen|cast|performing|playing|star(?:s|red|ring)?))?"
    r" in (?:an? |the |his |her |their )?(?:early |small |minor |brief |key |important |various |other "
    r"|major |first |only |last |final |dual |pivotal |prominent |co-?)*"
    r"(?:supporting|starring|leading|lead|title|titular|main|principal|cameos?|featured|secondary|bit"
    r"|minor|small|smaller|guest|central|villainous|dual|uncredited|top|co-starring|key)"
    r"(?: \w+)?\s?(?:roles?|parts?|appearances?|performances?)?\b",
    re.IGNORECASE,
)
ACTS = re.compile(
    r",?(?: (?:also|all|both|each|then|later|himself|herself|together|again|once again|who|who also"
    r"|respectively),?)*"
    r" (?:(?:co-?)?stars?\b(?! of)|(?:co-?)?starred|(?:re)?plays?\b|features?\b|portrays?|portrayed|played"
    r"|appears?|appeared|makes? (?:an? |his |her |their |(?:a )?cameo|\w+ )"
    r"{0,4}(?:appearances?|debuts?|cameos?)|made (?:his|her|their) (?:\w+ ){0,3}debuts?|reprises?|reprised"
    r"|headlines?|(?:is|are|was|were) (?:cast|featured|seen|also cast|also featured|also seen) "
    r"|(?:has|have) (?:\w+ ){0,2}(?:roles?|parts?)|voices?\b|voiced|performs?\b|round(?:s|ed)? out"
    r"|complet(?:es?|ed) the cast|leads? the cast|co-?stars|join(?:s|ed|ing)? the cast)",
    re.IGNORECASE,
)
PLAYS_WHOM = re.compile(r" (?:plays|portrays|played|portrayed|voices|voiced) (?!by)")
LAST_OF = re.compile(
    r"\b(?:final|last|first|second|third|only|penultimate|early|earliest|posthumous)(?: (?:ever|known"
    r"|feature|silent|talking|sound|major|screen|film|movie"
    r"|acting|on-screen|onscreen|credited|motion picture|theatrical|starring|leading|american"
    r"|english-language))* (?:role|appearance|performance|film|movie|picture|pairing|vehicle|teaming)s?"
    r" (?:of|for|by) (?=[A-Z])|\b(?:film|screen|acting|feature|movie|feature film|cinematic|big screen"
    r"|motion picture) debuts? (?:of|for|by) |\b(?:pairing|teaming) (?:of )(?=[A-Z])",
    re.IGNORECASE,
)
OF_OTHER = re.compile(r"\b(?:which|that)(?: had)?(?: also)? \Z")
NAME_AS = re.compile(
    rf"(?<![\w'’.-])(?P<name>{NAME_PATTERN}) as (?!an? (?:vehicle|tribute|producer|director|writer|sequel"
    rf"|remake|result|film)\b)(?=(?:the|an?|his|her|its|their|himself|herself|both)\b|[A-Z\"“])"
)
WHO_ACTS = re.compile(
    rf"(?<![\w'’.-])(?P<name>{NAME_PATTERN}),? who (?:also |both )?(?:(?:co-)?stars?|(?:co-)?starred|plays"
    rf"|played|portrays|appears|appeared)\b(?! (?:by|of|in the (?:original|stage|play|first|broadway|[A-Z])))"
)
DIRECTORIAL = re.compile(r"direct|film by", re.IGNORECASE)


def cast_of(text: str, start: int, end: int) -> Iterator[Statement]:
    """What one sentence states of those who act in the film."""
    yield from _listed_cast(text, start, end)
    for statement in _other_cast(text, start, end):
        yield replace(statement, is_listed=False)


def _listed_cast(text: str, start: int, end: int) -> Iterator[Statement]:
    """The names after "starring" and the like, and before "in supporting roles"."""
    starred_at = end
    for match in STARRING.finditer(text, start, end):
        before = match.start()
        if OF_OTHER.search(text, max(start, before - 16), before) and ANOTHER_FILM.search(text, start, before):
            continue
        starred_at = min(starred_at, match.end())
        yield from _cast(text, read_names(text, match.end(), end))
    for match in WITH_IN_ROLES.finditer(text, start, end):
        names = read_names(text, match.end(), end)
        if names and IN_ROLES.match(text, names[-1].after, end):
            yield from _cast(text, names)
    for match in NAME_AS.finditer(text, starred_at, end):
        yield from _cast(text, read_names(text, match.start(), end)[:1])


def _other_cast(text: str, start: int, end: int) -> Iterator[Statement]:
    """The names that a sentence speaks of: "A appears", "played by B", "the last film of C"."""
    for match in LAST_OF.finditer(text, start, end):
        names = read_names(text, match.end(), end, is_cast=False)
        if text[match.end()].isupper() and not DIRECTORIAL.search(text, max(start, match.start() - 14), match.end()):
            yield from (s for s in _cast(text, names) if is_name(s.person, may_be_single=False))
    for match in WHO_ACTS.finditer(text, start, end):
        yield from _cast(text, [Listed(*match.span("name"), None, match.end("name"))])
    for match in PLAYED_BY.finditer(text, start, end):
        yield from _cast(text, read_names(text, match.end(), end))
    for at in openings(text, start, end):
        names = read_names(text, at, end, is_cast=False)
        if names and ACTS.match(text, names[-1].after, end):
            yield from _acting(text, names, end)


def _acting(text: str, names: list[Listed], end: int) -> Iterator[Statement]:
    character = None
    verb = PLAYS_WHOM.match(text, names[-1].after, end)
    if verb and len(names) == 1:
        stop = CHARACTER_END.search(text, verb.end(), end)
        character = character_name(text[verb.end() : stop.start() if stop else end].strip())
    for listed in names:
        person = text[listed.start : listed.end]
        if is_name(person, may_be_single=False):
            yield Statement(person, "actor", listed.start, listed.end, character)


def _cast(text: str, names: list[Listed]) -> Iterator[Statement]:
    for listed in names:
        yield Statement(text[listed.start : listed.end], "actor", listed.start, listed.end, listed.character)
