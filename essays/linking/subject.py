"""Which film an essay is about: from the titles it names, the people credited together, and what it states."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from essays.linking.catalogue import FilmRecord, PersonRecord
from essays.linking.characters import characters_named
from essays.linking.evidence import Evidence, TitleHit
from essays.linking.links import Candidate
from essays.linking.titles import first_readings, in_heading
from essays.linking.weights import log_odds, probability, weights_of
from people.names import fold

LOOKED_AT = 12  # films whose casts are read before the choice
FILMS_KNOWN = 1e5  # order of magnitude of a catalogue; only its logarithm counts
EARLY = 400  # code points; a first paragraph
MENTIONS_COUNTED, REPEATS_COUNTED, CHARACTERS_COUNTED, SURNAMES_COUNTED = 5, 3, 5, 3
FAR_BEHIND = 6.0  # points after which a film of a title is not its best reading
TITLE_IN_TITLE_CASE = 0.5  # least weight of a title in a heading, where every word has a capital

POINTS_COUNTED, LEAD_COUNTED = 25.0, 8.0
RIVALS = 5  # of a film, whose years tell which of them is the newest
PEOPLE_ALIKE = 0.05  # points of people that two films may differ by and have the same ones
LIKELY = 0.5  # chance of a title that by itself tells what a text is about
SURE = 0.34  # share of right choices below which none is made: where M1's two measures meet, cross-validated


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """The film an essay is about, or None with candidates."""

    film: FilmRecord | None
    confidence: float
    reason: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Contender:
    """A film that may be the subject: what is observed of it, and the people named who are credited on it."""

    film_id: int
    features: dict[str, float]
    people: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Points against the other contenders."""
        return log_odds(weights_of("subject"), self.features)


def choose_subject(evidence: Evidence) -> SubjectChoice:
    """The subject film; none where a reader could not tell."""
    ranked = contenders(evidence)
    if not ranked:
        return SubjectChoice(None, 0.0, "")
    lead = ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    confidence = probability(log_odds(weights_of("subject sureness"), sureness(ranked[0].score, lead)))
    best = ranked[0]
    if confidence >= SURE and _is_pointed_to(best):
        return SubjectChoice(evidence.films[best.film_id], round(confidence, 3), _reason(best))
    total = sum(math.exp(min(each.score - ranked[0].score, 0.0)) for each in ranked)
    candidates = tuple(
        Candidate(each.film_id, round(confidence * math.exp(each.score - ranked[0].score) / total, 3), _reason(each))
        for each in ranked[:5]
    )
    return SubjectChoice(None, 0.0, "", candidates)


def _is_pointed_to(best: Contender) -> bool:
    """Whether more than a word that may be its title speaks for a film."""
    return bool(best.people) or max(best.features.get("title", 0.0), best.features.get("stated_title", 0.0)) >= LIKELY


def sureness(score: float, lead: float) -> dict[str, float]:
    """What tells how often the best contender is right: its points and its lead over the next."""
    return {"bias": 1.0, "points": min(score, POINTS_COUNTED), "lead": min(lead, LEAD_COUNTED)}


def _reason(contender: Contender) -> str:
    parts = ["its title is named"] if contender.features.get("title") else []
    if who := contender.people:
        parts.append(f"{', '.join(who[:3])} {'is' if len(who) == 1 else 'are'} credited on it")
    return "; ".join(parts) or "what the text states"


def contenders(evidence: Evidence) -> list[Contender]:
    """The films a text may be about, best first: a dozen of those that its titles and people point to."""
    titles = _title_features(evidence)
    people, names = _people_features(evidence)
    found = {
        film_id: Contender(film_id, titles.get(film_id, {}) | people.get(film_id, {}), tuple(names.get(film_id, ())))
        for film_id in titles.keys() | people.keys()
    }
    best = sorted(found.values(), key=lambda each: (-each.score, each.film_id))[:LOOKED_AT]
    if missing := [each.film_id for each in best if each.film_id not in evidence.films]:
        evidence.films.update(evidence.catalogue.films(missing))
    best = [each for each in best if each.film_id in evidence.films]
    casts = evidence.cast_of(each.film_id for each in best)
    for each in best:
        each.features |= _record_features(evidence, evidence.films[each.film_id])
        each.features["characters"] = min(CHARACTERS_COUNTED, len(characters_named(evidence, casts[each.film_id])))
        each.features["surnames"] = _surnames(evidence, each.film_id)
    best.sort(key=lambda each: (-each.score, each.film_id))
    _compare(evidence, best)
    return sorted(best, key=lambda each: (-each.score, -evidence.films[each.film_id].credit_count, each.film_id))


def _compare(evidence: Evidence, best: Sequence[Contender]) -> None:
    """Add what the best contenders say of one another: who compares, compares with what came before."""
    years = [evidence.films[each.film_id].release_year for each in best]
    most = max((each.features.get("people", 0.0) for each in best), default=0.0)
    for number, (each, year) in enumerate(zip(best, years, strict=True)):
        rivals = [other for place, other in enumerate(years[: RIVALS + 1]) if place != number and other is not None]
        if rivals and year is not None:
            each.features["newer"] = sum((year > other) - (year < other) for other in rivals) / len(rivals)
        if most and each.features.get("people", 0.0) >= most - PEOPLE_ALIKE:
            each.features["people_most"] = 1.0


def _title_features(evidence: Evidence) -> dict[int, dict[str, float]]:
    """Film id -> what the mentions of its title say."""
    by_film: dict[int, list[float]] = defaultdict(list)
    found: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for reading in first_readings(evidence, None):
        hit, choices = reading.hit, reading.choices
        likely = probability(reading.odds)
        heading = in_heading(evidence, hit.run)
        observed = {
            "title_early": float(hit.run.start < EARLY),
            "title_in_heading": float(heading),
            "title_defined": float(_is_defined(evidence, hit)),
            "title_opens": float(evidence.prose.words[hit.run.first].opens),
        }
        compared = float(evidence.cues(hit.run).is_compared)
        for choice in choices:
            behind = choices[0].score - choice.score
            if behind > FAR_BEHIND:
                continue
            weight = max(likely, TITLE_IN_TITLE_CASE * heading) * math.exp(-behind / 4)
            film_id = choice.film.id
            by_film[film_id].append(weight)
            for name, value in observed.items():
                found[film_id][name] = max(found[film_id][name], value * weight)
            found[film_id]["title_compared"] += compared * weight
    for film_id, weights in by_film.items():
        weights.sort(reverse=True)
        found[film_id]["title"] = weights[0]
        found[film_id]["title_again"] = sum(weights[1 : MENTIONS_COUNTED + 1])
        found[film_id]["title_compared"] /= sum(weights)
    return {film_id: dict(features) for film_id, features in found.items()}


_DEFINING = (" is a ", " is an ", " is one ", " was a ", " is the ", " tells ", " stars ")


def _is_defined(evidence: Evidence, hit: TitleHit) -> bool:
    """Whether the sentence says what the title is: "X is a 1988 film", "X is a thriller"."""
    after = evidence.prose.text[hit.run.end : hit.run.end + 60]
    return after.lstrip('”"’').startswith(_DEFINING)


def _people_features(evidence: Evidence) -> tuple[dict[int, dict[str, float]], dict[int, list[str]]]:
    """Film id -> what the people named in full say for it; film id -> their names."""
    shorts = Counter(word.stem_key for word in evidence.prose.words if word.is_capital)
    found: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    names: dict[int, list[str]] = defaultdict(list)
    counted: set[str] = set()
    for hit in evidence.names:
        if hit.run.key in counted:
            continue
        counted.add(hit.run.key)
        repeats = shorts[hit.run.key.split()[-1]] - 1
        observed = {
            "people": 1.0,
            "people_again": float(min(REPEATS_COUNTED, max(0, repeats))),
            "people_early": float(hit.run.start < EARLY),
            "people_bracketed": float(evidence.prose.text[hit.run.start - 1 : hit.run.start] == "("),
        }
        for film_id, (rarity, name) in _credited(evidence, hit.people).items():
            names[film_id].append(name)
            for feature, value in observed.items():
                found[film_id][feature] += rarity * value
    for features in found.values():
        features["people_share"] = features["people"] / max(1, len(counted))
    return {film_id: dict(features) for film_id, features in found.items()}, names


def _credited(evidence: Evidence, people: tuple[PersonRecord, ...]) -> dict[int, tuple[float, str]]:
    """Film id -> how telling a credit on it is (0 to 1; less for people with many), and whose."""
    found: dict[int, tuple[float, str]] = {}
    for person in people:
        films = evidence.films_of(person.id)
        rarity = math.log(FILMS_KNOWN / max(1, len(films))) / math.log(FILMS_KNOWN)
        for film_id in films:
            if film_id not in found or rarity > found[film_id][0]:
                found[film_id] = (rarity, person.name)
    return found


def _record_features(evidence: Evidence, film: FilmRecord) -> dict[str, float]:
    """What the film's own record says, and whether the text's stated facts are its facts."""
    facts = evidence.document.facts
    features = {
        "prominence": math.log10(1 + film.credit_count),
        "television": float(film.kind != "film"),
    }
    if facts.title and fold(facts.title) in {fold(title) for title in (film.title, *film.other_titles)}:
        features["stated_title"] = 1.0
    if facts.release_year and film.release_year:
        agrees = abs(facts.release_year - film.release_year) <= 1
        features["stated_year" if agrees else "other_year"] = 1.0 + 0.1 * (facts.release_year == film.release_year)
    return features


def _surnames(evidence: Evidence, film_id: int) -> float:
    """How many surnames of its cast the text prints that nobody named in full explains."""
    free = evidence.unexplained
    last = {words[-1] for credit in evidence.casts[film_id] if (words := fold(credit.person_name).split())}
    return min(SURNAMES_COUNTED, len({key for key in last & free if len(key) > 2}))
