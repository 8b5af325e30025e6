"""Times to publish and to withdraw: which an essay can have, what cancels them, and what follows when one passes."""

import datetime as dt
import logging

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.utils import timezone

from essays.desk.editing import discard, take_back
from essays.desk.importing import import_document
from essays.desk.publishing import PublishingError, approve, publish, return_to_draft, submit, withdraw
from essays.desk.scheduling import next_planned_time, pass_planned_times, said_at, schedule
from essays.models import Essay
from essays.views.planned import PlannedTimes
from tests.build import NOW, account, essay, film, person, published

pytestmark = pytest.mark.django_db

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SOON, LATER = NOW + DAY, NOW + 3 * DAY


def plan(made: Essay, publish_at=SOON, withdraw_at=None, now=NOW, by=None) -> None:
    schedule(made, publish_at=publish_at, withdraw_at=withdraw_at, by=by, now=now)


def stored(made: Essay) -> tuple:
    row = Essay.objects.get(pk=made.pk)
    return row.status, row.published_at, row.withdrawn_at, row.planned_at


def test_readers_see_a_scheduled_essay_from_its_time_until_its_end_and_no_worker_is_needed():
    made = essay()
    plan(made, SOON, LATER)
    moments = [NOW, SOON - HOUR, SOON, LATER - HOUR, LATER, LATER + DAY]
    seen = [Essay.objects.published(at).filter(pk=made.pk).exists() for at in moments]
    assert seen == [made.is_live(at) for at in moments] == [False, False, True, True, False, False]
    assert [made.standing(at) for at in moments[1:5]] == ["scheduled", "published", "published", "withdrawn"]
    assert [Essay.objects.withdrawn(at).exists() for at in (NOW, SOON, LATER)] == [False, False, True]
    note = made.revisions.get().note
    assert note == "scheduled: from 18 June 2026, 12:00 (UTC), until 20 June 2026, 12:00 (UTC)"


def test_a_second_plan_takes_the_place_of_the_first():
    made = essay()
    plan(made, SOON, LATER)
    plan(made, LATER, None)
    assert stored(made) == ("published", LATER, None, LATER)
    assert made.revisions.count() == 2


def test_a_live_essay_is_given_an_end_which_is_taken_away_again():
    made = published()
    first = made.published_at
    plan(made, None, LATER)
    assert stored(made) == ("published", first, LATER, LATER)
    plan(made, None, None)
    assert stored(made) == ("published", first, None, None)


@pytest.mark.parametrize(
    ("fields", "times", "said"),
    [
        pytest.param({}, (None, None), "say when it is to be published", id="no time"),
        pytest.param({}, (NOW - HOUR, None), "is past. Give a time to come", id="a time that is past"),
        pytest.param({}, (NOW, None), "is past", id="now"),
        pytest.param({}, (SOON, SOON), "is not after 18 June 2026, 12:00 (UTC)", id="ends as it begins"),
        pytest.param({"body": ""}, (SOON, None), "it has no text yet", id="no text"),
        pytest.param({"discarded_at": NOW}, (SOON, None), "in the wastebasket", id="thrown away"),
        pytest.param(
            {"status": "published", "published_at": NOW - DAY}, (SOON, None), "readers see it already", id="live"
        ),
        pytest.param(
            {"status": "published", "published_at": NOW - DAY}, (None, NOW - HOUR), "is not after", id="ends before now"
        ),
    ],
)
def test_some_times_an_essay_cannot_have_and_stays_as_it_was(fields, times, said):
    made = essay(**fields)
    before = stored(made)
    with pytest.raises(PublishingError) as refused:
        plan(made, *times)
    assert said in str(refused.value)
    assert (stored(made), made.revisions.count()) == (before, 0)


def test_an_essay_taken_off_the_schedule_is_what_it_was_before():
    def off(made: Essay, *steps) -> tuple:
        for step in steps:
            step(made, by=None, now=NOW)
        plan(made)
        plan(made, LATER, LATER + DAY)
        assert withdraw(made, by=None, now=NOW + HOUR) == "taken off the schedule"
        assert made.revisions.last().note == "taken off the schedule"
        return stored(made)

    assert off(essay("None")) == ("approved", None, None, None)
    assert off(essay("Draft"), submit, return_to_draft) == ("draft", None, None, None)
    assert off(essay("In review"), submit) == ("in review", None, None, None)
    assert off(essay("Approved"), submit, approve) == ("approved", None, None, None)


def test_one_that_readers_saw_once_keeps_the_time_of_it_over_a_schedule_that_is_cancelled():
    made = essay()
    publish(made, by=None, now=NOW - DAY)
    withdraw(made, by=None, now=NOW - HOUR)
    plan(made)
    assert Essay.objects.withdrawn(NOW).exists()  # its address stays known while it waits
    assert not Essay.objects.withdrawn(LATER).exists()
    withdraw(made, by=None, now=NOW)
    assert stored(made) == ("withdrawn", NOW - DAY, NOW - HOUR, None)
    assert Essay.objects.withdrawn(NOW).exists()


def test_an_essay_whose_time_ended_is_published_again_as_a_withdrawn_one_is():
    made = published()
    plan(made, None, SOON)
    with pytest.raises(PublishingError, match="it is withdrawn, and only what is published can be"):
        withdraw(made, by=None, now=LATER)
    publish(made, by=None, now=LATER)
    assert made.is_live(LATER + DAY)


def test_the_wastebasket_forgets_what_was_planned():
    made, live = essay(), published("Live")
    plan(made)
    plan(live, None, LATER)
    for one in (made, live):
        discard(one, by=None, now=NOW)
        assert Essay.objects.get(pk=one.pk).planned_at is None
        take_back(one, by=None, now=NOW + HOUR)
    assert stored(made) == ("draft", None, None, None)
    assert stored(live) == ("draft", live.published_at, None, None)


def test_who_may_not_publish_plans_nothing():
    made = essay()
    with pytest.raises(PublishingError, match="editor has no permission to publish"):
        plan(made, by=account("editor", "essays.change_essay"))
    assert stored(made) == ("draft", None, None, None)


def test_the_next_planned_time_is_told_whatever_it_does():
    assert next_planned_time() is None
    plan(essay("Begins"), LATER)
    live = published("Ends")
    plan(live, None, SOON)
    assert next_planned_time() == SOON
    withdraw(live, by=None, now=NOW)
    assert next_planned_time() == LATER


def scheduled_entry():
    """A reference entry that states a credit, scheduled an hour from now; and the person whose credit it is."""
    horner, now = person("James Horner"), timezone.now()
    report = import_document(
        "Red Heat is a 1988 American action film directed by James Horner.\n[1] It was shot in Chicago.\n",
        name="entry.txt",
        now=now,
        film=film("Red Heat", 1988),
    )
    made = Essay.objects.get(pk=report.essay_id)
    schedule(made, publish_at=now + HOUR, withdraw_at=now + 2 * HOUR, by=None, now=now)
    return made, horner


def let_pass(made: Essay, hours: float) -> None:
    """Move the essay's times back, as if as many hours had passed."""
    row = Essay.objects.get(pk=made.pk)
    moved = {name: getattr(row, name) - hours * HOUR for name in ("published_at", "withdrawn_at", "planned_at")}
    Essay.objects.filter(pk=made.pk).update(**moved)


def jobs(horner) -> set[str]:
    return set(horner.taggings.values_list("tag__name", flat=True))


def test_the_jobs_of_people_follow_when_a_planned_time_passes_once_for_each():
    made, horner = scheduled_entry()
    assert (jobs(horner), pass_planned_times(now=timezone.now())) == (set(), 0)
    let_pass(made, 1.5)
    assert (jobs(horner), made.pk) == (set(), Essay.objects.published().get().pk)  # readers see it without us
    assert next_planned_time() < timezone.now()
    assert (pass_planned_times(now=timezone.now()), jobs(horner)) == (1, {"director"})
    assert pass_planned_times(now=timezone.now()) == 0
    assert next_planned_time() > timezone.now()
    let_pass(made, 1)
    assert (pass_planned_times(now=timezone.now()), jobs(horner)) == (1, set())
    assert next_planned_time() is None


def test_the_command_for_a_timer_does_it_and_tells_the_next_time(capsys):
    made, horner = scheduled_entry()
    let_pass(made, 1.5)
    call_command("pass_planned_times")
    following = said_at(Essay.objects.get(pk=made.pk).withdrawn_at).removesuffix(" (UTC)")
    assert capsys.readouterr().out == f"1 essay seen to; the next planned time: {following}.\n"
    assert jobs(horner) == {"director"}


def test_a_request_does_it_where_no_timer_is(settings, rf, django_assert_num_queries):
    made, horner = scheduled_entry()
    with pytest.raises(MiddlewareNotUsed):
        PlannedTimes(lambda request: HttpResponse())
    settings.PLANNED_TIMES_EVERY = 3600
    middleware = PlannedTimes(lambda request: HttpResponse("Snow."))
    let_pass(made, 1.5)
    assert middleware(rf.get("/")).content == b"Snow."
    assert jobs(horner) == {"director"}
    with django_assert_num_queries(0):  # the next look is an hour away
        middleware(rf.get("/"))


def test_a_reader_has_the_page_also_where_the_database_refuses(settings, rf, caplog):
    def locked(*_: object) -> None:
        raise DatabaseError("database is locked")

    settings.PLANNED_TIMES_EVERY = 60
    middleware = PlannedTimes(lambda request: HttpResponse("Snow."))
    with caplog.at_level(logging.ERROR), connection.execute_wrapper(locked):
        assert middleware(rf.get("/")).content == b"Snow."
    assert "the next look tries again" in caplog.text
