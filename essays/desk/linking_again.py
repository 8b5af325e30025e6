"""Linking an essay that was written or extended at the desk, and asking about the years it gives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from essays.checking.discrepancy import Rule
from essays.desk.barring import barred_keys, not_barred
from essays.desk.drafting import Draft, mentions_of, set_subjects, store_findings, store_mentions
from essays.desk.proposing import people_proposed
from essays.desk.understanding import Understanding, names_proposed, understand_document
from essays.linking.links import Link
from essays.models import Essay, Film, Finding, Mention, Revision
from essays.reading.body import Body
from people.models import Person, Visibility


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """How many mentions were added: with their record, and for an editor to decide."""

    new_links: int
    to_decide: int


def link_again(essay: Essay, *, body: Body, now: dt.datetime) -> FoundAgain:
    """Add a mention for every name in ``body`` that none covers; called in the transaction of a save.

    The mentions that are there keep their records and decisions, and words that an editor has barred from the essay
    are named no more. A year that the record of a film has otherwise becomes a question, once. An essay without a
    subject gets the one that its text shows, unless an editor took its subject away.
    """
    subject = main_subject(essay)
    understood = understand_document(body.document, film=subject)
    text = body.document.text
    kept = list(Mention.objects.filter(essay=essay))
    links = not_barred(understood.links.links, text, barred_keys(essay))
    free = [link for link in links if _is_free(link, kept)]
    draft = Draft(body)
    mentions = mentions_of(body.document, draft, free, new_people(essay, text, free), title=None, kept=kept)
    store_mentions(essay, mentions)
    ask_about_years(essay, understood, draft, (*kept, *(new for new, _ in mentions)), now=now)
    if subject is None:
        set_subjects(essay, subjects_shown(essay, understood))
    states = Counter(mention.state == Mention.State.LINKED for mention, _ in mentions)
    return FoundAgain(new_links=states[True], to_decide=states[False])


def main_subject(essay: Essay) -> Film | None:
    """The film that the essay is about; of several the first."""
    return Film.objects.filter(subject_of__essay=essay).order_by("subject_of__position").first()


def new_people(essay: Essay, text: str, links: Iterable[Link]) -> dict[str, Person]:
    """People proposed for the names that ``links`` find in the essay's text and no record has."""
    unknown = dict.fromkeys(names_proposed(text, links), Visibility.PROPOSED)
    return people_proposed(unknown, source=f"the essay “{essay.headline}”")


def ask_about_years(
    essay: Essay, understood: Understanding, draft: Draft, mentions: Iterable[Mention], *, now: dt.datetime
) -> None:
    """Ask, once, about each year that the record of a film has otherwise: of the films that ``mentions`` name."""
    asked = Finding.objects.filter(essay=essay).values_list("rule", "message")
    films = {mention.film_id for mention in mentions}  # as editors have decided
    years = [found for found in understood.discrepancies if found.rule is Rule.YEAR and found.film_id in films]
    store_findings(essay, years, draft, draft.body.document, now=now, settled=asked)


def subjects_shown(essay: Essay, understood: Understanding) -> list[Film]:
    """The subject that the text shows; none where an editor took one away."""
    if not understood.links.subjects or _had_a_subject(essay):
        return []
    return list(Film.objects.filter(pk__in=understood.links.subjects[:1]))


def _is_free(link: Link, kept: list[Mention]) -> bool:
    """Whether no mention covers these words."""
    return not any(
        mention.start < link.end and link.start < mention.end
        for mention in kept
        if mention.start is not None and mention.end is not None and not mention.is_lost
    )


def _had_a_subject(essay: Essay) -> bool:
    return any(
        content.get("subjects") for content in Revision.objects.filter(essay=essay).values_list("content", flat=True)
    )
