"""Going back: a person, a film or a credit becomes again what its history says that it was, deleted ones too."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from essays.desk.record_history import PART_NAMES, PARTS, Names, Values, changed_fields, parts_at, rows_of, state_at
from essays.desk.settling import settle_findings_about
from essays.desk.tagging import derive_job_tags
from essays.index.record import records_were_changed
from essays.models import Account, Credit, Film, Merge, Picture, RecordKind
from people.addresses import Addressed
from people.history import acting, values_of
from people.models import Person, Visibility, mark_edited


class RestoringError(ValueError):
    """A record cannot be what it was; the message says why, and nothing was changed."""


@dataclass(slots=True)
class Restoring:
    """What going back would do: values of the record, rows of its parts, and in words what it cannot bring back."""

    model: Any
    pk: int
    record: Any  # as it is now; None where it is deleted
    seen: str  # what the record was when this was worked out: nothing else may have changed it since
    values: Values = field(default_factory=dict)
    make: list[tuple[Any, int, Values]] = field(default_factory=list)
    change: list[tuple[Any, Values]] = field(default_factory=list)
    remove: list[Any] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return self.record is not None and not (self.values or self.make or self.change or self.remove)


def plan_restoring(model: Any, pk: int, moment: dt.datetime) -> Restoring:
    """What would change if a record became what it was at ``moment``. Raises RestoringError."""
    rows = rows_of(model, pk)
    then = state_at(rows, moment)
    if then is None:
        raise RestoringError("The history does not tell what it was at that time.")
    record = model._base_manager.filter(pk=pk).first()
    plan = Restoring(model, pk, record, _seen(record, rows))
    if record is None:
        if into := _merged_into(model, pk):
            raise RestoringError(f"It was merged into {into}. Undo that merge, which brings back all that was its own.")
        plan.lines.append("It comes back.")
    values = _leave_out(plan, then, None if record is None else _stored(record))
    names = Names(rows)
    if record is None:
        plan.values = values
    else:
        now = _stored(record)
        plan.values = {name: value for name, value in values.items() if now[name] != value}
        plan.lines.extend(changed_fields(model, {**then, **now}, {**then, **now, **plan.values}, names))
    _plan_parts(plan, moment)
    return plan


def _leave_out(plan: Restoring, then: Values, now: Values | None) -> Values:
    """What can be restored of the values: no file that is gone, no record that is deleted, no step of acceptance."""
    values = {name: value for name, value in then.items() if name != "id"}
    if values.get("poster_id") and not Picture.objects.filter(pk=values["poster_id"]).exists():
        del values["poster_id"]
        plan.left_out.append("The poster of that time is deleted.")
    if now is not None and Visibility.PROPOSED in (now.get("visibility"), values.get("visibility")):
        values.pop("visibility", None)  # who is accepted is not proposed again, nor the other way without a decision
    for name, model in (("part_of_id", Film), ("film_id", Film), ("person_id", Person)):
        if values.get(name) is None:
            continue
        values[name] = there = _still_there(model, values[name])
        if there is None and name == "part_of_id":
            plan.left_out.append("The film series it belonged to is deleted.")
        elif there is None:
            raise RestoringError(f"The {model._meta.verbose_name} of that credit is deleted. Bring it back first.")
    return values


def _plan_parts(plan: Restoring, moment: dt.datetime) -> None:
    parts = list(parts_at(plan.model, plan.pk, moment))
    ids: dict[Any, list[int]] = {}
    for part, number, _ in parts:
        ids.setdefault(part, []).append(number)
    there = {part: part._base_manager.in_bulk(numbers) for part, numbers in ids.items()}
    owners = dict(PARTS[plan.model])
    names = Names(row for part in ids for row in rows_of_all(part, ids[part]))
    for part, number, then in parts:
        what, owner = PART_NAMES[part], f"{owners[part]}_id"
        row = there[part].get(number)
        is_here = row is not None and getattr(row, owner) == plan.pk
        if then is None:
            if is_here:
                plan.remove.append(row)
                plan.lines.append(f"{what} removed: {names.of_part(part, plan.model, _stored(row))}")
            continue
        if part is Credit:
            person = _still_there(Person, then["person_id"])
            if person is None:
                plan.left_out.append(
                    f"A credit is not brought back, whose person is deleted: {Credit.Job(then['job']).label}."
                )
                continue
            then = {**then, "person_id": person}
        if row is None or not is_here:
            plan.make.append((part, number, then))
            plan.lines.append(f"{what} added: {names.of_part(part, plan.model, then)}")
        elif changed := {name: value for name, value in then.items() if _stored(row)[name] != value}:
            plan.change.append((row, changed))
            said = ", ".join(changed_fields(part, _stored(row), then, names))
            plan.lines.append(f"{what} changed: {names.of_part(part, plan.model, then)} ({said})")


def rows_of_all(part: Any, ids: list[int]) -> Any:
    return part.history.filter(id__in=ids)


@transaction.atomic
def restore_record(
    model: Any, pk: int, moment: dt.datetime, *, seen: str, by: Account | None, now: dt.datetime
) -> Restoring:
    """Make a record what it was at ``moment``, as an editor was shown it who saw it as ``seen``.

    Returns what was done. Raises RestoringError where it was changed meanwhile, or where something is in the way.
    """
    model._base_manager.select_for_update().filter(pk=pk).first()
    plan = plan_restoring(model, pk, moment)
    if plan.seen != seen:
        raise RestoringError("It was changed by somebody else meanwhile. Nothing was restored: look again.")
    people = _credited(plan)
    with acting(by, now, f"restored what it was on {moment:%-d %B %Y, %H:%M}"):
        try:
            record = _restore_values(plan)
            _restore_parts(plan)
        except ValidationError as error:
            raise RestoringError(f"It cannot be what it was: {' '.join(error.messages)}") from error
    if isinstance(record, Person | Film):
        record.renew_keys()
    credits = [row for row in (record, *(row for row, _ in plan.change)) if isinstance(row, Credit)]
    if people | {credit.person_id for credit in credits}:
        derive_job_tags(people | {credit.person_id for credit in credits})
    settle_findings_about([credit for credit in credits if credit.state == Credit.State.CONFIRMED], by=by, now=now)
    records_were_changed(
        films={row.film_id for row in credits} | ({record.pk} if isinstance(record, Film) else set()),
        people=[record.pk] if isinstance(record, Person) else (),
        now=now,
    )
    return plan


def _restore_values(plan: Restoring) -> Any:
    record = plan.record if plan.record is not None else plan.model(pk=plan.pk)
    for name, value in plan.values.items():
        setattr(record, name, value)
    if plan.record is None and hasattr(record, "slug") and plan.model._base_manager.filter(slug=record.slug).exists():
        record.slug = ""  # another has its address by now
    if isinstance(record, Person | Film):
        mark_edited(record, [name for name in plan.values if name != "provenance"])
    if plan.record is None:
        record.full_clean()
        record.save(force_insert=True)
        if isinstance(record, Addressed):
            record.take_addresses_back()
    elif plan.values:
        record.full_clean()
        record.save()
    return record


def _restore_parts(plan: Restoring) -> None:
    for row in plan.remove:
        row.delete()
    for row, values in plan.change:
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
    for part, number, values in plan.make:
        row = part(**values)
        row.pk = None if part._base_manager.filter(pk=number).exists() else number
        row.full_clean()
        row.save(force_insert=True)


def _credited(plan: Restoring) -> set[int]:
    rows = [*plan.remove, *(row for row, _ in plan.change), plan.record]
    made = {values["person_id"] for part, _, values in plan.make if part is Credit}
    return made | {row.person_id for row in rows if isinstance(row, Credit)}


def _stored(record: Any) -> Values:
    """The values of a record as its history would keep them."""
    model = type(record).history.model
    return values_of(model(**{one.attname: getattr(record, one.attname) for one in model.tracked_fields}))


def _seen(record: Any, rows: list[Any]) -> str:
    return f"{rows[-1].history_id if rows else 0}-{getattr(record, 'updated_at', '')}"


def _merged_into(model: Any, pk: int) -> Any:
    if model not in (Person, Film):
        return None
    kind = RecordKind.PERSON if model is Person else RecordKind.FILM
    into = Merge.objects.now_under(kind, [pk]).get(pk)
    return model._base_manager.filter(pk=into).first() if into else None


def _still_there(model: Any, pk: int) -> int | None:
    """The id of a record, or of the one that it was merged into; None where it is deleted."""
    kind = RecordKind.PERSON if model is Person else RecordKind.FILM
    pk = Merge.objects.now_under(kind, [pk]).get(pk, pk)
    return pk if model._base_manager.filter(pk=pk).exists() else None
