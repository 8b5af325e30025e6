"""Rows of the search index: what can be found, in the words it is found by. All of it can be made anew.

``essays.index`` writes and reads them. The engines keep an inverted index over them, which follows by triggers on
SQLite and by generated columns on PostgreSQL: ``essays/migrations/*_search_index.py`` makes both.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from essays.models.essay import Essay
from essays.models.film import Film
from people.models import Person
from people.names import KEY_MAX_LENGTH
from people.rows import Row

TERM_MAX_LENGTH = KEY_MAX_LENGTH
INDEX_FORMAT = 1  # grows whenever rows are made otherwise: those of another number are made anew
DUE = 0  # the format of a row that has to be made anew


class IndexedQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        """Rows that are not what they would be if made now."""
        return self.exclude(format=INDEX_FORMAT)


class IndexedEssay(Row):
    """An essay that readers see, saw or will see by its times; which of these is asked when it is searched."""

    essay = models.OneToOneField(Essay, on_delete=models.CASCADE, related_name="indexed")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)
    format = models.PositiveSmallIntegerField(default=INDEX_FORMAT)
    facets = models.TextField(help_text="What it is under, by ids: k_review c_5 t_12 y_1980 d_77 f_7 p_12.")
    tiers = models.TextField(blank=True, help_text="The words of its head, and those it says often: h_heat o_moscow.")
    words = models.TextField(blank=True, help_text="Its words, a line for the head and one for each sentence.")
    shown = models.JSONField(
        default=list, blank=True, help_text="Its sentences: [subhead's id, subhead, [sentence, ...]]."
    )

    objects = IndexedQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["format"], condition=~Q(format=INDEX_FORMAT), name="indexed_essay_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(facets=""), name="indexed_essay_has_facets"),
        ]

    def __str__(self) -> str:
        return f"No. {self.essay_id} in the search index"


class IndexedNameQuerySet(IndexedQuerySet):
    def seen(self, now: dt.datetime | None = None) -> Self:
        """Names of records that readers may see now, as far as times tell."""
        now = now or timezone.now()
        return self.filter(seen_from__lte=now).filter(Q(seen_until__isnull=True) | Q(seen_until__gt=now))


class IndexedName(Row):
    """A name or title of a person or film that readers see, saw or will see."""

    film = models.ForeignKey(Film, null=True, blank=True, on_delete=models.CASCADE, related_name="indexed_names")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="indexed_names")
    key = models.CharField(max_length=KEY_MAX_LENGTH)
    weight = models.PositiveIntegerField(default=0, help_text="How many published essays named it when this was made.")
    seen_from = models.DateTimeField()
    seen_until = models.DateTimeField(null=True, blank=True)
    format = models.PositiveSmallIntegerField(default=INDEX_FORMAT)
    words = models.TextField()

    objects = IndexedNameQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["format"], condition=~Q(format=INDEX_FORMAT), name="indexed_name_due")]
        constraints = [
            models.UniqueConstraint(fields=["film", "key"], name="indexed_name_once_a_film"),
            models.UniqueConstraint(fields=["person", "key"], name="indexed_name_once_a_person"),
            models.CheckConstraint(
                condition=Q(film__isnull=False, person__isnull=True) | Q(film__isnull=True, person__isnull=False),
                name="indexed_name_is_of_one_record",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="indexed_name_has_key"),
        ]

    def __str__(self) -> str:
        return self.key


class IndexedTerm(Row):
    """A word of the indexed names, or a whole name in one word: what a misspelt one is compared with."""

    term = models.CharField(max_length=TERM_MAX_LENGTH)
    is_whole = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["term", "is_whole"], name="indexed_term_once"),
            models.CheckConstraint(condition=~Q(term=""), name="indexed_term_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.term}, a whole name" if self.is_whole else self.term
