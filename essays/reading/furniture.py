"""The lines around an essay: byline, date, rating, credits, caption, spoiler warning."""

import re
from dataclasses import dataclass

from essays.reading.document import Rating
from essays.reading.patterns import late

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = late(
    rf"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day|\.)?,?\s+)?(?:"
    rf"(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:18|19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{MONTH})\.?,?\s+(?P<year2>(?:18|19|20)\d\d)"
    rf"|(?P<year3>(?:18|19|20)\d\d)[-/.](?P<month3>\d{{1,2}})[-/.](?P<day3>\d{{1,2}})(?:T[\d:.+Z-]+)?"
    rf"|(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<year4>(?:18|19|20)\d\d)"
    rf"|(?P<month5>{MONTH})\.?\s+(?P<year5>(?:18|19|20)\d\d)"
    rf")(?:,?\s*(?:at\s+)?\d{{1,2}}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{{2,4}})?)?",
    re.IGNORECASE,
)
DATE_LABEL = late(
    r"(?:(?:first |originally |last )?(?:published|posted|updated|modified|reviewed|written|dated|filed"
    r"|date|on)"
    r"\s*(?:on|at|:)?\s*:?\s*)+",
    re.IGNORECASE,
)
NAME_WORD = r"(?:[^\W\d_a-z][\w'’.-]*|de|del|della|der|di|da|du|la|le|van|von|ten|ter|al|bin|ap|y|e)"
NAME = late(rf"[^\W\d_a-z][\w'’.-]*(?: {NAME_WORD}){{0,4}}")
BYLINE_LABEL = late(
    r"(?:(?:a |film |movie )?review(?:ed)?\s+by\b\s*:?\s*"
    r"|(?:a |film |movie )?(?:words?|text|written|story|report(?:ed|ing)?"
    r"|post(?:ed)?"
    r"|criticism|essay"
    r"|author|critic|writer|reviewer|byline|contributor|opinion|analysis)(?: and (?:photos?|pictures|images))?"
    r"(?:\s*(?:by\b|:|[–—|-])\s*)+|by\b\s*:?\s*|from\s+the\s+desk\s+of\s+)",
    re.IGNORECASE,
)
SIGN_OFF = late(r"[—–-]{1,2}\s*(?=\w)")
MINUTES = late(r"(?<![\d.])(\d{2,3})\s*(?:min(?:ute)?s?\b\.?|['’′](?!\w))", re.I)
HOURS = late(r"(?<![\d.])(\d)\s*h(?:ou)?(?:rs?)?\.?[ ,]*(?:and )?(\d{1,2})\s*m(?:in(?:ute)?s?)?\b", re.I)
CREDIT_LABEL = late(
    r"(?:dir(?:\.|ector|ectors|ected(?: by)?)?|prod(?:\.|ucer|ucers|uced(?: by)?)|exec(?:utive"
    r"|\.)? prod(?:\.|ucers?)"
    r"|wr(?:\.|iters?|itten(?: by)?)|scr(?:\.|eenplay|eenwriters?|ipt)(?: by)?|story(?: by)?|starring"
    r"|stars?|(?:main |lead )?cast|with"
    r"|music(?: by)?|composer|score(?: by)?|cinemato(?:graphy|grapher)(?: by)?|dop|photograph(?:y|ed by)|camera"
    r"|edit(?:or|ors|ed|ing)(?: by)?|based on|production(?: compan(?:y|ies)| design)?|company|studio"
    r"|distribut(?:or|ed)(?: by)?"
    r"|release(?:d| date| dates)?|running time|run ?time|length|duration|countr(?:y|ies)|languages?|budget"
    r"|(?:worldwide )?gross"
    r"|box office|cert(?:ificate|ification|\.)?|rat(?:ed|ing)|mpaa(?: rating)?|genres?|year|format"
    r"|aspect ratio|colou?r"
    r"|original title|also known as|aka|title|available on)",
    re.IGNORECASE,
)
CREDIT = late(rf"{CREDIT_LABEL.pattern}\s*(?:[:|\t–—]| - )\s*\S", re.IGNORECASE)
BARE_CREDIT = late(
    r"(?:(?i:directed by|produced by|written by|screenplay by|story by|starring|music by|edited by|distributed by"
    r"|photographed by)\s+[^a-z\W]|(?i:running time|release dates?|budget|box office)\s+[$£€]?\d)[^.!?]{0,120}"
)
SENTENCE_END = late(r"(?<!min)(?<!mins)(?<!minutes)(?<!\bm)(?<=[a-z])[.!?](?:\s|\Z)")
CREDIT_ABBREVIATION = late(r"\b(?:dir|scr|prod|cert|wr|ph|mus)\.?:|\bdir\.\s", re.IGNORECASE)
CAPTION_LABEL = late(
    r"[(\[]?(?:photos?|images?|pictures?|pictured|photographs?|caption|still|above|below|illustration|top"
    r"|left|right|fig(?:ure|\.)? ?\d*"
    r"|(?:image|photo|picture) (?:credit|courtesy)|credit|courtesy(?: of)?|(?:left|right) to (?:left"
    r"|right)|from left)"
    r"(?:,? (?:by|left|right|above|below|from left|left to right))?\s*[:|]\s*\S",
    re.IGNORECASE,
)
CAPTION_TAIL = late(
    r"[(\[.,|/—–-]\s*(?:photo(?:graph|s)?|image|picture|still|courtesy(?: of)?|credit)s?\s*(?:by|:|©"
    r"|courtesy|of)\s*.{2,60}\Z"
    r"|[(\[]\s*(?:©|photo|image|courtesy)\b.{1,60}[)\]]\.?\Z",
    re.IGNORECASE,
)
SPOILER = late(
    r"\bspoilers?\b.{0,60}\b(?:warning|alert|ahead|follow|below|abound|beware|within|coming)\b"
    r"|\b(?:warning|alert|beware|caution|contains|includes?|full of|major|minor|mild|heavy"
    r"|some)\b.{0,60}\bspoilers?\b|\bspoiler[- ](?:alert|warning)"
    r"|\bspoilers\b\W*\Z",
    re.IGNORECASE,
)
SPOILER_MAX_LENGTH = 90  # code points; a longer line is prose that speaks of spoilers
STARS = late(r"(?P<full>★{1,10}|\*{1,5})(?P<half>½|1/2|⯨)?(?P<empty>☆{0,9})")
OUT_OF = late(
    r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?|\d?½|\d 1/2|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|zero)(?: and a half|½)?"
    r"\s*(?:stars?\s*)?(?:/|out of|of)\s*(?P<best>\d{1,3}|four|five|ten)(?:\s*stars?)?",
    re.IGNORECASE,
)
STAR_COUNT = late(
    r"(?P<value>\d(?:\.\d)?|½|\d½|zero|one|two|three|four|five|six|seven|eight|nine"
    r"|ten)(?P<half> and a half)?\s*stars?",
    re.I,
)
PERCENT = late(r"(?P<value>\d{1,3}) ?%")
LETTER = late(r"[A-DF](?:[+–−-]|\s?(?:plus|minus))?")
RATING_LABEL = late(
    r"(?:(?:our|my|final|overall|the|film|movie|critic['’]?s?) )*(?:rating|grade|score|verdict|stars"
    r"|marks?)(?: is)?\s*[:–—=-]?\s*",
    re.IGNORECASE,
)
NUMBER_WORDS = {
    word: float(value) for value, word in enumerate("zero one two three four five six seven eight nine ten".split())
}


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs, as printed, and what of the line says so; a date may stand on the same line."""

    names: tuple[str, ...]
    end: int  # within the line: where the signature ends
    date_start: int | None = None
    dated_on: str | None = None
    start: int = 0  # within the line: where the signature begins


def date_of(text: str) -> tuple[str | None, bool]:
    """The ISO date that a whole line gives, and whether it is a date line at all.

    A date whose day and month cannot be told apart (03/04/1988) is a date line without a date.
    """
    label = DATE_LABEL.match(text)
    rest = text[label.end() :] if label else text
    match = DATE.fullmatch(rest.strip(" .|·•()[]"))
    return (_iso(match), True) if match else (None, False)


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups["a"]:
        first, second, year = int(groups["a"]), int(groups["b"]), int(groups["year4"])
        if first > 12 >= second:
            return _valid(year, second, first)
        if second > 12 >= first:
            return _valid(year, first, second)
        return None
    if groups["year5"]:
        return None
    year = int(groups["year"] or groups["year2"] or groups["year3"])
    month = groups["month"] or groups["month2"]
    number = MONTHS[month.lower()] if month else int(groups["month3"])
    return _valid(year, number, int(groups["day"] or groups["day2"] or groups["day3"]))


def _valid(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def byline_of(text: str, *, at_foot: bool = False) -> Byline | None:
    """The signature that a whole line is ("By Chris", "Words: A and B", at the foot "- Chris"), or None."""
    if len(text) > 120:
        return None
    text = text.replace("*", " ").replace("_", " ")  # marks of emphasis, each as wide as the space put for it
    opening = len(text) - len(text.lstrip())
    if (dated := DATE.match(text, opening)) and (signed := BYLINE_LABEL.match(text, dated.end() + 1)):
        names = names_of(text[signed.end() :].strip())
        return Byline(names, len(text), opening, _iso(dated), signed.start()) if names else None
    label = BYLINE_LABEL.match(text, opening)
    if label is None and at_foot:
        label = SIGN_OFF.match(text, opening)
    if label is None:
        return None
    start = label.end()
    date = next((m for m in DATE.finditer(text, start) if m.end() >= len(text.rstrip(" .)]|"))), None)
    end = date.start() if date else len(text)
    signature = text[start:end]
    trimmed = re.sub(r"[\s,|·•–—(-]+(?:(?:published|posted|updated|on)\s*:?\s*)*\Z", "", signature, flags=re.IGNORECASE)
    trimmed = trimmed.rstrip(" .,|") if not re.search(r"\b(?:Jr|Sr)\.\Z", trimmed) else trimmed
    names = names_of(trimmed)
    if not names:
        return None
    return Byline(names, start + len(trimmed), date.start() if date else None, _iso(date) if date else None)


def names_of(signature: str) -> tuple[str, ...]:
    """The names in a signature; empty where it does not look like one."""
    parts = [p.strip() for p in re.split(r"\s*(?:,\s*(?:and|&)\s|\band\b|&|,|/|\bwith\b|;)\s*", signature) if p.strip()]
    if not parts or len(parts) > 4:
        return ()
    for part in parts:
        words = part.split()
        if len(words) > 5 or re.search(r"[.!?:\d]\s|[?!\d]", part):
            return ()
        if not NAME.fullmatch(part) and words[0].lower() not in {"the", "our", "staff"}:
            return ()
    return tuple(parts)


def rating_of(text: str, *, is_alone: bool) -> Rating | None:
    """The rating that a whole line is; ``is_alone``: an unlabelled letter or row of asterisks may be one."""
    if len(text) > 60:
        return None
    label = RATING_LABEL.match(text)
    text = text[label.end() :].strip() if label else text
    rest = text.strip(" .()[]")
    if match := STARS.fullmatch(rest):
        return _star_rating(text, match) if match.group("full")[0] == "★" or label or is_alone else None
    if match := OUT_OF.fullmatch(rest):
        half = 0.5 if "half" in rest or rest.split("/")[0].split(" of")[0].strip().endswith(("½", "1/2")) else 0.0
        return Rating(text, (_number(match.group("value")) + half), _number(match.group("best")))
    if (match := STAR_COUNT.fullmatch(rest)) and (label or is_alone):
        return Rating(text, _number(match.group("value")) + (0.5 if match.group("half") else 0.0), None)
    if label and (match := PERCENT.fullmatch(rest)):
        return Rating(text, float(match.group("value")), 100.0)
    if (label or is_alone) and LETTER.fullmatch(rest):
        return Rating(text)
    return None


def _star_rating(text: str, match: re.Match[str]) -> Rating:
    full = len(match.group("full"))
    value = full + (0.5 if match.group("half") else 0.0)
    empty = len(match.group("empty"))
    return Rating(text, value, float(int(value + 0.5) + empty) if empty else None)


def _number(printed: str) -> float:
    word = printed.lower()
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    digits = re.match(r"\d*(?:[.,]\d+)?", word)
    whole = digits.group().replace(",", ".") if digits and digits.group() else "0"
    return float(whole) + (0.5 if word == "½" else 0.0)


def runtime_of(text: str) -> int | None:
    """Minutes of running time that a credit line gives."""
    if match := MINUTES.search(text):
        return int(match.group(1))
    if match := HOURS.search(text):
        return int(match.group(1)) * 60 + int(match.group(2))
    return None


def is_credit_line(text: str) -> bool:
    """Whether a whole line is one of a credit block or an infobox."""
    if len(text) > 300:
        return False
    if CREDIT.match(text) or (CREDIT_LABEL.match(text) and "\t" in text):
        return True
    if BARE_CREDIT.fullmatch(text) and not text.endswith("."):
        return True
    return len(text) <= 200 and (bool(CREDIT_ABBREVIATION.search(text)) or _is_fact_row(text))


def _is_fact_row(text: str) -> bool:
    """ "USA, 1988, 104 min, R": parts between separators, one of them a running time."""
    if not (MINUTES.search(text) or HOURS.search(text)) or SENTENCE_END.search(text):
        return False
    parts = [p for p in re.split(r"\s*[,|;·•/.–—]\s*", text) if p.strip()]
    return len(parts) >= 2 and all(len(p.split()) <= 5 for p in parts)


def is_caption(text: str) -> bool:
    """Whether a whole line stands under a picture."""
    if len(text) > 300:
        return False
    return bool(CAPTION_LABEL.match(text)) or (text[-1] != "." and bool(CAPTION_TAIL.search(text)))


def is_spoiler_warning(text: str) -> bool:
    """Whether a whole line warns of spoilers."""
    if len(text) > SPOILER_MAX_LENGTH or re.search(r"\b(?:no|without|spoiler[- ]free|free of)\b", text, re.I):
        return False
    return bool(SPOILER.search(text))
