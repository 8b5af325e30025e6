"""Documents of every format on their way into rows: what the essay holds, what the source keeps."""

import pytest

from essays.desk.importing import DocumentError, Outcome, import_document
from essays.models import Essay, Source
from tests import build, documents
from tests.build import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cold-rooms.html", documents.SAVED_PAGE.encode()),
        ("cold-rooms.md", documents.MARKDOWN.encode()),
        ("cold-rooms.docx", documents.word()),
    ],
)
def test_a_document_of_any_format_becomes_a_draft_with_its_links_and_italics(name, data):
    red_heat = build.film()
    report = import_document(data, name=name, now=NOW)
    assert report.outcome is Outcome.CREATED
    essay = Essay.objects.get()
    assert (essay.headline, essay.status) == ("Cold Rooms", "draft")
    assert [str(byline) for byline in essay.bylines.all()] == ["Chris"]
    assert "<em>Red Heat</em>" in essay.body
    assert 'href="https://example.org/moscow"' in essay.body
    assert essay.mentions.filter(film=red_heat).exists()
    source = Source.objects.get()
    assert bytes(source.content) == data
    covered = "".join(source.text[block["start"] : block["end"]] for block in source.report["blocks"])
    assert covered == source.text
    assert import_document(data, name=name, now=NOW).outcome is Outcome.UNCHANGED


def test_front_matter_gives_the_essay_its_topics():
    import_document(documents.MARKDOWN.encode(), name="a.md", now=NOW)
    assert sorted(tag.name for tag in Essay.objects.get().tags.all()) == ["Cold War", "police"]


def test_the_headline_that_an_editor_gives_heads_the_essay():
    import_document(documents.MARKDOWN.encode(), name="a.md", now=NOW, headline=" A  Russian in Chicago ")
    essay = Essay.objects.get()
    assert (essay.headline, essay.headline_is_proposed) == ("A Russian in Chicago", False)


def test_of_a_document_that_is_refused_nothing_is_stored():
    with pytest.raises(DocumentError, match="macros"):
        import_document(documents.word(extra={"word/vbaProject.bin": b"x"}), name="a.docx", now=NOW)
    assert not Source.objects.exists()


def test_a_page_does_not_show_the_pictures_that_were_only_named():
    import_document(documents.SAVED_PAGE.encode(), name="a.html", now=NOW)
    essay = Essay.objects.get()
    assert '<img src="still.jpg"' in essay.body
    assert "<img" not in essay.rendered
    assert "The gate at night" in essay.rendered
