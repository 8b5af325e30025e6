"""Where sentences begin and end: full stops that end one, told from those that only shorten a word."""

import re

# A stop, the quotation marks and brackets that close with it, and citation markers printed after it.
STOP = re.compile(r"""(?<![.!?…])[.!?…]++[)\]"'”’»]*+(?:\[[^\][\n]{1,24}\])*+(?=\s)""")
NEXT_WORD = re.compile(r"""\s++[(\["'“‘«—–-]*+(\w[\w'’]*+)?""")
LAST_WORD = re.compile(r"[\w.'’&]+\Z")
BRACKET_REACH = 120  # code points; a bracket open for longer was never closed
LAST_WORD_REACH = 24  # code points looked back over for the word before a stop; longer ones are no abbreviations

# A stop after these never ends a sentence: a name, a number or a noun follows.
TITLES = frozenset(
    "mr mrs ms mx dr prof st ste mt ft messrs mme mlle fr rev hon sen rep gov pres gen col maj capt cpt cmdr lt sgt "
    "cpl pvt adm det insp supt vs v no nos vol vols pp op fig ca cf eg ie e.g i.e al dir hrs approx feat".split()
)
# A stop after these ends a sentence only where the next word plainly opens one.
SHORTENED = frozenset(
    "jr sr inc co corp ltd bros dept etc esq ph.d m.d b.a a.m p.m u.s u.k u.n l.a d.c n.y jan feb mar apr jun jul "
    "aug sept sep oct nov dec min mins hr sec secs".split()
)
OPENERS = frozenset(
    "the a an it its it's he she they we you his her their our your this that these those there here in on at by for "
    "from with without to of as after before when while where what who whom whose why how if though although despite "
    "because since but and or so yet not no then now once still even only both each every all some many most few "
    "another other such just perhaps however instead meanwhile moreover later soon today let's isn't don't do does "
    "did is are was were has have had can could would should will may might must i i'm i've he's she's they're "
    "we're you're that's there's what's unfortunately luckily sadly like unlike also to until during through".split()
)
ACRONYM = re.compile(r"(?:\w\.)+\w\Z")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as half-open spans, without the white space around them.

    A citation marker printed after a full stop is part of the sentence that it closes. Takes linear time.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    at = start
    for stop in STOP.finditer(text, start, end):
        if not _ends_sentence(text, stop, at, end):
            continue
        _append(spans, text, at, stop.end())
        at = stop.end()
    _append(spans, text, at, end)
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends_sentence(text: str, stop: re.Match[str], sentence_start: int, end: int) -> bool:
    following = NEXT_WORD.match(text, stop.end(), end)
    word = following.group(1) if following else None
    if (word and word[0].islower()) or _is_in_brackets(text, sentence_start, stop):
        return False
    if stop.group()[0] != "." or stop.group().startswith(".."):
        return True
    opens = bool(word) and word.lower().replace("’", "'") in OPENERS if word else False
    return _may_end(text, stop.start(), sentence_start, opens)


def _is_in_brackets(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a bracket is open at a stop, and closed soon after it."""
    opened = text.rfind("(", max(start, stop.start() - BRACKET_REACH), stop.start())
    if opened < 0 or text.find(")", opened, stop.end()) >= 0:
        return False
    return text.find(")", stop.end(), stop.end() + BRACKET_REACH) >= 0


def _may_end(text: str, stop_at: int, sentence_start: int, next_opens: bool) -> bool:
    """Whether a single full stop at ``stop_at`` may end a sentence, by the word before it."""
    before = LAST_WORD.search(text, max(sentence_start, stop_at - LAST_WORD_REACH), stop_at)
    if before is None:
        return True
    last = before.group()
    lowered = last.lower().rstrip(".")
    if lowered in TITLES:
        return False
    if len(last) == 1 and last.isalpha() and last.isupper():
        return next_opens and last != "J"
    if lowered in SHORTENED or ACRONYM.search(last):
        return next_opens
    return True
