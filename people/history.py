"""The history of records: what somebody did to a person, a film or a credit, row by row, and what it was before.

A row is written where an account acts (``acting``): a form, a list's action, a merge, a table that is taken in. What
imports, the catalogue and the loader of facts write is told by their own reports, and would be a row of history for
each of a hundred thousand; of a record that nobody has touched the first change keeps what it was before besides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from people.rows import Row

WHY_MAX_LENGTH = 300
# Why of a row that is what a record was until somebody acted: nobody had, or an import changed it since.
BEFORE, MEANWHILE = "before the first change that is kept", "changed by an import meanwhile"
MADE, CHANGED, REMOVED = "+", "~", "-"  # the kinds of rows, as django-simple-history writes them
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
JUST_BEFORE = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody did. All rows that it writes have its time, which is how they are known to be one."""

    by: Any
    at: dt.datetime
    why: str = ""


_act: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(by: Any, at: dt.datetime, why: str = "") -> Iterator[Act]:
    """Keep what is done to records meanwhile as ``by``'s doing; None is the command line."""
    act = Act(by, at, why[:WHY_MAX_LENGTH])
    token = _act.set(act)
    try:
        yield act
    finally:
        _act.reset(token)


@contextmanager
def without_history() -> Iterator[None]:
    """Keep nothing of what is done to records meanwhile."""
    token = _act.set(None)
    try:
        yield
    finally:
        _act.reset(token)


def act_now() -> Act | None:
    """What is being done just now; None where nothing is kept."""
    return _act.get()


def acting_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What one request changes is one act of the account that sent it."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method in READING or not request.user.is_authenticated:
            return get_response(request)
        with acting(request.user, timezone.now()):
            return get_response(request)

    return answer


class KeptRow(Row):
    """A row of history: the values of a record at one time."""

    id: Any
    history_id: Any
    history_date: dt.datetime
    history_type: str
    history_change_reason: str
    history_user: Any
    tracked_fields: list[models.Field[Any, Any]]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.instance_type._meta.verbose_name} {self.id}, {self.history_date:%Y-%m-%d %H:%M:%S.%f}"

    @property
    def instance_type(self) -> type[models.Model]:
        """The model of the record."""
        raise NotImplementedError


class RecordHistory(HistoricalRecords):
    """Keeps rows of a model as the module says. ``unkept`` names fields that follow from others or are times."""

    def __init__(self, unkept: list[str]) -> None:
        super().__init__(
            bases=(KeptRow,),
            excluded_fields=unkept,
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.CharField(max_length=WHY_MAX_LENGTH, blank=True, default=""),
        )

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        if sender is self.cls:
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)

    def copy_fields(self, model: Any) -> dict[str, Any]:
        """As ever, and none is searched but the record's id and the records it belongs to."""
        fields: dict[str, Any] = super().copy_fields(model)
        for name, field in fields.items():
            if name != model._meta.pk.name and not field.is_relation:
                field.db_index = False
        return fields

    def get_extra_fields(self, model: Any, fields: Any) -> dict[str, Any]:
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        del extra["__str__"]  # which would ask for records that may be gone
        extra["history_user"].blank = True
        return extra

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        return {**super().get_meta_options(model), "default_permissions": ()}  # who may see the record may see it

    def pre_save(self, instance: Any, raw: bool = False, **kwargs: Any) -> None:
        """Keep what a record was, where the history does not tell it yet."""
        if (act := act_now()) is None or raw or instance._state.adding:
            return
        stored = type(instance)._base_manager.filter(pk=instance.pk).first()
        instance._kept = last = last_kept(instance)
        if stored is not None and (row := row_before(stored, last, act)) is not None:
            row.save()
            instance._kept = row

    def create_historical_record(self, instance: Any, history_type: str, using: Any = None) -> None:
        if (act := act_now()) is None:
            return
        row = kept_row(instance, history_type, act)
        last = instance.__dict__.pop("_kept", None)
        if history_type == CHANGED and last is not None and values_of(row) == values_of(last):
            return  # it was saved with something else of its form
        row.save()


def history_of(model: Any) -> Any:
    """The rows of history of a model."""
    return model.history.model._base_manager


def last_kept(record: Any) -> Any:
    """The newest row of a record's history; None where nobody has touched it."""
    return history_of(type(record)).filter(id=record.pk).order_by("-history_date", "-history_id").first()


def kept_row(record: Any, kind: str, act: Act) -> Any:
    """A row of history, not yet saved, with the values that ``record`` has."""
    model = type(record).history.model
    return model(
        **{field.attname: getattr(record, field.attname) for field in model.tracked_fields},
        history_type=kind,
        history_date=act.at,
        history_user=act.by,
        history_change_reason=act.why,
    )


def row_before(was: Any, last: Any, act: Act) -> Any:
    """A row with what a record ``was`` before ``act``, nobody's doing; None where its ``last`` row tells that."""
    if last is None:
        since = getattr(was, "updated_at", None) or act.at
        return kept_row(was, MADE, Act(None, min(since, act.at - JUST_BEFORE), BEFORE))
    row = kept_row(was, CHANGED, Act(None, act.at - JUST_BEFORE, MEANWHILE))
    return row if values_of(row) != values_of(last) else None


def values_of(row: Any) -> dict[str, Any]:
    """The record's values in a row of history, by column."""
    return {field.attname: field.get_prep_value(getattr(row, field.attname)) for field in type(row).tracked_fields}


def is_kept(model: Any) -> bool:
    """Whether rows of this model have a history."""
    return hasattr(model, "history") and hasattr(model._meta, "simple_history_manager_attribute")
