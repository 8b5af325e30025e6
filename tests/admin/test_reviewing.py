"""Asking for a review on the desk: the button, the screen, the list, the mail."""

import pytest
from django.test import Client
from django.urls import reverse

from essays.models import Essay, ReviewRequest
from tests import build
from tests.admin.forms import filled_form

FUTURE = "2999-07-01"


@pytest.fixture
def editor(db):
    made = build.member("Editors")
    made.email = "editor@films.example"
    made.save()
    return made


@pytest.fixture
def author(db):
    return build.member("Authors")


def at_desk(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def screen(essay: Essay) -> str:
    return reverse("admin:essays_essay_review", args=[essay.pk])


def form_of(essay: Essay) -> str:
    return reverse("admin:essays_essay_change", args=[essay.pk])


def test_an_author_saves_asks_and_the_editor_finds_it_first(author, editor, mailoutbox):
    mine, desk = build.essay(owner=author), at_desk(author)
    data = filled_form(desk.get(form_of(mine)), "essay_form") | {"headline": "Stone", "_step": "review"}
    assert desk.post(form_of(mine), data)["Location"] == screen(mine)
    asked = {"ask": "1", "reviewer": editor.pk, "due_on": FUTURE, "note": "The year?"}
    page = desk.post(screen(mine), asked, follow=True).content.decode()
    assert "Editor is asked to review “Stone”. editor was told by mail." in page
    assert "editor, by 1 July 2999" in page
    assert mailoutbox[0].to == ["editor@films.example"]

    waiting = at_desk(editor).get(reverse("admin:index")).context["waiting"]
    assert waiting[0]["what"] == "reviews asked of me"
    shown = at_desk(editor).get(waiting[0]["address"])
    assert list(shown.context["cl"].result_list) == [mine]
    at_desk(editor).post(
        form_of(mine), filled_form(at_desk(editor).get(form_of(mine)), "essay_form") | {"_step": "approve"}
    )
    assert (Essay.objects.get().status, ReviewRequest.objects.exists()) == ("approved", False)


def test_it_is_taken_back_and_declined(author, editor):
    mine = build.essay(owner=author)
    for who, word in ((author, "Take it back"), (editor, "Decline")):
        at_desk(author).post(screen(mine), {"ask": "1", "reviewer": editor.pk})
        assert word in at_desk(who).get(screen(mine)).content.decode()
        page = at_desk(who).post(screen(mine), {"take_back": "1"}, follow=True).content.decode()
        assert "Nobody is asked to review “A Russian in Chicago” now." in page
        assert not ReviewRequest.objects.exists()


def test_a_mail_that_cannot_be_sent_is_said_and_the_review_is_asked_for_all_the_same(author, editor, settings):
    settings.SENDS_MAIL = False
    mine = build.essay(owner=author)
    page = at_desk(author).post(screen(mine), {"ask": "1", "reviewer": editor.pk}, follow=True).content.decode()
    assert "This site sends no mail: tell editor yourself." in page
    assert ReviewRequest.objects.get().reviewer == editor


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param({"due_on": "2020-01-01"}, "That day is past.", id="past"),
        pytest.param({"reviewer": ""}, "This field is required.", id="nobody"),
        pytest.param({"reviewer": "author"}, "Select a valid choice.", id="one who may not"),
        pytest.param({"note": "x" * 301}, "at most 300 characters", id="a long note"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field(author, editor, data, said):
    mine = build.essay(owner=author)
    values = {"ask": "1", "reviewer": editor.pk} | data
    if values["reviewer"] == "author":
        values["reviewer"] = author.pk
    assert said in at_desk(author).post(screen(mine), values).content.decode()
    assert (Essay.objects.get().status, ReviewRequest.objects.exists()) == ("draft", False)


def test_late_reviews_and_those_asked_of_nobody_are_found_in_the_list(editor):
    late, open_one = build.essay("Late", status="in review"), build.essay("Open", status="in review")
    build.essay("Draft")
    ReviewRequest.objects.create(essay=late, reviewer=editor, due_on="2026-01-01", asked_at=build.NOW)

    def found(choice: str) -> list[Essay]:
        address = reverse("admin:essays_essay_changelist")
        return list(at_desk(editor).get(address, {"review": choice}).context["cl"].result_list)

    assert (found("late"), found("nobody"), found("mine")) == ([late], [open_one], [late])


def test_who_does_not_work_on_the_essay_sees_no_screen(author, editor):
    theirs = build.essay(owner=editor)
    reader = build.account("reader", "essays.view_essay")
    assert at_desk(reader).get(screen(theirs)).status_code == 403
    assert at_desk(author).get(screen(theirs)).status_code in {403, 404}
    for who in (reader, author):
        at_desk(who).post(screen(theirs), {"ask": "1", "reviewer": editor.pk})
    assert (Essay.objects.get().status, ReviewRequest.objects.exists()) == ("draft", False)
    assert Client().get(screen(theirs))["Location"].startswith(reverse("admin:login"))


def test_an_essay_that_is_done_is_asked_for_no_more(editor):
    assert at_desk(editor).get(screen(build.essay(status="approved"))).status_code == 403
