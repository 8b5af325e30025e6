"""The subheads of a body's HTML, and the ids by which a page's address leads to them."""

import re
from dataclasses import dataclass
from html import unescape

from people.names import fold

# A tag of sanitised HTML: attribute values are quoted and may hold ">".
TAG = re.compile(r"""<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
ID_MAX_LENGTH = 60  # code points; enough for every word of a subhead that fits a line
_SPACE = " \t\n\r\f"


@dataclass(frozen=True, slots=True)
class Heading:
    """A subhead: where its tags begin and end in the HTML, its level (2 or 3), its id and its text."""

    start: int
    end: int
    level: int
    id: str
    text: str
    opens_section: bool  # of level 2, and no part of a quotation or a list


def headings(html: str) -> tuple[Heading, ...]:
    """All subheads with text, in order. Ids begin with ``s-``, are unique and depend on nothing but the subheads."""
    found: list[Heading] = []
    used: set[str] = set()
    depth = 0
    opened: re.Match[str] | None = None
    for tag in TAG.finditer(html):
        name, closes = tag["name"].lower(), bool(tag["close"])
        if name in {"h2", "h3"}:
            if not closes:
                opened = tag
            elif opened is not None:
                text = plain_text(html[opened.end() : tag.start()])
                if text.strip(_SPACE):
                    level = int(name[1])
                    made = _free_id(text, used)
                    found.append(Heading(opened.start(), tag.end(), level, made, text, level == 2 and depth == 0))
                opened = None
        elif name in {"blockquote", "ul", "ol", "li", "figure"}:
            depth += -1 if closes else 1
    return tuple(found)


def plain_text(html: str) -> str:
    """The words of a piece of HTML without tags; a line break and runs of white space become one space."""
    return " ".join(unescape(TAG.sub(lambda tag: " " if tag["name"].lower() == "br" else "", html)).split())


def _free_id(text: str, used: set[str]) -> str:
    base = "s-" + (fold(text)[:ID_MAX_LENGTH].strip().replace(" ", "-") or "part")
    made, number = base, 1
    while made in used:
        number += 1
        made = f"{base}-{number}"
    used.add(made)
    return made
