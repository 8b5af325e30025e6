"""A feed as values, written as Atom (RFC 4287, archives by RFC 5005) and as JSON Feed 1.1 (https://jsonfeed.org)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from essays.rendering.feed import without_controls

ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"
_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
EMPTY_SINCE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # "updated" of a feed that has had no entry yet: it must have one


@dataclass(frozen=True, slots=True)
class Author:
    """Who signed, and the address of their page; "" where they have none."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """``id`` never changes, whatever else does. ``content`` is HTML, ``summary`` plain text, addresses are full."""

    id: str
    title: str
    address: str
    published: dt.datetime
    updated: dt.datetime
    content: str
    authors: tuple[Author, ...] = ()
    summary: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One document of a feed: the newest entries, or an archive, which is full and changes no more.

    ``atom_address`` and ``json_address`` are its own in either form; ``current`` and the neighbours among the archives
    come in pairs, Atom first.
    """

    id: str
    title: str
    page: str
    site: str
    language: str
    atom_address: str
    json_address: str
    entries: tuple[Entry, ...]
    subtitle: str = ""
    is_archive: bool = False
    current: tuple[str, str] = ("", "")
    older: tuple[str, str] = ("", "")
    newer: tuple[str, str] = ("", "")

    @property
    def updated(self) -> dt.datetime:
        """When the newest of its entries was published or corrected."""
        return max((entry.updated for entry in self.entries), default=EMPTY_SINCE)


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document in UTF-8."""
    out = io.BytesIO()
    xml = _Writer(out, encoding="utf-8", short_empty_elements=True)
    xml.startDocument()
    history = {"xmlns:fh": _HISTORY} if feed.is_archive else {}
    with xml.element("feed", {"xmlns": _ATOM, **history, "xml:lang": feed.language}):
        xml.text("id", feed.id)
        xml.text("title", feed.title)
        if feed.subtitle:
            xml.text("subtitle", feed.subtitle)
        xml.text("updated", _moment(feed.updated))
        xml.link("alternate", "text/html", feed.page)
        xml.link("self", ATOM_TYPE, feed.atom_address)
        if feed.is_archive:
            xml.text("fh:archive", "")
            xml.link("current", ATOM_TYPE, feed.current[0])
        if feed.older[0]:
            xml.link("prev-archive", ATOM_TYPE, feed.older[0])
        if feed.newer[0]:
            xml.link("next-archive", ATOM_TYPE, feed.newer[0])
        xml.author(Author(feed.site))
        for entry in feed.entries:
            _entry(xml, entry)
    xml.endDocument()
    return out.getvalue()


def json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed has it; a reader finds older entries by ``next_url``."""
    said: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        "feed_url": feed.json_address,
        "next_url": feed.older[1],
        "language": feed.language,
        "authors": [{"name": feed.site}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return {name: value for name, value in said.items() if value or name == "items"}


def _entry(xml: _Writer, entry: Entry) -> None:
    with xml.element("entry", {"xml:lang": entry.language} if entry.language else {}):
        xml.text("id", entry.id)
        xml.text("title", entry.title)
        xml.text("published", _moment(entry.published))
        xml.text("updated", _moment(entry.updated))
        xml.link("alternate", "text/html", entry.address)
        for author in entry.authors:
            xml.author(author)
        for tag in entry.tags:
            with xml.element("category", {"term": tag}):
                pass
        if entry.summary:
            xml.text("summary", entry.summary)
        xml.text("content", entry.content, {"type": "html"})


def _item(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
        "authors": [
            {"name": author.name, "url": author.address} if author.address else {"name": author.name}
            for author in entry.authors
        ],
        "tags": list(entry.tags),
        "language": entry.language,
    }
    return {name: value for name, value in said.items() if value or name == "content_html"}


def _moment(at: dt.datetime) -> str:
    """RFC 3339, in UTC and to the second."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class _Writer(XMLGenerator):
    """Elements of Atom, whose texts XML can hold."""

    @contextmanager
    def element(self, name: str, attributes: dict[str, str]) -> Iterator[None]:
        self.startElement(name, AttributesImpl({key: without_controls(value) for key, value in attributes.items()}))
        yield
        self.endElement(name)

    def text(self, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
        with self.element(name, attributes or {}):
            if text:
                self.characters(without_controls(text))

    def link(self, rel: str, media_type: str, address: str) -> None:
        with self.element("link", {"rel": rel, "type": media_type, "href": address}):
            pass

    def author(self, author: Author) -> None:
        with self.element("author", {}):
            self.text("name", author.name)
            if author.address:
                self.text("uri", author.address)
