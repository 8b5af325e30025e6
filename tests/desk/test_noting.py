"""Notes in the margin: they keep to their passage, are answered and resolved, and no reader sees one."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from essays.desk.beside import save_draft, waiting_draft
from essays.desk.editing import discard, essay_was_saved
from essays.desk.noting import (
    NoteError,
    answer_note,
    may_note,
    notes_of,
    reopen_note,
    resolve_note,
    take_note_back,
    write_note,
)
from essays.desk.rendering import body_of
from essays.desk.revising import record_revision
from essays.desk.sharing import share, token_of
from essays.models import Essay, MarginNote
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=1)
BODY = "<p>Hill made it. It rains a lot.</p>\n<p>Hill made it again. It rains.</p>"


@pytest.fixture
def editor():
    return build.member("Editors")


@pytest.fixture
def essay(db) -> Essay:
    return build.essay(body=BODY)


def note(essay: Essay, by, passage: str = "It rains", said: str = "Where?", near: int | None = None) -> MarginNote:
    return write_note(essay, passage, said, text=text_of(essay), near=near, by=by, now=NOW)


def text_of(essay: Essay) -> str:
    return body_of(essay).document.text


def places(essay: Essay) -> list[int | None]:
    return [one.start for one in notes_of(essay, text_of(essay))]


def edit(essay: Essay, body: str) -> None:
    essay.body = body
    essay.save()
    essay_was_saved(essay, by=None, now=LATER)


def test_a_note_is_on_the_words_nearest_to_where_they_were_selected(essay, editor):
    text = text_of(essay)
    first, second = text.index("It rains"), text.rindex("It rains")
    note(essay, editor, near=second + 2)
    note(essay, editor)
    assert places(essay) == [first, second]


def test_a_note_keeps_to_its_passage_when_text_comes_before_it_and_when_the_passages_change_places(essay, editor):
    second = text_of(essay).rindex("It rains")
    note(essay, editor, near=second)
    edit(essay, f"<p>A new beginning.</p>\n{BODY}")
    assert places(essay) == [text_of(essay).rindex("It rains")]
    first, last = BODY.split("\n")
    edit(essay, f"{last}\n{first}")
    assert places(essay) == [text_of(essay).index("It rains")]
    assert MarginNote.objects.get().start == text_of(essay).index("It rains")


def test_a_note_whose_words_are_gone_is_lost_with_its_quote_and_found_when_they_come_back(essay, editor):
    note(essay, editor, passage="made it again")
    edit(essay, "<p>Nothing of the sort.</p>")
    [lost] = notes_of(essay, text_of(essay))
    assert (lost.start, lost.note.passage) == (None, "made it again")
    edit(essay, BODY)
    assert places(essay) == [text_of(essay).index("made it again")]


def test_two_notes_may_be_on_the_same_words(essay, editor):
    note(essay, editor), note(essay, editor, said="And when?")
    assert places(essay) == [text_of(essay).index("It rains")] * 2


def test_a_note_on_the_draft_stands_there_and_is_lost_in_the_live_text(editor):
    live = build.published(body=BODY)
    record_revision(live, by=None, now=NOW, note="published")
    drafted = Essay.objects.get(pk=live.pk)
    drafted.body = BODY.replace("a lot", "on the lake")
    save_draft(drafted, seen=0, by=editor, now=LATER)
    text = text_of(waiting_draft(live).essay)
    write_note(live, "on the lake", "Which lake?", text=text, near=None, by=editor, now=LATER)
    assert places(live) == [None]
    assert [one.start for one in notes_of(live, text)] == [text.index("on the lake")]


@pytest.mark.parametrize(
    ("passage", "said", "why"),
    [
        ("It snows", "Where?", "Nothing like “It snows” stands in the text"),
        ("", "Where?", "No passage stands in the text"),
        ("It rains", "  ", "The note says nothing"),
        ("It rains", "x" * 2_001, "at most 2000 characters"),
    ],
)
def test_a_note_that_cannot_be_is_refused_in_a_sentence(essay, editor, passage, said, why):
    with pytest.raises(NoteError, match=why):
        note(essay, editor, passage=passage, said=said)
    assert not MarginNote.objects.exists()


def test_a_note_is_answered_resolved_and_opened_again(essay, editor):
    author = build.member("Authors")
    Essay.objects.update(owner=author)
    essay.refresh_from_db()
    asked = note(essay, editor)
    answer_note(asked, "In Chicago.", by=author, now=LATER)
    resolve_note(asked, by=author, now=LATER)
    [placed] = notes_of(essay, text_of(essay))
    assert [(answer.text, answer.written_by) for answer in placed.answers] == [("In Chicago.", author)]
    assert (placed.note.resolved_by, placed.note.resolved_at) == (author, LATER)
    with pytest.raises(NoteError, match="resolved already, by author"):
        resolve_note(asked, by=editor, now=LATER)
    reopen_note(asked, by=editor)
    with pytest.raises(NoteError, match="The note is open"):
        reopen_note(asked, by=editor)
    resolve_note(asked, by=editor, now=LATER)
    answer_note(asked, "But where there?", by=editor, now=LATER)
    assert MarginNote.objects.open().count() == 1


def test_only_ones_own_note_is_taken_back_and_only_before_an_answer(essay, editor):
    other = build.member("Publishers")
    asked = note(essay, editor)
    with pytest.raises(NoteError, match="somebody else's"):
        take_note_back(asked, by=other)
    answer_note(asked, "In Chicago.", by=other, now=LATER)
    with pytest.raises(NoteError, match="was answered"):
        take_note_back(asked, by=editor)
    MarginNote.objects.filter(answers_to=asked).delete()
    take_note_back(asked, by=editor)
    with pytest.raises(NoteError, match="taken back meanwhile"):
        resolve_note(asked, by=editor, now=LATER)


def test_who_does_not_work_on_the_essay_writes_none(essay, editor):
    asked = note(essay, editor)
    for stranger in (build.member("Authors"), build.account("stranger")):
        assert not may_note(essay, stranger)
        for act in (
            lambda by: note(essay, by),
            lambda by: answer_note(asked, "Me!", by=by, now=LATER),
            lambda by: resolve_note(asked, by=by, now=LATER),
            lambda by: reopen_note(asked, by=by),
            lambda by: take_note_back(asked, by=by),
        ):
            with pytest.raises(NoteError, match="does not work on"):
                act(stranger)
    discard(essay, by=None, now=LATER)
    essay.refresh_from_db()
    with pytest.raises(NoteError, match="in the wastebasket"):
        note(essay, editor)


def test_no_reader_sees_a_note_on_no_page_and_by_no_link(editor):
    live = build.published(body=BODY, about=build.film())
    record_revision(live, by=None, now=NOW, note="published")
    asked = note(live, editor, said="Quite unprintable.")
    answer_note(asked, "Unprintable too.", by=editor, now=LATER)
    link = share(live.revisions.get(), days=7, by=editor, now=dt.datetime.now(dt.UTC))
    client = Client()
    for address in ("/", live.get_absolute_url(), reverse("essays:preview", args=[token_of(link)])):
        answer = client.get(address, secure=True)
        assert answer.status_code == 200
        assert "nprintable" not in answer.content.decode()
    client.force_login(editor)
    assert "nprintable" not in client.get(live.get_absolute_url(), secure=True).content.decode()


def test_a_save_asks_once_about_notes_however_many_there_are(essay, editor, django_assert_num_queries):
    from essays.desk.placing import refind_notes

    for _ in range(12):
        note(essay, editor)
    with django_assert_num_queries(1):
        refind_notes(MarginNote.objects.filter(essay=essay, answers_to__isnull=True), text_of(essay))
