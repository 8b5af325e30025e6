"""A review asked of somebody: with a day, taken back, and gone once it is answered."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.utils.formats import date_format

from essays.desk.mailing import Mailed, full_address, mail
from essays.desk.publishing import SUBMIT, PublishingError, may_reach, may_take, submit
from essays.models import Account, Essay, ReviewRequest

NOTE_MAX_LENGTH = 300  # as the row holds it


class ReviewingError(ValueError):
    """A review cannot be asked for or taken back; the message says why."""


def reviewers() -> models.QuerySet[Account]:
    """Who can be asked: those at the desk who may approve essays, and reach every one."""
    backend = "django.contrib.auth.backends.ModelBackend"
    approve = Account.objects.with_perm("essays.review_essay", backend=backend)
    reach = Account.objects.with_perm("essays.reach_every_essay", backend=backend)
    return (
        Account.objects.filter(pk__in=approve.values("pk"))
        .filter(pk__in=reach.values("pk"), is_staff=True)
        .order_by("username")
    )


def may_ask(essay: Essay, by: Account) -> bool:
    """Whether this account may ask for a review of this essay now: it is in review, or they may submit it."""
    may_change = by.is_active and by.has_perm("essays.change_essay") and may_reach(essay, by)
    is_in_review = essay.status == Essay.Status.IN_REVIEW and essay.discarded_at is None
    return may_change and (is_in_review or may_take(essay, SUBMIT, by))


@transaction.atomic
def ask_review(
    essay: Essay, *, of: Account, due_on: dt.date | None, note: str, by: Account, now: dt.datetime
) -> ReviewRequest:
    """Ask ``of`` to review an essay, in place of who was asked before; submits a draft. Raises ReviewingError."""
    row = Essay.objects.select_for_update().get(pk=essay.pk)
    if not may_ask(row, by):
        raise ReviewingError(
            f"No review of “{row}” was asked for: it is {row.standing(now)}, or {by} may not submit it. "
            "Drafts and essays in review are reviewed."
        )
    if not reviewers().filter(pk=of.pk).exists():
        raise ReviewingError(f"No review of “{row}” was asked for: {of} may not approve essays. Choose an editor.")
    if row.status == Essay.Status.DRAFT:
        try:
            submit(row, by=by, now=now)
        except PublishingError as error:
            raise ReviewingError(str(error)) from error
    values = {"reviewer": of, "due_on": due_on, "note": note[:NOTE_MAX_LENGTH], "asked_by": by, "asked_at": now}
    return ReviewRequest.objects.update_or_create(essay=row, defaults=values)[0]


def take_back_request(essay: Essay, *, by: Account) -> None:
    """Ask nobody any more; who was asked may decline so too. The essay stays in review. Raises ReviewingError."""
    request = ReviewRequest.objects.filter(essay=essay).first()
    if request is None:
        raise ReviewingError(f"Nobody is asked to review “{essay}”, or the review is done.")
    if not (may_ask(essay, by) or request.reviewer_id == by.pk):
        raise ReviewingError(f"The review of “{essay}” stays asked for: {by} may not change that.")
    request.delete()


def tell_reviewer(request: ReviewRequest, *, root: str = "") -> Mailed:
    """Tell who was asked by mail; ``root`` is where the site is, for one that is set up without its address."""
    by = f"{request.asked_by} asks you" if request.asked_by else "You are asked"
    due = f" by {date_format(request.due_on, 'j F Y')}" if request.due_on else ""
    lines = [f"{by} to review “{request.essay}”{due}."]
    if request.note:
        lines.append(request.note)
    lines.append(full_address("admin:essays_essay_change", request.essay_id, root=root))
    lines.append("Approve it there or return it to its author.")
    return mail(request.reviewer, subject=f"Review asked: {request.essay}", text="\n\n".join(lines) + "\n")
