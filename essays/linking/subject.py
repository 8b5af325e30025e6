"""Which film an essay is about: from the titles it names, the people credited together, and what it states."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from essays.linking.catalogue import FilmRecord
from essays.linking.characters import characters_named
from essays.linking.evidence import Evidence, TitleHit
from essays.linking.films import in_heading, rank_films, title_features, title_score
from essays.linking.links import Candidate
from people.names import fold, surname

LOOKED_AT = 12  # films whose casts are read before the choice
FILMS_KNOWN = 1e5  # order of magnitude of a catalogue; only its logarithm counts

STATED_TITLE, STATED_YEAR, STATED_OTHER_YEAR = 8.0, 5.0, -5.0
FIRST_MENTION, EACH_MENTION, MENTIONS_COUNTED = 1.6, 0.8, 5
MENTION_EARLY, MENTION_IN_HEADING, MENTION_DEFINED = 0.7, 2.0, 2.0
EACH_PERSON, EACH_REPEAT, REPEATS_COUNTED = 1.8, 0.35, 3
EACH_SURNAME = 0.8
EACH_CHARACTER, CHARACTERS_COUNTED = 1.3, 4
LEAST_SCORE, LEAST_LEAD = 3.2, 0.9
EARLY = 300  # code points; a first paragraph
SERIES_COST = -1.5  # an essay is about a film more often than about a series


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """The film an essay is about, or None with candidates."""

    film: FilmRecord | None
    confidence: float
    reason: str
    candidates: tuple[Candidate, ...] = ()


def choose_subject(evidence: Evidence) -> SubjectChoice:
    """The subject film; none where a reader could not tell."""
    titles = _title_points(evidence)
    people, names = _people_points(evidence)
    totals = {film: titles.get(film, 0.0) + people.get(film, 0.0) for film in titles.keys() | people.keys()}
    if not totals:
        return SubjectChoice(None, 0.0, "")
    best = sorted(totals, key=lambda film: (-totals[film], film))[:LOOKED_AT]
    if missing := [film for film in best if film not in evidence.films]:
        evidence.films.update(evidence.catalogue.films(missing))
    best = [film for film in best if film in evidence.films]
    casts = evidence.cast_of(best)
    for film_id in best:
        totals[film_id] += _facts_points(evidence, evidence.films[film_id])
        found = characters_named(evidence, casts[film_id])
        totals[film_id] += EACH_CHARACTER * min(CHARACTERS_COUNTED, len(found))
        totals[film_id] += _surname_points(evidence, film_id)
        totals[film_id] += SERIES_COST if evidence.films[film_id].kind != "film" else 0.0
    best.sort(key=lambda film: (-totals[film], -evidence.films[film].credit_count, film))
    return _decide(evidence, best, totals, titles, names)


def _decide(
    evidence: Evidence,
    best: list[int],
    totals: dict[int, float],
    titles: dict[int, float],
    names: dict[int, list[str]],
) -> SubjectChoice:
    first = best[0]
    lead = totals[first] - (totals[best[1]] if len(best) > 1 else 0.0)
    confidence = 1 / (1 + math.exp(-(min(totals[first] - LEAST_SCORE, 2 * lead - LEAST_LEAD))))
    reasons = {film: _reason(evidence, film, titles, names) for film in best}
    if totals[first] >= LEAST_SCORE and lead >= LEAST_LEAD:
        return SubjectChoice(evidence.films[first], round(confidence, 3), reasons[first])
    total = sum(math.exp(min(totals[film], 50.0)) for film in best)
    ranked = tuple(
        Candidate(film, round(math.exp(min(totals[film], 50.0)) / total, 3), reasons[film]) for film in best[:5]
    )
    return SubjectChoice(None, 0.0, "", ranked)


def _reason(evidence: Evidence, film: int, titles: dict[int, float], names: dict[int, list[str]]) -> str:
    parts = ["its title is named"] if titles.get(film) else []
    if who := names.get(film):
        verb = "is" if len(who) == 1 else "are"
        parts.append(f"{', '.join(who[:3])} {verb} credited on it")
    return "; ".join(parts) or "what the text states"


def _title_points(evidence: Evidence) -> dict[int, float]:
    """What the mentions of each title say for its films."""
    by_film: dict[int, list[float]] = defaultdict(list)
    extra: dict[int, float] = defaultdict(float)
    for hit in evidence.titles:
        choices = rank_films(evidence, hit, None)
        odds = title_score(title_features(evidence, hit, choices, None))
        likely = 1 / (1 + math.exp(-odds))
        defined = _is_defined(evidence, hit)
        for choice in choices:
            behind = choices[0].score - choice.score
            if behind > 6:
                continue
            weight = likely * math.exp(-behind / 4)
            film_id = choice.film.id
            by_film[film_id].append(weight)
            early = hit.run.start < EARLY
            extra[film_id] = max(
                extra[film_id],
                weight * (MENTION_EARLY * early + MENTION_DEFINED * defined)
                + MENTION_IN_HEADING * in_heading(evidence, hit.run) * math.exp(-behind / 4),
            )
    return {
        film_id: FIRST_MENTION * max(weights)
        + EACH_MENTION * sum(sorted(weights, reverse=True)[1 : MENTIONS_COUNTED + 1])
        + extra[film_id]
        for film_id, weights in by_film.items()
    }


_DEFINING = (" is a ", " is an ", " is one ", " was a ", " is the ", " tells ", " stars ")


def _is_defined(evidence: Evidence, hit: TitleHit) -> bool:
    """Whether the sentence says what the title is: "X is a 1988 film", "X is a thriller"."""
    after = evidence.prose.text[hit.run.end : hit.run.end + 60]
    return after.lstrip('”"’').startswith(
        (" is a ", " is an ", " is one ", " was a ", " is the ", " tells ", " stars ")
    )


def _people_points(evidence: Evidence) -> tuple[dict[int, float], dict[int, list[str]]]:
    """What the people named in full say for the films they are credited on."""
    mentions = Counter(hit.run.key for hit in evidence.names)
    shorts = Counter(word.stem_key for word in evidence.prose.words if word.is_capital)
    points: dict[int, float] = defaultdict(float)
    names: dict[int, list[str]] = defaultdict(list)
    counted: set[str] = set()
    for hit in evidence.names:
        if hit.run.key in counted:
            continue
        counted.add(hit.run.key)
        by_film: dict[int, tuple[float, str]] = {}
        for person in hit.people:
            films = evidence.films_of(person.id)
            rarity = math.log(FILMS_KNOWN / max(1, len(films))) / math.log(FILMS_KNOWN)
            short = shorts[fold(surname(person.name))] - mentions[hit.run.key]
            repeats = min(REPEATS_COUNTED, mentions[hit.run.key] - 1 + max(0, short))
            worth = rarity * (EACH_PERSON + EACH_REPEAT * repeats)
            for film_id in films:
                if worth > by_film.get(film_id, (0.0, ""))[0]:
                    by_film[film_id] = (worth, person.name)
        for film_id, (worth, name) in by_film.items():
            points[film_id] += worth
            names[film_id].append(name)
    return points, names


def _facts_points(evidence: Evidence, film: FilmRecord) -> float:
    facts = evidence.document.facts
    points = 0.0
    if facts.title and fold(facts.title) in {fold(title) for title in (film.title, *film.other_titles)}:
        points += STATED_TITLE
    if facts.release_year and film.release_year:
        points += STATED_YEAR if abs(facts.release_year - film.release_year) <= 1 else STATED_OTHER_YEAR
    return points


def _surname_points(evidence: Evidence, film_id: int) -> float:
    """What surnames of its cast say that nobody named in full explains."""
    explained = {part for hit in evidence.names for part in hit.run.key.split()}
    last = {fold(surname(credit.person_name)) for credit in evidence.casts[film_id]}
    free = {w.stem_key for w in evidence.prose.words if w.is_capital and not w.opens} - explained
    return EACH_SURNAME * min(3, len({key for key in last & free if len(key) > 2}))
