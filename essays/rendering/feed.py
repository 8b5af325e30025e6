"""An essay as feed readers show it: the text alone, with full addresses, and its sources as endnotes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from essays.rendering.headings import TAG
from essays.rendering.sources import SourceNote

# What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_LAYOUT = frozenset({"section", "div"})  # of a page
_KEPT = frozenset({"href", "src", "cite", "lang", "dir", "alt", "width", "height", "title"})
_ADDRESSES = frozenset({"href", "src", "cite"})


@dataclass(frozen=True, slots=True)
class EndnoteWords:
    """What a feed says of sources, in the site's language: their head, and what there is to say of one."""

    sources: str
    no_source: str
    uncertain: str


def without_controls(text: str) -> str:
    """A text that XML can hold: characters that it cannot are left out."""
    return _NOT_XML.sub("", text)


def feed_content(filled: str, *, site: str, address: str) -> str:
    """A rendering with its addresses filled in, for another place than its page: the same text to the character.

    ``site`` is the full address of the site without a slash at its end, ``address`` that of the essay's page, where
    citations lead. Ids and classes mean something on the page alone and are left out.
    """

    def of_feed(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if name in _LAYOUT:
            return ""
        if tag["close"]:
            return f"</{name}>"
        kept = [
            f' {attribute}="{_full(value, site, address) if attribute in _ADDRESSES else value}"'
            for attribute, value in _ATTRIBUTE.findall(tag["attributes"])
            if attribute in _KEPT
        ]
        return f"<{name}{''.join(kept)}>"

    return without_controls(TAG.sub(of_feed, filled))


def endnotes(notes: Iterable[SourceNote], *, words: EndnoteWords) -> str:
    """The sources of an essay as they stand below it in a feed; "" where it has none."""
    items = [
        f'<li value="{note.number}">{escape(note.text or words.no_source)}'
        f"{'' if note.is_certain else ' ' + escape(words.uncertain)}</li>"
        for note in notes
    ]
    if not items:
        return ""
    return without_controls(
        f'<section class="endnotes"><h2>{escape(words.sources)}</h2><ol>{"".join(items)}</ol></section>'
    )


def _full(value: str, site: str, address: str) -> str:
    """The full address of an attribute's value, escaped as that is."""
    target = unescape(value)
    if target.startswith("#"):
        return escape(address + target)
    if target.startswith("/") and not target.startswith("//"):
        return escape(site + target)
    return value
