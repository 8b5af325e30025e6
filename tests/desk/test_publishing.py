"""States of an essay: every step, the permission it needs, the dates it sets, the revision it leaves."""

import datetime as dt

import pytest

from essays.desk.editing import discard, take_back
from essays.desk.publishing import (
    APPROVE,
    PUBLISH,
    RETURN,
    SUBMIT,
    TRANSITIONS,
    WITHDRAW,
    PublishingError,
    approve,
    may_take,
    publish,
    return_to_draft,
    submit,
    withdraw,
)
from essays.models import Essay
from tests.build import NOW, account, essay, published, superuser

pytestmark = pytest.mark.django_db
STEPS = {SUBMIT: submit, APPROVE: approve, RETURN: return_to_draft, PUBLISH: publish, WITHDRAW: withdraw}
LATER = NOW + dt.timedelta(days=2)


def in_state(status: str) -> Essay:
    dates = {"published_at": NOW - dt.timedelta(days=1)} if status in {"published", "withdrawn"} else {}
    return essay(status=status, withdrawn_at=NOW if status == "withdrawn" else None, **dates)


@pytest.mark.parametrize("status", Essay.Status.values)
@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda t: t.verb)
def test_a_step_starts_only_where_the_table_says(transition, status):
    subject = in_state(status)
    if status in transition.starts:
        STEPS[transition](subject, by=superuser(), now=LATER)
        assert subject.status == transition.end
        subject.refresh_from_db()
        assert subject.status == transition.end
        assert subject.revisions.get().note == transition.verb
    else:
        with pytest.raises(PublishingError, match=r"it is .*, and only what is"):
            STEPS[transition](subject, by=superuser(), now=LATER)
        subject.refresh_from_db()
        assert (subject.status, subject.revisions.count()) == (status, 0)


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda t: t.verb)
def test_a_step_needs_its_permission(transition):
    subject = in_state(next(iter(transition.starts)))
    others = {"essays.change_essay", "essays.publish_essay", "essays.view_essay"} - {transition.permission}
    without, holder = account("without", *others), account("holder", transition.permission)
    assert not may_take(subject, transition, without)
    with pytest.raises(PublishingError, match="without has no permission"):
        STEPS[transition](subject, by=without, now=LATER)
    assert may_take(subject, transition, holder)
    STEPS[transition](subject, by=holder, now=LATER)


def test_an_inactive_account_may_nothing():
    left = account("left", "essays.publish_essay", is_active=False)
    with pytest.raises(PublishingError, match="no permission"):
        publish(essay(), by=left, now=NOW)


def test_the_command_line_may_all():
    made = essay()
    publish(made, by=None, now=NOW)
    assert made.is_live(NOW)


def test_publishing_with_a_time_to_come_schedules():
    made = essay()
    publish(made, by=None, now=NOW, at=LATER)
    assert not made.is_live(NOW)
    assert made.is_live(LATER)


def test_what_was_public_before_keeps_its_first_date():
    made = published()
    first = made.published_at
    withdraw(made, by=None, now=NOW)
    assert (made.withdrawn_at, made.is_live(NOW)) == (NOW, False)
    publish(made, by=None, now=LATER)
    assert (made.published_at, made.withdrawn_at, made.is_live(LATER)) == (first, None, True)


def test_withdrawing_what_was_only_scheduled_forgets_the_date():
    made = essay()
    publish(made, by=None, now=NOW, at=LATER)
    withdraw(made, by=None, now=NOW)
    assert (made.published_at, made.withdrawn_at) == (None, None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"body": ""}, "it has no text yet", id="no text"),
        pytest.param({"discarded_at": NOW}, "in the wastebasket", id="thrown away"),
    ],
)
def test_some_essays_cannot_be_published(fields, said):
    made = essay(**fields)
    with pytest.raises(PublishingError, match=said):
        publish(made, by=None, now=NOW)
    assert not Essay.objects.published(LATER).exists()


def test_a_step_taken_twice_from_two_screens_is_taken_once():
    made = essay()
    same = Essay.objects.get(pk=made.pk)
    publish(made, by=None, now=NOW)
    with pytest.raises(PublishingError):
        publish(same, by=None, now=NOW)
    assert made.revisions.count() == 1


def test_the_reason_of_a_return_is_in_the_revision():
    made = essay(status="in review")
    return_to_draft(made, by=None, now=NOW, note="the score is James Horner's")
    assert made.revisions.get().note == "returned to draft: the score is James Horner's"


def test_what_was_public_before_keeps_its_first_date_out_of_the_wastebasket():
    made = essay()
    publish(made, by=None, now=NOW)
    discard(made, by=None, now=NOW + dt.timedelta(days=1))
    take_back(made, by=None, now=NOW + dt.timedelta(days=2))
    assert made.status == Essay.Status.DRAFT
    publish(made, by=None, now=NOW + dt.timedelta(days=3))
    made.refresh_from_db()
    assert made.published_at == NOW
