"""Words that an editor bars from an essay, and runs that link essays again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from people.names import KEY_MAX_LENGTH, fold
from people.rows import Row

WORDS_MAX_LENGTH = 500  # as a mention's


def words_key(words: str) -> str:
    """Under what words are compared with barred ones; those of signs alone are compared as they are."""
    return fold(words) or words.strip()


class BarredWords(Row):
    """Words that are never linked in an essay, wherever they stand in it and whenever the text gains them."""

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="barred_words")
    words = models.CharField(max_length=WORDS_MAX_LENGTH, help_text="As printed: Hill. Capitals make no difference.")
    key = models.CharField(max_length=max(KEY_MAX_LENGTH, WORDS_MAX_LENGTH), editable=False)
    barred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    barred_at = models.DateTimeField(null=True, blank=True, editable=False)

    derived_fields = {"words": ("key",)}

    class Meta:
        verbose_name = "words never linked"
        verbose_name_plural = "words never linked"
        ordering = ["essay", "words", "id"]
        constraints = [
            models.UniqueConstraint(fields=["essay", "key"], name="barred_words_once_an_essay"),
            models.CheckConstraint(condition=~Q(key=""), name="barred_words_have_a_key"),
        ]

    def __str__(self) -> str:
        return self.words

    def derive_keys(self) -> None:
        self.words = " ".join(self.words.split())
        self.key = words_key(self.words)


class LinkingRun(Row):
    """How far a run of ``link_essays`` has come, so that one that was stopped goes on there."""

    selection = models.CharField(max_length=120, help_text="Which essays, and whether published ones too.")
    reached = models.PositiveBigIntegerField(default=0, help_text="The id of the last essay that is done.")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection"], condition=Q(finished_at__isnull=True), name="linking_run_one_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.selection}, from {self.started_at:%d %B %Y %H:%M}"
