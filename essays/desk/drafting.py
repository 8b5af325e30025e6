"""An understood document as an essay's rows: text, bylines, subjects, mentions, findings, tags."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from essays.checking.discrepancy import Discrepancy
from essays.desk.finding_again import Quotation, context, find_again
from essays.desk.rendering import anchors_of, document_kind
from essays.desk.storing import all_checked, checked
from essays.desk.tagging import tags_named
from essays.linking.links import Link, LinkKind, LinkState
from essays.linking.spans import Spans
from essays.models import (
    Byline,
    Critic,
    CriticAlias,
    Essay,
    EssayTag,
    Film,
    Finding,
    Mention,
    MentionCandidate,
    Subject,
)
from essays.models.essay import HEADLINE_MAX_LENGTH
from essays.models.site_settings import site_settings
from essays.reading.body import Body, OffsetMap, body_from, read_body
from essays.reading.document import BlockKind, Document, Rating
from essays.rendering.body import render_body
from essays.rendering.cleaning import clean_body
from people.models import NAME_MAX_LENGTH, Person, Tag
from people.names import name_key

SPACE = re.compile(r"\s+")
HEADLINE_PROPOSED_LENGTH = 80  # code points of a first sentence; longer ones are cut at a word
WORDS_MAX_LENGTH = 500  # of a mention or finding, as the rows hold them
REASON_MAX_LENGTH = 300
# Thirteen steps from A+ to F, equally far apart.
LETTERS = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an essay's text will be: its body read, and where the document's characters went in it.

    ``places`` is None where the document is the body's own.
    """

    body: Body
    places: OffsetMap | None = None

    @property
    def text(self) -> str:
        return self.body.document.text

    def span(self, document: Document, start: int, end: int) -> tuple[int, int] | None:
        """Where words of the document stand in the body's text; None where they were set aside.

        Cleaning may have drawn white space together before them: they are then found again near their place.
        """
        if self.places is None:
            return start, end
        place = self.places.span(start, end)
        words = SPACE.sub(" ", document.text[start:end])
        if place is None or self.text[slice(*place)] == words:
            return place
        [found] = find_again([Quotation(words, "", "", place[0])], self.text)
        return None if found is None else (found, found + len(words))


def draft_of(document: Document, kind: str) -> Draft:
    """The document's body, cleaned as the essay will hold it."""
    html, places = body_from(document)
    return Draft(read_body(clean_body(html), kind=document_kind(kind), with_facts=False), places)


def set_text(essay: Essay, document: Document, draft: Draft, *, subject: Film | None, bylines: list[str]) -> None:
    """Set the fields of ``essay`` that a document gives; saves nothing."""
    essay.headline = headline_of(document, subject=subject, bylines=bylines)
    essay.headline_is_proposed = document.headline is None
    essay.standfirst = document.standfirst or ""
    essay.body = draft.body.html
    essay.rating = site_rating(document.rating, best=site_settings().best) if document.rating else None
    essay.rating_printed = document.rating.printed[:40] if document.rating else ""
    essay.has_spoilers = document.has_spoilers


def headline_of(document: Document, *, subject: Film | None, bylines: list[str] | None = None) -> str:
    """The headline that an essay made of ``document`` has; ``bylines`` are the document's where none are given."""
    signed = list(document.bylines) if bylines is None else bylines
    return _shortened(document.headline or proposed_headline(document, subject, signed), HEADLINE_MAX_LENGTH)


def proposed_headline(document: Document, subject: Film | None, bylines: list[str]) -> str:
    """A headline for a document that prints none: its film and who signed, else how its text begins."""
    if subject is not None:
        if document.kind.value == Essay.Kind.REFERENCE:
            return str(subject)
        return f"{subject.title}: a review by {' and '.join(bylines)}" if bylines else f"{subject.title}: a review"
    first = next(iter(document.of_kind(BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.SUBHEAD)), "Untitled")
    return _shortened(first, HEADLINE_PROPOSED_LENGTH)


def _shortened(text: str, length: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= length else words[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def site_rating(rating: Rating, *, best: int) -> Decimal | None:
    """A printed rating on the site's scale, 0 to ``best`` in halves; None where it is not understood."""
    if rating.value is not None and rating.best:
        share = rating.value / rating.best
    elif (letter := rating.printed.strip().upper().replace("−", "-").replace("–", "-")) in LETTERS:
        share = LETTERS.index(letter) / (len(LETTERS) - 1)
    else:
        return None
    return Decimal(round(min(max(share, 0.0), 1.0) * best * 2)) / 2


def set_bylines(essay: Essay, names: Iterable[str]) -> list[Byline]:
    """Sign the essay with these names, in order; a critic whom no record has is made."""
    wanted = {name_key(name): " ".join(name.split()) for name in names if name.strip()}
    critics = _critics(wanted)
    rows: dict[int, Byline] = {}
    for key, name in wanted.items():
        critic = critics[key]
        as_signed = "" if critic.name == name else name
        rows.setdefault(critic.pk, Byline(essay=essay, critic=critic, as_signed=as_signed, position=len(rows) + 1))
    return Byline.objects.bulk_create(all_checked(rows.values()))


def _critics(wanted: Mapping[str, str]) -> dict[str, Critic]:
    """The critic for each folded name: who is called so, who also signs so, or a new one."""
    found = {critic.name_key: critic for critic in Critic.objects.filter(name_key__in=wanted)} if wanted else {}
    if missing := [key for key in wanted if key not in found]:
        aliases = CriticAlias.objects.filter(name_key__in=missing).select_related("critic")
        found |= {alias.name_key: alias.critic for alias in aliases}
    for key, name in wanted.items():
        if key not in found:
            found[key] = checked(Critic(name=name))
            found[key].save()
    return found


def set_subjects(essay: Essay, films: Iterable[Film]) -> None:
    Subject.objects.bulk_create(
        Subject(essay=essay, film=film, position=position) for position, film in enumerate(films, start=1)
    )


def set_tags(essay: Essay, *, genres: Iterable[str], topics: Iterable[str] = ()) -> list[Tag]:
    """Tag the essay with the genres that its document states, and with what the document is filed under."""
    named = [
        *tags_named(genres, kind=Tag.Kind.GENRE).values(),
        *tags_named(topics, kind=Tag.Kind.TOPIC).values(),
    ]
    tags = {tag.pk: tag for tag in named}
    EssayTag.objects.bulk_create(EssayTag(content_object=essay, tag=tag) for tag in tags.values())
    return list(tags.values())


def mentions_of(
    document: Document,
    draft: Draft,
    links: Iterable[Link],
    people: Mapping[str, Person],
    *,
    title: tuple[tuple[int, int], Film] | None,
    kept: Iterable[Mention] = (),
) -> list[tuple[Mention, Link]]:
    """Unsaved mentions of an essay's text, each with its link.

    ``people`` are those made for names without a record. ``title`` is the place of the title that proposes a film.
    No mention is made where one of ``kept`` stands: what an editor decided goes before.
    """
    found: list[tuple[Mention, Link]] = []
    taken = Spans((m.start, m.end) for m in kept if m.start is not None and m.end is not None and not m.is_lost)
    links = list(links)
    if title is not None:
        (start, end), film = title
        links.append(
            Link(LinkKind.FILM, LinkState.LINKED, start, end, film.pk, reason="the film that the entry is about")
        )
    for link in sorted(links, key=lambda link: link.start):
        span = draft.span(document, link.start, link.end)
        if span is None or span[1] - span[0] > WORDS_MAX_LENGTH or taken.overlaps(*span):
            continue
        taken.add(*span)
        found.append((_mention(draft.text, span, link, people), link))
    return found


def _mention(text: str, span: tuple[int, int], link: Link, people: Mapping[str, Person]) -> Mention:
    start, end = span
    prefix, suffix = context(text, start, end)
    mention = Mention(
        kind=link.kind.value,
        state=link.state.value,
        name=link.name[:NAME_MAX_LENGTH],
        exact=text[start:end],
        prefix=prefix,
        suffix=suffix,
        start=start,
        end=end,
        confidence=min(max(link.confidence, 0.0), 1.0),
        reason=link.reason[:REASON_MAX_LENGTH],
    )
    if link.kind is LinkKind.FILM:
        mention.film_id = link.record_id
    else:
        mention.person_id = link.record_id
    if link.kind is LinkKind.CHARACTER and not mention.name:
        mention.name = mention.exact[:NAME_MAX_LENGTH]
    if link.state is LinkState.PROPOSED and (person := people.get(link.name or mention.exact)):
        mention.person_id, mention.name = person.pk, person.name
        mention.state = Mention.State.PROPOSED if person.visibility == "proposed" else Mention.State.LINKED
    return mention


def store_mentions(essay: Essay, mentions: Iterable[tuple[Mention, Link]]) -> None:
    """Save the mentions of an essay, and the candidates of those that an editor has to decide."""
    pairs = list(mentions)
    for mention, _ in pairs:
        mention.essay = essay
    Mention.objects.bulk_create(all_checked(mention for mention, _ in pairs))
    store_candidates(pairs)


def store_candidates(mentions: Iterable[tuple[Mention, Link]]) -> None:
    """Save the candidates of those of these stored mentions that an editor has to decide."""
    candidates = [
        MentionCandidate(
            mention=mention,
            rank=rank,
            film_id=candidate.record_id if link.kind is LinkKind.FILM else None,
            person_id=None if link.kind is LinkKind.FILM else candidate.record_id,
            confidence=min(max(candidate.confidence, 0.0), 1.0),
            reason=candidate.reason[:REASON_MAX_LENGTH],
        )
        for mention, link in mentions
        if link.state is LinkState.UNDECIDED
        for rank, candidate in enumerate(link.candidates, start=1)
    ]
    MentionCandidate.objects.bulk_create(all_checked(candidates))


def store_findings(
    essay: Essay,
    discrepancies: Iterable[Discrepancy],
    draft: Draft,
    document: Document,
    *,
    now: dt.datetime,
    settled: Iterable[tuple[str, str]] = (),
) -> None:
    """Save what is to be asked of the editor; ``settled`` has rule and message of what was asked before."""
    asked, rows = set(settled), []
    for found in discrepancies:
        message = found.message[:WORDS_MAX_LENGTH]
        if (found.rule.value, message) in asked:
            continue
        asked.add((found.rule.value, message))
        span = draft.span(document, found.start, found.end)
        exact = document.text[found.start : found.end][:WORDS_MAX_LENGTH] if span is None else draft.text[slice(*span)]
        prefix, suffix = context(draft.text, *span) if span else ("", "")
        rows.append(
            Finding(
                essay=essay,
                rule=found.rule.value,
                film_id=found.film_id,
                person_id=found.person_id,
                exact=exact[:WORDS_MAX_LENGTH],
                prefix=prefix,
                suffix=suffix,
                start=span[0] if span else None,
                end=span[1] if span else None,
                message=message,
                suggestion=found.suggestion[:REASON_MAX_LENGTH],
                found_at=now,
            )
        )
    Finding.objects.bulk_create(all_checked(rows))


def render(draft: Draft, mentions: Iterable[Mention]) -> str:
    """The stored rendering of a draft with these mentions."""
    return render_body(draft.body, anchors_of(mentions))
