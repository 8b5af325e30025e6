"""The screen of the calendar: reached from the list, a month at a time, for who may see essays."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import build

CALENDAR = "admin:essays_essay_calendar"


def test_the_list_leads_to_the_month_and_each_entry_to_its_essay(desk):
    planned = build.essay("Stone", status="published", published_at=dt.datetime(2999, 7, 3, 9, tzinfo=dt.UTC))
    assert reverse(CALENDAR) in desk.get(reverse("admin:essays_essay_changelist")).content.decode()
    page = desk.get(reverse(CALENDAR), {"month": "2999-07"}).content.decode()
    assert reverse("admin:essays_essay_change", args=[planned.pk]) in page
    assert "scheduled" in page
    assert 'href="?month=2999-06"' in page
    assert 'href="?month=2999-08"' in page


@pytest.mark.parametrize("month", ["", "x", "2026-13", "2026-1", "9999-12", "0001-01", "２０２６-01", "2026-06-01"])
def test_without_a_month_that_is_one_the_present_month_is_shown(desk, month):
    answer = desk.get(reverse(CALENDAR), {"month": month})
    assert answer.status_code == 200
    assert any(day.is_today for week in answer.context["month"].weeks for day in week)


def test_a_month_without_anything_says_so(desk):
    assert "Nothing is published" in desk.get(reverse(CALENDAR), {"month": "2026-06"}).content.decode()
    build.published()
    assert "Nothing is published" not in desk.get(reverse(CALENDAR), {"month": "2026-06"}).content.decode()


def test_what_a_day_has_beyond_the_shown_is_led_to_in_the_list(desk):
    at = dt.datetime(2026, 6, 3, 9, tzinfo=dt.UTC)
    for number in range(10):
        build.essay(f"No. {number}", status="published", published_at=at)
    page = desk.get(reverse(CALENDAR), {"month": "2026-06"}).content.decode()
    assert "and 2 more" in page
    query = {"published_at__year": 2026, "published_at__month": 6, "published_at__day": 3}
    assert desk.get(reverse("admin:essays_essay_changelist"), query).context["cl"].result_count == 10


def test_who_may_not_see_essays_sees_no_calendar(client, db):
    assert client.get(reverse(CALENDAR))["Location"].startswith(reverse("admin:login"))
    client.force_login(build.account("nobody"))
    assert client.get(reverse(CALENDAR)).status_code == 403
    client.force_login(build.account("reader", "essays.view_essay"))
    assert client.get(reverse(CALENDAR)).status_code == 200
    assert reverse(CALENDAR) in client.get(reverse("admin:essays_essay_changelist")).content.decode()
