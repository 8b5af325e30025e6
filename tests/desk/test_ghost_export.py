"""Ghost's export: its posts with their authors and tags, what is left out counted, what is hostile refused."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essays.desk import json_stream
from essays.desk.delivered import Incoming, LeftOut, Refused
from essays.desk.ghost_export import read_ghost
from essays.desk.json_stream import JsonError, JsonStream
from tests.exports import ghost, ghost_post


def items(data: bytes) -> list[Incoming | Refused | LeftOut]:
    return list(read_ghost(io.BytesIO(data), "films.json", bytes_before=7))


def posts(data: bytes) -> list[dict]:
    return [json.loads(found.data) for found in items(data) if isinstance(found, Incoming)]


def test_a_post_has_its_authors_tags_and_picture_from_the_other_tables() -> None:
    data = ghost(ghost_post(), tags=["Cold War", "#internal", "Chicago"])
    [found] = items(data)
    assert found.name == "ghost/00000000-0000-4000-8000-000000000001.post"
    assert found.place == "films.json, post no. 1 (“Cold Rooms”)"
    assert 7 < found.bytes_done <= 7 + len(data)
    [post] = posts(data)
    assert (post["authors"], post["tags"]) == (["Chris"], ["Cold War", "Chicago"])
    assert (post["status"], post["published_at"]) == ("published", "2019-05-01T12:00:00+00:00")
    assert post["addresses"] == ["/red-heat/"]
    assert (post["picture_alt"], post["picture_caption"]) == ("A street", "Chicago")


def test_an_export_of_an_old_version_is_read_too() -> None:
    row = {
        "id": 4,
        "title": "A",
        "slug": "a",
        "html": "<p>Words.</p>",
        "status": "published",
        "page": 0,
        "author_id": 1,
    }
    row |= {"published_at": 1286958624000, "image": "/a.jpg"}
    tables = {"users": [{"id": 1, "name": "Robin"}], "tags": [{"id": 2, "name": "Noir"}]}
    tables |= {"posts": [row, {"id": 5, "page": 1}], "posts_tags": [{"post_id": 4, "tag_id": 2}]}
    found = items(json.dumps({"meta": {"version": "003"}, "data": tables}).encode())
    post = json.loads(found[0].data)
    assert (post["authors"], post["tags"], post["published_at"][:10]) == (["Robin"], ["Noir"], "2010-10-13")
    assert found[1].sentence == "films.json: left out, since only posts become essays: 1 page."


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"status": "draft"}, "draft", ""),
        ({"status": "scheduled"}, "scheduled", ""),
        ({"status": "sent"}, "draft", "sent as a letter"),
        ({"visibility": "paid"}, "draft", "for members only"),
        ({"visibility": "members"}, "draft", "for members only"),
    ],
)
def test_what_not_every_reader_saw_is_a_draft(changes: dict, status: str, said: str) -> None:
    [post] = posts(ghost(ghost_post(**changes)))
    assert post["status"] == status
    assert (said in "".join(post["notes"])) and bool(said) == bool(post["notes"])


def test_a_post_in_ghosts_own_format_alone_is_named() -> None:
    found = items(ghost(ghost_post(1, html=None), ghost_post(2, html="", lexical=None, mobiledoc="{}"), ghost_post(3)))
    assert [type(one) for one in found] == [Refused, Refused, Incoming]
    assert "films.json, post no. 1 (“Cold Rooms”): it is in Ghost's own format (lexical) alone" in found[0].sentence
    assert "(mobiledoc)" in found[1].sentence


def test_an_empty_draft_is_left_out() -> None:
    found = items(ghost(ghost_post(1), ghost_post(2, html=None, plaintext=None, status="draft")))
    assert [type(one) for one in found] == [Incoming, LeftOut]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "films.json, character 1: it is not valid JSON"),
        (b"{", "it is not valid JSON"),
        (b"[1, 2]", "it is not valid JSON"),
        (b'{"db": 3}', "it is not valid JSON"),
        (b'{"name": "double-bill"}', "it is no export of Ghost"),
        (b'{"db": [{"data": {"posts": []}}]}', "the export holds no posts"),
        (b'{"db": [{"data": {"posts": [{"id": 1}, "x"', "it is not valid JSON"),
        (b'{"db": [{"data": {"posts": ' + b"[" * 200_000, "too deep"),
        (b'{"a": \xff\xfe}', "it is not UTF-8"),
        (b'{"db": [{"data": {"posts": {}}}]} x', "more follows"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "too large"),
        (b"<rss/>", "it is not valid JSON"),
        (json.dumps({"data": {"posts": [{"title": "A"}]}}).encode(), "it has no id"),
    ],
)
def test_what_is_no_export_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    found = items(data)
    assert isinstance(found[-1], Refused)
    assert said in found[-1].sentence
    assert found[-1].sentence.startswith("films.json")


def test_memory_does_not_grow_with_the_export(tmp_path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.json"
        path.write_bytes(ghost(*(ghost_post(n, html="<p>word</p>" * 400) for n in range(count)), tags=[]))
        tracemalloc.start()
        try:
            with path.open("rb") as opened:
                assert sum(isinstance(one, Incoming) for one in read_ghost(opened, "films.json")) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # what is loaded once
    small, large = peak(200), peak(2000)
    assert large < small + 1800 * 1500  # of each post its authors, tags and caption: its words have 4,800


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), st.lists(JSON, max_size=4), max_size=4), st.integers(1, 9), st.booleans())
def test_a_file_is_read_as_it_would_be_whole_wherever_it_is_cut(value: dict, size: int, is_ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=is_ascii, indent=1).encode("utf-8", "surrogatepass")
    stream = JsonStream(Slow(text, size))  # type: ignore[arg-type]
    try:
        found = {key: [stream.value() for _ in stream.elements()] for key in stream.members()}
    except JsonError as error:
        assert "UTF-8" in str(error) and not is_ascii
        return
    assert found == value
    assert stream.peek() == ""


class Slow(io.BytesIO):
    """A file that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self.size = size

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self.size)


def test_a_value_of_no_end_is_not_read_on(monkeypatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_VALUE_LENGTH", 1000)
    with pytest.raises(JsonError, match="more than 1,000 characters"):
        JsonStream(Slow(b'"' + b"a" * 100_000, 50)).value()  # type: ignore[arg-type]
