"""Who may take which step, cell by cell: state, step, role, one's own essay or another's."""

import datetime as dt
from collections.abc import Iterator
from itertools import product

import pytest

from essays.desk.editing import WastebasketError, discard, take_back
from essays.desk.publishing import (
    PublishingError,
    approve,
    may_change,
    may_reach,
    publish,
    return_to_draft,
    submit,
    why_not_changed,
    withdraw,
)
from essays.desk.roles import AUTHORS, EDITORS, PUBLISHERS, RIGHTS, ROLES, renew_roles
from essays.desk.scheduling import schedule
from essays.models import Account, Essay
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

YESTERDAY = NOW - dt.timedelta(days=1)
LATER = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)  # what may be changed asks the clock, steps are told the time
STATES = {
    "draft": {},
    "in review": {"status": "in review"},
    "approved": {"status": "approved"},
    "scheduled": {"status": "published", "published_at": LATER},
    "published": {"status": "published", "published_at": YESTERDAY},
    "ended": {"status": "published", "published_at": YESTERDAY, "withdrawn_at": NOW},
    "withdrawn": {"status": "withdrawn", "published_at": YESTERDAY, "withdrawn_at": NOW},
    "discarded": {"discarded_at": NOW},
}


def plan(essay: Essay, *, by: Account, now: dt.datetime) -> None:
    """Schedule what is not live, and give an end to what is."""
    schedule(
        essay,
        publish_at=None if essay.is_live(now) else now + dt.timedelta(days=1),
        withdraw_at=now + dt.timedelta(days=2),
        by=by,
        now=now,
    )


STEPS = {
    "submit": submit,
    "approve": approve,
    "return": return_to_draft,
    "publish": publish,
    "withdraw": withdraw,
    "schedule": plan,
}
ACCOUNTS = ("nobody", AUTHORS, EDITORS, PUBLISHERS, "superuser")

# What each role may do to an essay in each state; whose it is matters to authors alone.
OWN = {
    AUTHORS: {"draft": "submit change discard", "discarded": "take back"},
}
EDITING = {
    "draft": "submit change discard",
    "in review": "approve return change discard",
    "approved": "return change discard",
    "ended": "return change discard",
    "withdrawn": "return change discard",
    "discarded": "take back",
}
PUBLISHING = {
    "draft": "submit publish schedule change discard",
    "in review": "approve return publish schedule change discard",
    "approved": "return publish schedule change discard",
    "scheduled": "withdraw schedule change discard",
    "published": "withdraw schedule change discard",
    "ended": "return publish schedule change discard",
    "withdrawn": "return publish schedule change discard",
    "discarded": "take back",
}
ANY = {EDITORS: EDITING, PUBLISHERS: PUBLISHING, "superuser": PUBLISHING}


def allowed(who: str, whose: str, state: str) -> set[str]:
    """What the table above says of one cell, as names of deeds."""
    said = ANY.get(who) or (OWN.get(who, {}) if whose == "own" else {})
    return set(said.get(state, "").replace("take back", "take-back").split())


def somebody(who: str):
    if who == "nobody":
        return build.account("nobody")
    return build.superuser() if who == "superuser" else build.member(who)


def made_by(state: str, owner) -> Essay:
    return build.essay(owner=owner, **STATES[state])


def cells(by: Account) -> Iterator[tuple[str, str, Account]]:
    """For each cell of this role: whose the essay is, in which state, and who owns it."""
    other = build.account("somebody-else")
    for whose, state in product(("own", "another's"), STATES):
        yield whose, state, by if whose == "own" else other


@pytest.mark.parametrize("who", ACCOUNTS)
def test_a_step_is_taken_by_those_the_table_names_and_refused_to_all_others(who):
    by, wrong = somebody(who), []
    for whose, state, owner in cells(by):
        for name, step in STEPS.items():
            essay = made_by(state, owner)
            before = essay.status, essay.published_at, essay.withdrawn_at
            try:
                step(essay, by=by, now=NOW)
            except PublishingError:
                was_taken = False
            else:
                was_taken = True
            stored = Essay.objects.get(pk=essay.pk)
            is_changed = (stored.status, stored.published_at, stored.withdrawn_at) != before
            is_marked = (is_changed, stored.revisions.count()) == (was_taken, int(was_taken))
            if was_taken != (name in allowed(who, whose, state)) or not is_marked:
                wrong.append((whose, state, name))
    assert wrong == []


@pytest.mark.parametrize("who", ACCOUNTS)
def test_an_essay_is_thrown_away_and_taken_back_by_those_the_table_names(who):
    by, wrong = somebody(who), []
    for whose, state, owner in cells(by):
        for name, verb in (("discard", discard), ("take-back", take_back)):
            essay = made_by(state, owner)
            was_there = essay.discarded_at is None
            try:
                verb(essay, by=by, now=NOW)
            except WastebasketError:
                was_done = False
            else:
                was_done = True
            is_there = Essay.objects.get(pk=essay.pk).discarded_at is None
            if was_done != (name in allowed(who, whose, state)) or was_done == (is_there == was_there):
                wrong.append((whose, state, name))
    assert wrong == []


@pytest.mark.parametrize("who", ACCOUNTS)
def test_an_essay_is_changed_by_those_the_table_names(who):
    by, wrong = somebody(who), []
    for whose, state, owner in cells(by):
        essay = made_by(state, owner)
        may = by.has_perm("essays.change_essay") and may_change(essay, by) and essay.discarded_at is None
        if may != ("change" in allowed(who, whose, state)):
            wrong.append((whose, state))
    assert wrong == []


def test_an_author_reaches_their_own_essays_and_is_told_why_not_the_others():
    author = build.member(AUTHORS)
    mine, theirs = build.essay("Mine", owner=author), build.essay("Theirs")
    assert (may_reach(mine, author), may_reach(theirs, author)) == (True, False)
    assert list(Essay.objects.reached_by(author)) == [mine]
    assert Essay.objects.reached_by(build.member(EDITORS)).count() == 2
    assert why_not_changed(theirs, author) == "it is somebody else's. Ask an editor."
    mine.status = "in review"
    assert "you change only your drafts" in why_not_changed(mine, author)


def test_on_the_site_an_author_opens_what_is_public_and_their_own_drafts():
    author = build.member(AUTHORS)
    build.essay("Mine", owner=author)
    build.essay("Theirs")
    build.published("Open")
    assert {essay.headline for essay in Essay.objects.visible_to(author)} == {"Mine", "Open"}


def test_each_role_may_what_the_one_before_may_and_rights_given_by_hand_stay():
    assert RIGHTS[AUTHORS] < RIGHTS[EDITORS] < RIGHTS[PUBLISHERS]
    groups = renew_roles()
    other = renew_roles()[AUTHORS].permissions.model.objects.get(codename="add_tag", content_type__app_label="people")
    groups[AUTHORS].permissions.add(other)
    renew_roles()
    for role in ROLES:
        held = {f"{p.content_type.app_label}.{p.codename}" for p in groups[role].permissions.all()}
        assert held == RIGHTS[role] | ({"people.add_tag"} if role == AUTHORS else set())
