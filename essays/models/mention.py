"""Mentions: words of an essay that name a film, a person or a character, and which record they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from essays.models.essay import Essay, is_live
from essays.models.film import Film
from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.rendering.quotes import Quote, best_place, quote
from people.models import NAME_MAX_LENGTH, Person
from people.rows import Row

CONTEXT_LENGTH = 32  # code points of prefix and suffix; what Hypothesis keeps for a TextQuoteSelector


ESSAYS_LISTED = 200  # essays that a page of a film or person lists as naming it; a reader follows fewer


@dataclass(frozen=True, slots=True)
class NamedIn:
    """An essay that names a record: how often by its own name, and a sentence that does where one was asked for."""

    essay: Essay
    times: int
    quote: Quote | None = None


WAITING = Q(state__in=["undecided", "proposed"]) | Q(is_lost=True)  # for an editor


class MentionQuerySet(models.QuerySet["Mention"]):
    def linked(self) -> Self:
        """Mentions that have their record."""
        return self.filter(state=Mention.State.LINKED)

    def open(self) -> Self:
        """Mentions that wait for an editor."""
        return self.filter(WAITING)

    def live(self, now: dt.datetime | None = None) -> Self:
        """Linked mentions in essays a reader may open now."""
        return self.linked().filter(is_live(now or timezone.now(), "essay__"), is_lost=False)

    def by_essay(self, *, quotes: int, limit: int = ESSAYS_LISTED) -> list[NamedIn]:
        """The essays that hold these mentions, weightiest first; the first ``quotes`` with the sentence.

        Weight is the number of mentions by name, then of those by a character's name, then the newer essay. At most
        ``limit`` essays; a fixed number of queries.
        """
        return self.quoted(self.weighed(limit), quotes=quotes)

    def weighed(self, limit: int | None = None) -> list[tuple[int, int]]:
        """``(essay, times)``: ids of the essays that hold these mentions, weightiest first, and how often by name."""
        weighed = (
            self.order_by()
            .values("essay")
            .annotate(times=Count("pk", filter=~Q(kind=Mention.Kind.CHARACTER)), weight=Count("pk"))
            .order_by("-times", "-weight", "-essay__published_at", "-essay")
        )
        return [(row["essay"], row["times"]) for row in weighed[:limit]]

    def quoted(self, weighed: Sequence[tuple[int, int]], *, quotes: int | None = None) -> list[NamedIn]:
        """These essays in their order; the first ``quotes`` of them, else all, with the sentence of a mention here."""
        ids = [essay for essay, _ in weighed]
        essays = Essay.objects.filter(pk__in=ids).for_listing().in_bulk()
        sentences = self._sentences(ids[:quotes])
        return [NamedIn(essays[pk], times, sentences.get(pk)) for pk, times in weighed if pk in essays]

    def _sentences(self, essay_ids: list[int]) -> dict[int, Quote]:
        """For each of these essays the sentence of the first mention: names before characters, text before subheads."""
        places: dict[int, list[tuple[int, int]]] = {}
        by_character = models.Case(models.When(kind=Mention.Kind.CHARACTER, then=1), default=0)
        found = self.filter(essay__in=essay_ids, end__isnull=False).order_by(by_character, "start")
        for essay_id, start, end in found.values_list("essay", "start", "end"):
            places.setdefault(essay_id, []).append((start, end))
        quotes = {}
        for essay_id, html in Essay.objects.filter(pk__in=essay_ids).values_list("pk", "body"):
            body = read_body(html, kind=DocumentKind.REVIEW)  # the kind decides nothing that a quotation shows
            if (place := best_place(body, places.get(essay_id, []))) is not None:
                quotes[essay_id] = quote(body, *place)
        return quotes


class Mention(Row):
    """Words that name a record, found again by themselves and their context when the text changes.

    The place follows the W3C Web Annotation Data Model: a TextPositionSelector (``start``, ``end``, half-open, code
    points of the body's text) beside a TextQuoteSelector (``exact``, ``prefix``, ``suffix``).
    https://www.w3.org/TR/annotation-model/#text-quote-selector
    """

    class Kind(models.TextChoices):
        FILM = "film", "film"
        PERSON = "person", "person"
        CHARACTER = "character", "character"

    class State(models.TextChoices):
        LINKED = "linked", "linked"
        UNDECIDED = "undecided", "to be decided"
        PROPOSED = "proposed", "proposed as new"
        REJECTED = "rejected", "no record here"

    class DecidedBy(models.TextChoices):
        MACHINE = "machine", "machine"
        EDITOR = "editor", "editor"

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    film = models.ForeignKey(Film, null=True, blank=True, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentions",
        help_text="Of a character: who plays it.",
    )
    name = models.CharField(
        max_length=NAME_MAX_LENGTH,
        blank=True,
        help_text="Of a character or a proposed person: the full name.",
    )
    exact = models.CharField("words", max_length=500)
    prefix = models.CharField(max_length=CONTEXT_LENGTH, blank=True, editable=False)
    suffix = models.CharField(max_length=CONTEXT_LENGTH, blank=True, editable=False)
    start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    end = models.PositiveIntegerField(null=True, blank=True, editable=False)
    is_lost = models.BooleanField(
        default=False, editable=False, help_text="The words were not found again after an edit."
    )
    confidence = models.FloatField(default=1.0, help_text="From 0 to 1.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why this record: credited on Red Heat (1988).")
    decided_by = models.CharField(max_length=10, choices=DecidedBy, default=DecidedBy.MACHINE)
    decided_by_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["essay", "start", "id"]
        indexes = [
            # Without the empty ones, by which a planner would think that each film and person has very many.
            models.Index(fields=["film", "state"], condition=Q(film__isnull=False), name="mention_of_film"),
            models.Index(fields=["person", "state"], condition=Q(person__isnull=False), name="mention_of_person"),
            models.Index(fields=["essay"], condition=Q(is_lost=True), name="mention_lost"),
            models.Index(fields=["essay", "start"], condition=WAITING, name="mention_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["essay", "start", "end"], condition=Q(is_lost=False), name="mention_once_a_place"
            ),
            models.CheckConstraint(
                condition=Q(is_lost=True) | Q(start__isnull=False, end__gt=F("start")),
                name="mention_has_a_place_or_is_lost",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="mention_confidence_is_a_share"
            ),
            models.CheckConstraint(condition=~Q(exact=""), name="mention_has_words"),
            models.CheckConstraint(
                condition=(Q(kind="film") & Q(person__isnull=True))
                | (Q(kind="person") & Q(film__isnull=True))
                | (Q(kind="character") & Q(film__isnull=True) & ~Q(name="")),
                name="mention_names_one_record_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="linked") | Q(kind="character") | Q(film__isnull=False) | Q(person__isnull=False),
                name="mention_linked_has_its_record",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["linked", "undecided", "proposed", "rejected"]),
                name="mention_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__in=["machine", "editor"]), name="mention_decided_by_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="editor") | Q(decided_by_account__isnull=True),
                name="mention_machine_has_no_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exact}, in {self.essay}"


class MentionCandidate(Row):
    """One record that undecided words may mean; the first is the likeliest."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="candidates")
    rank = models.PositiveSmallIntegerField()
    film = models.ForeignKey(Film, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    confidence = models.FloatField()
    reason = models.CharField(max_length=300, blank=True, help_text="What speaks for it and tells it apart.")

    class Meta:
        ordering = ["mention", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["mention", "rank"], name="mention_candidate_has_its_rank"),
            models.CheckConstraint(
                condition=Q(film__isnull=False, person__isnull=True) | Q(film__isnull=True, person__isnull=False),
                name="mention_candidate_is_one_record",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1),
                name="mention_candidate_confidence_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return str(self.film or self.person)
