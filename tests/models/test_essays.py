"""Essays: who may open one and when, what one is about and names."""

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from essays.models import Essay, Mention, Subject
from people.models import Person
from tests.build import NOW, account, essay, film, mention, person, published, superuser

pytestmark = pytest.mark.django_db

SECOND = dt.timedelta(seconds=1)
TIMES = {"never": None, "before": NOW - SECOND, "now": NOW, "after": NOW + SECOND}
STATUSES = ("draft", "in review", "approved", "published", "withdrawn")


def is_meant_to_be_open(status: str, published_at: str, withdrawn_at: str, discarded: bool) -> bool:
    """The rule in words: published, from its time on, until its withdrawal, and not in the wastebasket."""
    return (
        status == "published"
        and published_at in ("before", "now")
        and withdrawn_at in ("never", "after")
        and not discarded
    )


def cases() -> list[tuple[str, str, str, bool]]:
    """Every state an essay may be in; what the constraints refuse is left out."""
    order = list(TIMES)
    return [
        (status, starts, ends, discarded)
        for status, starts, ends, discarded in product(STATUSES, TIMES, TIMES, (False, True))
        if not (status == "published" and starts == "never")
        and ("never" in (starts, ends) or order.index(ends) > order.index(starts))
    ]


def test_an_essay_is_open_in_just_the_states_it_should_be() -> None:
    """The query, the object and the mentions agree on every state, to the second."""
    for number, (status, starts, ends, discarded) in enumerate(cases()):
        made = essay(
            f"Case {number}",
            status=status,
            published_at=TIMES[starts],
            withdrawn_at=TIMES[ends],
            discarded_at=NOW if discarded else None,
        )
        mention(made, "Walter Hill", person())
    by_headline = {made.headline: made for made in Essay.objects.all()}
    expected = {f"Case {n}" for n, case in enumerate(cases()) if is_meant_to_be_open(*case)}
    assert len(by_headline) == len(cases()) > 80
    assert len(expected) == 4
    assert {made.headline for made in Essay.objects.published(NOW)} == expected
    assert {headline for headline, made in by_headline.items() if made.is_live(NOW)} == expected
    assert {named.essay.headline for named in Mention.objects.live(NOW)} == expected


def test_the_present_is_now_where_no_time_is_given() -> None:
    open_now = published()
    published_later = essay(status="published", published_at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    assert list(Essay.objects.published()) == [open_now]
    assert open_now.is_live()
    assert not published_later.is_live()


def someone(who: str) -> Any:
    """A user by what they are."""
    people = {
        "nobody": lambda: None,
        "anonymous": AnonymousUser,
        "superuser": superuser,
        "editor": lambda: account("editor", "essays.view_essay"),
        "staff without the permission": lambda: account("editor"),
        "reader with the permission": lambda: account("reader", "essays.view_essay", is_staff=False),
        "editor who left": lambda: account("editor", "essays.view_essay", is_active=False),
        "superuser who left": lambda: account("editor", is_active=False, is_superuser=True),
    }
    return people[who]()


@pytest.mark.parametrize(
    ("who", "sees_drafts"),
    [
        ("nobody", False),
        ("anonymous", False),
        ("superuser", True),
        ("editor", True),
        ("staff without the permission", False),
        ("reader with the permission", False),
        ("editor who left", False),
        ("superuser who left", False),
    ],
)
def test_drafts_are_open_only_to_staff_who_may_view_essays(who: str, sees_drafts: bool) -> None:
    published("Open")
    essay("Draft")
    essay("Scheduled", status="published", published_at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    essay("Withdrawn", status="withdrawn")
    essay("Thrown away", discarded_at=NOW)
    visible = {made.headline for made in Essay.objects.visible_to(someone(who))}
    assert visible == ({"Open", "Draft", "Scheduled", "Withdrawn"} if sees_drafts else {"Open"})


def test_a_double_bill_has_two_subjects_in_order_and_an_essay_on_a_person_none() -> None:
    heat, hours = film("Red Heat", 1988), film("48 Hrs.", 1982)
    bill = essay("Two cops, twice", about=heat)
    Subject.objects.create(essay=bill, film=hours, position=2)
    on_hill = essay("Walter Hill at work")
    assert [str(subject) for subject in bill.subjects.all()] == ["Red Heat (1988)", "48 Hrs. (1982)"]
    assert list(Essay.objects.about(hours)) == list(Essay.objects.about(heat)) == [bill]
    assert not on_hill.subjects.exists()


def test_an_essay_names_a_record_where_a_mention_is_linked_and_stands_in_the_text() -> None:
    heat, walter = film(), person()
    naming = essay("Names it twice")
    mention(naming, "Red Heat", heat, start=0)
    mention(naming, "Red Heat", heat, start=20)
    mention(naming, "Walter Hill", walter, start=40)
    mention(essay("An editor said no"), "Red Heat", heat, state="rejected")
    mention(essay("Not decided"), "Red Heat", heat, state="undecided")
    mention(essay("Cut since"), "Red Heat", heat, is_lost=True)
    assert list(Essay.objects.naming(heat)) == list(Essay.objects.naming(walter)) == [naming]


def test_a_live_mention_is_linked_and_stands_in_a_published_text() -> None:
    review = published()
    live = mention(review, "Walter Hill", person(), start=0)
    mention(review, "Red Heat", film(), start=20, is_lost=True)
    mention(review, "Heat", film("Heat", 1995), start=40, state="rejected")
    mention(essay("Draft"), "Walter Hill", person())
    assert list(Mention.objects.live()) == [live]


def test_what_waits_for_an_editor_is_undecided_proposed_or_lost() -> None:
    review = essay()
    waiting = [
        mention(review, "Red Heat", start=0),
        mention(review, "Chris", start=10, kind="person", state="proposed"),
        mention(review, "48 Hrs.", film("48 Hrs.", 1982), start=20, is_lost=True),
    ]
    mention(review, "Red Heat", film(), start=30)
    mention(review, "Heat", film("Heat", 1995), start=50, state="rejected")
    assert set(Mention.objects.open()) == set(waiting)


def test_two_essays_of_one_headline_are_told_apart() -> None:
    assert [str(essay("Red Heat")) for _ in range(2)] == ["Red Heat", "Red Heat (no. 2)"]


@pytest.mark.parametrize("count", [10, 100])
def test_a_listing_costs_a_fixed_number_of_queries(count: int, django_assert_num_queries: Any) -> None:
    heat = film()
    for number in range(count):
        published(f"Essay {number}", about=heat)
    with django_assert_num_queries(3):
        listed = Essay.objects.published().for_listing().newest_first()
        assert len([(e.headline, [str(s) for s in e.subjects.all()], list(e.bylines.all())) for e in listed]) == count


def test_the_newest_comes_first_and_drafts_last() -> None:
    draft = essay("Draft")
    old = essay("Old", status="published", published_at=NOW - SECOND)
    new = essay("New", status="published", published_at=NOW)
    assert list(Essay.objects.newest_first()) == [new, old, draft]


def test_a_record_that_an_essay_needs_is_not_deleted() -> None:
    heat, walter = film(), person()
    review = essay(about=heat)
    mention(review, "Walter Hill", walter)
    for record in (heat, walter, Person.objects.filter(pk=walter.pk)):
        with pytest.raises(ProtectedError):
            record.delete()


@pytest.mark.parametrize("rating", ["0", "0.5", "3", "5", None])
def test_a_rating_on_the_sites_scale_passes(rating):
    made = essay(rating=rating)
    made.refresh_from_db()
    made.full_clean()


@pytest.mark.parametrize("rating", ["5.5", "9", "4.3"])
def test_a_rating_off_the_sites_scale_is_refused_with_the_scale(rating):
    made = essay(rating=rating)
    made.refresh_from_db()
    with pytest.raises(ValidationError, match="from 0 to 5, in halves"):
        made.full_clean()
