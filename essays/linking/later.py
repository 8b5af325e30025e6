"""Surnames, given names and nicknames: who is meant of those named in full, or credited on the subject film."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from essays.linking.catalogue import FilmRecord
from essays.linking.evidence import Evidence
from essays.linking.lexicon import nicknames
from essays.linking.links import Link, LinkKind, LinkState
from essays.linking.people import called
from essays.linking.spans import Spans
from essays.linking.tokens import Word
from people.names import GENERATION_SUFFIXES, fold, surname

LEAST_SURNAME, LEAST_STEM = 2, 3  # letters of a surname; of what a pet name keeps ("Arn" of Arnold in "Arnie")
SURNAME_MAX_WORDS = 3
OF_ONE, OF_LAST_NAMED, OF_CREDITS, OF_GIVEN_NAME = 0.97, 0.75, 0.85, 0.85
STYLES = frozenset("mr mrs ms miss sir dame lady director actor actress star writer producer composer".split())


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody later words may mean. ``at`` is where first named in full, -1 for the subject film's credits."""

    person_id: int | None  # None: proposed as new
    name: str
    at: int
    reason: str

    @property
    def given_key(self) -> str:
        return fold(self.name.split()[0]) if self.name else ""

    def surname_keys(self) -> tuple[str, ...]:
        """The surname with its particles and without."""
        words = [word for word in fold(self.name).split() if word not in GENERATION_SUFFIXES]
        return tuple(dict.fromkeys((fold(surname(self.name)), words[-1] if words else "")))


def may_be_called(short: str, given: str) -> bool:
    """Whether somebody of this given name may be called by the short form, both as keys: "arnie" for "arnold"."""
    if short == given:
        return True
    known = nicknames()
    spellings = (
        short,
        f"{short[:-1]}ie" if short.endswith("y") else f"{short[:-2]}y" if short.endswith("ie") else short,
    )
    listed = [known[spelling] for spelling in spellings if spelling in known]
    if any(given in names for names in listed) or short in known.get(given, ()):
        return True
    stem = short[:-2] if short.endswith("ie") else short[:-1] if short.endswith("y") else ""
    if len(stem) > LEAST_STEM and stem[-1] == stem[-2]:
        stem = stem[:-1]  # "Ronny"
    return not listed and len(stem) >= LEAST_STEM and given.startswith(stem) and len(given) > len(stem)


def known_people(evidence: Evidence, links: Iterable[Link], subject: FilmRecord | None) -> list[Known]:
    """Whom later words may mean: those linked or proposed in full, then the subject film's credits."""
    known: dict[int | str, Known] = {}
    for link in links:
        if link.kind is LinkKind.PERSON and link.state is not LinkState.UNDECIDED:
            name = link.name or evidence.document.text[link.start : link.end]
            key = link.record_id if link.record_id is not None else fold(name)
            known.setdefault(key, Known(link.record_id, name, link.start, "named in full before"))
    if subject is not None:
        for credit in evidence.cast_of([subject.id])[subject.id]:
            reason = f"credited on {called(subject)}"
            known.setdefault(credit.person_id, Known(credit.person_id, credit.person_name, -1, reason))
    return [person for person in known.values() if person.name]


@dataclass(frozen=True, slots=True)
class LaterNames:
    """The people a text may go on to name short, by the keys of their surnames."""

    evidence: Evidence
    known: Sequence[Known]
    by_surname: Mapping[str, Sequence[Known]]
    first_words: frozenset[str]  # of the surnames
    characters: frozenset[str]  # words that mean a character here

    @classmethod
    def of(cls, evidence: Evidence, known: Sequence[Known], characters: frozenset[str]) -> "LaterNames":
        by_surname: dict[str, list[Known]] = defaultdict(list)
        for person in known:
            for key in person.surname_keys():
                if len(key) >= LEAST_SURNAME:
                    by_surname[key].append(person)
        first_words = frozenset(key.split()[0] for key in by_surname)
        return cls(evidence, known, by_surname, first_words, characters)

    def links(self, taken: Iterable[tuple[int, int]]) -> Iterator[Link]:
        """A link for each short name outside the spans ``taken``, left to right."""
        spans = Spans(taken)
        index, words = 0, self.evidence.prose.words
        while index < len(words):
            found = self._at(index)
            if found is None or spans.overlaps(found[1].start, found[1].end):
                index += 1
                continue
            last, link = found
            yield link
            index = last + 1

    def _at(self, index: int) -> tuple[int, Link] | None:
        words = self.evidence.prose.words
        surnames = words[index].key in self.first_words or words[index].stem_key in self.first_words
        for length in range(min(SURNAME_MAX_WORDS, len(words) - index) if surnames else 0, 0, -1):
            last = index + length - 1
            if any(w.gap.strip(" -\n") or w.sentence != words[index].sentence for w in words[index + 1 : last + 1]):
                continue
            if not words[last].is_capital:
                continue
            lead = [w.key for w in words[index:last]]
            for key, end in _endings(words[last]):
                if found := self._by_surname(" ".join((*lead, key)), index, last):
                    return last, _link(words[index].start, end, *found)
        word = words[index]
        if not word.is_capital:
            return None
        for key, end in _endings(word):
            if found := self._by_given_name(key, index):
                return index, _link(word.start, end, *found)
        return None

    def _by_surname(self, key: str, first: int, last: int) -> tuple[Known, float] | None:
        people = self.by_surname.get(key)
        if not people or _runs_on(self.evidence, last):
            return None
        before = self.evidence.prose.before(first)
        if before is not None and _is_other_given_name(self.evidence, before, first, people):
            return None
        start = self.evidence.prose.words[first].start
        named = [person for person in people if person.at >= 0]
        if key in self.characters and not named:
            return None
        if len(named) == 1:
            return named[0], OF_ONE
        if named:
            earlier = [person for person in named if person.at < start] or named
            return max(earlier, key=lambda person: person.at), OF_LAST_NAMED
        return (people[0], OF_CREDITS) if len(people) == 1 else None

    def _by_given_name(self, key: str, index: int) -> tuple[Known, float] | None:
        if key in self.characters or _runs_on(self.evidence, index):
            return None
        before = self.evidence.prose.before(index)
        word = self.evidence.prose.words[index]
        if before is not None and before.is_capital and not before.opens and not word.gap.strip(" "):
            return None
        people = [p for p in self.known if 0 <= p.at < word.start and p.given_key and may_be_called(key, p.given_key)]
        return (people[0], OF_GIVEN_NAME) if len(people) == 1 and len(people[0].name.split()) > 1 else None


def _link(start: int, end: int, person: Known, confidence: float) -> Link:
    state = LinkState.LINKED if person.person_id is not None else LinkState.PROPOSED
    return Link(LinkKind.PERSON, state, start, end, person.person_id, person.name, confidence, person.reason)


def _endings(word: Word) -> Iterator[tuple[str, int]]:
    """A word's key and end, as it stands and without its possessive ending."""
    if word.is_possessive:
        yield word.stem_key, word.stem_end
    yield word.key, word.end


def _runs_on(evidence: Evidence, last: int) -> bool:
    """Whether a capitalised word follows directly, so that the word is part of a longer name."""
    word, after = evidence.prose.words[last], evidence.prose.after(last)
    if after is None or not after.is_capital or word.is_possessive or evidence.prose.is_titled(word):
        return False
    return after.gap == " " and not after.key.isdigit()


def _is_other_given_name(evidence: Evidence, before: Word, first: int, people: Sequence[Known]) -> bool:
    """Whether the word before makes it somebody else's name: "Benny" before "Hill" where Walter Hill is known."""
    gap = evidence.prose.words[first].gap
    if not before.is_capital or before.is_possessive or gap.strip(" ") or before.key in STYLES or before.opens:
        return False
    if evidence.prose.is_titled(before):
        return False
    return not any(may_be_called(before.key, person.given_key) for person in people)
