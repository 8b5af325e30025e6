"""The screens of the draft beside a text that readers see."""

import pytest
from django.test import Client
from django.urls import reverse

from essays.desk.beside import waiting_draft
from essays.desk.revising import record_revision
from essays.models import Autosave, Essay
from tests import build
from tests.admin.forms import filled_form
from tests.build import NOW

pytestmark = pytest.mark.django_db

BODY = "<p>Walter Hill made Red Heat in 1988.</p>\n<p>It rains.</p>"


@pytest.fixture
def live(db) -> Essay:
    essay = build.published(body=BODY, about=build.film())
    record_revision(essay, by=None, now=NOW, note="published")
    return essay


@pytest.fixture
def editor(db) -> Client:
    client = Client()
    client.force_login(build.member("Editors"))
    return client


def screen(essay: Essay, name: str = "") -> str:
    return reverse(f"admin:essays_essay_draft{'_' if name else ''}{name}", args=[essay.pk])


def write(client: Client, essay: Essay, **fields):
    return client.post(screen(essay), filled_form(client.get(screen(essay)), "essay_form") | fields, follow=True)


def number(essay: Essay) -> int:
    return waiting_draft(essay).revision.number


def test_an_editor_writes_a_draft_and_a_publisher_publishes_it(editor, desk, live):
    form = reverse("admin:essays_essay_change", args=[live.pk])
    assert "Write a draft beside this text" in editor.get(form).content.decode()
    said = write(editor, live, standfirst="Cold.")
    page = said.content.decode()
    assert "is saved. Readers see the text as it was" in page
    assert "<ins>Cold.</ins>" in page and "Publish the draft" not in page
    assert "A draft waits beside this text" in editor.get(form).content.decode()
    assert "Drafts beside live texts" in desk.get(reverse("admin:index")).content.decode()
    listed = desk.get(reverse("admin:essays_essay_changelist"), {"beside": "waits"})
    assert [essay.pk for essay in listed.context["cl"].result_list] == [live.pk]
    assert "Publish the draft" in desk.get(screen(live, "changes")).content.decode()
    done = desk.post(screen(live, "publish"), {"seen": number(live)}, follow=True)
    assert "is published. Readers see it." in done.content.decode()
    assert Essay.objects.get().standfirst == "Cold."
    assert desk.get(screen(live, "changes")).status_code == 404


def test_an_editor_throws_it_away_and_it_stays_in_the_history(editor, live):
    write(editor, live, standfirst="Cold.")
    said = editor.post(screen(live, "discard"), {"seen": number(live)}, follow=True).content.decode()
    assert "thrown away. What it said stays in the history" in said
    page = editor.get(reverse("admin:essays_essay_history", args=[live.pk])).content.decode()
    assert "draft beside the live text" in page and 'desk-tag">draft</span>' in page


def test_who_may_not_does_not(client, editor, live):
    write(editor, live, standfirst="Cold.")
    seen = {"seen": number(live)}
    assert editor.post(screen(live, "publish"), seen).status_code == 403
    assert editor.get(screen(live, "discard")).status_code == 405
    client.force_login(build.account("reader", "essays.view_essay"))
    assert client.get(screen(live, "changes")).status_code == 200
    assert client.get(screen(live)).status_code == 403
    for name in ("publish", "discard"):
        assert client.post(screen(live, name), seen).status_code == 403
    client.force_login(build.member("Authors"))
    for name in ("", "changes", "publish", "discard"):
        assert client.post(screen(live, name), seen).status_code in (302, 403, 404)
    client.logout()
    assert client.get(screen(live)).status_code == 302
    assert Essay.objects.get().standfirst == "" and waiting_draft(live) is not None


def test_a_form_that_is_behind_shows_both_texts_and_puts_them_together(editor, desk, live):
    write(editor, live, standfirst="Cold.")
    behind = filled_form(desk.get(screen(live)), "essay_form")
    write(editor, live, body=BODY.replace("rains", "snows"))
    page = desk.post(screen(live), behind | {"standfirst": "Colder."})
    assert "Two versions of this essay" in page.content.decode()
    assert waiting_draft(live).essay.standfirst == "Cold."
    together = desk.post(screen(live), behind | {"standfirst": "Colder.", "_merge": "1"})
    desk.post(screen(live), filled_form(together, "essay_form"))
    assert waiting_draft(live).essay.standfirst == "Colder."
    assert "snows" in waiting_draft(live).essay.body


def test_what_is_typed_into_the_draft_is_kept_in_a_slot_of_its_own(desk, live):
    address = reverse("admin:essays_essay_autosave_draft", args=[live.pk])
    typed = filled_form(desk.get(screen(live)), "essay_form") | {"standfirst": "Typed.", "changed": "1"}
    assert desk.post(address, typed).json()["kept"]
    assert Autosave.objects.exclude(fields={}).get().of_draft
    assert "Typed." in desk.get(screen(live)).content.decode()
    assert "Typed." not in desk.get(reverse("admin:essays_essay_change", args=[live.pk])).content.decode()
    desk.post(reverse("admin:essays_essay_forget_draft", args=[live.pk]))
    assert "Typed." not in desk.get(screen(live)).content.decode()
    desk.post(address, typed)
    write(desk, live, standfirst="Cold.")
    assert not Autosave.objects.exclude(fields={}).exists()


def test_autosave_of_a_draft_asks_for_the_right_to_it(client, editor, live):
    address = reverse("admin:essays_essay_autosave_draft", args=[live.pk])
    assert editor.post(address, {"changed": "1", "standfirst": "Typed."}).status_code == 200
    client.force_login(build.account("reader", "essays.view_essay"))
    assert client.post(address, {"changed": "1", "standfirst": "Typed."}).status_code == 403


def test_a_clash_is_shown_in_the_form_and_compared_there(desk, live):
    write(desk, live, body=BODY.replace("rains", "snows"))
    form = reverse("admin:essays_essay_change", args=[live.pk])
    desk.post(form, filled_form(desk.get(form), "essay_form") | {"body": BODY.replace("rains", "hails")})
    said = desk.post(screen(live, "publish"), {"seen": number(live)}, follow=True).content.decode()
    assert "was not published" in said
    page = desk.get(screen(live))
    assert "the live text was changed in 1 place" in page.content.decode()
    write(desk, live, is_compared="on")
    desk.post(screen(live, "publish"), {"seen": number(live)})
    assert "snows" in Essay.objects.get().body


def test_the_history_is_narrowed_by_who_why_and_which(desk, editor, live):
    write(editor, live, standfirst="Cold.")
    address = reverse("admin:essays_essay_history", args=[live.pk])

    def numbers(**asked):
        return [row["revision"].number for row in desk.get(address, asked).context["rows"]]

    assert numbers() == [2, 1]
    assert numbers(which="draft") == [2] and numbers(which="text") == [1]
    assert numbers(why="PUBL") == [1] and numbers(why="no such") == []
    editor_pk = live.revisions.get(number=2).saved_by_id
    assert numbers(who=str(editor_pk)) == [2] and numbers(who="import") == [1] and numbers(who="’") == [2, 1]
    assert desk.get(address, {"which": "draft"}).context["rows"][0]["line"] == "standfirst"
    assert "No revision is such" in desk.get(address, {"why": "no such"}).content.decode()


def test_the_screens_stay_at_the_same_number_of_statements(desk, live, django_assert_max_num_queries):
    write(desk, live, standfirst="Cold.")
    for name in ("", "changes"):
        desk.get(screen(live, name))
        with django_assert_max_num_queries(32):
            desk.get(screen(live, name))
