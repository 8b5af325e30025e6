"""The screen of an essay's notes, and what the essay's form says of them."""

import pytest
from django.urls import reverse

from essays.admin.noted_text import noted_blocks
from essays.desk.noting import notes_of, resolve_note, write_note
from essays.desk.rendering import body_of
from essays.models import Essay, MarginNote
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

BODY = "<p>Hill made it. It rains a lot.</p>\n<h2>The end</h2>\n<p>It <em>rains</em> &lt;b&gt; again.</p>"


@pytest.fixture
def essay(db) -> Essay:
    return build.essay(body=BODY)


def screen(essay: Essay) -> str:
    return reverse("admin:essays_essay_notes", args=[essay.pk])


def write(client, essay: Essay, passage: str = "It rains", said: str = "Where?", **more):
    return client.post(screen(essay), {"write": "1", "passage": passage, "text": said, **more}, follow=True)


def test_a_note_is_written_answered_resolved_opened_and_taken_back(desk, essay):
    page = write(desk, essay).content.decode()
    assert "The note stands in the margin." in page and "1 of 1 note open." in page
    assert '<mark class="desk-noted-open" title="note 1">It rains</mark>' in page
    pk = MarginNote.objects.get().pk
    for do, said in (
        ("resolve", "It can be opened again"),
        ("reopen", "is open again"),
        ("take back", "is taken back"),
    ):
        assert said in desk.post(screen(essay), {"note": pk, "do": do}, follow=True).content.decode()
    assert not MarginNote.objects.exists()
    write(desk, essay)
    pk = MarginNote.objects.get().pk
    page = desk.post(screen(essay), {"note": pk, "do": "answer", "text": "In Chicago."}, follow=True).content.decode()
    assert "In Chicago." in page and "Take back" not in page


def test_what_cannot_be_is_said_and_what_was_typed_stays(desk, essay):
    page = write(desk, essay, passage="It snows", said="Where then?").content.decode()
    assert "Nothing like “It snows” stands in the text" in page and "Where then?" in page
    assert "This field is required" in write(desk, essay, said="").content.decode()
    said = desk.post(screen(essay), {"note": "99", "do": "resolve"}, follow=True).content.decode()
    assert "taken back meanwhile" in said
    note = MarginNote.objects.create(essay=essay, passage="Hill", text="Which?", written_at=NOW)
    assert desk.post(screen(essay), {"note": note.pk, "do": "explode"}).status_code == 404


def test_the_essays_form_tells_the_open_notes_and_the_first_page_those_of_ones_own_essays(desk, essay):
    write(desk, essay, said="Where <b>is</b> it?")
    form = reverse("admin:essays_essay_change", args=[essay.pk])
    page = desk.get(form).content.decode()
    assert "Notes in the margin (1 open)" in page and "Where &lt;b&gt;is&lt;/b&gt; it?" in page
    assert "Essays of mine with open notes" not in desk.get(reverse("admin:index")).content.decode()
    Essay.objects.update(owner=MarginNote.objects.get().written_by)
    assert "Essays of mine with open notes" in desk.get(reverse("admin:index")).content.decode()
    listed = desk.get(reverse("admin:essays_essay_changelist"), {"notes": "mine"})
    assert listed.context["cl"].result_count == 1
    MarginNote.objects.update(resolved_at=NOW)
    assert "Notes in the margin" not in desk.get(form).content.decode()


def test_who_does_not_work_on_the_essay_reads_none(client, desk, essay):
    write(desk, essay)
    client.force_login(build.member("Authors"))
    assert client.get(screen(essay)).status_code == 404
    client.force_login(build.account("stranger"))
    assert client.get(screen(essay)).status_code == 403
    assert client.post(screen(essay), {"write": "1"}).status_code == 403
    client.logout()
    assert client.get(screen(essay)).status_code == 302
    author = build.account("own", "essays.view_essay", is_author=True)
    Essay.objects.update(owner=author)
    client.force_login(author)
    assert "Where?" in client.get(screen(essay)).content.decode()
    write(client, essay, said="Mine.")
    assert MarginNote.objects.filter(written_by=author).exists()


def test_passages_that_overlap_are_marked_each_and_mark_up_stays_text(essay):
    by = build.superuser()
    text = body_of(essay).document.text
    for passage in ("It rains a lot", "rains", "<b> again"):
        write_note(essay, passage, "Why?", text=text, near=0, by=by, now=NOW)
    notes = notes_of(essay, text)
    resolve_note(notes[1].note, by=by, now=NOW)
    blocks = noted_blocks(essay.body, notes_of(essay, text))
    assert [(piece.text, piece.numbers) for piece in blocks[0].pieces] == [
        ("Hill made it. ", ()),
        ("It ", (1,)),
        ("rains", (1, 2)),
        (" a lot", (1,)),
        (".", ()),
    ]
    assert "".join(piece.text for block in blocks for piece in block.pieces) == text.replace("\n\n", "").replace(
        "\n", ""
    )
    assert [number for number, _ in blocks[2].notes] == [3]


def test_the_screen_stays_at_the_same_number_of_statements(desk, essay, django_assert_max_num_queries):
    for number in range(8):
        write(desk, essay, said=f"Note {number}")
    with django_assert_max_num_queries(14):
        page = desk.get(screen(essay)).content.decode()
    assert "8 of 8 notes open" in page and "<b> again" not in page
