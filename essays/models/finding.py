"""Findings: where an essay and the record say different things, for an editor to settle."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from essays.models.film import Film
from essays.models.mention import CONTEXT_LENGTH
from people.models import Person
from people.rows import Row


class Finding(Row):
    """A question to the editor about some words of an essay."""

    class Rule(models.TextChoices):
        CREDIT = "credit", "credit"
        CONTRIBUTION = "contribution", "contribution without a credit"
        YEAR = "year", "year"
        CHARACTER = "character", "character"
        CITATION = "citation", "citation"

    class State(models.TextChoices):
        OPEN = "open", "open"
        RECORD_CHANGED = "record changed", "the record was changed"
        TEXT_CHANGED = "text changed", "the text was changed"
        DISMISSED = "dismissed", "dismissed"

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=20, choices=Rule)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN, db_index=True)
    film = models.ForeignKey(Film, null=True, blank=True, on_delete=models.CASCADE, related_name="findings")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="findings")
    exact = models.CharField("words", max_length=500)
    prefix = models.CharField(max_length=CONTEXT_LENGTH, blank=True, editable=False)
    suffix = models.CharField(max_length=CONTEXT_LENGTH, blank=True, editable=False)
    start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    end = models.PositiveIntegerField(null=True, blank=True, editable=False)
    message = models.CharField(max_length=500, help_text="What the text says and what the record has.")
    suggestion = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["essay", "start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["essay", "rule", "message"], name="finding_once_an_essay"),
            models.CheckConstraint(condition=~Q(message=""), name="finding_has_message"),
            models.CheckConstraint(
                condition=Q(rule__in=["credit", "contribution", "year", "character", "citation"]),
                name="finding_rule_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "record changed", "text changed", "dismissed"]),
                name="finding_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.message
