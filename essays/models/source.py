"""Sources: the documents as they came, byte for byte, and what reading them gave."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from essays.models.film import SOURCE_MAX_LENGTH
from people.rows import Row


class Source(Row):
    """One version of a document. ``name`` is its identity: the archive line's id or the file's name."""

    class Outcome(models.TextChoices):
        CREATED = "created", "made an essay"
        UPDATED = "updated", "updated the draft it had made"
        KEPT_BESIDE = "kept beside", "kept beside what an editor changed since"
        DUPLICATE = "duplicate", "the same text as another document"

    name = models.CharField(max_length=SOURCE_MAX_LENGTH, help_text="The archive line's id or the file's name.")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True, editable=False)
    content = models.BinaryField(editable=False)
    text = models.TextField(
        blank=True,
        editable=False,
        help_text="What was read of a document that is not plain text; the report counts in it.",
    )
    encoding = models.CharField(max_length=40)
    is_guess = models.BooleanField("encoding is a guess", default=False)
    read_at = models.DateTimeField()
    read_by = models.CharField("read by version", max_length=40, help_text="Double Bill's version at the reading.")
    outcome = models.CharField(max_length=12, choices=Outcome)
    report = models.JSONField(default=dict, editable=False)
    essay = models.ForeignKey(Essay, null=True, blank=True, on_delete=models.SET_NULL, related_name="sources")
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-read_at", "-id"]
        indexes = [models.Index(fields=["read_at", "id"], name="source_by_reading")]
        constraints = [
            models.UniqueConstraint(fields=["name", "sha256"], name="source_version_once"),
            models.CheckConstraint(condition=~Q(name=""), name="source_has_name"),
            models.CheckConstraint(
                condition=Q(outcome__in=["created", "updated", "kept beside", "duplicate"]),
                name="source_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="duplicate") | Q(essay__isnull=True),
                name="source_duplicate_makes_no_essay",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sha256[:8]})"
