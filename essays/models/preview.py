"""Links by which an outsider reads one revision of an essay before it is published."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from essays.models.revision import Revision
from people.rows import Row


class PreviewLink(Row):
    """Whoever has the address reads that revision until a time, unless it is closed before."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="preview_links")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        default_permissions = ()
        permissions = [("share_revision", "Can show a revision to outsiders by a link")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="preview_link_expires_after_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}, until {self.expires_at:%Y-%m-%d %H:%M}"

    def why_closed(self, now: dt.datetime) -> str:
        """Why it leads to nothing at ``now``, in a word or two; empty while it is open."""
        if self.closed_at is not None:
            return "closed"
        if self.expires_at <= now:
            return "expired"
        if self.revision.blanked is not None:
            return "the revision is blanked"
        return "the essay is in the wastebasket" if self.revision.essay.discarded_at is not None else ""
