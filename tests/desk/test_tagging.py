"""Tags that the desk derives from credits, and what it never touches."""

import datetime as dt

import pytest

from essays.desk.editing import discard, take_back
from essays.desk.importing import import_document
from essays.desk.publishing import publish, withdraw
from essays.desk.tagging import derive_job_tags, tags_named
from essays.models import Essay
from people.models import PersonTag, Tag, TagSynonym
from tests.build import NOW, credit, film, person

pytestmark = pytest.mark.django_db


def tags_of(a_person) -> set[tuple[str, bool]]:
    return set(a_person.taggings.values_list("tag__name", "is_derived"))


def test_each_job_with_a_screen_credit_gives_a_tag():
    hill, red_heat = person(), film()
    for job in ("director", "writer", "producer"):
        credit(red_heat, hill, job)
    derive_job_tags([hill.pk])
    assert tags_of(hill) == {("director", True), ("writer", True), ("producer", True)}
    assert set(Tag.objects.values_list("kind", flat=True)) == {"job"}


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"is_credited": False}, id="a contribution"),
        pytest.param({"state": "proposed"}, id="a proposal"),
        pytest.param({"job": "self"}, id="as themselves"),
        pytest.param({"job": "other"}, id="a job without a name"),
    ],
)
def test_some_credits_give_none(fields):
    hill = person()
    credit(film(), hill, **{"job": "writer", **fields})
    derive_job_tags([hill.pk])
    assert tags_of(hill) == set()


def test_a_tag_goes_with_its_last_credit_and_an_editors_stays():
    hill = person()
    directed = credit(film(), hill)
    derive_job_tags([hill.pk])
    PersonTag.objects.create(content_object=hill, tag=Tag.objects.create(name="action"))
    directed.delete()
    derive_job_tags([hill.pk])
    assert tags_of(hill) == {("action", False)}


def test_an_editors_tag_is_not_made_a_derived_one():
    hill = person()
    PersonTag.objects.create(content_object=hill, tag=Tag.objects.create(name="Director", kind="topic"))
    credit(film(), hill)
    derive_job_tags([hill.pk])
    assert tags_of(hill) == {("Director", False)}
    assert Tag.objects.get().kind == "topic"


def test_deriving_again_changes_nothing_and_costs_no_more_for_many(django_assert_max_num_queries):
    people = [person(f"Person {n}") for n in range(60)]
    red_heat = film()
    for one in people:
        credit(red_heat, one, "actor")
    derive_job_tags([one.pk for one in people])
    before = list(PersonTag.objects.values())
    with django_assert_max_num_queries(6):
        derive_job_tags([one.pk for one in people])
    assert list(PersonTag.objects.values()) == before


def test_a_tag_is_found_in_any_case_and_by_a_synonym_before_one_is_made():
    buddy = Tag.objects.create(name="Buddy cop film", kind="genre")
    TagSynonym.objects.create(tag=buddy, name="buddy-cop movie")
    found = tags_named(["buddy cop film", "Buddy cop movie", "neo-noir"], kind=Tag.Kind.GENRE)
    assert found["buddy cop film"] == found["Buddy cop movie"] == buddy
    assert (found["neo-noir"].kind, Tag.objects.count()) == ("genre", 2)


def test_two_names_with_one_address_are_two_tags():
    found = tags_named(["sci fi", "sci-fi!"], kind=Tag.Kind.GENRE)
    assert len({tag.slug for tag in found.values()}) == 2


def test_a_credit_that_only_a_draft_states_gives_its_tag_when_the_essay_is_published_and_loses_it_when_withdrawn():
    red_heat, horner = film("Red Heat", 1988), person("James Horner")
    credit(film("48 Hrs.", 1982), horner, "composer")
    report = import_document(
        "Red Heat is a 1988 American action film directed by James Horner.\n[1] It was shot in Chicago.\n",
        name="entry.txt",
        now=NOW,
        film=red_heat,
    )
    made = Essay.objects.get(pk=report.essay_id)
    assert red_heat.credits.filter(person=horner, job="director", source="entry.txt").exists()

    def tags() -> set[str]:
        derive_job_tags([horner.pk])
        return {tagging.tag.name for tagging in horner.taggings.select_related("tag")}

    assert tags() == {"composer"}
    publish(made, by=None, now=NOW)
    assert {tagging.tag.name for tagging in horner.taggings.all()} == {"composer", "director"} == tags()
    withdraw(made, by=None, now=NOW + dt.timedelta(hours=1))
    assert {tagging.tag.name for tagging in horner.taggings.all()} == {"composer"} == tags()


def test_the_tags_a_document_states_follow_its_essay_into_the_wastebasket_whatever_its_subject_is_by_then():
    red_heat, horner = film("Red Heat", 1988), person("James Horner")
    report = import_document(
        "Red Heat is a 1988 American action film directed by James Horner.\n[1] It was shot in Chicago.\n",
        name="entry.txt",
        now=NOW,
        film=red_heat,
    )
    made = Essay.objects.get(pk=report.essay_id)
    assert red_heat.credits.filter(person=horner, job="director", source="entry.txt").exists()
    made.subjects.update(film=film("Red Heat", 1985))

    def tags() -> set[str]:
        return set(horner.taggings.values_list("tag__name", flat=True))

    publish(made, by=None, now=NOW)
    assert tags() == {"director"}
    discard(made, by=None, now=NOW)
    assert tags() == set()
    later = NOW + dt.timedelta(hours=1)
    take_back(made, by=None, now=later)
    publish(made, by=None, now=later)
    assert tags() == {"director"}
