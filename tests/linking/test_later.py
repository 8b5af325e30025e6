"""Which short forms may stand for a given name."""

import pytest

from essays.linking.later import may_be_called
from essays.linking.lexicon import given_names, name_words, nicknames, not_titles, ordinary_words
from people.names import fold


@pytest.mark.parametrize(
    ("short", "given", "may"),
    [
        ("jim", "james", True),
        ("james", "jim", True),
        ("arnie", "arnold", True),
        ("marty", "martin", True),
        ("ronny", "ronald", True),
        ("clinty", "clint", False),
        ("eddy", "edward", True),
        ("jim", "john", False),
        ("andy", "andrea", False),
        ("bo", "bob", False),
    ],
)
def test_a_short_form_stands_for_a_given_name(short, given, may):
    assert may_be_called(short, given) is may


def test_the_word_lists_hold_keys():
    for words in (nicknames(), not_titles(), ordinary_words(), given_names(), name_words()):
        assert words
        assert all(fold(word) == word for word in words)


def test_no_given_name_is_an_ordinary_word():
    assert not given_names() & ordinary_words()
