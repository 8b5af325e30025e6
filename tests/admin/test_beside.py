"""The screens of the draft beside a text that readers see."""

import json

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

REACH = "essays.reach_every_essay"
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


def link(words: str, record, *, kind: str = "person") -> dict:
    return {kind: record.pk, "name": str(record), "words": words, "before": "", "after": ""}


def links_in(response) -> list:
    """The words that the form links, each with the name of what it means."""
    sent = json.loads(filled_form(response, "essay_form")["links"] or "[]")
    return [(one["words"], one["name"]) for one in sent]


def test_a_link_made_in_the_draft_is_in_its_form_again_and_in_what_it_changes(editor, desk, live):
    hill = build.person("Walter Hill")
    said = write(editor, live, links=json.dumps([link("It rains", hill)]))
    assert "“It rains” linked to Walter Hill" in said.content.decode()
    assert links_in(editor.get(screen(live))) == [("It rains", "Walter Hill")]
    done = desk.post(screen(live, "publish"), {"seen": number(live)}, follow=True)
    assert "Readers see it." in done.content.decode()
    assert live.mentions.get(exact="It rains").person == hill


def test_who_may_not_decide_links_makes_none_in_a_draft_and_loses_none(client, editor, live):
    hill = build.person("Walter Hill")
    write(editor, live, links=json.dumps([link("It rains", hill)]))
    client.force_login(build.account("writer", *(f"essays.{right}_essay" for right in ("view", "change")), REACH))
    assert 'name="links"' not in client.get(screen(live)).content.decode()
    write(client, live, standfirst="Cold.", links=json.dumps([link("1988", hill)]))
    assert [one.words for one in waiting_draft(live).pointed] == ["It rains"]
    assert waiting_draft(live).essay.standfirst == "Cold."


def test_links_that_cannot_be_read_are_refused_with_a_sentence_and_one_that_cannot_be_made_is_said(editor, live):
    assert "cannot be read" in write(editor, live, links="[7]").content.decode()
    assert waiting_draft(live) is None
    said = write(editor, live, links=json.dumps([link("t rain", build.person("Walter Hill"))])).content.decode()
    assert "“t rain” was not linked" in said
    assert waiting_draft(live).pointed == ()


def test_a_refused_link_is_said_when_the_draft_is_published(desk, live):
    write(desk, live, standfirst="Cold.", links=json.dumps([link("It rains", build.person("Walter Hill"))]))
    form = reverse("admin:essays_essay_change", args=[live.pk])
    desk.post(form, filled_form(desk.get(form), "essay_form") | {"body": BODY.replace("rains", "hails")})
    said = desk.post(screen(live, "publish"), {"seen": number(live)}, follow=True).content.decode()
    assert "“It rains” was not linked" in said and "is published" in said


def test_a_form_that_is_behind_shows_the_links_of_both_and_puts_them_together(editor, desk, live):
    hill, film = build.person("Walter Hill"), live.films.get()
    write(editor, live, standfirst="Cold.")
    behind = filled_form(desk.get(screen(live)), "essay_form")
    write(editor, live, links=json.dumps([link("It rains", hill)]))
    ours = {"links": json.dumps([link("1988", film, kind="film")])}
    page = desk.post(screen(live), behind | ours)
    assert "“It rains”: Walter Hill" in page.content.decode()
    assert waiting_draft(live).pointed[0].words == "It rains"
    together = desk.post(screen(live), behind | ours | {"_merge": "1"})
    assert "1 change of theirs" in together.content.decode()
    desk.post(screen(live), filled_form(together, "essay_form"))
    assert {one.words for one in waiting_draft(live).pointed} == {"It rains", "1988"}


def test_where_both_link_the_same_words_those_of_the_form_stay(editor, desk, live):
    body = {"body": BODY + "\n<p>It rains again.</p>"}
    write(editor, live, **body)
    behind = filled_form(desk.get(screen(live)), "essay_form")
    write(editor, live, links=json.dumps([link("It rains", build.person("Walter Hill"))]))
    ours = {"links": json.dumps([link("It rains", live.films.get(), kind="film")]), "_merge": "1"}
    assert links_in(desk.post(screen(live), behind | ours)) == [("It rains", "Red Heat (1988)")]


def test_a_link_that_was_not_saved_is_found_again_and_one_that_was_is_not_offered(desk, live):
    address = reverse("admin:essays_essay_autosave_draft", args=[live.pk])
    made = {"links": json.dumps([link("It rains", build.person("Walter Hill"))])}
    typed = filled_form(desk.get(screen(live)), "essay_form") | made | {"changed": "1"}
    desk.post(address, typed)
    found = desk.get(screen(live))
    assert "and did not save" in found.content.decode()
    assert filled_form(found, "essay_form")["links"] == made["links"]
    assert links_in(desk.get(screen(live), {"saved": "1"})) == []
    write(desk, live)
    assert len(waiting_draft(live).pointed) == 1
    desk.post(address, filled_form(desk.get(screen(live)), "essay_form") | {"changed": "1"})
    assert "and did not save" not in desk.get(screen(live)).content.decode()
    desk.post(address, filled_form(desk.get(screen(live)), "essay_form") | {"links": "", "changed": "1"})
    assert links_in(desk.get(screen(live))) == []


def test_the_form_of_the_draft_says_what_that_of_an_essay_says_of_its_text(desk, live):
    write(desk, live, body=BODY + "<p>And it goes on.</p>", headline="Cold")
    page = desk.get(screen(live)).content.decode()
    assert "13 words, 1 min" in page
    assert "It has no standfirst" in page
    assert f"{reverse('admin:essays_essay_notes', args=[live.pk])}?draft=1" in page
