"""The history on the desk: what it shows, what comparing and restoring do, and who may."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essays.desk.editing import essay_was_saved
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved():
    """An essay saved twice, the second time with another headline and another year."""
    made = build.essay()
    essay_was_saved(made, by=None, now=build.NOW, note="written")
    made.headline, made.body = "Another headline", made.body.replace("1988", "1985")
    made.save()
    essay_was_saved(made, by=build.account("mara"), now=build.NOW, note="corrected")
    return made


def addresses(essay) -> dict[str, str]:
    return {
        "history": reverse("admin:essays_essay_history", args=[essay.pk]),
        "compare": reverse("admin:essays_essay_compare", args=[essay.pk]) + "?from=2&to=1",
        "go back": reverse("admin:essays_essay_go_back", args=[essay.pk, 1]),
    }


def test_the_history_says_who_when_why_and_what(desk, saved):
    shown = desk.get(addresses(saved)["history"]).content.decode()
    for said in ("mara", "17 June 2026", "corrected", "headline; text (1 word added, 1 word removed)", "Restore …"):
        assert said in shown


def test_the_history_asks_the_same_number_of_queries_however_long_it_is(desk, saved):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get(addresses(saved)["history"])
        return len(queries)

    few = asked()
    for number in range(8):
        essay_was_saved(saved, by=None, now=build.NOW, note=f"save {number}")
    assert asked() == few


def test_two_revisions_are_compared_word_by_word_the_older_first(desk, saved):
    shown = desk.get(addresses(saved)["compare"]).content.decode()
    assert "<del>1988</del><ins>1985</ins>" in shown
    assert "<del>A Russian in Chicago</del> <ins>Another headline</ins>" in shown


@pytest.mark.parametrize("asked", ["", "?from=1", "?from=1&to=9", "?from=x&to=1", "?from=1&to=99999999999999999999"])
def test_revisions_that_are_not_there_answer_404(desk, saved, asked):
    address = reverse("admin:essays_essay_compare", args=[saved.pk]) + asked
    assert desk.get(address).status_code == 404


def test_what_a_text_says_is_never_taken_for_mark_up(desk, saved):
    saved.body = "<p>&lt;script&gt;alert(1)&lt;/script&gt; in 1985</p>"
    saved.save()
    essay_was_saved(saved, by=None, now=build.NOW)
    address = reverse("admin:essays_essay_compare", args=[saved.pk]) + "?from=1&to=3"
    assert "<script>alert" not in desk.get(address).content.decode()


def test_a_revision_is_restored_after_a_look_at_what_changes(desk, saved):
    address = addresses(saved)["go back"]
    shown = desk.get(address).content.decode()
    assert "<del>1985</del><ins>1988</ins>" in shown
    assert saved.revisions.count() == 2
    answer = desk.post(address, {"base_version": saved.version}, follow=True)
    assert "says again what it said in revision 1" in answer.content.decode()
    saved.refresh_from_db()
    assert (saved.headline, saved.revisions.count()) == ("A Russian in Chicago", 3)


@pytest.fixture
def long(saved):
    """An essay whose three paragraphs were all changed since revision 3."""
    saved.body = "<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>"
    saved.save()
    essay_was_saved(saved, by=None, now=build.NOW)
    saved.body = "<p>One, changed.</p>\n<p>Two.</p>\n<p>Three, changed.</p>"
    saved.save()
    essay_was_saved(saved, by=None, now=build.NOW)
    return saved


def test_one_place_is_taken_back_and_the_rest_stays(desk, long):
    address = reverse("admin:essays_essay_go_back", args=[long.pk, 3])
    page = desk.get(address).content.decode()
    assert "Take back place 2 only" in page and "Three, changed." in page
    answer = desk.post(address, {"base_version": long.version, "place": "1"}, follow=True)
    assert "says again what it said in revision 3" in answer.content.decode()
    long.refresh_from_db()
    assert long.body == "<p>One, changed.</p>\n<p>Two.</p>\n<p>Three.</p>"
    last = long.revisions.order_by("number").last()
    assert (last.number, last.note) == (5, "took one place back from revision 3")


@pytest.mark.parametrize(("base", "place"), [("1", "0"), ("", "0"), (None, "9")], ids=["stale", "unknown", "no place"])
def test_a_place_that_is_not_as_it_was_shown_is_not_taken_back(desk, long, base, place):
    address = reverse("admin:essays_essay_go_back", args=[long.pk, 3])
    version = long.version if base is None else base
    answer = desk.post(address, {"base_version": version, "place": place}, follow=True)
    assert "Nothing was taken back" in answer.content.decode()
    long.refresh_from_db()
    assert long.body.startswith("<p>One, changed.") and long.revisions.count() == 4


@pytest.mark.parametrize("base", ["", "1", "x"])
def test_a_look_that_is_stale_restores_nothing(desk, saved, base):
    answer = desk.post(addresses(saved)["go back"], {"base_version": base}, follow=True)
    assert "Nothing was restored" in answer.content.decode()
    assert saved.revisions.count() == 2


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ([], {"history": 403, "compare": 403, "go back": 403}),
        (["essays.change_essay"], {"history": 404, "compare": 404, "go back": 404}),
        (["essays.view_essay", "essays.reach_every_essay"], {"history": 200, "compare": 200, "go back": 403}),
    ],
    ids=["no right", "another's essay", "may look"],
)
def test_who_may_look_and_who_may_restore(saved, permissions, expected):
    client = Client()
    client.force_login(build.account("editor", *permissions, is_author=True))
    assert {name: client.get(address).status_code for name, address in addresses(saved).items()} == expected
    answer = client.post(addresses(saved)["go back"], {"base_version": saved.version})
    assert answer.status_code == expected["go back"]
    assert saved.revisions.count() == 2


def test_nobody_from_outside_sees_the_history(client, saved):
    for address in addresses(saved).values():
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]
