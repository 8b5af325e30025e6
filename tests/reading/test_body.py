"""A body's HTML as a Document, and a Document as a body's HTML."""

import pytest

from essays.reading import body_from, read, read_body
from essays.reading.document import BlockKind, DocumentKind, Emphasis

REVIEW, REFERENCE = DocumentKind.REVIEW, DocumentKind.REFERENCE


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        pytest.param("<p>One.</p>\n<p>Two.</p>", [("paragraph", "One."), ("paragraph", "Two.")], id="paragraphs"),
        pytest.param("<h2>A</h2><h3>B</h3>", [("subhead", "A"), ("subhead", "B")], id="heads"),
        pytest.param("<ul><li>One</li><li>Two</li></ul>", [("list_item", "One"), ("list_item", "Two")], id="a list"),
        pytest.param("<blockquote><p>Set off</p></blockquote>", [("pull_quote", "Set off")], id="a quotation"),
        pytest.param("<figure><figcaption>Snow</figcaption></figure>", [("caption", "Snow")], id="a caption"),
        pytest.param('<p class="footnote">[1] A note</p>', [("footnote", "[1] A note")], id="a note"),
        pytest.param('<p class="credits">104 min</p>', [("credit_line", "104 min")], id="credits"),
        pytest.param("<p>One<br>two</p>", [("paragraph", "One\ntwo")], id="a line end"),
        pytest.param("<p> One \n  two </p>", [("paragraph", "One two")], id="white space"),
        pytest.param(
            "<p>Mr. &amp; Mrs. &lt;Smith&gt;&nbsp;!</p>", [("paragraph", "Mr. & Mrs. <Smith>\xa0!")], id="references"
        ),
        pytest.param("One<hr>Two", [("paragraph", "One"), ("paragraph", "Two")], id="bare text"),
        pytest.param("<p></p><p> </p>", [], id="nothing"),
        pytest.param(
            "<p>Two <em>inline</em> <strong>tags</strong></p>", [("paragraph", "Two inline tags")], id="inline tags"
        ),
        pytest.param(
            "<p>Broken <em>tags</p><p>go on</p>",
            [("paragraph", "Broken tags"), ("paragraph", "go on")],
            id="unclosed tags",
        ),
        pytest.param(
            '<p>It was cold.<sup class="citation" data-number="4">[4]</sup> It was late.</p>',
            [("paragraph", "It was cold."), ("citation", "[4]"), ("paragraph", "It was late.")],
            id="a citation",
        ),
    ],
)
def test_a_body_is_read_as_its_blocks(html: str, blocks: list[tuple[str, str]]) -> None:
    document = read_body(html, kind=REVIEW).document
    told = [
        (b.kind.value, document.text[b.start : b.end]) for b in document.blocks if b.kind is not BlockKind.SEPARATOR
    ]
    assert told == blocks


def test_block_texts_are_joined_by_an_empty_line() -> None:
    assert read_body("<h2>A</h2>\n<p>B</p>", kind=REVIEW).document.text == "A\n\nB"


def test_a_subhead_has_the_level_of_its_tag() -> None:
    document = read_body("<h2>A</h2><h3>B</h3>", kind=REVIEW).document
    assert [b.level for b in document.blocks if b.kind is BlockKind.SUBHEAD] == [2, 3]


def test_words_set_off_are_emphases() -> None:
    document = read_body(
        "<p>In <em>Red Heat</em>, <cite>48 Hrs.</cite> and <strong>not this</strong>.</p>", kind=REVIEW
    ).document
    assert [document.text[e.start : e.end] for e in document.emphases] == ["Red Heat", "48 Hrs."]


def test_a_citation_belongs_to_the_sentence_before_it() -> None:
    html = (
        '<p>It was cold. It was late.<sup class="citation" data-number="4">[4]</sup>'
        '<sup class="citation" data-number="5" data-certain="false">[5]</sup></p><p class="footnote">[5] A book</p>'
    )
    document = read_body(html, kind=REFERENCE).document
    assert [document.text[slice(*c.sentence)] for c in document.citations] == ["It was late.", "It was late."]
    assert [(c.number, c.is_certain, c.has_source) for c in document.citations] == [(4, True, False), (5, False, True)]


def test_an_entry_in_a_body_has_a_block_for_each_sentence() -> None:
    document = read_body("<p>It was cold. It was late.</p>", kind=REFERENCE).document
    assert document.of_kind(BlockKind.PARAGRAPH) == ("It was cold.", "It was late.")


def test_a_place_in_the_text_leads_to_the_html() -> None:
    html = "<p>Tom &amp; <em>Jerry</em></p>"
    body = read_body(html, kind=REVIEW)
    start = body.document.text.index("& Jerry")
    assert html[body.html_at(start) :].startswith("&amp;")
    assert [html[first:last] for first, last in body.places(start, start + 7)] == ["&amp; ", "Jerry"]
    assert [html[first:last] for first, last in body.places(0, 3)] == ["Tom"]
    with pytest.raises(IndexError, match="11 characters"):
        body.html_at(12)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param(
            "By Chris\n\nIt was late & cold, and I was the last one in the house.\n",
            "<p>It was late &amp; cold, and I was the last one in the house.</p>\n",
            id="the byline is a field",
        ),
        pytest.param(
            "I saw it twice that week, and I will see it again:\n- Red Heat\n- 48 Hrs.\n",
            "<p>I saw it twice that week, and I will see it again:</p>\n<ul><li>Red Heat</li><li>48 Hrs.</li></ul>\n",
            id="a list",
        ),
        pytest.param(
            "Three films that I could see again on any night:\n1. Red Heat\n2. 48 Hrs.\n",
            "<p>Three films that I could see again on any night:</p>\n<ol><li>Red Heat</li><li>48 Hrs.</li></ol>\n",
            id="a numbered list",
        ),
        pytest.param(
            "A line that I have quoted far too often, in company:\n> I never forget\n",
            (
                "<p>A line that I have quoted far too often, in company:</p>\n<blockquote><p>I "
                "never forget</p></blockquote>\n"
            ),
            id="a quotation",
        ),
    ],
)
def test_a_review_becomes_a_body(text: str, html: str) -> None:
    assert body_from(read(text, kind=REVIEW))[0] == html


def test_an_entrys_marker_stands_at_the_end_of_its_sentence() -> None:
    text = 'It was cold.\n[3] He called it "the last film.\n"[4] It was late.\n'
    html, offsets = body_from(read(text, kind=REFERENCE))
    assert html == (
        '<p>It was cold.<sup class="citation" data-number="3">[3]</sup></p>\n'
        '<p>He called it "the last film."<sup class="citation" data-number="4">[4]</sup></p>\n'
        "<p>It was late.</p>\n"
    )
    body = read_body(html, kind=REFERENCE).document.text
    assert body[slice(*offsets.span(text.index("last film"), text.index("last film") + 9) or ())] == "last film"


def test_an_uncertain_marker_says_so() -> None:
    html, _ = body_from(read('He was "late.\n[3] She was not.\n', kind=REFERENCE))
    assert 'data-number="3" data-certain="false"' in html


def test_what_is_set_aside_has_no_place_in_the_body() -> None:
    text = "By Chris\n\nIt was late, and I was the last one in the house that night.\n\nSubscribe to our newsletter\n"
    _, offsets = body_from(read(text, kind=REVIEW))
    assert offsets.at(3) is None
    assert offsets.at(text.index("It was")) == 0
    assert offsets.at(text.index("Subscribe")) is None
    assert offsets.span(0, 12) is None


def test_emphases_of_the_source_are_kept() -> None:
    text = "I saw Red Heat again, and I was glad of it.\n"
    document = read(text, kind=REVIEW, emphases=[Emphasis(6, 14)])
    html, _ = body_from(document)
    assert "<em>Red Heat</em>" in html
    assert read_body(html, kind=REVIEW).document.emphases == (Emphasis(6, 14),)
