"""Saved filters: how one editor narrowed the list of essays, under a name of their own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.rows import Row

NAME_MAX_LENGTH = 60
QUERY_MAX_LENGTH = 1000  # each filter chosen and a search of a line have a third of it


class SavedFilter(Row):
    """One editor's own. Nobody else sees it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=NAME_MAX_LENGTH)
    key = models.CharField(max_length=3 * NAME_MAX_LENGTH, editable=False, help_text="The name without its capitals.")
    query = models.CharField(max_length=QUERY_MAX_LENGTH, help_text="What stands behind the “?” of the list's address.")

    derived_fields = {"name": ("key",)}

    class Meta:
        ordering = ["key", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="saved_filter_once_by_name"),
            models.CheckConstraint(condition=~Q(key=""), name="saved_filter_has_a_key"),
            models.CheckConstraint(condition=~Q(query=""), name="saved_filter_narrows_the_list"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive_keys(self) -> None:
        self.name = " ".join(self.name.split())
        self.key = key_of(self.name)


def key_of(name: str) -> str:
    """By what two names are the same: “In review” and “in  review”."""
    return " ".join(name.casefold().split())
