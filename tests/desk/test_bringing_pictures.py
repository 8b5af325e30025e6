"""Pictures that come with documents: into the media library once, shown by their figures; a bad one fails nothing."""

import io

import pytest
from django.core.files.storage import default_storage

from essays.desk.bringing_pictures import PICTURES_MOST
from essays.desk.delivered import Incoming
from essays.desk.delivering import carry_out, start
from essays.desk.importing import Outcome, import_document
from essays.desk.unpacking import read_zip
from essays.models import Essay, Picture
from tests import build, documents
from tests.build import NOW

pytestmark = pytest.mark.django_db
STILL = build.drawn(kind="JPEG")


def test_a_picture_inside_a_word_file_is_in_the_library_and_in_its_place():
    report = import_document(documents.pictured_word(STILL), name="cold-rooms.docx", now=NOW)
    picture = Picture.objects.get()
    essay = Essay.objects.get()
    assert (picture.name, picture.alt) == ("cold-rooms, 1", "A gate")
    assert f'<figure><img src="{picture.address()}" alt="A gate"></figure>' in essay.body
    assert "srcset" in essay.rendered
    assert "1 picture in the media library" in report.sentence()
    assert "not brought here" not in report.sentence()
    assert default_storage.exists(picture.file)


def test_the_same_document_again_adds_no_picture():
    for name in ("cold-rooms.docx", "cold-rooms.docx", "copied.docx"):
        import_document(documents.pictured_word(STILL), name=name, now=NOW)
    assert Picture.objects.count() == 1


def test_a_look_stores_nothing_and_tells_of_the_pictures():
    report = import_document(documents.pictured_word(STILL, STILL), name="a.docx", now=NOW, dry_run=True)
    assert report.outcome is Outcome.READ
    assert "2 pictures with it, for the media library" in report.notes
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"\xd7\xcd\xc6\x9a a Windows metafile", "no JPEG, PNG or WebP"), (STILL[:-400], "damaged"), (b"<svg/>", "SVG")],
)
def test_a_bad_picture_is_a_sentence_in_the_report_and_the_others_are_taken(data, why):
    good = build.drawn(colour="navy")
    report = import_document(documents.pictured_word(data, good), name="a.docx", now=NOW)
    assert report.outcome is Outcome.CREATED
    [said] = [note for note in report.notes if "was not taken" in note]
    assert said.startswith("its picture 1 was not taken: ")
    assert why in said
    assert Picture.objects.get().address() in Essay.objects.get().body


def test_of_very_many_pictures_the_first_are_taken():
    pictures = [build.drawn(size=(20 + number, 20)) for number in range(PICTURES_MOST + 1)]
    report = import_document(documents.pictured_word(*pictures), name="a.docx", now=NOW)
    assert Picture.objects.count() == PICTURES_MOST
    assert f"only its first {PICTURES_MOST} pictures were taken" in report.notes


def test_who_may_add_no_pictures_brings_none():
    bringer = build.account("bringer", "essays.add_delivery")
    report = import_document(documents.pictured_word(STILL), name="a.docx", now=NOW, by=bringer)
    assert "its pictures were not taken, since you have no right to add pictures" in report.notes
    assert not Picture.objects.exists()
    assert '<figure><img alt="A gate"></figure>' in Essay.objects.get().body


MARKDOWN = "# Cold Rooms\n\nIt was late when they came to the gate.\n\n{picture}\n\nAnd then they left it again.\n"


@pytest.mark.parametrize(
    ("document", "address", "stored"),
    [
        ("cold.md", "still.jpg", "still.jpg"),
        ("2026/cold.md", "images/still.jpg", "2026/images/still.jpg"),
        ("2026/cold.md", "../images/a%20still.jpg?w=300", "images/a still.jpg"),
    ],
)
def test_a_picture_of_a_zip_is_shown_where_a_document_of_it_names_it(document, address, stored):
    text = MARKDOWN.format(picture=f"![A gate]({address})")
    archive = documents.zipped({document: text, stored: STILL, "other/still.jpg": build.drawn(colour="teal")})
    delivery = build.delivery(("essays.zip", archive), by=build.superuser())
    start(delivery, publish=False, now=NOW)
    carry_out(delivery.pk)
    picture = Picture.objects.get()
    assert f'src="{picture.address()}"' in Essay.objects.get().body
    assert "1 picture in the media library" in delivery.documents.get().sentence


def test_a_picture_that_is_not_in_the_zip_stays_named_and_a_question():
    text = MARKDOWN.format(picture="![A gate](https://example.org/still.jpg)\n\n![A door](door.jpg)")
    archive = documents.zipped({"cold.md": text, "still.jpg": STILL})
    [item] = read_zip(io.BytesIO(archive), "essays.zip")
    assert isinstance(item, Incoming)
    report = import_document(item.data, name=item.name, now=NOW, beside=item.beside)
    assert "2 pictures kept in place by name and not brought here: still.jpg, door.jpg" in report.notes
    assert not Picture.objects.exists()


def test_only_the_pictures_that_a_document_names_come_with_it():
    text = MARKDOWN.format(picture="![x](a.png)")
    archive = documents.zipped({"a.md": text, "b.txt": "It was late.\n\nVery.", "a.png": STILL, "c.png": STILL})
    items = [item for item in read_zip(io.BytesIO(archive), "x.zip") if isinstance(item, Incoming)]
    assert {item.name: set(item.beside) for item in items} == {"a.md": {"a.png"}, "b.txt": set()}


def test_pictures_weigh_no_more_than_one_document_may_bring(monkeypatch):
    monkeypatch.setattr("essays.desk.unpacking.MAX_PICTURE_BYTES", len(STILL) + 10)
    names = {f"{letter}.jpg": STILL for letter in "ab"}
    text = MARKDOWN.format(picture="![x](a.jpg) ![y](b.jpg)")
    [item] = read_zip(io.BytesIO(documents.zipped({"a.md": text, **names})), "x.zip")
    assert isinstance(item, Incoming)
    assert set(item.beside) == {"a.jpg"}


def test_a_picture_that_a_word_file_only_leads_to_is_not_opened():
    leads = documents.repacked(
        documents.pictured_word(STILL),
        "word/_rels/document.xml.rels",
        lambda text: text.replace('Target="media/image0.png"', 'Target="file:///etc/hostname" TargetMode="External"'),
    )
    report = import_document(leads, name="a.docx", now=NOW)
    assert report.outcome is Outcome.CREATED
    assert not Picture.objects.exists()
