"""Revisions are for ever: no way through the models or past them changes one, and a change by other means shows."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from essays.models import Essay, Revision, RevisionIsForEverError
from tests.build import NOW, account, essay

pytestmark = pytest.mark.django_db


def revisions(an_essay: Essay, count: int) -> list[Revision]:
    """The first revisions of an essay, each chained to the one before."""
    made: list[Revision] = []
    for number in range(1, count + 1):
        before = made[-1].hash if made else ""
        content = {"headline": an_essay.headline, "body": f"<p>Version {number}.</p>"}
        at = NOW + dt.timedelta(minutes=number)
        made.append(
            Revision.objects.create(
                essay=an_essay,
                number=number,
                content=content,
                saved_at=at,
                previous_hash=before,
                note="corrected a name",
            )
        )
    return made


def save_again(revision: Revision) -> None:
    revision.note = "something else"
    revision.save()


WAYS: dict[str, Callable[[Revision], Any]] = {
    "save": save_again,
    "save of one field": lambda revision: revision.save(update_fields=["note"]),
    "delete": lambda revision: revision.delete(),
    "update of a queryset": lambda revision: Revision.objects.filter(pk=revision.pk).update(note=""),
    "update of all": lambda revision: Revision.objects.update(note=""),
    "update through the essay": lambda revision: revision.essay.revisions.update(note=""),
    "delete of a queryset": lambda revision: Revision.objects.filter(pk=revision.pk).delete(),
    "delete through the essay": lambda revision: revision.essay.revisions.all().delete(),
    "bulk update": lambda revision: Revision.objects.bulk_update([revision], ["note"]),
    "bulk insertion over it": lambda revision: Revision.objects.bulk_create(
        [revision], update_conflicts=True, unique_fields=["id"], update_fields=["note"]
    ),
    "update or create": lambda revision: Revision.objects.update_or_create(pk=revision.pk, defaults={"note": ""}),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_models_neither_change_nor_delete_a_revision(way: str) -> None:
    (revision,) = revisions(essay(), 1)
    with pytest.raises(RevisionIsForEverError, match="restore it"):
        WAYS[way](revision)
    kept = Revision.objects.get(pk=revision.pk)
    assert (kept.note, kept.hash) == ("corrected a name", revision.hash)


def test_an_essay_or_account_with_revisions_is_not_deleted() -> None:
    review, editor = essay(), account()
    Revision.objects.create(essay=review, number=1, content={}, saved_at=NOW, saved_by=editor)
    for row in (review, editor, Essay.objects.filter(pk=review.pk)):
        with pytest.raises(ProtectedError):
            row.delete()


def test_the_database_refuses_a_change_past_the_models() -> None:
    revisions(essay(), 1)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE essays_revision SET note = 'something else'")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        models.QuerySet(Revision).update(number=7)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite empties test databases by DELETE")
def test_the_database_refuses_a_deletion_past_the_models() -> None:
    revisions(essay(), 1)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM essays_revision")


@pytest.mark.django_db(transaction=True)
def test_a_test_database_with_revisions_can_be_emptied() -> None:
    revisions(essay(), 1)  # what is asserted comes after: the test's end empties the tables


def test_a_whole_chain_holds() -> None:
    revisions(essay("A Russian in Chicago"), 3)
    revisions(essay("48 hours in San Francisco"), 2)
    assert Revision.objects.first_altered() is None
    assert Revision.objects.none().first_altered() is None


def alter(revision: Revision, **values: Any) -> None:
    """Change a stored revision as somebody at the database might: without the trigger, if they may drop it."""
    on_table = " ON essays_revision" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER essays_revision_is_immutable{on_table}")
    models.QuerySet(Revision).filter(pk=revision.pk).update(**values)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"content": {"headline": "A Russian in Chicago", "body": "<p>Version 2!</p>"}}, 2),
        ({"note": "corrected a date"}, 2),
        ({"saved_at": NOW}, 2),
        ({"number": 9}, 3),  # which then follows the first
        ({"previous_hash": "f" * 64}, 2),
        ({"hash": "f" * 64}, 2),
    ],
    ids=lambda values: next(iter(values)) if isinstance(values, dict) else None,
)
def test_an_altered_revision_is_found(values: dict[str, Any], found: int) -> None:
    chain = revisions(essay(), 3)
    alter(chain[1], **values)
    assert Revision.objects.first_altered() == chain[found - 1]


def test_a_revision_that_was_taken_out_is_found() -> None:
    first, second, third = revisions(essay(), 3)
    assert Revision.objects.exclude(pk=second.pk).first_altered() == third
    assert Revision.objects.exclude(pk=first.pk).first_altered() == second


def test_a_number_that_was_left_out_is_found() -> None:
    (first,) = revisions(essay(), 1)
    gap = Revision.objects.create(
        essay=first.essay, number=3, content={}, saved_at=NOW, previous_hash=first.hash, note="one is missing"
    )
    assert Revision.objects.first_altered() == gap


def test_revisions_stored_in_bulk_have_their_hash() -> None:
    (made,) = Revision.objects.bulk_create([Revision(essay=essay(), number=1, content={}, saved_at=NOW)])
    assert made.hash == Revision.objects.get().compute_hash() != ""


@pytest.mark.parametrize(
    ("content", "saved_at"),
    [
        pytest.param({"films": [3, 5], "rating": 3.5, "spoilers": None}, NOW, id="values"),
        pytest.param({"places": (1, 2)}, NOW, id="a tuple"),
        pytest.param({3: "three", 20: "twenty"}, NOW, id="keys that are no texts"),
        pytest.param({"headline": "Amélie 🎬 “Красная жара”"}, NOW, id="all scripts"),
        pytest.param({}, NOW.astimezone(dt.timezone(dt.timedelta(hours=2))), id="the time in another zone"),
        pytest.param({}, NOW.replace(microsecond=123456), id="microseconds"),
    ],
)
def test_what_comes_back_from_the_database_has_the_hash_it_was_saved_with(content: Any, saved_at: dt.datetime) -> None:
    saved = Revision.objects.create(essay=essay(), number=1, content=content, saved_at=saved_at)
    assert Revision.objects.get().compute_hash() == saved.hash
