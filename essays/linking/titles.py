"""Which runs of words are titles: what is observed of each, weighed, and the links that follow."""

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from essays.linking.catalogue import FilmRecord
from essays.linking.evidence import FILMS_OF_A_TITLE_LOOKED_AT, Evidence, TitleHit, TitleRun
from essays.linking.films import Choice, among_years, is_decided, rank_films
from essays.linking.keys import variant
from essays.linking.links import Candidate, Link, LinkKind, LinkState
from essays.linking.observations import (
    Observed,
    observe_film,
    observe_subject,
    observe_title,
    title_observed,
    words_observed,
)
from essays.linking.spans import Spans
from essays.linking.tokens import Run
from essays.linking.weights import log_odds, probability, weights_of
from essays.reading.document import BlockKind
from people.names import fold


def role_words(evidence: Evidence, subject: FilmRecord | None) -> frozenset[str]:
    """The words by which the subject film's characters are called, as keys."""
    if subject is None:
        return frozenset()
    roles = evidence.roles(subject.id)
    return frozenset(key for role in roles for key in (*role.last_keys, *role.first_keys))


def in_heading(evidence: Evidence, run: Run) -> bool:
    """Whether a run stands in a heading."""
    kind = evidence.prose.kinds[evidence.prose.words[run.first].block]
    return kind in (BlockKind.HEADLINE, BlockKind.SUBHEAD)


# Log-odds from which a title is linked: where F1 is best, cross-validated.
LINK_SUBJECT_AT, LINK_OTHER_AT = -0.25, -1.05
UNLIKELY_ODDS = -6.0  # by its words alone; of the titles in the reviews that the weights are fitted to 0.1 % lie below
CREDITS_AT_BEST = 30  # that the best known film of a title is taken to have, before it is read
NEIGHBOUR_ODDS_MAX = 4.0  # what one other mention can say at most
STOPPED_ENDINGS = re.compile(r"[.!?…]+$")


@dataclass(slots=True)
class Reading:
    """A run read as a title: the films it may mean, best first, what is observed of it, and the odds of a title."""

    hit: TitleHit
    choices: list[Choice]
    observed: Observed
    odds: float = 0.0


def link_titles(evidence: Evidence, subject: FilmRecord | None) -> list[Link]:
    """The films named, each span once, in order."""
    chosen = choose_titles(read_titles(evidence, subject))
    _compare_years(evidence, chosen)
    return [_link_of(evidence, reading) for reading in chosen]


def choose_titles(readings: Iterable[Reading]) -> list[Reading]:
    """Those that are linked, by their odds: in order, the longer one where two overlap."""
    chosen: list[Reading] = []
    taken = Spans()
    for reading in sorted(readings, key=_longest_first):
        run = reading.hit.run
        if _is_title(reading) and not taken.overlaps(run.start, run.end):
            taken.add(run.start, run.end)
            chosen.append(reading)
    return sorted(chosen, key=lambda reading: reading.hit.run.start)


def _is_title(reading: Reading) -> bool:
    return reading.odds >= (LINK_SUBJECT_AT if "subject_title" in reading.observed else LINK_OTHER_AT)


def _compare_years(evidence: Evidence, chosen: Sequence[Reading]) -> None:
    """Rank the films of an open title anew by the years of the films that its sentence names beside it."""
    words = evidence.prose.words
    sentences = [words[reading.hit.run.first].sentence for reading in chosen]
    decided = [is_decided(reading.choices) for reading in chosen]
    for place, reading in enumerate(chosen):
        if decided[place] or reading.choices[0].contradicts:
            continue
        years = [
            year
            for other in (place - 1, place + 1)
            if 0 <= other < len(chosen) and sentences[other] == sentences[place] and decided[other]
            if (year := chosen[other].choices[0].film.release_year) is not None
        ]
        if years:
            reading.choices = among_years(reading.choices, years)


def _longest_first(reading: Reading) -> tuple[int, float, int, int]:
    run = reading.hit.run
    return -run.length, -reading.odds, run.start, -run.end


def read_titles(evidence: Evidence, subject: FilmRecord | None) -> list[Reading]:
    """Every title hit with what is observed of it, its neighbours in a list and its other mentions included."""
    readings = first_readings(evidence, subject)
    observe_neighbours(evidence.prose.text, readings)
    weights = weights_of("title")
    for reading in readings:
        reading.odds = log_odds(weights, reading.observed)
    return readings


def leave_out_unlikely(evidence: Evidence) -> None:
    """Drop the title runs whose own words make them as good as no title, before any film is read.

    With a large catalogue nearly every capitalised word is the title of some film.
    """
    weights = weights_of("title alone")
    evidence.title_runs = tuple(
        hit
        for hit in evidence.title_runs
        if log_odds(weights, _at_best(words_observed(evidence, hit.run), hit)) >= UNLIKELY_ODDS
    )


def _at_best(words: Observed, hit: TitleRun) -> Observed:
    films = min(FILMS_OF_A_TITLE_LOOKED_AT, max(hit.forms.values()))
    return observe_title(words, hit.forms.keys(), films, CREDITS_AT_BEST)


def first_readings(evidence: Evidence, subject: FilmRecord | None) -> list[Reading]:
    """Every title hit without its neighbours; nor with the subject film, where that is not known yet."""
    characters = role_words(evidence, subject)
    weights = weights_of("title alone" if subject is None else "title first")
    ranked = [rank_films(evidence, hit, subject) for hit in evidence.titles]
    evidence.cast_of(choices[0].film.id for choices in ranked)
    readings = []
    for hit, choices in zip(evidence.titles, ranked, strict=True):
        words = title_observed(evidence, hit)
        observed = dict(words)
        observed.update((name, float(value)) for name, value in observe_film(evidence, hit, choices[0], words) if value)
        if subject is not None:
            beside = observe_subject(evidence, hit, choices[0], subject, characters, words)
            observed.update((name, float(value)) for name, value in beside if value)
        readings.append(Reading(hit, choices, observed, log_odds(weights, observed)))
    return readings


def observe_neighbours(text: str, readings: Sequence[Reading]) -> None:
    """Add to each reading what the others say of it, by their odds of the first look."""
    sure = [reading.hit.run for reading in readings if reading.odds >= SURE_ODDS]
    starts, ends = sorted({run.start for run in sure}), sorted({run.end for run in sure})
    by_key: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_key[reading.hit.run.key].append(reading)
    for reading in readings:
        run = reading.hit.run
        others = [_bounded(other.odds) for other in by_key[run.key] if other.hit.run.start != run.start]
        seen = reading.observed
        if _is_listed(text, run, starts, ends):
            seen["listed"] = 1.0
        if others:
            seen["elsewhere"] = float(max(others) >= SURE_ODDS)
            seen["elsewhere_best"] = max(others)
            seen["elsewhere_mean"] = sum(others) / len(others)
            seen["elsewhere_count"] = math.log(1 + len(others))


def _bounded(odds: float) -> float:
    return max(-NEIGHBOUR_ODDS_MAX, min(NEIGHBOUR_ODDS_MAX, odds))


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
    start, end = run.start, title_end(evidence, run, best.film)
    confidence = round(probability(reading.odds), 3)
    if not is_decided(choices):
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


def title_end(evidence: Evidence, run: Run, film: FilmRecord) -> int:
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
