"""What of a document fits the rows: names longer than any are left out, so that one does not cost the others."""

from __future__ import annotations

from dataclasses import replace

from essays.checking.stated import StatedCredit
from essays.desk.understanding import Understanding
from essays.linking.links import Link, LinkState
from people.models import NAME_MAX_LENGTH

SHOWN_LENGTH = 40  # code points of a name in a note


def without_long_names(understood: Understanding) -> tuple[Understanding, tuple[str, ...]]:
    """``understood`` without the proposed people and stated credits whose names no row holds, and a note on each."""
    text = understood.document.text
    links = understood.links.links
    long = dict.fromkeys(name for link in links if (name := _long_name_of_link(link, text)))
    long |= dict.fromkeys(name for credit in understood.stated if (name := _long_name_of_credit(credit)))
    if not long:
        return understood, ()
    fitting = replace(
        understood,
        links=replace(understood.links, links=tuple(link for link in links if not _long_name_of_link(link, text))),
        stated=tuple(credit for credit in understood.stated if not _long_name_of_credit(credit)),
    )
    return fitting, tuple(
        f"the name “{name[:SHOWN_LENGTH]}…” has {len(name)} characters and at most {NAME_MAX_LENGTH} fit; "
        "it was left out"
        for name in long
    )


def _long_name_of_link(link: Link, text: str) -> str:
    """The name that a link would give a new person, where it is too long; empty where it is not."""
    if link.state is not LinkState.PROPOSED:
        return ""
    name = link.name or text[link.start : link.end]
    return name if len(name) > NAME_MAX_LENGTH else ""


def _long_name_of_credit(credit: StatedCredit) -> str:
    return next((name for name in (credit.name, credit.character) if len(name) > NAME_MAX_LENGTH), "")
