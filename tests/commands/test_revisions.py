"""The commands that prove the revisions and blank one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from essays.desk.revising import record_revision
from essays.models import Revision
from tests.build import NOW, account, essay, superuser

pytestmark = pytest.mark.django_db


def said(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def saved(times=2):
    made = essay()
    for number in range(times):
        record_revision(made, by=None, now=NOW, note=f"save {number}")
    return made


def test_verify_revisions_says_that_all_hold():
    saved()
    assert said("verify_revisions") == "2 revisions hold.\n"


def test_verify_revisions_names_the_essay_and_the_revision_and_fails():
    made = saved(3)
    on_table = " ON essays_revision" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:  # as somebody who owns the database might
        cursor.execute(f"DROP TRIGGER essays_revision_is_immutable{on_table}")
    models.QuerySet(Revision).filter(number=2).update(note="something else")
    err = StringIO()
    with pytest.raises(CommandError, match="1 essay does not hold"):
        call_command("verify_revisions", stderr=err)
    assert f"Essay {made.pk} (“{made}”), revision 2: not what was saved" in err.getvalue()


def test_blank_revision_says_what_would_go_and_removes_it_when_told_so():
    made = saved()
    superuser()
    words = ("blank_revision", str(made.pk), "1", "--reason", "A court's order", "--by", "publisher")
    assert "would lose its content for ever" in said(*words)
    assert made.revisions.get(number=1).blanked is None
    assert "is blanked; revision 3 says so" in said(*words, "--yes")
    assert f"Essay {made.pk}, revision 1 is blanked: A court's order\n3 revisions hold.\n" == said("verify_revisions")


@pytest.mark.parametrize(
    ("number", "by", "why"),
    [("9", "publisher", "has no revision 9"), ("1", "nobody", "no account nobody"), ("1", "editor", "no superuser")],
)
def test_blank_revision_refuses_in_a_sentence(number, by, why):
    made = saved()
    superuser()
    account("editor", "essays.publish_essay")
    with pytest.raises(CommandError, match=why):
        call_command("blank_revision", str(made.pk), number, "--reason", "A court's order", "--by", by, "--yes")
    assert made.revisions.count() == 2
