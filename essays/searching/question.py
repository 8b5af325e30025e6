"""What a reader asks: words that must be there, words that stand together, words of which the beginning is known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from essays.searching.words import STOP_WORDS, WORD, encoded, plain_word, word_key

QUESTION_MAX_LENGTH = 200  # code points that are read; a title and a name besides fit
TERMS_MOST = 12  # words and phrases that are looked for
PHRASE_WORDS_MOST = 12
SHORTEST_BEGINNING = 2  # letters; what begins with one letter is everything

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_STARRED = re.compile(rf"({WORD.pattern})\*")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to be found: a word, words that follow one another, or with ``is_prefix`` the beginning of a word.

    ``beginning`` is the word as typed, folded, with its ending.
    """

    keys: tuple[str, ...]
    is_prefix: bool = False
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, in one line, and the terms to look for in essays; stop words only where nothing else is there."""

    text: str
    terms: tuple[Term, ...] = ()

    def with_open_end(self) -> "Question":
        """The same with the last word as the beginning of one; the question itself where that changes nothing."""
        if not self.terms or len(self.terms[-1].keys) > 1 or self.terms[-1].is_prefix:
            return self
        last = self.terms[-1]
        if len(last.beginning) < SHORTEST_BEGINNING:
            return self
        return Question(self.text, (*self.terms[:-1], Term(last.keys, True, last.beginning)))


# A query as an engine takes it: every clause must hold, of a clause any term.
Clause = tuple[Term, ...]
Query = tuple[Clause, ...]


def read_question(text: str) -> Question:
    """The question in a text that may be anything."""
    text = " ".join(text.split())[:QUESTION_MAX_LENGTH].strip()
    terms: list[Term] = []
    rest, at = [], 0
    for quoted in _QUOTED.finditer(text):
        rest.append(text[at : quoted.start()])
        at = quoted.end()
        keys = tuple(key for word in WORD.findall(quoted[1]) if (key := word_key(word)))[:PHRASE_WORDS_MOST]
        if keys:
            terms.append(Term(keys))
    rest.append(text[at:])
    terms += _single_words(" ".join(rest))
    telling = [term for term in terms if len(term.keys) > 1 or term.is_prefix or term.keys[0] not in STOP_WORDS]
    return Question(text, tuple(dict.fromkeys(telling or terms))[:TERMS_MOST])


def _single_words(text: str) -> Iterable[Term]:
    starred = {found.start() for found in _STARRED.finditer(text)}
    for found in WORD.finditer(text):
        if key := word_key(found.group()):
            beginning = encoded(plain_word(found.group()))
            yield Term((key,), found.start() in starred and len(beginning) >= SHORTEST_BEGINNING, beginning)
