"""Taking back what an editor has just decided about the links of an essay: each row as it was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction

from essays.desk.ledger import Change, Rows, changes_between, put_back, rows_in
from essays.desk.mentions import MentionError
from essays.desk.merge_plan import MergeError
from essays.desk.publishing import may_change, why_not_changed
from essays.desk.rendering import renew_rendering
from essays.desk.tagging import derive_job_tags
from essays.index.record import records_were_changed
from essays.models import Account, BarredWords, Credit, Essay, Film, Mention, MentionCandidate, RecordKind
from people.history import acting
from people.models import Alias, HeldAddress, Person, PersonTag

# What may be gone or another by now without standing in the way of an undo.
LOOSE = frozenset(model._meta.label for model in (MentionCandidate, PersonTag))
MOVED = frozenset({Alias._meta.label, Credit._meta.label})


@dataclass(frozen=True, slots=True)
class Made:
    """A record that a decision made, as it was saved."""

    kind: str
    pk: int
    saved_at: str


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that was carried out: what it did in a sentence, and all that takes it back.

    ``as_json`` and ``from_json`` let it be kept between two requests.
    """

    sentence: str
    essay_id: int
    mention_id: int
    essay_ids: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    made: tuple[Made, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "sentence": self.sentence,
            "essay": self.essay_id,
            "mention": self.mention_id,
            "essays": list(self.essay_ids),
            "changes": [change.as_json() for change in self.changes],
            "made": [[made.kind, made.pk, made.saved_at] for made in self.made],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Done:
        return cls(
            kept["sentence"],
            kept["essay"],
            kept["mention"],
            tuple(kept["essays"]),
            tuple(Change(*row) for row in kept["changes"]),
            tuple(Made(*row) for row in kept["made"]),
        )


def made(record: Film | Person) -> Made:
    """What to keep of a record that was made just now."""
    return Made(RecordKind.of(record).value, record.pk, record.updated_at.isoformat())


def carried_out(essay: Essay, act: Callable[[], tuple[str, int, list[Made]]], *, people: Iterable[Person] = ()) -> Done:
    """Do ``act`` and note what it changed: in the links of ``essay``, and of ``people``, the first of whom is proposed.

    Called in a transaction. ``act`` returns what it did as a sentence, the mention it was about, and what it made.
    """
    ids = [person.pk for person in people]
    proposing = Mention.objects.filter(person__in=ids[:1], state=Mention.State.PROPOSED)
    elsewhere = list(proposing.exclude(essay=essay).values_list("pk", flat=True))
    before = _watched(essay, ids, elsewhere)
    sentence, mention_id, new = act()
    after = _watched(essay, ids, elsewhere)
    changes = tuple(changes_between(before, after))
    return Done(sentence, essay.pk, mention_id, _essays_of(changes, before, after), changes, tuple(new))


def _watched(essay: Essay, person_ids: list[int], mention_ids: list[int]) -> Rows:
    """The rows that a decision may change, few of them however much has been written about these people."""
    querysets: list[models.QuerySet[Any]] = [
        Mention.objects.filter(essay=essay).order_by("pk"),
        MentionCandidate.objects.filter(mention__essay=essay).order_by("pk"),
        BarredWords.objects.filter(essay=essay).order_by("pk"),
    ]
    if person_ids:
        querysets += [
            Mention.objects.filter(pk__in=mention_ids).order_by("pk"),
            Person.objects.filter(pk__in=person_ids).order_by("pk"),
            Credit.objects.filter(person__in=person_ids).order_by("pk"),
            Alias.objects.filter(person__in=person_ids).order_by("pk"),
            PersonTag.objects.filter(content_object__in=person_ids).order_by("pk"),
        ]
    return rows_in(querysets)


def _essays_of(changes: Iterable[Change], before: Rows, after: Rows) -> tuple[int, ...]:
    keys = [(change.label, change.pk) for change in changes if change.label == Mention._meta.label]
    return tuple(sorted({(before.get(key) or after[key])["essay_id"] for key in keys}))


@transaction.atomic
def undo(done: Done, *, by: Account | None, now: dt.datetime) -> str:
    """Take a decision back: its words wait or are linked as before, and a record that it made is gone.

    Returns what is so again, as a sentence. Raises MentionError, with nothing changed, where this account may not
    change an essay that it changed, or where somebody has decided otherwise since.
    """
    essays = list(Essay.objects.select_for_update().filter(pk__in=done.essay_ids).order_by("pk"))
    for essay in essays:
        if essay.discarded_at is not None or not may_change(essay, by):
            raise MentionError(f"Nothing was undone in “{essay}”: {why_not_changed(essay, by)}")
    _check_still_there(done.changes)
    try:
        with transaction.atomic(), acting(by, now, "undid a decision"):
            put_back(done.changes, loose=LOOSE, what="your decision")
    except MergeError as error:
        raise MentionError(f"Nothing was undone. {error}") from error
    except IntegrityError as error:
        raise MentionError("Nothing was undone: other words are linked at that place since.") from error
    kept = [record for one in done.made if (record := _unmake(one)) is not None]
    changed = {change.pk for change in done.changes if change.label == Person._meta.label}
    people = list(Person.objects.filter(pk__in=changed | _credited(done.changes)))
    for person in people:
        person.renew_keys()
    derive_job_tags([person.pk for person in people])
    for essay in essays:
        renew_rendering(essay)
    records_were_changed(people=[person.pk for person in people], now=now)
    said = f"Undone: {done.sentence}"
    return said + "".join(f" {record} is used elsewhere by now and stays a record." for record in kept)


def _check_still_there(changes: Iterable[Change]) -> None:
    """Raise MentionError where words would mean a record again that was deleted or merged since.

    The database itself would say so only at the end of the transaction.
    """
    wanted: dict[Any, set[int]] = {}
    for change in changes:
        for field in change.model._meta.concrete_fields:
            value = (change.before or {}).get(field.attname)
            if field.is_relation and value is not None and change.after is not None:
                wanted.setdefault(field.related_model, set()).add(value)
    for model, ids in wanted.items():
        if model._base_manager.filter(pk__in=ids).count() < len(ids):
            what = model._meta.verbose_name
            raise MentionError(f"Nothing was undone: the {what} it was before was deleted or merged since.")


def _credited(changes: Iterable[Change]) -> set[int]:
    """The people of the credits and other names that a decision moved."""
    moved = [change for change in changes if change.label in MOVED]
    rows = [side for change in moved for side in (change.before, change.after) if side]
    return {row["person_id"] for row in rows if row.get("person_id")}


def _unmake(one: Made) -> Film | Person | None:
    """Delete a record that nobody has saved or used since it was made; the record where somebody has."""
    model: Any = RecordKind(one.kind).model
    record: Film | Person | None = model.objects.filter(pk=one.pk).first()
    if record is None:
        return None
    used = {one.kind: record}
    in_use = [Mention.objects.filter(**used), MentionCandidate.objects.filter(**used), Credit.objects.filter(**used)]
    if record.updated_at.isoformat() != one.saved_at or any(rows.exists() for rows in in_use):
        return record
    try:
        with transaction.atomic():
            record.delete()
    except models.ProtectedError:
        return record
    HeldAddress.objects.filter(kind=one.kind, record=one.pk, had_readers=False).delete()  # made and unmade, unseen
    return None
