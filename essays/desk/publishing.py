"""What state an essay is in, who may change it, and the dates that go with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from essays.desk.checklist import what_stops
from essays.desk.revising import add_revision, record_revision, state_of
from essays.desk.tagging import derive_tags_stated_by
from essays.models import Account, Essay, ReviewRequest, Revision
from essays.models.essay import reaches_every_essay

Status = Essay.Status


class PublishingError(ValueError):
    """A step that an essay cannot take, or that this account may not; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A step between states: from which ones, to which one, and the permission it needs."""

    verb: str
    starts: frozenset[str]
    end: str
    permission: str


SUBMIT = Transition("submitted for review", frozenset({Status.DRAFT}), Status.IN_REVIEW, "essays.change_essay")
APPROVE = Transition("approved", frozenset({Status.IN_REVIEW}), Status.APPROVED, "essays.review_essay")
RETURN = Transition(
    "returned to draft",
    frozenset({Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN}),
    Status.DRAFT,
    "essays.review_essay",
)
PUBLISH = Transition(
    "published",
    frozenset({Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN}),
    Status.PUBLISHED,
    "essays.publish_essay",
)
WITHDRAW = Transition("withdrawn", frozenset({Status.PUBLISHED}), Status.WITHDRAWN, "essays.publish_essay")
TRANSITIONS = (SUBMIT, APPROVE, RETURN, PUBLISH, WITHDRAW)
OFF_THE_SCHEDULE = "taken off the schedule"  # what withdrawing does to an essay that no reader has seen yet
STATE_FIELDS = ("status", "published_at", "withdrawn_at", "had_readers", "planned_at", "updated_at")


def submit(essay: Essay, *, by: Account | None, now: dt.datetime) -> None:
    """Hand a draft in for review. Raises PublishingError."""
    _step(essay, SUBMIT, by=by, now=now)


def approve(essay: Essay, *, by: Account | None, now: dt.datetime) -> None:
    """Agree to an essay in review. Raises PublishingError."""
    _step(essay, APPROVE, by=by, now=now)


def return_to_draft(essay: Essay, *, by: Account | None, now: dt.datetime, note: str = "") -> None:
    """Give an essay back to work on; ``note`` says why. Raises PublishingError."""
    _step(essay, RETURN, by=by, now=now, note=note)


def publish(
    essay: Essay,
    *,
    by: Account | None,
    now: dt.datetime,
    at: dt.datetime | None = None,
    source: dict[str, str] | None = None,
    made: Revision | None = None,
    is_new: bool = True,
) -> None:
    """Let readers see an essay: now, or from ``at`` on where that is to come.

    One that was public before keeps its first date. An import marks what it publishes with ``source``. Who has saved
    the essay in the same transaction gives the revision ``made`` of it, so that nothing is read again; ``is_new`` says
    that nobody can have been asked to review it. Raises PublishingError, also where there is no text to read.
    """
    _step(essay, PUBLISH, by=by, now=now, at=at, source=source, made=made, is_new=made is not None and is_new)


def withdraw(essay: Essay, *, by: Account | None, now: dt.datetime) -> str:
    """Take a published essay back: readers find it gone. One that is only scheduled is again what it was before.

    Returns what was done, as a verb: "withdrawn". Raises PublishingError.
    """
    return _step(essay, WITHDRAW, by=by, now=now)


def may_take(essay: Essay, transition: Transition, by: Account | None) -> bool:
    """Whether the essay's state and the account's permissions allow this step; for a screen to offer it or not."""
    is_open = _status(essay, timezone.now()) in transition.starts and essay.discarded_at is None
    return is_open and _may(by, transition) and may_reach(essay, by)


def may_publish(by: Account | None) -> bool:
    """Whether this account may change what readers see."""
    return _may(by, PUBLISH)


def may_reach(essay: Essay, by: Account | None) -> bool:
    """Whether this account works on this essay at all: authors on their own, editors and publishers on every one."""
    return by is None or reaches_every_essay(by) or essay.owner_id == by.pk


def may_change(essay: Essay, by: Account | None) -> bool:
    """Whether this account, which has the right to change essays, may change this one.

    What readers see now, or will see at its time, only a publisher changes; an author only drafts of their own.
    """
    if by is not None and not reaches_every_essay(by):
        return essay.owner_id == by.pk and essay.status == Status.DRAFT
    return not essay.is_live_or_scheduled() or may_publish(by)


def why_not_changed(essay: Essay, by: Account | None = None) -> str:
    """Why an account that has the right to change essays may not change this one, as a sentence."""
    if essay.discarded_at is not None:
        return "it is in the wastebasket. Take it out first."
    if by is not None and not reaches_every_essay(by):
        if essay.owner_id != by.pk:
            return "it is somebody else's. Ask an editor."
        return (
            f"it is {essay.get_status_display()}, and you change only your drafts. Ask an editor to return it to you."
        )
    return "readers see it or will at its time, so only those who may publish change it. Ask one of them."


def _may(by: Account | None, transition: Transition) -> bool:
    """Nobody (None) is the command line: who may start it may do all."""
    return by is None or (by.is_active and by.has_perm(transition.permission))


@transaction.atomic
def _step(
    essay: Essay,
    transition: Transition,
    *,
    by: Account | None,
    now: dt.datetime,
    at: dt.datetime | None = None,
    note: str = "",
    source: dict[str, str] | None = None,
    made: Revision | None = None,
    is_new: bool = False,
) -> str:
    if not (_may(by, transition) and may_reach(essay, by)):
        raise PublishingError(f"“{essay}” was not {transition.verb}: {by} has no permission to do so. Ask a publisher.")
    row = essay if made else Essay.objects.select_for_update().get(pk=essay.pk)
    _check_start(row, transition, now)
    done, row_status = transition.verb, transition.end
    row.had_readers = row.was_opened(now)
    if transition is PUBLISH:
        check_text(row)
        row.published_at = at or (row.published_at if row.published_at and row.published_at <= now else now)
        row.withdrawn_at = None
    elif transition is WITHDRAW:
        if row.published_at is not None and row.published_at >= now:  # no reader has seen it
            done = OFF_THE_SCHEDULE
            row_status, row.published_at, row.withdrawn_at = before_schedule(row)
        else:
            row.withdrawn_at = now
    row.status = row_status
    save_state(row, now)
    take_state(essay, row)
    if not is_new:
        ReviewRequest.objects.filter(essay=row).delete()  # it is answered, or asked for anew
    if transition in (PUBLISH, WITHDRAW):
        derive_tags_stated_by(row)
    said = f"{done}: {note}" if note else done
    if made is None:
        record_revision(row, by=by, now=now, note=said, source=source)
    else:
        add_revision(row, made, by=by, now=now, note=said, content={**made.content, **state_of(row)}, source=source)
    return done


def save_state(essay: Essay, now: dt.datetime) -> None:
    """Store the essay's state and times, and which of them is the next to come."""
    essay.planned_at = essay.next_time(now)
    essay.save(update_fields=[*STATE_FIELDS])


def take_state(essay: Essay, row: Essay) -> None:
    """Give a caller's ``essay`` the state that its locked ``row`` was stored with."""
    for field in STATE_FIELDS:
        setattr(essay, field, getattr(row, field))


def before_schedule(essay: Essay) -> tuple[str, dt.datetime | None, dt.datetime | None]:
    """What a scheduled essay was before: its status, and when readers began and ceased to see it.

    The revisions tell it; one that has none to tell it was approved, and nobody had seen it.
    """
    for revision in essay.revisions.order_by("-number").iterator():
        said = revision.content
        if said.get("status", Status.PUBLISHED) != Status.PUBLISHED:
            first, last = (
                dt.datetime.fromisoformat(at) if at else None for at in (said["published_at"], said["withdrawn_at"])
            )
            return said["status"], first, last
    return Status.APPROVED, None, None


def _status(essay: Essay, now: dt.datetime) -> str:
    """The status at ``now``: what was published until a time that is past has been withdrawn by it."""
    return Status.WITHDRAWN if essay.has_ended(now) else essay.status


def _check_start(essay: Essay, transition: Transition, now: dt.datetime) -> None:
    if essay.discarded_at is not None:
        raise PublishingError(f"“{essay}” was not {transition.verb}: it is in the wastebasket. Take it out first.")
    if _status(essay, now) not in transition.starts:
        raise PublishingError(
            f"“{essay}” was not {transition.verb}: it is {essay.standing(now)}, and only what is "
            f"{' or '.join(str(label) for value, label in Status.choices if value in transition.starts)} can be."
        )


def check_text(essay: Essay) -> None:
    """Raise PublishingError where there is nothing to read, or where the site's own rules ask for more."""
    if not essay.body.strip():
        raise PublishingError(f"“{essay}” was not published: it has no text yet. Write its body first.")
    if stops := what_stops(essay):
        raise PublishingError(f"“{essay}” was not published: {' Also, '.join(each.sentence for each in stops)}")
