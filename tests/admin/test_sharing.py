"""The screen of preview links: made for a revision, copied, closed, for those who have the right."""

import pytest
from django.test import Client
from django.urls import reverse

from essays.desk.editing import essay_was_saved
from essays.models import Essay, PreviewLink
from tests import build


@pytest.fixture
def written(db) -> Essay:
    made = build.essay()
    essay_was_saved(made, by=None, now=build.NOW)
    return made


def screen(essay: Essay) -> str:
    return reverse("admin:essays_essay_share", args=[essay.pk])


def make(client: Client, essay: Essay, revision: int = 1, days: int = 7):
    return client.post(screen(essay), {"make": "1", "revision": revision, "days": days}, follow=True)


def test_a_link_is_made_copied_followed_and_closed(desk, written):
    page = make(desk, written)
    assert "The link is made: copy it from the list. It is open until" in page.content.decode()
    address = page.context["rows"][0]["address"]
    assert address.startswith("http://testserver/preview/")
    outsider = Client()
    assert outsider.get(address).status_code == 200
    link = PreviewLink.objects.get()
    assert (link.revision.number, link.made_by.username) == (1, "publisher")
    said = desk.post(screen(written), {"close": link.pk}, follow=True).content.decode()
    assert "The link is closed" in said
    assert address not in said
    assert outsider.get(address).status_code == 410
    assert (
        "The link was closed already." in desk.post(screen(written), {"close": link.pk}, follow=True).content.decode()
    )


def test_the_essay_and_each_revision_of_its_history_lead_there(desk, written):
    assert screen(written) in desk.get(reverse("admin:essays_essay_change", args=[written.pk])).content.decode()
    history = desk.get(reverse("admin:essays_essay_history", args=[written.pk])).content.decode()
    assert f"{screen(written)}?revision=1" in history
    assert '<option value="1" selected>' in desk.get(screen(written), {"revision": "1"}).content.decode()


@pytest.mark.parametrize("data", [{"revision": 2}, {"revision": "x"}, {"days": 365}, {"revision": ""}])
def test_what_was_not_offered_makes_no_link_and_the_form_says_so(desk, written, data):
    page = desk.post(screen(written), {"make": "1", "revision": 1, "days": 7} | data)
    assert page.status_code == 200
    assert 'class="errorlist"' in page.content.decode()
    assert not PreviewLink.objects.exists()


def test_a_link_of_another_essay_is_not_closed_from_here(desk, written):
    make(desk, written)
    other = build.essay("Other")
    for pk in (PreviewLink.objects.get().pk, "x", "9" * 30):
        assert desk.post(screen(other), {"close": pk}).status_code == 404
    assert PreviewLink.objects.get().closed_at is None


def test_an_essay_without_revisions_and_one_in_the_wastebasket_say_why_there_is_no_form(desk):
    assert "save the essay first" in desk.get(screen(build.essay())).content.decode()
    thrown = build.essay("Thrown", discarded_at=build.NOW)
    essay_was_saved(thrown, by=None, now=build.NOW)
    assert "its links are closed while it is there" in desk.get(screen(thrown)).content.decode()
    assert "in the wastebasket. Take it out first" in make(desk, thrown).content.decode()


@pytest.mark.parametrize(("role", "status"), [("Authors", 403), ("Editors", 200), ("Publishers", 200)])
def test_editors_and_publishers_show_essays_to_outsiders_and_authors_do_not(client, db, role, status):
    by = build.member(role)
    mine = build.essay(owner=by)
    essay_was_saved(mine, by=None, now=build.NOW)
    client.force_login(by)
    assert client.get(screen(mine)).status_code == status
    assert make(client, mine).status_code == status
    assert PreviewLink.objects.count() == (1 if status == 200 else 0)


def test_the_right_alone_does_not_open_the_essays_of_others(client, written):
    client.force_login(build.account("writer", "essays.share_revision", "essays.view_essay", is_author=True))
    assert client.get(screen(written)).status_code in {403, 404}
    make(client, written)
    assert not PreviewLink.objects.exists()


def test_a_stranger_is_sent_to_the_log_in(client, written):
    assert client.get(screen(written))["Location"].startswith(reverse("admin:login"))
