"""The permission matrix, a seeded sample of it; all of it is ``python -m tests.drills.permissions``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.permissions.addresses import actions, addresses, steps
from tests.permissions.cells import Cell, look, sample
from tests.permissions.rows import Row
from tests.permissions.table import TABLE
from tests.permissions.world import World, build_world

SEED = 1988


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def test_every_address_of_the_desk_has_a_row_and_every_row_an_address() -> None:
    assert {row.screen for row in TABLE} == set(addresses())


def test_every_action_of_a_list_and_every_button_of_a_form_has_a_row() -> None:
    named = {(row.screen, row.deed) for row in TABLE}
    assert (actions() | steps()) - named == set()


@pytest.mark.slow
def test_a_sample_of_every_row_is_as_the_table_says(world: World) -> None:
    faults = [fault for cell in sample(TABLE, seed=SEED, each=1) if (fault := look(cell, world))]
    assert not faults, "\n".join(faults)


def test_a_wrong_row_is_found(world: World) -> None:
    saving = next(row for row in TABLE if row.name == "essays_essay_change save")
    own = Cell(saving, "author", "own", "draft")
    assert look(own, world) == ""
    nobody, shut = replace(saving, does="nobody"), replace(saving, who="publishers", does="=", refused="403")
    assert "a row was changed" in look(replace(own, row=nobody), world)
    assert "answered 302, not 403" in look(replace(own, row=shut), world)
    lists: Row = next(row for row in TABLE if row.name == "essays_essay_changelist GET")
    assert "no row was changed" in look(Cell(replace(lists, does="authors"), "author"), world)
