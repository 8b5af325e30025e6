"""The links in the revisions: compared by what they mean, and brought back."""

import datetime as dt

import pytest
from django.core.management import call_command

from essays.desk.editing import essay_was_saved
from essays.desk.history import compare_contents, go_back, in_a_line
from essays.desk.mentions import link_mention, reject_mention
from essays.desk.merging import merge
from essays.desk.revising import record_revision, restore_revision, snapshot
from essays.models import Mention, Revision
from people.models import Person
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=1)


@pytest.fixture
def essay():
    """An essay that names a director, saved once, and then meaning somebody else of the name."""
    essay = build.essay(body="<p>Steve McQueen made it. Steve McQueen is in it.</p>")
    actor, director = build.person("Steve McQueen", birth_year=1930), build.person("Steve McQueen", birth_year=1969)
    build.mention(essay, "Steve McQueen", director, start=0)
    build.mention(essay, "Steve McQueen", actor, start=23)
    essay_was_saved(essay, by=None, now=NOW)
    return essay


def meant(essay) -> list[str]:
    return [str(mention.person) for mention in essay.mentions.linked().order_by("start")]


def test_a_revision_tells_whom_each_name_meant_by_id_and_name(essay):
    actor, director = Person.objects.order_by("birth_year")
    assert essay.revisions.get().content["links"] == [
        {
            "words": "Steve McQueen",
            "start": 0,
            "kind": "person",
            "person": director.pk,
            "name": "Steve McQueen (born 1969)",
        },
        {
            "words": "Steve McQueen",
            "start": 23,
            "kind": "person",
            "person": actor.pk,
            "name": "Steve McQueen (born 1930)",
        },
    ]


def test_a_comparison_and_the_history_name_the_changed_links(essay):
    first = essay.revisions.get()
    link_mention(essay.mentions.get(start=0), Person.objects.get(birth_year=1930), by=None, now=LATER)
    reject_mention(essay.mentions.get(start=23), by=None, now=LATER)
    second = record_revision(essay, by=None, now=LATER, note="")
    assert compare_contents(first.content, second.content).links == (
        "“Steve McQueen” no longer linked to Steve McQueen (born 1969)",
    )
    link_mention(essay.mentions.get(start=23), Person.objects.get(birth_year=1930), by=None, now=LATER)
    third = record_revision(essay, by=None, now=LATER, note="")
    assert in_a_line(first.content, third.content) == (
        "“Steve McQueen”: Steve McQueen (born 1969) → Steve McQueen (born 1930)"
    )
    assert compare_contents(second.content, third.content).links == (
        "“Steve McQueen” linked to Steve McQueen (born 1930)",
    )


def test_restoring_brings_the_links_back_also_where_the_words_were_gone(essay):
    essay.body = "<p>Nobody made it.</p>"
    essay.save()
    essay_was_saved(essay, by=None, now=LATER)
    Mention.objects.all().delete()
    restore_revision(essay.revisions.get(number=1), by=None, now=LATER)
    essay.refresh_from_db()
    assert meant(essay) == ["Steve McQueen (born 1969)", "Steve McQueen (born 1930)"]


def test_what_restoring_would_link_otherwise_is_said_before_and_done(essay):
    first = essay.revisions.get()
    for mention in essay.mentions.all():
        link_mention(mention, Person.objects.get(birth_year=1930), by=None, now=LATER)
    assert compare_contents(snapshot(essay), first.content, restoring=True).links == (
        "“Steve McQueen”: Steve McQueen (born 1930) → Steve McQueen (born 1969)",
    )
    go_back(first, by=None, now=LATER, base_version=essay.version)
    assert meant(essay) == ["Steve McQueen (born 1969)", "Steve McQueen (born 1930)"]


def test_a_record_merged_since_is_the_one_it_was_merged_into_and_a_deleted_one_is_left(essay):
    first = essay.revisions.get()
    actor, director = Person.objects.order_by("birth_year")
    merge(actor, director, by=None, now=LATER)
    Mention.objects.filter(start=23).update(person=build.person("Somebody Else"))
    restore_revision(first, by=None, now=LATER)
    assert meant(essay) == ["Steve McQueen (born 1930)"] * 2
    Mention.objects.all().delete()
    actor.delete()
    restore_revision(first, by=None, now=LATER)
    assert meant(essay) == []


def test_a_link_made_since_stays(essay):
    essay.mentions.filter(start=23).delete()
    first = record_revision(essay, by=None, now=NOW, note="")
    build.mention(essay, "Steve McQueen", Person.objects.get(birth_year=1930), start=23)
    assert compare_contents(snapshot(essay), first.content, restoring=True).is_same
    restore_revision(first, by=None, now=LATER)
    assert meant(essay) == ["Steve McQueen (born 1969)", "Steve McQueen (born 1930)"]


def test_revisions_that_an_earlier_version_kept_hold_and_say_nothing_of_links(essay, capsys):
    old = Revision(
        essay=essay,
        number=2,
        content={key: value for key, value in snapshot(essay).items() if key != "links"},
        saved_at=NOW,
        previous_hash=essay.revisions.get().hash,
    )
    old.save()
    newer = record_revision(essay, by=None, now=LATER, note="")
    assert Revision.objects.first_altered() is None
    assert compare_contents(old.content, newer.content).is_same
    restore_revision(old, by=None, now=LATER)
    assert meant(essay) == ["Steve McQueen (born 1969)", "Steve McQueen (born 1930)"]
    call_command("verify_revisions")
    assert "4 revisions hold" in capsys.readouterr().out
