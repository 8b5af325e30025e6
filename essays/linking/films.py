"""Which film of a title is meant."""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from essays.linking.catalogue import FilmRecord
from essays.linking.context import Cues
from essays.linking.evidence import Evidence, TitleHit
from essays.linking.tokens import Run

YEARS_APART = 1  # sources date a film by its festival or by its release

# What each observation adds for one film of a title against the others.
FORM_SCORE = {
    "full": 0.0,
    "other": -0.3,
    "variant": -0.4,
    "added_article": -1.2,
    "no_article": -1.0,
    "before_colon": -1.5,
    "after_colon": -1.8,
}
YEAR_AGREES, YEAR_DISAGREES = 6.0, -6.0
SHIFT_AGREES, SHIFT_DISAGREES = 3.0, -4.0
KIND_AGREES, KIND_DISAGREES = 4.0, -5.0
CREDIT_IN_SENTENCE, CREDIT_NEAR, CREDIT_ANYWHERE = 3.0, 2.0, 1.2
IS_SUBJECT, IS_SUBJECT_OF_REMAKE_TALK = 4.0, 0.0
PROMINENCE = 0.8  # for each power of ten of credits
YEARS_TO_A_POINT = 20.0  # away from the subject film's year
DISTANCE_MOST = 2.0
YEARS_IN_LIST = 15.0  # away from the films listed beside
NEWER_THAN_SUBJECT = -0.7
FIRST_OF_TITLE, FIRST_WHERE_ORIGINAL, FIRST_OF_FILMS = 0.5, 3.0, 1.0
YEAR_NEAR = 1.5
SURE_BY = 0.5  # lead over the next film

LEAST_CREDITS = 4  # a record with fewer is a record half filled in, not an obscure film

SERIES_KINDS = frozenset({"series", "mini-series"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One film of a title with its score and what speaks for it."""

    film: FilmRecord
    score: float
    reason: str
    contradicts: bool = False  # the text says another year or kind


def rank_films(evidence: Evidence, hit: TitleHit, subject: FilmRecord | None) -> list[Choice]:
    """The films a title may mean, best first."""
    cues = evidence.cues(hit.run)
    near = credited_near(evidence, hit)
    only = len(hit.films) == 1
    years = [film.release_year for film, form in hit.films if film.release_year and FORM_SCORE.get(form, -1) > -1]
    first_year = min(years, default=None)
    choices = [
        _weigh(film, form, cues, near.get(film.id, ()), subject, only, film.release_year == first_year)
        for film, form in hit.films
    ]
    return sorted(choices, key=lambda c: (-c.score, -c.film.credit_count, c.film.release_year or 9999, c.film.id))


def _weigh(
    film: FilmRecord,
    form: str,
    cues: Cues,
    credited: Sequence[tuple[str, float]],
    subject: FilmRecord | None,
    only: bool,
    is_first: bool,
) -> Choice:
    score = FORM_SCORE.get(form, -1.0) + PROMINENCE * math.log10(1 + film.credit_count)
    reasons: list[str] = []
    contradicts = False
    if cues.year is not None and film.release_year is not None:
        agrees = _year_agrees(film, cues.year)
        score += YEAR_AGREES if agrees else YEAR_DISAGREES
        contradicts |= not agrees
        if agrees:
            same = film.release_year <= cues.year <= (film.end_year or film.release_year)
            reasons.append(f"the text says {cues.year}" + ("" if same else f", the record {film.release_year}"))
    if cues.year_shift is not None and cues.year is None and subject is not None and subject.release_year:
        wanted = subject.release_year + cues.year_shift
        agrees = film.release_year is not None and abs(film.release_year - wanted) <= YEARS_APART
        score += SHIFT_AGREES if agrees else SHIFT_DISAGREES
        contradicts |= not agrees
        if agrees:
            reasons.append(f"a year {'after' if cues.year_shift > 0 else 'before'} {subject.title}")
    elif cues.year_near is not None and cues.year is None and film.release_year == cues.year_near:
        score += YEAR_NEAR
    if is_first and not only:
        score += FIRST_WHERE_ORIGINAL if cues.is_original else FIRST_OF_FILMS if cues.is_films else FIRST_OF_TITLE
    score += _kind_score(film, cues)
    contradicts |= (cues.is_tv or cues.is_mini) and film.kind not in SERIES_KINDS
    for name, points in sorted(credited, key=lambda pair: -pair[1])[:3]:
        score += points
        reasons.append(f"{name} is credited on it")
    if subject is not None:
        score += _beside_subject(film, cues, subject)
        if film.id == subject.id:
            reasons.append("the essay's subject")
    if only and not reasons:
        reasons.append("the only film of this title")
    return Choice(film, score, ", ".join(reasons) or "the best known film of this title", contradicts)


def is_decided(choices: Sequence[Choice]) -> bool:
    """Whether the first of these films, best first, is meant beyond doubt."""
    best, *others = choices
    return not best.contradicts and (not others or best.score - others[0].score >= SURE_BY)


def among_years(choices: Sequence[Choice], years: Sequence[int]) -> list[Choice]:
    """``choices`` by the years of films named beside them, too: who lists films, lists those of one time."""
    mean = sum(years) / len(years)
    nearer = [
        choice
        if choice.film.release_year is None
        else replace(
            choice, score=choice.score - min(DISTANCE_MOST, abs(choice.film.release_year - mean) / YEARS_IN_LIST)
        )
        for choice in choices
    ]
    return sorted(nearer, key=lambda choice: -choice.score)


def _year_agrees(film: FilmRecord, year: int) -> bool:
    first = film.release_year or year
    last = film.end_year or first
    return first - YEARS_APART <= year <= last + YEARS_APART


def _kind_score(film: FilmRecord, cues: Cues) -> float:
    if cues.is_mini:
        return KIND_AGREES if film.kind == "mini-series" else 2.0 if film.kind == "series" else KIND_DISAGREES
    if cues.is_tv:
        return KIND_AGREES if film.kind in SERIES_KINDS else KIND_DISAGREES
    if cues.is_films:
        return KIND_AGREES if film.kind == "film series" else 0.0
    return 1.0 if film.kind == "film" else 0.0


def _beside_subject(film: FilmRecord, cues: Cues, subject: FilmRecord) -> float:
    if film.id == subject.id:
        return IS_SUBJECT_OF_REMAKE_TALK if cues.is_remake_talk else IS_SUBJECT
    if film.release_year is None or subject.release_year is None:
        return 0.0
    away = film.release_year - subject.release_year
    score = -min(DISTANCE_MOST, abs(away) / YEARS_TO_A_POINT)
    return score + (NEWER_THAN_SUBJECT if away > YEARS_APART else 0.0)


def credited_near(evidence: Evidence, hit: TitleHit) -> Mapping[int, Sequence[tuple[str, float]]]:
    """Film id -> the people named in the text who are credited on it, with what each adds."""
    run = hit.run
    sentence = evidence.prose.words[run.first].sentence
    found: dict[int, Sequence[tuple[str, float]]] = {}
    for film, _ in hit.films:
        named = [
            (name, points)
            for name, places in evidence.named_on.get(film.id, {}).items()
            if (points := _nearness(places, sentence, run))
        ]
        if named:
            found[film.id] = named
    return found


def _nearness(places: Sequence[tuple[int, int]], sentence: int, run: Run) -> float:
    """What the nearest of a person's places adds; a place within the title itself is none of theirs."""
    outside = [at for at in places if not run.start <= at[1] < run.end] if len(places) < 3 else places
    if not outside:
        return 0.0
    index = bisect_left(outside, (sentence, 0))
    away = min(abs(at[0] - sentence) for at in outside[max(0, index - 1) : index + 1])
    return CREDIT_IN_SENTENCE if away == 0 else CREDIT_NEAR if away <= 2 else CREDIT_ANYWHERE
