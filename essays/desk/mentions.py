"""Mentions after an edit, and what an editor decides about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from essays.desk.finding_again import Quotation, context, find_again
from essays.desk.placing import refind_notes
from essays.desk.rendering import body_of, renew_rendering
from essays.desk.storing import checked
from essays.desk.tagging import derive_job_tags
from essays.index.record import records_were_changed
from essays.models import Account, Credit, Essay, Film, Finding, MarginNote, Mention, MentionCandidate
from essays.reading.body import Body
from people.models import Alias, Person, Visibility


class MentionError(ValueError):
    """A decision that cannot be taken; the message says why."""


@transaction.atomic(savepoint=False)
def refind_mentions(essay: Essay, *, body: Body | None = None) -> int:
    """Put the essay's mentions, open findings and notes where their words stand in the body now.

    Returns how many mentions are lost: their words are not there any more. A lost one is kept for the editor, and
    found again when its words come back. ``body`` spares a second reading.
    """
    text = (body or body_of(essay)).document.text
    lost = _refind(list(Mention.objects.filter(essay=essay).order_by("start", "pk")), text)
    _refind_findings(list(Finding.objects.filter(essay=essay, start__isnull=False)), text)
    refind_notes(MarginNote.objects.filter(essay=essay, answers_to__isnull=True), text)
    return lost


def _refind(mentions: list[Mention], text: str) -> int:
    places = find_again([Quotation(m.exact, m.prefix, m.suffix, m.start) for m in mentions], text)
    changed = []
    for mention, start in zip(mentions, places, strict=True):
        was = (mention.start, mention.end, mention.prefix, mention.suffix, mention.is_lost)
        mention.is_lost = start is None
        if start is not None:
            mention.start, mention.end = start, start + len(mention.exact)
            mention.prefix, mention.suffix = context(text, start, mention.end)
        if was != (mention.start, mention.end, mention.prefix, mention.suffix, mention.is_lost):
            changed.append(mention)
    # No two mentions may stand in one place, not even while they change places: all step aside first.
    Mention.objects.filter(pk__in=[mention.pk for mention in changed]).update(is_lost=True)
    Mention.objects.bulk_update(changed, ["start", "end", "prefix", "suffix", "is_lost"], batch_size=100)
    return sum(mention.is_lost for mention in mentions)


def _refind_findings(findings: list[Finding], text: str) -> None:
    """A question whose words are gone keeps its words and loses its place."""
    for finding in findings:
        [start] = find_again([Quotation(finding.exact, finding.prefix, finding.suffix, finding.start)], text)
        finding.start = start
        finding.end = None if start is None else start + len(finding.exact)
        if start is not None and finding.end is not None:
            finding.prefix, finding.suffix = context(text, start, finding.end)
    Finding.objects.bulk_update(findings, ["start", "end", "prefix", "suffix"], batch_size=100)


@transaction.atomic
def link_mention(mention: Mention, record: Film | Person, *, by: Account | None, now: dt.datetime) -> None:
    """Decide that these words mean ``record``, and render the essay anew. The decision outlives a new import.

    Raises MentionError where a film is given for a person's name or the other way round.
    """
    is_film = isinstance(record, Film)
    if is_film != (mention.kind == Mention.Kind.FILM):
        raise MentionError(
            f"“{mention.exact}” is marked as a {mention.get_kind_display()}; {record} is none. "
            "Choose a record of that kind."
        )
    mention.film, mention.person = (record, None) if isinstance(record, Film) else (None, record)
    _decide(mention, Mention.State.LINKED, by=by, now=now)


@transaction.atomic
def reject_mention(mention: Mention, *, by: Account | None, now: dt.datetime) -> None:
    """Decide that these words name nothing here, and render the essay anew. The decision outlives a new import."""
    _decide(mention, Mention.State.REJECTED, by=by, now=now)


@transaction.atomic
def drop_lost_mention(mention: Mention) -> None:
    """Forget a mention whose words were taken out of the text. Raises MentionError where they stand there."""
    deleted, _ = Mention.objects.filter(pk=mention.pk, is_lost=True).delete()
    if not deleted:
        raise MentionError(f"“{mention.exact}” stands in the text again; nothing was dropped.")


@transaction.atomic
def accept_proposed_person(person: Person, *, by: Account | None, now: dt.datetime) -> int:
    """Agree to a person whom an import proposed: a record from now on, public where something published names it.

    Links every mention that proposed this person and renders those essays anew. Returns how many mentions that were.
    Raises MentionError where the person is no proposal.
    """
    if person.visibility != Visibility.PROPOSED:
        raise MentionError(f"{person} is a record already; nothing was changed.")
    person.visibility = Visibility.MENTIONED
    person.save(update_fields=["visibility", "updated_at"])
    return _settle_proposals(Mention.objects.filter(person=person, state=Mention.State.PROPOSED), person, by, now)


@transaction.atomic
def merge_proposed_person(person: Person, into: Person, *, by: Account | None, now: dt.datetime) -> int:
    """Decide that a proposed person is one whom the records have. Returns how many mentions it links to ``into``.

    The proposal is hidden and no longer offered; its name becomes another name of ``into``, which gets its credits
    too. Raises MentionError where ``person`` is no proposal.
    """
    if person.visibility != Visibility.PROPOSED or person.pk == into.pk:
        raise MentionError(f"{person} is a record already; nothing was changed.")
    person.visibility = Visibility.HIDDEN
    person.save(update_fields=["visibility", "updated_at"])
    if person.name_key != into.name_key and not into.aliases.filter(name_key=person.name_key).exists():
        Alias.objects.create(person=into, name=person.name)
    _move_credits(person, into)
    records_were_changed(people=[person.pk, into.pk], now=now)
    return _settle_proposals(Mention.objects.filter(person=person, state=Mention.State.PROPOSED), into, by, now)


def _move_credits(person: Person, into: Person) -> None:
    """Give ``into`` the credits of ``person``; one that it has already is dropped, and confirms it where confirmed."""
    have = {(c.film_id, c.job, c.character): c for c in Credit.objects.filter(person=into)}
    for credit in Credit.objects.filter(person=person):
        same = have.get((credit.film_id, credit.job, credit.character))
        if same is None:
            credit.person = into
            credit.save(update_fields=["person"])
            continue
        if credit.state == Credit.State.CONFIRMED != same.state:
            same.state = Credit.State.CONFIRMED
            same.save(update_fields=["state"])
        credit.delete()
    derive_job_tags([person.pk, into.pk])


def _settle_proposals(mentions: QuerySet[Mention], person: Person, by: Account | None, now: dt.datetime) -> int:
    essays = list(Essay.objects.filter(mentions__in=mentions).distinct())
    count = mentions.update(
        person=person,
        state=Mention.State.LINKED,
        decided_by=Mention.DecidedBy.EDITOR,
        decided_by_account=by,
        decided_at=now,
    )
    for essay in essays:
        renew_rendering(essay)
    return count


def link_proposals(people: Iterable[Person]) -> None:
    """Link the words that proposed these people, who are records now, and render those essays anew."""
    mentions = Mention.objects.filter(person__in=people, state=Mention.State.PROPOSED)
    essays = list(Essay.objects.filter(mentions__in=mentions).distinct())
    mentions.update(state=Mention.State.LINKED)
    for essay in essays:
        renew_rendering(essay)


def _decide(mention: Mention, state: Mention.State, *, by: Account | None, now: dt.datetime) -> None:
    mention.state = state
    mention.confidence = 1.0
    mention.decided_by = Mention.DecidedBy.EDITOR
    mention.decided_by_account = by
    mention.decided_at = now
    mention.reason = "decided by an editor"
    checked(mention).save()
    MentionCandidate.objects.filter(mention=mention).delete()
    renew_rendering(mention.essay)
