"""The cells of the matrix, and the look at one: who asks, what is answered, and whether a row was changed."""

from __future__ import annotations

import hashlib
import logging
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse

from tests.desk.test_roles import STATES
from tests.permissions.addresses import addresses
from tests.permissions.rows import At, Row
from tests.permissions.rules import holds
from tests.permissions.world import ROLES, World

METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # tried beside what the table names
# What a look may write: that a form is open, who logged in; a number that counts writes.
UNWATCHED = {"essays_autosave", "essays_siteversion"}
_WRITE = re.compile(r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|COPY)\s+[\"`]?(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the table, tried by one role on one essay, by the table's deed or by another method."""

    row: Row
    role: str
    whose: str = ""
    state: str = ""
    method: str = ""  # empty where it is the row's own

    def __str__(self) -> str:
        what = f"{self.row.screen} {self.method}" if self.method else self.row.name
        return ", ".join(part for part in (what, self.role, self.whose, self.state) if part)

    @property
    def is_let_in(self) -> bool:
        return holds(self.row.who, self.role, self.whose, self.state)

    @property
    def changes(self) -> bool:
        return not self.method and holds(self.row.effect, self.role, self.whose, self.state)

    @property
    def expected(self) -> set[str]:
        """The answers that are right."""
        if self.role == "anonymous" and self.row.who != "anybody":
            return {"login"}
        if self.is_let_in:
            return set(self.row.answer.split("|"))
        reach = "own" if "own" in self.row.who else "reach"
        if self.row.unreached and not holds(reach, self.role, self.whose, self.state):
            return {self.row.unreached}
        return {self.row.refused}


def cells(table: Sequence[Row]) -> Iterator[Cell]:
    """Every cell: each row by each role, on an essay of their own and another's in each state where that matters."""
    deeds = {(row.screen, row.deed) for row in table}
    without_data = {row.screen for row in table if row.deed and not _sends(row)}
    for row in table:
        methods: tuple[str, ...] = ("",)
        if not row.deed:
            methods += tuple(m for m in METHODS if m != "POST" or row.screen not in without_data)
        for role, (whose, state), method in product(ROLES, _places(row), methods):
            if role != "anonymous" or whose != "own":
                yield Cell(row, role, whose, state, method)
    assert len(deeds) == len(table), "two rows of the table say the same"


def _sends(row: Row) -> bool:
    """Whether a row's deed needs any data: without, a bare POST is the deed itself."""
    return row.send is not Row.__dataclass_fields__["send"].default


def _places(row: Row) -> list[tuple[str, str]]:
    if row.is_about_essays:
        return list(product(("own", "another's"), STATES))
    return [("own", ""), ("another's", "")] if row.is_about_owners else [("", "")]


def sample(table: Sequence[Row], *, seed: int, each: int) -> list[Cell]:
    """Some of the cells: of each row, as its own deed, one that is let in, one that is not, and ``each`` others."""
    choose = random.Random(seed)  # noqa: S311
    taken: list[Cell] = []
    every = list(cells(table))
    for row in table:
        of_row = [cell for cell in every if cell.row is row]
        choose.shuffle(of_row)
        of_row.sort(key=lambda cell: cell.method != "")
        first = {cell.is_let_in: cell for cell in reversed(of_row) if not cell.method}
        rest = [cell for cell in of_row if cell not in first.values()]
        taken += [*first.values(), *choose.sample(rest, min(each, len(rest)))]
    return taken


def look(cell: Cell, world: World) -> str:
    """What is wrong with a cell; empty where it is as the table says. The database is as it was afterwards."""
    at = At(world, cell.role, cell.whose, cell.state)
    watched = _watched(also=cell.row.watches)
    logging.disable(logging.CRITICAL)  # each refusal would be a page of it
    with transaction.atomic():
        before = world.prints.get(cell.row.watches) or world.prints.setdefault(cell.row.watches, _print_of(watched))
        address = address_of(cell.row, at)
        sent = dict(cell.row.send(at)) if cell.row.deed and not cell.method else {}
        written: set[str] = set()
        with connection.execute_wrapper(_noting(written)):
            response = _ask(world, cell, address, sent)
        is_changed = bool(written & set(watched)) and _print_of(watched) != before
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    world.clients[cell.role].cookies.pop("messages", None)
    return _fault(cell, response, is_changed, at)


def _ask(world: World, cell: Cell, address: str, sent: dict[str, Any]) -> Any:
    client = world.clients[cell.role]
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    kept = session.value if session else None
    is_get = not cell.method and (not cell.row.deed or cell.row.deed.startswith("GET"))
    response = (
        client.generic(cell.method, address)
        if cell.method and cell.method != "POST"
        else (client.get(address) if is_get else client.post(address, sent))
    )
    if kept is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = kept  # whatever became of it in there was rolled back
    else:
        client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    return response


def _fault(cell: Cell, response: Any, is_changed: bool, at: At) -> str:
    answer, expected, faults = _answer(response), cell.expected, []
    if is_changed != cell.changes:
        faults.append("a row was changed" if is_changed else "no row was changed")
    if cell.method:
        # A method that the table does not name gets no further than a look, and who is not let in gets nothing.
        if answer.startswith("5"):
            faults.append(f"answered {answer}")
            return f"{cell}: {', '.join(faults)}"
        if cell.is_let_in and cell.method != "HEAD":
            expected = {answer}
        elif cell.method != "HEAD":
            expected |= {"400", "403", "405"}
    if answer not in expected:
        faults.append(f"answered {answer}, not {' or '.join(sorted(expected))}")
    if _tells(cell, response, at):
        faults.append("told the headline of an essay that is not theirs")
    return f"{cell}: {', '.join(faults)}" if faults else ""


def _tells(cell: Cell, response: Any, at: At) -> bool:
    """Whether an answer holds the headline of somebody else's essay that readers do not see."""
    is_hidden = cell.whose == "another's" and cell.state != "published"
    if not is_hidden or holds("reach", cell.role, cell.whose, cell.state):
        return False
    body = b"".join(response.streaming_content) if response.streaming else response.content
    told = f"{body.decode(errors='replace')} {response.get('Location', '')}"
    return at.rows.secret in told or at.rows.essay.slug in told


def _answer(response: Any) -> str:
    if response.status_code in (301, 302):
        location = response["Location"]
        if location.startswith(reverse("admin:login")):
            return "login"
        return "gone" if location == reverse("admin:index") else "302"
    return str(response.status_code)


def address_of(row: Row, at: At) -> str:
    """The row's address."""
    args = row.of(at)
    try:
        address = reverse(f"admin:{row.screen}", args=args)
    except NoReverseMatch:
        try:
            address = reverse(row.screen, args=args)
        except NoReverseMatch:  # one without a name
            route = re.sub(r"<[^>]+>|\(\?P<[^>]+>[^)]*\)\$?", "{}", addresses()[row.screen])
            address = f"/{settings.ADMIN_PATH}/{route.format(*args)}"
    return address + row.query(at)


def _watched(*, also: str = "") -> list[str]:
    """The tables in which nothing may change but by right."""
    models = [model for app in ("essays", "people") for model in apps.get_app_config(app).get_models()]
    tables = {model._meta.db_table for model in models}
    many = {field.m2m_db_table() for model in models for field in model._meta.local_many_to_many}
    return sorted(((tables | many | {"auth_group", "auth_group_permissions"}) - UNWATCHED) | ({also} - {""}))


def _noting(written: set[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITE.match(sql):
            written.add(found.group(1).lower())
        return execute(sql, params, many, context)

    return note


def _print_of(tables: Sequence[str]) -> str:
    """A hash over all rows of the tables."""
    told = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            told.update(repr(sorted(map(repr, cursor.fetchall()))).encode())
    return told.hexdigest()
