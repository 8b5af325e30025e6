"""Reviews asked of somebody: who asks, who is asked, what ends it."""

import datetime as dt

import pytest

from essays.desk.editing import discard
from essays.desk.publishing import approve, publish, return_to_draft
from essays.desk.reviewing import ReviewingError, ask_review, may_ask, reviewers, take_back_request, tell_reviewer
from essays.models import Essay, ReviewRequest
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 6, 19)


@pytest.fixture
def author():
    return build.member("Authors")


@pytest.fixture
def editor():
    made = build.member("Editors")
    made.email = "editor@films.example"
    made.save()
    return made


def ask(essay, of, by, due_on=FRIDAY, note="Is the year right?") -> ReviewRequest:
    return ask_review(essay, of=of, due_on=due_on, note=note, by=by, now=NOW)


def test_an_author_submits_a_draft_by_asking_an_editor(author, editor):
    mine = build.essay(owner=author)
    asked = ask(mine, editor, author)
    assert Essay.objects.get().status == "in review"
    assert mine.revisions.get().note == "submitted for review"
    assert (asked.reviewer, asked.due_on, asked.asked_by) == (editor, FRIDAY, author)
    assert list(ReviewRequest.objects.waiting_for(editor)) == [asked]


def test_another_is_asked_in_the_place_of_the_first(author, editor):
    mine = build.essay(owner=author)
    ask(mine, editor, author)
    other = build.member("Publishers")
    ask(mine, other, author, due_on=None)
    request = ReviewRequest.objects.get()
    assert (request.reviewer, request.due_on, mine.revisions.count()) == (other, None, 1)


@pytest.mark.parametrize("answer", [approve, return_to_draft, publish], ids=lambda verb: verb.__name__)
def test_the_request_goes_with_the_answer(author, editor, answer):
    mine = build.essay(owner=author)
    ask(mine, editor, author)
    answer(mine, by=build.superuser(), now=NOW)
    assert not ReviewRequest.objects.exists()


def test_what_lies_in_the_wastebasket_waits_for_nobody(author, editor):
    mine = build.essay(owner=author)
    ask(mine, editor, author)
    discard(mine, by=None, now=NOW)
    assert not ReviewRequest.objects.waiting_for(editor).exists()


def test_it_is_taken_back_by_who_asks_and_declined_by_who_was_asked(author, editor):
    mine = build.essay(owner=author)
    for by in (author, editor):
        ask(mine, editor, author)
        take_back_request(mine, by=by)
        assert (ReviewRequest.objects.exists(), Essay.objects.get().status) == (False, "in review")
    with pytest.raises(ReviewingError, match="Nobody is asked"):
        take_back_request(mine, by=author)
    ask(mine, editor, author)
    with pytest.raises(ReviewingError, match="may not change that"):
        take_back_request(mine, by=build.account("stranger"))
    assert ReviewRequest.objects.exists()


def test_only_those_at_the_desk_who_may_approve_any_essay_are_asked(author, editor):
    boss = build.superuser()
    build.account("left", "essays.review_essay", is_active=False)
    build.account("outside", "essays.review_essay", is_staff=False)
    half = build.account("half", "essays.review_essay", is_author=True)
    assert list(reviewers()) == [editor, boss]
    for one in (author, half):
        with pytest.raises(ReviewingError, match="may not approve essays"):
            ask(build.essay(owner=author), one, author)
    assert not Essay.objects.exclude(status="draft").exists()


def test_of_whom_and_when_a_review_may_be_asked(author, editor):
    states = {
        "draft": build.essay(owner=author),
        "in review": build.essay(owner=author, status="in review"),
        "approved": build.essay(owner=author, status="approved"),
        "published": build.published(owner=author),
        "discarded": build.essay(owner=author, discarded_at=NOW),
    }
    for by in (author, editor):
        assert {state: may_ask(one, by) for state, one in states.items()} == {
            "draft": True,
            "in review": True,
            "approved": False,
            "published": False,
            "discarded": False,
        }
    assert not may_ask(build.essay("Another's"), author)
    with pytest.raises(ReviewingError, match="it is approved"):
        ask(states["approved"], editor, author)


def test_the_mail_says_who_what_and_until_when_and_leads_there(author, editor, mailoutbox):
    mine = build.essay(owner=author)
    told = tell_reviewer(ask(mine, editor, author))
    assert told.is_sent
    text = mailoutbox[0].body
    assert "author asks you to review “A Russian in Chicago” by 19 June 2026." in text
    assert "Is the year right?" in text
    assert f"http://testserver/admin/essays/essay/{mine.pk}/change/" in text
