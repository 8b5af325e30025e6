"""Reviews that say what they mean: what the weights of linking are fitted to."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essays.linking.catalogue import FilmRecord
from essays.linking.films import YEARS_APART
from people.names import fold

PARTS = 5  # of the reviews, each left out once
_YEAR_IN_SPAN = re.compile(r" \(\d{4}\)$")


@dataclass(frozen=True, slots=True)
class GoldFilm:
    """A film as a review means it: by any of these titles, as keys, and a year."""

    keys: frozenset[str]
    year: int

    def is_same(self, film: FilmRecord) -> bool:
        """Whether a record is this film; sources may date it a year apart."""
        near = film.release_year is not None and abs(film.release_year - self.year) <= YEARS_APART
        return near and fold(film.title) in self.keys


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words that a review sets off. ``label``: ``film``; ``alias``, a short form of the subject; ``open``; other."""

    start: int
    end: int
    label: str
    film: GoldFilm | None = None

    def ends(self, text: str) -> tuple[int, ...]:
        """Where the title may end: some authors set the year behind it off, too."""
        year = _YEAR_IN_SPAN.search(text[self.start : self.end])
        return (self.end,) if year is None else (self.end, self.start + year.start())


@dataclass(frozen=True, slots=True)
class GoldReview:
    """A review with what it means. ``names`` are the people it credits, with their places."""

    id: str
    text: str
    film: GoldFilm
    spans: tuple[GoldSpan, ...]
    names: tuple[tuple[int, int, str], ...] = ()

    @property
    def part(self) -> int:
        """Which part of the reviews it is left out with."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) // 7 % PARTS

    @property
    def is_inferable(self) -> bool:
        """Whether a reader could tell what it is about: it prints the title or names two who are credited."""
        titled = any(span.film == self.film for span in self.spans if span.label == "film")
        return titled or len({name for _, _, name in self.names}) >= 2


def gold_review(row: Mapping[str, Any]) -> GoldReview:
    """A review of the corpus's gold file: ``{"id", "text", "film", "films", "people"}``."""
    spans = tuple(
        GoldSpan(span["start"], span["end"], span["label"], _gold_film(span["film"]) if span.get("film") else None)
        for span in row["films"]
    )
    names = tuple((person["start"], person["end"], person["name"]) for person in row["people"])
    return GoldReview(row["id"], row["text"], _gold_film(row["film"]), spans, names)


def _gold_film(said: Mapping[str, Any]) -> GoldFilm:
    return GoldFilm(frozenset(fold(title) for title in (said["title"], *said.get("aliases", ()))), said["year"])
