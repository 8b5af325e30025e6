"""Writing an essay into the index: what it is found by, what it is under, and the sentences that are shown of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects

from essays.index.record import records_of, renew_records
from essays.models import INDEX_FORMAT, Byline, Credit, Critic, Essay, EssayTag, IndexedEssay, Mention, Subject
from essays.models.indexed import DUE
from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.rendering.body import passages, render_body
from essays.searching import words as marks
from essays.searching.excerpts import Section, lines_of, sections_of
from essays.searching.words import STOP_WORDS, joined, keys_of
from people.models import Tag

SAID_OFTEN = 3  # times; from then on a word is one of the essay's own
OFTEN_MOST = 60  # words that an essay says often, those said most
WORDS_MOST = 60_000  # of one essay; PostgreSQL takes no more than a megabyte of them
UNDER_MOST = 2_000  # records that an essay is found under; each is a word of the index


@transaction.atomic
def renew_essay(essay: Essay, *, now: dt.datetime) -> None:
    """Make the essay's row what the essay is, and the rows of all whom it names or ceased to name.

    Called after any change of an essay, in its transaction. One that no reader sees, saw or will see has no row. What
    is stored counts and nothing else: the caller's essay may hold a draft that is not for readers.
    """
    row = IndexedEssay.objects.filter(essay=essay).only("id", "facets", "live_from").first()
    if row is None and essay.status != Essay.Status.PUBLISHED:
        return
    essay = Essay.objects.get(pk=essay.pk)
    if essay.status != Essay.Status.PUBLISHED or essay.discarded_at is not None:
        if row is not None:
            _note_unseen(row, "", now)
            row.delete()
            renew_records(*records_of(row.facets), now=now)
        return
    made = _made(essay, now)
    if row is not None:
        _note_unseen(row, made["facets"], now)
    IndexedEssay.objects.update_or_create(essay=essay, defaults=made)
    films, people = records_of(made["facets"])
    if row is None:
        renew_records(films, people, now=now, grows_with=essay.pk)
    else:
        before_films, before_people = records_of(row.facets)
        renew_records(films | before_films, people | before_people, now=now)


def _note_unseen(row: IndexedEssay, facets: str, now: dt.datetime) -> None:
    """Note of the tags and critics that this essay showed readers, and shows no longer, that they were seen."""
    if row.live_from > now:
        return
    gone = set(row.facets.split()) - set(facets.split())
    for mark, model in ((marks.TAG, Tag), (marks.CRITIC, Critic)):
        if ids := [int(facet.removeprefix(mark)) for facet in gone if facet.startswith(mark)]:
            records: Any = model.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
            records.cease_to_be_seen()


def forget_essays(ids: Iterable[int], *, now: dt.datetime) -> None:
    """Take essays out of the index that are about to be deleted."""
    for row in IndexedEssay.objects.filter(essay__in=list(ids)).only("id", "facets"):
        row.delete()
        renew_records(*records_of(row.facets), now=now)


def essays_are_due(**which: Any) -> int:
    """Note that essays have to be made anew, for ``index_search`` or the next look; returns how many."""
    return IndexedEssay.objects.filter(**which).update(format=DUE)


def _made(essay: Essay, now: dt.datetime) -> dict[str, Any]:
    credits = Credit.objects.for_readers().filter(job=Credit.Job.DIRECTOR, is_credited=True).order_by()
    subjects = Subject.objects.select_related("film").prefetch_related(
        "film__titles", Prefetch("film__credits", queryset=credits, to_attr="directors")
    )
    prefetch_related_objects(
        [essay],
        Prefetch("subjects", subjects),
        Prefetch("bylines", Byline.objects.select_related("critic")),
        Prefetch("taggings", EssayTag.objects.select_related("tag")),
    )
    facets = list(dict.fromkeys(_facets(essay)))[:UNDER_MOST]
    head = [key for text in _head(essay) for key in keys_of(text)]
    rendered = essay.rendered or render_body(read_body(essay.body, kind=DocumentKind.REVIEW), ())
    sections = list(sections_of(passages(rendered)))
    if essay.standfirst.strip():
        sections.insert(0, Section("", "", (" ".join(essay.standfirst.split()),)))
    lines = _bounded(lines_of(sections))
    return {
        "live_from": essay.published_at,
        "live_until": essay.withdrawn_at,
        "format": INDEX_FORMAT,
        "facets": joined(facets),
        "tiers": joined(_tiers(head, lines)),
        "words": "\n".join([joined(head), *lines]),
        "shown": [[section.heading_id, section.heading, list(section.sentences)] for section in sections],
    }


def _facets(essay: Essay) -> Iterator[str]:
    yield f"{marks.KIND}{essay.kind}"
    for byline in essay.bylines.all():
        yield f"{marks.CRITIC}{byline.critic_id}"
    for tagging in essay.taggings.all():
        yield f"{marks.TAG}{tagging.tag_id}"
    for subject in essay.subjects.all():
        film: Any = subject.film
        yield f"{marks.FILM}{film.pk}"
        if film.release_year:
            yield f"{marks.DECADE}{film.release_year // 10 * 10}"
        for credit in film.directors:
            yield f"{marks.DIRECTOR}{credit.person_id}"
    named = Mention.objects.linked().filter(essay=essay, is_lost=False).order_by("start", "pk")
    for film_id, person_id in named.values_list("film_id", "person_id"):
        if film_id or person_id:
            yield f"{marks.FILM}{film_id}" if film_id else f"{marks.PERSON}{person_id}"


def _head(essay: Essay) -> Iterator[str]:
    """The texts that head the essay: who wrote what about which film."""
    yield essay.headline
    for subject in essay.subjects.all():
        yield f"{subject.film.title} {subject.film.release_year or ''}"
        for other in subject.film.titles.all():
            yield other.title
    for byline in essay.bylines.all():
        yield f"{byline.critic.name} {byline.as_signed}"
    for tagging in essay.taggings.all():
        yield tagging.tag.name


def _tiers(head: list[str], lines: list[str]) -> Iterator[str]:
    for key in dict.fromkeys(head):
        yield f"{marks.IN_HEAD}{key}"
        yield f"{marks.OFTEN}{key}"
    counted = Counter(key for line in lines for key in line.split())
    in_head = set(head)
    often = [key for key, times in counted.most_common() if times >= SAID_OFTEN and key not in STOP_WORDS | in_head]
    for key in often[:OFTEN_MOST]:
        yield f"{marks.OFTEN}{key}"


def _bounded(lines: list[str]) -> list[str]:
    """As many lines as have WORDS_MOST words."""
    words = 0
    for number, line in enumerate(lines):
        words += line.count(" ") + 1
        if words > WORDS_MOST:
            return lines[:number]
    return lines
