"""The line of years."""

from itertools import pairwise

import pytest

from people.years import STACK_MOST, TITLE_MOST, TITLES_APART, Dated, Mark, draw_years

HILL = [
    Dated(1975, "Hard Times"),
    Dated(1978, "The Driver"),
    Dated(1979, "The Warriors", Mark.NAMED),
    Dated(1982, "48 Hrs.", Mark.ABOUT),
    Dated(1988, "Red Heat", Mark.ABOUT),
]


@pytest.mark.parametrize("films", [[], HILL[:1], [HILL[0], Dated(1975, "The Streetfighter")]])
def test_one_year_is_no_line(films: list[Dated]) -> None:
    assert draw_years(films) is None


def test_each_film_is_a_dot_at_its_year() -> None:
    line = draw_years(HILL)
    assert line is not None
    assert (line.first, line.last, line.count) == (1975, 1988, 5)
    assert [dot.mark for dot in line.dots] == [film.mark for film in HILL]
    xs = [dot.x for dot in line.dots]
    step = (xs[-1] - xs[0]) / 13
    assert xs == [xs[0] + round((film.year - 1975) * step) for film in HILL]
    assert {year for _, year in line.ticks} == {1975, 1980, 1985}


def test_films_of_one_year_stand_over_each_other_what_is_written_about_on_the_line() -> None:
    line = draw_years([Dated(1988, "Big"), Dated(1988, "Red Heat", Mark.ABOUT), HILL[0]])
    assert line is not None
    _, lower, upper = line.dots
    assert lower.mark is Mark.ABOUT
    assert lower.x == upper.x
    assert lower.y > upper.y
    assert [title.text for title in line.titles] == ["Hard Times", "Red Heat"]


def test_of_very_many_in_a_year_it_says_how_many_more() -> None:
    line = draw_years([HILL[0], *(Dated(1988, f"Reel {n}") for n in range(STACK_MOST + 31))])
    assert line is not None
    assert len(line.dots) == 1 + STACK_MOST
    assert [more.count for more in line.more] == [31]
    assert min(dot.y for dot in line.dots) > line.more[0].y > 0


def test_titles_do_not_touch_and_those_written_about_come_first() -> None:
    line = draw_years([*(Dated(1920 + n, f"Reel {n}") for n in range(101)), Dated(1961, "Yojimbo", Mark.ABOUT)])
    assert line is not None
    xs = [title.x for title in line.titles]
    assert all(after - before >= TITLES_APART for before, after in pairwise(xs))
    assert "Yojimbo" in {title.text for title in line.titles}


def test_a_long_title_is_cut_and_all_that_is_drawn_is_inside() -> None:
    line = draw_years([*HILL, Dated(1964, "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb")])
    assert line is not None
    longest = max((title.text for title in line.titles), key=len)
    assert longest.endswith("…")
    assert len(longest) <= TITLE_MOST
    assert all(0 < dot.x < line.width and 0 < dot.y < line.height for dot in line.dots)
