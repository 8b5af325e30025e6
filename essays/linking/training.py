"""Fits the weights of linking from reviews that say what they mean; the same reviews give the same weights.

Three models of titles and one of the subject film, by logistic regression. Each weight is drawn to a first guess, so
that what the reviews show too seldom keeps it. Needs NumPy (the extra ``train``); linking itself does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from essays.linking.catalogue import Catalogue, FilmRecord
from essays.linking.evidence import Evidence, find_films, gather
from essays.linking.films import is_decided
from essays.linking.gold import PARTS, GoldReview
from essays.linking.regression import Row, Weights, fit, fit_choice
from essays.linking.subject import SURE, Contender, choose_subject, contenders, sureness
from essays.linking.titles import Reading, choose_titles, first_readings, observe_neighbours, title_end
from essays.linking.weights import log_odds, probability, using
from essays.reading.reader import read

Span = tuple[int, int]

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)  # of the reliability tables

TITLE_GUESS: Mapping[str, float] = {
    "year_said": 5.0, "tv_said": 3.0, "emphasised": 7.0, "plain_among_set_off": -3.0,
    "work_of": 1.5, "original": 1.5, "films_after": 2.0, "defined": 1.5, "compared": 1.0, "made": 0.7,
    "hyphen_after": 1.0, "maker_before": 2.0, "maker_in_sentence": 0.7,
    "credited_in_sentence": 1.0, "credited_two": 0.7, "listed": 1.5, "one_word": -1.0, "three_words": 1.0,
    "article_in_title": 0.7, "weak_form": -1.0, "opens_alone": -3.0, "capital_before": -3.0, "capital_after": -3.0,
    "lower_case_too": -2.0, "is_a_name_here": -3.0, "number_only": -2.0, "is_places": -2.0, "is_times": -1.5,
    "is_peoples": -2.5, "is_things": -2.5, "character_here": -1.5, "hero": -0.7, "hero&of_people_after": -1.0,
    "hero&of_works_after": 0.5, "of_works_after": 0.7, "of_people_after": -0.5, "part_before": -1.0,
    "player_after": -1.0, "song_near": -0.5, "quoted_song": -2.0, "book_near": -0.3, "subject_title": 2.0,
    "series": 0.7, "series&weak_form": 1.0, "weak&three_words": 0.7, "number_after": -3.0, "titled_block": -1.0,
    "quoted": 0.3, "contradicted": -0.3, "surname": -0.7, "given_name": -0.5, "article_before": -0.7,
}  # fmt: skip
# What the author sets off cannot tell of these: the reviews have few, or none in plain text.
FIRM = frozenset(
    {"year_said", "tv_said", "emphasised", "plain_among_set_off", "contradicted", "maker_before", "work_of"}
)
SUBJECT_GUESS: Mapping[str, float] = {
    "title": 2.0, "title_again": 0.4, "title_early": 1.0, "title_in_heading": 2.0, "title_defined": 1.5,
    "title_compared": -1.5, "title_opens": 1.5, "people": 2.2, "people_again": 0.9, "people_early": 0.3,
    "people_bracketed": 0.6, "people_share": 1.2, "surnames": 1.2, "characters": 1.3, "stated_title": 8.0,
    "stated_year": 4.0, "other_year": -5.0, "television": -1.5, "prominence": 0.3,
}  # fmt: skip


@dataclass(slots=True)
class Trained:
    """Weights by model, and what they reach: a line of a table each, fitted and cross-validated."""

    models: dict[str, Weights]
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Review:
    gold: GoldReview
    evidence: Evidence
    readings: list[Reading] = field(default_factory=list)
    labels: list[tuple[bool | None, Span]] = field(default_factory=list)

    def read(self, subject: FilmRecord | None) -> None:
        self.readings = first_readings(self.evidence, subject)
        self.labels = _labels(self.gold, self.evidence, self.readings)

    def rows(self) -> list[Row]:
        """What there is to learn from; what the gold leaves open is left out."""
        return [
            (reading.observed, label)
            for reading, (label, _) in zip(self.readings, self.labels, strict=True)
            if label is not None
        ]


def train(golds: Iterable[GoldReview], catalogue: Catalogue, *, say: Callable[[str], None]) -> Trained:
    """Fit all models in the order in which linking uses them. ``say`` is told what is being done."""
    say("reading")
    reviews = [_Review(gold, _evidence(gold, catalogue)) for gold in golds]
    trained = Trained({"title alone": {}, "title first": {}, "title": {}, "subject": {}, "subject sureness": {}})
    models = trained.models
    say("titles, before the subject is known")
    for review in reviews:
        with using(models):
            review.read(None)
    models["title alone"], _ = _fit_titles(reviews)
    say("the subject film")
    models["subject"] = dict(SUBJECT_GUESS)
    with using(models):
        _fit_subject(reviews, trained)
    say("titles")
    for review in reviews:
        with using(models):
            review.read(choose_subject(review.evidence).film)
    models["title first"], held_out = _fit_titles(reviews)
    for review, odds in zip(reviews, held_out, strict=True):
        for reading, value in zip(review.readings, odds, strict=True):
            reading.odds = value
        observe_neighbours(review.evidence.prose.text, review.readings)
    models["title"], held_out = _fit_titles(reviews)
    fitted = [[log_odds(models["title"], reading.observed) for reading in review.readings] for review in reviews]
    trained.lines += [_title_line("titles, cross-validated", reviews, held_out)]
    trained.lines += [_title_line("titles, fitted", reviews, fitted)]
    trained.lines += _reliability("titles linked, cross-validated", _answers(reviews, held_out))
    return trained


def _evidence(gold: GoldReview, catalogue: Catalogue) -> Evidence:
    """With the films of every title, the unlikely ones included."""
    evidence = gather(read(gold.text), catalogue)
    find_films(evidence)
    return evidence


def _labels(gold: GoldReview, evidence: Evidence, readings: Sequence[Reading]) -> list[tuple[bool | None, Span]]:
    """For each reading whether it is a title, None where the gold does not tell; and its place."""
    must = {(span.start, end) for span in gold.spans if span.label == "film" for end in span.ends(gold.text)}
    places = [(r.hit.run.start, title_end(evidence, r.hit.run, r.choices[0].film)) for r in readings]
    titles = [place for place in places if place in must]
    return [
        (_label(gold, reading.choices[0].film, place, place in must, titles), place)
        for reading, place in zip(readings, places, strict=True)
    ]


def _label(gold: GoldReview, film: FilmRecord, place: Span, is_title: bool, titles: Sequence[Span]) -> bool | None:
    if is_title:
        return True
    start, end = place
    if any(first <= start and end <= last for first, last in titles):
        return None  # within a title: the longer is chosen whatever this one's odds are
    labels = {span.label for span in gold.spans if start < span.end and span.start < end}
    if "film" in labels:
        return False
    if "open" in labels or ("alias" in labels and gold.film.is_same(film)):
        return None
    return False


def _fit_titles(reviews: Sequence[_Review]) -> tuple[Weights, list[list[float]]]:
    """The weights on all reviews, and for each review the odds by weights that have not seen it."""
    held_out: list[list[float]] = [[] for _ in reviews]
    for part in range(PARTS):
        weights = fit(
            (row for review in reviews if review.gold.part != part for row in review.rows()), TITLE_GUESS, firm=FIRM
        )
        for number, review in enumerate(reviews):
            if review.gold.part == part:
                held_out[number] = [log_odds(weights, reading.observed) for reading in review.readings]
    return fit((row for review in reviews for row in review.rows()), TITLE_GUESS, firm=FIRM), held_out


def _fit_subject(reviews: Sequence[_Review], trained: Trained) -> None:
    """The weights by which contenders are ranked and how often the best is right, into ``trained``."""
    found = [contenders(review.evidence) for review in reviews]
    right = [
        [review.gold.film.is_same(review.evidence.films[each.film_id]) for each in each_found]
        for review, each_found in zip(reviews, found, strict=True)
    ]
    held_out: list[tuple[float, float, bool]] = [(0.0, 0.0, False)] * len(reviews)
    for part in range(PARTS):
        seen = [n for n, review in enumerate(reviews) if review.gold.part != part]
        weights = fit_choice(((_observed(found[n]), right[n]) for n in seen), SUBJECT_GUESS)
        for n, review in enumerate(reviews):
            if review.gold.part == part:
                held_out[n] = _best(found[n], right[n], weights)
    weights = fit_choice(((_observed(each), truth) for each, truth in zip(found, right, strict=True)), SUBJECT_GUESS)
    fitted = [_best(each, truth, weights) for each, truth in zip(found, right, strict=True)]
    sure = fit(((sureness(score, lead), is_right) for score, lead, is_right in held_out if score), {})
    trained.models["subject"] = weights
    trained.models["subject sureness"] = sure
    trained.lines += [_subject_line("subject, cross-validated", reviews, held_out, sure)]
    trained.lines += [_subject_line("subject, fitted", reviews, fitted, sure)]
    answers = [(probability(log_odds(sure, sureness(*each[:2]))), each[2]) for each in held_out if each[0]]
    trained.lines += _reliability("subject, cross-validated", answers)


def _observed(found: Sequence[Contender]) -> list[dict[str, float]]:
    return [contender.features for contender in found]


def _best(found: Sequence[Contender], right: Sequence[bool], weights: Weights) -> tuple[float, float, bool]:
    """Points of the best contender, its lead, and whether it is right; no points where there is none."""
    ranked = sorted(
        ((log_odds(weights, each.features), is_right) for each, is_right in zip(found, right, strict=True)),
        key=lambda pair: -pair[0],
    )
    if not ranked:
        return 0.0, 0.0, False
    return ranked[0][0], ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0), ranked[0][1]


def _subject_line(
    name: str, reviews: Sequence[_Review], best: Sequence[tuple[float, float, bool]], sure: Weights
) -> str:
    answered = [
        (review.gold.is_inferable, is_right)
        for review, (score, lead, is_right) in zip(reviews, best, strict=True)
        if score and probability(log_odds(sure, sureness(score, lead))) >= SURE
    ]
    inferable = sum(review.gold.is_inferable for review in reviews)
    found = sum(is_inferable and is_right for is_inferable, is_right in answered)
    right = sum(is_right for _, is_right in answered)
    return (
        f"{name}: {_percent(found, inferable)} right where inferable, "
        f"{_percent(right, len(answered))} right of {len(answered)} answers"
    )


def _answers(reviews: Sequence[_Review], odds: Sequence[Sequence[float]]) -> list[tuple[float, bool]]:
    """Confidence of each link made, and whether it is right: a title, and of this film."""
    answers = []
    for review, review_odds in zip(reviews, odds, strict=True):
        gold = {(span.start, span.end): span.film for span in review.gold.spans if span.label == "film"}
        for reading, value in zip(review.readings, review_odds, strict=True):
            reading.odds = value
        labels = {reading.hit.run: label for reading, label in zip(review.readings, review.labels, strict=True)}
        for reading in choose_titles(review.readings):
            label, place = labels[reading.hit.run]
            film = gold.get(place)
            if label is not None and is_decided(reading.choices):
                is_right = film is not None and film.is_same(reading.choices[0].film)
                answers.append((probability(reading.odds), is_right))
    return answers


def _title_line(name: str, reviews: Sequence[_Review], odds: Sequence[Sequence[float]]) -> str:
    answers = _answers(reviews, odds)
    right = sum(is_right for _, is_right in answers)
    wanted = sum(span.label == "film" for review in reviews for span in review.gold.spans)
    f1 = 2 * right / (len(answers) + wanted) if wanted else 0.0
    return f"{name}: P {_percent(right, len(answers))}, R {_percent(right, wanted)}, F1 {100 * f1:.1f} of {wanted}"


def _reliability(name: str, answers: Sequence[tuple[float, bool]]) -> list[str]:
    """A table: how many answers of each confidence there were, and how many were right."""
    lines = [f"reliability, {name}:", "  confidence      answers  mean   right"]
    for low, high in pairwise(BINS):
        inside = [each for each in answers if low <= each[0] < high or (high == 1.0 and each[0] == 1.0)]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside) / len(inside)
            lines.append(f"  {low:.2f} to {high:.2f}  {len(inside):7}  {mean:.3f}  {right:.3f}")
    return lines


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"
