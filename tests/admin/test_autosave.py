"""What is typed and not saved: kept in the editor's own slot, found again, never anybody else's."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from essays.desk.autosaving import CHARACTERS_MOST, OPEN_FOR
from essays.models import Autosave, Essay, Revision
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Essay:
    return build.essay("A draft", body="<p>What is saved.</p>")


def form_of(essay: Essay | None) -> str:
    return reverse("admin:essays_essay_change", args=[essay.pk]) if essay else reverse("admin:essays_essay_add")


def slot_of(essay: Essay | None) -> str:
    if essay is None:
        return reverse("admin:essays_essay_autosave_new")
    return reverse("admin:essays_essay_autosave", args=[essay.pk])


def typed(**fields: str) -> dict[str, str]:
    return {"changed": "1", "headline": "A draft", "body": "<p>What is typed.</p>", "base_version": "1", **fields}


def test_what_is_typed_stands_in_the_form_when_it_is_opened_again(desk, draft):
    assert desk.post(slot_of(draft), typed(has_spoilers="on", standfirst="Typed too.")).json()["kept"]
    again = desk.get(form_of(draft))
    assert "did not save" in again.content.decode()
    shown = filled_form(again, "essay_form")
    assert "What is typed." in shown["body"] and shown["has_spoilers"] == "on" and "Typed too." in shown["standfirst"]
    assert Essay.objects.get().body == "<p>What is saved.</p>"
    assert not Revision.objects.exists()


def test_the_saved_text_can_be_looked_at_and_saved_without_losing_what_was_typed(desk, draft):
    desk.post(slot_of(draft), typed())
    page = desk.get(form_of(draft) + "?saved=1")
    assert "Go back to it" in page.content.decode() and slot_of(draft) + '"' not in page.content.decode()
    shown = filled_form(page, "essay_form")
    assert "What is saved." in shown["body"]
    desk.post(form_of(draft) + "?saved=1", shown | {"standfirst": "New."})
    assert Essay.objects.get().standfirst == "New."
    assert "What is typed." in filled_form(desk.get(form_of(draft)), "essay_form")["body"]


def test_what_says_the_same_as_what_is_saved_is_not_spoken_of(desk, draft):
    shown = filled_form(desk.get(form_of(draft)), "essay_form")
    desk.post(
        slot_of(draft), {name: value for name, value in shown.items() if isinstance(value, str)} | {"changed": "1"}
    )
    assert Autosave.objects.get().fields
    assert "did not save" not in desk.get(form_of(draft)).content.decode()


def test_a_save_empties_the_slot(desk, draft):
    desk.post(slot_of(draft), typed())
    shown = filled_form(desk.get(form_of(draft)), "essay_form")
    assert desk.post(form_of(draft), shown).status_code == 302
    assert Essay.objects.get().body == "<p>What is typed.</p>"
    assert not Autosave.objects.exists()


def test_what_was_recovered_is_stale_when_somebody_else_saved_meanwhile(desk, draft):
    opened = filled_form(desk.get(form_of(draft)), "essay_form")
    desk.post(slot_of(draft), typed(base_version=opened["base_version"]))
    desk.post(form_of(draft), opened | {"body": "<p>What another saved.</p>"})
    desk.post(slot_of(draft), typed(base_version=opened["base_version"]))  # the crashed form's last word
    shown = filled_form(desk.get(form_of(draft)), "essay_form")
    refused = desk.post(form_of(draft), shown)
    assert "Somebody else saved this essay" in refused.content.decode()
    assert Essay.objects.get().body == "<p>What another saved.</p>"


def test_a_new_essay_has_a_slot_too(desk):
    desk.post(slot_of(None), typed(headline="Not yet an essay"))
    assert "did not save" in desk.get(form_of(None)).content.decode()
    shown = filled_form(desk.get(form_of(None)), "essay_form")
    assert shown["headline"] == "Not yet an essay"
    assert desk.post(form_of(None), shown).status_code == 302
    assert Essay.objects.get().headline == "Not yet an essay"
    assert not Autosave.objects.exists()


def test_what_was_typed_is_thrown_away_when_asked(desk, draft):
    desk.post(slot_of(draft), typed())
    answer = desk.post(reverse("admin:essays_essay_forget", args=[draft.pk]), follow=True)
    assert "thrown away" in answer.content.decode() and "did not save" not in answer.content.decode()
    assert not Autosave.objects.exists()


def test_nobody_sees_what_another_typed(desk, client, draft):
    desk.post(slot_of(draft), typed(body="<p>Only mine.</p>"))
    client.force_login(build.account("another", is_superuser=True))
    page = client.get(form_of(draft)).content.decode()
    assert "Only mine" not in page and "did not save" not in page


def test_who_else_has_it_open_is_said_for_a_minute(desk, client, draft):
    desk.post(slot_of(draft), {})
    assert Autosave.objects.get().fields == {}
    client.force_login(build.account("another", is_superuser=True))
    mine = Autosave.objects.get().account
    assert f"{mine} has this essay open too" in client.get(form_of(draft)).content.decode()
    assert client.post(slot_of(draft), {}).json()["others"] == [str(mine)]
    Autosave.objects.filter(account=mine).update(seen_at=timezone.now() - OPEN_FOR - dt.timedelta(seconds=1))
    assert client.post(slot_of(draft), {}).json()["others"] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [("x" * (CHARACTERS_MOST + 1), "Save."), ("A NUL \x00 within", "remove it")],
    ids=["too long", "unstorable"],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(desk, draft, body, said):
    answer = desk.post(slot_of(draft), typed(body=body))
    assert answer.status_code == 400 and said in answer.json()["error"]
    assert not Autosave.objects.exists()


def test_who_may_not_save_an_essay_has_no_slot_for_it(client, draft):
    client.force_login(build.member("Authors"))
    assert client.post(slot_of(draft), typed()).status_code == 404
    assert client.post(reverse("admin:essays_essay_forget", args=[draft.pk])).status_code == 404
    client.logout()
    assert client.post(slot_of(draft), typed()).status_code == 302
    assert not Autosave.objects.exists()


def test_a_slot_is_only_written_to_by_post(desk, draft):
    for address in (slot_of(draft), slot_of(None), reverse("admin:essays_essay_forget", args=[draft.pk])):
        assert desk.get(address).status_code == 405
