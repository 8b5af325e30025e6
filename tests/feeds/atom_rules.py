"""What RFC 4287 and RFC 5005 ask of a feed, as a list of what is wrong with one."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM, HISTORY, XML = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/syndication/history/1.0}",
    "{http://www.w3.org/XML/1998/namespace}",
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RELATIVE = re.compile(r"(?:href|src|cite)=\"(?!https?://|mailto:|#)")
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = ("published", "subtitle", "summary", "content", "rights", "source", "icon", "logo", "generator")


def root(document: bytes) -> ElementTree.Element:
    """The root of a document of our own."""
    return ElementTree.fromstring(document)  # noqa: S314


def faults(document: bytes) -> list[str]:
    """Each rule that the document breaks, as a sentence; empty for a valid feed."""
    try:
        feed = root(document)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    return [*_of_feed(feed), *(fault for entry in feed.iter(f"{ATOM}entry") for fault in _of_entry(entry))]


def _of_feed(feed: ElementTree.Element) -> Iterator[str]:
    yield from _of_both(feed, "the feed")
    entries = feed.findall(f"{ATOM}entry")
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        yield "neither the feed nor each entry has an author (4.1.1)"
    if len(_links(feed, "self")) != 1:
        yield "not one link to itself (4.1.1)"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        yield "two entries of one id (4.1.1)"
    if not feed.get(f"{XML}lang"):
        yield "no language"
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    if moments and feed.findtext(f"{ATOM}updated") != max(moments):
        yield "updated is not that of the newest entry"
    is_archive = feed.find(f"{HISTORY}archive") is not None
    if is_archive and len(_links(feed, "current")) != 1:
        yield "an archive does not lead to the current document (RFC 5005, 4)"


def _of_entry(entry: ElementTree.Element) -> Iterator[str]:
    name = entry.findtext(f"{ATOM}id") or "an entry"
    yield from _of_both(entry, name)
    content = entry.find(f"{ATOM}content")
    if content is None and not _links(entry, "alternate"):
        yield f"{name}: neither content nor a link to it (4.1.2)"
    if content is not None:
        if content.get("type") not in ("text", "html", "xhtml"):
            yield f"{name}: content of type {content.get('type')} (4.1.3)"
        if len(content):
            yield f"{name}: content of type html has elements (4.1.3.3)"
        if _RELATIVE.search(content.text or ""):
            yield f"{name}: a relative address in its content"
        if "&lt;" in (content.text or "") and "<p" not in (content.text or ""):
            yield f"{name}: content is escaped twice"
    published, updated = entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")
    if published and updated and published > updated:
        yield f"{name}: updated before it was published"
    for category in entry.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield f"{name}: a category without a term (4.2.2)"


def _of_both(element: ElementTree.Element, name: str) -> Iterator[str]:
    for child in _ONCE:
        if len(element.findall(f"{ATOM}{child}")) != 1:
            yield f"{name}: not one {child} (4.1.1, 4.1.2)"
    for child in _AT_MOST_ONCE:
        if len(element.findall(f"{ATOM}{child}")) > 1:
            yield f"{name}: more than one {child}"
    id_ = element.findtext(f"{ATOM}id") or ""
    if not urlsplit(id_).scheme:
        yield f"{name}: its id {id_} is no absolute IRI (4.2.6)"
    for child in ("updated", "published"):
        moment = element.findtext(f"{ATOM}{child}")
        if moment is not None and not _MOMENT.fullmatch(moment):
            yield f"{name}: {child} is {moment} (3.3)"
    for author in element.findall(f"{ATOM}author"):
        if len(author.findall(f"{ATOM}name")) != 1 or not author.findtext(f"{ATOM}name"):
            yield f"{name}: an author without a name (3.2.1)"
    seen = set()
    for link in element.findall(f"{ATOM}link"):
        rel, kind = link.get("rel", "alternate"), link.get("type")
        if not re.match(r"https?://", link.get("href", "")):
            yield f"{name}: a link to {link.get('href')} (4.2.7)"
        if not kind:
            yield f"{name}: a link without its type"
        if (rel, kind, link.get("hreflang")) in seen:
            yield f"{name}: two links {rel} of one type (4.1.1)"
        seen.add((rel, kind, link.get("hreflang")))


def _links(element: ElementTree.Element, rel: str) -> list[ElementTree.Element]:
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]
