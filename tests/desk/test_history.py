"""The history of an essay: a save in a line, two revisions compared, and who may go back to one."""

import pytest

from essays.desk.editing import discard, essay_was_saved
from essays.desk.history import compare_contents, go_back, in_a_line
from essays.desk.revising import RevisingError, snapshot
from essays.models import Essay, EssayTag
from people.models import Tag
from tests.build import NOW, account, critic, essay, film, published, superuser

pytestmark = pytest.mark.django_db


def saved_twice(made: Essay):
    """The essay's two revisions: as built, and with another headline and paragraph."""
    first = essay_was_saved(made, by=None, now=NOW, note="one").revision
    made.headline, made.body = "Another headline", "<p>Walter Hill made Red Heat in 1985.</p><p>New.</p>"
    made.save()
    return first, essay_was_saved(made, by=None, now=NOW, note="two").revision


def test_a_save_is_told_in_a_line():
    first, second = saved_twice(essay())
    assert in_a_line(first.content, second.content) == "headline; text (2 words added, 1 word removed)"
    assert in_a_line(first.content, first.content) == ""


def test_changed_fields_links_and_blocks_are_named():
    made = essay(about=film(), by=critic("Mara"))
    before = snapshot(made)
    made.subjects.all().delete()
    made.bylines.all().delete()
    EssayTag.objects.create(content_object=made, tag=Tag.objects.create(name="Cold War"))
    made.has_spoilers, made.status = True, "approved"
    compared = compare_contents(before, snapshot(made))
    assert [(field.label, field.old, field.new) for field in compared.fields] == [
        ("gives the ending away", "no", "yes"),
        ("status", "draft", "approved"),
    ]
    assert compared.links == (
        "subject film removed: Red Heat (1988)",
        "byline removed: Mara",
        "tag added: Cold War",
    )
    assert compared.blocks == ()
    restoring = compare_contents(snapshot(made), before, restoring=True)
    assert [field.label for field in restoring.fields] == ["gives the ending away"]


def test_going_back_makes_a_new_revision_and_loses_nothing():
    made = essay()
    first, second = saved_twice(made)
    third = go_back(first, by=superuser(), now=NOW, base_version=made.version)
    made.refresh_from_db()
    assert (made.headline, made.body) == (first.content["headline"], first.content["body"])
    assert (third.number, third.previous_hash) == (3, second.hash)


def test_who_did_not_see_the_newest_version_does_not_go_back():
    made = essay()
    first, _ = saved_twice(made)
    with pytest.raises(RevisingError, match="saved by somebody else"):
        go_back(first, by=superuser(), now=NOW, base_version=made.version - 1)
    assert made.revisions.count() == 2


@pytest.mark.parametrize(
    ("build", "permissions"),
    [
        pytest.param(essay, ["essays.view_essay"], id="no right to change"),
        pytest.param(essay, ["essays.change_essay"], id="another's essay"),
        pytest.param(published, ["essays.change_essay", "essays.reach_every_essay"], id="readers see it"),
    ],
)
def test_who_may_not_change_the_essay_does_not_go_back(build, permissions):
    made = build()
    first, _ = saved_twice(made)
    with pytest.raises(RevisingError, match="was not restored"):
        go_back(first, by=account("editor", *permissions, is_author=True), now=NOW, base_version=made.version)
    assert made.revisions.count() == 2


def test_what_is_in_the_wastebasket_does_not_go_back():
    made = essay()
    first, _ = saved_twice(made)
    discard(made, by=None, now=NOW)
    with pytest.raises(RevisingError, match="wastebasket"):
        go_back(first, by=superuser(), now=NOW, base_version=made.version)
