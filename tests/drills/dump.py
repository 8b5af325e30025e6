"""All that a database holds, in a form that does not depend on ids, order or the clock."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

# Values that the clock gives, and hashes over them.
CLOCK = "created_at updated_at read_at saved_at found_at left_at published_at live_from live_until seen_from seen_until"
LEFT_OUT = frozenset((*CLOCK.split(), "hash", "previous_hash"))
IDS_IN_JSON = frozenset({"id", "film", "critic", "tag", "at", "published_at"})
RECORD = re.compile(r'data-(film|person)="(\d+)"')
FACET = re.compile(r"([cdfpt])_(\d+)")
FACET_MODELS = {
    "c": ("essays", "Critic"),
    "f": ("essays", "Film"),
    "t": ("people", "Tag"),
    **dict.fromkeys("dp", ("people", "Person")),
}


def dump() -> list[str]:
    """A line for each row of our tables, sorted."""
    labels = _Labels()
    rows = [line for model in _models() for line in _lines(model, labels)]
    return sorted(rows)


def digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _models() -> Iterator[type[Model]]:
    for app in ("people", "essays"):
        yield from apps.get_app_config(app).get_models()


class _Labels:
    """What a row is called instead of its id."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], str] = {}

    def of(self, model: type[Model], pk: int | None) -> str | None:
        if pk is None:
            return None
        key = (model.__name__, pk)
        if key not in self._known:
            row = model._default_manager.get(pk=pk)
            self._known[key] = f"{model.__name__}:{_label(row, self)}"
        return self._known[key]


def _label(row: Any, labels: _Labels) -> str:
    if type(row).__name__ == "Mention":
        return f"{labels.of(type(row.essay), row.essay_id)} {row.start}-{row.end} {row.exact}"
    for name in ("slug", "sha256", "username", "name"):
        if hasattr(row, name):
            return f"{getattr(row, name)} {getattr(row, 'name', '')}"
    raise LookupError(f"no label for {row!r}")


def _lines(model: type[Model], labels: _Labels) -> Iterator[str]:
    for row in model._default_manager.order_by("pk").iterator(chunk_size=500):
        said: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            if field.primary_key or field.name in LEFT_OUT:
                continue
            value = getattr(row, field.attname)
            if field.name == "facets":
                said[field.name] = sorted(_facet(mark, labels) for mark in value.split())
            elif field.is_relation:
                said[field.name] = labels.of(field.related_model, value)
            else:
                said[field.name] = _plain(value, labels)
        yield f"{model.__name__} {json.dumps(said, sort_keys=True, ensure_ascii=False)}"


def _plain(value: Any, labels: _Labels) -> Any:
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    if isinstance(value, dict):
        return {key: _plain(inner, labels) for key, inner in value.items() if key not in IDS_IN_JSON or key == "film"}
    if isinstance(value, list):
        return [_plain(inner, labels) for inner in value]
    if isinstance(value, str):
        return RECORD.sub(lambda link: _named(link, labels), value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _named(link: re.Match[str], labels: _Labels) -> str:
    model = apps.get_model("essays", "Film") if link[1] == "film" else apps.get_model("people", "Person")
    return f'data-{link[1]}="{labels.of(model, int(link[2]))}"'


def _facet(mark: str, labels: _Labels) -> str:
    """A mark of the search index, with what its record is called instead of its id."""
    by_id = FACET.fullmatch(mark)
    return f"{by_id[1]}_{labels.of(apps.get_model(*FACET_MODELS[by_id[1]]), int(by_id[2]))}" if by_id else mark
