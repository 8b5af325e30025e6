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


def test_the_database_refuses_a_deletion_past_the_models(django_db_setup: str) -> None:
    revisions(essay(), 1)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(django_db_setup)  # the trigger as the migrations left it
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            cursor.execute("DELETE FROM essays_revision")
    assert Revision.objects.count() == 1


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


def blanking(revision: Revision, **changes: Any) -> Revision:
    """A revision after the last that blanks ``revision``, or says something else of it."""
    last = Revision.objects.order_by("number").last()
    assert last is not None
    content = {"blanks": revision.blanking("A court's order") | changes}
    return Revision.objects.create(
        essay=revision.essay, number=last.number + 1, content=content, saved_at=NOW, previous_hash=last.hash
    )


def test_a_revision_that_a_later_one_blanks_holds_without_its_content() -> None:
    first, second, _ = revisions(essay(), 3)
    blanking(second)
    Revision.objects.blank(second, "A court's order")
    second.refresh_from_db()
    assert (second.content, second.blanked) == ({"blanked": "A court's order"}, "A court's order")
    assert Revision.objects.first_altered() is None
    assert [*Revision.objects.blanked()] == [second]
    assert first.blanked is None


@pytest.mark.parametrize(
    "changes",
    [{"number": 1}, {"hash": "f" * 64}, {"reason": "another"}, {"left": "f" * 64}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_blanked_revision_that_no_later_one_names_rightly_is_found(changes: dict[str, Any]) -> None:
    _, second, _ = revisions(essay(), 3)
    blanking(second, **changes)
    alter(second, content={"blanked": "A court's order"})
    assert Revision.objects.first_altered() == second


def test_what_is_left_of_a_blanked_revision_is_still_proved() -> None:
    _, second, _ = revisions(essay(), 3)
    blanking(second)
    Revision.objects.blank(second, "A court's order")
    alter(second, note="nothing to see here")
    assert Revision.objects.first_altered() == second


@pytest.mark.parametrize(
    "content",
    [
        {"blanked": "A court's order"},  # no later revision says so
        {"blanked": "another reason"},
        {"blanked": "A court's order", "body": "<p>Forged.</p>"},
        {"blanked": None},
        {},
    ],
)
def test_the_database_refuses_every_other_content(content: dict[str, Any]) -> None:
    first, second, _ = revisions(essay(), 3)
    blanking(second)
    target = first if content == {"blanked": "A court's order"} else second
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        models.QuerySet(Revision).filter(pk=target.pk).update(content=content)


def test_the_database_refuses_another_change_beside_a_blanking_and_a_second_one() -> None:
    _, second, _ = revisions(essay(), 3)
    blanking(second)
    blank = {"blanked": "A court's order"}
    rows = models.QuerySet(Revision).filter(pk=second.pk)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        rows.update(content=blank, note="")
    rows.update(content=blank)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        rows.update(content=blank)


def test_each_essay_whose_chain_breaks_is_named_once() -> None:
    one, two = revisions(essay("One"), 3), revisions(essay("Two"), 2)
    revisions(essay("Three"), 2)
    alter(one[0], note="x")
    models.QuerySet(Revision).filter(pk__in=[one[1].pk, two[1].pk]).update(note="x")
    assert [*Revision.objects.altered()] == [one[0], two[1]]


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
