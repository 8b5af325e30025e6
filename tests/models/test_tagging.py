"""Tags: one vocabulary for people, films and essays; what was worked out from credits stays apart from an editor's."""

from typing import Any

import pytest

from people.models import PersonTag, Tag, TagSynonym
from people.names import name_key
from tests.build import essay, film, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [person, film, essay], ids=["person", "film", "essay"])
def test_every_kind_of_record_carries_tags_of_one_vocabulary(make: Any) -> None:
    record = make()
    record.tags.add("Cold War")
    tag = Tag.objects.get()
    assert list(record.tags.all()) == [tag]
    assert list(type(record).objects.filter(tags=tag)) == [record]


def test_a_tag_is_found_in_any_case() -> None:
    for make, name in ((person, "Cold War"), (film, "cold war"), (essay, "COLD WAR")):
        make().tags.add(name)
    assert [tag.name for tag in Tag.objects.all()] == ["Cold War"]


def test_a_tag_is_found_by_the_records_that_carry_it() -> None:
    for record, tag in ((person(), "director"), (film(), "buddy cop film"), (essay(), "Cold War")):
        record.tags.add(tag)
    assert Tag.objects.get(people__name="Walter Hill").name == "director"
    assert Tag.objects.get(films__title="Red Heat").name == "buddy cop film"
    assert Tag.objects.get(essays__headline="A Russian in Chicago").name == "Cold War"


def test_what_an_editor_sets_is_not_derived() -> None:
    walter = person()
    walter.tags.add("director")
    assert not PersonTag.objects.get().is_derived


def test_a_derived_tag_and_an_editors_stand_beside_each_other() -> None:
    walter = person()
    director, topic = Tag.objects.create(name="director", kind="job"), Tag.objects.create(name="action cinema")
    PersonTag.objects.create(content_object=walter, tag=director, is_derived=True)
    PersonTag.objects.create(content_object=walter, tag=topic)
    assert list(walter.taggings.filter(is_derived=True).values_list("tag__name", flat=True)) == ["director"]
    assert list(walter.tags.order_by("name")) == [topic, director]
    walter.taggings.filter(is_derived=True).delete()
    assert list(walter.tags.all()) == [topic]


@pytest.mark.parametrize("word", ["cop movie", "Cop Movie", "cop-movie"])
def test_a_synonym_is_found_by_its_folded_key(word: str) -> None:
    police = Tag.objects.create(name="police film", kind="genre")
    TagSynonym.objects.create(tag=police, name="cop movie")
    assert TagSynonym.objects.get(key=name_key(word)).tag == police


def test_a_tag_that_goes_takes_its_uses_along_and_no_record() -> None:
    heat = film()
    heat.tags.add("Cold War")
    Tag.objects.all().delete()
    heat.refresh_from_db()
    assert not heat.tags.exists()


def test_a_tag_is_shown_by_its_name_wherever_it_is_carried() -> None:
    heat = film()
    heat.tags.add("Cold War")
    assert str(heat.taggings.get()) == str(Tag.objects.get()) == "Cold War"
