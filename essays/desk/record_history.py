"""The history of a person, a film or a credit: who changed what and when, and the way back to what it was."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from essays.models import Credit, Film, FilmTitle, Picture
from people.history import BEFORE, JUST_BEFORE, MADE, MEANWHILE, REMOVED, history_of, values_of
from people.models import Alias, Person

# The rows that are restored with a record, and the field that leads to it; and those that are only told with it.
PARTS: dict[Any, tuple[tuple[Any, str], ...]] = {
    Person: ((Alias, "person"),),
    Film: ((FilmTitle, "film"), (Credit, "film")),
    Credit: (),
}
TOLD: dict[Any, tuple[tuple[Any, str], ...]] = {Person: ((Credit, "person"),)}
UNTOLD = frozenset({"id", "provenance"})  # of a record's values: nothing that an editor entered
PART_NAMES = {Alias: "other name", FilmTitle: "other title", Credit: "credit"}
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the history of a record. ``moment`` is the time whose state it would bring back."""

    at: dt.datetime
    by: Any
    why: str
    lines: tuple[str, ...]
    moment: dt.datetime
    is_removal: bool = False

    @property
    def microseconds(self) -> int:
        """``moment`` as a number, for an address."""
        return microseconds(self.moment)


def microseconds(moment: dt.datetime) -> int:
    """A time as whole microseconds since 1970."""
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


def history(model: Any, pk: int) -> list[Entry]:
    """What was done to a record, newest first; also of one that is deleted. Empty where nobody has touched it."""
    rows = [*rows_of(model, pk), *_rows_of_parts((*PARTS[model], *TOLD.get(model, ())), pk)]
    rows.sort(key=lambda row: (row.history_date, row.instance_type is not model, row.history_id))
    names = Names(rows)
    last: dict[tuple[Any, int], Any] = {}
    entries = []
    for (at, why), of_act in groupby(rows, key=lambda row: (row.history_date, row.history_change_reason)):
        lines: list[str] = []
        by, is_removal = None, False
        for (kind, number), changes in _by_record(of_act):
            before, after = last.get((kind, number)), changes[-1]
            last[(kind, number)] = after
            by = after.history_user or by
            if kind is not model and why in (BEFORE, MEANWHILE):
                continue  # what a part was before is told by what became of it
            is_removal |= kind is model and after.history_type == REMOVED
            lines.extend(_lines(kind, model, before, after, names))
        if lines:
            moment = at - JUST_BEFORE if is_removal else at
            entries.append(Entry(at, by, why, tuple(lines), moment, is_removal))
    return entries[::-1]


def rows_of(model: Any, pk: int) -> list[Any]:
    """The rows of a record's history, oldest first."""
    found = history_of(model).filter(id=pk).select_related("history_user")
    return list(found.order_by("history_date", "history_id"))


def _rows_of_parts(parts: Iterable[tuple[Any, str]], pk: int) -> Iterator[Any]:
    for part, owner in parts:
        ids = history_of(part).filter(**{f"{owner}_id": pk}).values("id")
        yield from history_of(part).filter(id__in=ids).select_related("history_user")


def parts_at(model: Any, pk: int, moment: dt.datetime) -> Iterator[tuple[Any, int, Values | None]]:
    """Each row that is restored with a record and has a history: its model, id and values then; None: not there."""
    for part, owner in PARTS[model]:
        rows = defaultdict(list)
        for row in sorted(_rows_of_parts([(part, owner)], pk), key=lambda row: (row.history_date, row.history_id)):
            rows[row.id].append(row)
        for number, of_row in rows.items():
            values = state_at(of_row, moment)
            yield part, number, values if values and values[f"{owner}_id"] == pk else None


def state_at(rows: list[Any], moment: dt.datetime) -> Values | None:
    """The values that these rows, oldest first, tell of a time; None where there was no such record then."""
    so_far = [row for row in rows if row.history_date <= moment]
    if so_far:
        return None if so_far[-1].history_type == REMOVED else values_of(so_far[-1])
    first = rows[0] if rows else None
    if first is None or (first.history_type == MADE and first.history_change_reason != BEFORE):
        return None
    return values_of(first)  # the oldest that is known


def _by_record(rows: Iterable[Any]) -> Iterator[tuple[tuple[Any, int], list[Any]]]:
    found = defaultdict(list)
    for row in rows:
        found[(row.instance_type, row.id)].append(row)
    yield from found.items()


def _lines(kind: Any, model: Any, before: Any, after: Any, names: Names) -> Iterator[str]:
    if kind is model:
        yield from _lines_of_record(before, after, names)
        return
    what, said = PART_NAMES[kind], names.of_part(kind, model, values_of(after))
    if after.history_type == REMOVED:
        yield f"{what} removed: {said}"
    elif before is None or before.history_type == REMOVED:
        yield f"{what} added: {said}"
    else:
        changes = ", ".join(changed_fields(kind, values_of(before), values_of(after), names))
        if changes:
            yield f"{what} changed: {said} ({changes})"


def _lines_of_record(before: Any, after: Any, names: Names) -> Iterator[str]:
    if after.history_type == REMOVED:
        yield "deleted"
    elif after.history_change_reason == BEFORE:
        yield "what it was until then"
    elif before is None:
        yield "made"
    elif before.history_type == REMOVED:
        yield "brought back"
    else:
        yield from changed_fields(after.instance_type, values_of(before), values_of(after), names)


def changed_fields(model: Any, old: Values, new: Values, names: Names) -> Iterator[str]:
    """Each value that differs, as "year of birth: 1940 → 1942"."""
    for field in model.history.model.tracked_fields:
        if field.name not in UNTOLD and old.get(field.attname) != new.get(field.attname):
            was, now = (names.of_value(field, values.get(field.attname)) for values in (old, new))
            yield f"{field.verbose_name}: {was} → {now}"


class Names:
    """Names of the people, films and pictures that rows of history speak of, read at once."""

    def __init__(self, rows: Iterable[Any]) -> None:
        ids: dict[Any, set[int]] = {Person: set(), Film: set(), Picture: set()}
        for row in rows:
            for field in row.tracked_fields:
                if field.related_model in ids and getattr(row, field.attname):
                    ids[field.related_model].add(getattr(row, field.attname))
        self._found = {model: model._base_manager.in_bulk(wanted) for model, wanted in ids.items()}

    def of_value(self, field: Any, value: Any) -> str:
        """A value as an editor reads it."""
        if value in (None, "", [], {}):
            return "–"
        if field.related_model in self._found:
            record = self._found[field.related_model].get(value)
            return str(record) if record else f"no. {value}, which is deleted"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(dict(field.flatchoices).get(value, value))

    def of_part(self, part: Any, model: Any, values: Values) -> str:
        """A row that belongs to a record, as it is told beside it."""
        if part is not Credit:
            return str(values.get("name") or values.get("title"))
        other = "film" if model is Person else "person"
        field = Credit._meta.get_field(other)
        said = f"{self.of_value(field, values[f'{other}_id'])}, {Credit.Job(values['job']).label}"
        return f"{said} ({values['character']})" if values["character"] else said
