"""Screens for tags, with their tables, which this app reads."""

from __future__ import annotations

from django.contrib import admin

from essays.admin.searched import Searched
from essays.admin.tables import Tables
from people.admin import TagAdmin
from people.models import Tag


@admin.register(Tag)
class TabledTagAdmin(Searched, Tables, TagAdmin):
    """Tags, as CSV too."""
