"""The editorial calendar: each day with what happens on it, in the site's zone, in the same number of queries."""

import datetime as dt

import pytest
from django.utils import timezone

from essays.desk.calendar import SHOWN_A_DAY, Month, month_of
from essays.models import Essay, ReviewRequest
from tests import build

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 17, 12, tzinfo=dt.UTC)


def at(day: int, hour: int = 9, month: int = 6) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def shown(month: Month) -> dict[dt.date, list[tuple[str, str]]]:
    days = [day for week in month.weeks for day in week]
    return {day.date: [(entry.what, entry.headline) for entry in day.entries] for day in days if day.entries}


def june(of=None) -> Month:
    return month_of(2026, 6, of=of or build.superuser(), now=NOW)


def test_each_day_holds_what_is_published_withdrawn_and_reviewed_on_it():
    anna = build.account("anna")
    build.essay("Seen", status="published", published_at=at(3), withdrawn_at=at(20))
    build.essay("Planned", status="published", published_at=at(18), withdrawn_at=at(19))
    build.essay("Gone", status="withdrawn", published_at=at(1), withdrawn_at=at(3, 8))
    build.essay("Thrown away", status="published", published_at=at(3), discarded_at=NOW)
    build.essay("A draft with the date of an older site", published_at=at(3))
    asked = build.essay("Asked", status="in review")
    ReviewRequest.objects.create(essay=asked, reviewer=anna, due_on=dt.date(2026, 6, 18), asked_at=NOW)
    month = june()
    assert shown(month) == {
        dt.date(2026, 6, 1): [("published", "Gone")],
        dt.date(2026, 6, 3): [("withdrawn", "Gone"), ("published", "Seen")],
        dt.date(2026, 6, 18): [("review", "Asked"), ("scheduled", "Planned")],
        dt.date(2026, 6, 19): [("to be withdrawn", "Planned")],
        dt.date(2026, 6, 20): [("to be withdrawn", "Seen")],
    }
    assert [day.date.day for week in month.weeks for day in week if day.is_today] == [17]


def test_a_day_is_one_of_the_sites_zone(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    timezone.deactivate()
    build.essay("Late", status="published", published_at=at(3, 16))  # past midnight in Tokyo
    build.essay("First", status="published", published_at=at(31, 16, month=5))
    assert set(shown(june())) == {dt.date(2026, 6, 1), dt.date(2026, 6, 4)}


def test_the_grid_has_whole_weeks_and_the_days_beside_the_month_too():
    build.essay("Next", status="published", published_at=at(3, month=7))
    month = june()
    assert [len(week) for week in month.weeks] == [7] * 5
    assert (month.weeks[0][0].date, month.weeks[-1][-1].date) == (dt.date(2026, 6, 1), dt.date(2026, 7, 5))
    assert shown(month) == {dt.date(2026, 7, 3): [("scheduled", "Next")]}
    assert (month.before, month.after) == (dt.date(2026, 5, 1), dt.date(2026, 7, 1))


def test_the_calendar_ends_where_dates_do():
    boss = build.superuser()
    assert month_of(2999, 12, of=boss, now=NOW).after is None
    assert month_of(1900, 1, of=boss, now=NOW).before is None


def test_reviews_without_a_day_stand_beside_the_month_and_answered_ones_nowhere():
    anna = build.account("anna")
    for headline, status in (("Asked", "in review"), ("Answered", "approved")):
        one = build.essay(headline, status=status)
        ReviewRequest.objects.create(essay=one, reviewer=anna, asked_at=NOW)
    assert [(entry.headline, entry.who) for entry in june().without_a_day] == [("Asked", "anna")]


def test_an_author_finds_their_own():
    author = build.member("Authors")
    build.essay("Mine", status="published", published_at=at(3), owner=author)
    theirs = build.essay("Theirs", status="published", published_at=at(3))
    asked = build.essay("Asked", status="in review")
    for essay, due_on in ((theirs, None), (asked, dt.date(2026, 6, 18))):
        ReviewRequest.objects.create(essay=essay, reviewer=author, due_on=due_on, asked_at=NOW)
    assert shown(june(of=author)) == {dt.date(2026, 6, 3): [("published", "Mine")]}


def test_a_day_of_hundreds_costs_what_a_day_of_few_does_and_counts_the_rest(django_assert_num_queries):
    boss = build.superuser()
    for number in (3, 300):
        Essay.objects.bulk_create(
            Essay(headline=f"No. {n}", slug=f"no-{number}-{n}", status="published", published_at=at(number % 28 + 1))
            for n in range(number)
        )
        with django_assert_num_queries(4):
            month = june(of=boss)
    days = {day.date.day: day for week in month.weeks for day in week if day.is_in_month}
    assert (len(days[4].entries), days[4].more) == (3, 0)
    assert (len(days[21].entries), days[21].more) == (SHOWN_A_DAY, 300 - SHOWN_A_DAY)
