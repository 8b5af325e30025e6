"""The cast that a sentence states: who plays in the film, and whom."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from essays.reading.crew import ANOTHER_FILM
from essays.reading.document import Statement
from essays.reading.name_lists import (
    AS,
    CHARACTER_END,
    NAME_PATTERN,
    Listed,
    character_name,
    is_name,
    names_before,
    read_names,
)
from essays.reading.patterns import late

_INCLUDE = (
    r"(?:includ(?:es?|ed|ing)|feature[sd]?|featuring|consist(?:s|ed|ing) (?:only |solely )?of|compris(?:es|ed|ing)"
    r"|(?:(?:is|was) )?(?:led|headed|headlined) by|of|is|are|was|were|stars)"
)
_OF_A_CAST = (
    r"(?: (?:an? |the )?(?:ensemble|all-star|supporting|large|international|voice)? ?(?:cast|voices?) (?:that )?"
    r"(?:led by|headed by|headlined by|featuring|including|includes|which includes|of|consisting of|comprising"
    r"|composed of))?:? "
)
STARRING = late(
    r"\b(?:(?:co-?)?starring(?: (?:by|with))?|starred by|(?:co-?)?stars|(?:co-?)?starred|features|featuring"
    r"|(?<!also )featured"
    r"|introducing|introduces|toplining|headlin(?:ed by|ing|es)|top-?lin(?:ed by|es)|to (?:co-)?star"
    rf"|(?<!original )(?<!stage )(?<!in the )(?<!of the )cast (?:that |which )?(?:all )?{_INCLUDE}"
    r"|(?:its|whose|the|other|main|film's) (?:co-)?stars (?:include|are|were|included)"
    rf"|(?<!supporting )actors (?:were|are|include|included)|(?:voices|voice talents?|vocal talents) of){_OF_A_CAST}",
    re.IGNORECASE,
)
# Whom a sentence names beside the stars: "the cast also includes A", "with supporting roles by B".
BESIDE_THE_STARS = late(
    rf"\b(?:cast (?:members )?also {_INCLUDE}|also featured|(?:in|of) the cast (?:that )?{_INCLUDE}"
    r"|also (?:featured|appearing|starring|seen)(?: in (?:the|this) (?:film|cast|movie|picture))? (?:are|is|were|was)"
    rf"|(?:cast members|players|supporting actors|featured in the cast) {_INCLUDE}"
    r"|(?:supporting |leading |featured |guest |small |other |minor )roles? (?:by|from|include|are)"
    r"|(?<!outstanding )performances? (?:by|from)|(?:special |guest |cameo )?appearances? (?:by|from|of|include)"
    r"|cameos? (?:by|from|include|are)|support (?:by|from)|joined by|supported by)(?: the)? ",
    re.IGNORECASE,
)
PLAYED_BY = late(r"\b(?:played|portrayed|voiced|impersonated) by ", re.IGNORECASE)
WITH_IN_ROLES = late(r"\b(?:with|and) (?=[A-Z])")
# "with A and B joining the cast", "with A reprising his role".
JOINING = late(
    r",? (?:all |also |both |again |once again )*(?:joining the (?:[a-z]+ )?cast|repris(?:ing|es?) (?:his|her|their)"
    r"|(?:co-)?starring|appearing|featured|portraying|playing|voicing)\b"
)
_ROLES = (
    r" in (?:an? |the |his |her |their )?(?:early |small |minor |brief |key |important |various |other "
    r"|major |first |only |last |final |dual |pivotal |prominent |co-?)*"
    r"(?:supporting|starring|leading|leads?|title|titular|main|principal|cameos?|featured|secondary|bit"
    r"|minor|small|smaller|guest|central|villainous|dual|uncredited|top|co-starring|key)"
    r"(?: \w+)?\s?(?:roles?|parts?|appearances?|performances?)?\b"
)
IN_ROLES = late(
    r",?(?: (?:also|all|both))?(?: (?:appear(?:s|ing|ed)?|feature[ds]?|featuring|co-?star(?:s|red|ring)?"
    rf"|seen|cast|performing|playing|star(?:s|red|ring)?|serve[ds]?|serving|are|is))?{_ROLES}",
    re.IGNORECASE,
)
IN_BARE_ROLES = late(rf",?{_ROLES}", re.IGNORECASE)
SUCH_AS = late(r"(?![^.;:\n]{0,80}\b(?:by|direct\w+|songs?|music)\b)[^.;:\n]{0,80}?\b(?:such as|including):? ")
ACTS = late(
    r",?(?: (?:also|all|both|each|then|later|himself|herself|together|again|once again|who|who also"
    r"|respectively),?)*"
    r" (?:(?:co-?)?stars?\b(?! of)|(?:co-?)?starred|(?:re)?plays?\b|features?\b|portrays?|portrayed|played"
    r"|appears?|appeared|makes? (?:an? |his |her |their |(?:a )?cameo|\w+ )"
    r"{0,4}(?:appearances?|debuts?|cameos?)|made (?:his|her|their) (?:\w+ ){0,3}debuts?|reprises?|reprised"
    r"|headlines?|(?:is|are|was|were) (?:cast|featured|seen|also cast|also featured|also seen) "
    r"|(?:has|have) (?:\w+ ){0,2}(?:roles?|parts?)|voices?\b|voiced|performs?\b|round(?:s|ed)? out"
    r"|complet(?:es?|ed) the cast|leads? the cast|co-?stars|join(?:s|ed|ing)? the cast|(?:is|are|was"
    r"|were) (?:[a-z]+ )?(?:the|among the|in) (?:[a-z]+ ){0,2}(?:stars?|cast|players)\b)",
    re.IGNORECASE,
)
PLAYS_WHOM = late(r" (?:plays|portrays|played|portrayed|voices|voiced) (?!by)")
_LAST = (
    r"(?:final|last|first|second|third|fourth|only|penultimate|early|earliest|posthumous|breakthrough)(?: (?:ever|known"
    r"|feature|silent|talking|sound|major|screen|film|movie|acting|on-screen|onscreen|credited|motion picture"
    r"|theatrical|starring|leading|american|english-language))* "
)
_DEBUT = r"(?:film |screen |acting |feature |movie |feature film |cinematic |big screen |motion picture )?debut"
_ACTOR = (
    r"(?:(?:[a-z\d-]+ ){0,4}(?:stars?|singers?|dancers?|comedians?|comedienne|performers?|players?|act(?:ors?"
    r"|ress(?:es)?)) )?"
)
LAST_OF = late(
    rf" (?:{_LAST}(?:roles?|appearances?|performances?|films?|movies?|pictures?|pairings?|vehicles?|teamings?)"
    rf" (?:of|for|by) {_ACTOR}|{_DEBUT}s? (?:of|for|by) {_ACTOR}|(?:pairing|teaming) of |vehicle for {_ACTOR}"
    rf"|re-?unit(?:es|ed|ing) {_ACTOR}|to feature |(?:roles?|parts?|leads?) (?:(?:is|are|was|were) )?(?:taken"
    rf"|filled) by )"
    r"(?=[A-Z])"
)
LAST_FILM = late(
    rf"['’]s? (?:{_LAST}(?:roles?|appearances?|performances?|films?|movies?|pictures?)|{_DEBUT})\b", re.IGNORECASE
)
OF_OTHER = late(r"\b(?:which|that)(?: had)?(?: also)? \Z")
NAME_AS = late(
    rf"(?<![\w'’.-])(?P<name>{NAME_PATTERN}) as (?!an? (?:vehicle|tribute|producer|director|writer|sequel"
    rf"|remake|result|film)\b)(?=(?:the|an?|his|her|its|their|himself|herself|both)\b|[A-Z\"“])"
)
WHO_ACTS = late(
    rf"(?<![\w'’.-])(?P<name>{NAME_PATTERN}),? who (?:also |both )?(?:(?:co-)?stars?|(?:co-)?starred|plays"
    rf"|played|portrays|appears|appeared)\b(?! (?:by|of|in the (?:original|stage|play|first|broadway|[A-Z])))"
)
DIRECTORIAL = late(r"direct|film by", re.IGNORECASE)
ALONGSIDE = late(r"\b(?:alongside|along with|together with|as well as|opposite|joined by):? (?=[A-Z])")
OTHER_WORK = late(
    r"\b(?:direct|produc|writ|compos|screenplay|script|music|score|novel|play by|award|nominat|studio)", re.IGNORECASE
)
# "star" is the verb of several, and after one name a noun: "Metropolitan Opera star".
ACTING_VERB = late(
    r"\b(?:(?:co-?)?star(?:s|red)|appear(?:s|ed)|play(?:s|ed)|portray(?:s|ed)|repris(?:es|ed)|headlines|voice[sd]"
    r"|(?P<several>(?:co-?)?star(?! [A-Z])|appear|play|portray|reprise|headline|voice))\b"
)
NAME_TO_VERB = late(
    r",? (?:also|all|both|each|then|later|himself|herself|together|again|respectively"
    r"|of [Tt]he (?:[A-Z][\w'’]* ){0,2}[A-Z][\w'’]*),?\Z"
)
# A sentence of the play or of another version, unless it says that they play here too.
STAGE = late(
    r"\b(?:(?:in|of|from) the (?:original |\d{4} )?(?:Broadway|West End|stage|play)|on Broadway|on (?:the )?stage"
    r"|in the West End|original (?:play|production|cast|stage)|remade|previously filmed|been filmed|filmed (?:again"
    r"|previously))\b"
)
HERE_TOO = late(r"\b(?:repris\w+|stars|debut|in (?:the|this) film)\b")


def cast_of(text: str, start: int, end: int, opened: Iterable[list[Listed]]) -> Iterator[Statement]:
    """What one sentence states of those who act in the film.

    ``opened`` are the lists of names with which the sentence and its clauses open.
    """
    yield from _listed_cast(text, start, end)
    for statement in _other_cast(text, start, end, opened):
        yield replace(statement, is_listed=False)


def _listed_cast(text: str, start: int, end: int) -> Iterator[Statement]:
    """The names after "starring" and the like, and before "in supporting roles"."""
    starred_at = end
    for match in STARRING.finditer(text, start, end):
        before = match.start()
        if OF_OTHER.search(text, max(start, before - 16), before) and ANOTHER_FILM.search(text, start, before):
            continue
        starred_at = min(starred_at, match.end())
        names = read_names(text, match.end(), end)
        if not names and (such_as := SUCH_AS.match(text, match.end(), end)):
            names = read_names(text, such_as.end(), end)
        yield from _cast(text, names)
    for match in WITH_IN_ROLES.finditer(text, start, end):
        names = read_names(text, match.end(), end)
        if not names or (starred_at > match.start() and STAGE.search(text, start, match.start())):
            continue
        after = names[-1].after
        if match[0] == "and ":
            if IN_BARE_ROLES.match(text, names[-1].after, end):
                yield from _cast(text, names)
            continue
        has_role = names[0].character and AS.match(text, names[0].end, end)
        if has_role or IN_ROLES.match(text, after, end) or JOINING.match(text, after, end):
            yield from _cast(text, names)
    for match in ALONGSIDE.finditer(text, starred_at, end):
        if not OTHER_WORK.search(text, starred_at, match.start()):
            yield from _cast(text, read_names(text, match.end(), end))
    for match in NAME_AS.finditer(text, starred_at, end):
        yield from _cast(text, read_names(text, match.start(), end)[:1])


def _other_cast(text: str, start: int, end: int, opened: Iterable[list[Listed]]) -> Iterator[Statement]:
    """The names that a sentence speaks of: "A appears", "played by B", "the last film of C"."""
    for match in BESIDE_THE_STARS.finditer(text, start, end):
        yield from _cast(text, read_names(text, match.end(), end))
    if STAGE.search(text, start, end) and not HERE_TOO.search(text, start, end):
        return
    for match in LAST_OF.finditer(text, start, end):
        names = read_names(text, match.end(), end, is_cast=False)
        if text[match.end()].isupper() and not DIRECTORIAL.search(text, max(start, match.start() - 14), match.end()):
            yield from (s for s in _cast(text, names) if is_name(s.person, may_be_single=False))
    for match in LAST_FILM.finditer(text, start, end):
        yield from _acting(text, names_before(text, start, match.start())[-2:], end)
    for match in WHO_ACTS.finditer(text, start, end) if text.find(" who ", start, end) >= 0 else ():
        yield from _cast(text, [Listed(*match.span("name"), None, match.end("name"))])
    for match in PLAYED_BY.finditer(text, start, end):
        yield from _cast(text, read_names(text, match.end(), end))
    for names in opened:
        if ACTS.match(text, names[-1].after, end):
            yield from _acting(text, names, end)
    acted_at = end
    for match in ACTING_VERB.finditer(text, start, end):
        verb_at = at = match.start() - 1
        acted_at = min(at, acted_at)
        while between := NAME_TO_VERB.search(text, max(start, at - 40), at):
            at = between.start()
        names = names_before(text, start, at)
        if not names or (match["several"] and len(names) < 2):
            continue
        if ACTS.match(text, verb_at, end) and not ANOTHER_FILM.search(text, start, names[0].start):
            yield from _acting(text, names, end)
    for match in ALONGSIDE.finditer(text, acted_at, end):
        stated = _cast(text, read_names(text, match.end(), end))
        yield from (statement for statement in stated if is_name(statement.person, may_be_single=False))


def _acting(text: str, names: list[Listed], end: int) -> Iterator[Statement]:
    character = None
    verb = PLAYS_WHOM.match(text, names[0].after, end) if len(names) == 1 else None
    if verb:
        stop = CHARACTER_END.search(text, verb.end(), end)
        character = character_name(text[verb.end() : stop.start() if stop else end].strip())
    for listed in names:
        person = text[listed.start : listed.end]
        if is_name(person, may_be_single=False):
            yield Statement(person, "actor", listed.start, listed.end, character)


def _cast(text: str, names: list[Listed]) -> Iterator[Statement]:
    for listed in names:
        yield Statement(text[listed.start : listed.end], "actor", listed.start, listed.end, listed.character)
