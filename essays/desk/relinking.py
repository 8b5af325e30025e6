"""Linking essays again after the records grew or changed: the machine's links are renewed, an editor's stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from essays.desk.barring import barred_keys, not_barred
from essays.desk.drafting import Draft, mentions_of, set_subjects, store_candidates, store_mentions
from essays.desk.link_changes import SUBJECT, Change, Meaning, Plan, counted, plan_of, report_lines
from essays.desk.linking_again import ask_about_years, main_subject, new_people, subjects_shown
from essays.desk.publishing import may_change, why_not_changed
from essays.desk.rendering import body_of, renew_rendering
from essays.desk.revising import SOURCE, last_revision, made_by_import, record_revision
from essays.desk.storing import all_checked
from essays.desk.tagging import derive_tags_stated_by
from essays.desk.understanding import Understanding, understand_document
from essays.models import Account, Essay, Film, LinkingRun, Mention, MentionCandidate, Source
from people.models import Visibility

RENEWED_FIELDS = ("kind", "state", "film_id", "person_id", "name", "confidence", "reason")
ESSAYS_AT_ONCE = 500  # ids read ahead


class RelinkingError(ValueError):
    """An essay that cannot be linked again; the message says why."""


class Outcome(StrEnum):
    """What linking an essay again did."""

    UNCHANGED = "unchanged"
    RENEWED = "renewed"
    READ = "would change"  # and nothing was stored
    WAITS = "published and left as it is"


@dataclass(frozen=True, slots=True)
class Relinked:
    """What became of one essay, what changed or would, and the lines of the report on it."""

    essay: Essay
    outcome: Outcome
    changes: Sequence[Change] = ()
    lines: list[dict[str, Any]] = field(default_factory=list)

    def sentence(self) -> str:
        said = f"{self.essay.pk} “{self.essay}”: {counted(self.changes) or 'nothing changes'}"
        match self.outcome:
            case Outcome.READ:
                return f"{said}; nothing was stored."
            case Outcome.WAITS:
                return f"{said}; it is published, so nothing was changed."
        return f"{said}."


@dataclass(frozen=True, slots=True)
class _Reading:
    """An essay read against the records as they are now."""

    draft: Draft
    understood: Understanding
    kept: list[Mention]
    plan: Plan
    subjects: list[Film]

    @property
    def changes(self) -> list[Change]:
        found = [
            Change(SUBJECT, film.title, None, None, None, Meaning("film", "linked", film.pk, ""), self._why())
            for film in self.subjects
        ]
        return [*found, *self.plan.changes]

    def _why(self) -> str:
        return self.understood.links.subject_reason


@transaction.atomic
def relink_essay(
    essay_id: int,
    *,
    by: Account | None,
    now: dt.datetime,
    published: bool = False,
    dry_run: bool = False,
    run: LinkingRun | None = None,
) -> Relinked:
    """Link an essay's body as it stands against the records as they are now.

    What the machine has linked, asked or proposed is renewed; what an editor has decided stays, and words barred from
    the essay are not linked. An essay that readers see, or will at its time, is only reported on, unless ``published``
    says that it may change. With ``dry_run`` nothing is stored. ``run`` notes, in the same transaction, that the essay
    is done. Raises RelinkingError where the essay is in the wastebasket or not this account's to change, and
    Essay.DoesNotExist where it is gone.
    """
    essay = Essay.objects.select_for_update().get(pk=essay_id)
    if essay.discarded_at is not None:
        raise RelinkingError(f"“{essay}” is in the wastebasket. Take it out first.")
    reading = _read_again(essay)
    changes = reading.changes
    is_held = essay.is_live_or_scheduled(now) and not published
    outcome = Outcome.UNCHANGED
    if dry_run or is_held:
        if changes:
            outcome = Outcome.READ if dry_run else Outcome.WAITS
    else:
        if by is not None and not may_change(essay, by):
            raise RelinkingError(f"“{essay}” stays as it is: {why_not_changed(essay)}")
        if _renew(essay, reading, by=by, now=now):
            outcome = Outcome.RENEWED
    if run is not None:
        run.reached = essay_id
        run.save(update_fields=["reached"])
    lines = report_lines(essay, changes, is_done=outcome is Outcome.RENEWED)
    return Relinked(essay, outcome, changes, lines)


def _read_again(essay: Essay) -> _Reading:
    body = body_of(essay)
    text = body.document.text
    subject = main_subject(essay)
    document = Source.objects.filter(essay=essay).order_by("-read_at", "-pk").values_list("name", flat=True).first()
    # What the record has from the essay's own document says nothing about it, as in the import.
    understood = understand_document(body.document, film=subject, name=document or "")
    mentions = list(
        Mention.objects.filter(essay=essay).select_related("film").prefetch_related("candidates").order_by("start")
    )
    kept = [mention for mention in mentions if _is_to_stay(mention, subject)]
    stored = [mention for mention in mentions if not _is_to_stay(mention, subject)]
    draft = Draft(body)
    links = not_barred(understood.links.links, text, barred_keys(essay))
    found = mentions_of(body.document, draft, links, {}, title=None, kept=kept)
    subjects = [] if subject is not None else subjects_shown(essay, understood)
    return _Reading(draft, understood, kept, plan_of(stored, found), subjects)


def _is_to_stay(mention: Mention, subject: Film | None) -> bool:
    """Whether linking again leaves this mention alone.

    An editor decided it, its words wait to be found again, or it is the title of the film that the essay itself
    proposes, which no record has yet.
    """
    if mention.decided_by == Mention.DecidedBy.EDITOR or mention.is_lost:
        return True
    film = mention.film
    return film is not None and film == subject and film.visibility == Visibility.PROPOSED


def _renew(essay: Essay, reading: _Reading, *, by: Account | None, now: dt.datetime) -> bool:
    """Store what changed; whether anything did. Another reason or certainty alone is stored and is no change."""
    plan, changes = reading.plan, reading.changes
    for was, mention in plan.same:
        was.reason, was.confidence = mention.reason, mention.confidence
    Mention.objects.bulk_update([was for was, _ in plan.same], ["reason", "confidence"], batch_size=100)
    if not changes:
        return False
    last = last_revision(essay)
    mark = last.content.get(SOURCE) if last is not None and made_by_import(essay) else None
    pairs = [*plan.new, *((mention, link) for _, mention, link in plan.changed)]
    _set_people(essay, reading, pairs)
    Mention.objects.filter(pk__in=[mention.pk for mention in plan.gone]).delete()
    MentionCandidate.objects.filter(mention__in=[was for was, _, _ in plan.changed]).delete()
    for was, mention, _ in plan.changed:
        for name in RENEWED_FIELDS:
            setattr(was, name, getattr(mention, name))
    changed = [(was, link) for was, _, link in plan.changed]
    columns = [name.removesuffix("_id") for name in RENEWED_FIELDS]
    Mention.objects.bulk_update(all_checked(was for was, _ in changed), columns, batch_size=100)
    store_candidates(changed)
    store_mentions(essay, plan.new)
    mentions = [*reading.kept, *(mention for mention, _ in (*plan.new, *changed))]
    ask_about_years(essay, reading.understood, reading.draft, mentions, now=now)
    if reading.subjects:
        set_subjects(essay, reading.subjects)
        derive_tags_stated_by(essay)
    renew_rendering(essay, body=reading.draft.body)
    record_revision(essay, by=by, now=now, note=f"linked again: {counted(changes)}", source=mark)
    return True


def _set_people(essay: Essay, reading: _Reading, pairs: list[tuple[Mention, Any]]) -> None:
    """Give the mentions that propose somebody their person: one proposed before, or a new one."""
    text = reading.draft.text
    people = new_people(essay, text, [link for _, link in pairs])
    for mention, link in pairs:
        if mention.state == Mention.State.PROPOSED and (person := people.get(link.name or mention.exact)):
            mention.person, mention.name = person, person.name


def kept_essays(*, since: dt.datetime | None = None) -> QuerySet[Essay]:
    """The essays that are linked again: all but the wastebasket, or those saved at or after ``since``."""
    essays = Essay.objects.kept()
    return essays if since is None else essays.filter(updated_at__gte=since)


def ids_in_order(essays: QuerySet[Essay], *, after: int = 0) -> Iterator[int]:
    """The ids of these essays behind ``after``, in their order, never many in memory."""
    while ids := list(essays.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:ESSAYS_AT_ONCE]):
        yield from ids
        after = ids[-1]


@transaction.atomic
def begin_run(selection: str, *, now: dt.datetime, anew: bool = False) -> LinkingRun:
    """The run of this selection that was stopped, to go on with; a new one where none was, or ``anew`` asks for it."""
    if anew:
        LinkingRun.objects.filter(selection=selection, finished_at__isnull=True).delete()
    run, _ = LinkingRun.objects.get_or_create(selection=selection, finished_at=None, defaults={"started_at": now})
    return run


def finish_run(run: LinkingRun, *, now: dt.datetime) -> None:
    """Note that nothing of the run is left to do."""
    run.finished_at = now
    run.save(update_fields=["finished_at"])
