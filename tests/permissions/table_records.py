"""Rows on films, people, credits, critics, tags, redirects, doubles and merges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essays.models import Credit, Film
from people.models import Person
from tests import build
from tests.permissions.rows import LIST_AGAIN, At, Row, chosen, filled

CSV = {
    "person": b"name\nEd O'Ross\nPeter Boyle\n",
    "film": b"title,year\nSouthern Comfort,1981\n",
    "tag": b"name\nriver film\n",
    "credit": b"",  # a credit's rows name records; what is looked at here is the screen
}


def stock(
    app: str,
    model: str,
    row: str,
    *,
    unused: str = "",
    view: str = "authors",
    edit: str = "editors",
    new: dict[str, Any] | None = None,
    changed: dict[str, Any] | None = None,
    add: str = "",
) -> tuple[Row, ...]:
    """The six screens that Django makes of a model, and the deletion of many.

    ``view`` may look, ``edit`` may change, add and delete. ``row`` and ``unused``, which can be deleted, are names of
    records; ``new`` and ``changed`` are what a form sends beside what it shows.
    """
    screen = f"{app}_{model}"
    of: Callable[[At], tuple[Any, ...]] = lambda at: (at.records[row].pk,)  # noqa: E731
    gone: Callable[[At], tuple[Any, ...]] = lambda at: (at.records[unused or row].pk,)  # noqa: E731
    rows = [
        Row(f"{screen}_changelist", view),
        Row(f"{screen}_add", add or edit),
        Row(f"{screen}_change", view, of=of),
        Row(f"{screen}_history", view, of=of),
        Row(f"{screen}_delete", edit, of=gone),
        Row(
            *(f"{screen}_changelist", view, "delete_selected"),
            does=edit if unused else "",
            answer=LIST_AGAIN,
            send=chosen("delete_selected", lambda at: gone(at)[0], post="yes"),
        ),
    ]
    if new is not None:
        send = filled(f"{screen}_add", lambda at: (), f"{model}_form", **new)
        rows.append(Row(f"{screen}_add", edit, "save", does="=", answer="302", send=send))
    if changed is not None:
        send = filled(f"{screen}_change", of, f"{model}_form", **changed)
        rows.append(Row(f"{screen}_change", edit, "save", does="=", answer="302", of=of, send=send))
    if unused:
        send = lambda at: {"post": "yes"}  # noqa: E731
        rows.append(Row(f"{screen}_delete", edit, "delete", does="=", answer="302", of=gone, send=send))
    return tuple(rows)


def kept(app: str, model: str, row: str, kept_model: str) -> tuple[Row, ...]:
    """The history of records: what was, what is gone, the way back."""
    screen = f"{app}_{model}"

    def moment(at: At) -> tuple[Any, ...]:
        named = {"film": Film, "person": Person, "credit": Credit}
        return at.records[row].pk, at.records["moments"][named[kept_model]]

    def seen(at: At) -> dict[str, Any]:
        shown = at.world.clients["superuser"].get(reverse(f"admin:{screen}_restore", args=moment(at)))
        return {"seen": shown.context["plan"].seen}

    return (
        Row(f"{screen}_deleted", "authors"),
        Row(f"{screen}_restore", "editors", of=moment),
        Row(f"{screen}_restore", "editors", "restore", does="=", answer="302", of=moment, send=seen),
    )


def tables(app: str, model: str) -> tuple[Row, ...]:
    """Records as CSV."""
    screen = f"{app}_{model}"

    def look(at: At) -> dict[str, Any]:
        return {"table": SimpleUploadedFile("some.csv", CSV[model])}

    def store(at: At) -> dict[str, Any]:
        shown = at.world.clients["superuser"].post(reverse(f"admin:{screen}_table"), look(at))
        return {"name": "some.csv", "text": shown.context["text"], "seen": shown.context["report"].seen}

    rows = [
        Row(f"{screen}_export", "authors"),
        Row(f"{screen}_table", "editors"),
        Row(f"{screen}_table", "editors", "look", send=look),
    ]
    if CSV[model]:
        rows.append(Row(f"{screen}_table", "editors", "store", does="=", answer="302", send=store))
    return tuple(rows)


def action(app: str, model: str, name: str, row: str, *, view: str = "authors", does: str = "editors") -> Row:
    """An action of a list on one record."""
    send = chosen(name, lambda at: at.records[row].pk)
    return Row(f"{app}_{model}_changelist", view, name, does=does, answer=LIST_AGAIN, send=send)


def pair(at: At) -> tuple[Any, ...]:
    return "tag", at.records["tag"].pk, at.records["spare tag"].pk


def settled(at: At) -> dict[str, Any]:
    """What the screen of a merge sends where nothing is changed of what it offers."""
    shown = at.world.clients["superuser"].get(reverse("admin:essays_merge_compare", args=pair(at)))
    return {clash.key: side for clash, side in shown.context["clashes"]}


REPORTED: Callable[[At], tuple[Any, ...]] = lambda at: (at.records["reported"].pk,)  # noqa: E731

RECORDS = (
    *stock(
        *("essays", "film", "film"),
        unused="unused film",
        new={"title": "The Driver", "release_year": 1978},
        changed={"synopsis": "Changed."},
    ),
    *kept("essays", "film", "film", "film"),
    *tables("essays", "film"),
    action("essays", "film", "accept", "unused film"),
    action("essays", "film", "hide", "film"),
    *stock(
        *("people", "person", "person"),
        unused="unused person",
        new={"name": "Peter Boyle"},
        changed={"note": "Changed."},
    ),
    *kept("people", "person", "person", "person"),
    *tables("people", "person"),
    action("people", "person", "accept", "unused person"),
    action("people", "person", "hide", "person"),
    # Accepted, a person proposed in an essay is a link of it.
    Row(
        *("people_person_changelist", "authors", "accept one that an essay proposes"),
        does="change & editors",
        answer=LIST_AGAIN,
        send=chosen("accept", lambda at: at.rows.proposed.person_id),
    ),
    *stock(
        *("essays", "credit", "credit"),
        unused="spare",
        new={
            "film": lambda at: at.records["film"].pk,
            "person": lambda at: at.records["other person"].pk,
            "job": "writer",
        },
        changed={"source": "Changed."},
    ),
    *kept("essays", "credit", "credit", "credit"),
    *tables("essays", "credit"),
    action("essays", "credit", "confirm", "credit"),
    *stock(
        *("essays", "critic", "critic"),
        unused="unused critic",
        new={"name": "James Agee"},
        changed={"note": "Changed."},
    ),
    *stock(*("people", "tag", "tag"), unused="spare tag", new={"name": "river film"}, changed={"description": "Cold."}),
    *tables("people", "tag"),
    *stock(
        *("essays", "redirect", "redirect"),
        unused="redirect",
        view="publishers",
        edit="publishers",
        new={"path": "/2010/", "to": "/films/"},
        changed={"path": "/2011"},
    ),
    *stock(
        *("essays", "fixedpage", "page"),
        unused="unused page",
        view="publishers",
        edit="publishers",
        new={"title": "Contact", "slug": "contact"},
        changed={"title": "About us"},
    ),
    Row("essays_errorreport_changelist", "editors"),
    action("essays", "errorreport", "delete_selected", "reported", view="editors", does="nobody"),
    Row("essays_errorreport_add", "nobody"),
    Row("essays_errorreport_change", "editors", of=REPORTED),
    Row("essays_errorreport_history", "editors", of=REPORTED),
    Row("essays_errorreport_delete", "nobody", of=REPORTED),
    Row(
        *("essays_errorreport_change", "editors", "settle"),
        does="=",
        answer="302",
        of=REPORTED,
        send=lambda at: {"state": "done"},
    ),
    *(action("essays", "errorreport", name, "reported", view="editors") for name in ("see_to", "dismiss")),
    *stock("essays", "picture", "picture", unused="unused picture", add="authors", changed={"alt": "Changed."}),
    Row(
        *("essays_picture_choose", "authors", "send"),
        does="=",
        send=lambda at: {"upload": SimpleUploadedFile("river.png", build.drawn(colour="olive"))},
    ),
    Row("essays_picture_choose", "authors"),
    Row(
        *("essays_picture_add", "authors", "save"),
        does="=",
        answer="302",
        send=lambda at: {
            "name": "A street",
            "focus_x": "50",
            "focus_y": "50",
            "upload": SimpleUploadedFile("street.png", build.drawn(colour="navy")),
        },
    ),
    *stock("essays", "double", "double", view="editors", edit="nobody"),
    Row("essays_double_look", "editors", "look", does="=", answer="302"),
    Row("essays_double_look", "staff", answer="405"),
    action("essays", "double", "dismiss", "double", view="editors"),
    action("essays", "double", "reopen", "dismissed", view="editors"),
    *stock("essays", "merge", "merge", view="editors", edit="nobody"),
    Row("essays_merge_choose", "editors", of=lambda at: ("film", at.records["film"].pk)),
    Row("essays_merge_compare", "editors", of=pair),
    Row("essays_merge_compare", "editors", "merge", does="=", answer="302", of=pair, send=settled),
    Row("essays_merge_undo", "staff", answer="405", of=lambda at: (at.records["merge"].pk,)),
    Row(
        *("essays_merge_undo", "editors", "undo"),
        does="=",
        answer="302",
        of=lambda at: (at.records["merge"].pk,),
    ),
)
