"""The ledger of a merge: each row about two records as it was, what became of it, and how it is put back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from essays.desk.merge_plan import MergeError
from essays.desk.merge_rows import RELATIONS
from essays.models import Picture, RecordKind
from people.history import CHANGED, MADE, REMOVED, act_now, history_of, is_kept, kept_row, row_before, without_history

Values = dict[str, Any]  # a row's columns by name, as JSON has them
Rows = dict[tuple[str, int], Values]  # by the model's label and the row's id
# What a later save of the record changes by itself: no edit that an undo would lose.
LOOSE_FIELDS = frozenset({"updated_at", "provenance"})


@dataclass(frozen=True, slots=True)
class Change:
    """What a merge did to one row: made it (``before`` is None), removed it (``after`` is None), or changed it."""

    label: str
    pk: int
    before: Values | None
    after: Values | None

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    def as_json(self) -> list[Any]:
        return [self.label, self.pk, self.before, self.after]


def rows_about(kind: RecordKind, ids: tuple[int, ...]) -> Rows:
    """The records and every row that points at one of them."""
    return rows_in([kind.model.objects.filter(pk__in=ids), *(relation.rows(ids) for relation in RELATIONS[kind])])


def rows_in(querysets: Iterable[models.QuerySet[Any]]) -> Rows:
    """The rows of these querysets as they are now."""
    found: Rows = {}
    for queryset in querysets:
        for row in queryset:
            found[(row._meta.label, row.pk)] = _values(row)
    return found


def changes_between(before: Rows, after: Rows) -> list[Change]:
    """What became of each row; of a changed one only the columns that differ."""
    changes = []
    for key in [*before, *(key for key in after if key not in before)]:
        was, now = before.get(key), after.get(key)
        if was is not None and now is not None:
            differing = [name for name, value in was.items() if now[name] != value]
            was, now = {name: was[name] for name in differing}, {name: now[name] for name in differing}
            if not differing:
                continue
        changes.append(Change(*key, was, now))
    return changes


def take_back(changes: list[Change], kind: RecordKind) -> None:
    """Put every row back as it was before. Raises MergeError where somebody changed or used it since."""
    loose = {relation.model._meta.label for relation in RELATIONS[kind] if relation.is_loose}
    derived = {relation.model._meta.label for relation in RELATIONS[kind] if relation.is_derived}
    changes = [change for change in changes if change.label not in derived]
    changes.sort(key=lambda change: change.label != kind.model._meta.label)  # the record first
    put_back(changes, loose=loose, what="the merge")


def put_back(changes: Collection[Change], *, loose: Collection[str], what: str) -> None:
    """Put rows back as they were before ``what`` changed them; those of a ``loose`` model where they still can be.

    What is to be made again is made in the order given. Raises MergeError where somebody changed one since.
    """
    before = _rows_of(changes)
    with without_history():
        _put_back(changes, loose=loose, what=what)
    keep_in_history(changes_between(before, _rows_of(changes)))


def _rows_of(changes: Collection[Change]) -> Rows:
    """The rows of these changes as they are now, of the models whose history is kept."""
    ids: dict[Any, list[int]] = {}
    for change in changes:
        if is_kept(change.model):
            ids.setdefault(change.model, []).append(change.pk)
    return rows_in(model._base_manager.filter(pk__in=found).order_by("pk") for model, found in ids.items())


def keep_in_history(changes: Collection[Change]) -> None:
    """Keep what these changes made of records as part of what is being done just now; nothing where nothing is kept.

    For changes that went past ``save``: one row each, and one of what it was before where the history did not tell.
    """
    if (act := act_now()) is None:
        return
    of_models: dict[Any, list[Change]] = {}
    for change in changes:
        if is_kept(change.model):
            of_models.setdefault(change.model, []).append(change)
    for model, of_model in of_models.items():
        names = {field.attname for field in model.history.model.tracked_fields}
        ids = [change.pk for change in of_model]
        there = model._base_manager.in_bulk(ids)
        last = {row.id: row for row in history_of(model).filter(id__in=ids).order_by("history_date", "history_id")}
        rows = []
        for change in of_model:
            now = there.get(change.pk)
            if change.before is not None:
                stored = {field.attname: getattr(now, field.attname) for field in model._meta.concrete_fields if now}
                was = model(**{**stored, **dict(_from_json(model, change.before))})
                rows.append(row_before(was, last.get(change.pk), act))
                if now is None:
                    rows.append(kept_row(was, REMOVED, act))
            if now is not None and (change.before is None or change.before.keys() & names):
                rows.append(kept_row(now, MADE if change.before is None else CHANGED, act))
        history_of(model).bulk_create(row for row in rows if row is not None)


def _put_back(changes: Collection[Change], *, loose: Collection[str], what: str) -> None:
    for change in changes:
        if change.before is None:
            _unmake(change, is_loose=change.label in loose, what=what)
    for change in changes:
        if change.before is not None and change.after is not None:
            _change_back(change, change.before, change.after, is_loose=change.label in loose, what=what)
    for change in changes:
        if change.before is not None and change.after is None:
            _make_again(change, change.before, is_loose=change.label in loose)


def _unmake(change: Change, *, is_loose: bool, what: str) -> None:
    row = change.model._default_manager.filter(pk=change.pk).first()
    if row is None:
        return  # what the undo would remove is gone already
    if not is_loose and _values(row) != change.after:
        raise MergeError(_since(row, what))
    row.delete()


def _change_back(change: Change, before: Values, after: Values, *, is_loose: bool, what: str) -> None:
    row = change.model._default_manager.filter(pk=change.pk).first()
    if row is None:
        if is_loose:
            return
        raise MergeError(f"A {change.model._meta.verbose_name} that moved was deleted since: {_told(change)}.")
    now = _values(row)
    untouched = {name for name, value in after.items() if now[name] == value}
    if touched := after.keys() - untouched - LOOSE_FIELDS:
        if is_loose:
            return
        raise MergeError(_since(row, what, sorted(touched)))
    back = dict(_from_json(change.model, {n: value for n, value in before.items() if n in untouched}))
    change.model._default_manager.filter(pk=change.pk).update(**back)


def _make_again(change: Change, before: Values, *, is_loose: bool) -> None:
    row = change.model(**dict(_from_json(change.model, before)))
    if (missing := _missing(row)) is None and not change.model._default_manager.filter(pk=change.pk).exists():
        try:
            row.validate_unique()
            row.validate_constraints()
        except ValidationError as error:
            if not is_loose:
                said = " ".join(error.messages)
                raise MergeError(f"“{row}” cannot come back, since something else is in its place: {said}") from error
        else:
            row.save_base(raw=True, force_insert=True)
    elif not is_loose:
        raise MergeError(f"“{row}” cannot come back: {missing or 'it is there again'}.")


def _missing(row: models.Model) -> str | None:
    """What a row points at and is not there any more, in words; None where all is."""
    for field in row._meta.concrete_fields:
        target: Any = field.related_model
        value = getattr(row, field.attname)
        if field.is_relation and value is not None and not target._base_manager.filter(pk=value).exists():
            return f"the {target._meta.verbose_name} it belongs to was deleted since"
    return None


def _values(row: models.Model) -> Values:
    return {field.attname: _as_json(field, row) for field in row._meta.concrete_fields}


def _as_json(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return field.value_to_string(row)


def _from_json(model: type[models.Model], values: Values) -> Iterator[tuple[str, Any]]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for name, value in values.items():
        field = fields[name]
        is_gone = field.related_model is Picture and not Picture.objects.filter(pk=value).exists()
        yield name, None if is_gone else field.to_python(value)  # a poster deleted since is no reason to stay merged


def _since(row: models.Model, what: str, names: list[str] | None = None) -> str:
    about = f" ({', '.join(names)})" if names else ""
    return f"The {row._meta.verbose_name} “{row}” was changed since {what}{about}: undoing would lose that."


def _told(change: Change) -> str:
    return ", ".join(f"{name} {value}" for name, value in (change.before or {}).items())
