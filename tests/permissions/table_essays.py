"""Rows on essays and what hangs on them: links, findings, sources, words barred, documents on their way in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from tests.permissions.rows import LIST_AGAIN, At, Row, chosen, filled

Of = Callable[[At], tuple[Any, ...]]
ESSAY: Of = lambda at: (at.rows.essay.pk,)  # noqa: E731
MENTION: Of = lambda at: (at.rows.undecided.pk,)  # noqa: E731
FINDING: Of = lambda at: (at.rows.finding.pk,)  # noqa: E731
SOURCE: Of = lambda at: (at.rows.source.pk,)  # noqa: E731
BARRED: Of = lambda at: (at.rows.barred.pk,)  # noqa: E731
FILTER: Of = lambda at: (at.saved_filter().pk,)  # noqa: E731
FORM = ("essays_essay_change", ESSAY, "essay_form")
# The right that the step of a button needs beside the one to change the essay.
STEP_RIGHTS = {
    "submit": "authors",
    "approve": "editors",
    "return_to_draft": "editors",
    "publish": "publishers",
    "withdraw": "publishers",
}
DEED_OF = {"return_to_draft": "return"}


def listed(model: str, pk: Callable[[At], Any], **actions: str) -> tuple[Row, ...]:
    """A list and its actions. Who may open it is always led back to it: an action that they may not does nothing."""
    screen = f"essays_{model}_changelist"
    rows = [Row(screen, "authors")]
    for action, does in actions.items():
        send = chosen(action, pk, post="yes", apply="1", tag=lambda at: at.records["spare tag"].pk)
        rows.append(Row(screen, "authors", action, does=does, answer=LIST_AGAIN, send=_resolved(send)))
    return tuple(rows)


def _resolved(send: Callable[[At], Any]) -> Callable[[At], Any]:
    return lambda at: {name: value(at) if callable(value) else value for name, value in send(at).items()}


def beside(name: str, of: Of = ESSAY, who: str = "reach", **more: Any) -> Row:
    """A screen beside an essay's form."""
    more = {"unreached": "403"} | more
    return Row(f"essays_essay_{name}", who, of=of, **more)


def go_back(at: At) -> tuple[Any, ...]:
    return at.rows.essay.pk, 1


def tomorrow(at: At) -> dict[str, Any]:
    here = timezone.localtime() + dt.timedelta(days=1)
    times = {"publish_at": here.strftime("%Y-%m-%dT%H:%M"), "withdraw_at": "2998-01-01T00:00"}
    return {**times, "confirmed": "1"}


ESSAY_ROWS = (
    *listed(
        "essay",
        lambda at: at.rows.essay.pk,
        submit_selected="submit",
        publish_selected="publish",
        withdraw_selected="withdraw",
        add_tag="change",
        discard_selected="discard",
        delete_selected="nobody",
    ),
    Row(
        "essays_essay_changelist",
        "authors",
        "put_back",
        does="take-back",
        answer=LIST_AGAIN,
        query=lambda at: "?wastebasket=open",
        send=chosen("put_back", lambda at: at.rows.essay.pk),
    ),
    Row(
        *("essays_essay_changelist", "authors", "remove_tag"),
        does="change",
        answer=LIST_AGAIN,
        send=_resolved(
            chosen("remove_tag", lambda at: at.rows.essay.pk, apply="1", tag=lambda at: at.records["tag"].pk)
        ),
    ),
    Row(
        *("essays_essay_changelist", "authors", "assign"),
        does="change & editors",
        answer=LIST_AGAIN,
        send=_resolved(
            chosen("assign", lambda at: at.rows.essay.pk, apply="1", owner=lambda at: at.records["colleague"].pk)
        ),
    ),
    Row("essays_essay_calendar", "authors"),
    Row("essays_essay_filters", "authors"),
    Row(
        *("essays_essay_filters", "authors", "save"),
        does="=",
        answer="302",
        send=lambda at: {"name": "Drafts", "query": "status__exact=draft"},
    ),
    Row("essays_essay_filter_rename", "authors & mine", of=FILTER, answer="405", refused="404"),
    Row(
        *("essays_essay_filter_rename", "authors & mine", "rename"),
        does="=",
        answer="302",
        of=FILTER,
        refused="404",
        send=lambda at: {"name": "Later"},
    ),
    Row("essays_essay_filter_delete", "authors & mine", of=FILTER, refused="404"),
    Row(
        *("essays_essay_filter_delete", "authors & mine", "delete"),
        does="=",
        answer="302",
        of=FILTER,
        refused="404",
    ),
    Row("essays_essay_add", "authors"),
    Row(
        "essays_essay_add",
        "authors",
        "save",
        does="=",
        answer="302",
        send=filled("essays_essay_add", lambda at: (), "essay_form", headline="Written", body="Snow."),
    ),
    Row(
        "essays_essay_add",
        "publishers",
        "publish",
        does="=",
        answer="302",
        send=filled("essays_essay_add", lambda at: (), "essay_form", headline="Written", body="Snow.", _step="publish"),
    ),
    Row("essays_essay_change", "reach", of=ESSAY, unreached="gone"),
    Row(
        *("essays_essay_change", "change", "save"),
        does="=",
        answer="302",
        unreached="gone",
        of=ESSAY,
        send=filled(*FORM, standfirst="Changed."),
    ),
    *(
        Row(
            *("essays_essay_change", f"change & {right}", step),
            does=f"change & {DEED_OF.get(step, step)}",
            answer="302",
            unreached="gone",
            of=ESSAY,
            send=filled(*FORM, _step=step),
        )
        for step, right in STEP_RIGHTS.items()
    ),
    *(
        Row(
            *("essays_essay_change", "change", step),
            answer="302",
            unreached="gone",
            of=ESSAY,
            send=filled(*FORM, _step=step),
        )
        for step in ("schedule", "review")
    ),
    Row("essays_essay_delete", "bin", answer="200|302", of=ESSAY, unreached="gone"),
    Row("essays_essay_delete", "bin", "discard", does="discard", answer="302", of=ESSAY, unreached="gone"),
    Row("essays_essay_restore", "reach", of=ESSAY, answer="405", refused="405"),
    Row("essays_essay_restore", "bin", "take back", does="take-back", answer="302", of=ESSAY, unreached="gone"),
    Row("essays_essay_autosave_new", "authors", answer="405"),
    Row("essays_essay_forget_new", "authors", answer="405"),
    Row("essays_essay_autosave", "reach", of=ESSAY, answer="405", unreached="404"),
    Row("essays_essay_forget", "reach", of=ESSAY, answer="405", unreached="404"),
    *(
        Row(
            f"essays_essay_autosave{new}",
            who,
            "keep",
            does="=",
            of=of,
            send=lambda at: {"changed": "1", "headline": "Typed"},
            watches="essays_autosave",
            unreached=unreached,
        )
        for new, who, of, unreached in (("_new", "authors", lambda at: (), ""), ("", "reach", ESSAY, "404"))
    ),
    *(
        Row(f"essays_essay_forget{new}", who, "forget", answer="302", of=of, unreached=unreached)
        for new, who, of, unreached in (("_new", "authors", lambda at: (), ""), ("", "reach", ESSAY, "404"))
    ),
    beside("history", unreached="404"),
    beside("compare", unreached="404", query=lambda at: "?from=1&to=2"),
    beside("go_back", go_back, "change", unreached="404"),
    Row(
        *("essays_essay_go_back", "change", "restore"),
        does="=",
        answer="302",
        unreached="404",
        of=go_back,
        send=lambda at: {"base_version": at.rows.essay.version},
    ),
    beside("review", who="ask", unreached="404"),
    Row(
        *("essays_essay_review", "ask", "ask"),
        does="=",
        answer="302",
        unreached="404",
        of=ESSAY,
        send=lambda at: {"ask": "1", "reviewer": at.world.accounts["superuser"].pk},
    ),
    beside("schedule", who="change & publishers", unreached="403"),
    Row(
        *("essays_essay_schedule", "change & publishers", "schedule"),
        does="=",
        answer="302",
        unreached="403",
        of=ESSAY,
        send=tomorrow,
    ),
    beside("share", who="editors & reach"),
    Row(
        *("essays_essay_share", "editors", "make"),
        does="editors & kept",
        answer="302",
        of=ESSAY,
        send=lambda at: {"make": "1", "revision": 2, "days": 7},
    ),
    Row(
        *("essays_essay_share", "editors & reach", "close"),
        does="=",
        answer="302",
        of=ESSAY,
        send=lambda at: {"close": at.rows.link.pk},
    ),
)


DRAFT = ("essays_essay_draft", ESSAY, "essay_form")
DRAFT_ROWS = (
    beside("draft", who="drafted", unreached="404"),
    Row(
        *("essays_essay_draft", "drafted", "save"),
        does="=",
        answer="302",
        unreached="404",
        of=ESSAY,
        send=filled(*DRAFT, standfirst="Drafted otherwise."),
    ),
    beside("draft_changes", who="drafted", unreached="404", refused="404"),
    beside("draft_publish", who="change", answer="405", unreached="404"),
    Row(
        *("essays_essay_draft_publish", "change", "publish"),
        does="change & drafted",
        answer="302",
        unreached="404",
        of=ESSAY,
        send=lambda at: {"seen": 3},
    ),
    beside("draft_discard", who="end", answer="405", unreached="404"),
    Row(
        *("essays_essay_draft_discard", "end", "throw away"),
        does="drafted",
        answer="302",
        unreached="404",
        of=ESSAY,
        send=lambda at: {"seen": 3},
    ),
    beside("autosave_draft", answer="405", unreached="404"),
    Row(
        *("essays_essay_autosave_draft", "reach", "keep"),
        does="=",
        of=ESSAY,
        send=lambda at: {"changed": "1", "headline": "Typed"},
        watches="essays_autosave",
        unreached="404",
    ),
    beside("forget_draft", answer="405", unreached="404"),
    Row("essays_essay_forget_draft", "reach", "forget", answer="302", of=ESSAY, unreached="404"),
    beside("notes", unreached="404"),
    Row(
        *("essays_essay_notes", "reach", "write"),
        does="kept",
        answer="200|302",
        unreached="404",
        of=ESSAY,
        send=lambda at: {"write": "1", "passage": "Red Heat", "text": "Which of the two?"},
    ),
    Row(
        *("essays_essay_notes", "reach", "resolve"),
        does="kept",
        answer="200|302",
        unreached="404",
        of=ESSAY,
        send=lambda at: {"do": "resolve", "note": at.rows.note.pk},
    ),
)


def decide(at: At) -> dict[str, Any]:
    return {"decision": "nothing", "mention": at.rows.undecided.pk}


HANGING_ROWS = (
    *listed(
        "mention",
        lambda at: at.rows.undecided.pk,
        never_here="change",
        never_in_the_essay="change",
        delete_selected="nobody",
    ),
    Row(
        *("essays_mention_changelist", "authors", "accept_people"),
        does="change",
        answer=LIST_AGAIN,
        send=chosen("accept_people", lambda at: at.rows.proposed.pk),
    ),
    Row("essays_mention_add", "nobody"),
    Row("essays_mention_delete", "nobody", of=MENTION),
    Row("essays_mention_history", "reach", of=MENTION, unreached="gone"),
    Row("essays_mention_change", "reach", of=MENTION, unreached="gone"),
    Row(
        *("essays_mention_change", "change", "decide"),
        does="=",
        answer="302",
        unreached="gone",
        of=MENTION,
        send=filled("essays_mention_change", MENTION, "mention_form", decision="never"),
    ),
    Row("essays_mention_decide", "authors"),
    Row("essays_mention_decide", "authors", "decide", does="change", answer="302", send=decide),
    Row("essays_mention_decide_essay", "reach", of=ESSAY, unreached="404"),
    Row(
        *("essays_mention_decide_essay", "reach", "decide"),
        does="change",
        answer="302",
        unreached="404",
        of=ESSAY,
        send=decide,
    ),
    *listed("finding", lambda at: at.rows.finding.pk, dismiss="change", delete_selected="nobody"),
    Row("essays_finding_add", "nobody"),
    Row("essays_finding_delete", "nobody", of=FINDING),
    Row("essays_finding_history", "reach", of=FINDING, unreached="gone"),
    Row("essays_finding_change", "reach", of=FINDING, unreached="gone"),
    Row(
        *("essays_finding_change", "change", "dismiss"),
        does="=",
        answer="302",
        unreached="gone",
        of=FINDING,
        send=filled("essays_finding_change", FINDING, "finding_form", state="dismissed"),
    ),
    *listed("source", lambda at: at.rows.source.pk, delete_selected="nobody"),
    Row("essays_source_add", "nobody"),
    Row("essays_source_delete", "nobody", of=SOURCE),
    Row("essays_source_history", "reach", of=SOURCE, unreached="gone"),
    Row("essays_source_change", "reach", of=SOURCE, unreached="gone"),
    Row("essays_source_download", "reach", of=SOURCE, unreached="404"),
    *listed("barredwords", lambda at: at.rows.barred.pk, delete_selected="change"),
    Row("essays_barredwords_add", "nobody"),
    Row("essays_barredwords_history", "reach", of=BARRED, unreached="gone"),
    Row("essays_barredwords_change", "reach", of=BARRED, unreached="gone"),
    Row("essays_barredwords_delete", "change", of=BARRED, unreached="gone"),
    Row(
        *("essays_barredwords_delete", "change", "delete"),
        does="=",
        answer="gone",  # led to the desk's first page
        unreached="gone",
        of=BARRED,
        send=lambda at: {"post": "yes"},
    ),
)


def text_of(at: At) -> tuple[Any, ...]:
    return (at.delivery("text").pk,)


def archive_of(at: At) -> tuple[Any, ...]:
    return (at.delivery("archive").pk,)


DELIVERY_FORM = "essays_delivery_change"
DELIVERY_ROWS = (
    Row("essays_delivery_changelist", "authors"),
    Row("essays_delivery_add", "authors"),
    Row("essays_delivery_add", "authors", "paste", does="=", answer="302", send=lambda at: {"text": "Chris\n\nSnow."}),
    Row("essays_delivery_delete", "nobody", of=text_of),
    Row("essays_delivery_history", "authors & own", of=text_of, unreached="gone"),
    Row(DELIVERY_FORM, "authors & own", of=text_of, unreached="gone"),
    Row(
        *(DELIVERY_FORM, "authors & own", "draft"),
        does="=",
        answer="302",
        unreached="gone",
        of=text_of,
        send=lambda at: {"_step": "draft", "headline": "Rain", "kind": "review"},
    ),
    Row(
        *(DELIVERY_FORM, "publishers & own", "publish"),
        does="=",
        answer="302",
        unreached="gone",
        of=text_of,
        send=lambda at: {"_step": "publish", "headline": "Rain", "kind": "review"},
    ),
    *(
        Row(
            *(DELIVERY_FORM, f"{right} & own", step),
            does="=" if does else "",
            answer="302",
            unreached="gone",
            of=archive_of,
            send=lambda at, step=step: {"_step": step},
        )
        for step, right, does in (
            ("draft_all", "authors", True),
            ("publish_all", "publishers", True),
            ("go_on", "authors", True),
            ("stop", "authors", False),
            ("throw_away", "authors", True),
        )
    ),
)
ESSAYS = (*ESSAY_ROWS, *DRAFT_ROWS, *HANGING_ROWS, *DELIVERY_ROWS)
