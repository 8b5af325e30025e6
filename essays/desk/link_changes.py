"""What linking an essay again would change, mention by mention, and the words a report has for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from essays.linking.links import Link
from essays.models import Essay, Film, Mention
from people.models import Person
from people.names import name_key

FOUND, CHANGED, GONE, SUBJECT = "found", "changed", "gone", "subject"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words are taken to mean: their kind and state, the record where they have one, else the candidates."""

    kind: str
    state: str
    record_id: int | None
    name: str
    candidates: tuple[int, ...] = ()

    @classmethod
    def of(cls, mention: Mention, candidates: Iterable[int | None] = ()) -> Meaning:
        is_linked = mention.state == Mention.State.LINKED
        record_id = (mention.film_id or mention.person_id) if is_linked else None
        has_name = mention.state == Mention.State.PROPOSED or mention.kind == Mention.Kind.CHARACTER
        name = name_key(mention.name or mention.exact) if has_name else ""
        offered = tuple(pk for pk in candidates if pk is not None)
        return cls(mention.kind, mention.state, record_id, name, offered)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: words of the essay (or its subject), what they meant and what they mean now."""

    what: str
    words: str
    start: int | None
    end: int | None
    before: Meaning | None
    after: Meaning | None
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What linking an essay again comes to. ``new`` and ``changed`` have the mention as it should be, with its link;
    of ``changed`` the stored row comes first. ``same`` mean what they meant and have another reason or certainty.
    """

    new: list[tuple[Mention, Link]] = field(default_factory=list)
    changed: list[tuple[Mention, Mention, Link]] = field(default_factory=list)
    same: list[tuple[Mention, Mention]] = field(default_factory=list)
    gone: list[Mention] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def plan_of(stored: Sequence[Mention], found: Iterable[tuple[Mention, Link]]) -> Plan:
    """Compare the machine's ``stored`` mentions, with their candidates, and what linking has ``found`` now."""
    plan = Plan()
    by_place = {(mention.start, mention.end): mention for mention in stored}
    for mention, link in found:
        was = by_place.pop((mention.start, mention.end), None)
        offered = [candidate.record_id for candidate in link.candidates]
        after = Meaning.of(mention, offered if mention.state == Mention.State.UNDECIDED else ())
        if was is None:
            plan.new.append((mention, link))
            plan.changes.append(_change(FOUND, mention, None, after, mention.reason))
            continue
        before = Meaning.of(was, [c.film_id or c.person_id for c in was.candidates.all()])
        if before != after:
            plan.changed.append((was, mention, link))
            plan.changes.append(_change(CHANGED, mention, before, after, mention.reason))
        elif (was.reason, was.confidence) != (mention.reason, mention.confidence):
            plan.same.append((was, mention))
    for was in by_place.values():
        plan.gone.append(was)
        before = Meaning.of(was, [c.film_id or c.person_id for c in was.candidates.all()])
        plan.changes.append(_change(GONE, was, before, None, "these words are taken for no name any more"))
    plan.changes.sort(key=lambda change: change.start or 0)
    return plan


def _change(what: str, mention: Mention, before: Meaning | None, after: Meaning | None, reason: str) -> Change:
    return Change(what, mention.exact, mention.start, mention.end, before, after, reason)


def report_lines(essay: Essay, changes: Sequence[Change], *, is_done: bool) -> list[dict[str, Any]]:
    """A line of the report for each change, with records by name; at most two queries."""
    film_ids: set[int] = set()
    person_ids: set[int] = set()
    for meaning in (m for change in changes for m in (change.before, change.after) if m is not None):
        ids = film_ids if meaning.kind == Mention.Kind.FILM else person_ids
        ids.update(meaning.candidates, [meaning.record_id] if meaning.record_id else [])
    films = Film.objects.in_bulk(film_ids) if film_ids else {}
    people = Person.objects.in_bulk(person_ids) if person_ids else {}

    def said(meaning: Meaning | None) -> dict[str, Any] | None:
        if meaning is None:
            return None
        records: dict[int, Any] = films if meaning.kind == Mention.Kind.FILM else people  # type: ignore[assignment]
        line: dict[str, Any] = {"kind": meaning.kind, "state": meaning.state}
        if meaning.record_id:
            line |= {"id": meaning.record_id, "record": str(records.get(meaning.record_id, ""))}
        if meaning.name:
            line["name"] = meaning.name
        if meaning.candidates:
            line["candidates"] = [{"id": pk, "record": str(records.get(pk, ""))} for pk in meaning.candidates]
        return line

    return [
        {
            "essay": essay.pk,
            "headline": essay.headline,
            "status": essay.status,
            "change": change.what,
            "words": change.words,
            "start": change.start,
            "end": change.end,
            "before": said(change.before),
            "after": said(change.after),
            "reason": change.reason,
            "done": is_done,
        }
        for change in changes
    ]


def counted(changes: Sequence[Change]) -> str:
    """How many changes of each sort, in words: "2 found, 1 changed"; empty where there are none."""
    words = {FOUND: "found", CHANGED: "changed", GONE: "no longer found", SUBJECT: "subject found"}
    numbers = {what: sum(change.what == what for change in changes) for what in words}
    return ", ".join(f"{number} {words[what]}" for what, number in numbers.items() if number)
