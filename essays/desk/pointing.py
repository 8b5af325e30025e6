"""Links that an editor makes while writing: words of the text as it is saved, each with the record that it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from essays.desk.finding_again import Quotation, context, find_again
from essays.desk.mentions import MentionError
from essays.desk.selecting import link_words, text_of
from essays.models import Account, Essay, Film, Merge, RecordKind
from people.models import Person

RECORDS: dict[str, type[Film] | type[Person]] = {"film": Film, "person": Person}


@dataclass(frozen=True, slots=True)
class PointedAt:
    """Words that stand between ``before`` and ``after``, and the record meant: its kind, of RECORDS, and its id."""

    words: str
    before: str
    after: str
    kind: str
    record_id: int

    @classmethod
    def told(cls, one: Mapping[str, Any]) -> PointedAt:
        """The link that a form or a draft tells of. Raises KeyError, TypeError or ValueError where it is none."""
        kind = "film" if "film" in one else "person"
        words, before, after = (str(one[part]) for part in ("words", "before", "after"))
        f"{words}{before}{after}".encode()
        if not 0 < one[kind] < 2**63:
            raise ValueError("no record has this id")
        return cls(words, before, after, kind, int(one[kind]))


@dataclass(frozen=True, slots=True)
class Placed:
    """Words that an editor pointed at, and what is around them in a text where they start; the record as it is now."""

    pointed: PointedAt
    start: int
    record: Film | Person

    @property
    def end(self) -> int:
        return self.start + len(self.pointed.words)

    def as_told(self) -> dict[str, Any]:
        """What ``PointedAt.told`` reads, and the record's name."""
        one = self.pointed
        return {
            one.kind: self.record.pk,
            "name": str(self.record),
            "words": one.words,
            "before": one.before,
            "after": one.after,
        }

    def as_link(self) -> dict[str, Any]:
        """The same as a snapshot keeps it."""
        kind = self.pointed.kind
        named = {kind: self.record.pk, "name": str(self.record)}
        return {"words": self.pointed.words, "start": self.start, "kind": kind, **named}


def place_pointed(text: str, pointed: Iterable[PointedAt]) -> tuple[list[Placed], list[str]]:
    """The links whose words and records are there, in their order; and of each other, why it cannot be made.

    A record that was merged is the one it was merged into.
    """
    wanted = list(pointed)
    if not wanted:
        return [], []
    placed, refused = [], []
    records = {kind: _records(kind, [one.record_id for one in wanted if one.kind == kind]) for kind in RECORDS}
    places = find_again([Quotation(one.words, one.before, one.after, None) for one in wanted], text)
    for one, start in zip(wanted, places, strict=True):
        record = records[one.kind].get(one.record_id)
        if start is None:
            refused.append(f"“{one.words}” was not linked: it does not stand in the text as whole words.")
        elif record is None:
            refused.append(f"“{one.words}” was not linked: the {one.kind} that you chose is not there any more.")
        else:
            before, after = context(text, start, start + len(one.words))
            placed.append(Placed(replace(one, before=before, after=after), start, record))
    return placed, refused


def _records(kind: str, ids: Sequence[int]) -> dict[int, Film | Person]:
    """Of these records, by the id that is asked for, each that is there now."""
    if not ids:
        return {}
    merged = Merge.objects.now_under(RecordKind(kind), ids)
    there: dict[int, Any] = RECORDS[kind]._default_manager.in_bulk({merged.get(pk, pk) for pk in ids})
    return {pk: there[now] for pk in ids if (now := merged.get(pk, pk)) in there}


def link_pointed(essay: Essay, pointed: Iterable[PointedAt], *, by: Account | None, now: dt.datetime) -> list[str]:
    """Link the words to their records, as an editor's decisions. Returns, of each that was not linked, why.

    Called in the transaction of a save, once the mentions are found again in the saved text.
    """
    wanted = list(pointed)
    if not wanted:
        return []
    placed, refused = place_pointed(text_of(essay), wanted)
    for one in placed:
        words = one.pointed.words
        try:
            link_words(essay, words, one.record, start=one.start, by=by, now=now)
        except MentionError as error:
            refused.append(f"“{words}” was not linked: {error}")
    return refused


def links_as_drafted(
    links: Iterable[Mapping[str, Any]], placed: Iterable[Placed], *, was: str, text: str
) -> list[dict[str, Any]]:
    """The links of a snapshot whose text ``was`` another, as they stand in ``text`` with those ``placed`` there.

    A link whose words are gone, or are part of a placed one, is left out.
    """
    had = list(links)
    quoted = []
    for link in had:
        start, words = int(link["start"]), str(link["words"])
        quoted.append(Quotation(words, *context(was, start, start + len(words)), start))
    new = list(placed)
    stay = [
        {**link, "start": start}
        for link, start in zip(had, find_again(quoted, text), strict=True)
        if start is not None and not _overlaps(new, start, start + len(str(link["words"])))
    ]
    return sorted([*stay, *(one.as_link() for one in new)], key=lambda link: link["start"])


def _overlaps(placed: Iterable[Placed], start: int, end: int) -> bool:
    return any(one.start < end and start < one.end for one in placed)


def links_together(
    text: str, *, ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The links that two editors made in drafts that ``text`` puts together; of the same words, ours. As told."""
    mine, _ = place_pointed(text, map(PointedAt.told, ours))
    others, _ = place_pointed(text, map(PointedAt.told, theirs))
    more = [one for one in others if not _overlaps(mine, one.start, one.end)]
    return [one.as_told() for one in (*mine, *more)]
