"""Deliveries: documents that an editor brought, kept until they are imported, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from essays.models.essay import Essay
from essays.models.film import SOURCE_MAX_LENGTH
from people.rows import Row

PLACE_MAX_LENGTH = 1200  # a file's name and a document's name in it


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, editor: models.Model) -> DeliveryQuerySet:
        """The deliveries that this editor may look at: their own, and all for who may do everything."""
        return self if getattr(editor, "is_superuser", False) else self.filter(brought_by=editor.pk)


class Delivery(Row):
    """Documents that an editor brought in one go. Nothing of them is an essay before the editor says so."""

    class State(models.TextChoices):
        LOOKED_AT = "looked at", "to be looked at"
        WAITING = "waiting", "waiting to be imported"
        RUNNING = "running", "being imported"
        STOPPED = "stopped", "stopped"
        DONE = "done", "imported"

    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    brought_at = models.DateTimeField()
    name = models.CharField(max_length=SOURCE_MAX_LENGTH)
    state = models.CharField(max_length=10, choices=State, default=State.LOOKED_AT)
    publishes = models.BooleanField(default=False)
    stop_is_asked = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField(help_text="Bytes of all files.")
    bytes_done = models.PositiveBigIntegerField(default=0)
    documents_done = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When the import last gave a sign of itself.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-brought_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["looked at", "waiting", "running", "stopped", "done"]),
                name="delivery_state_is_known",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="delivery_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveredFile(Row):
    """A file of a delivery as it came. It goes once its documents are imported, which keep their bytes themselves."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=SOURCE_MAX_LENGTH)
    content = models.BinaryField(editable=False)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="delivered_file_has_name")]

    def __str__(self) -> str:
        return self.name


class DeliveredDocument(Row):
    """What became of one document of a delivery, in one sentence."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="documents")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=PLACE_MAX_LENGTH)
    outcome = models.CharField(max_length=12)
    sentence = models.TextField()
    essay = models.ForeignKey(Essay, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="delivered_document_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="delivered_document_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.place
