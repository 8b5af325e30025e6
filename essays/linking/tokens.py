"""The words of a document's prose, and the runs of them that may be a title or a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from essays.reading.document import Block, BlockKind, Document
from people.names import SURNAME_PARTICLES, fold

TITLE_MAX_WORDS = 14
NAME_MAX_WORDS = 5
_CLOSING = (")", "]", '"', "”", "’")
TITLED_SHARE = 0.6  # of a block's words in capitals: a heading in title case, where a capital says nothing
TITLED_MAX_WORDS = 16

_WORD = re.compile(r"&|\d{1,3}(?:,\d{3})+|[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVES = ("'s", "’s")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s|[\n]\s*\n|[.!?…][\"”’')\]]*\[")
_QUOTES_ONLY = re.compile(r"^[\s\"“”‘’'(\[—–-]*[\"“‘(\[]$")

# What may stand between two words of one title.
_TITLE_GAP = re.compile(r"[ \t]*\n?[ \t]*|-|/|\.|\*|[,:;] | [–—-] |[!?] |\.{3} ?|… ?|[–·]| ['’]|\. ")
_NAME_GAP = re.compile(r"[ \t]+|[ \t]*\n[ \t]*|-|\. ?| ['’\"“]|['’\"”] |, ")
_STOPPED = frozenset("mr mrs ms dr st hrs vs vol jr sr lt sgt capt col gen prof rev".split())

LOWER_IN_TITLES = frozenset(
    "a an and as at but by de del der des di du el en et for from hat i in into is la las le les los n nor not o of "
    "off on or out over per so than that the them to too und up v van vs von who with without y you your my me it its "
    "are was be we no when where what down upon über".split()
)
LOWER_IN_NAMES = SURNAME_PARTICLES | {"e", "o", "af", "av", "ibn", "ben", "do", "das", "dei", "degli"}
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(slots=True)  # not frozen: that takes eight times as long to make, and a document has hundreds
class Word:
    """One word of the prose. ``stem_end`` and ``stem_key`` are without a possessive ending."""

    start: int
    end: int
    key: str
    stem_end: int
    stem_key: str
    is_capital: bool  # holds a capital letter, or begins with a digit
    opens: bool  # first of a sentence, so that its capital says nothing
    quoted: bool  # directly after an opening quotation mark or bracket
    gap: str  # what stands before it in its block
    block: int
    sentence: int
    is_possessive: bool


class Run(NamedTuple):
    """Words ``first`` to ``last`` (inclusive) of the prose as one possible title or name."""

    first: int
    last: int
    start: int
    end: int
    key: str

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a document's prose blocks in order."""

    text: str
    words: tuple[Word, ...]
    kinds: tuple[BlockKind, ...]  # of each block
    titled: tuple[bool, ...]  # blocks in title case
    lower_keys: frozenset[str]  # of the words in lower case

    def is_titled(self, word: Word) -> bool:
        return self.titled[word.block]

    def before(self, index: int) -> Word | None:
        """The word before, in the same sentence."""
        if index > 0 and self.words[index - 1].sentence == self.words[index].sentence:
            return self.words[index - 1]
        return None

    def after(self, index: int) -> Word | None:
        """The word after, in the same sentence."""
        if index + 1 < len(self.words) and self.words[index + 1].sentence == self.words[index].sentence:
            return self.words[index + 1]
        return None


def prose_of(document: Document) -> Prose:
    """The prose of a document as words."""
    words: list[Word] = []
    kinds: list[BlockKind] = []
    titled: list[bool] = []
    sentence = 0
    for number, block in enumerate(document.prose()):
        found = list(_words(document.text, block.start, block.end, number, sentence))
        words += found
        kinds.append(block.kind)
        titled.append(_is_titled(found) and not _is_sentence(document.text, block))
        sentence = found[-1].sentence + 1 if found else sentence
    lower_keys = frozenset(word.key for word in words if not word.is_capital)
    return Prose(document.text, tuple(words), tuple(kinds), tuple(titled), lower_keys)


def _words(text: str, start: int, end: int, block: int, sentence: int) -> Iterator[Word]:
    at, last_key, is_first = start, "", True
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        word = match.group()
        is_plain = word.isascii()
        lower = word.lower()
        key = "and" if word == "&" else lower if is_plain and word.isalnum() else fold(word)
        if not key:
            continue
        gap = text[at:first]
        is_spaced = gap == " "  # as most words are: nothing ends or opens there
        opens = is_first or (not is_spaced and _ends_sentence(gap, last_key, word))
        if opens and not is_first:
            sentence += 1
        is_owning = lower.endswith(_POSSESSIVES)
        yield Word(
            start=first,
            end=last,
            key=key,
            stem_end=last - 2 if is_owning else last,
            stem_key=fold(word[:-2]) if is_owning else key,
            is_capital=lower != word or word[0].isdigit() if is_plain else _is_capital(word),
            opens=opens,
            quoted=not is_spaced and _QUOTES_ONLY.match(gap) is not None,
            is_possessive=is_owning or (word[-1] in "sxz" and text[last : last + 1] in ("'", "’")),
            gap=gap,
            block=block,
            sentence=sentence,
        )
        at, last_key, is_first = last, key, False


def _is_capital(word: str) -> bool:
    return word[0].isdigit() or any(c.isupper() for c in word)


def _ends_sentence(gap: str, last_key: str, word: str) -> bool:
    if not _SENTENCE_END.search(gap):
        return False
    if gap.startswith(". ") and (last_key in _STOPPED or (len(last_key) == 1 and last_key.isalpha())):
        # "48 Hrs. After" and "Mr. Smith" look alike; after a stopped abbreviation only a title may run on.
        return last_key == "hrs" and word[:1].isupper()
    return not word[:1].islower()


def _is_titled(words: list[Word]) -> bool:
    letters = [w for w in words if w.key not in LOWER_IN_TITLES]
    if not 2 <= len(words) <= TITLED_MAX_WORDS or not letters:
        return False
    return sum(w.is_capital for w in letters) >= max(2, TITLED_SHARE * len(letters))


def _is_sentence(text: str, block: Block) -> bool:
    """Whether a block ends as a sentence does; a heading does not, though it may ask a question."""
    return block.kind not in (BlockKind.HEADLINE, BlockKind.SUBHEAD) and text[block.end - 1] in '.…!;,:"”'


def title_runs(prose: Prose) -> Iterator[Run]:
    """Every run of words that may be a title: capitals at both ends, small words between, possessive or not."""
    words = prose.words
    for first, word in enumerate(words):
        if not word.is_capital or _is_tail(words, first):
            continue
        yield from _runs_from(words, first)
        if word.quoted:
            yield from _quoted_run(prose, first)


def _quoted_run(prose: Prose, first: int) -> Iterator[Run]:
    """All that stands between brackets or quotation marks, whatever its case: "(Profondo rosso)"."""
    words = prose.words
    for last in range(first, min(first + TITLE_MAX_WORDS, len(words))):
        if words[last].sentence != words[first].sentence or (last > first and words[last].quoted):
            return
        if prose.text[words[last].end : words[last].end + 1] in _CLOSING:
            if not words[last].is_capital:
                key = " ".join(word.key for word in words[first : last + 1])
                yield Run(first, last, words[first].start, words[last].end, key)
            return


def _runs_from(words: tuple[Word, ...], first: int) -> Iterator[Run]:
    start = words[first].start
    keys: list[str] = []
    for last in range(first, min(first + TITLE_MAX_WORDS, len(words))):
        word = words[last]
        if last > first:
            if word.block != words[first].block or not _joins(word.gap, words[last - 1], _TITLE_GAP):
                return
            if not word.is_capital and word.key not in LOWER_IN_TITLES:
                return
        if word.is_capital and not _is_head(words, last):
            yield Run(first, last, start, word.end, " ".join((*keys, word.key)))
            if word.stem_end < word.end:
                yield Run(first, last, start, word.stem_end, " ".join((*keys, word.stem_key)))
        keys.append(word.key)


def _joins(gap: str, before: Word, allowed: re.Pattern[str]) -> bool:
    if not allowed.fullmatch(gap):
        return False
    if gap == ". ":
        return before.key in _STOPPED or len(before.key) == 1 or before.key.isdigit()
    return True


def _is_tail(words: tuple[Word, ...], index: int) -> bool:
    """Whether a word is the second part of a hyphenated name ("Man" of "Spider-Man")."""
    return words[index].gap == "-" and index > 0 and words[index - 1].is_capital


def _is_head(words: tuple[Word, ...], index: int) -> bool:
    """Whether a word is the first part of a hyphenated name."""
    following = words[index + 1] if index + 1 < len(words) else None
    return following is not None and following.gap == "-" and following.is_capital


def name_runs(prose: Prose) -> Iterator[Run]:
    """Every run of two to five words that may be a person's full name."""
    words = prose.words
    for first, word in enumerate(words):
        if not word.is_capital or word.key.isdigit() or _is_tail(words, first):
            continue
        keys = [word.key]
        for last in range(first + 1, min(first + NAME_MAX_WORDS, len(words))):
            following = words[last]
            if following.block != word.block or not _continues_name(words[last - 1], following):
                break
            keys.append(following.key)
            if (following.is_capital or following.gap == "-") and not _is_head(words, last):
                end = following.end + (following.key in _SUFFIXES and prose.text.startswith(".", following.end))
                yield Run(first, last, word.start, end, " ".join(keys))
                if following.stem_end < following.end:
                    stem = " ".join((*keys[:-1], following.stem_key))
                    yield Run(first, last, word.start, following.stem_end, stem)


def _continues_name(before: Word, word: Word) -> bool:
    if before.is_possessive or not _NAME_GAP.fullmatch(word.gap):
        return False
    if word.gap == ", ":
        return word.key in _SUFFIXES
    if word.gap.startswith("."):
        return len(before.key) <= 2 or before.key in _STOPPED
    return word.is_capital or word.key in LOWER_IN_NAMES or word.gap == "-"
