"""Which runs of words are titles: what is observed of each, weighed, and the links that follow."""

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from essays.linking.catalogue import FilmRecord
from essays.linking.characters import roles_of
from essays.linking.context import FILM_NOUNS, TITLE_LEADS, content_words
from essays.linking.evidence import Evidence, TitleHit
from essays.linking.films import (
    CREDIT_IN_SENTENCE,
    CREDIT_NEAR,
    LEAST_CREDITS,
    SURE_BY,
    Choice,
    credited_near,
    rank_films,
)
from essays.linking.keys import variant
from essays.linking.lexicon import given_names, not_titles, ordinary_words
from essays.linking.links import Candidate, Link, LinkKind, LinkState
from essays.linking.spans import Spans
from essays.linking.tokens import Prose, Run
from essays.reading.document import BlockKind
from people.names import fold

# What one observation adds to the odds that a run is a title. First written by hand, then fitted to the development
# reviews with a penalty for leaving the hand-written value; those that the reviews show too seldom are as written.
TITLE_WEIGHTS: Mapping[str, float] = {
    "bias": -1.4,
    "one_word": -1.8,
    "two_words": 0.4,
    "three_words": 1.4,
    "article_in_title": 1.7,
    "weak_form": -1.9,
    "opens_alone": -3.4,
    "titled_block": -1.5,
    "capital_before": -4.9,
    "capital_after": -4.3,
    "article_before": -1.8,
    "year_said": 4.0,
    "film_noun_near": 0.0,
    "films_after": 2.4,
    "lead_before": 0.2,
    "tv_said": 3.0,
    "quoted": 0.3,
    "emphasised": 4.5,
    "credited_in_sentence": 2.9,
    "credited_anywhere": 2.8,
    "possessive_person_before": 0.5,
    "subject_title": 2.7,
    "lower_case_too": -2.2,
    "is_a_name_here": -3.2,
    "listed": 2.3,
    "elsewhere": 0.4,
    "prominence": 1.0,
    "number_only": -2.3,
    "opens_name": -0.5,
    "ordinary": -0.2,
    "ordinary_words": 0.2,
    "given_name_first": -0.2,
    "given_name": -0.2,
    "is_places": -3.1,
    "is_times": -1.0,
    "is_peoples": -2.6,
    "is_things": -3.0,
    "character_here": -2.5,
    "work_of": 2.2,
    "made": 0.6,
    "defined": 2.0,
    "original": 1.5,
    "small_words": 0.9,
    "credited_two": 1.1,
    "compared": 2.2,
    "hero_title": -1.5,
    "hyphen_after": 1.6,
    "contradicted": -1.0,
}


def title_features(
    evidence: Evidence,
    hit: TitleHit,
    choices: Sequence[Choice],
    subject: FilmRecord | None,
    characters: frozenset[str] = frozenset(),
) -> dict[str, float]:
    """What is observed of a run, by name; absent is 0. ``characters`` are words for the subject film's parts."""
    prose, run = evidence.prose, hit.run
    words = prose.words
    first, last = words[run.first], words[run.last]
    before = prose.before(run.first)
    count = content_words(prose, run)
    cues = evidence.cues(run)
    forms = {form for _, form in hit.films}
    titled = prose.is_titled(first)
    seen: dict[str, float] = {"bias": 1.0}
    best = choices[0] if choices else None
    near = credited_near(evidence, hit).get(best.film.id, ()) if best else ()
    strongest = max((points for _, points in near), default=0.0)

    def note(name: str, value: float | bool = True) -> None:
        if value:
            seen[name] = float(value)

    note("subject_title", subject is not None and any(film.id == subject.id for film, _ in hit.films))
    note("one_word", count <= 1)
    note("two_words", count == 2)
    note("three_words", count >= 3)
    note("article_in_title", run.length > count and count == 1)
    note("weak_form", not forms & {"full", "other", "variant"})
    ordinary = all(words[i].stem_key in ordinary_words() for i in range(run.first, run.last + 1))
    note("opens_alone", first.opens and run.length == 1 and ordinary)
    note("opens_name", first.opens and run.length == 1 and not ordinary)
    note("ordinary", ordinary and run.length == 1)
    note("ordinary_words", ordinary and count >= 2 and not titled)
    note("given_name", run.length == 1 and run.key in given_names())
    note("given_name_first", count >= 2 and first.key in given_names())
    if group := not_titles().get(run.key):
        note(f"is_{group}")
    note("character_here", bool(characters & set(run.key.split())) and run.length <= 2)
    note("compared", cues.is_compared)
    note("work_of", cues.is_work_of)
    note("made", cues.is_made)
    note("defined", cues.is_defined)
    note("original", cues.is_original)
    note("small_words", any(not words[i].is_capital for i in range(run.first, run.last + 1)))
    note("credited_two", sum(points >= CREDIT_NEAR for _, points in near) >= 2)
    note("hero_title", "character_here" in seen and "subject_title" in seen)
    note("hyphen_after", _is_compared(prose, run))
    note("titled_block", titled)
    note("capital_before", _is_capital_before(evidence, run) and not titled)
    note("capital_after", _is_capital_after(evidence, run) and not titled)
    note("article_before", before is not None and before.key in _DETERMINERS and not cues.is_films)
    note("year_said", cues.year is not None)
    note("film_noun_near", _film_noun_near(evidence, run))
    note("films_after", cues.is_films)
    note("lead_before", before is not None and before.key in TITLE_LEADS)
    note("tv_said", cues.is_tv or cues.is_mini)
    note("quoted", first.quoted and prose.text[run.end : run.end + 2].strip(".,")[:1] in ("”", '"', "’"))
    note("emphasised", is_emphasised(evidence, run))
    note("credited_in_sentence", strongest >= CREDIT_IN_SENTENCE)
    note("credited_anywhere", 0 < strongest < CREDIT_IN_SENTENCE)
    note("possessive_person_before", before is not None and before.is_possessive and before.is_capital)
    note("lower_case_too", count <= 1 and last.stem_key in prose.lower_keys)
    note("is_a_name_here", _is_name_here(evidence, run))
    note("prominence", math.log10(1 + max(LEAST_CREDITS, *(film.credit_count for film, _ in hit.films))))
    note("number_only", run.key.replace(" ", "").isdigit())
    note("contradicted", best is not None and best.contradicts)
    return seen


_DETERMINERS = frozenset("the a an this that his her their its our my your these those some any no every each".split())


def title_score(features: Mapping[str, float]) -> float:
    """Log-odds that a run is a title."""
    return sum(TITLE_WEIGHTS.get(name, 0.0) * value for name, value in features.items())


def role_words(evidence: Evidence, subject: FilmRecord | None) -> frozenset[str]:
    """The words by which the subject film's characters are called, as keys."""
    if subject is None:
        return frozenset()
    roles = roles_of(evidence.cast_of([subject.id])[subject.id])
    return frozenset(key for role in roles for key in (*role.last_keys, *role.first_keys))


def is_emphasised(evidence: Evidence, run: Run) -> bool:
    """Whether the author set off these very words."""
    return any(abs(e.start - run.start) <= 1 and abs(e.end - run.end) <= 1 for e in evidence.document.emphases)


_COMPARED = re.compile(r"[-–](?:style|like|esque|ish|lite|inspired|type|era)\b")


def _is_compared(prose: Prose, run: Run) -> bool:
    """Whether the words are made a manner: "Scarface-style"."""
    return _COMPARED.match(prose.text, run.end) is not None


def _is_capital_before(evidence: Evidence, run: Run) -> bool:
    prose = evidence.prose
    before = prose.before(run.first)
    if before is None or not before.is_capital or before.is_possessive or before.opens:
        return False
    if prose.words[run.first].gap.strip(" -"):
        return False
    return run.first - 1 not in evidence.name_at


def _is_capital_after(evidence: Evidence, run: Run) -> bool:
    prose = evidence.prose
    after = prose.after(run.last)
    if after is None or not after.is_capital or after.gap.strip(" -") or prose.words[run.last].end != run.end:
        return False
    return not after.key.isdigit()


def _film_noun_near(evidence: Evidence, run: Run) -> bool:
    words = evidence.prose.words
    around = (*range(max(0, run.first - 3), run.first), *range(run.last + 1, min(len(words), run.last + 3)))
    sentence = words[run.first].sentence
    return any(words[i].sentence == sentence and words[i].key in FILM_NOUNS for i in around)


def _is_name_here(evidence: Evidence, run: Run) -> bool:
    """Whether the words are part of a person's name, or the surname or given name of somebody named."""
    hit = evidence.name_at.get(run.first)
    if hit is not None and hit.run.first <= run.first and run.last <= hit.run.last:
        return True
    return run.length == 1 and run.key in evidence.name_edges


def in_heading(evidence: Evidence, run: Run) -> bool:
    """Whether a run stands in a heading."""
    kind = evidence.prose.kinds[evidence.prose.words[run.first].block]
    return kind in (BlockKind.HEADLINE, BlockKind.SUBHEAD)


LINK_AT = -0.5  # log-odds from which a title is linked
STOPPED_ENDINGS = re.compile(r"[.!?…]+$")


@dataclass(slots=True)
class Reading:
    """A run read as a title: the films it may mean, best first, and what is observed of it."""

    hit: TitleHit
    choices: list[Choice]
    features: dict[str, float]

    @property
    def odds(self) -> float:
        """Log-odds that it is a title."""
        return title_score(self.features)


def link_titles(evidence: Evidence, subject: FilmRecord | None) -> list[Link]:
    """The films named, each span once, in order."""
    chosen: list[Reading] = []
    taken = Spans()
    for reading in sorted(read_titles(evidence, subject), key=_longest_first):
        run = reading.hit.run
        if reading.odds >= LINK_AT and not taken.overlaps(run.start, run.end):
            taken.add(run.start, run.end)
            chosen.append(reading)
    chosen.sort(key=lambda reading: reading.hit.run.start)
    return [_link_of(evidence, reading) for reading in chosen]


def _longest_first(reading: Reading) -> tuple[int, float, int, int]:
    run = reading.hit.run
    return -run.length, -reading.odds, run.start, -run.end


def read_titles(evidence: Evidence, subject: FilmRecord | None) -> list[Reading]:
    """Every title hit with what is observed of it, its neighbours in a list and its other mentions included."""
    characters = role_words(evidence, subject)
    readings = []
    for hit in evidence.titles:
        choices = rank_films(evidence, hit, subject)
        readings.append(Reading(hit, choices, title_features(evidence, hit, choices, subject, characters)))
    sure = [reading.hit.run for reading in readings if reading.odds >= SURE_ODDS]
    starts, ends = sorted({run.start for run in sure}), sorted({run.end for run in sure})
    places: dict[str, set[int]] = defaultdict(set)
    for run in sure:
        places[run.key].add(run.start)
    for reading in readings:
        run = reading.hit.run
        listed = _is_listed(evidence.prose.text, run, starts, ends)
        elsewhere = bool(places.get(run.key, set()) - {run.start})
        reading.features |= {"listed": float(listed), "elsewhere": float(elsewhere)}
    return readings


def _is_listed(text: str, run: Run, starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Whether only a comma, "and" or the like stands between a run and a sure title before or after it."""
    before = bisect_right(ends, run.start) - 1
    if before >= 0 and run.start - ends[before] <= GLUE_MAX and _LIST_GLUE.fullmatch(text, ends[before], run.start):
        return True
    after = bisect_left(starts, run.end)
    if after == len(starts) or starts[after] - run.end > GLUE_MAX:
        return False
    return _LIST_GLUE.fullmatch(text, run.end, starts[after]) is not None


GLUE_MAX = 12  # code points: ", and even "
_LIST_GLUE = re.compile(r"[.”\"’']?(?:,? (?:and|or|nor|but|than|to|then|and even|and then) |, |; |/| & )[“\"]?")
SURE_ODDS = 2.0


def _link_of(evidence: Evidence, reading: Reading) -> Link:
    run, choices = reading.hit.run, reading.choices
    best = choices[0]
    start, end = run.start, _title_end(evidence, run, best.film)
    confidence = round(1 / (1 + math.exp(-max(-20.0, reading.odds))), 3)
    lead = best.score - choices[1].score if len(choices) > 1 else math.inf
    if best.contradicts or lead < SURE_BY:
        reason = "the text says another year or kind" if best.contradicts else f"{len(choices)} films have this title"
        total = sum(math.exp(choice.score - best.score) for choice in choices)
        candidates = tuple(
            Candidate(c.film.id, round(confidence * math.exp(c.score - best.score) / total, 3), c.reason)
            for c in choices[:8]
        )
        return Link(
            LinkKind.FILM, LinkState.UNDECIDED, start, end, confidence=confidence, reason=reason, candidates=candidates
        )
    return Link(LinkKind.FILM, LinkState.LINKED, start, end, best.film.id, best.film.title, confidence, best.reason)


def _title_end(evidence: Evidence, run: Run, film: FilmRecord) -> int:
    """Where the title ends: with the mark it is spelt with ("48 Hrs.", "Help!") where the text prints it."""
    text = evidence.prose.text
    for title in (film.title, *film.other_titles):
        if fold(title) != run.key and variant(fold(title)) != variant(run.key):
            continue
        mark = STOPPED_ENDINGS.search(title)
        if mark is None or not text.startswith(mark.group(), run.end):
            continue
        last = run.key.split()[-1]
        if mark.group() != "." or len(last) == 1 or not re.search(r"[aeiouy]", last):
            return run.end + len(mark.group())
        if text[run.end + 1 : run.end + 3].strip()[:1].islower() or text[run.end + 1 : run.end + 2] == ",":
            return run.end + 1
    return run.end
