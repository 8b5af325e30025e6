"""The values of the table: what an address or a deed needs, and what becomes of who has it and who has it not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from tests.admin.forms import filled_form
from tests.permissions.rules import is_about_essays
from tests.permissions.world import EssayRows, World

Sent = Mapping[str, Any]
LIST_AGAIN = "200|302|403"  # what a list answers to an action, also to one it does not offer: nothing comes of that


@dataclass(frozen=True, slots=True)
class At:
    """The place of a cell in the world: who is at which row."""

    world: World
    role: str
    whose: str
    state: str

    @property
    def rows(self) -> EssayRows:
        """The essay and what hangs on it."""
        return self.world.essay_of(self.role, self.whose or "own", self.state or "draft")

    @property
    def records(self) -> dict[str, Any]:
        return self.world.records

    def saved_filter(self) -> Any:
        return self.world.filter_of(self.role, self.whose)

    def delivery(self, kind: str) -> Any:
        return self.world.delivery_of(self.role, self.whose, kind)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Without a ``deed`` it is about looking: GET and HEAD.

    ``who`` is let in and gets the ``answer``; ``does`` says in whose case rows are changed by it, nobody's where it is
    empty, just theirs where it is "=". An ``answer`` is a status, or "login" and "gone": led to the log-in, or to the
    desk's first page with “doesn't exist”. ``unreached`` is the answer to who works on no such essay, ``refused`` to
    all others who may not.
    """

    screen: str
    who: str
    deed: str = ""
    does: str = ""
    answer: str = "200"
    refused: str = "403"
    unreached: str = ""
    of: Callable[[At], tuple[Any, ...]] = field(default=lambda at: ())
    query: Callable[[At], str] = field(default=lambda at: "")
    send: Callable[[At], Sent] = field(default=lambda at: {})
    watches: str = ""  # a table that is looked at for this row alone: what is typed and not saved

    @property
    def name(self) -> str:
        return f"{self.screen} {self.deed or 'GET'}"

    @property
    def effect(self) -> str:
        """The rule on whose deed changes something."""
        return self.who if self.does == "=" else self.does or "nobody"

    @property
    def is_about_essays(self) -> bool:
        return is_about_essays(f"{self.who} & {self.effect}") or self.unreached != ""

    @property
    def is_about_owners(self) -> bool:
        return self.is_about_essays or "own" in self.who or "mine" in self.who


def chosen(action: str, pk: Callable[[At], Any], **more: Any) -> Callable[[At], Sent]:
    """What a list sends of an action on one row."""
    return lambda at: {"action": action, ACTION_CHECKBOX_NAME: [pk(at)], **more}


def filled(screen: str, of: Callable[[At], tuple[Any, ...]], form_id: str, **changed: Any) -> Callable[[At], Sent]:
    """A form as a superuser sees it, with some fields changed.

    Where the row is read only, as in the wastebasket, what is sent is a guess: there is no form to forge.
    """

    def send(at: At) -> Sent:
        address = reverse(f"admin:{screen}", args=of(at))
        shown = at.world.clients["superuser"].get(address)
        form = filled_form(shown, form_id) if shown.status_code == 200 else {}
        return form | {name: value(at) if callable(value) else value for name, value in changed.items()}

    return send
