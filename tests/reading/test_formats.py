"""Documents in the formats that editors bring: what is carried over, what is set aside, what is refused."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essays.reading import DocumentError, body_from
from essays.reading.document import BlockKind, Document
from essays.reading.formats import page_of
from essays.reading.hypertext import read_hypertext
from essays.reading.page import read_page
from tests import documents
from tests.reading.test_properties import covers

FORMATS = {
    "cold-rooms.html": documents.SAVED_PAGE.encode(),
    "cold-rooms.md": documents.MARKDOWN.encode(),
    "cold-rooms.docx": documents.word(),
}


def read_file(name: str, data: bytes | None = None) -> Document:
    return read_page(page_of(FORMATS[name] if data is None else data, name=name))


@pytest.mark.parametrize("name", FORMATS)
def test_every_character_of_a_page_is_in_exactly_one_block(name: str) -> None:
    covers(read_file(name))


@pytest.mark.parametrize("name", FORMATS)
def test_headline_byline_subheads_and_notes_are_told(name: str) -> None:
    document = read_file(name)
    assert document.headline == "Cold Rooms"
    assert document.bylines == ("Chris",)
    assert document.of_kind(BlockKind.SUBHEAD) == ("The Premise",)
    assert document.of_kind(BlockKind.FOOTNOTE) == ("[1] It was shot in Moscow.",)
    assert [(citation.number, citation.has_source) for citation in document.citations] == [(1, True)]


@pytest.mark.parametrize("name", FORMATS)
def test_italics_are_evidence_of_a_title_and_stay_in_the_body(name: str) -> None:
    document = read_file(name)
    assert [document.text[found.start : found.end] for found in document.emphases] == ["Red Heat"]
    assert "<em>Red Heat</em>" in body_from(document)[0]


@pytest.mark.parametrize("name", FORMATS)
def test_links_stay_in_the_body(name: str) -> None:
    body, _ = body_from(read_file(name))
    assert re.search(r'<a href="https://example\.org/moscow">(?:Moscow|the square)</a>', body)


def test_a_picture_stays_in_its_place_with_its_description_and_caption() -> None:
    body, _ = body_from(read_file("cold-rooms.html"))
    figure = '<figure><img src="still.jpg" alt="Two men at a gate"><figcaption>The gate at night</figcaption></figure>'
    assert f"<h2>The Premise</h2>\n{figure}\n<p>A captain" in body


def test_the_pictures_that_are_not_brought_are_named() -> None:
    assert any("still.jpg" in note for note in page_of(FORMATS["cold-rooms.md"], name="cold-rooms.md").notes)


def test_a_picture_inside_a_word_file_keeps_its_place_without_an_address() -> None:
    page = read_hypertext('<p>One.</p><p><img src="" alt="A gate"></p><p>Two.</p>')
    assert [(picture.address, picture.alt) for picture in page.pictures] == [("", "A gate")]


def test_the_site_around_an_article_is_set_aside_and_kept() -> None:
    document = read_file("cold-rooms.html")
    aside = document.of_kind(BlockKind.BOILERPLATE)
    assert aside[:2] == ("Home", "Films")
    assert "Ten chases that you must see before winter" in aside
    assert "script words" not in document.text
    assert "Ten chases" not in body_from(document)[0]


def test_front_matter_states_title_author_date_and_tags() -> None:
    page = page_of(FORMATS["cold-rooms.md"], name="cold-rooms.md")
    document = read_page(page)
    assert (document.headline, document.dated_on, document.tags) == ("Cold Rooms", "2024-03-05", ("Cold War", "police"))
    assert "title:" not in document.text
    assert any("layout" in note for note in page.notes)


def test_a_byline_in_the_text_goes_before_the_author_that_a_page_states() -> None:
    stated = documents.SAVED_PAGE.replace('<p class="byline">By Chris</p>', "")
    assert read_file("a.html", stated.encode()).bylines == ("Robin",)
    assert read_file("cold-rooms.html").bylines == ("Chris",)


def test_a_stated_headline_leaves_the_heads_of_the_text_in_it() -> None:
    text = b"---\ntitle: Cold Rooms\n---\n# Snow\n\nIt snows in Moscow, and it goes on snowing until the credits.\n"
    document = read_file("a.md", text)
    assert document.headline == "Cold Rooms"
    assert document.of_kind(BlockKind.SUBHEAD) == ("Snow",)


def test_the_properties_of_a_word_file_are_used_where_the_text_says_nothing() -> None:
    body = documents.paragraph(documents.run("It snows in Moscow, and it goes on snowing until the credits."))
    document = read_file("a.docx", documents.word(body, title="Cold Rooms", author="Robin"))
    assert (document.headline, document.bylines) == ("Cold Rooms", ("Robin",))
    assert read_file("a.docx", documents.word(body, author="Microsoft Office User")).bylines == ()


def test_an_encoding_that_a_page_declares_is_believed() -> None:
    html = '<html><head><meta charset="windows-1251"></head><body><p>Иван Данко</p></body></html>'
    page = page_of(html.encode("windows-1251"), name="a.html")
    assert (page.text, page.encoding) == ("Иван Данко", "windows-1251")


def test_a_note_that_a_site_prints_in_its_own_way_becomes_a_numbered_one() -> None:
    page = read_hypertext(
        '<p>One.<sup data-fn="x" class="fn"><a href="#x" id="x-link">1</a></sup></p>'
        '<ol class="wp-block-footnotes"><li id="x">Said in 1988. <a href="#x-link">back up</a></li></ol>'
    )
    assert page.text == "One.[1]\n\n[1] Said in 1988."


def test_a_numbered_list_keeps_its_numbers() -> None:
    body, _ = body_from(read_file("cold-rooms.html"))
    assert "<ol><li>He watches the house" in body


BOMB = b"<w:t>" + b"0" * 30_000_000 + b"</w:t>"
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
REFUSED = [
    pytest.param("a.txt", b"", "empty", id="an empty text"),
    pytest.param("a.docx", b"", "empty", id="an empty Word file"),
    pytest.param("a.html", b"", "empty", id="an empty page"),
    pytest.param("a.md", b"---\ntitle: x\n---\n", "no text below", id="front matter alone"),
    pytest.param("a.md", b"---\ntitle: [x\n---\nText.\n", "front matter cannot be read", id="broken front matter"),
    pytest.param("a.md", b"---\n" + b"a: b\n" * 9000 + b"---\nText.\n", "limit", id="front matter without end"),
    pytest.param("a.html", b"<html><body><script>x()</script></body></html>", "no text", id="a page of scripts"),
    pytest.param("a.html", b"<div>" * 400 + b"Text" + b"</div>" * 400, "deep", id="a page nested like no other"),
    pytest.param("a.txt", b"<!DOCTYPE html><p>Text</p>", "ends in .html", id="a page named text"),
    pytest.param("a.html", b"It rained on the day I saw it.", "ends in .txt", id="a text named page"),
    pytest.param("a.docx", b"It rained on the day I saw it.", "no Word document", id="a text named Word"),
    pytest.param("a.txt", documents.word(), "zipped", id="a Word file named text"),
    pytest.param("a.html", documents.word(), "zipped", id="a Word file named page"),
    pytest.param("a.md", b"%PDF-1.7 and more", "PDF", id="a PDF named Markdown"),
    pytest.param("a.docx", documents.zipped({"a.txt": "x"}), "no Word document", id="a zip named Word"),
    pytest.param("a.docx", documents.word()[:-300], "damaged", id="a Word file cut off"),
    pytest.param("a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password", id="a locked Word file"),
    pytest.param("a.docx", documents.word(extra={"word/vbaProject.bin": b"x"}), "macros", id="macros"),
    pytest.param("a.docx", documents.word(extra={"word/styles.xml": DOCTYPE}), "DOCTYPE", id="an outside entity"),
    pytest.param("a.docx", documents.word(extra={"word/big.xml": BOMB}), "times its size", id="a Word bomb"),
    pytest.param(
        "a.docx",
        documents.word(extra={f"word/{n}.xml": b"" for n in range(2100)}),
        "parts and the limit",
        id="a Word file of very many parts",
    ),
    pytest.param("a.docx", documents.word(extra={"word/styles.xml": "<x>"}), "damaged", id="broken XML"),
    pytest.param("a.docx", documents.word(documents.paragraph()), "holds no text", id="a Word file without words"),
    pytest.param("a.docx", b"PK\x03\x04" + b"x" * 6_000_000, "limit", id="a Word file too large"),
]


@pytest.mark.parametrize(("name", "data", "message"), REFUSED)
def test_what_cannot_be_read_is_refused_with_one_sentence(name: str, data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as refusal:
        page_of(data, name=name)
    said = str(refusal.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 300


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_word_of_a_page_is_lost_or_made_up(data: st.DataObject) -> None:
    wrap = st.sampled_from(
        ["<p>{}</p>", "<div><em>{}</em></div>", "<li>{}</li>", "<b>{}", "{}</i>", "<h2>{}</h2>", "<td>{}", "<aside>{}"]
    )
    words = data.draw(st.lists(st.text("abc&<> \n", max_size=12), max_size=8))
    html = "".join(data.draw(wrap).format(word.replace("&", "&amp;").replace("<", "&lt;")) for word in words)
    page = read_hypertext(html)
    held = Counter(re.sub(r"\s", "", page.text))
    assert held == Counter(re.sub(r"\s", "", "".join(words)))
    marks = page.marks()
    assert all(first.end <= second.start for first, second in pairwise(marks))
