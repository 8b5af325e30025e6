"""The credits that a text states: who directed, wrote, produced, composed, and who played whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from essays.reading.document import Statement
from essays.reading.name_lists import (
    CHARACTER_END,
    NAME_PATTERN,
    Listed,
    character_name,
    is_name,
    read_names,
)

JOBS = {
    "direct": "director", "helm": "director", "writ": "writer", "script": "writer", "pen": "writer",
    "screenplay": "writer", "adapt": "writer", "story": "story", "produc": "producer", "compos": "composer",
    "scor": "composer", "music": "composer", "edit": "editor", "photograph": "cinematographer",
    "cinematograph": "cinematographer", "shot": "cinematographer", "lens": "cinematographer",
}  # fmt: skip
_WORK = (
    r"(?:co-?|executive[- ]|associate[- ]|line[- ])?"
    r"(?:directed|helmed|written|scripted|penned|adapted|produced|composed|scored|edited|photographed"
    r"|lensed|shot)"
)
BY = re.compile(
    rf"(?P<stars>\bstarring,? (?:and )?)?\b(?P<works>{_WORK}(?:(?:,? and |,? & |, | / |/){_WORK}){{0,4}})"
    r"(?: for (?:[\w.'’-]+ ){1,4}| (?:jointly|together|respectively|anonymously|first|primarily|mostly"
    r"|initially|originally))?"
    r",? by,? (?P<also>and (?:co-)?starring )?",
    re.IGNORECASE,
)
WORK = re.compile(_WORK, re.IGNORECASE)
NOUN_BY = re.compile(
    r"\b(?P<noun>screenplay|script|story|music|musical score|score|original score|cinematography"
    r"|photography|direction|scenario"
    r"|adaptation|editing)"
    r"(?: (?:(?:is|was|were|being) )?(?:co-)?(?:written|composed|adapted|credited|provided|done|handled"
    r"|penned|prepared|supplied))?"
    r"(?: and (?:directed|produced|direction|story|score|lyrics))? (?:was |is )?(?:by|from|to) ",
    re.IGNORECASE,
)
NOUN_JOBS = {
    "screenplay": "writer", "script": "writer", "scenario": "writer", "adaptation": "writer", "story": "story",
    "music": "composer", "musical score": "composer", "score": "composer", "original score": "composer",
    "cinematography": "cinematographer", "photography": "cinematographer", "direction": "director", "editing": "editor",
}  # fmt: skip
DEBUT_OF = re.compile(r"\bdirectorial (?:feature )?debut (?:of|for|by) ", re.IGNORECASE)
DIRECTOR_NAME = re.compile(r"\b(?:[Dd]irector(?:s)?|[Ff]ilmmakers?|from director|for director) (?=[A-Z])")
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
MADE = re.compile(r"directed|wrote|produced|scored|composed|edited|scripted|adapted")
MADE_JOBS = {
    "directed": "director", "wrote": "writer", "produced": "producer", "scored": "composer", "composed": "composer",
    "edited": "editor", "scripted": "writer", "adapted": "writer",
}  # fmt: skip
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
NAMES_BEFORE = re.compile(
    rf"(?:(?<=[;:] )|(?<=while )|(?<=which )|(?<=where )|(?<=\\n))(?P<list>{NAME_PATTERN}(?:(?:, (?:and )?"
    rf"| and | & )"
    rf"(?:{NAME_PATTERN})){{0,30}}+)"
)
NAMES_AT = re.compile(NAME_PATTERN)
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
WHO_MAKES = re.compile(
    rf"(?<![\w'’.-])(?P<name>{NAME_PATTERN}),? who (?:also |both |co-)*(?P<works>(?:directed|wrote"
    rf"|produced|scored|composed|edited)(?:,? and (?:co-)?(?:directed|wrote|produced))?)"
    r"(?=[,;.]| and |(?: (?:it|the (?:film|screenplay|script|score|movie|picture|music)))\b)"
)
MAKES = re.compile(
    r",?(?: (?:also|both|then|jointly))? (?P<works>(?:co-)?(?:directed|wrote|produced|scored|composed"
    r"|edited|scripted|adapted)(?:(?:, (?:and )?| and )(?:co-)?(?:directed|wrote|produced|edited))*)"
    r"(?=[,;.]| and (?:[A-Z]|stars?|it\b|starred)| (?:the|this) (?:film|screenplay|script|score|movie"
    r"|picture|music|original score)\b| it\b| from )"
)
DIRECTOR_IS = re.compile(r"\b(?:the|its) director (?:is|was) ", re.I)
DIRECTORIAL = re.compile(r"direct|film by", re.IGNORECASE)
CONTRIBUTORS = re.compile(
    r"\bamong (?:the |those )?(?:many |several |other )?(?:writers|screenwriters|people"
    r"|those)(?: who)?(?: had| have)?"
    r" (?:worked|contributed|working|laboured|labored)[^.:\n]{0,40}? (?:were|was|are|included?)[: ]|uncredited "
    r"(?:contributions?|rewrites?|work|revisions?|assistance|help)(?: \w+){0,4} (?:from|by) "
    r"|worked on by (?:multiple|several|many|various|a number of) writers,? including ",
    re.IGNORECASE,
)
# A source's own writer is no writer of the film.
SOURCE = re.compile(
    r"\b(?:based (?:up)?on|adapted from|adaptation of|inspired by|novels?|novella|books?|plays?|memoirs?"
    r"|short stor(?:y|ies)|comics?"
    r"|comic book|musical|stage|autobiography|biography|poems?|songs?|article|manga|opera|series of books"
    r"|of the same name|same title|eponymous)\b",
    re.IGNORECASE,
)
ANOTHER_FILM = re.compile(
    r"\b(?:remake of|remade|sequel to|prequel to|version of|based (?:up)?on|inspired by|follow-?up to"
    r"|spin-?off|previous(?:ly)?|earlier"
    r"|original (?:film|version|movie)|filmed again|second version|later (?:remade|filmed|adapted)|another"
    r"|first filmed|adapted again)\b",
    re.IGNORECASE,
)


TITLE_OF_HONOUR = re.compile(r"^(?:Sir|Dame) (?=\S+ \S)")
THIS_FILM = re.compile(
    r"\b(?:it|the (?:film|movie|picture|screenplay|script|production)|this (?:film|version|one"
    r"|movie)) (?:is|was|has|had|were|stars)\b",
    re.I,
)


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
    contributed = CONTRIBUTORS.search(text, start, end)
    if contributed:
        yield from _crew(text, read_names(text, contributed.end(), end, is_cast=False), "writer", is_credited=False)
    yield from _makers(text, start, end, is_first=is_first)
    yield from _players(text, start, end)


def _crew(text: str, names: list[Listed], job: str, *, is_credited: bool = True) -> Iterator[Statement]:
    for listed in names:
        person = text[listed.start : listed.end]
        if is_name(person, may_be_single=True):
            yield Statement(person, job, listed.start, listed.end, is_credited=is_credited)


def _makers(text: str, start: int, end: int, *, is_first: bool) -> Iterator[Statement]:
    for match in BY.finditer(text, start, end):
        if not is_first and _is_of_another_work(text, start, match.start()):
            continue
        names = read_names(text, match.end(), end, is_cast=False)
        if match.group("also") or match.group("stars"):
            yield from _cast(text, read_names(text, match.end(), end))
        for work in WORK.findall(match.group("works")):
            if job := _job_of(work):
                if job == "writer" and _is_source(text, start, match.start()):
                    continue
                yield from _crew(text, names, job)
    for match in NOUN_BY.finditer(text, start, end):
        job = NOUN_JOBS[match.group("noun").lower()]
        if job in {"writer", "story"} and _is_source(text, start, match.end()):
            continue
        yield from _crew(text, read_names(text, match.end(), end, is_cast=False), job)
    for match in DIRECTOR_IS.finditer(text, start, end):
        yield from _crew(text, read_names(text, match.end(), end, is_cast=False), "director")
    for match in WHO_MAKES.finditer(text, start, end):
        for work in MADE.findall(match.group("works")):
            yield from _crew(text, [Listed(*match.span("name"), None, match.end("name"))], MADE_JOBS[work])
    for at in _openings(text, start, end):
        names = read_names(text, at, end, is_cast=False)
        if names and (made := MAKES.match(text, names[-1].after, end)):
            for work in MADE.findall(made.group("works")):
                yield from _crew(text, names, MADE_JOBS[work])
    for match in DEBUT_OF.finditer(text, start, end):
        yield from _crew(text, read_names(text, match.end(), end, is_cast=False)[:2], "director")


def _job_of(work: str) -> str | None:
    word = work.lower()
    for prefix in ("co-", "co", "executive ", "executive-", "associate ", "associate-", "line ", "line-"):
        if word.startswith(prefix) and not word.startswith("compos"):
            word = word[len(prefix) :]
    return next((job for stem, job in JOBS.items() if word.startswith(stem)), None)


def _is_source(text: str, start: int, at: int) -> bool:
    """Whether "written by" at ``at`` speaks of a novel or play and not of the film."""
    clause = max(text.rfind(mark, start, at) for mark in (", ", "; ", " and ", "film "))
    return SOURCE.search(text, max(start, clause), at) is not None


def _is_of_another_work(text: str, start: int, at: int) -> bool:
    """Whether "directed by" at ``at`` speaks of the film that this one remakes or follows."""
    others = list(ANOTHER_FILM.finditer(text, start, at))
    if text[max(start, at - 10) : at].endswith((" and was ", " and is ")):
        return False
    return bool(others) and THIS_FILM.search(text, others[-1].end(), at) is None


def _players(text: str, start: int, end: int) -> Iterator[Statement]:
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
    for at in _openings(text, start, end):
        names = read_names(text, at, end, is_cast=False)
        if names and ACTS.match(text, names[-1].after, end):
            yield from _acting(text, names, end)


def _openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where in a sentence a list of names may open that a verb follows."""
    if NAMES_AT.match(text, start, end):
        yield start
    for match in NAMES_BEFORE.finditer(text, start + 1, end):
        yield match.start()


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
