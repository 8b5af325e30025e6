"""Names as text: keys under which spellings agree, forms a name is looked up by, how it is sorted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.names import KEY_MAX_LENGTH, fold, name_key, name_keys, parts_of_person, sort_name, surname, without_suffix


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ed O'Ross", "Ed O’Ross"),
        ("Amélie", "AMELIE"),
        ("Tango & Cash", "Tango and Cash"),
        ("K-9", "K 9"),
        ("Béla Lugosi", "Bela Lugosi"),
        ("Max von Sydow", "max  von sydow"),
        ("Ole Bornedal", "ole bornedal"),
        ("Søren Kragh-Jacobsen", "Soren Kragh Jacobsen"),
        ("Łódź", "Lodz"),
        ("Schindler`s List", "Schindler's List"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("James Belushi", "John Belushi"), ("Alien", "Aliens"), ("48 Hrs.", "48 Hours")]
)
def test_different_names_have_different_keys(one, other):
    assert fold(one) != fold(other)


def test_a_name_in_another_script_keeps_its_letters():
    assert fold("Сергей Бодров") == "сергеи бодров"


def test_a_title_without_a_letter_is_its_own_key():
    assert (fold("…"), name_key("…")) == ("", "…")


@given(st.text(max_size=300))
def test_folding_a_key_changes_nothing(text):
    key = fold(text)
    assert fold(key) == key
    assert len(key) <= KEY_MAX_LENGTH
    assert key == key.strip()


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_the_short_way_for_ascii_gives_what_the_long_way_gives(text):
    assert fold(text) == fold(text + " é").removesuffix("e").strip()


@pytest.mark.parametrize(
    ("name", "last", "sorted_as"),
    [
        ("Walter Hill", "Hill", "Hill, Walter"),
        ("Ed Begley Jr.", "Begley", "Begley, Ed Jr."),
        ("Guillermo del Toro", "del Toro", "del Toro, Guillermo"),
        ("Lars von Trier", "von Trier", "von Trier, Lars"),
        ("Cher", "Cher", "Cher"),
        ("Robert Downey, Jr.", "Downey", "Downey, Robert Jr."),
        ("Van Heflin", "Heflin", "Heflin, Van"),
        ("Del Close", "Close", "Close, Del"),
        ("", "", ""),
    ],
)
def test_a_name_is_sorted_by_its_surname_with_particles(name, last, sorted_as):
    assert (surname(name), sort_name(name)) == (last, sorted_as)


def test_a_suffix_alone_is_a_name():
    assert without_suffix(["Jr."]) == ["Jr."]


@pytest.mark.parametrize(
    ("name", "others", "keys"),
    [
        ("Walter Hill", (), {"walter hill": "full"}),
        (
            "James Belushi",
            ("Jim Belushi",),
            {"james belushi": "full", "jim belushi": "alias"},
        ),
        ("Samuel L. Jackson", (), {"samuel l jackson": "full", "samuel jackson": "short"}),
        ("Robert Downey Jr.", (), {"robert downey jr": "full", "robert downey": "short"}),
        (
            'Tommy "Tiny" Lister Jr.',
            (),
            {"tommy tiny lister jr": "full", "tommy tiny lister": "short", "tommy lister": "short"},
        ),
        ("W. S. Van Dyke", (), {"w s van dyke": "full"}),
        ("Cher", (), {"cher": "full"}),
        ("R.J. MacReady", (), {"r j macready": "full"}),
    ],
)
def test_the_keys_a_name_is_looked_up_by(name, others, keys):
    assert dict(name_keys(name, others)) == keys


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Walter Hill", ("Hill", "Walter")),
        ("Lars von Trier", ("von Trier", "Lars")),
        ("Ed Begley Jr.", ("Begley", "Ed Jr.")),
        ("Chris", ("", "")),
        ("The film desk", ("", "")),
        ("The Editors", ("", "")),
        ("our man in Cannes", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_list_of_references_has_the_parts_of_a_persons_name_and_none_of_a_desk(name, parts):
    assert parts_of_person(name) == parts
