"""Links made while writing, as a form's script tells of them and a draft keeps them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from essays.desk.pointing import PointedAt

Links = Sequence[Mapping[str, Any]]
UNREADABLE = (KeyError, TypeError, ValueError, RecursionError)  # what links that are none raise


def read_links(sent: str) -> Links:
    """Links as the script sends them. Raises one of UNREADABLE where they are none."""
    links: Links = json.loads(sent or "[]")
    for one in links:
        PointedAt.told(one)
    return links


def are_others(typed: str | None, links: Links) -> bool:
    """Whether typed links are not those of a draft; None was typed by somebody who may make none."""
    if typed is None:
        return False
    try:
        return meant(read_links(typed)) != meant(links)
    except UNREADABLE:
        return True


def meant(links: Links) -> Counter[tuple[str, str, int]]:
    """How often which words mean which record, wherever they stand."""
    pointed = map(PointedAt.told, links)
    return Counter((one.words, one.kind, one.record_id) for one in pointed)


def named(links: Links) -> str:
    """Links as an editor reads them, one a line."""
    return "\n".join(f"“{one['words']}”: {one.get('name', '')}" for one in links)
