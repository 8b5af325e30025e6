"""The history of records: what is kept, of whom, and what is not."""

import datetime as dt

import pytest

from people.history import BEFORE, MEANWHILE, acting, without_history
from people.models import Alias, Person
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db


def told(record) -> list[tuple[str, str, str]]:
    """The rows of a record's history, oldest first: kind, who, why."""
    rows = type(record).history.filter(id=record.pk).order_by("history_date", "history_id")
    return [(row.history_type, str(row.history_user or ""), row.history_change_reason) for row in rows]


def test_nothing_is_kept_while_nobody_acts():
    walter = build.person()
    walter.birth_year = 1942
    walter.save()
    assert told(walter) == []


def test_the_first_change_keeps_what_was_before_besides():
    walter = build.person(birth_year=1940)
    with acting(build.superuser(), NOW, "a newspaper"):
        walter.birth_year = 1942
        walter.save()
    assert told(walter) == [("+", "", BEFORE), ("~", "publisher", "a newspaper")]
    assert [row.birth_year for row in Person.history.filter(id=walter.pk)] == [1942, 1940]


def test_a_later_change_keeps_one_row_and_a_save_that_changes_nothing_none():
    walter = build.person()
    for number, year in enumerate((1941, 1942, 1942)):
        with acting(None, NOW + dt.timedelta(days=number)):
            walter.birth_year = year
            walter.save()
    assert [row.birth_year for row in Person.history.filter(id=walter.pk)] == [1942, 1941, None]


def test_what_an_import_changed_in_between_is_told_before_the_next_change():
    walter = build.person()
    with acting(None, NOW):
        walter.birth_year = 1941
        walter.save()
    Person.objects.filter(pk=walter.pk).update(note="From a catalogue.")
    walter.refresh_from_db()
    with acting(None, NOW + dt.timedelta(days=1)):
        walter.birth_year = 1942
        walter.save()
    assert [(kind, why) for kind, _, why in told(walter)] == [("+", BEFORE), ("~", ""), ("~", MEANWHILE), ("~", "")]


def test_a_new_record_and_one_that_is_deleted_are_kept():
    with acting(build.superuser(), NOW):
        walter = build.person()
        pk = walter.pk
        walter.delete()
    rows = Person.history.filter(id=pk).order_by("history_id")
    assert [row.history_type for row in rows] == ["+", "-"]
    assert {row.history_date for row in rows} == {NOW}


def test_bulk_writes_keep_nothing_whoever_acts():
    with acting(build.superuser(), NOW):
        Person.objects.bulk_create(
            [Person(name="Walter Hill", name_key="walter hill", sort_name="Hill, Walter", slug="walter-hill")]
        )
    assert Person.history.count() == 0


def test_what_an_import_does_within_an_editors_request_is_not_kept():
    with acting(build.superuser(), NOW), without_history():
        walter = build.person()
        Alias.objects.create(person=walter, name="W. Hill")
    assert told(walter) == []
    assert Alias.history.count() == 0


def test_nothing_is_kept_once_an_act_is_over_even_if_it_failed():
    with pytest.raises(ZeroDivisionError), acting(None, NOW):
        raise ZeroDivisionError
    assert told(build.person()) == []
