"""What a WordPress post holds, as the HTML that its site showed."""

import re
import time

import pytest

from essays.reading.wordpress import html_of_wordpress


def shown(content: str) -> str:
    return re.sub(r"\n+", "\n", html_of_wordpress(content)[0].strip())


@pytest.mark.parametrize(
    ("content", "html"),
    [
        pytest.param("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>", id="empty lines part paragraphs"),
        pytest.param("One.\r\n\r\nTwo.", "<p>One.</p>\n<p>Two.</p>", id="of Windows too"),
        pytest.param("One\ntwo.", "<p>One<br>\ntwo.</p>", id="a line end is one"),
        pytest.param("<p>One.</p>\n\n<h2>Two</h2>\nThree.", "<p>One.</p>\n<h2>Two</h2>\n<p>Three.</p>", id="marked up"),
        pytest.param("<pre>One\n\ntwo</pre>", "<pre>One\n\ntwo</pre>".replace("\n\n", "\n"), id="preformatted"),
        pytest.param("One.<!--more-->Two.", "<p>One.</p>\n<p>Two.</p>", id="the place to read on"),
        pytest.param("One.\n\n<!--nextpage-->\n\nTwo.", "<p>One.</p>\n<p>Two.</p>", id="the next page"),
        pytest.param("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->", "<p>One.</p>", id="a block"),
        pytest.param(
            '[caption id="a" width="9"]<img src="a.jpg" /> The gate[/caption]',
            '<figure><img src="a.jpg" /><figcaption>The gate</figcaption></figure>',
            id="a caption",
        ),
        pytest.param(
            '[caption caption="The gate"]<a href="/b"><img src="a.jpg"></a>[/caption]',
            '<figure><a href="/b"><img src="a.jpg"></a><figcaption>The gate</figcaption></figure>',
            id="a caption of an old version, its picture a link",
        ),
        pytest.param(
            "[wp_caption]<img src='a.jpg'>By <em>day</em>[/wp_caption]",
            "<figure><img src='a.jpg'><figcaption>By <em>day</em></figcaption></figure>",
            id="italics in a caption",
        ),
        pytest.param("[caption]<img src=a.jpg> unclosed", "<p>[caption]<img src=a.jpg> unclosed</p>", id="left open"),
        pytest.param("Before [gallery] after", "<p>Before  after</p>", id="a gallery"),
        pytest.param("[su_box title='A']Words[/su_box]", "<p>Words</p>", id="words inside stay"),
        pytest.param('[ad id="9"] Words', "<p> Words</p>".replace("> ", ">"), id="attributes tell"),
        pytest.param(
            "He said [sic] so [1] and [they] went.", "<p>He said [sic] so [1] and [they] went.</p>", id="prose"
        ),
        pytest.param("[[gallery]]", "<p>[gallery]</p>", id="escaped"),
        pytest.param(
            "[embed]https://v.example/1[/embed]", '<p><a href="https://v.example/1">https://v.example/1</a></p>'
        ),
        pytest.param(
            "https://v.example/1", '<p><a href="https://v.example/1">https://v.example/1</a></p>', id="a link alone"
        ),
    ],
)
def test_a_post_is_shown_as_its_site_did(content: str, html: str) -> None:
    assert shown(content) == html


def test_what_only_the_site_could_show_is_named() -> None:
    _, [note] = html_of_wordpress('[gallery] [gallery] [map id="1"][/map] text')
    assert note == "shortcodes that only its site could show were left out: [gallery] (2 times), [map]"
    assert html_of_wordpress("Words [sic] alone.")[1] == ()


@pytest.mark.parametrize(
    "piece",
    [
        *("[caption]", "[caption", "[caption]<img>[/caption", "<a <img", "[embed]", "[embed ", "<!--more ", "<!--"),
        *("[a b='", '[a b="', "[a", "[a]", "[/a]", "[[", "<pre>", "\n \n", " ", "https://a"),
    ],
)
def test_no_post_takes_long(piece: str) -> None:
    content = piece * (400_000 // len(piece))
    began = time.monotonic()
    html_of_wordpress(content)
    assert time.monotonic() - began < 10
