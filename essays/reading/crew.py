"""The crew that a sentence states: who directed, wrote, produced, composed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from essays.reading.document import Statement
from essays.reading.name_lists import NAME_PATTERN, Listed, is_name, names_before, read_names
from essays.reading.patterns import late

JOBS = {
    "direct": "director", "helm": "director", "writ": "writer", "script": "writer", "pen": "writer",
    "screenplay": "writer", "adapt": "writer", "story": "story", "produc": "producer", "compos": "composer",
    "scor": "composer", "music": "composer", "edit": "editor", "photograph": "cinematographer",
    "cinematograph": "cinematographer", "shot": "cinematographer", "lens": "cinematographer",
}  # fmt: skip
_WORK = (
    r"(?:co[-–]?|executive[- ]|associate[- ]|line[- ])?"
    r"(?:directed|helmed|written|scripted|penned|adapted|produced|composed|scored|edited|photographed"
    r"|lensed|shot|choreographed|narrated|rewritten|created|staged|animated|hosted|designed)"
)
BY = late(
    rf"(?P<stars>\bstarring,? (?:and )?)?\b(?P<works>{_WORK}(?: for the screen)?(?:(?:,? and |,? & |, | / "
    rf"|/){_WORK}){{0,4}})"
    r"(?: for(?: (?!and\b)[\w.'’&-]+){1,4}?| in (?:19|20)\d\d| (?:jointly|together|respectively|anonymously|first"
    r"|primarily|mostly"
    r"|initially|originally))?"
    r"(?:,? by,? (?P<also>and (?:co-)?starring )?|,? and (?P<self>(?:co-)?starring ))",
    re.IGNORECASE,
)
WORK = late(_WORK, re.IGNORECASE)
NOUN_BY = late(
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
DEBUT_OF = late(
    r"\bdirect(?:orial|ing) (?:feature )?debuts? (?:of|for|by) |\bdebut (?:of|for"
    r"|by) (?:[a-z-]+ ){0,3}director (?=[A-Z])",
    re.IGNORECASE,
)
# "the tenth collaboration between A and director B", "the last film of director B": B directs this one too.
IN_PASSING = late(
    r"\b(?:(?:collaborat\w+|team(?:s|ed|ing)|re-?unit(?:e[sd]?|ing)|pairing)\b[^.;\n]{1,60}?"
    r"|(?P<film>(?:films?|movie|comedy|drama|thriller|western|documentary|debut|effort|project|picture) (?:by|from"
    r"|for|of)"
    r" (?:(?!art|assistant|music|casting)[a-z-]+ ){0,2}(?:[A-Z]\w+ )?))\bdirector (?=[A-Z])"
)
AS_DIRECTOR = late(
    r",?(?: (?:is|was|were|are))?(?: (?:also|later|then|uncredited|both))?(?:"
    r" (?:served|serves|serving|worked|works|acted|acts|credited|billed|listed|signed) as (?:an? |the )?(?:[a-z]+ )?"
    r"(?:co-?)?directors?\b(?! of\b(?! (?:the|this) (?:film|movie|picture)))"
    r"|(?: (?:is|was|were|are))(?: (?:also|both))? (?:the |an )?uncredited (?:co-?)?directors?\b"
    r"| credited (?:with|for) (?:its |the |his |her |their )?direct(?:ion|ing)\b)"
)
AUXILIARY = late(r",? (?:is|was|were|are|also|later|then|uncredited|both)\Z")
AS_DIRECTOR_SIGN = late(
    r"\b(?:served|serves|serving|worked|works|acted|acts|credited|billed|listed|signed) (?:as|with|for) "
    r"|\buncredited (?:co-?)?directors?\b"
)
# "art direction" is none of the director's.
KIND_OF_DIRECTION = late(r"\b(?!the |its |his |her |their |with |and |under |film )[\w-]+ \Z", re.IGNORECASE)
# "A sequel, 2010, was directed by Peter Hyams": a sentence that speaks of another film from its start.
ANOTHER_SUBJECT = late(
    r"(?:An?|The(?! remake\b| reboot\b)|Its|His|Her|Their|Two|Three|Several)(?: [\w-]+){0,4}? (?:sequels?|prequels?"
    r"|remakes?|follow-?ups?|spin-?offs?"
    r"|reboot|musical adaptation|stage version|stage adaptation|television version|TV version)\b(?! (?:to|of)\b)"
)
MADE = late(r"directed|wrote|produced|scored|composed|edited|scripted|adapted")
MADE_JOBS = {
    "directed": "director", "wrote": "writer", "produced": "producer", "scored": "composer", "composed": "composer",
    "edited": "editor", "scripted": "writer", "adapted": "writer",
}  # fmt: skip
WHO_MAKES = late(
    rf"(?<![\w'’.-])(?P<name>{NAME_PATTERN}),? who (?:also |both |co-)*(?P<works>(?:directed|wrote"
    rf"|produced|scored|composed|edited)(?:,? and (?:co-)?(?:directed|wrote|produced))?)"
    r"(?=[,;.]| and |(?: (?:it|the (?:film|screenplay|script|score|movie|picture|music)))\b)"
)
MAKES = late(
    r",?(?: (?:also|both|then|jointly))? (?P<works>(?:co-)?(?:directed|wrote|produced|scored|composed"
    r"|edited|scripted|adapted)(?:(?:, (?:and )?| and )(?:co-)?(?:directed|wrote|produced|edited))*)"
    r"(?=[,;.]| and (?:(?:[a-z]+ ){0,2}[A-Z]|stars?|it\b|starred)| (?:an?|the|this) (?:cast|film|screenplay|script"
    r"|score|movie"
    r"|picture|music|original score)\b| it\b| from )"
)
DIRECTOR_IS = late(
    r"\b(?:the|its) director (?:is|was) |\b(?:its|the film['’]s) director (?=[A-Z])"
    r"|\bdirectorial (?:effort|project|work|feature) (?:of|by|from) ",
    re.I,
)
DIRECTS = late(r"(?:['’]s?)? (?:(?:feature[- ]|film )?directorial (?:feature |film )?debut|(?:co-)?directing)\b")
DIRECTS_SIGN = late(r"\b(?:directorial (?:feature |film )?debut|(?:co-)?directing)\b")
CONTRIBUTORS = late(
    r"\bamong (?:the |those )?(?:many |several |other )?(?:writers|screenwriters|people"
    r"|those)(?: who)?(?: had| have)?"
    r" (?:worked|contributed|working|laboured|labored)[^.:\n]{0,40}? (?:were|was|are|included?)[: ]|uncredited "
    r"(?:contributions?|rewrites?|work|revisions?|assistance|help)(?: \w+){0,4} (?:from|by) "
    r"|worked on by (?:multiple|several|many|various|a number of) writers,? including ",
    re.IGNORECASE,
)
# A source's own writer is no writer of the film.
SOURCE = late(
    r"\b(?:based (?:up)?on|adapted from|adaptation of|inspired by|novels?|novella|books?|plays?|memoirs?"
    r"|short stor(?:y|ies)|comics?"
    r"|comic book|musical|stage|autobiography|biography|poems?|songs?|article|manga|opera|series of books"
    r"|of the same name|same title|eponymous)\b",
    re.IGNORECASE,
)
ANOTHER_FILM = late(
    r"\b(?:remake of|remade|sequel to|prequel to|version of|based (?:up)?on|inspired by|follow-?up to"
    r"|spin-?off|previous(?:ly)?|earlier"
    r"|original (?:film|version|movie)|filmed again|second version|later (?:remade|filmed|adapted)|another"
    r"|first filmed|adapted again)\b",
    re.IGNORECASE,
)
THIS_FILM = late(
    r"\b(?:it|the (?:film|movie|picture|screenplay|script|production)|this (?:film|version|one"
    r"|movie)) (?:is|was|has|had|were|stars)\b",
    re.I,
)
# "produced by A, and B plays the sergeant": a list of makers does not run on into the next clause.
CLAUSE_OF_THEIR_OWN = late(
    r"(?: (?:also|both|then|himself|herself))* (?:(?:co-?)?stars?|(?:co-?)?starred|plays?|played|portrays?|portrayed"
    r"|appears?|appeared|voices?|voiced|directs?|directed|writes?|wrote|produces?|produced|composes?|composed"
    r"|scores?|scored|edits?|edited)\b(?! by\b)"
)


def crew_of(text: str, start: int, end: int, opened: Iterable[list[Listed]], *, is_first: bool) -> Iterator[Statement]:
    """What one sentence states of those who made the film; in the first, "remake of" speaks of the film itself.

    ``opened`` are the lists of names with which the sentence and its clauses open.
    """
    contributed = CONTRIBUTORS.search(text, start, end)
    if contributed:
        contributors = _makers(text, contributed.end(), end)
        yield from _named(text, contributors, "writer", is_credited=False)
    is_of_another = not is_first and ANOTHER_SUBJECT.match(text, start, end)
    for match in () if is_of_another else BY.finditer(text, start, end):
        if not is_first and _is_of_another_work(text, start, match.start()):
            continue
        names = _makers(text, match.end(), end)
        if match["also"] or match["stars"] or match["self"]:
            yield from _starring(text, read_names(text, match.end(), end))
        for work in WORK.findall(match.group("works")):
            if job := _job_of(work):
                if job == "writer" and _is_source(text, start, match.start()):
                    continue
                yield from _named(text, names, job)
    for match in NOUN_BY.finditer(text, start, end):
        job = NOUN_JOBS[match.group("noun").lower()]
        if job == "director" and KIND_OF_DIRECTION.search(text, max(start, match.start() - 20), match.start()):
            continue
        if job in {"writer", "story"} and _is_source(text, start, match.end()):
            continue
        yield from _named(text, _makers(text, match.end(), end), job)
    if text.find(" who ", start, end) >= 0:
        for match in WHO_MAKES.finditer(text, start, end):
            for work in MADE.findall(match.group("works")):
                yield from _named(text, [Listed(*match.span("name"), None, match.end("name"))], MADE_JOBS[work])
    for names in opened:
        if made := MAKES.match(text, names[-1].after, end):
            for work in MADE.findall(made.group("works")):
                yield from _named(text, names, MADE_JOBS[work])
    if text.find("direct", start, end) >= 0:
        yield from _directors(text, start, end)


def _directors(text: str, start: int, end: int) -> Iterator[Statement]:
    """Those whom a sentence calls the director in other words than "directed by"."""
    for match in DIRECTOR_IS.finditer(text, start, end):
        yield from _named(text, _makers(text, match.end(), end), "director")
    for match in DEBUT_OF.finditer(text, start, end):
        yield from _named(text, _makers(text, match.end(), end)[:2], "director")
    for match in IN_PASSING.finditer(text, start, end):
        if match["film"] and ANOTHER_FILM.search(text, start, match.start()):
            continue
        named = _named(text, read_names(text, match.end(), end, is_cast=False)[:1], "director")
        yield from (replace(statement, is_listed=False) for statement in named)
    for match in DIRECTS_SIGN.finditer(text, start, end):
        for at in (text.rfind("'", start, match.start()), text.rfind("’", start, match.start()), match.start() - 1):
            if at > start and DIRECTS.match(text, at, end):
                yield from _named(text, names_before(text, start, at), "director")
                break
    for match in AS_DIRECTOR_SIGN.finditer(text, start, end):
        yield from _as_director(text, start, match.start(), end)


def _as_director(text: str, start: int, at: int, end: int) -> Iterator[Statement]:
    """Who "served as co-director" or "is credited with its direction"; the verb stands at ``at``."""
    name_end = at - 1
    while auxiliary := AUXILIARY.search(text, max(start, name_end - 12), name_end):
        name_end = auxiliary.start()
    if AS_DIRECTOR.match(text, name_end, end):
        yield from _named(text, names_before(text, start, name_end), "director")


def _makers(text: str, start: int, end: int) -> list[Listed]:
    """The list of names at ``start``, without those after its last comma where they do something themselves."""
    names = read_names(text, start, end, is_cast=False)
    if not names or not CLAUSE_OF_THEIR_OWN.match(text, names[-1].after, end):
        return names
    for index in range(len(names) - 1, 0, -1):
        if text[names[index - 1].after : names[index].start].lstrip().startswith((",", ";")):
            return names[:index]
    return names


def _named(text: str, names: list[Listed], job: str, *, is_credited: bool = True) -> Iterator[Statement]:
    for listed in names:
        person = text[listed.start : listed.end]
        if is_name(person, may_be_single=True):
            yield Statement(person, job, listed.start, listed.end, is_credited=is_credited)


def _job_of(work: str) -> str | None:
    word = work.lower()
    for prefix in ("co-", "co–", "co", "executive ", "executive-", "associate ", "associate-", "line ", "line-"):
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


def _starring(text: str, names: list[Listed]) -> Iterator[Statement]:
    for listed in names:
        yield Statement(text[listed.start : listed.end], "actor", listed.start, listed.end, listed.character)
