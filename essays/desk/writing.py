"""Writing an essay and every row that its document gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from essays.desk.barring import barred_keys, not_barred
from essays.desk.drafting import (
    draft_of,
    mentions_of,
    render,
    set_bylines,
    set_subjects,
    set_tags,
    set_text,
    store_findings,
    store_mentions,
)
from essays.desk.mentions import refind_mentions
from essays.desk.proposing import add_stated_credits, film_proposed, forget_stated_credits, people_proposed
from essays.desk.revising import add_revision, record_revision, snapshot
from essays.desk.storing import checked
from essays.desk.understanding import Understanding, names_proposed
from essays.models import Account, Essay, Film, Finding, Mention, Revision, words_key
from essays.reading.document import DocumentKind
from people.models import Person, Visibility
from people.names import name_key


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an essay comes from: the document's name and hash, who brought it and when, and what they said of it.

    ``published_at`` is since when readers have seen it elsewhere: a new essay keeps that date once it is published.
    """

    name: str
    sha256: str
    by: Account | None
    now: dt.datetime
    kind: str | None = None
    film: Film | None = None
    published_at: dt.datetime | None = None

    @property
    def mark(self) -> dict[str, str]:
        """What marks a revision as made from this document."""
        return {"name": self.name, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Written:
    """An essay as written: what it says, and the revision that keeps it."""

    essay: Essay
    subjects: Sequence[Film]
    content: dict[str, Any]
    revision: Revision


def write_essay(essay: Essay, origin: Origin, understood: Understanding) -> Written:
    """Write ``essay``, new or made by an earlier version of the document, and everything the document gives it.

    Called in a transaction. What an editor decided about words or settled about questions stays.
    """
    is_new = essay.pk is None
    read = understood.document
    subjects, title = _subjects(origin, understood)
    if not is_new and (barred := barred_keys(essay)):
        wanted = not_barred(understood.links.links, read.text, barred)
        understood = replace(understood, links=replace(understood.links, links=wanted))
        title = None if title and words_key(read.text[slice(*title[0])]) in barred else title
    people = _people(understood, source=origin.name)
    if subjects:
        add_stated_credits(
            understood.stated,
            people,
            film_id=subjects[0].pk,
            record=understood.record,
            kind=read.kind,
            source=origin.name,
        )
    else:
        forget_stated_credits(origin.name, kind=read.kind)
    essay.kind = origin.kind or read.kind.value
    draft = draft_of(read, essay.kind)
    set_text(essay, read, draft, subject=subjects[0] if subjects else None, bylines=list(read.bylines))
    if is_new:
        essay.owner = origin.by
        essay.published_at = origin.published_at
    else:
        _clear(essay)
        essay.version += 1
        refind_mentions(essay, body=draft.body)
    kept = [] if is_new else list(Mention.objects.filter(essay=essay))
    settled = [] if is_new else list(Finding.objects.filter(essay=essay).values_list("rule", "message"))
    mentions = mentions_of(read, draft, understood.links.links, people, title=title, kept=kept)
    essay.rendered = render(draft, [*kept, *(mention for mention, _ in mentions)])
    checked(essay).save()
    store_mentions(essay, mentions)
    bylines = set_bylines(essay, read.bylines)
    set_subjects(essay, subjects)
    tags = set_tags(essay, genres=read.facts.genres, topics=read.tags)
    store_findings(essay, understood.discrepancies, draft, read, now=origin.now, settled=settled)
    content = snapshot(essay, subjects=subjects, bylines=bylines, tags=tags, corrections=() if is_new else None)
    note = f"imported {'' if is_new else 'again '}from {origin.name}"
    keep = partial(add_revision, last=None) if is_new else record_revision
    revision = keep(essay, by=origin.by, now=origin.now, note=note, content=content, source=origin.mark)
    return Written(essay, subjects, content, revision)


def _clear(essay: Essay) -> None:
    """Delete what an earlier version of the document gave: not what an editor decided since."""
    Mention.objects.filter(essay=essay, decided_by=Mention.DecidedBy.MACHINE).delete()
    Finding.objects.filter(essay=essay, state=Finding.State.OPEN).delete()
    essay.subjects.all().delete()
    essay.bylines.all().delete()
    essay.taggings.all().delete()


def _subjects(origin: Origin, understood: Understanding) -> tuple[list[Film], tuple[tuple[int, int], Film] | None]:
    """The films an essay is about, the main one first; and the place of the title where the document proposes one."""
    if origin.film is not None:
        return [origin.film], None
    if understood.links.subjects:
        films = Film.objects.in_bulk(understood.links.subjects)
        return [films[pk] for pk in understood.links.subjects if pk in films], None
    if understood.proposed_film is None:
        return [], None
    film = film_proposed(understood.document, *understood.proposed_film, source=origin.name)
    span = understood.document.facts.title_span
    return ([film] if film else []), ((span, film) if film and span else None)


def _people(understood: Understanding, *, source: str) -> dict[str, Person]:
    """People for the names that no record matches, by name."""
    wanted = dict.fromkeys(names_proposed(understood.document.text, understood.links.links), Visibility.PROPOSED)
    has_subject = bool(understood.links.subjects or understood.proposed_film)
    if has_subject and understood.document.kind is DocumentKind.REFERENCE:
        for credit in understood.stated:
            is_full_name = len(name_key(credit.name).split()) > 1
            if credit.person_id is None and not credit.is_open and (credit.name in wanted or is_full_name):
                states = credit.statement.is_credited and credit.statement.is_listed
                if states or credit.name not in wanted:
                    wanted[credit.name] = Visibility.MENTIONED if states else Visibility.PROPOSED
    return people_proposed(wanted, source=source)
