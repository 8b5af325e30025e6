"""A body is clean however it was saved: only the allowed tags and attributes, and the same when cleaned again."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from essays.models import Essay
from essays.rendering.cleaning import BLOCK_TAGS, INLINE_TAGS, clean_body
from tests.build import essay


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        pytest.param("<p>It was late.</p>", "<p>It was late.</p>", id="clean"),
        pytest.param("<p onclick='x()'>Late.</p>", "<p>Late.</p>", id="a handler"),
        pytest.param("<p style='color:red' id='x'>Late.</p>", "<p>Late.</p>", id="style and id"),
        pytest.param("<p>Late.<script>x()</script></p>", "<p>Late.</p>", id="a script with its text"),
        pytest.param("<style>p{}</style><p>Late.</p>", "<p>Late.</p>", id="a style sheet"),
        pytest.param("<p><a href='javascript:x()'>here</a></p>", '<p><a rel="noopener">here</a></p>', id="javascript"),
        pytest.param(
            "<p><a href=' JaVa\tScript:x()'>a</a></p>", '<p><a rel="noopener">a</a></p>', id="javascript, hidden"
        ),
        pytest.param("<p><a href='data:text/html,x'>a</a></p>", '<p><a rel="noopener">a</a></p>', id="a data address"),
        pytest.param(
            '<p><a href="https://example.org/">a</a></p>',
            '<p><a href="https://example.org/" rel="noopener">a</a></p>',
            id="an address",
        ),
        pytest.param(
            '<p><img src="javascript:x()" alt="Danko"></p>', '<p><img alt="Danko"></p>', id="a picture of a script"
        ),
        pytest.param("<iframe src='https://example.org/'></iframe>", "", id="a frame"),
        pytest.param("<svg><script>x()</script></svg><p>Late.</p>", "<p>Late.</p>", id="a drawing with a script"),
        pytest.param("<form><input name=x><p>Late.</p></form>", "<p>Late.</p>", id="a form"),
        pytest.param("<p>Late.<!-- a note --></p>", "<p>Late.</p>", id="a comment"),
        pytest.param("<div><p>Late.</p></div>", "<p>Late.</p>", id="a tag that is not ours"),
        pytest.param("<h1>Late</h1>", "Late", id="a heading that is the page's"),
        pytest.param('<p class="credits big">Dir: W. Hill</p>', '<p class="credits">Dir: W. Hill</p>', id="classes"),
        pytest.param(
            '<p><span lang="ru" class="x">Жара</span></p>', '<p><span lang="ru">Жара</span></p>', id="a language"
        ),
        pytest.param(
            '<figcaption>Snow <span class="credit">Photo: Carolco</span><span class="credit x">x</span></figcaption>',
            '<figcaption>Snow <span class="credit">Photo: Carolco</span><span>x</span></figcaption>',
            id="a credit",
        ),
        pytest.param(
            "<p>48&nbsp;Hrs.\u00a0again&#160;and&#xA0;again</p>", "<p>48 Hrs. again and again</p>", id="no-break"
        ),
        pytest.param("<p>1 < 2 & 3</p>", "<p>1 &lt; 2 &amp; 3</p>", id="signs"),
        pytest.param("<p>&lt;script&gt;</p>", "<p>&lt;script&gt;</p>", id="signs that are written out"),
        pytest.param("<p>&amp;nbsp;</p>", "<p>&amp;nbsp;</p>", id="an entity that is text"),
        pytest.param("<p>Late", "<p>Late</p>", id="an open tag"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_cleaning_keeps_what_is_allowed(dirty: str, clean: str) -> None:
    assert clean_body(dirty) == clean


class Tags(HTMLParser):
    """The tags and attributes of a piece of HTML, as the standard library reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update((name, value or "") for name, value in attrs)


ALLOWED_ATTRIBUTES = {
    *("href", "title", "rel", "lang", "dir", "cite", "id", "src", "alt", "width", "height", "class"),
    *("data-number", "data-certain"),
}
FOREIGN_TAGS = (
    "div script style svg math table tr td template form noscript textarea select title button nobr plaintext mglyph "
    "foreignObject"
).split()
ATTRIBUTES = (
    "",
    *(' href="javascript:x()"', ' href="/films/red-heat-1988"', " onerror=x()", ' lang="ru"', ' class="citation x"'),
    *(' src="x"', ' style="x:y"', ' data-number="3"', " id=x", " title='\"><script>x()</script>'"),
)
tags = st.sampled_from([*sorted(BLOCK_TAGS | INLINE_TAGS), *FOREIGN_TAGS])
attributes = st.sampled_from(ATTRIBUTES)
pieces = st.one_of(
    st.builds("<{}{}>".format, tags, attributes),
    st.builds("</{}>".format, tags),
    st.text(max_size=8),
    st.sampled_from(
        ["&nbsp;", "&#160;", "&amp;", "&lt;", "<", "&", "<!--", "-->", "]]>", "<![CDATA[", "\u00a0", " ", "\n"]
    ),
)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(pieces, max_size=14).map("".join))
@example("&#160;&#160;")
@example("<p>&amp;nbsp;</p>")
@example("<a><p><a>")
def test_cleaning_again_changes_nothing_and_leaves_nothing_else(html: str) -> None:
    clean = clean_body(html)
    assert clean_body(clean) == clean
    found = Tags(clean)
    assert found.tags <= BLOCK_TAGS | INLINE_TAGS
    assert {name for name, _ in found.attributes} <= ALLOWED_ATTRIBUTES
    assert not [value for name, value in found.attributes if name in ("href", "src") and "script:" in value.casefold()]


@pytest.mark.django_db
def test_every_save_of_an_essay_cleans_its_body() -> None:
    dirty, clean = '<p onclick="x()">Late.<script>x()</script></p>', "<p>Late.</p>"
    review = essay(body=dirty)
    assert review.body == Essay.objects.get().body == clean
    review.body = dirty
    review.full_clean()
    assert review.body == clean
    review.body = dirty
    review.save(update_fields=["body"])
    assert Essay.objects.get().body == clean
