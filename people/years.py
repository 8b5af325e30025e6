"""A line of years: the films of a person as dots over the years they came out, drawn by numbers alone. No Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

YEAR_LEAST, YEAR_MOST = 16, 72  # units between two years
WIDTH_WANTED = 900  # units that the years fill where there are few of them
LEFT, RIGHT = 24, 120  # units beside the first and the last year; the last title leans over the second
TITLES_HIGH = 132  # units above the dots, for titles that lean
UNDER = 40  # units under the line, for the years
DOT = 14  # units from one dot of a year to the next
STACK_MOST = 8  # dots over one year; how many more there are is said
TITLE_MOST = 24  # letters of a title
TITLES_APART = 18  # units between two titles


class Mark(StrEnum):
    """What the site says of a film, the most first."""

    ABOUT = "about"
    NAMED = "named"
    KNOWN = "known"


RADIUS = {Mark.ABOUT: "6.5", Mark.NAMED: "5", Mark.KNOWN: "4"}
_WEIGHT = {mark: weight for weight, mark in enumerate(Mark)}


@dataclass(frozen=True, slots=True)
class Dated:
    """A film by its year and title."""

    year: int
    title: str
    mark: Mark = Mark.KNOWN


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    mark: Mark
    radius: str


@dataclass(frozen=True, slots=True)
class Title:
    """Words that begin at the top of a year's dots; ``foot`` is the topmost dot."""

    x: int
    y: int
    foot: int
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class More:
    """How many films of a year have no dot."""

    x: int
    y: int
    count: int


@dataclass(frozen=True, slots=True)
class YearLine:
    """All that is drawn, in units of a box of ``width`` by ``height``; ``ticks`` are ``(x, year)``."""

    width: int
    height: int
    axis: int
    end: int
    first: int
    last: int
    count: int
    ticks: tuple[tuple[int, int], ...]
    dots: tuple[Dot, ...]
    titles: tuple[Title, ...]
    more: tuple[More, ...]


def draw_years(films: Iterable[Dated]) -> YearLine | None:
    """The line of these films; None where they are not of two years at least, of which there is nothing to see."""
    by_year: dict[int, list[Dated]] = {}
    for film in sorted(films, key=lambda film: (film.year, _WEIGHT[film.mark], film.title)):
        by_year.setdefault(film.year, []).append(film)
    if len(by_year) < 2:
        return None
    first, last = min(by_year), max(by_year)
    step = max(YEAR_LEAST, min(YEAR_MOST, WIDTH_WANTED // (last - first)))
    stack = min(STACK_MOST, max(map(len, by_year.values())))
    above = any(len(found) > STACK_MOST for found in by_year.values())
    titles_at = TITLES_HIGH
    axis = titles_at + (stack + above) * DOT
    end = LEFT + (last - first) * step

    def at(year: int) -> int:
        return LEFT + (year - first) * step

    return YearLine(
        width=end + RIGHT,
        height=axis + UNDER,
        axis=axis,
        end=end + LEFT // 2,
        first=first,
        last=last,
        count=sum(map(len, by_year.values())),
        ticks=tuple((at(year), year) for year in _round_years(first, last, step)),
        dots=tuple(
            Dot(at(year), axis - place * DOT, film.mark, RADIUS[film.mark])
            for year, found in by_year.items()
            for place, film in enumerate(found[:STACK_MOST])
        ),
        titles=tuple(
            Title(
                at(year), titles_at, axis - min(len(by_year[year]), STACK_MOST) * DOT + DOT, film.mark, _cut(film.title)
            )
            for year, film in _titled(by_year, step)
        ),
        more=tuple(
            More(at(year), axis - STACK_MOST * DOT + 4, len(found) - STACK_MOST)
            for year, found in by_year.items()
            if len(found) > STACK_MOST
        ),
    )


def _round_years(first: int, last: int, step: int) -> list[int]:
    every = 5 if step * 5 >= 90 else 10
    return [year for year in range(first, last + 1) if year % every == 0] or [first, last]


def _titled(by_year: dict[int, list[Dated]], step: int) -> list[tuple[int, Dated]]:
    """The years that have room for a title, with the film of it that matters most: what is written about goes first."""
    room = -(-TITLES_APART // step)  # years
    chosen: dict[int, Dated] = {}
    for year, found in sorted(by_year.items(), key=lambda item: (_WEIGHT[item[1][0].mark], item[0])):
        if all(abs(year - other) >= room for other in chosen):
            chosen[year] = found[0]
    return sorted(chosen.items())


def _cut(title: str) -> str:
    return title if len(title) <= TITLE_MOST else title[: TITLE_MOST - 1].rstrip() + "…"
