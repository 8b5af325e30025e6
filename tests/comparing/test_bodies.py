"""Two bodies compared: blocks and words, and that no text of either side is lost."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essays.comparing.bodies import ALIKE, Change, blocks_of, compare_blocks, compare_bodies, compare_words, count_words

ONE = "Walter Hill made Red Heat in 1988."
TWO = "Danko is stone, and Ridzik talks."
THREE = "Chicago has seldom looked so cold."


def changes(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    return [(block.change.value, "".join(run.text for run in block.runs)) for block in compare_blocks(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param([ONE, TWO], [ONE, TWO], ["same", "same"], id="nothing"),
        pytest.param([ONE], [ONE, TWO], ["same", "added"], id="a new block"),
        pytest.param([ONE, TWO], [TWO], ["removed", "same"], id="a block is gone"),
        pytest.param([ONE, TWO, THREE], [TWO, THREE, ONE], ["same", "same", "moved"], id="a block was moved"),
        pytest.param([ONE, TWO], [ONE.replace("1988", "1985"), TWO], ["changed", "same"], id="a word was changed"),
        pytest.param([ONE, TWO, THREE], [TWO, THREE, ONE + " Yes."], ["same", "same", "moved"], id="moved and changed"),
        pytest.param([ONE], [THREE], ["removed", "added"], id="another block altogether"),
        pytest.param([], [], [], id="empty"),
    ],
)
def test_blocks_are_named_by_what_became_of_them(old: list[str], new: list[str], expected: list[str]) -> None:
    assert [change for change, _ in changes(old, new)] == expected


def test_a_changed_block_shows_the_words() -> None:
    runs = compare_words(ONE, ONE.replace("1988", "1985"))
    assert [(run.change, run.text) for run in runs if run.change is not Change.SAME] == [
        (Change.REMOVED, "1988"),
        (Change.ADDED, "1985"),
    ]


def test_bodies_are_compared_by_their_text_and_not_by_their_mark_up() -> None:
    (block,) = compare_bodies("<p>Walter <em>Hill</em></p>", "<p>Walter Hill</p>")
    assert block.change is Change.SAME
    assert blocks_of("<h2>On</h2><ul><li>one</li><li>two &amp; three</li></ul>") == ["On", "one", "two & three"]


def test_words_are_counted_wherever_they_stand() -> None:
    assert count_words("<p>one two</p><p>three</p>", "<p>three</p><p>two four four</p>") == (2, 1)


def test_two_blocks_are_one_from_half_their_words() -> None:
    assert ALIKE == 0.5
    assert changes(["one two"], ["one three"])[0][0] == "changed"
    assert changes(["one two"], ["four three"])[0][0] == "removed"


TEXTS = st.lists(st.text("ab .\n", max_size=8), max_size=6)


@given(TEXTS, TEXTS)
def test_no_text_of_either_side_is_lost(old: list[str], new: list[str]) -> None:
    compared = compare_blocks(old, new)
    had, has = [], []
    for block in compared:
        if block.change is not Change.ADDED:
            had.append("".join(run.text for run in block.runs if run.change is not Change.ADDED))
        if block.change is not Change.REMOVED:
            has.append("".join(run.text for run in block.runs if run.change is not Change.REMOVED))
    assert has == new
    assert Counter(had) == Counter(old)
