"""Revisions: what a snapshot holds, going back to one, and the check of the chain."""

import pytest
from django.db import connection

from essays.desk.editing import essay_was_saved
from essays.desk.revising import RevisingError, made_by_import, record_revision, restore_revision
from essays.models import Byline, EssayTag, Revision, Subject
from people.models import Tag
from tests.build import NOW, critic, essay, film, mention, person, superuser

pytestmark = pytest.mark.django_db


def test_a_revision_holds_all_that_the_essay_says():
    made = essay(about=film(), by=critic("Mara"), rating="3.5", rating_printed="★★★½", standfirst="A cop film.")
    EssayTag.objects.create(content_object=made, tag=Tag.objects.create(name="Cold War"))
    content = record_revision(made, by=None, now=NOW, note="edited").content
    assert content["body"] == made.body
    assert (content["rating"], content["standfirst"], content["status"]) == ("3.5", "A cop film.", "draft")
    assert [s["title"] for s in content["subjects"]] == ["Red Heat (1988)"]
    assert [b["name"] for b in content["bylines"]] == ["Mara"]
    assert [t["name"] for t in content["tags"]] == ["Cold War"]


def test_revisions_are_numbered_and_chained():
    made = essay()
    first = record_revision(made, by=None, now=NOW, note="one")
    second = record_revision(made, by=superuser(), now=NOW, note="two")
    assert (first.number, second.number, second.previous_hash) == (1, 2, first.hash)
    assert Revision.objects.first_altered() is None


@pytest.mark.parametrize(
    ("number", "previous", "hash_is_right"),
    [
        pytest.param(2, None, False, id="not what was saved"),
        pytest.param(2, "0" * 64, True, id="does not follow the one before"),
        pytest.param(3, None, True, id="one is missing"),
    ],
)
def test_an_altered_revision_is_found(number, previous, hash_is_right):
    made = essay()
    first = record_revision(made, by=None, now=NOW, note="one")
    forged = Revision(
        essay=made, number=number, content={}, saved_at=NOW, previous_hash=first.hash if previous is None else previous
    )
    forged.hash = forged.compute_hash() if hash_is_right else "f" * 64
    columns = [field.column for field in Revision._meta.concrete_fields if not field.primary_key]
    values = [
        field.get_db_prep_save(getattr(forged, field.attname), connection)
        for field in Revision._meta.concrete_fields
        if not field.primary_key
    ]
    with connection.cursor() as cursor:  # past every door of ours
        places = ", ".join(["%s"] * len(columns))
        cursor.execute(f"INSERT INTO essays_revision ({', '.join(columns)}) VALUES ({places})", values)  # noqa: S608
    altered = Revision.objects.first_altered()
    assert altered is not None
    assert altered.number == number


def test_restoring_brings_back_text_subjects_bylines_and_tags_as_a_new_revision():
    red_heat, hill = film(), person("Walter Hill")
    made = essay(about=red_heat, by=critic("Mara"))
    EssayTag.objects.create(content_object=made, tag=Tag.objects.create(name="Cold War"))
    named = mention(made, "Red Heat", red_heat, start=17)
    mention(made, "Walter Hill", hill, start=0)
    first = essay_was_saved(made, by=None, now=NOW, note="one").revision
    made.headline, made.body = "Another headline", "<p>Nothing is left.</p>"
    made.save()
    Subject.objects.filter(essay=made).delete()
    Byline.objects.filter(essay=made).delete()
    EssayTag.objects.filter(content_object=made).delete()
    essay_was_saved(made, by=None, now=NOW, note="two")
    named.refresh_from_db()
    assert named.is_lost
    third = restore_revision(first, by=None, now=NOW)
    made.refresh_from_db()
    named.refresh_from_db()
    assert (third.number, third.note) == (3, "restored revision 1")
    assert (made.headline, made.body, made.version) == ("A Russian in Chicago", first.content["body"], 4)
    assert not named.is_lost
    assert f'data-film="{red_heat.pk}"' in made.rendered
    assert [s.film for s in made.subjects.all()] == [red_heat]
    assert [str(b) for b in made.bylines.all()] == ["Mara"]
    assert [t.name for t in made.tags.all()] == ["Cold War"]


def test_restoring_leaves_the_status_alone():
    made = essay()
    first = record_revision(made, by=None, now=NOW, note="one")
    made.status, made.published_at = "published", NOW
    made.save()
    restore_revision(first, by=None, now=NOW)
    made.refresh_from_db()
    assert made.status == "published"


def test_what_names_a_deleted_critic_is_not_restored():
    made, mara = essay(), critic("Mara")
    signed = Byline.objects.create(essay=made, critic=mara)
    first = record_revision(made, by=None, now=NOW, note="one")
    signed.delete()
    mara.delete()
    with pytest.raises(RevisingError, match="has been deleted"):
        restore_revision(first, by=None, now=NOW)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("source", "headline", "untouched"),
    [
        pytest.param({"name": "a.txt", "sha256": "0"}, None, True, id="made by an import"),
        pytest.param({"name": "a.txt", "sha256": "0"}, "Changed", False, id="changed since without a revision"),
        pytest.param(None, None, False, id="saved by an editor last"),
    ],
)
def test_what_an_import_made_is_told_from_what_an_editor_changed(source, headline, untouched):
    made = essay()
    record_revision(made, by=None, now=NOW, note="imported", source=source)
    if headline:
        made.headline = headline
        made.save()
    assert made_by_import(made) is untouched
