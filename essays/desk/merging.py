"""Merging two records into one, and undoing that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essays.desk.ledger import Change, changes_between, keep_in_history, rows_about, take_back
from essays.desk.merge_plan import (
    CREDIT_DETAILS,
    FIELDS,
    GONE,
    KEPT,
    NAME_FIELD,
    MergeError,
    MergePlan,
    credit_key,
    is_filled_from_other,
    plan_merge,
)
from essays.desk.merge_rows import RELATIONS, Relation
from essays.desk.provenance import BLANK
from essays.desk.rendering import renew_rendering
from essays.desk.revising import SOURCE, last_revision, record_revision
from essays.desk.tagging import derive_job_tags
from essays.index.record import records_were_changed
from essays.models import Account, Credit, Double, Essay, EssayTag, FilmTitle, Mention, Merge, RecordKind, Subject
from people.history import acting, without_history
from people.models import Alias, TagSynonym, mark_edited
from people.names import name_key

CATALOGUES = "catalogues"  # key of a provenance that both records may have

__all__ = ["MergeError", "merge", "undo_merge"]


@transaction.atomic
def merge(kept: Any, gone: Any, *, by: Account | None, now: dt.datetime, chosen: dict[str, str] | None = None) -> Merge:
    """Make one record of two people, films or tags: everything of ``gone`` becomes ``kept``'s, and ``gone`` is no more.

    Its names are names of ``kept`` from now on, and its addresses lead there. ``chosen`` says for each clash of
    ``plan_merge`` which side holds; None takes the likelier. Returns the merge, by which it can be undone. Raises
    MergeError where the two cannot be one.
    """
    kind = RecordKind.of(kept)
    ids = (kept.pk, gone.pk)
    locked = {record.pk: record for record in kind.model.objects.select_for_update().filter(pk__in=ids)}
    if len(locked) < len(set(ids)):
        raise MergeError("One of the two records is not there any more. Somebody merged or deleted it meanwhile.")
    kept, gone = locked[kept.pk], locked[gone.pk]
    plan = plan_merge(kept, gone)
    sides = plan.sides(chosen)
    names = (str(kept), str(gone))
    before = rows_about(kind, ids)
    mine_before, theirs_before = _name(kept), _name(gone)
    values = _values_to_take(plan, sides)
    addresses = {kept.slug, gone.slug}
    with without_history():
        _drop_ids(plan, sides)
        for relation in RELATIONS[kind]:
            _move(relation, plan, sides)
        gone.delete(into=kept)
        if kind == RecordKind.FILM and kept.part_of_id == ids[1]:
            kept.part_of = None
        _take_values(kept, gone, values, kind)
        for slug in addresses - {kept.slug}:
            kept.former_slugs.get_or_create(slug=slug)
        for name in (mine_before, theirs_before):
            _keep_name(kept, name, kind)
        _derive(kind, [kept])
    changes = changes_between(before, rows_about(kind, ids))
    note = f"merged {names[1]} into {names[0]}"
    with acting(by, now, note):
        keep_in_history(changes)
    made = Merge.objects.create(
        kind=kind,
        kept_id=kept.pk,
        kept_name=names[0],
        gone_id=ids[1],
        gone_name=names[1],
        merged_by=by,
        merged_at=now,
        summary=[f"{moves.sentence()[0].upper()}{moves.sentence()[1:]}." for moves in plan.moves],
        changes=[change.as_json() for change in changes],
    )
    _renew_essays(made, by=by, now=now, note=note)
    _renew_index(kind, [kept.pk], now)
    return made


@transaction.atomic
def undo_merge(merge: Merge, *, by: Account | None, now: dt.datetime) -> Any:
    """Make two records of one again, each row as it was. Returns the record that is back.

    Raises MergeError, with nothing changed, where it was undone before or where something since stands in the way.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kind = RecordKind(merge.kind)
    if merge.undone_at is not None:
        raise MergeError("This merge has been undone already.")
    if later := Merge.objects.standing().filter(kind=kind, gone_id=merge.kept_id).first():
        raise MergeError(f"{merge.kept_name} was merged into {later.kept_name} since. Undo that merge first.")
    kept = kind.model.objects.select_for_update().filter(pk=merge.kept_id).first()
    if kept is None:
        raise MergeError(f"{merge.kept_name} was deleted since; there is nothing left to take apart.")
    note = f"undid the merge of {merge.gone_name} into {merge.kept_name}"
    try:
        with transaction.atomic(), acting(by, now, note):
            take_back([Change(*row) for row in merge.changes], kind)
    except IntegrityError as error:
        raise MergeError(f"Something entered since stands where {merge.gone_name} was: {error}") from error
    back = kind.model.objects.get(pk=merge.gone_id)
    back.take_addresses_back()
    _derive(kind, [kind.model.objects.get(pk=merge.kept_id), back])
    merge.undone_by, merge.undone_at = by, now
    merge.save(update_fields=["undone_by", "undone_at"])
    _renew_essays(merge, by=by, now=now, note=note)
    _renew_index(kind, [merge.kept_id, back.pk], now)
    return back


def _name(record: Any) -> str:
    return str(getattr(record, NAME_FIELD[RecordKind.of(record)]))


def _values_to_take(plan: MergePlan, sides: dict[str, str]) -> dict[str, Any]:
    """The values that the kept record takes from the other: those chosen, and those that it has none of."""
    values: dict[str, Any] = {}
    for name, along in FIELDS[plan.kind].items():
        if sides.get(name) == GONE or is_filled_from_other(plan.kept, plan.gone, name):
            values |= {taken: getattr(plan.gone, taken) for taken in (name, *along)}
    return values


def _take_values(kept: Any, gone: Any, values: dict[str, Any], kind: RecordKind) -> None:
    for name, value in values.items():
        setattr(kept, name, value)
    if kind != RecordKind.TAG:
        known = {name: gone.provenance[name] for name in values if name in gone.provenance}
        catalogues = {**gone.provenance.get(CATALOGUES, {}), **kept.provenance.get(CATALOGUES, {})}
        kept.provenance = {**kept.provenance, **known, **({CATALOGUES: catalogues} if catalogues else {})}
        mark_edited(kept, [name for name in values if name not in known])
    try:
        kept.full_clean()
    except ValidationError as error:
        raise MergeError(f"The two do not fit together: {' '.join(error.messages)} Choose other sides.") from error
    kept.save()


def _drop_ids(plan: MergePlan, sides: dict[str, str]) -> None:
    """Remove the ids of the side that was not chosen."""
    for key, side in sides.items():
        scheme = key.removeprefix("ids-")
        if scheme != key and side in (KEPT, GONE):
            loser = plan.gone if side == KEPT else plan.kept
            loser.identifiers.filter(scheme=scheme).delete()


def _move(relation: Relation, plan: MergePlan, sides: dict[str, str]) -> None:
    """Give the rows of one relation to the record that stays; of two that say the same, one remains."""
    kept_id, gone_id = plan.kept.pk, plan.gone.pk
    if relation.is_derived:
        relation.rows((gone_id,)).delete()
        return
    if relation.model is Double:
        _move_doubles(relation, kept_id, gone_id)
        return
    combined: list[tuple[Any, Any]] = plan.doubled[relation.label]
    for mine, theirs in combined:
        if isinstance(mine, Credit):
            _combine_credits(mine, theirs, sides.get(credit_key(theirs), KEPT))
            mine.save()
        elif relation.combine is not None:
            relation.combine(mine, theirs)
            mine.save()
        theirs.delete()
    moving = relation.rows((gone_id,))
    if relation.field == "part_of":
        moving = moving.exclude(pk=kept_id)
    moving.update(**{relation.attname: kept_id})


def _combine_credits(mine: Credit, theirs: Credit, side: str) -> None:
    for name in CREDIT_DETAILS:
        ours, other = getattr(mine, name), getattr(theirs, name)
        if other not in BLANK and (ours in BLANK or side == GONE):
            setattr(mine, name, other)
    if side == GONE or not mine.source:
        mine.source = theirs.source or mine.source
    if Credit.State.CONFIRMED in (mine.state, theirs.state):
        mine.state = Credit.State.CONFIRMED


def _move_doubles(relation: Relation, kept_id: int, gone_id: int) -> None:
    """A pair with the record that goes becomes one with the record that stays, unless it is there already."""
    side = relation.attname
    other_side = side.removeprefix("other_") if side.startswith("other_") else f"other_{side}"
    first_name, second_name = sorted([side, other_side], key=lambda name: name.startswith("other_"))
    for double in relation.rows((gone_id,)):
        other = getattr(double, other_side)
        first, second = sorted([kept_id, other])
        if other == kept_id or Double.objects.filter(**{first_name: first, second_name: second}).exists():
            double.delete()
            continue
        setattr(double, first_name, first)
        setattr(double, second_name, second)
        double.save()


def _keep_name(kept: Any, name: str, kind: RecordKind) -> None:
    """Let the record be found by this name too; what it is called is no other name besides."""
    if kind == RecordKind.FILM:
        kept.titles.filter(title=kept.title).delete()
        if name != kept.title and not kept.titles.filter(title=name).exists():
            FilmTitle.objects.create(film=kept, title=name)
    elif kind == RecordKind.PERSON:
        kept.aliases.filter(name=kept.name).delete()
        if name != kept.name and not kept.aliases.filter(name=name).exists():
            Alias.objects.create(person=kept, name=name)
    elif name_key(name) != name_key(kept.name) and not TagSynonym.objects.filter(key=name_key(name)).exists():
        TagSynonym.objects.create(tag=kept, name=name)


def _derive(kind: RecordKind, records: list[Any]) -> None:
    """Write anew what follows from names and credits."""
    if kind == RecordKind.TAG:
        return
    for record in records:
        record.renew_keys()
    if kind == RecordKind.PERSON:
        derive_job_tags([record.pk for record in records])


def _renew_index(kind: RecordKind, ids: list[int], now: dt.datetime) -> None:
    """Let search find the records by the names they have now."""
    if kind != RecordKind.TAG:
        records_were_changed(**{"films" if kind == RecordKind.FILM else "people": ids}, now=now)


def _renew_essays(merge: Merge, *, by: Account | None, now: dt.datetime, note: str) -> None:
    """Render the essays whose links the merge moved, and keep a revision of those that say something else now.

    ``updated_at`` of an essay grows with each, also when a merge is undone: what a reader's browser has kept of it is
    older either way.
    """
    changed = [Change(*row) for row in merge.changes]
    for essay in Essay.objects.filter(pk__in=_essays_of(changed, Mention, "essay_id")):
        renew_rendering(essay)
    said = _essays_of(changed, Subject, "essay_id") | _essays_of(changed, EssayTag, "content_object_id")
    for essay in Essay.objects.filter(pk__in=said):
        last = last_revision(essay)
        source = last.content.get(SOURCE) if last else None
        record_revision(essay, by=by, now=now, note=note, source=source)


def _essays_of(changes: Collection[Change], model: type[Any], field: str) -> set[int]:
    """The essays of the rows of ``model`` that a merge changed or removed."""
    rows = [change for change in changes if change.label == model._meta.label]
    there = model._default_manager.filter(pk__in=[change.pk for change in rows]).values_list(field, flat=True)
    return {*there, *(change.before[field] for change in rows if change.before and field in change.before)}
