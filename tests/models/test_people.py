"""People: told apart, sorted, found by any of their names, and with their tags in few queries."""

from typing import Any

import pytest

from people.models import Alias, Person, PersonKey, PersonTag, Tag
from tests.build import essay, film, mention, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, "Steve McQueen"),
        ({"birth_year": 1930, "death_year": 1980}, "Steve McQueen (1930–1980)"),
        ({"birth_year": 1969}, "Steve McQueen (born 1969)"),
        ({"death_year": 1980}, "Steve McQueen (died 1980)"),
        ({"disambiguation": "director", "birth_year": 1969}, "Steve McQueen (director)"),
    ],
)
def test_a_person_is_shown_with_what_tells_them_apart(fields: dict[str, Any], shown: str) -> None:
    assert str(person("Steve McQueen", **fields)) == shown


def test_two_people_of_one_name_of_whom_nothing_is_known_are_told_apart() -> None:
    assert [str(person("Steve McQueen")) for _ in range(3)] == [
        "Steve McQueen",
        "Steve McQueen (no. 2)",
        "Steve McQueen (no. 3)",
    ]


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Walter Hill", "Hill, Walter"),
        ("Lars von Trier", "von Trier, Lars"),
        ("Ed Begley Jr.", "Begley, Ed Jr."),
        ("Cher", "Cher"),
    ],
)
def test_a_sort_name_is_made_where_there_is_none(name: str, sorted_as: str) -> None:
    assert person(name).sort_name == sorted_as


def test_a_sort_name_follows_a_rename_unless_an_editor_wrote_it() -> None:
    belushi = person("James Belushi")
    belushi.name = "Jim Belushi"
    belushi.save()
    assert belushi.sort_name == "Belushi, Jim"
    ho = person("Ho Chi Minh", sort_name="Ho Chi Minh")
    ho = Person.objects.get(pk=ho.pk)
    ho.name = "Hồ Chí Minh"
    ho.save()
    assert ho.sort_name == "Ho Chi Minh"


def test_people_are_listed_by_sort_name() -> None:
    for name in ("Arnold Schwarzenegger", "Walter Hill", "James Belushi"):
        person(name)
    assert [p.name for p in Person.objects.all()] == ["James Belushi", "Walter Hill", "Arnold Schwarzenegger"]


def test_both_of_one_name_are_found_by_it() -> None:
    actor, director = person("Steve McQueen", birth_year=1930), person("Steve McQueen", birth_year=1969)
    assert set(Person.objects.called("steve mcqueen")) == {actor, director}


@pytest.mark.parametrize("name", ["Laurence Fishburne", "Larry Fishburne", "LARRY FISHBURNE", "Larry  Fishburne "])
def test_a_person_is_found_once_by_each_of_their_names(name: str) -> None:
    fishburne = person("Laurence Fishburne")
    Alias.objects.create(person=fishburne, name="Larry Fishburne")
    assert list(Person.objects.called(name)) == [fishburne]


def keys(of: Person) -> dict[str, str]:
    return dict(PersonKey.objects.filter(person=of).values_list("key", "form"))


def test_keys_follow_a_rename() -> None:
    belushi = person("James Belushi")
    belushi.name = "Jim Belushi"
    belushi.save()
    assert keys(belushi) == {"jim belushi": "full"}


def test_a_former_name_is_kept_once_and_no_other_spelling_of_the_name() -> None:
    belushi = person("Jim Belushi")
    for former in ("James Belushi", "JAMES BELUSHI", "JIM BELUSHI", ""):
        belushi.keep_former_name(former)
    assert [alias.name for alias in belushi.aliases.all()] == ["James Belushi"]
    assert keys(belushi) == {"jim belushi": "full", "james belushi": "alias"}


def test_keys_are_made_of_aliases_and_of_names_without_initials() -> None:
    ejo = person("Edward James Olmos")
    Alias.objects.create(person=ejo, name="Eddie J. Olmos")
    assert keys(ejo) == {"edward james olmos": "full", "eddie j olmos": "alias", "eddie olmos": "short"}


def test_saving_again_writes_no_key(django_assert_num_queries: Any) -> None:
    walter = person()
    before = set(walter.keys.values_list("pk", flat=True))
    walter.note = "Director of Red Heat."
    walter.save()
    assert set(walter.keys.values_list("pk", flat=True)) == before
    with django_assert_num_queries(1):
        walter.save(update_fields=["note"])


def rename(alias: Alias) -> None:
    alias.name = "Lawrence Fishburne"
    alias.save()


@pytest.mark.parametrize(
    "remove",
    [
        pytest.param(lambda alias: alias.delete(), id="delete"),
        pytest.param(lambda alias: Alias.objects.filter(pk=alias.pk).delete(), id="delete of a queryset"),
        pytest.param(lambda alias: alias.person.aliases.all().delete(), id="delete through the person"),
        pytest.param(rename, id="rename"),
    ],
)
def test_a_name_that_is_gone_finds_nobody(remove: Any) -> None:
    fishburne = person("Laurence Fishburne")
    remove(Alias.objects.create(person=fishburne, name="Larry Fishburne"))
    assert "larry fishburne" not in keys(fishburne)
    assert "laurence fishburne" in keys(fishburne)


def test_a_name_that_moves_to_another_person_takes_its_key_along() -> None:
    belushi, other = person("James Belushi"), person("Jim Belushi", disambiguation="namesake")
    alias = Alias.objects.create(person=other, name="Jimmy Belushi")
    alias.person = belushi
    alias.save()
    assert keys(other) == {"jim belushi": "full"}
    assert keys(belushi) == {"james belushi": "full", "jimmy belushi": "alias"}


def test_a_manager_deletes_nothing_by_itself() -> None:
    """As with every queryset, all rows go only when ``all()`` is said."""
    assert not hasattr(Alias.objects, "delete")


def test_a_person_who_is_deleted_leaves_no_key() -> None:
    fishburne = person("Laurence Fishburne")
    Alias.objects.create(person=fishburne, name="Larry Fishburne")
    fishburne.delete()
    assert not PersonKey.objects.exists()


def test_an_essays_people_are_those_its_linked_mentions_name() -> None:
    review = essay()
    walter, arnold, jim = person("Walter Hill"), person("Arnold Schwarzenegger"), person("James Belushi")
    mention(review, "Walter Hill", walter, start=0)
    mention(review, "Hill", walter, start=30)
    mention(review, "Danko", start=40, kind="character", name="Ivan Danko", person=arnold, state="linked")
    mention(review, "Belushi", jim, start=50, state="rejected")
    mention(review, "Eddie Murphy", person("Eddie Murphy"), start=60, is_lost=True)
    mention(review, "Red Heat", film(), start=70)
    mention(essay("48 Hrs. again"), "Nick Nolte", person("Nick Nolte"))
    # Who plays a character that is named is a person of the essay too.
    assert set(Person.objects.named_in(review)) == {walter, arnold}


@pytest.mark.parametrize("count", [1, 10, 200])
def test_an_essays_people_and_their_tags_cost_three_queries(count: int, django_assert_num_queries: Any) -> None:
    review = essay()
    director = Tag.objects.create(name="director", kind="job")
    for number in range(count):
        made = person(f"Alan Smithee {number}")
        PersonTag.objects.create(content_object=made, tag=director, is_derived=True)
        mention(review, "Alan Smithee", made, start=number * 20)
    with django_assert_num_queries(3):
        people = Person.objects.named_in(review).for_listing()
        assert [[str(tagging.tag) for tagging in p.taggings.all()] for p in people] == [["director"]] * count
