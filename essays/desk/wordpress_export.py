"""WordPress's export of a site (WXR): its posts one at a time, however large the file is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from essays.desk.delivered import Incoming, Item, LeftOut, Refused, Words
from essays.desk.wordpress_post import FEATURED, NO_PICTURE, SHOWS, Picture, post_of, site_name
from essays.reading.site_post import MAX_POST_BYTES, POST_ENDING

CHUNK_BYTES = 100_000
MAX_DEPTH = 60  # elements within one another; an export has six
MAX_FIELD_LENGTH = MAX_POST_BYTES  # code points of one element's text
WORDPRESS = "http://wordpress.org/export/"
PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "": "",
}
COMMENTS = ("comment", "comments")
THROWN_AWAY = {"trash": ("post in the bin", "posts in the bin"), "auto-draft": ("empty draft", "empty drafts")}
OTHER_TYPES = {
    "page": ("page", "pages"),
    "attachment": ("attachment", "attachments"),
    "revision": ("revision", "revisions"),
    "nav_menu_item": ("menu item", "menu items"),
}


class ExportError(ValueError):
    """The file is no export that can be read on; the message says where and why."""


def read_wordpress(opened: IO[bytes], place: str, *, bytes_before: int = 0) -> Iterator[Item]:
    """The posts of the export in ``opened``, in its order, and at the end what was left out; ``place`` names it.

    The file is read twice: the picture above a post may stand behind it.
    """
    reader = _Reader(place, bytes_before, _pictures_of(opened))
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


def _pictures_of(opened: IO[bytes]) -> dict[str, Picture]:
    """The pictures of an export by their number, as far as it can be read: what it is at fault is said later."""
    reader = _Reader("", 0, None)
    try:
        while chunk := opened.read(CHUNK_BYTES):
            reader.parser.Parse(chunk, False)
    except (expat.ExpatError, LookupError, ValueError):
        pass
    opened.seek(0)
    return reader.pictures


class _Reader:
    """What has been read of an export: the authors at its head, and the item that is open.

    ``pictures`` are those of the export, where they are known; else they are found and nothing besides.
    """

    def __init__(self, place: str, bytes_before: int, pictures: dict[str, Picture] | None) -> None:
        self.place = place
        self.bytes_before = bytes_before
        self.finds_pictures = pictures is None
        self.pictures = pictures or {}
        self.meta: dict[str, str] = {}
        self.found: list[Item] = []
        self.path: list[str] = []
        self.text: list[str] = []
        self.length = 0
        self.is_export = False
        self.site = ""
        self.authors: dict[str, str] = {}
        self.login = self.key = ""
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
            self.item, self.filed, self.meta = {}, [], {}
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
        elif path == ["wp:postmeta", "wp:meta_key"]:
            self.key = value
        elif path == ["wp:postmeta", "wp:meta_value"] and self.key in (FEATURED, SHOWS):
            self.meta[self.key] = value

    def _end_item(self) -> None:
        item, kind = self.item, self.item.get("wp:post_type", "").strip()
        status = item.get("wp:status", "").strip()
        if self.finds_pictures:
            if kind == "attachment" and (address := item.get("wp:attachment_url", "").strip()):
                said = (address, self.meta.get(SHOWS, ""), item.get("excerpt:encoded", ""))
                self.pictures[item.get("wp:post_id", "").strip()] = said
            return
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
        author = item.get("dc:creator", "").strip()
        data = post_of(
            item,
            site=self.site,
            author=self.authors.get(author) or author,
            filed=self.filed,
            picture=self.pictures.get(self.meta.get(FEATURED, "").strip(), NO_PICTURE),
        ).as_bytes()
        if len(data) > MAX_POST_BYTES:
            self.say(
                where, f"the post has {len(data):,} bytes and the limit is {MAX_POST_BYTES:,}. Split it on its site."
            )
            return
        name = f"{site_name(self.site)}/{number}{POST_ENDING}"
        done = self.bytes_before + max(self.parser.CurrentByteIndex, 0)
        self.found.append(Incoming(name, f"{self.place}, {where}", data, done))

    def end(self) -> None:
        """Say what was left out, once all is read."""
        if not self.posts:
            self.found.append(
                Refused(f"{self.place}: the export holds no posts. In WordPress choose “All content” or “Posts”.")
            )
        if self.left_out:
            self.found.append(LeftOut.of(self.place, self.left_out))


def _short_name(namespace: str, local: str) -> str:
    if namespace.startswith(WORDPRESS):
        return f"{'excerpt' if namespace.endswith('/excerpt/') else 'wp'}:{local}"
    prefix = PREFIXES.get(namespace)
    return f"{prefix}{local}" if prefix is not None else f"?{local}"
