"""Words found again in a text that has changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essays.desk.finding_again import Quotation, context, find_again

TEXT = "Walter Hill made Red Heat. Before it Hill made 48 Hrs., and Hill made Alien."


def quoted(text: str, exact: str, nth: int = 1) -> Quotation:
    start = -1
    for _ in range(nth):
        start = text.index(exact, start + 1)
    return Quotation(exact, *context(text, start, start + len(exact)), start)


@pytest.mark.parametrize(
    ("exact", "nth", "after", "found"),
    [
        pytest.param("Red Heat", 1, TEXT, 17, id="unchanged"),
        pytest.param("Hill", 2, TEXT, 37, id="the second of three"),
        pytest.param("Hill", 3, TEXT.replace("Walter Hill made Red Heat. ", ""), 33, id="text before is gone"),
        pytest.param("Hill", 2, "A new first sentence. " + TEXT, 59, id="text before is longer"),
        pytest.param("48 Hrs.", 1, TEXT.replace("Before it Hill", "Earlier, Hill"), 46, id="context half changed"),
        pytest.param("Red Heat", 1, TEXT.replace("Red Heat", "it"), None, id="words are gone"),
        pytest.param("Hill", 1, "Walter Hillside made it.", None, id="only part of a word is there"),
        pytest.param("Hill", 1, "", None, id="all text is gone"),
    ],
)
def test_words_are_found_by_themselves_and_their_context(exact, nth, after, found):
    assert find_again([quoted(TEXT, exact, nth)], after) == [found]


def test_two_quotations_never_share_a_place():
    both = [quoted(TEXT, "Hill", 1), quoted(TEXT, "Hill", 2)]
    assert find_again(both, "Walter Hill made Red Heat.") == [7, None]


def test_words_inside_other_words_that_were_marked_do_not_overlap_them():
    text = "Lethal Weapon 2 is not Lethal Weapon."
    found = find_again([quoted(text, "Lethal Weapon 2"), quoted(text, "Lethal Weapon", 2)], text)
    assert found == [0, 23]


def test_of_equal_contexts_the_nearest_to_the_old_place_is_taken():
    text = "Hill. " * 40
    assert find_again([Quotation("Hill", "", "", 121)], text) == [120]


def test_many_places_of_the_same_words_are_still_quick():
    text = "Hill " * 20_000
    wanted = [Quotation("Hill", "", "", 5 * n) for n in range(0, 2_000, 10)]
    assert find_again(wanted, text) == [5 * n for n in range(0, 2_000, 10)]


@given(st.text(alphabet="ab .", max_size=60), st.text(alphabet="ab .", max_size=20), st.data())
def test_in_an_unchanged_text_with_words_put_before_it_all_is_found_in_place(text, before, data):
    words = [n for n, c in enumerate(text) if c.isalpha() and (n == 0 or not text[n - 1].isalpha())]
    if not words:
        return
    start = data.draw(st.sampled_from(words))
    end = start + len(text[start:].replace(".", " ").split(" ")[0])
    quotation = Quotation(text[start:end], *context(text, start, end), start)
    [found] = find_again([quotation], text)
    assert found is not None
    assert text[found : found + len(quotation.exact)] == quotation.exact
    [moved] = find_again([quotation], before + " " + text)
    assert moved is not None
    assert (before + " " + text)[moved : moved + len(quotation.exact)] == quotation.exact
