"""Which runs of words are titles, and which film of a title is meant."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from essays.linking.catalogue import FilmRecord
from essays.linking.context import FILM_NOUNS, TITLE_LEADS, Cues, content_words, cues_of
from essays.linking.evidence import Evidence, TitleHit
from essays.linking.keys import variant
from essays.linking.links import Candidate, Link, LinkKind, LinkState
from essays.linking.tokens import Run
from essays.reading.document import BlockKind
from people.names import fold

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
YEARS_TO_A_POINT = 25.0  # away from the subject film's year
DISTANCE_MOST = 2.0
NEWER_THAN_SUBJECT = -0.7
SURE_BY = 0.8  # lead over the next film

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
    cues = cues_of(evidence.prose, hit.run)
    near = credited_near(evidence, hit)
    only = len(hit.films) == 1
    choices = [_weigh(film, form, cues, near.get(film.id, ()), subject, only) for film, form in hit.films]
    return sorted(choices, key=lambda c: (-c.score, -c.film.credit_count, c.film.release_year or 9999, c.film.id))


def _weigh(
    film: FilmRecord,
    form: str,
    cues: Cues,
    credited: Sequence[tuple[str, float]],
    subject: FilmRecord | None,
    only: bool,
) -> Choice:
    score = FORM_SCORE.get(form, -1.0) + PROMINENCE * math.log10(1 + film.credit_count)
    reasons: list[str] = []
    contradicts = False
    if cues.year is not None and film.release_year is not None:
        agrees = _year_agrees(film, cues.year)
        score += YEAR_AGREES if agrees else YEAR_DISAGREES
        contradicts |= not agrees
        if agrees:
            reasons.append(f"the text says {cues.year}")
    if cues.year_shift is not None and cues.year is None and subject is not None and subject.release_year:
        wanted = subject.release_year + cues.year_shift
        agrees = film.release_year is not None and abs(film.release_year - wanted) <= YEARS_APART
        score += SHIFT_AGREES if agrees else SHIFT_DISAGREES
        contradicts |= not agrees
        if agrees:
            reasons.append(f"a year {'after' if cues.year_shift > 0 else 'before'} {subject.title}")
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
    words = evidence.prose.words
    sentence = words[hit.run.first].sentence
    wanted = {film.id for film, _ in hit.films}
    found: dict[int, dict[str, float]] = {}
    for name in evidence.names:
        if name.run.start < hit.run.end and hit.run.start < name.run.end:
            continue
        away = abs(words[name.run.first].sentence - sentence)
        points = CREDIT_IN_SENTENCE if away == 0 else CREDIT_NEAR if away <= 2 else CREDIT_ANYWHERE
        for person in name.people:
            for film_id in evidence.films_of(person.id) & wanted:
                best = found.setdefault(film_id, {})
                best[person.name] = max(best.get(person.name, 0.0), points)
    return {film_id: tuple(people.items()) for film_id, people in found.items()}


# ---- Is it a title at all?

# Written after reading the development reviews; each is what one observation adds to the odds.
TITLE_WEIGHTS: Mapping[str, float] = {
    "bias": -0.2,
    "one_word": -1.6,
    "two_words": 1.2,
    "three_words": 2.4,
    "article_in_title": 0.8,
    "weak_form": -1.4,
    "opens_alone": -1.6,
    "titled_block": -1.5,
    "capital_before": -2.6,
    "capital_after": -2.6,
    "article_before": -1.6,
    "year_said": 4.0,
    "film_noun_near": 1.0,
    "films_after": 1.5,
    "lead_before": 0.9,
    "tv_said": 1.0,
    "quoted": 1.0,
    "emphasised": 4.5,
    "credited_in_sentence": 2.4,
    "credited_anywhere": 1.2,
    "possessive_person_before": 1.2,
    "subject_title": 2.6,
    "lower_case_too": -1.4,
    "is_a_name_here": -3.5,
    "listed": 1.6,
    "elsewhere": 1.2,
    "prominence": 0.5,
    "number_only": -2.0,
    "contradicted": -1.0,
}


def title_features(
    evidence: Evidence, hit: TitleHit, choices: Sequence[Choice], subject: FilmRecord | None
) -> dict[str, float]:
    """What is observed of a run of words, by name; absent is 0."""
    prose, run = evidence.prose, hit.run
    words = prose.words
    first, last = words[run.first], words[run.last]
    before = prose.before(run.first)
    count = content_words(prose, run)
    cues = cues_of(prose, run)
    forms = {form for _, form in hit.films}
    titled = prose.is_titled(first)
    seen: dict[str, float] = {"bias": 1.0}

    def note(name: str, value: float | bool = True) -> None:
        if value:
            seen[name] = float(value)

    note("one_word", count <= 1)
    note("two_words", count == 2)
    note("three_words", count >= 3)
    note("article_in_title", run.length > count and count == 1)
    note("weak_form", not forms & {"full", "other", "variant"})
    note("opens_alone", first.opens and count <= 1 and run.length == 1)
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
    best = choices[0] if choices else None
    near = credited_near(evidence, hit).get(best.film.id, ()) if best else ()
    strongest = max((points for _, points in near), default=0.0)
    note("credited_in_sentence", strongest >= CREDIT_IN_SENTENCE)
    note("credited_anywhere", 0 < strongest < CREDIT_IN_SENTENCE)
    note("possessive_person_before", before is not None and before.is_possessive and before.is_capital)
    note("subject_title", subject is not None and any(film.id == subject.id for film, _ in hit.films))
    note("lower_case_too", count <= 1 and any(not w.is_capital and w.key == last.stem_key for w in words))
    note("is_a_name_here", _is_name_here(evidence, run))
    note("prominence", math.log10(1 + max(film.credit_count for film, _ in hit.films)) if hit.films else 0.0)
    note("number_only", run.key.replace(" ", "").isdigit())
    note("contradicted", best is not None and best.contradicts)
    return seen


_DETERMINERS = frozenset("the a an this that his her their its our my your these those some any no every each".split())


def title_score(features: Mapping[str, float]) -> float:
    """Log-odds that a run is a title."""
    return sum(TITLE_WEIGHTS.get(name, 0.0) * value for name, value in features.items())


def is_emphasised(evidence: Evidence, run: Run) -> bool:
    """Whether the author set off these very words."""
    return any(abs(e.start - run.start) <= 1 and abs(e.end - run.end) <= 1 for e in evidence.document.emphases)


def _is_capital_before(evidence: Evidence, run: Run) -> bool:
    prose = evidence.prose
    before = prose.before(run.first)
    if before is None or not before.is_capital or before.is_possessive or before.opens:
        return False
    if prose.words[run.first].gap.strip(" -"):
        return False
    return not any(hit.run.end == before.stem_end for hit in evidence.names)


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
    for hit in evidence.names:
        if hit.run.start <= run.start and run.end <= hit.run.end and hit.run.length >= run.length:
            return True
        if run.length == 1:
            parts = hit.run.key.split()
            if run.key in (parts[0], parts[-1]):
                return True
    return False


def in_heading(evidence: Evidence, run: Run) -> bool:
    """Whether a run stands in a heading."""
    kind = evidence.prose.kinds[evidence.prose.words[run.first].block]
    return kind in (BlockKind.HEADLINE, BlockKind.SUBHEAD)


# ---- The links


LINK_AT = 0.0  # log-odds from which a title is linked
STOPPED_ENDINGS = re.compile(r"[.!?…]+$")


@dataclass(slots=True)
class _Reading:
    """A run read as a title."""

    hit: TitleHit
    choices: list[Choice]
    odds: float

    @property
    def overlaps_key(self) -> tuple[int, int]:
        return self.hit.run.start, self.hit.run.end


def link_titles(evidence: Evidence, subject: FilmRecord | None) -> list[Link]:
    """The films named, each span once, in order."""
    readings = []
    for hit in evidence.titles:
        choices = rank_films(evidence, hit, subject)
        readings.append(_Reading(hit, choices, title_score(title_features(evidence, hit, choices, subject))))
    readings = _consistent(evidence, readings)
    chosen: list[_Reading] = []
    for reading in sorted(readings, key=lambda r: (-r.hit.run.length, -r.odds, r.hit.run.start, -r.hit.run.end)):
        if reading.odds < LINK_AT:
            continue
        run = reading.hit.run
        if all(run.end <= other.hit.run.start or other.hit.run.end <= run.start for other in chosen):
            chosen.append(reading)
    chosen.sort(key=lambda r: r.hit.run.start)
    return [_link_of(evidence, reading) for reading in chosen]


def _consistent(evidence: Evidence, readings: list[_Reading]) -> list[_Reading]:
    """Readings with what their neighbours and their other mentions add."""
    sure = [r for r in readings if r.odds >= SURE_ODDS]
    sure_keys = {r.hit.run.key for r in sure}
    words = evidence.prose.words
    for reading in readings:
        run = reading.hit.run
        if reading.odds >= SURE_ODDS:
            continue
        listed = any(_in_list_with(evidence, run, other.hit.run) for other in sure)
        reading.odds += TITLE_WEIGHTS["listed"] * listed
        if run.key in sure_keys:
            reading.odds += TITLE_WEIGHTS["elsewhere"] * (1.0 if words[run.first].is_capital else 0.0)
    return readings


def _in_list_with(evidence: Evidence, run: Run, other: Run) -> bool:
    """Whether only a comma, "and" or "or" stands between two runs."""
    text = evidence.prose.text
    if run.start >= other.end:
        between = text[other.end : run.start]
    elif other.start >= run.end:
        between = text[run.end : other.start]
    else:
        return False
    return len(between) <= 12 and _LIST_GLUE.fullmatch(between) is not None


_LIST_GLUE = re.compile(r"[.”\"’']?(?:,? (?:and|or|nor|but|than|to|then|and even|and then) |, |; |/| & )[“\"]?")
SURE_ODDS = 2.0


def _link_of(evidence: Evidence, reading: _Reading) -> Link:
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
