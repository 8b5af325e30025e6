"""Times to publish and to withdraw: planned by a publisher, read in the query, and what follows when one passes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format

from essays.desk.indexing import renew_some
from essays.desk.publishing import PublishingError, check_text, may_publish, may_reach, save_state, take_state
from essays.desk.revising import record_revision
from essays.desk.tagging import derive_tags_stated_by
from essays.index.essay import renew_essay
from essays.models import Account, Essay

PASSED_AT_ONCE = 50  # essays in one run; the rest follow in the next


def said_at(at: dt.datetime) -> str:
    """A moment in the site's time zone, as an editor reads it: "3 December 2026, 09:00 (Europe/London)"."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y, H:i')} ({timezone.get_current_timezone_name()})"


def plan_of(publish_at: dt.datetime | None, withdraw_at: dt.datetime | None) -> str:
    """What is planned, as half a sentence."""
    until = f"until {said_at(withdraw_at)}" if withdraw_at else "without an end"
    return f"from {said_at(publish_at)}, {until}" if publish_at else until


def may_schedule(essay: Essay, by: Account | None) -> bool:
    """Whether this account may plan when readers see this essay."""
    return essay.discarded_at is None and may_publish(by) and may_reach(essay, by)


def check_schedule(
    essay: Essay,
    *,
    publish_at: dt.datetime | None,
    withdraw_at: dt.datetime | None,
    by: Account | None,
    now: dt.datetime,
) -> None:
    """Raise PublishingError where the essay cannot have these times, or this account may not give them."""
    stays = f"The schedule of “{essay}” stays as it was"
    if not (may_publish(by) and may_reach(essay, by)):
        raise PublishingError(f"{stays}: {by} has no permission to publish. Ask a publisher.")
    if essay.discarded_at is not None:
        raise PublishingError(f"{stays}: it is in the wastebasket. Take it out first.")
    check_text(essay)
    if essay.is_live(now):
        if publish_at is not None:
            raise PublishingError(f"{stays}: readers see it already. Withdraw it first to publish it at another time.")
    elif publish_at is None:
        raise PublishingError(f"{stays}: say when it is to be published.")
    elif publish_at <= now:
        raise PublishingError(f"{stays}: {said_at(publish_at)} is past. Give a time to come, or publish it now.")
    if withdraw_at is not None and withdraw_at <= max(now, publish_at or now):
        raise PublishingError(f"{stays}: the time to withdraw it is not after {said_at(max(now, publish_at or now))}.")


@transaction.atomic
def schedule(
    essay: Essay,
    *,
    publish_at: dt.datetime | None,
    withdraw_at: dt.datetime | None,
    by: Account | None,
    now: dt.datetime,
) -> None:
    """Let readers see an essay from ``publish_at`` until ``withdraw_at``, None for good; of a live one only the end.

    A second plan takes the place of the first; ``publishing.withdraw`` takes an essay off the schedule. Raises
    PublishingError.
    """
    row = Essay.objects.select_for_update().get(pk=essay.pk)
    check_schedule(row, publish_at=publish_at, withdraw_at=withdraw_at, by=by, now=now)
    row.had_readers = row.was_opened(now)
    row.status, row.published_at, row.withdrawn_at = row.Status.PUBLISHED, publish_at or row.published_at, withdraw_at
    save_state(row, now)
    derive_tags_stated_by(row)
    record_revision(row, by=by, now=now, note=f"scheduled: {plan_of(publish_at, withdraw_at)}")
    take_state(essay, row)


def next_planned_time() -> dt.datetime | None:
    """The next moment at which readers begin or cease to see an essay; None where none is planned.

    It stays past until ``pass_planned_times`` has done what follows: whoever counts or caches what readers see holds
    it no longer than until then.
    """
    found: dt.datetime | None = Essay.objects.aggregate(next=Min("planned_at"))["next"]
    return found


def pass_planned_times(*, now: dt.datetime) -> int:
    """Do what follows from the planned times that have passed; returns of how many essays one had.

    Readers see, find and cease to see an essay without it. What is worked out from essays follows here: the jobs of
    people, how many essays name whom. What search is behind with is made up for, a little at a time.
    """
    passed = 0
    for pk in list(
        Essay.objects.filter(planned_at__lte=now).order_by("planned_at").values_list("pk", flat=True)[:PASSED_AT_ONCE]
    ):
        with transaction.atomic():
            essay = Essay.objects.select_for_update().get(pk=pk)
            if essay.planned_at is None or essay.planned_at > now:
                continue  # another process did it
            Essay.objects.filter(pk=pk).update(planned_at=essay.next_time(now))
            derive_tags_stated_by(essay)
            renew_essay(essay, now=now)  # for how many essays name whom
            passed += 1
    renew_some(now=now)
    return passed
