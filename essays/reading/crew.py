"""The crew that a sentence states: who directed, wrote, produced, composed."""

import re
from collections.abc import Iterator

from essays.reading.document import Statement
from essays.reading.name_lists import NAME_PATTERN, Listed, is_name, openings, read_names

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
MADE = re.compile(r"directed|wrote|produced|scored|composed|edited|scripted|adapted")
MADE_JOBS = {
    "directed": "director", "wrote": "writer", "produced": "producer", "scored": "composer", "composed": "composer",
    "edited": "editor", "scripted": "writer", "adapted": "writer",
}  # fmt: skip
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
THIS_FILM = re.compile(
    r"\b(?:it|the (?:film|movie|picture|screenplay|script|production)|this (?:film|version|one"
    r"|movie)) (?:is|was|has|had|were|stars)\b",
    re.I,
)
# "produced by A, and B plays the sergeant": a list of makers does not run on into the next clause.
CLAUSE_OF_THEIR_OWN = re.compile(
    r"(?: (?:also|both|then|himself|herself))* (?:(?:co-?)?stars?|(?:co-?)?starred|plays?|played|portrays?|portrayed"
    r"|appears?|appeared|voices?|voiced|directs?|directed|writes?|wrote|produces?|produced|composes?|composed"
    r"|scores?|scored|edits?|edited)\b(?! by\b)"
)


def crew_of(text: str, start: int, end: int, *, is_first: bool) -> Iterator[Statement]:
    """What one sentence states of those who made the film; in the first, "remake of" speaks of the film itself."""
    contributed = CONTRIBUTORS.search(text, start, end)
    if contributed:
        contributors = _makers(text, contributed.end(), end)
        yield from _named(text, contributors, "writer", is_credited=False)
    for match in BY.finditer(text, start, end):
        if not is_first and _is_of_another_work(text, start, match.start()):
            continue
        names = _makers(text, match.end(), end)
        if match.group("also") or match.group("stars"):
            yield from _starring(text, read_names(text, match.end(), end))
        for work in WORK.findall(match.group("works")):
            if job := _job_of(work):
                if job == "writer" and _is_source(text, start, match.start()):
                    continue
                yield from _named(text, names, job)
    for match in NOUN_BY.finditer(text, start, end):
        job = NOUN_JOBS[match.group("noun").lower()]
        if job in {"writer", "story"} and _is_source(text, start, match.end()):
            continue
        yield from _named(text, _makers(text, match.end(), end), job)
    for match in DIRECTOR_IS.finditer(text, start, end):
        yield from _named(text, _makers(text, match.end(), end), "director")
    for match in WHO_MAKES.finditer(text, start, end):
        for work in MADE.findall(match.group("works")):
            yield from _named(text, [Listed(*match.span("name"), None, match.end("name"))], MADE_JOBS[work])
    for at in openings(text, start, end):
        names = read_names(text, at, end, is_cast=False)
        if names and (made := MAKES.match(text, names[-1].after, end)):
            for work in MADE.findall(made.group("works")):
                yield from _named(text, names, MADE_JOBS[work])
    for match in DEBUT_OF.finditer(text, start, end):
        yield from _named(text, _makers(text, match.end(), end)[:2], "director")


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


def _starring(text: str, names: list[Listed]) -> Iterator[Statement]:
    for listed in names:
        yield Statement(text[listed.start : listed.end], "actor", listed.start, listed.end, listed.character)
