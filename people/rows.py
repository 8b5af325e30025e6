"""What every row keeps: values that each database we claim can store, and derived fields that follow their source.

SQLite stores what PostgreSQL refuses: a NUL in a text, a number too large for its column. A row that passes
``full_clean`` is stored by both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

# Tab and line ends are text; NEL (U+0085) is a line end of old systems. The same as a document may hold.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_UNSTORABLE_IN_JSON = re.compile(r"\\[ubf]|[\x7f-\x84\x86-\x9f\ud800-\udfff]")
_INTEGER_RANGES = BaseDatabaseOperations.integer_field_ranges


class Row(models.Model):
    """The base of our models."""

    derived_fields: ClassVar[Mapping[str, Collection[str]]] = {}  # field -> fields that are derived from it
    remembered_fields: ClassVar[Collection[str]] = ()  # fields whose stored value ``self.stored`` keeps

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what is derived; of ``update_fields``, what is derived from them is saved besides."""
        only = kwargs.get("update_fields")
        if only is None or any(name in self.derived_fields for name in only):
            self.derive_keys()
        if only is not None:
            only = kwargs["update_fields"] = {*only, *(d for name in only for d in self.derived_fields.get(name, ()))}
        super().save(*args, **kwargs)
        saved = self.remembered_fields if only is None else [n for n in self.remembered_fields if n in only]
        self.after_save(saved)
        self._remember(saved)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        if cls.remembered_fields:
            row._remember(cls.remembered_fields)
        return row

    @property
    def stored(self) -> dict[str, Any]:
        """The values of the remembered fields as the database has them; empty for a new row."""
        return self.__dict__.setdefault("_stored", {})

    def _remember(self, names: Collection[str]) -> None:
        self.stored.update({name: self.__dict__[name] for name in names if name in self.__dict__})

    def derive_keys(self) -> None:
        """Fill what follows from other fields. Called before a row is checked and before it is saved."""

    def full_clean(self, exclude: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        left_out = set(exclude or ())
        self._refuse_unstorable_values(left_out)  # first, since nothing can be derived from half a surrogate pair
        self.derive_keys()
        super().full_clean(left_out, *args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self._refuse_unstorable_values(exclude or ())
        super().clean_fields(exclude)

    def after_save(self, saved: Collection[str]) -> None:
        """Write the rows that follow from this one. ``saved`` names the remembered fields that were written;
        ``stored`` still has what they were before."""

    def _refuse_unstorable_values(self, exclude: Collection[str]) -> None:
        errors = {}
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if value is None or field.name in exclude:
                continue
            if sentence := _why_unstorable(field, value):
                errors[field.name] = sentence
        if errors:
            raise ValidationError(errors)


def _why_unstorable(field: models.Field[Any, Any], value: Any) -> str:
    """Why a database refuses ``value`` in ``field``, in a sentence; empty where none does."""
    if isinstance(value, int) and (span := _INTEGER_RANGES.get(field.get_internal_type())):
        low, high = span
        return "" if low <= value <= high else f"Give a number from {low} to {high}."
    if isinstance(value, dict | list) and _is_plainly_storable(value):
        return ""
    for text in (value,) if isinstance(value, str) else _texts(value):
        if found := _UNSTORABLE.search(text):
            code = f"U+{ord(found.group()):04X}"
            return f"Character {found.start() + 1:,} is {code}, which no text may hold; remove it."
    return ""


def _is_plainly_storable(value: Any) -> bool:
    """Whether the JSON of ``value``, which is made fast, shows no text to refuse; else each text is looked at."""
    try:
        return not _UNSTORABLE_IN_JSON.search(json.dumps(value, ensure_ascii=False))
    except (TypeError, ValueError):
        return False


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, those in lists and mappings included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def refuse_a_taken_key(row: models.Model, *, key: str, shown: str) -> None:
    """Raise ValidationError on field ``shown`` where another row has the same derived ``key``.

    A form leaves derived fields out of its own check, so that a second spelling of one name would be a server error.
    """
    others = type(row)._default_manager.exclude(pk=row.pk)
    if other := others.filter(**{key: getattr(row, key)}).first():
        raise ValidationError({shown: f"“{other}” is there already, and is the same but for spelling."})
