"""What an essay should have before readers see it: told while it is written, asked for where the site says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce

from essays.models import Essay, Finding, Mention, Subject
from essays.models.site_settings import site_settings

_IMAGE = re.compile(r"""<img\b(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
SUBJECT, STANDFIRST, HEADLINE, ALT, LINKS, QUESTIONS = POINTS = settings.PUBLISHING_POINTS


@dataclass(frozen=True, slots=True)
class Missing:
    """A point that is not met. ``must`` where the site publishes nothing without it."""

    point: str
    sentence: str
    must: bool


def what_is_missing(essay: Essay, *, only: frozenset[str] = frozenset(POINTS)) -> list[Missing]:
    """The points of ``only`` that a stored essay does not meet, in working order; at most one query."""
    needed = site_settings().needs
    return [Missing(point, said, point in needed) for point, said in _faults(essay, only)]


def what_stops(essay: Essay) -> list[Missing]:
    """The points that the site publishes nothing without and that are not met; no query where it names none."""
    needed = site_settings().needs
    return what_is_missing(essay, only=needed) if needed else []


def _faults(essay: Essay, only: frozenset[str]) -> Iterator[tuple[str, str]]:
    subjects, open_links, asked = _counted(essay) if only & {SUBJECT, LINKS, QUESTIONS} else (1, 0, 0)
    if SUBJECT in only and essay.kind != Essay.Kind.FEATURE and not subjects:
        yield SUBJECT, "it has no subject film; choose it under “subject films”."
    if STANDFIRST in only and essay.kind != Essay.Kind.REFERENCE and not essay.standfirst.strip():
        yield STANDFIRST, "it has no standfirst; one or two sentences under the headline."
    if HEADLINE in only and essay.headline_is_proposed:
        yield HEADLINE, "its headline is a proposal of the import; write one, or untick “headline is proposed”."
    if ALT in only and (without := _images_without_alt(essay.body)):
        pictures = "1 picture has" if without == 1 else f"{without} pictures have"
        yield ALT, f"{pictures} no alternative text; say in it what who cannot see the picture should know."
    if LINKS in only and open_links:
        names = "1 name waits" if open_links == 1 else f"{open_links} names wait"
        yield LINKS, f"{names} for a decision; until then readers see plain words."
    if QUESTIONS in only and asked:
        questions = "1 question" if asked == 1 else f"{asked} questions"
        yield QUESTIONS, f"{questions} of the copy desk {'is' if asked == 1 else 'are'} open."


def _counted(essay: Essay) -> tuple[int, int, int]:
    """How many subject films, undecided links and open questions an essay has."""
    rows = (
        Subject.objects.all(),
        Mention.objects.filter(state=Mention.State.UNDECIDED, is_lost=False),
        Finding.objects.filter(state=Finding.State.OPEN),
    )
    numbers = (_number_of(found, essay.pk) for found in rows)
    counted: tuple[int, int, int] = Essay.objects.filter(pk=essay.pk).values_list(*numbers).get()
    return counted


def _number_of(found: QuerySet[Any], essay: int) -> Coalesce:
    """How many of ``found`` hang on the essay, within another query."""
    one = found.filter(essay=essay).order_by().values("essay").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(one), 0)


def _images_without_alt(body: str) -> int:
    """How many pictures of a body have no alternative text, or an empty one."""
    count = 0
    for image in _IMAGE.findall(body):
        alt = _ALT.search(image)
        said = unescape((alt.group(1) or alt.group(2) or "") if alt else "")
        count += not said.strip()
    return count
