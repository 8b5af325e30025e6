"""Lists of names in running text: "A as B, C (D), and E in supporting roles"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from essays.reading.patterns import late

# A capitalised word of a name; initials and "Jr." keep their stop, a possessive is no part of the name.
_WORD = (
    r"(?:[^\W\d_a-z]\.(?:[ -]?[^\W\d_a-z]\.(?!\w))*+|(?:Jr|Sr|St|Dr|Mr|Mrs|Ms|Capt|Col|Lt|Sgt|Maj|Gen)\."
    r"|(?:[dDlL]|[Oo])['’][^\W\d_a-z][\w]*+|(?:de|di|du|la|le|van|von)[^\W\d_a-z]\w++"
    r"|[^\W\d_a-z]\w*+(?:['’](?!s\b)\w++|-\w++)*+)"
)
_PARTICLE = (
    r"(?:de la|de las|de los|van der|van den|von der|de|del|della|der|den|di|da|das|dos|do|du|la|le|van"
    r"|von|vom|zu|ten"
    r"|ter|al|el|bin|ibn|bint|y|e|af|av|san|ap"
    r"|of(?! [Tt]he\b))"
)
_NICKNAME = r"(?:[\"“][^\"“”\n]{1,24}[\"”]|['‘][A-Z][^'‘’\n]{1,20}['’]|\([A-Z][\w.]{1,14}\)(?= [A-Z]))"
_SUFFIX = r"(?:,? (?:Jr|Sr)\b\.?| (?:II|III|IV)\b)"
# A name begins where a word does: looked for from each letter of a long word, the time would grow with its square.
NAME_PATTERN = (
    rf"(?<!\w)(?<!\w['’-]){_WORD}(?:(?: {_PARTICLE}\b)?+ (?:{_WORD}|{_NICKNAME}(?= [^\W\d_a-z]))){{0,5}}+{_SUFFIX}?+"
)
NAME = late(NAME_PATTERN)
# What may stand between a list's lead-in and a name, or between two names, and says only who they are.
_NATION = (
    r"(?:African|American|British|English|Scottish|Welsh|French|Italian|German|Irish|Canadian|Australian"
    r"|Indian|Japanese|Chinese"
    r"|Korean|Mexican|Spanish|Swedish|Danish|Norwegian|Russian|Polish|Hungarian|Austrian|Dutch|Brazilian"
    r"|Argentine|Cuban|Hong Kong"
    r"|Broadway|Hollywood|Bollywood|Olympic|Western|NFL|NBA|MLB|WWE|TV|YouTube|Disney)"
)
_NO_DESCRIPTION = (
    r"(?:as|who|whom|whose|that|which|on|at|to|for|with|when|where|while|during|after|before|about|into|is"
    r"|was|are|were|but|or|it"
    r"|not|only|through|under|against|over|without|because|if|so|than|until|upon|inside|within|via|in|from"
    r"|debuts? of|appearances? of|return of"
    r"|by|music|songs?"
    r"|scores?|soundtrack|photography|narration|works?|scenes?|story|stories|life|lives|novels?|sequences?"
    r"|effects|animation"
    r"|history|adventures?|exploits|music|art|writings?|character|characters|footage|theme|themes|city"
    r"|town|streets?|world)"
)
# "South Park creators", "Metropolitan Opera star": whose they are, and what.
_MAKER = (
    r"(?:stars?|veterans?|regulars?|alumn\w+|legends?|idols?|[a-z]{3,}(?:mates?|ors?|ers?|ians?|ists?|ess(?:es)?"
    r"|[mM][ae]n))"
)
DESCRIPTION = late(
    rf"(?:(?:(?:Academy|Oscar|Emmy|Tony|Grammy|BAFTA|Golden Globe)(?: Award)?[- ](?:winn|nomin)\w+"
    rf"|{_NATION}(?:-\w+)?|\w+(?:-\w+)*-year-old|[A-Z][ -](?=[a-z])[a-z]+) "
    rf"|(?:[^\W\d_a-z][\w.'’-]*+ ){{1,4}}(?!(?:{_NO_DESCRIPTION}|later|other|together) ){_MAKER} (?=[^\W\d_a-z])"
    rf"|(?!{_NO_DESCRIPTION}\b)[a-z][\w'’/-]*+,? ){{0,8}}"
)
SEPARATOR = late(
    r"(?:\s*[,;]\s*|\s+)(?:(?:and|&|with|along with|alongside|together with|as well as|plus|opposite|joined by"
    r"|co-starring|costarring"
    r"|featuring|also featuring|also starring|introducing|starring|including|also|supported by|while|then"
    r"|or|followed by"
    r"|and in|in)\s*,?\s+){0,3}(?=[^\s])",
)
PLAIN_SEPARATOR = late(r"(?:\s*[,;]\s*(?:(?:and|&|then)\s+)?|\s+(?:and|&)\s+)(?:then by |by )?(?=\S)")
LISTING = late(
    r"\s*[,;]|\s+(?:and|&|with|along|alongside|together|as well as|plus|opposite|co-starring|costarring"
    r"|featuring|also"
    r"|introducing|starring|including|supported|joined|while|or)\b"
)
BETWEEN_NAMES = late(rf"(?:, (?:and )?| and | & )(?:(?!{_NO_DESCRIPTION}\b)[a-z][\w'’/-]*+ ){{0,4}}")
LONGEST_LIST_BEFORE = 240  # code points; eight names of two words
LONGEST_LIST = 60  # names; the longest cast in the prose that we measured has 24
# "..., a captain of the Moscow militia, and ...": who the character is, between two names of a list.
ASIDE = late(r", (?:an?|the|his|her|their) (?=[a-z])")
APPOSITION = late(r", (?:an?|the|his|her|their) [^,;.()]{1,90}, (?:and|with) (?=[^\W\d_a-z])")
# "in his final film role, B": what the part was to the one who played it.
ROLE_ASIDE = late(
    r",?(?: (?:both|all|each|here|respectively))?,? in (?:[a-z\d'’-]++,? ){0,6}?(?:roles?|debuts?|films?|parts?"
    r"|leads?|years?"
    r"|appearances?|performances?|cameos?|movies?|features?)(?: (?:debuts?|roles?|appearances?|performances?))?"
    r"(?: (?:of|as) (?:[^\W\d_a-z][\w.'’-]*+ ?){1,4}(?<! )(?=, [^\W\d_a-z]|,? (?:with|along|alongside|as well as"
    r"|opposite) )"
    r"|(?=, [^\W\d_a-z]|,? (?:and|with|along|alongside|together|as well as|opposite|joined) ))"
    r"|, who (?![^,;.]* with )[^,;.()\n]{2,60}(?=, (?:and |along with |alongside |opposite |as well as )?[^\W\d_a-z])"
)
AS = late(
    r",?(?: \([^()\n]{0,80}\))?,? (?:(?:starring|appearing|playing|cast|reprising (?:his|her"
    r"|their) roles?) )?as (?!well as )",
    re.I,
)
IN_BRACKETS = late(r" \(([^()\n]{1,80})\)")
CHARACTER_END = late(
    r"(?=[,;:(\[\n—–]"
    r"|(?<!\b[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)(?<!\bLt)(?<!\bCol)(?<!\bSgt)(?<!\bCapt)(?<!\bGen)\."
    r"|,? (?:and|with|while|who|whose|whom|in|alongside|opposite|along|plus|as|that|which|for|on|from"
    r"|to|is|was|are|were|at|when|but|during|co-starring|featuring|starring)\b)"
)
CHARACTER = late(rf"(?:{_NICKNAME} )?(?:{NAME_PATTERN})[\"”]?\Z|[\"“]({NAME_PATTERN}|[^\"“”]{{2,40}})[\"”]\Z")
AND_NAME = late(rf" and ({NAME_PATTERN})")
GROUP = late(r"The \S+ \S")  # "The Andrews Sisters": billed as one
NO_PERSON = late(r" (?:characters?|cartoons?|series|films?|movies?|franchise|universe|novels?)\b")
SINGLE_END = late(r"[.;:)]| (?:for|from|in|on|at|after|under|with|who|while)\b")
REFLEXIVE = late(r" (?:himself|herself|themselves)\b")
NATION = late(rf"{_NATION}\Z")
NOT_CHARACTER = late(
    r"(?:in|on|at|by|who|from|with|for|also|later|then|his|her|their|born|n[ée]e|credited|uncredited"
    r"|billed|voice|cameo"
    r"|archive|footage|real|aka|formerly|photo|of|the (?:film|first|last|only)|making|now|during|played|\d)\b",
    re.IGNORECASE,
)
NOT_NAMES = frozenset(
    """
    the a an it its he she they his her their this that these those there in on at as of by for from with to
    and but or if when while where after before since although though however although film films movie
    movies american british english french italian german spanish irish scottish canadian australian indian
    japanese chinese soviet russian western technicolor cinemascope eastmancolor february march july
    september october november december academy paramount universal mgm rko columbia hollywood broadway new
    york los angeles london shot filming filmed released based set produced directed written music principal
    other others also both one two starring featuring serving played playing three four all some most many
    no not due despite during until under over
    """.split()
)
NAMES_BEFORE = late(
    rf"(?:(?<=[;:] )|(?<=while )|(?<=which )|(?<=where )|(?<=\\n))(?P<list>{NAME_PATTERN}(?:(?:, (?:and )?"
    rf"| and | & )"
    rf"(?:{NAME_PATTERN})){{0,30}}+)"
)
NAMES_AT = late(NAME_PATTERN)


@dataclass(frozen=True, slots=True)
class Listed:
    """A name in a list: half-open ``[start, end)``, and the character it plays where the list says so."""

    start: int
    end: int
    character: str | None
    after: int  # where what belongs to the name ends


def is_name(text: str, *, may_be_single: bool) -> bool:
    """Whether capitalised words look like a person's name: two words or more, or one where the place allows it."""
    words = text.split()
    if words[0].lower() in NOT_NAMES or (len(words) > 1 and words[-1].lower() in {"film", "films", "award"}):
        return False
    if len(words) == 1:
        return may_be_single and len(text) > 1 and not text.endswith(".")
    return True


def read_names(text: str, start: int, end: int, *, is_cast: bool = True) -> list[Listed]:
    """The list of names that begins at ``start``, as far as it goes; empty where no name stands there.

    The list of a cast may tell who plays whom and go on after "with" or "alongside"; any other only has commas and
    "and" between its names.
    """
    found: list[Listed] = []
    at = start
    while at < end and len(found) < LONGEST_LIST:
        described = DESCRIPTION.match(text, at, end) if is_cast or not found else None
        begin = described.end() if described else at
        if described and text[at:begin].istitle():
            begin = at
        match = NAME.match(text, begin, end) or NAME.match(text, at, end)
        if match is None or not _is_listed(text, match, end, bool(found), is_cast=is_cast):
            break
        listed = _with_character(text, match, end) if is_cast else _bare(text, match, end)
        found.append(listed)
        if is_cast and listed.character:
            _share_characters(text, found, end)
            listed = found[-1]
        following = _next_in_list(text, listed, end) if is_cast else PLAIN_SEPARATOR.match(text, listed.after, end)
        if following is None:
            break
        at = following.end()
    return found


def _next_in_list(text: str, listed: Listed, end: int) -> re.Match[str] | None:
    """What leads from one name of a cast to the next, as a match that ends where that one begins."""
    if listed.character and (aside := APPOSITION.match(text, listed.after, end)):
        return aside
    if aside := ROLE_ASIDE.match(text, listed.after, end):
        return SEPARATOR.match(text, aside.end(), end)
    if not LISTING.match(text, listed.after, end) or (listed.character and ASIDE.match(text, listed.after, end)):
        return None
    return SEPARATOR.match(text, listed.after, end)


def _is_listed(text: str, match: re.Match[str], end: int, is_later: bool, *, is_cast: bool) -> bool:
    following = text[match.end() : min(end, match.end() + 2)]
    if following.startswith(("'", "’")):
        return False
    if NO_PERSON.match(text, match.end(), end):
        return False
    ends_well = not following or following[0] in ",;.:()[ \n—–-!?" or is_later
    if is_cast and GROUP.match(match.group()):
        return ends_well
    return ends_well and is_name(match.group(), may_be_single=_list_goes_on(text, match.end(), end, is_cast=is_cast))


def _list_goes_on(text: str, at: int, end: int, *, is_cast: bool) -> bool:
    return (
        bool(
            (not is_cast and SINGLE_END.match(text, at, end))
            or REFLEXIVE.match(text, at, end)
            or LISTING.match(text, at, end)
            or AS.match(text, at, end)
            or IN_BRACKETS.match(text, at, end)
        )
        or at >= end - 1
    )


def _share_characters(text: str, found: list[Listed], end: int) -> None:
    """Tell who plays whom in "A and B as X and Y": the first name has the first character."""
    if len(found) < 2 or found[-2].character is not None:
        return
    last = found[-1]
    second = AND_NAME.match(text, last.after, end)
    if second is None or AS.match(text, second.end(), end):
        return
    found[-2] = replace(found[-2], character=last.character)
    found[-1] = replace(last, character=second.group(1), after=second.end())


def character_name(phrase: str) -> str | None:
    """The name with which "Soviet policeman Ivan Danko" ends; None for a part without one ("a lawyer")."""
    match = CHARACTER.search(phrase)
    if match is None:
        return None
    name = (match.group(1) or match.group()).strip('"“”')
    return None if NATION.match(name) or not name else name


def _bare(text: str, match: re.Match[str], end: int) -> Listed:
    start, at = match.span()
    if reflexive := REFLEXIVE.match(text, at, end):
        return Listed(start, at, None, reflexive.end())
    brackets = IN_BRACKETS.match(text, at, end)
    return Listed(start, at, None, brackets.end() if brackets else at)


def _with_character(text: str, match: re.Match[str], end: int) -> Listed:
    start, at = match.span()
    if role := AS.match(text, at, end):
        stop = CHARACTER_END.search(text, role.end(), end)
        last = stop.start() if stop else end
        character = text[role.end() : last].strip()
        return Listed(start, at, character_name(character), last)
    if brackets := IN_BRACKETS.match(text, at, end):
        inside = brackets.group(1).removeprefix("as ").strip()
        is_character = inside and not NOT_CHARACTER.match(inside)
        return Listed(start, at, character_name(inside) if is_character else None, brackets.end())
    return Listed(start, at, None, at)


def openings(text: str, start: int, end: int) -> Iterator[int]:
    """Where in a sentence a list of names may open that a verb follows."""
    if NAMES_AT.match(text, start, end):
        yield start
    for match in NAMES_BEFORE.finditer(text, start + 1, end):
        yield match.start()


def names_before(text: str, start: int, at: int) -> list[Listed]:
    """The list of names with which the words between ``start`` and ``at`` end; empty where no name does."""
    found: list[re.Match[str]] = []
    for match in NAME.finditer(text, max(start, at - LONGEST_LIST_BEFORE), at):
        goes_on = bool(found) and BETWEEN_NAMES.fullmatch(text, found[-1].end(), match.start()) is not None
        found = [*found, match] if goes_on else [match]
    if not found or found[-1].end() != at:
        return []
    return [Listed(*match.span(), None, match.end()) for match in found]
