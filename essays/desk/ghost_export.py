"""Ghost's export of a site (JSON): its posts one at a time, with their authors and tags from the other tables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from essays.desk.delivered import Incoming, Item, LeftOut, Refused, Words
from essays.desk.json_stream import JsonError, JsonStream
from essays.reading.site_post import MAX_POST_BYTES, POST_ENDING, Post, PostStatus, System

ID_MAX_LENGTH = 80
STATUSES = {"published": PostStatus.PUBLISHED, "scheduled": PostStatus.SCHEDULED}
FOR_MEMBERS = "it was for members only on its site and stays a draft"
AS_MAIL = "it was sent as a letter and stood on no page, and stays a draft"
PAGES, EMPTY_DRAFTS = ("page", "pages"), ("empty draft", "empty drafts")
OWN_FORMATS = ("lexical", "mobiledoc")


@dataclass(slots=True)
class _Tables:
    """What the posts refer to."""

    users: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    tags_of: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    authors_of: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    pictures: dict[str, tuple[str, str]] = field(default_factory=dict)  # post -> alt, caption
    has_posts: bool = False


def read_ghost(opened: IO[bytes], place: str, *, bytes_before: int = 0) -> Iterator[Item]:
    """The posts of the export in ``opened``, in its order, and at the end what was left out; ``place`` names it.

    The file is read twice: what posts refer to may stand behind them.
    """
    try:
        tables = _Tables()
        for table, stream in _tables(opened):
            if not _note_table(tables, table, stream):
                stream.skip()
        if not tables.has_posts:
            yield Refused(f"{place}: it is no export of Ghost (it has no posts in db, data). {_WHERE_TO_GET}")
            return
        left_out: Counter[Words] = Counter()
        posts = 0
        for table, stream in _tables(opened):
            if table != "posts":
                stream.skip()
                continue
            for number in stream.elements():
                row = stream.value()
                done = bytes_before + stream.bytes_read
                item = _item(row, tables, left_out, place=place, number=number, bytes_done=done)
                if item is not None:
                    posts += 1
                    yield item
    except JsonError as error:
        yield Refused(f"{place}, {error}. {_WHERE_TO_GET}")
        return
    if not posts:
        yield Refused(f"{place}: the export holds no posts. {_WHERE_TO_GET}")
    if left_out:
        yield LeftOut.of(place, left_out)


_WHERE_TO_GET = "Take the file that Ghost gives under Settings, Import/Export."


def _tables(opened: IO[bytes]) -> Iterator[tuple[str, JsonStream]]:
    """The name of each table, with the stream standing before its rows, which are to be taken or skipped."""
    opened.seek(0)
    stream = JsonStream(opened)
    for key in stream.members():
        if key == "data":
            yield from _named(stream)
        elif key == "db":
            for _ in stream.elements():
                for inner in stream.members():
                    if inner == "data":
                        yield from _named(stream)
                    else:
                        stream.skip()
        else:
            stream.skip()
    if stream.peek():
        raise JsonError(f"{stream.place}: more follows where the export should end")


def _named(stream: JsonStream) -> Iterator[tuple[str, JsonStream]]:
    for table in stream.members():
        yield table, stream


def _note_table(tables: _Tables, table: str, stream: JsonStream) -> bool:
    """Keep what posts need of a table; False where they need nothing of it, and it was not read."""
    if table == "posts":
        tables.has_posts = True
        return False
    note = {
        "users": _note_user,
        "tags": _note_tag,
        "posts_tags": _note_tagging,
        "posts_authors": _note_author,
        "posts_meta": _note_picture,
    }.get(table)
    if note is None or stream.peek() != "[":
        return False
    for _ in stream.elements():
        row = stream.value()
        if isinstance(row, dict):
            note(tables, row)
    return True


def _note_user(tables: _Tables, row: dict[str, Any]) -> None:
    tables.users[_id(row.get("id"))] = _text(row, "name")


def _note_tag(tables: _Tables, row: dict[str, Any]) -> None:
    name = _text(row, "name")
    if row.get("visibility") != "internal" and not name.startswith("#"):
        tables.tags[_id(row.get("id"))] = name


def _note_tagging(tables: _Tables, row: dict[str, Any]) -> None:
    tables.tags_of.setdefault(_id(row.get("post_id")), []).append((_order(row), _id(row.get("tag_id"))))


def _note_author(tables: _Tables, row: dict[str, Any]) -> None:
    tables.authors_of.setdefault(_id(row.get("post_id")), []).append((_order(row), _id(row.get("author_id"))))


def _note_picture(tables: _Tables, row: dict[str, Any]) -> None:
    said = (_text(row, "feature_image_alt"), _text(row, "feature_image_caption"))
    if any(said):
        tables.pictures[_id(row.get("post_id"))] = said


def _item(
    row: Any, tables: _Tables, left_out: Counter[Words], *, place: str, number: int, bytes_done: int
) -> Incoming | Refused | None:
    """A row of the posts to import, or why not; None where it is counted among what is left out."""
    if not isinstance(row, dict) or not (own := _id(row.get("uuid")) or _id(row.get("id"))):
        return Refused(f"{place}, post no. {number}: it has no id. Export the site anew.")
    if row.get("type", "post") != "post" or row.get("page") in (1, True):
        left_out[PAGES] += 1
        return None
    title = _text(row, "title")
    where = f"{place}, post no. {number} (“{title[:60]}”)"
    html = _text(row, "html")
    if not html.strip():
        own_format = next((name for name in OWN_FORMATS if _text(row, name)), "")
        if not _text(row, "plaintext").strip() and row.get("status") == "draft":
            left_out[EMPTY_DRAFTS] += 1
            return None
        if own_format:
            return Refused(
                f"{where}: it is in Ghost's own format ({own_format}) alone and has no HTML. Open and save it in "
                "Ghost, and export the site again."
            )
    data = _post(row, tables, own, title, html).as_bytes()
    if len(data) > MAX_POST_BYTES:
        return Refused(f"{where}: it has {len(data):,} bytes and the limit is {MAX_POST_BYTES:,}. Split it in Ghost.")
    return Incoming(f"ghost/{own}{POST_ENDING}", where, data, bytes_done)


def _post(row: dict[str, Any], tables: _Tables, own: str, title: str, html: str) -> Post:
    post_id, slug = _id(row.get("id")), _text(row, "slug")
    status, notes = _text(row, "status"), []
    if status == "sent":
        notes.append(AS_MAIL)
    if _text(row, "visibility") not in ("", "public"):
        notes.append(FOR_MEMBERS)
        status = "draft"
    writers = [author for _, author in sorted(tables.authors_of.get(post_id, []))] or [_id(row.get("author_id"))]
    filed = [tag for _, tag in sorted(tables.tags_of.get(post_id, []))]
    alt, caption = tables.pictures.get(post_id, ("", ""))
    return Post(
        system=System.GHOST.value,
        id=own,
        title=title,
        html=html,
        excerpt=_text(row, "custom_excerpt"),
        authors=tuple(name for writer in writers if (name := tables.users.get(writer))),
        tags=tuple(name for tag in filed if (name := tables.tags.get(tag))),
        status=STATUSES.get(status, PostStatus.DRAFT).value,
        published_at=_time(row.get("published_at")),
        slug=slug,
        addresses=(f"/{slug}/",) if slug else (),
        picture=_text(row, "feature_image") or _text(row, "image"),
        picture_alt=alt,
        picture_caption=caption,
        notes=tuple(notes),
    )


def _id(value: Any) -> str:
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value)[:ID_MAX_LENGTH].replace("/", "") if is_id else ""


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _order(row: dict[str, Any]) -> int:
    value = row.get("sort_order")
    return value if isinstance(value, int) else 0


def _time(value: Any) -> str:
    """ISO in UTC, of a text or of the milliseconds that old versions wrote; empty where there is none."""
    try:
        if isinstance(value, int):
            return dt.datetime.fromtimestamp(value / 1000, tz=dt.UTC).isoformat()
        found = dt.datetime.fromisoformat(value)
    except (ValueError, TypeError, OverflowError, OSError):
        return ""
    return found.replace(tzinfo=found.tzinfo or dt.UTC).astimezone(dt.UTC).isoformat()
