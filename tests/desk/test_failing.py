"""Mail on an import in the background: what failed is told to who brought it, and nothing where all went well."""

from typing import Any

import pytest
from django.db import DatabaseError, connection

from essays.desk import background, delivering
from essays.desk.delivering import Brought
from essays.models import Delivery
from tests import build, documents
from tests.build import NOW

pytestmark = pytest.mark.django_db
LATE = Brought("late.txt", b"Chris\n\nIt was late when Walter Hill made Red Heat in 1988.\n")
MIXED = Brought("two.zip", documents.zipped({"late.txt": LATE.content, "notes.odt": b"x"}))


def imported(*files: Brought) -> Delivery:
    """A delivery of these files, imported as the worker does it."""
    anna = build.account("anna", email="anna@films.example")
    delivery = delivering.bring(files, by=anna, now=NOW)
    delivering.start(delivery, publish=False, now=NOW)
    background.import_delivery(delivery.pk)
    return Delivery.objects.get()


def test_documents_that_were_not_imported_are_named_with_the_reason(mailoutbox):
    delivery = imported(MIXED)
    assert delivery.state == "done"
    (sent,) = mailoutbox
    assert (sent.to, "1 of the 2 documents" in sent.subject) == (["anna@films.example"], True)
    assert "- two.zip, notes.odt:" in sent.body
    assert "- two.zip, late.txt" not in sent.body
    assert f"http://testserver/admin/essays/delivery/{delivery.pk}/change/" in sent.body


def test_where_all_went_well_and_where_another_worker_did_it_no_mail_goes_out(mailoutbox):
    delivery = imported(LATE)
    background.import_delivery(delivery.pk)
    assert mailoutbox == []


def test_an_import_that_breaks_off_is_told_of_and_the_fault_is_raised(mailoutbox):
    def full(execute: Any, sql: str, *rest: object) -> object:
        if 'INSERT INTO "essays_delivereddocument"' in sql:
            raise DatabaseError("disk is full")
        return execute(sql, *rest)

    with pytest.raises(DatabaseError), connection.execute_wrapper(full):
        imported(LATE)
    (sent,) = mailoutbox
    assert "“late.txt” broke off after 0 documents" in sent.body
