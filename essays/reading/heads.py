"""Subheads: short lines that name what comes next."""

import re

from essays.reading.lines import Line
from essays.reading.patterns import late

SUBHEAD_MAX_LENGTH = 80  # code points; the longest subhead of the documents we measured has 50
SUBHEAD_MAX_WORDS = 14
PROSE_MIN_LENGTH = 90  # code points; a line at least this long is prose even without a final stop
PLAIN_MAX_WORDS = 6  # of a subhead that is not capitalised like a title

MARKDOWN = late(r"(#{1,6})\s+(\S.*?)\s*#*")
WIKI = late(r"(={2,5})\s*([^=\s][^=]*?)\s*={2,5}")
EDIT_LINK = late(r"\s*\[(?:edit|edit source)\]", re.I)
BOLD = late(r"(\*\*|__)(?!\s)([^*_]+?)(?<!\s)\1:?")
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into nor of off on or over per so the to up via vs with is are was it its "
    "than that this what why how when where his her their de la le von der".split()
)
WORD = late(r"[\w'’.&-]*\w[\w'’.&-]*")
NUMBERED = late(r"(?:#?\d{1,3}[.):]|(?:No\.|Number) ?\d{1,3}[.:]?|[IVX]{1,5}\.)\s+(?=\S)")
SPEAKER = late(r"[A-Z][\w.'’ -]{0,28}:\s")
NUMBER = late(r"\d")
FINAL = late(r"[.,;:!…]['\"”’)\]]*\Z")
SHORT_STOP = late(r"\b(?:Hrs|Jr|Sr|Inc|Co|Bros|vs|Mr|Mrs|Dr|Pt|Vol|No|etc|[A-Z](?:\.[A-Z])+)\.\Z")
REFERENCE_HEADS = late(
    r"(?:plot|synopsis|premise|story|cast(?: and characters| list)?|main cast|characters"
    r"|production(?: notes)?|development"
    r"|pre-?production|writing|casting|filming|post-?production|music|score|soundtrack|release"
    r"|theatrical release"
    r"|home (?:media|video)|marketing|distribution|reception|critical (?:reception|response)|box office"
    r"|accolades|awards"
    r"(?: and nominations)?|legacy|themes|analysis|background|sequels?|remakes?|adaptations?|other media"
    r"|in popular culture"
    r"|see also|external links|further reading|crew|credits|trivia|historical accuracy|controversy"
    r"|overview|introduction"
    r"|preservation(?: status)?|visual effects|design|editing|cinematography|setting|title|influences?"
    r"|songs?|track listing"
    r"|response|reviews|ratings|episodes|summary)",
    re.IGNORECASE,
)


def head_of(line: Line) -> tuple[int, int, int] | None:
    """Start, end and level of a head that its mark-up shows ("## Plot", "== Plot ==", "**Plot**"), or None."""
    if len(line) > SUBHEAD_MAX_LENGTH * 2:
        return None
    if match := MARKDOWN.fullmatch(line.text):
        return line.start + match.start(2), line.start + match.end(2), 2 if len(match.group(1)) <= 2 else 3
    if match := WIKI.fullmatch(line.text):
        return line.start + match.start(2), line.start + match.end(2), 2 if len(match.group(1)) == 2 else 3
    if (match := BOLD.fullmatch(line.text)) and len(line) <= SUBHEAD_MAX_LENGTH:
        return line.start + match.start(2), line.start + match.end(2), 2
    match = EDIT_LINK.search(line.text)
    if match and match.end() == len(line.text) and match.start() > 0:
        return line.start, line.start + match.start(), 2
    return None


def is_prose(line: Line) -> bool:
    """Whether a line is running text: long, or ended like a sentence of several words."""
    return len(line) >= PROSE_MIN_LENGTH or (bool(re.search(r"[.!?…]['\"”’)\]]*\Z", line.text)) and len(line) >= 25)


def has_final_stop(text: str) -> bool:
    """Whether ``text`` ends as a sentence or a clause does; the stop of "48 Hrs." is none."""
    return bool(FINAL.search(text)) and not SHORT_STOP.search(text)


def is_title_like(text: str) -> bool:
    """Whether most words of weight begin with a capital or a digit."""
    words = [w for w in WORD.findall(text) if w.lower() not in SMALL_WORDS]
    if not words:
        return False
    capitals = sum(not w[0].islower() for w in words)
    return capitals / len(words) >= 0.75


def is_subhead(line: Line, following: Line | None) -> bool:
    """Whether a short line without a final stop names the prose that follows it."""
    text = line.text
    if following is None or len(line) > SUBHEAD_MAX_LENGTH or text[0].islower():
        return False
    words = WORD.findall(text)
    if not words or len(words) > SUBHEAD_MAX_WORDS or has_final_stop(text) or not is_prose(following):
        return False
    if (text[0] in "\"“'‘([*_" or text[-1] == "?" or SPEAKER.match(text)) and not is_title_like(text):
        return False
    if len(words) > 1 and text[-1] == "?" and all(word[0].islower() for word in words[1:]):
        return False
    if NUMBERED.match(text) or text.isupper() or is_title_like(text):
        return True
    return len(words) <= PLAIN_MAX_WORDS and len(following) >= PROSE_MIN_LENGTH


def is_reference_head(line: Line, following: Line | None) -> bool:
    """Whether a line of an entry is the head of a section."""
    if REFERENCE_HEADS.fullmatch(line.text.rstrip(":").lstrip("0123456789. ")):
        return True
    return (
        is_subhead(line, following)
        and is_title_like(line.text)
        and "[" not in line.text
        and '"' not in line.text
        and len(line) <= 60
    )
