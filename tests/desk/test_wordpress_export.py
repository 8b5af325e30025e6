"""WordPress's export: its posts one at a time, what is left out counted, what is hostile refused in a sentence."""

import io
import json
import tracemalloc

import pytest

from essays.desk.delivered import Incoming, LeftOut, Refused
from essays.desk.wordpress_export import MAX_DEPTH, read_wordpress
from essays.reading.site_post import MAX_POST_BYTES
from tests.exports import NAMESPACES, item, wxr


def items(data: bytes) -> list[Incoming | Refused | LeftOut]:
    return list(read_wordpress(io.BytesIO(data), "films.xml", bytes_before=7))


def posts(data: bytes) -> list[dict]:
    return [json.loads(found.data) for found in items(data) if isinstance(found, Incoming)]


def only(data: bytes) -> str:
    [found] = items(data)
    assert isinstance(found, Refused), found
    return found.sentence


def test_a_post_has_all_that_its_site_knew_of_it() -> None:
    data = wxr(item())
    [found] = items(data)
    assert isinstance(found, Incoming)
    assert (found.name, found.place) == ("films.example/12.post", "films.xml, post 12")
    assert 7 < found.bytes_done <= 7 + len(data)
    [post] = posts(data)
    assert post["title"] == "Cold Rooms"
    assert post["authors"] == ["Chris"]
    assert post["tags"] == ["Reviews", "Cold War"]
    assert (post["status"], post["published_at"]) == ("published", "2009-06-17T12:30:00+00:00")
    assert post["excerpt"] == "Two men at a gate."
    assert post["addresses"] == ["/?p=12", "/2009/06/red-heat/"]
    assert "<em>Red Heat</em>" in post["html"]


def test_what_is_no_post_is_left_out_and_counted() -> None:
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content>So so.</wp:comment_content></wp:comment>"
    kinds = ["page", "page", "attachment", "revision", "nav_menu_item", "product"]
    others = [item(100 + n, type=kind) for n, kind in enumerate(kinds)]
    others += [item(200, status="trash"), item(201, status="auto-draft")]
    found = items(wxr(item(more=comment), *others))
    assert [type(one) for one in found] == [Incoming, LeftOut]
    assert found[-1].sentence == (
        "films.xml: left out, since only posts become essays: 1 attachment, 1 comment, 1 empty draft, "
        "1 menu item, 1 of the type “product”, 1 post in the bin, 1 revision, 2 pages."
    )


@pytest.mark.parametrize(
    ("changes", "status", "note"),
    [
        ({"status": "draft", "gmt": "0000-00-00 00:00:00"}, "draft", ""),
        ({"status": "future", "gmt": "2999-01-01 00:00:00"}, "scheduled", ""),
        ({"status": "private"}, "draft", "it was private on its site and stays a draft"),
        ({"status": "pending"}, "draft", "it waited for review on its site and stays a draft"),
        ({"password": "geheim"}, "draft", "it was behind a password on its site and stays a draft"),
    ],
)
def test_what_readers_did_not_see_is_a_draft(changes: dict, status: str, note: str) -> None:
    [post] = posts(wxr(item(**changes)))
    assert post["status"] == status
    assert post["notes"] == ([note] if note else [])
    assert "geheim" not in json.dumps(post)


@pytest.mark.parametrize(
    ("changes", "addresses"),
    [
        ({"link": "https://films.example/?p=12"}, ["/?p=12"]),
        ({"link": "http://www.films.example/a/"}, ["/?p=12", "/a/"]),
        ({"link": "https://elsewhere.example/a/"}, ["/?p=12"]),
        ({"guid": "https://films.example/old/red-heat.html", "link": ""}, ["/?p=12", "/old/red-heat.html"]),
        ({"link": "http://[films.example/", "guid": "urn:x"}, ["/?p=12"]),
        ({"link": "https://films.example/"}, ["/?p=12"]),
    ],
)
def test_the_addresses_are_paths_of_its_own_site(changes: dict, addresses: list[str]) -> None:
    assert posts(wxr(item(**changes)))[0]["addresses"] == addresses


def test_a_site_in_a_folder_keeps_its_folder() -> None:
    data = wxr(item(link="https://films.example/blog/a/", guid=""), site="https://films.example/blog")
    [found] = items(data)
    assert found.name == "films.example/blog/12.post"
    assert posts(data)[0]["addresses"] == ["/blog/?p=12", "/blog/a/"]


def test_the_same_post_is_the_same_bytes_whatever_else_is_exported() -> None:
    [alone] = items(wxr(item()))
    among = items(wxr(item(3), item(), item(9, type="page")))
    assert alone.data == among[1].data
    assert alone.name == among[1].name


META = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value></wp:postmeta>"


def attachment(number: int, address: str) -> str:
    more = f"<wp:attachment_url>{address}</wp:attachment_url>" + META.format("_wp_attachment_image_alt", "A street")
    return item(number, type="attachment", status="inherit", excerpt="Chicago", more=more)


@pytest.mark.parametrize("number", [7, 70])
def test_the_picture_above_a_post_is_found_wherever_it_stands_in_the_export(number: int) -> None:
    post = item(12, more=META.format("_edit_last", "1") + META.format("_thumbnail_id", number))
    pictures = [attachment(number, "https://films.example/street.jpg"), attachment(99, "https://films.example/b.jpg")]
    for data in (wxr(post, *pictures), wxr(*pictures, post)):
        [found] = posts(data)
        assert found["picture"] == "https://films.example/street.jpg"
        assert (found["picture_alt"], found["picture_caption"]) == ("A street", "Chicago")


def test_a_picture_that_stands_in_the_text_is_not_put_above_it_too() -> None:
    post = item(12, more=META.format("_thumbnail_id", 7))
    [found] = posts(wxr(post, attachment(7, "https://films.example/gate.jpg")))
    assert (found["picture"], found["picture_caption"]) == ("", "")
    assert posts(wxr(item(12, more=META.format("_thumbnail_id", 8))))[0]["picture"] == ""


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(wxr(item(title="&b;"), head=BOMB), "films.xml, line 2: it brings definitions", id="a bomb"),
        pytest.param(wxr(item(), head=OUTSIDE), "films.xml, line 2: it brings definitions", id="a file outside"),
        pytest.param(wxr(item(), head="<!DOCTYPE rss>"), "films.xml, line 2: it brings definitions", id="a DOCTYPE"),
        pytest.param(
            wxr(item(), head=BOMB).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
            "films.xml, line 2: it brings definitions",
            id="a bomb in UTF-16",
        ),
        pytest.param(
            wxr(item(), namespaces=NAMESPACES | {"wp": "http://example.org/export/1.2/"}),
            "it is a feed and no export, or one of a version not known here",
            id="another namespace",
        ),
        pytest.param(b"<rss><channel><item/></channel></rss>", "films.xml, line 1: it is a feed", id="a feed"),
        pytest.param(b"<html><body/></html>", "films.xml, line 1: it is no export of WordPress", id="a web page"),
        pytest.param(b"", "films.xml, line 1: it is not well-formed XML (no element found)", id="nothing"),
        pytest.param(b"\x89PNG\r\n", "films.xml, line 1: it is not well-formed XML", id="a picture"),
        pytest.param(wxr(item(9, type="page")).replace(b"<item>", b"<i>" * 99, 1), f"{MAX_DEPTH} deep", id="deep"),
        pytest.param(
            wxr(item()).replace(b"UTF-8", b"UTF-9"), "films.xml, line 1: its encoding cannot be read", id="no encoding"
        ),
        pytest.param(
            wxr(item()).replace(b"UTF-8", b"Shift_JIS"),
            "films.xml, line 1: its encoding cannot be read",
            id="many bytes",
        ),
        pytest.param(wxr(), "films.xml: the export holds no posts", id="no posts"),
    ],
)
def test_what_is_no_export_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    assert said in only(data)


def test_what_stands_before_a_fault_is_read_and_the_fault_named_with_its_line() -> None:
    found = items(wxr(item(1), item(2).replace("<title>", "<title>\x0b"), item(3)))
    assert [type(one) for one in found] == [Incoming, Refused]
    assert found[-1].sentence.startswith("films.xml, line 39: it is not well-formed XML (not well-formed")


def test_a_post_that_is_too_long_or_has_no_number_costs_no_other() -> None:
    long = item(2, content="word " * (MAX_POST_BYTES // 5 + 1))
    found = items(wxr(item(1), long, item("x"), item(4)))
    assert [type(one) for one in found] == [Incoming, Refused, Refused, Incoming]
    assert found[1].sentence.startswith("films.xml, post 2: its content:encoded has more than")
    assert "the post that ends there has no number" in found[2].sentence


def test_memory_does_not_grow_with_the_export(tmp_path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.xml"
        path.write_bytes(wxr(*(item(n + 1, slug=f"a-{n}") for n in range(count))))
        tracemalloc.start()
        try:
            with path.open("rb") as opened:
                assert sum(isinstance(one, Incoming) for one in read_wordpress(opened, "films.xml")) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1500)  # what is loaded once, and what Python keeps of freed objects
    assert peak(6000) < peak(1500) * 1.5
