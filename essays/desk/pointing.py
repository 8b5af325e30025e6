"""Links that an editor makes while writing: words of the text as it is saved, each with the record that it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from essays.desk.finding_again import Quotation, find_again
from essays.desk.mentions import MentionError
from essays.desk.selecting import link_words, text_of
from essays.models import Account, Essay, Film
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


def link_pointed(essay: Essay, pointed: Iterable[PointedAt], *, by: Account | None, now: dt.datetime) -> list[str]:
    """Link the words to their records, as an editor's decisions. Returns, of each that was not linked, why.

    Called in the transaction of a save, once the mentions are found again in the saved text.
    """
    wanted = list(pointed)
    if not wanted:
        return []
    text, refused = text_of(essay), []
    records = {
        kind: model._default_manager.in_bulk([one.record_id for one in wanted if one.kind == kind])
        for kind, model in RECORDS.items()
    }
    places = find_again([Quotation(one.words, one.before, one.after, None) for one in wanted], text)
    for one, start in zip(wanted, places, strict=True):
        record = records[one.kind].get(one.record_id)
        if start is None:
            refused.append(f"“{one.words}” was not linked: it does not stand in the text as whole words.")
        elif record is None:
            refused.append(f"“{one.words}” was not linked: the {one.kind} that you chose is not there any more.")
        else:
            try:
                link_words(essay, one.words, record, start=start, by=by, now=now)
            except MentionError as error:
                refused.append(f"“{one.words}” was not linked: {error}")
    return refused
