"""A draft beside the text that readers see: which revision holds it, until it is published or thrown away."""

from __future__ import annotations

from django.db import models

from essays.models.essay import Essay
from essays.models.revision import Revision
from people.rows import Row


class WaitingDraft(Row):
    """The draft of an essay whose text readers see. What it says is the revision's, which stays for ever."""

    essay = models.OneToOneField(Essay, on_delete=models.CASCADE, related_name="waiting_draft")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "draft beside the live text"
        verbose_name_plural = "drafts beside live texts"
        default_permissions = ()  # who may change the essay's text may change it

    def __str__(self) -> str:
        return f"{self.essay}, draft in revision {self.revision.number}"
