"""Linking an essay that was written or extended at the desk, and asking about the years it gives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from essays.checking.discrepancy import Rule
from essays.desk.drafting import Draft, mentions_of, set_subjects, store_findings, store_mentions
from essays.desk.proposing import people_proposed
from essays.desk.understanding import names_proposed, understand_document
from essays.linking.links import Link
from essays.models import Essay, Film, Finding, Mention, Revision
from essays.reading.body import Body
from people.models import Visibility
from people.names import fold


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """How many mentions were added: with their record, and for an editor to decide."""

    new_links: int
    to_decide: int


def link_again(essay: Essay, *, body: Body, now: dt.datetime) -> FoundAgain:
    """Add a mention for every name in ``body`` that none covers; called in the transaction of a save.

    The mentions that are there keep their records and decisions, and words that an editor has rejected are named no
    more. A year that the record of a film has otherwise becomes a question, once. An essay without a subject gets the
    one that its text shows, unless an editor took its subject away.
    """
    subject = Film.objects.filter(subject_of__essay=essay).order_by("subject_of__position").first()
    understood = understand_document(body.document, film=subject)
    text = body.document.text
    kept = list(Mention.objects.filter(essay=essay))
    rejected = {fold(mention.exact) for mention in kept if mention.state == Mention.State.REJECTED}
    free = [link for link in understood.links.links if _is_free(link, text, kept, rejected)]
    unknown = dict.fromkeys(names_proposed(text, free), Visibility.PROPOSED)
    people = people_proposed(unknown, source=f"the essay “{essay.headline}”")
    draft = Draft(body)
    mentions = mentions_of(body.document, draft, free, people, title=None, kept=kept)
    store_mentions(essay, mentions)
    asked = Finding.objects.filter(essay=essay).values_list("rule", "message")
    films = {mention.film_id for mention in (*kept, *(new for new, _ in mentions))}  # as editors have decided
    years = [found for found in understood.discrepancies if found.rule is Rule.YEAR and found.film_id in films]
    store_findings(essay, years, draft, body.document, now=now, settled=asked)
    if subject is None and understood.links.subjects and not _had_a_subject(essay):
        set_subjects(essay, Film.objects.filter(pk__in=understood.links.subjects[:1]))
    states = Counter(mention.state == Mention.State.LINKED for mention, _ in mentions)
    return FoundAgain(new_links=states[True], to_decide=states[False])


def _is_free(link: Link, text: str, kept: list[Mention], rejected: set[str]) -> bool:
    """Whether no mention covers these words and no editor has rejected them."""
    if fold(text[link.start : link.end]) in rejected:
        return False
    return not any(
        mention.start < link.end and link.start < mention.end
        for mention in kept
        if mention.start is not None and mention.end is not None and not mention.is_lost
    )


def _had_a_subject(essay: Essay) -> bool:
    return any(
        content.get("subjects") for content in Revision.objects.filter(essay=essay).values_list("content", flat=True)
    )
