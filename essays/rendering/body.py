"""A body as a page shows it: sections, links by record id, citations that lead to their source.

The stored form holds record ids (``<a data-film="3">``, ``<a data-person="7">``) and never an address, so that a
rename or a record that ceases to be public shows on the page at once: addresses are filled in when it is served.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Literal

from essays.reading.body import Body
from essays.rendering.headings import TAG, Heading, headings, plain_text
from essays.rendering.widths import fallback_of, offered_in

AnchorKind = Literal["film", "person", "character"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of the body's text, half-open ``[start, end)``, and the record they name.

    ``record_id`` is a film's or a person's id; of a character, the id of the person who plays it.
    """

    start: int
    end: int
    kind: AnchorKind
    record_id: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One section of a stored rendering: its inner HTML, and its subhead's id and words where it has one."""

    html: str
    heading_id: str = ""
    heading: str = ""


_SECTION = re.compile(
    r'<section class="passage"(?: aria-labelledby="([^"]*)")?><div class="said">(.*?)</div></section>', re.DOTALL
)
_LINK = re.compile(r'<a data-(film|person)="(\d+)"( class="character")?>(.*?)</a>', re.DOTALL)
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>.*?</p>", re.DOTALL)
_CITATION = re.compile(r'<sup class="citation".*?</sup>', re.DOTALL)
_CITATION_PLACE = re.compile(r'(?: id="cite-[^"]*")? href="#source-')
_FIRST_HEADING = re.compile(r"<h2 id=\"[^\"]*\">(.*?)</h2>", re.DOTALL)
# A figure that holds nothing but its picture goes whole.
_PICTURE = re.compile(r"<figure>\s*(?P<image><img\b[^>]*>)\s*</figure>\s*|(?P<image2><img\b[^>]*>)")
_IMAGE = re.compile(r"<img\b[^>]*>")
_ADDRESS = re.compile(r'\bsrc="([^"]*)"')
_ALT = re.compile(r'\balt="([^"]*)"')
# The address of a whole picture of the library, with its size.
_LIBRARY = re.compile(r"(/[^\s\"]*/pictures/[0-9a-f]{32}/)([1-9]\d{0,4})x([1-9]\d{0,4})\.(?:jpg|png|webp)")
_SIZES = "(min-width: 40rem) 37rem, 92vw"  # how wide a picture stands: the measure of the text, or the narrow page
_IS_OURS = re.compile(r"/(?!/)")
_NUMBER = re.compile(r'\bdata-number="(\d+)"')
_UNCERTAIN = re.compile(r'\bdata-certain="false"')


def render_body(body: Body, anchors: Iterable[Anchor]) -> str:
    """The stored form of a body: the same text to the character, one ``section.passage`` for each subhead.

    The first mention of a record in a section is its link, subheads left out; titles of films are set as ``cite``.
    Anchors that overlap an earlier one, an author's own link or a citation marker are left as they are.
    """
    html = body.html
    if not html.strip():
        return ""
    layout = _Layout.of(html)
    edits = _Edits()
    for heading in layout.headings:
        edits.insert(heading.start + len("<h2"), f' id="{escape(heading.id)}"')
    _set_pictures(html, edits)
    _link_citations(html, edits)
    _link_records(body, layout, anchors, edits)
    for number, (place, opening) in enumerate(zip(layout.section_starts, layout.section_headings, strict=True)):
        edits.insert(place, _section_start(opening, closes_one=number > 0), first=True)
    edits.insert(len(html), "</div></section>", last=True)
    return edits.applied_to(html)


def record_ids(rendered: str) -> tuple[set[int], set[int]]:
    """The ids of the films and of the people that a stored form links."""
    films: set[int] = set()
    people: set[int] = set()
    for kind, number, _, _ in _LINK.findall(rendered):
        (films if kind == "film" else people).add(int(number))
    return films, people


def record_counts(rendered: str) -> Counter[tuple[str, int]]:
    """How often a stored form links each record, ``("film", 3)``: in how many sections it is named."""
    return Counter(
        ("film" if kind == "film" else "person", int(number)) for kind, number, _, _ in _LINK.findall(rendered)
    )


def fill_links(rendered: str, *, films: Mapping[int, str], people: Mapping[int, str], with_cards: bool = False) -> str:
    """A stored form with addresses in place of record ids; words whose record has no address become plain text.

    ``with_cards`` lets a browser that can open the record's card, ``id="card-film-3"``, which the page has to hold.
    https://open-ui.org/components/interest-invokers.explainer/
    """

    def filled(link: re.Match[str]) -> str:
        kind, number, character, words = link.groups()
        address = (films if kind == "film" else people).get(int(number))
        if not address:
            return words
        card = f' interestfor="card-{kind}-{number}"' if with_cards else ""
        return f'<a href="{escape(address)}"{character or ""}{card}>{words}</a>'

    return _LINK.sub(filled, rendered)


def passages(rendered: str) -> tuple[Passage, ...]:
    """The sections of a stored form, with record ids or with addresses."""
    found = []
    for heading_id, html in _SECTION.findall(rendered):
        heading = _FIRST_HEADING.search(html) if heading_id else None
        found.append(Passage(html, heading_id, plain_text(heading[1]) if heading else ""))
    return tuple(found)


def paragraphs(rendered: str, *, address: str) -> tuple[str, ...]:
    """The paragraphs of a stored form for another page: citations lead to ``address``, and no id is repeated."""
    found = _PARAGRAPH.findall(rendered)
    return tuple(_CITATION_PLACE.sub(f' href="{escape(address)}#source-', paragraph) for paragraph in found)


def picture_addresses(html: str) -> tuple[str, ...]:
    """The addresses of the pictures in an essay's HTML that a page of it shows, in their order, each once."""
    found = (unescape(address[1]) for image in _IMAGE.findall(html) if (address := _ADDRESS.search(image)))
    return tuple(dict.fromkeys(address for address in found if _IS_OURS.match(address)))


def opening_text(html: str) -> str:
    """The words of the first paragraph, without citation markers; empty where there is none."""
    first = _PARAGRAPH.search(html)
    return plain_text(_CITATION.sub("", first[0])) if first else ""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What stands where in a body's HTML."""

    headings: tuple[Heading, ...]
    section_starts: tuple[int, ...]
    section_headings: tuple[Heading | None, ...]
    no_links: tuple[tuple[int, int], ...]
    set_off: tuple[tuple[int, int], ...]  # what the author set in italics already

    @classmethod
    def of(cls, html: str) -> "_Layout":
        found = headings(html)
        opening: list[Heading | None] = [heading for heading in found if heading.opens_section]
        starts = [heading.start for heading in found if heading.opens_section]
        if not starts or html[: starts[0]].strip():
            opening, starts = [None, *opening], [0, *starts]
        return cls(
            headings=found,
            section_starts=(0, *starts[1:]),
            section_headings=tuple(opening),
            no_links=_elements(html, {"a", "sup", "h2", "h3"}),
            set_off=_elements(html, {"em", "cite"}),
        )

    def section_of(self, place: int) -> int:
        """The number of the section that holds this place of the HTML, from 0."""
        return bisect_right(self.section_starts, place) - 1


class _Edits:
    """Insertions and replacements in a text, applied at once."""

    def __init__(self) -> None:
        self._edits: list[tuple[int, int, int, int, str]] = []

    def insert(self, place: int, text: str, *, first: bool = False, last: bool = False) -> None:
        order = -1 if first else 1 if last else 0
        self._edits.append((place, order, len(self._edits), place, text))

    def replace(self, start: int, end: int, text: str) -> None:
        self._edits.append((start, 0, len(self._edits), end, text))

    def applied_to(self, html: str) -> str:
        pieces, at = [], 0
        for start, _, _, end, text in sorted(self._edits):
            pieces += [html[at:start], text]
            at = end
        return "".join([*pieces, html[at:]])


def _section_start(heading: Heading | None, *, closes_one: bool) -> str:
    label = f' aria-labelledby="{escape(heading.id)}"' if heading else ""
    before = "</div></section>" if closes_one else ""
    return f'{before}<section class="passage"{label}><div class="said">'


def _elements(html: str, names: set[str]) -> tuple[tuple[int, int], ...]:
    """Where the outermost elements of these names begin and end."""
    found: list[tuple[int, int]] = []
    depth, start = 0, 0
    for tag in TAG.finditer(html):
        if tag["name"].lower() not in names:
            continue
        if not tag["close"]:
            if depth == 0:
                start = tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, tag.end()))
    return tuple(found)


def _set_pictures(html: str, edits: _Edits) -> None:
    """Pictures of the library are offered in their widths, and loaded when they come near.

    Those of other sites, and those that an import could only name, are no part of a page: none would show.
    """
    for picture in _PICTURE.finditer(html):
        group = "image" if picture["image"] else "image2"
        address = _ADDRESS.search(picture[group])
        if address is None or not _IS_OURS.match(unescape(address[1])):
            edits.replace(picture.start(), picture.end(), "")
        elif kept := _LIBRARY.fullmatch(address[1]):
            edits.replace(picture.start(group), picture.end(group), _in_widths(kept, _ALT.search(picture[group])))


def _in_widths(kept: re.Match[str], alt: re.Match[str] | None) -> str:
    """A picture of the library as a page has it; which files there are follows from how wide it is."""
    folder, width, height = kept[1], int(kept[2]), int(kept[3])
    return (
        f'<img src="{folder}{fallback_of(width)}" srcset="{offered_in(folder, width)}" sizes="{_SIZES}" '
        f'alt="{alt[1] if alt else ""}" width="{width}" height="{height}" loading="lazy" decoding="async">'
    )


def _link_citations(html: str, edits: _Edits) -> None:
    """Each numbered marker leads to its source and has an id by which the source leads back to it."""
    seen: Counter[int] = Counter()
    opened: re.Match[str] | None = None
    for tag in TAG.finditer(html):
        if tag["name"].lower() != "sup":
            continue
        if not tag["close"]:
            opened = tag
        elif opened is not None:
            numbered = _NUMBER.search(opened["attributes"])
            if numbered and "citation" in opened["attributes"]:
                number = int(numbered[1])
                seen[number] += 1
                place = f"cite-{number}" if seen[number] == 1 else f"cite-{number}-{seen[number]}"
                certain = ' data-certain="false"' if _UNCERTAIN.search(opened["attributes"]) else ""
                start = f'<sup class="citation"{certain}><a id="{place}" href="#source-{number}" role="doc-noteref">'
                edits.replace(opened.start(), opened.end(), start)
                edits.insert(tag.start(), "</a>")
            opened = None


def _link_records(body: Body, layout: _Layout, anchors: Iterable[Anchor], edits: _Edits) -> None:
    linked: set[tuple[int, AnchorKind, int]] = set()
    reached = 0
    for anchor in sorted(anchors, key=lambda a: (a.start, -a.end)):
        if anchor.start < reached:
            continue
        runs = _runs(body, anchor)
        if not runs:
            continue
        reached = anchor.end
        is_title = anchor.kind == "film" and not _touches(runs, layout.set_off)
        key = (layout.section_of(runs[0][0]), anchor.kind, anchor.record_id)
        is_link = key not in linked and not _touches(runs, layout.no_links)
        if is_link:
            linked.add(key)
        for start, end in runs:
            edits.insert(start, (_link_start(anchor) if is_link else "") + ("<cite>" if is_title else ""), last=True)
            edits.insert(end, ("</cite>" if is_title else "") + ("</a>" if is_link else ""), first=True)


def _link_start(anchor: Anchor) -> str:
    if anchor.kind == "film":
        return f'<a data-film="{anchor.record_id}">'
    return f'<a data-person="{anchor.record_id}"' + (' class="character">' if anchor.kind == "character" else ">")


def _runs(body: Body, anchor: Anchor) -> tuple[tuple[int, int], ...]:
    """The stretches of HTML to wrap: one where the words' mark-up stands whole inside them, else one for each run."""
    runs = body.places(anchor.start, anchor.end)
    if len(runs) < 2:
        return runs
    start, end = runs[0][0], runs[-1][1]
    open_tags: list[str] = []
    for tag in TAG.finditer(body.html, start, end):
        name = tag["name"].lower()
        if name == "br":
            continue
        if name not in {"em", "strong", "span"} or (tag["close"] and (not open_tags or open_tags.pop() != name)):
            return runs
        if not tag["close"]:
            open_tags.append(name)
    return runs if open_tags else ((start, end),)


def _touches(runs: tuple[tuple[int, int], ...], spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether the runs share a place with any of the spans, which are in order and apart."""
    first_behind = bisect_right(spans, runs[0][0], key=lambda span: span[1])
    return first_behind < len(spans) and spans[first_behind][0] < runs[-1][1]
