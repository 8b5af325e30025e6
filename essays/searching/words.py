"""Words as search compares them: folded, without accents and plural endings, in letters that every engine keeps whole.

Both engines are given words that are made here, so that neither has a say in what a word is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from people.names import fold

WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`][^\W_]+)*")
WORD_MAX_LENGTH = 40  # code points; a longer run is no word of any language, and is known by its beginning
WORDS_REMEMBERED = 1 << 15  # some 6 MB
_POSSESSIVE = re.compile(r"['’ʼ‘`]s\Z", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z]+|[0-9]+")

# Too common to narrow anything down where other words are there.
STOP_WORDS = frozenset(
    "a about all an and are as at be but by for from had has have he her his i in is it its no not of on or she so "
    "that the their them there they this to was we were what when which who will with you".split()
)

# The prefixes of words that are no reader's: what an essay is under, and how weightily it says a word.
KIND, CRITIC, TAG, DECADE, DIRECTOR, FILM, PERSON = "k_", "c_", "t_", "y_", "d_", "f_", "p_"
IN_HEAD, OFTEN, WHOLE, NAMED_BY = "h_", "o_", "w_", "v_"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, half-open ``[start, end)``, and what it is compared by."""

    start: int
    end: int
    key: str


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    for found in WORD.finditer(text):
        if key := word_key(found.group()):
            yield Word(found.start(), found.end(), key)


def keys_of(text: str) -> list[str]:
    """What the words of a text are compared by, in order."""
    return [key for found in WORD.findall(text) if (key := word_key(found))]


def name_words(key: str) -> list[str]:
    """The words of a folded name, endings kept: "bill" is not "Bills"."""
    return [encoded(word[:WORD_MAX_LENGTH]) for word in key.split()]


def whole_name(key: str) -> str:
    """A folded name in one word, by which it is found however it is spaced: "deniro" for "de niro"."""
    return key.replace(" ", "")


@lru_cache(WORDS_REMEMBERED)
def word_key(word: str) -> str:
    """What a printed word is compared by: "Hill’s" and "hills" as "hill"; empty where nothing of it is a letter."""
    return encoded(stem(plain_word(word)))


def plain_word(word: str) -> str:
    """A printed word folded, without its possessive ending."""
    return fold(_POSSESSIVE.sub("", word)).replace(" ", "")[:WORD_MAX_LENGTH]


def stem(word: str) -> str:
    """A folded word without the ending of its plural, by Harman's rules for S, which change little and never twice.

    Donna Harman, "How Effective Is Suffixing?", Journal of the American Society for Information Science 42 (1991).
    """
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies") and word[-4] not in "ea":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    return word if word[-2] in "us" else word[:-1]


def encoded(word: str) -> str:
    """A folded word in letters or in digits alone: what else stands in a word splits it for one engine or another.

    A word's beginning stays the beginning of what it becomes, but for one that begins with digits and goes on in
    letters.
    """
    if _PLAIN.fullmatch(word):
        return word
    return "".join(letter if "a" <= letter <= "z" else _in_letters(letter) for letter in word)


def _in_letters(character: str) -> str:
    """``zq`` and the bytes of a character, two letters from a to p each."""
    return "zq" + "".join(chr(97 + byte // 16) + chr(97 + byte % 16) for byte in character.encode("utf-8", "replace"))


def joined(words: Iterable[str]) -> str:
    """Words as an index holds them."""
    return " ".join(words)
