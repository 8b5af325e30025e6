"""A name as text: comparison keys, sort form, and the forms a name may be looked up by."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

KEY_MAX_LENGTH = 200  # code points; the longest real title key in IMDb's data has about 190

GENERATION_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# Words that belong to the surname they precede: "Guillermo del Toro" sorts under D, "von Trier" under V.
SURNAME_PARTICLES = frozenset(
    "al bin da dal de del della den der di dos du el la las le los mac san st ter van von y zu".split()
)

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_INNER_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_QUOTED = re.compile(r"[\"“„'‘]\w[^\"”“'’]*[\"”'’](?!\w)")
_NOT_WORD = re.compile(r"[\W_]+")
# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)


FOLDED_REMEMBERED = 1 << 14  # texts; some 4 MB


@lru_cache(FOLDED_REMEMBERED)  # a document folds the same names and words many times
def fold(text: str) -> str:
    """A key under which spellings compare equal: case, accents, punctuation and "&" folded away.

    Words are separated by one space; letters of every script are kept, so the key of a name in Cyrillic is not empty.
    """
    if text.isascii():  # most names are; the rest of the folding would change nothing
        text = text.replace("`", "'").replace("&", " and ").lower()
    else:
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).replace("&", " and "))
        text = "".join(c for c in text if not unicodedata.combining(c)).casefold().translate(_UNDECOMPOSED)
    text = _INNER_APOSTROPHE.sub("", text)
    return _NOT_WORD.sub(" ", text).strip()[:KEY_MAX_LENGTH].strip()


def name_key(name: str) -> str:
    """The folded key of a name; where nothing of it is a letter or digit, the name itself in lower case."""
    return fold(name) or " ".join(name.split()).casefold()[:KEY_MAX_LENGTH]


def without_suffix(words: list[str]) -> list[str]:
    """Name words without "Jr.", "Sr.", "III" at the end; never fewer than one."""
    end = len(words)
    while end > 1 and words[end - 1].strip(".,").casefold() in GENERATION_SUFFIXES:
        end -= 1
    return words[:end]


def surname(name: str) -> str:
    """The last name word with its particles: "Ed Begley Jr." -> "Begley", "Lars von Trier" -> "von Trier"."""
    words = without_suffix(name.replace(",", " ").split())
    if not words:
        return ""
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in SURNAME_PARTICLES:
        start -= 1
    return " ".join(words[start:])


def sort_name(name: str) -> str:
    """The form a list is sorted by: "Walter Hill" -> "Hill, Walter"; one word stays as it is."""
    last = surname(name)
    words = name.replace(",", " ").split()
    rest = without_suffix(words)
    first = " ".join(rest[: len(rest) - len(last.split())])
    suffix = " ".join(words[len(rest) :])
    return ", ".join(part for part in (last, " ".join(p for p in (first, suffix) if p)) if part)


def parts_of_person(name: str) -> tuple[str, str]:
    """Family name and given names as a list of references has them, ("Hill", "Walter"); of what is no person's, empty.

    A name of one word, or one with a word in small letters that is no particle ("The film desk"), is no person's.
    """
    words = name.split()
    if len(words) < 2 or words[0].casefold() == "the":
        return "", ""
    if any(not word[0].isupper() and word.casefold() not in SURNAME_PARTICLES for word in words):
        return "", ""
    family, _, given = sort_name(name).partition(", ")
    return family, given


def name_keys(name: str, other_names: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """``(key, form)`` for each way a person may be named in full, the first form of a key only.

    Forms: ``full``, ``alias`` (another name of theirs), ``short`` (without initials, "Jr." and a nickname in quotation
    marks, where two words or more remain).
    """
    seen: set[str] = set()

    def fresh(key: str) -> bool:
        if not key or key in seen:
            return False
        seen.add(key)
        return True

    names = [name, *other_names]
    for form, text in zip(["full"] + ["alias"] * (len(names) - 1), names, strict=True):
        if fresh(key := name_key(text)):
            yield key, form
    for text in names:
        for shorter in _shorter(text):
            if fresh(key := name_key(shorter)):
                yield key, "short"


def _shorter(name: str) -> Iterator[str]:
    """A name without "Jr.", without initials, without a nickname in quotation marks; a given name always remains."""
    for text in dict.fromkeys((name, " ".join(_QUOTED.sub(" ", name).split()))):
        words = without_suffix(text.split())
        core = [w for w in words if len(w.strip(".")) > 1] if len(words) > 2 else words
        if len(core) >= 2 and len(core) > len(surname(text).split()):
            yield " ".join(core)
