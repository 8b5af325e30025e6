"""Errors that readers report: taken in, so many of one sender, and settled by an editor."""

from __future__ import annotations

import datetime as dt

from django.utils.crypto import salted_hmac

from essays.desk.storing import checked
from essays.models import Account, ErrorReport, Essay

OF_ONE_SENDER = 10  # in a day; a house behind one address sends more than one reader does
IN_ALL = 500  # in a day: more is no reader


class TooManyReports(Exception):
    """So many have come today that this one is not taken."""


def sender_of(address: str, now: dt.datetime) -> str:
    """A mark that is the same for one address on one day, from which the address cannot be told."""
    return salted_hmac(f"error report {now.date()}", address, algorithm="sha256").hexdigest()[:32]


def report_error(essay: Essay, *, passage: str, says: str, mail: str, address: str, now: dt.datetime) -> ErrorReport:
    """Keep a reader's report for the desk. Raises TooManyReports, ValidationError where a field is wrong."""
    sender = sender_of(address, now)
    today = ErrorReport.objects.filter(sent_at__gt=now - dt.timedelta(days=1)).order_by()
    if today.filter(sender=sender).count() >= OF_ONE_SENDER or today.count() >= IN_ALL:
        raise TooManyReports
    report = ErrorReport(essay=essay, passage=passage, says=says, mail=mail, sender=sender, sent_at=now)
    checked(report).save()
    return report


def settle_report(report: ErrorReport, *, by: Account | None, now: dt.datetime) -> None:
    """Note who settled a report, or that it is open again; its state is set, and saving is the caller's."""
    is_open = report.state == ErrorReport.State.OPEN
    report.settled_by, report.settled_at = (None, None) if is_open else (by, now)
