"""Deliveries: imported in the background, watched, stopped, gone on with, and each document reported once."""

import datetime as dt

import pytest

from essays.desk import delivering
from essays.desk.delivering import Brought, DeliveryError
from essays.models import Delivery, Essay
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db
LINE = '{{"id": "review/{0}", "text": "Chris\\n\\nIt rained on day {0}, and it rains in the film as well."}}\n'


def archive(count: int) -> Brought:
    return Brought("archive.jsonl", "".join(LINE.format(number) for number in range(count)).encode())


def brought(*files: Brought) -> Delivery:
    return delivering.bring(files or (archive(4),), by=build.superuser(), now=NOW)


def test_an_import_goes_on_where_it_was_stopped():
    delivery = brought()
    delivering.start(delivery, publish=False, now=NOW)
    delivering.carry_out(delivery.pk, seconds=-1)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.documents_done) == ("stopped", 0)
    delivering.start(delivery, publish=False, now=NOW)
    delivering.carry_out(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.documents_done, delivery.bytes_done) == ("done", 4, delivery.size)
    assert [document.number for document in delivery.documents.all()] == [1, 2, 3, 4]
    assert Essay.objects.count() == 4
    assert not delivery.files.exists()


def test_it_stops_after_the_document_it_is_at():
    delivery = brought()
    delivering.start(delivery, publish=False, now=NOW)
    Delivery.objects.filter(pk=delivery.pk).update(stop_is_asked=True)
    delivering.carry_out(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.stop_is_asked) == ("stopped", False)


def test_one_that_waits_is_stopped_before_it_begins():
    delivery = brought()
    delivering.start(delivery, publish=False, now=NOW)
    delivering.ask_to_stop(delivery)
    delivering.carry_out(delivery.pk)
    assert not Essay.objects.exists()


def test_two_workers_import_nothing_twice():
    delivery = brought()
    delivering.start(delivery, publish=False, now=NOW)
    delivering.carry_out(delivery.pk)
    delivering.carry_out(delivery.pk)
    assert delivery.documents.count() == 4


def test_an_import_that_died_goes_on_once_it_has_been_silent():
    delivery = brought()
    delivering.start(delivery, publish=False, now=NOW)
    Delivery.objects.filter(pk=delivery.pk).update(state="running", seen_at=NOW)
    with pytest.raises(DeliveryError, match="is being imported"):
        delivering.start(delivery, publish=False, now=NOW)
    delivering.start(delivery, publish=False, now=NOW + dt.timedelta(minutes=3))
    delivering.carry_out(delivery.pk)
    assert Essay.objects.count() == 4


def test_a_document_that_cannot_be_read_costs_the_others_nothing():
    delivery = brought(
        archive(2), Brought("broken.txt", b"\x00\x01" * 50), Brought("late.txt", b"Chris\n\nIt was late.")
    )
    delivering.start(delivery, publish=False, now=NOW)
    delivering.carry_out(delivery.pk)
    assert [document.outcome for document in delivery.documents.all()] == ["created", "created", "refused", "created"]
    assert "binary" in delivery.documents.get(outcome="refused").sentence


def test_what_nobody_confirmed_goes_after_a_day():
    old = brought()
    by = old.brought_by
    kept = delivering.bring([archive(1)], by=by, now=NOW + dt.timedelta(hours=23))
    delivering.bring([archive(1)], by=by, now=NOW + dt.timedelta(hours=25))
    assert not Delivery.objects.filter(pk=old.pk).exists()
    assert Delivery.objects.filter(pk=kept.pk).exists()


def test_a_delivery_is_not_thrown_away_while_it_is_imported():
    delivery = brought()
    delivering.start(delivery, publish=False, now=NOW)
    with pytest.raises(DeliveryError, match="Stop it first"):
        delivering.throw_away(delivery)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param([], "nothing to look at", id="nothing"),
        pytest.param([Brought("a.txt", b"x")] * 201, "limit is 200", id="too many"),
        pytest.param([Brought("a.txt", b"x" * 60_000_000)], "limit is 50,000,000", id="too much"),
        pytest.param([Brought("../a.txt", b"x")], "no name", id="a path"),
        pytest.param([Brought("a\\b.txt", b"x")], "no name", id="a path of Windows"),
    ],
)
def test_what_a_delivery_may_not_hold_is_said_in_one_sentence(files, message):
    with pytest.raises(DeliveryError, match=message):
        delivering.bring(files, by=build.superuser(), now=NOW)
    assert not Delivery.objects.exists()
