"""The screen of an essay's times: asked for in the site's zone, shown before they hold, for publishers only."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from essays.models import Essay
from tests import build
from tests.admin.forms import filled_form

TIMES = {"publish_at": "2999-07-01T09:00", "withdraw_at": "2999-07-08T09:00"}


def screen(essay: Essay) -> str:
    return reverse("admin:essays_essay_schedule", args=[essay.pk])


def form_of(essay: Essay) -> str:
    return reverse("admin:essays_essay_change", args=[essay.pk])


def test_times_are_those_of_the_sites_zone_and_shown_before_they_hold(desk, review, settings):
    settings.TIME_ZONE = "Europe/London"
    timezone.deactivate()
    shown = desk.post(screen(review), TIMES).content.decode()
    assert "from 1 July 2999, 09:00 (Europe/London), until 8 July 2999, 09:00 (Europe/London)" in shown
    assert Essay.objects.get(pk=review.pk).status == "draft"
    page = desk.post(screen(review), TIMES | {"confirmed": "1"}, follow=True).content.decode()
    assert "Readers see “A Russian in Chicago” from 1 July 2999, 09:00 (Europe/London)" in page
    assert "To be published" in page
    assert "To be withdrawn" in page
    made = Essay.objects.get(pk=review.pk)
    assert made.published_at == dt.datetime(2999, 7, 1, 8, tzinfo=dt.UTC)  # British Summer Time
    assert made.planned_at == made.published_at


def test_going_back_from_the_question_keeps_what_was_typed_and_plans_nothing(desk, review):
    page = desk.post(screen(review), TIMES | {"change": "1"}).content.decode()
    assert 'value="2999-07-01T09:00"' in page
    assert Essay.objects.get(pk=review.pk).planned_at is None


def test_a_time_that_the_clocks_leave_out_is_refused(desk, review, settings):
    settings.TIME_ZONE = "Europe/London"
    timezone.deactivate()
    page = desk.post(screen(review), {"publish_at": "2027-03-28T01:30", "confirmed": "1"}).content.decode()
    assert "couldn’t be interpreted in time zone Europe/London" in page
    assert Essay.objects.get(pk=review.pk).status == "draft"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param({"publish_at": "", "withdraw_at": ""}, "This field is required.", id="no time"),
        pytest.param({"publish_at": "2020-01-01T09:00"}, "is past. Give a time to come", id="past"),
        pytest.param({"publish_at": "tomorrow"}, "Enter a valid date/time.", id="no date"),
        pytest.param(TIMES | {"withdraw_at": "2999-06-01T09:00"}, "is not after 1 July 2999", id="ends first"),
    ],
)
def test_what_cannot_be_is_said_and_the_form_stays(desk, review, data, said):
    for more in ({}, {"confirmed": "1"}):
        page = desk.post(screen(review), data | more).content.decode()
        assert said in page
        assert 'name="publish_at"' in page
    assert Essay.objects.get(pk=review.pk).status == "draft"


def test_a_live_essay_is_given_an_end_and_cannot_begin_again(desk):
    made = build.published()
    assert 'name="publish_at"' not in desk.get(screen(made)).content.decode()
    desk.post(screen(made), TIMES | {"confirmed": "1"})
    after = Essay.objects.get()
    assert (after.published_at, after.withdrawn_at.year) == (made.published_at, 2999)
    desk.post(screen(made), {"withdraw_at": "", "confirmed": "1"})
    assert Essay.objects.get().withdrawn_at is None


def test_the_button_saves_first_and_a_scheduled_essay_is_taken_off_by_another(desk, review):
    def press(step: str):
        data = filled_form(desk.get(form_of(review)), "essay_form")
        return desk.post(form_of(review), data | {"headline": "Stone", "_step": step})

    assert press("schedule")["Location"] == screen(review)
    assert Essay.objects.get(pk=review.pk).headline == "Stone"
    desk.post(screen(review), TIMES | {"confirmed": "1"})
    page = desk.get(form_of(review)).content.decode()
    assert "Save and take it off the schedule" in page
    assert "Save and change the schedule" in page
    press("withdraw")
    assert "“Stone” is saved and taken off the schedule." in desk.get(form_of(review)).content.decode()
    after = Essay.objects.get(pk=review.pk)
    assert (after.status, after.published_at, after.planned_at) == ("draft", None, None)


@pytest.mark.parametrize(("role", "status"), [("Authors", 403), ("Editors", 403), ("Publishers", 200)])
def test_only_publishers_plan(client, db, role, status):
    by = build.member(role)
    made = build.essay(owner=by)
    client.force_login(by)
    assert client.get(screen(made)).status_code == status
    client.post(screen(made), TIMES | {"confirmed": "1"})
    assert Essay.objects.get().status == ("published" if status == 200 else "draft")


def test_an_essay_in_the_wastebasket_has_no_schedule_and_one_that_is_not_there_none_either(desk):
    assert desk.post(screen(build.essay(discarded_at=build.NOW)), TIMES | {"confirmed": "1"}).status_code == 403
    assert desk.get(reverse("admin:essays_essay_schedule", args=[99])).status_code == 404


def test_a_stranger_is_sent_to_the_log_in(client, review):
    assert client.get(screen(review))["Location"].startswith(reverse("admin:login"))
