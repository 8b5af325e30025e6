"""A number that grows with every write to what readers may see, whoever writes: kept pages are kept by it.

Watched are the statements themselves, so that no way of writing can forget it. What only the desk sees is left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from people.rows import Row

# Models of which no page shows anything; all others of ours, new ones too, are taken to be seen.
DESK_ONLY = frozenset(
    {
        "account", "autosave", "barredwords", "delivereddocument", "deliveredfile", "delivery", "double", "filmkey",
        "errorreport", "finding", "linkingrun", "marginnote", "mentioncandidate", "merge", "personkey",
        "previewlink", "reviewrequest", "revision", "savedfilter", "siteversion", "waitingdraft",
    }
)  # fmt: skip
OURS = ("essays", "people")
# The fixed pages in the foot of each page, as JSON.
FOOTER = {
    "sqlite": "SELECT json_group_array(json_array(position, id, title, slug))",
    "postgresql": "SELECT json_agg(json_build_array(position, id, title, slug))",
}
_WRITE = re.compile(r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|COPY)\s+[\"`]?(\w+)", re.IGNORECASE)


class SiteVersion(Row):
    """One row at most; none before the first write."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers see at a moment: by the writes so far and by the planned times that have passed."""

    number: int
    passed: int  # essays whose planned time has passed and whose rows do not say so yet
    next_at: dt.datetime | None  # when the next planned time passes
    chosen: Mapping[str, Any] = field(default_factory=dict, compare=False)  # columns of the site's settings
    footer: tuple[tuple[str, str], ...] = field(default=(), compare=False)  # titles and addresses of fixed pages
    logo: tuple[str, int, int] | None = field(default=None, compare=False)  # its folder, how wide and high


def seen_at(now: dt.datetime) -> Seen:
    """The version of the site at ``now`` and its settings, in one query. Ask before reading what it is to stand for."""
    connection = connections["default"]
    at = connection.ops.adapt_datetimefield_value(now)
    question, columns = _question(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(question, [at, at])
        number, passed, next_at, footer, *logo_and_values = cursor.fetchone()
    (folder, width, height), values = logo_and_values[:3], logo_and_values[3:]
    if isinstance(next_at, str):
        next_at = dt.datetime.fromisoformat(next_at).replace(tzinfo=dt.UTC)
    footer = json.loads(footer) if isinstance(footer, str) else footer or []
    pages = tuple((title, slug) for _, _, title, slug in sorted(footer))
    logo = (folder, width, height) if folder else None
    return Seen(number or 0, passed, next_at, dict(zip(columns, values, strict=True)), pages, logo)


@cache
def _question(vendor: str) -> tuple[str, tuple[str, ...]]:
    """What ``seen_at`` asks, and the columns of the settings in it: the same for every request."""
    columns = tuple(str(one.column) for one in apps.get_model("essays", "SiteSettings")._meta.concrete_fields)
    question = (
        "SELECT (SELECT max(number) FROM essays_siteversion),"  # noqa: S608 - the names are of our own model
        " (SELECT count(*) FROM essays_essay WHERE planned_at <= %s),"
        " (SELECT min(planned_at) FROM essays_essay WHERE planned_at > %s),"
        f" ({FOOTER[vendor]} FROM essays_fixedpage WHERE is_published AND in_footer),"
        f" logo.folder_name, logo.width, logo.height, {', '.join(f's.{column}' for column in columns)}"
        " FROM (SELECT 1) one LEFT JOIN essays_sitesettings s ON s.id = 1"
        " LEFT JOIN essays_picture logo ON logo.id = s.logo_id"
    )
    return question, columns


def watch(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Watch the statements of a new connection. A receiver of ``connection_created``."""
    if connection.alias == "default" and _look not in connection.execute_wrappers:
        connection.execute_wrappers.append(_look)


def is_seen(model: type[models.Model]) -> bool:
    """Whether pages show anything of these rows."""
    return model._meta.db_table in _seen_tables()


def readers_see_a_change(connection: BaseDatabaseWrapper) -> None:
    """Make the version a new one: once a transaction, and not before others see what it wrote.

    SQLite has one writer at a time, and the number grows within the transaction. On PostgreSQL that would make all
    writers wait for one another: there it grows right after.
    """
    if any(entry[1] in (_grow, _mark) for entry in connection.run_on_commit):
        return
    if connection.vendor == "sqlite":
        _grow()
        if connection.in_atomic_block:
            transaction.on_commit(_mark)
    else:
        transaction.on_commit(_grow, robust=True)


def _look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    result = execute(sql, params, many, context)
    if (found := _WRITE.match(sql)) and found[1] in _seen_tables():
        readers_see_a_change(context["connection"])
    return result


def _mark() -> None:
    """Stands in a transaction whose version has grown."""


def _grow() -> None:
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE essays_siteversion SET number = number + 1")
            if not cursor.rowcount:
                cursor.execute("INSERT INTO essays_siteversion (number) VALUES (1)")
    except DatabaseError:
        if SiteVersion._meta.db_table in connection.introspection.table_names():
            raise
        # Rows are written by an earlier migration than the one that makes the table.


@cache
def _seen_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.model_name not in DESK_ONLY
    )
