"""The one lawful removal of what a revision holds: who may, of what, and what is left."""

import pytest

from essays.desk.blanking import REASON_MAX_LENGTH, blank_revision
from essays.desk.revising import RevisingError, made_by_import, record_revision, restore_revision
from essays.models import Revision
from tests.build import NOW, account, essay, superuser

pytestmark = pytest.mark.django_db
SECRET = "an address that a court wants gone"


def saved_twice(**how):
    """An essay whose first revision holds SECRET, and whose second does not."""
    made = essay(body=f"<p>{SECRET}</p>")
    first = record_revision(made, by=None, now=NOW, note="one")
    made.body = "<p>Gone.</p>"
    made.save()
    record_revision(made, by=None, now=NOW, note="two", **how)
    return made, first


def test_a_blanked_revision_keeps_its_hash_and_a_reason_and_the_chain_holds():
    made, first = saved_twice()
    publisher = superuser()
    said = blank_revision(first, by=publisher, now=NOW, reason="A court's\norder")
    first.refresh_from_db()
    assert first.content == {"blanked": "A court's order"}
    assert (said.number, said.saved_by, said.note) == (3, publisher, "blanked revision 1: A court's order")
    assert not any(SECRET in str(row.content) for row in made.revisions.all())
    assert Revision.objects.first_altered() is None
    record_revision(made, by=None, now=NOW, note="four")
    assert Revision.objects.first_altered() is None


def test_what_is_blanked_is_not_restored():
    _, first = saved_twice()
    blank_revision(first, by=superuser(), now=NOW, reason="A court's order")
    with pytest.raises(RevisingError, match="was blanked: A court's order"):
        restore_revision(first, by=None, now=NOW)


def test_an_essay_that_an_import_made_stays_one():
    made, first = saved_twice(source={"name": "a.txt", "sha256": "0"})
    blank_revision(first, by=superuser(), now=NOW, reason="A court's order")
    assert made_by_import(made)


@pytest.mark.parametrize("reason", ["", "  ", "x" * (REASON_MAX_LENGTH + 1)])
def test_a_reason_is_needed(reason):
    _, first = saved_twice()
    with pytest.raises(RevisingError, match="say why"):
        blank_revision(first, by=superuser(), now=NOW, reason=reason)
    first.refresh_from_db()
    assert first.blanked is None


def test_only_a_superuser_may():
    _, first = saved_twice()
    editor = account("editor", "essays.publish_essay", "essays.change_essay", "essays.delete_essay")
    gone = superuser("gone")
    gone.is_active = False
    for by in (editor, gone):
        with pytest.raises(RevisingError, match="no superuser"):
            blank_revision(first, by=by, now=NOW, reason="A court's order")
    assert Revision.objects.count() == 2


def test_what_the_essay_says_now_is_not_blanked_nor_anything_twice():
    made, first = saved_twice()
    by = superuser()
    with pytest.raises(RevisingError, match="what the essay says now"):
        blank_revision(made.revisions.get(number=2), by=by, now=NOW, reason="A court's order")
    blank_revision(first, by=by, now=NOW, reason="A court's order")
    with pytest.raises(RevisingError, match="blanked already"):
        blank_revision(first, by=by, now=NOW, reason="another")
    assert Revision.objects.count() == 3
