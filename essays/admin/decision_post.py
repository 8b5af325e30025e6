"""What the deciding screens send, handed to the desk; and the last decisions of a session, each with its undo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from essays.admin.account import editor_of
from essays.desk.deciding import Verdict, decide, decide_words, make_and_choose, make_and_link_words
from essays.desk.mentions import MentionError
from essays.desk.undoing import Done, undo
from essays.models import Account, Essay, Film, Mention
from people.models import Person

KEPT = 10  # decisions of a session that can be undone, the last first
SESSION_KEY = "decided"
RECORDS: dict[str, type[Film] | type[Person]] = {"film": Film, "person": Person}
NEW = "new-"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form of the screens sends: a decision, about a mention or about words that were pointed at."""

    decision: str = ""
    mention_id: int | None = None
    essay_id: int | None = None
    words: str = ""
    start: int | None = None
    place: int = 1
    everywhere: bool = False
    as_seen: str | None = None
    name: str = ""
    year: str = ""
    back: int | None = None  # the mention to go back to

    @classmethod
    def of(cls, request: HttpRequest) -> Sent:
        given = request.POST
        return cls(
            decision=given.get("decision", ""),
            mention_id=_number(given.get("mention")),
            essay_id=_number(given.get("essay")),
            words=given.get("words", ""),
            start=_number(given.get("start")),
            place=_number(given.get("place")) or 1,
            everywhere="everywhere" in given,
            as_seen=given.get("seen"),
            name=" ".join(given.get("name", "").split()),
            year=given.get("year", "").strip(),
            back=_number(given.get("back")),
        )

    @classmethod
    def pointed(cls, given: Any) -> Sent:
        """The words that an address points at."""
        return cls(
            words=given.get("words", ""), start=_number(given.get("start")), place=_number(given.get("place")) or 1
        )

    @property
    def query(self) -> dict[str, Any]:
        """The same words again, as a screen's address has them."""
        return {"words": self.words, "start": self.start, "place": self.place, "mention": self.back}


def carry_out(
    request: HttpRequest, sent: Sent, mention: Mention | None, essay: Essay | None, *, by: Account, now: dt.datetime
) -> Done:
    """Hand the decision to the desk and keep it for an undo. Raises MentionError where it cannot be taken."""
    if sent.decision.startswith(NEW) and sent.decision.removeprefix(NEW) in RECORDS:
        done = _with_new_record(request, sent, mention, essay, by=by, now=now)
    elif mention is not None and sent.decision in list(Verdict):
        done = decide(
            mention.pk,
            Verdict(sent.decision),
            by=by,
            now=now,
            everywhere=sent.everywhere,
            as_seen=sent.as_seen,
        )
    else:
        record = _record(sent.decision)
        if mention is not None:
            done = decide(mention.pk, record, by=by, now=now, everywhere=sent.everywhere, as_seen=sent.as_seen)
        elif essay is not None:
            done = decide_words(essay.pk, sent.words, record, by=by, now=now, start=sent.start, place=sent.place)
        else:
            raise MentionError("Which words? Choose some in the text, or type them.")
    request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), done.as_json()][-KEPT:]
    return done


def _with_new_record(
    request: HttpRequest, sent: Sent, mention: Mention | None, essay: Essay | None, *, by: Account, now: dt.datetime
) -> Done:
    kind = RECORDS[sent.decision.removeprefix(NEW)]
    if not request.user.has_perm(f"{kind._meta.app_label}.add_{kind._meta.model_name}"):
        raise PermissionDenied
    year = _year(sent.year)
    if mention is not None:
        done = make_and_choose(mention.pk, kind, sent.name, year, by=by, now=now, as_seen=sent.as_seen)
    elif essay is not None:
        done = make_and_link_words(
            essay.pk, sent.words, kind, sent.name, year, by=by, now=now, start=sent.start, place=sent.place
        )
    else:
        raise MentionError("Which words? Choose some in the text, or type them.")
    namesakes = kind.objects.called(sent.name).exclude(pk=done.made[0].pk)[:3]
    for other in namesakes:
        said = f"There is another of this name already: {other}. Is it the same? Then undo, and choose it."
        messages.warning(request, said)
    return done


def undoable(request: HttpRequest) -> str:
    """The sentence on the decision that an undo would take back; empty where there is none."""
    kept = request.session.get(SESSION_KEY, [])
    return str(kept[-1]["sentence"]) if kept else ""


def take_back_last(request: HttpRequest) -> Done | None:
    """Undo the last decision of this session, and say so; None where there is none.

    One that cannot be undone is offered no longer: those before it can be.
    """
    kept = request.session.get(SESSION_KEY, [])
    if not kept:
        messages.warning(request, "There is nothing to undo.")
        return None
    done = Done.from_json(kept[-1])
    request.session[SESSION_KEY] = kept[:-1]
    try:
        messages.success(request, undo(done, by=editor_of(request), now=timezone.now()))
    except MentionError as error:
        messages.warning(request, str(error))
    return done


def _record(decision: str) -> Film | Person:
    kind, _, pk = decision.partition(":")
    number = _number(pk)
    record = RECORDS[kind].objects.filter(pk=number).first() if kind in RECORDS and number else None
    if record is None:
        raise MentionError("That record is not there any more. Choose another; nothing was changed.")
    return record


def _number(given: str | None) -> int | None:
    given = given or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


def _year(given: str) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) == 4):
        raise MentionError(f"“{given}” is no year. Give four digits, or leave it empty.")
    return int(given)
