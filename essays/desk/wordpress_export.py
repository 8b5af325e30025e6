"""WordPress's export of a site (WXR): its posts one at a time, however large the file is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.parse import SplitResult, urlsplit
from xml.parsers import expat

from essays.desk.delivered import Incoming, Item, LeftOut, Refused, Words
from essays.reading.site_post import MAX_POST_BYTES, POST_ENDING, Post, PostStatus, System
from people.paths import path_of

CHUNK_BYTES = 100_000
MAX_DEPTH = 60  # elements within one another; an export has six
MAX_FIELD_LENGTH = MAX_POST_BYTES  # code points of one element's text
SITE_MAX_LENGTH = 300
WORDPRESS = "http://wordpress.org/export/"
PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "": "",
}
STATUSES = {"publish": PostStatus.PUBLISHED, "future": PostStatus.SCHEDULED}
SAID_OF = {"private": "it was private on its site", "pending": "it waited for review on its site"}
COMMENTS = ("comment", "comments")
THROWN_AWAY = {"trash": ("post in the bin", "posts in the bin"), "auto-draft": ("empty draft", "empty drafts")}
OTHER_TYPES = {
    "page": ("page", "pages"),
    "attachment": ("attachment", "attachments"),
    "revision": ("revision", "revisions"),
    "nav_menu_item": ("menu item", "menu items"),
}
UNFILED = "uncategorized"
NO_DATE = "0000-00-00"


class ExportError(ValueError):
    """The file is no export that can be read on; the message says where and why."""


def read_wordpress(opened: IO[bytes], place: str, *, bytes_before: int = 0) -> Iterator[Item]:
    """The posts of the export in ``opened``, in its order, and at the end what was left out; ``place`` names it."""
    reader = _Reader(place, bytes_before)
    ended = False
    while not ended:
        chunk = opened.read(CHUNK_BYTES)
        ended = not chunk
        try:
            reader.parser.Parse(chunk, ended)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            reader.say(f"line {error.lineno}", f"it is not well-formed XML ({why}). Export the site anew.")
            ended = True
        except ExportError as error:
            reader.found.append(Refused(str(error)))
            ended = True
        except (LookupError, ValueError) as error:  # of the parser: an encoding that there is not, or of many bytes
            reader.say("line 1", f"its encoding cannot be read ({error}). Export the site anew, as UTF-8.")
            ended = True
        else:
            if ended:
                reader.end()
        yield from reader.found
        reader.found.clear()


class _Reader:
    """What has been read of an export: the authors at its head, and the item that is open."""

    def __init__(self, place: str, bytes_before: int) -> None:
        self.place = place
        self.bytes_before = bytes_before
        self.found: list[Item] = []
        self.path: list[str] = []
        self.text: list[str] = []
        self.length = 0
        self.is_export = False
        self.site = ""
        self.authors: dict[str, str] = {}
        self.login = ""
        self.item: dict[str, str] = {}
        self.filed: list[tuple[str, str, str]] = []  # domain, slug, name
        self.attributes: dict[str, str] = {}
        self.posts = 0
        self.left_out: Counter[Words] = Counter()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def say(self, where: str, sentence: str) -> None:
        self.found.append(Refused(f"{self.place}, {where}: {sentence}"))

    def _fail(self, sentence: str) -> ExportError:
        return ExportError(f"{self.place}, line {self.parser.CurrentLineNumber}: {sentence}")

    def _doctype(self, *declared: object) -> None:
        raise self._fail(
            "it brings definitions of its own (a DOCTYPE), which WordPress never writes. Export the site anew."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self.path and name != "rss":
            raise self._fail(
                f"it is no export of WordPress but begins with <{local[:40]}>. Take the file that WordPress gives "
                "under Tools, Export."
            )
        if len(self.path) >= MAX_DEPTH:
            raise self._fail(f"its elements stand more than {MAX_DEPTH} deep within one another. Export the site anew.")
        self.path.append(_short_name(namespace, local))
        self.text, self.length = [], 0
        if self.path == ["rss", "channel", "item"]:
            if not self.is_export:
                raise self._fail(
                    "it is a feed and no export, or one of a version not known here (it names no wp:wxr_version "
                    f"of {WORDPRESS}). Take the file that WordPress gives under Tools, Export."
                )
            self.item, self.filed = {}, []
        elif self.path[3:] == ["category"]:
            self.attributes = attributes
        elif self.path[3:] == ["wp:comment"]:
            self.left_out[COMMENTS] += 1

    def _characters(self, words: str) -> None:
        self.length += len(words)
        if self.length <= MAX_FIELD_LENGTH:
            self.text.append(words)

    def _end(self, name: str) -> None:
        path, value = self.path, "".join(self.text)
        if self.length > MAX_FIELD_LENGTH:
            value = ""
            if path[:3] == ["rss", "channel", "item"]:
                self.item["too long"] = path[-1]
        self.text, self.length = [], 0
        if path[:2] == ["rss", "channel"]:
            if path[2:3] == ["item"]:
                self._end_in_item(path[3:], value)
            elif len(path) <= 4:
                self._end_in_channel(path[2:], value.strip())
        path.pop()

    def _end_in_channel(self, path: list[str], value: str) -> None:
        match path:
            case ["wp:wxr_version"]:
                self.is_export = True
            case ["link"] if not self.site:
                self.site = value
            case ["wp:base_blog_url"] if value:
                self.site = value
            case ["wp:author", "wp:author_login"]:
                self.login = value
            case ["wp:author", "wp:author_display_name"]:
                self.authors[self.login] = value
            case _:
                pass

    def _end_in_item(self, path: list[str], value: str) -> None:
        if not path:
            self._end_item()
        elif path == ["category"]:
            self.filed.append((self.attributes.get("domain", ""), self.attributes.get("nicename", ""), value))
        elif len(path) == 1:
            self.item[path[0]] = value

    def _end_item(self) -> None:
        item, kind = self.item, self.item.get("wp:post_type", "").strip()
        status = item.get("wp:status", "").strip()
        if kind != "post":
            self.left_out[OTHER_TYPES.get(kind, (f"of the type “{kind[:40]}”",) * 2)] += 1
            return
        if status in THROWN_AWAY:
            self.left_out[THROWN_AWAY[status]] += 1
            return
        self.posts += 1
        number = item.get("wp:post_id", "").strip()
        line = f"line {self.parser.CurrentLineNumber}"
        if not number.isdecimal() or len(number) > 20:
            self.say(line, "the post that ends there has no number (wp:post_id). Export the site anew.")
            return
        where = f"post {number}"
        if long := item.get("too long"):
            self.say(where, f"its {long} has more than {MAX_FIELD_LENGTH:,} characters. Split it on its site.")
            return
        data = self._post(number, status).as_bytes()
        if len(data) > MAX_POST_BYTES:
            self.say(
                where, f"the post has {len(data):,} bytes and the limit is {MAX_POST_BYTES:,}. Split it on its site."
            )
            return
        name = f"{self._site_name()}/{number}{POST_ENDING}"
        done = self.bytes_before + max(self.parser.CurrentByteIndex, 0)
        self.found.append(Incoming(name, f"{self.place}, {where}", data, done))

    def _site_name(self) -> str:
        parts = _parts(self.site)
        return f"{parts.netloc}{parts.path}".rstrip("/")[:SITE_MAX_LENGTH] or "wordpress"

    def _post(self, number: str, status: str) -> Post:
        item = self.item
        creator = item.get("dc:creator", "").strip()
        notes = [SAID_OF[status]] if status in SAID_OF else []
        if item.get("wp:post_password", "").strip():
            notes.append("it was behind a password on its site")
            status = "private"
        return Post(
            system=System.WORDPRESS.value,
            id=number,
            title=item.get("title", ""),
            html=item.get("content:encoded", ""),
            excerpt=item.get("excerpt:encoded", ""),
            authors=tuple(filter(None, [self.authors.get(creator) or creator])),
            tags=tuple(
                name for domain, slug, name in self.filed if domain in ("category", "post_tag") and slug != UNFILED
            ),
            status=STATUSES.get(status, PostStatus.DRAFT).value,
            published_at=_time(item),
            slug=item.get("wp:post_name", "").strip(),
            addresses=self._addresses(number),
            notes=tuple(f"{note} and stays a draft" for note in notes),
        )

    def _addresses(self, number: str) -> tuple[str, ...]:
        """The paths under which readers found the post: its number, its link, its guid where that is of the site."""
        site = _parts(self.site)
        home = site.path.rstrip("/")
        found = [f"{home}/?p={number}"]
        for link in (self.item.get("link", ""), self.item.get("guid", "")):
            host = _parts(link).netloc
            if host and host.removeprefix("www.") == site.netloc.removeprefix("www."):
                found.append(path_of(link))
        return tuple(path for path in dict.fromkeys(found) if path.rstrip("/") not in ("", home))

    def end(self) -> None:
        """Say what was left out, once all is read."""
        if not self.posts:
            self.found.append(
                Refused(f"{self.place}: the export holds no posts. In WordPress choose “All content” or “Posts”.")
            )
        if self.left_out:
            self.found.append(LeftOut.of(self.place, self.left_out))


def _parts(link: str) -> SplitResult:
    """The parts of a link; empty ones where it is none."""
    try:
        return urlsplit(link.strip())
    except ValueError:
        return urlsplit("")


def _short_name(namespace: str, local: str) -> str:
    if namespace.startswith(WORDPRESS):
        return f"{'excerpt' if namespace.endswith('/excerpt/') else 'wp'}:{local}"
    prefix = PREFIXES.get(namespace)
    return f"{prefix}{local}" if prefix is not None else f"?{local}"


def _time(item: dict[str, str]) -> str:
    """When the post was published, ISO in UTC; empty for a draft that has no date yet."""
    said = item.get("wp:post_date_gmt", "").strip()
    if said.startswith(NO_DATE):
        return ""
    try:
        return dt.datetime.fromisoformat(said).replace(tzinfo=dt.UTC).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(item.get("pubDate", "")).astimezone(dt.UTC).isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""
