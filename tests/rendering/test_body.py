"""The stored form of a body: the same text, sections, links by record id, citations that lead to their source."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.rendering.body import (
    Anchor,
    fill_links,
    opening_text,
    paragraphs,
    passages,
    record_ids,
    render_body,
)
from essays.rendering.cleaning import clean_body

HILL, SCHWARZENEGGER, RED_HEAT, COMMANDO = 1, 2, 10, 11


def anchors(text: str, **names: tuple[str, int]) -> list[Anchor]:
    """An anchor at each place of each name: ``anchors(text, Hill=("person", 1))``, with "_" for a space."""
    return [
        Anchor(found.start(), found.end(), kind, record_id)  # type: ignore[arg-type]
        for name, (kind, record_id) in names.items()
        for found in re.finditer(re.escape(name.replace("_", " ")), text)
    ]


def rendered(html: str, **names: tuple[str, int]) -> str:
    body = read_body(html, kind=DocumentKind.REVIEW)
    return render_body(body, anchors(body.document.text, **names))


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def is_well_formed(html: str) -> bool:
    """Whether every tag closes the one that was opened last."""
    opened: list[str] = []
    for close, name in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", html):
        if close and (not opened or opened.pop() != name):
            return False
        if not close and name not in {"br", "hr"}:
            opened.append(name)
    return not opened


def test_an_empty_body_renders_as_nothing() -> None:
    assert rendered("") == ""


def test_a_body_without_subheads_is_one_section_without_a_name() -> None:
    assert rendered("<p>It was late.</p>") == (
        '<section class="passage"><div class="said"><p>It was late.</p></div></section>'
    )


def test_each_subhead_of_the_second_level_opens_a_section_named_by_its_id() -> None:
    html = rendered("<p>Before.</p><h2>Steel Drums</h2><p>One.</p><h3>Less</h3><p>Two.</p><h2>Red Square</h2><p>3.</p>")
    assert [(p.heading_id, p.heading) for p in passages(html)] == [
        ("", ""),
        ("s-steel-drums", "Steel Drums"),
        ("s-red-square", "Red Square"),
    ]
    assert '<h3 id="s-less">Less</h3>' in passages(html)[1].html


def test_a_body_that_begins_with_a_subhead_has_no_empty_section_before_it() -> None:
    assert len(passages(rendered("<h2>At Once</h2><p>It begins.</p>"))) == 1


def test_equal_subheads_get_ids_of_their_own_and_one_without_letters_gets_one_too() -> None:
    html = rendered("<h2>Again</h2><p>1</p><h2>Again</h2><p>2</p><h2>***</h2><p>3</p><h2>Война и мир</h2><p>4</p>")
    assert [p.heading_id for p in passages(html)] == ["s-again", "s-again-2", "s-part", "s-воина-и-мир"]


def test_a_subhead_in_a_quotation_opens_no_section() -> None:
    assert len(passages(rendered("<p>One.</p><blockquote><h2>Said</h2><p>Two.</p></blockquote>"))) == 1


def test_the_first_mention_of_a_record_in_each_section_is_a_link_and_no_other() -> None:
    html = rendered("<p>Hill and Hill.</p><h2>More</h2><p>Hill, once more Hill.</p>", Hill=("person", HILL))
    assert [p.html.count('<a data-person="1">Hill</a>') for p in passages(html)] == [1, 1]


def test_a_subhead_holds_no_link_and_does_not_use_up_the_sections_first() -> None:
    (passage,) = passages(rendered("<h2>Walter Hill</h2><p>Walter Hill.</p>", Walter_Hill=("person", HILL)))
    assert passage.html == '<h2 id="s-walter-hill">Walter Hill</h2><p><a data-person="1">Walter Hill</a>.</p>'


def test_titles_of_films_are_set_as_titles_at_every_mention() -> None:
    html = rendered("<p>Red Heat. Red Heat.</p>", Red_Heat=("film", RED_HEAT))
    assert '<p><a data-film="10"><cite>Red Heat</cite></a>. <cite>Red Heat</cite>.</p>' in html


def test_a_title_that_its_author_set_off_is_not_set_off_twice() -> None:
    html = rendered("<p>In <em>Red Heat</em>.</p>", Red_Heat=("film", RED_HEAT))
    assert '<em><a data-film="10">Red Heat</a></em>' in html


def test_mark_up_inside_a_title_stays_inside_its_link() -> None:
    html = rendered("<p>Turner <em>and</em> Hooch.</p>", Turner_and_Hooch=("film", RED_HEAT))
    assert '<a data-film="10">Turner <em>and</em> Hooch</a>' in html


def test_a_title_that_begins_inside_mark_up_and_ends_outside_stays_well_formed() -> None:
    html = rendered("<p>The <em>Red</em> Heat.</p><p>An <em>old Red</em> Heat.</p>", Red_Heat=("film", RED_HEAT))
    assert '<a data-film="10"><em>Red</em> Heat</a>' in html or '<em><a data-film="10">Red</a></em>' in html
    assert html.count("<a ") == html.count("</a>")
    assert re.search(r"<em>[^<]*<a[^>]*>[^<]*</em>", html) is None


def test_a_character_is_a_link_to_who_plays_it_beside_the_link_of_the_name() -> None:
    html = rendered(
        "<p>Danko is Schwarzenegger, and Danko stays.</p>",
        Danko=("character", SCHWARZENEGGER),
        Schwarzenegger=("person", SCHWARZENEGGER),
    )
    assert '<a data-person="2" class="character">Danko</a> is <a data-person="2">Schwarzenegger</a>, and Danko' in html


def test_an_authors_own_link_is_left_as_it_is() -> None:
    html = rendered('<p><a href="https://example.org/">Hill</a> and Hill.</p>', Hill=("person", HILL))
    assert '<a href="https://example.org/">Hill</a> and <a data-person="1">Hill</a>' in html


def test_of_overlapping_anchors_the_earlier_and_longer_is_linked() -> None:
    html = rendered("<p>Walter Hill.</p>", Walter_Hill=("person", HILL), Hill=("person", 9))
    assert record_ids(html) == (set(), {HILL})


def test_the_same_place_gets_one_link_whatever_the_order_of_the_anchors() -> None:
    body = read_body("<p>Walter Hill made Red Heat.</p>", kind=DocumentKind.REVIEW)
    found = anchors(body.document.text, Walter_Hill=("person", HILL), Red_Heat=("film", RED_HEAT))
    assert render_body(body, found) == render_body(body, reversed(found))


def test_a_citation_leads_to_its_source_and_can_be_led_back_to() -> None:
    marker = '<sup class="citation" data-number="4">[4]</sup>'
    html = rendered(f"<p>One.{marker}</p><p>Two.{marker}</p>")
    assert '<sup class="citation"><a id="cite-4" href="#source-4" role="doc-noteref">[4]</a></sup>' in html
    assert '<sup class="citation"><a id="cite-4-2" href="#source-4" role="doc-noteref">[4]</a></sup>' in html


def test_a_citation_without_a_number_is_no_link() -> None:
    html = rendered('<p>One.<sup class="citation">[citation needed]</sup></p>')
    assert "<a" not in html


def test_the_language_of_foreign_words_is_kept() -> None:
    assert '<span lang="de">Das Boot</span>' in rendered('<p>In <span lang="de">Das Boot</span>.</p>')


def test_ids_without_an_address_become_plain_text_and_the_others_links() -> None:
    html = rendered(
        "<p>Walter Hill made Red Heat and not Commando.</p>",
        Walter_Hill=("person", HILL),
        Red_Heat=("film", RED_HEAT),
        Commando=("film", COMMANDO),
    )
    filled = fill_links(html, films={RED_HEAT: '/films/red-heat-1988/?"&'}, people={})
    assert "<p>Walter Hill made" in filled
    assert '<a href="/films/red-heat-1988/?&quot;&amp;"><cite>Red Heat</cite></a>' in filled
    assert "not <cite>Commando</cite>." in filled
    assert "data-" not in filled


def test_record_ids_are_told_apart_by_kind() -> None:
    html = rendered("<p>Hill, Commando.</p>", Hill=("person", 7), Commando=("film", 7))
    assert record_ids(html) == ({7}, {7})


def test_text_that_looks_like_a_stored_link_is_text() -> None:
    html = rendered('<p>&lt;a data-film="10"&gt;no&lt;/a&gt;</p>')
    assert record_ids(html) == (set(), set())
    assert fill_links(html, films={10: "/x/"}, people={}) == html


def test_paragraphs_shown_elsewhere_cite_the_entrys_own_page_and_repeat_no_id() -> None:
    html = rendered('<h2>Release</h2><p>One.<sup class="citation" data-number="4">[4]</sup></p>')
    assert paragraphs(html, address="/essays/red-heat/") == (
        '<p>One.<sup class="citation"><a href="/essays/red-heat/#source-4" role="doc-noteref">[4]</a></sup></p>',
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param(
            "<h2>No</h2><p>Only <em>this</em> &amp; that.</p><p>Not this.</p>", "Only this & that.", id="first"
        ),
        pytest.param('<p>One.<sup class="citation" data-number="4">[4]</sup></p>', "One.", id="no marker"),
        pytest.param("<ul><li>x</li></ul>", "", id="none"),
    ],
)
def test_the_opening_is_the_first_paragraph_without_citations(html: str, text: str) -> None:
    assert opening_text(html) == text


WORDS = st.sampled_from(["Hill ", "Red Heat", " & ", "<", "“48 Hrs.” ", "d'O", "ø ", "جدایی ", "[4]", "data-film "])
PIECES = st.lists(
    st.tuples(
        st.sampled_from(["p", "h2", "h3", "li", "blockquote", "em", "cite", "strong", "sup", "a", "br", ""]), WORDS
    ),
    max_size=25,
)


@given(PIECES, st.lists(st.tuples(st.integers(0, 120), st.integers(1, 14), st.booleans()), max_size=12))
def test_whatever_is_linked_the_text_stays_the_same_to_the_character(
    pieces: list[tuple[str, str]], spans: list[tuple[int, int, bool]]
) -> None:
    html = clean_body("".join(f"<{tag}>{word}</{tag}>" if tag else word for tag, word in pieces))
    body = read_body(html, kind=DocumentKind.REVIEW)
    length = len(body.document.text)
    found = [
        Anchor(start, min(start + size, length), "film" if film else "person", 3)
        for start, size, film in spans
        if start < length
    ]
    stored = render_body(body, found)
    assert text_of(stored) == text_of(html)
    assert is_well_formed(stored)


FOLDER = f"/media/pictures/{'ab' * 16}/"


@pytest.mark.parametrize(
    ("size", "offered", "fallback"),
    [("300x200", (300,), 300), ("1000x500", (480, 800, 1000), 1000), ("4000x10", (480, 800, 1200, 1600, 2400), 1200)],
)
def test_a_picture_of_the_library_is_offered_in_the_widths_that_there_are(size, offered, fallback):
    html = (
        f'<figure><img src="{FOLDER}{size}.png" alt="&lt;A&gt; &quot;gate&quot;" width="7" height="7">'
        '<figcaption>A <em>gate</em> <span class="credit">Ours</span></figcaption></figure>'
    )
    stored = render_body(read_body(html, kind=DocumentKind.REVIEW), ())
    width, height = size.split("x")
    srcset = ", ".join(f"{FOLDER}{wide}.webp {wide}w" for wide in offered)
    assert (
        f'<figure><img src="{FOLDER}{fallback}.jpg" srcset="{srcset}" sizes="(min-width: 40rem) 37rem, 92vw" '
        f'alt="&lt;A&gt; &quot;gate&quot;" width="{width}" height="{height}" loading="lazy" decoding="async">'
        '<figcaption>A <em>gate</em> <span class="credit">Ours</span></figcaption></figure>'
    ) in stored


@pytest.mark.parametrize(
    "address",
    [f"{FOLDER}480.webp", "/media/posters/x.png", f"{FOLDER}0x1.png", f"{FOLDER}1x1.svg", f"{FOLDER}1x1.png?"],
)
def test_any_other_picture_of_the_site_stands_as_it_is(address):
    html = f'<figure><img src="{address}" alt="A"></figure>'
    assert html in render_body(read_body(html, kind=DocumentKind.REVIEW), ())


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<figure><img src="/media/a.jpg" alt="A"></figure>', True),
        ('<figure><img src="https://example.org/a.jpg" alt="A"></figure>', False),
        ('<figure><img src="//example.org/a.jpg" alt="A"></figure>', False),
        ('<figure><img alt="A"><figcaption>A gate</figcaption></figure>', False),
        ('<p>One <img src="a.jpg" alt="A"> two</p>', False),
    ],
)
def test_only_pictures_of_this_site_are_on_the_page(html, shown):
    assert ("<img" in render_body(read_body(html, kind=DocumentKind.REVIEW), ())) is shown
    assert render_body(read_body(html, kind=DocumentKind.REVIEW), ()).count("<figure>") == (shown or "caption" in html)
