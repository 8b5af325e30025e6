"""What a catalogue may change on a record that is here already: never what somebody else has said or changed.

A record that nobody has saved since the catalogue wrote it may be brought up to date. Any other has its empty fields
filled, those aside that an editor emptied; and rows that the catalogue gave once are not given again, so that what an
editor deleted stays deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from essays.desk.provenance import BLANK
from essays.models import Film
from people.models import EDITOR, Person

CATALOGUES = "catalogues"  # key of a provenance: catalogue -> when it last wrote to the record


def was_given(record: Film | Person, source: str) -> bool:
    """Whether the catalogue ``source`` has written to this record before."""
    return source in record.provenance.get(CATALOGUES, {}) or source in record.provenance.values()


def is_untouched(record: Film | Person, source: str) -> bool:
    """Whether nobody saved the record since the catalogue ``source`` wrote to it."""
    if at := record.provenance.get(CATALOGUES, {}).get(source):
        return bool(record.updated_at.isoformat() == at)
    return source in record.provenance.values() and record.created_at == record.updated_at


def may_give_rows(record: Film | Person, source: str) -> bool:
    """Whether titles, credits and tags may be added to the record."""
    return not was_given(record, source) or is_untouched(record, source)


def renew_fields(record: Film | Person, said: Mapping[str, Any], *, source: str) -> set[str]:
    """Set the fields that the catalogue may set; the names of those that changed. Saves nothing."""
    untouched = is_untouched(record, source)
    changed: dict[str, str] = {}
    for field, theirs in said.items():
        ours, whose = getattr(record, field), record.provenance.get(field)
        if theirs in BLANK or ours == theirs or whose == EDITOR:
            continue
        if ours in BLANK or (whose == source and untouched):
            setattr(record, field, theirs)
            changed[field] = source
    if changed:
        record.provenance = {**record.provenance, **changed}
    return set(changed)


def mark_written(record: Film | Person, *, source: str, now: dt.datetime) -> None:
    """Note the writing, before the record is saved. A record once touched by others stays so."""
    if may_give_rows(record, source):
        written = {**record.provenance.get(CATALOGUES, {}), source: now.isoformat()}
        record.provenance = {**record.provenance, CATALOGUES: written}
    record.updated_at = now
