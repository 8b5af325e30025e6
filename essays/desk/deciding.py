"""An editor's decision about words of an essay, each with what takes it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction

from essays.desk.barring import bar_words
from essays.desk.mentions import (
    MentionError,
    accept_proposed_person,
    drop_lost_mention,
    link_mention,
    merge_proposed_person,
    reject_mention,
)
from essays.desk.publishing import may_change, may_reach, why_not_changed
from essays.desk.selecting import link_words
from essays.desk.undoing import Done, Made, carried_out, made
from essays.models import Account, Essay, Film, Mention, words_key
from people.models import Person, Visibility, mark_edited

Act = Callable[[], tuple[str, int, list[Made]]]


class Verdict(StrEnum):
    """What can be decided without naming a record."""

    NOTHING = "nothing"  # these words, at this place, name no record
    NEVER = "never"  # nor anywhere else in the essay
    ACCEPT = "accept"  # the person they propose is a record from now on
    DROP = "drop"  # the words were taken out of the text for good


def proposed_person(mention: Mention) -> Person | None:
    """The person whom the mention brought and no record has yet; None where it proposes nobody."""
    person = mention.person if mention.state == Mention.State.PROPOSED else None
    return person if person is not None and person.visibility == Visibility.PROPOSED else None


def check_may_decide(mention: Mention, *, by: Account | None) -> None:
    """Raise MentionError where this account may not change every essay that a decision about ``mention`` changes.

    A decision about a proposed person changes each essay that proposes them.
    """
    _check_essay(mention.essay, mention.exact, by=by)
    if (person := proposed_person(mention)) is not None:
        check_may_accept(person, by=by, words=mention.exact)


def check_may_accept(person: Person, *, by: Account | None, words: str = "") -> None:
    """Raise MentionError where this account may not change an essay that proposes this person, or it is discarded."""
    proposing = Mention.objects.filter(person=person, state=Mention.State.PROPOSED)
    for essay in Essay.objects.filter(mentions__in=proposing).defer("body", "rendered").distinct():
        if essay.discarded_at is not None or not may_change(essay, by):
            where = f"“{essay}”" if may_reach(essay, by) else "another essay"
            said = f"“{words or person.name}” stays undecided in {where}: {why_not_changed(essay, by)}"
            raise MentionError(said)


def seen(mention: Mention) -> str:
    """What a screen shows that the mention means, to be sent back with the decision."""
    return f"{mention.state} {mention.film_id or mention.person_id or ''} {'lost' if mention.is_lost else ''}".strip()


@transaction.atomic
def decide(
    mention_id: int,
    what: Film | Person | Verdict,
    *,
    by: Account | None,
    now: dt.datetime,
    everywhere: bool = False,
    as_seen: str | None = None,
) -> Done:
    """Decide what a mention means: a record, or a verdict without one. The decision outlives a new import.

    ``everywhere`` decides the same for the other places of the essay where these words wait. ``as_seen`` is what the
    editor was shown (``seen``). Raises MentionError, with nothing changed, where somebody has decided otherwise since,
    and where this account may not change an essay that it would change.
    """
    mention, essay = _locked(mention_id, by=by)
    if as_seen is not None and as_seen != seen(mention):
        who = mention.decided_by_account or "a new linking"
        raise MentionError(f"“{mention.exact}” was decided by {who} since you saw it. Look again; nothing was changed.")
    proposal = proposed_person(mention)
    people = [proposal] if proposal is not None else []
    if isinstance(what, Person) and proposal is not None and what.pk != proposal.pk:
        people.append(what)
    rest = _alike(mention) if everywhere and what not in (Verdict.NEVER, Verdict.DROP) else []
    return carried_out(essay, _act(mention, what, rest, by=by, now=now), people=people)


@transaction.atomic
def make_and_choose(
    mention_id: int,
    kind: type[Film] | type[Person],
    name: str,
    year: int | None,
    *,
    by: Account | None,
    now: dt.datetime,
    everywhere: bool = False,
    as_seen: str | None = None,
) -> Done:
    """Make a record and decide that the mention means it; ``year`` is a film's, or that of a person's birth.

    An undo takes both back. Raises MentionError.
    """
    record = make_record(kind, name, year, by=by)
    done = decide(mention_id, record, by=by, now=now, everywhere=everywhere, as_seen=as_seen)
    return _with(done, record)


@transaction.atomic
def decide_words(
    essay_id: int,
    words: str,
    what: Film | Person,
    *,
    by: Account | None,
    now: dt.datetime,
    start: int | None = None,
    place: int = 1,
) -> Done:
    """Link words that an editor points at: those at ``start``, else the ``place``-th of them. Raises MentionError."""
    essay = Essay.objects.select_for_update().get(pk=essay_id)
    _check_essay(essay, words, by=by)

    def act() -> tuple[str, int, list[Made]]:
        mention = link_words(essay, words, what, start=start, place=place, by=by, now=now)
        return f"“{mention.exact}” means {what}.", mention.pk, []

    return carried_out(essay, act)


@transaction.atomic
def make_and_link_words(
    essay_id: int,
    words: str,
    kind: type[Film] | type[Person],
    name: str,
    year: int | None,
    *,
    by: Account | None,
    now: dt.datetime,
    start: int | None = None,
    place: int = 1,
) -> Done:
    """Make a record and link the words to it. Raises MentionError."""
    record = make_record(kind, name, year, by=by)
    return _with(decide_words(essay_id, words, record, by=by, now=now, start=start, place=place), record)


def make_record(kind: type[Film] | type[Person], name: str, year: int | None, *, by: Account | None) -> Film | Person:
    """A new film or person, public where something published names it. Raises MentionError where it may not be."""
    right = f"{kind._meta.app_label}.add_{kind._meta.model_name}"
    if by is not None and not by.has_perm(right):
        raise MentionError(f"You have no right to make a {kind._meta.verbose_name}. Ask an editor.")
    if issubclass(kind, Film):
        record: Film | Person = Film(title=name, release_year=year)
        mark_edited(record, ["title", "release_year"] if year else ["title"])
    else:
        record = Person(name=name, birth_year=year)
        mark_edited(record, ["name", "birth_year"] if year else ["name"])
    try:
        record.full_clean()
    except ValidationError as error:
        raise MentionError(f"“{name}” was not made: {' '.join(error.messages)}") from error
    record.save()
    return record


def _with(done: Done, record: Film | Person) -> Done:
    said = f"{record} is a new record. {done.sentence}"
    return Done(said, done.essay_id, done.mention_id, done.essay_ids, done.changes, (made(record),))


def _locked(mention_id: int, *, by: Account | None) -> tuple[Mention, Essay]:
    found = Mention.objects.select_related("film", "person", "decided_by_account")
    essay_id = Mention.objects.filter(pk=mention_id).values_list("essay_id", flat=True).first()
    if essay_id is None:
        raise MentionError("These words wait no more: the essay was linked or imported again. Look at the next.")
    essay = Essay.objects.select_for_update().get(pk=essay_id)
    mention = found.filter(pk=mention_id).first()
    if mention is None:
        raise MentionError("These words wait no more: the essay was linked or imported again. Look at the next.")
    mention.essay = essay
    _check_essay(essay, mention.exact, by=by)
    check_may_decide(mention, by=by)
    return mention, essay


def _check_essay(essay: Essay, words: str, *, by: Account | None) -> None:
    if essay.discarded_at is not None or not may_change(essay, by):
        raise MentionError(f"“{words}” stays as it is in “{essay}”: {why_not_changed(essay, by)}")


def alike(mention: Mention, mentions: Iterable[Mention]) -> list[Mention]:
    """Of ``mentions``, of one essay, the other places where the same words wait, taken for the same kind."""
    key = words_key(mention.exact)
    return [
        other
        for other in mentions
        if other.pk != mention.pk
        and (other.kind, other.state, other.is_lost) == (mention.kind, Mention.State.UNDECIDED, False)
        and words_key(other.exact) == key
    ]


def _alike(mention: Mention) -> list[Mention]:
    waiting = Mention.objects.filter(essay=mention.essay_id, state=Mention.State.UNDECIDED, is_lost=False)
    return alike(mention, waiting.select_related("film", "person"))


def _act(
    mention: Mention, what: Film | Person | Verdict, rest: list[Mention], *, by: Account | None, now: dt.datetime
) -> Act:
    for other in rest:
        other.essay = mention.essay
    places = f" Likewise at {len(rest)} more place{'' if len(rest) == 1 else 's'}." if rest else ""
    words = f"“{mention.exact}”"

    def choose(record: Film | Person) -> tuple[str, int, list[Made]]:
        proposal = proposed_person(mention)
        if isinstance(record, Film) != (mention.kind == Mention.Kind.FILM):
            linked = link_words(mention.essay, mention.exact, record, start=mention.start, by=by, now=now)
            return f"{words} means {record}, a {record._meta.verbose_name}.", linked.pk, []
        if proposal is not None and isinstance(record, Person) and record.pk != proposal.pk:
            number = merge_proposed_person(proposal, record, by=by, now=now)
            return f"{words} means {record}, at {_places(number)}.", mention.pk, []
        for one in (mention, *rest):
            link_mention(one, record, by=by, now=now)
        return f"{words} means {record}.{places}", mention.pk, []

    def judge() -> tuple[str, int, list[Made]]:
        match what:
            case Verdict.NOTHING:
                for one in (mention, *rest):
                    reject_mention(one, by=by, now=now)
                return f"{words} names no record here.{places}", mention.pk, []
            case Verdict.NEVER:
                number = bar_words(mention.essay, mention.exact, by=by, now=now)
                return f"{words} is never linked in this essay: {_places(number)} rejected.", mention.pk, []
            case Verdict.DROP:
                drop_lost_mention(mention)
                return f"{words} was dropped: it is in the text no more.", mention.pk, []
        person = proposed_person(mention)
        if person is None:
            raise MentionError(f"{words} proposes nobody. Choose a record, or make one.")
        number = accept_proposed_person(person, by=by, now=now)
        return f"{person} is a record from now on, linked at {_places(number)}.", mention.pk, []

    return judge if isinstance(what, Verdict) else lambda: choose(what)


def _places(number: int) -> str:
    return f"{number} place{'' if number == 1 else 's'}"
