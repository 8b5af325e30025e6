"""Screens for people and tags."""

from __future__ import annotations

from typing import Any

import taggit.admin
import taggit.models
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from people.choosing import (
    DerivedTagsInline,
    RecordAdmin,
    RowsInline,
    TagFilter,
    TagsInline,
    count_rows,
)
from people.models import Alias, Person, PersonIdentifier, PersonTag, mark_edited
from people.names import name_key
from people.tagging import Tag, TagSynonym

# Importing its screen registers it; taken away, because its merge view lets any staff user merge, and not our tags.
admin.site.unregister(taggit.models.Tag)


class AliasInline(RowsInline):
    model = Alias
    fields = ["name"]


class PersonIdentifierInline(RowsInline):
    model = PersonIdentifier
    fields = ["scheme", "value"]
    verbose_name_plural = "ids in other catalogues"


class PersonTagsInline(TagsInline):
    model = PersonTag


class PersonDerivedTagsInline(DerivedTagsInline):
    model = PersonTag


class PersonAdmin(RecordAdmin):
    """People: found by any of their names, told apart by years and jobs wherever they are chosen.

    Registered by the app that knows their credits and what is written about them, with both beside the form.
    """

    list_display = ["apart", "other_names", "tag_names", "seen"]
    list_filter = ["visibility", TagFilter]
    search_help_text = "Any name, however it is spelled, or an id in another catalogue: fishburne, nm0000401"
    fieldsets = [
        (None, {"fields": ["name", "sort_name", "disambiguation", ("birth_year", "death_year")]}),
        ("On the site", {"fields": ["note", "visibility", "slug"]}),
    ]
    inlines = [AliasInline, PersonTagsInline, PersonDerivedTagsInline, PersonIdentifierInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .prefetch_related("aliases", models.Prefetch("taggings", queryset=PersonTag.objects.select_related("tag")))
        )

    @admin.display(description="name", ordering="sort_name")
    def apart(self, person: Person) -> str:
        return str(person)

    @admin.display(description="other names")
    def other_names(self, person: Person) -> str:
        return ", ".join(alias.name for alias in person.aliases.all())

    @admin.display(description="tags")
    def tag_names(self, person: Person) -> str:
        return ", ".join(sorted(tagging.tag.name for tagging in person.taggings.all()))

    def choice_text(self, person: Person) -> str:
        """A person as a chooser shows them: "Steve McQueen (actor, 1930–1980) · actor, producer"."""
        parts = [str(person), self.tag_names(person), f"also {names}" if (names := self.other_names(person)) else ""]
        return " · ".join(part for part in parts if part)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and "name" in form.changed_data:
            form.instance.keep_former_name(form.initial["name"])

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        mark_edited(obj, form.changed_data)
        super().save_model(request, obj, form, change)


class TagSynonymInline(RowsInline):
    model = TagSynonym
    fields = ["name"]
    verbose_name = "synonym"
    verbose_name_plural = "synonyms"


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags: topics, genres and jobs, with how much carries each."""

    list_display = ["name", "kind", "synonym_names", "essay_count", "film_count", "person_count"]
    list_filter = ["kind"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "synonyms__key"]
    search_help_text = "A tag's name or a synonym"
    fields = ["name", "kind", "description", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [TagSynonymInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        counts = {f"{record}_count": count_rows(Tag, f"{record}tag_items") for record in ("essay", "film", "person")}
        return super().get_queryset(request).prefetch_related("synonyms").annotate(**counts)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        term = search_term.strip()
        if term:
            called = TagSynonym.objects.filter(key__contains=name_key(term))
            queryset = queryset.filter(Q(name__icontains=term) | Q(pk__in=called.values("tag")))
        return queryset, False

    def choice_text(self, tag: Tag) -> str:
        """A tag as a chooser shows it: "buddy cop film (genre)"."""
        return f"{tag.name} ({tag.get_kind_display()})"

    @admin.display(description="synonyms")
    def synonym_names(self, tag: Tag) -> str:
        return ", ".join(synonym.name for synonym in tag.synonyms.all())

    @admin.display(description="essays", ordering="essay_count")
    def essay_count(self, tag: Any) -> int:
        return tag.essay_count

    @admin.display(description="films", ordering="film_count")
    def film_count(self, tag: Any) -> int:
        return tag.film_count

    @admin.display(description="people", ordering="person_count")
    def person_count(self, tag: Any) -> int:
        return tag.person_count
