"""Screens for people and tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import taggit.admin
import taggit.models
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from people.choosing import (
    DerivedTagsInline,
    InUseAdmin,
    RecordAdmin,
    RowsInline,
    TagFilter,
    TagsInline,
    UsedBy,
    count_rows,
)
from people.models import Alias, Person, PersonIdentifier, PersonTag, mark_edited
from people.names import name_key
from people.tagging import Tag, TagSynonym

USES_SHOWN = 20  # of each sort; the rest are found in their list

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

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        helps = {"birth_year": "Such as 1942.", "death_year": "Empty for who lives."}
        helps["visibility"] = "“Public where something published names it” suits nearly everybody."
        return super().get_form(request, obj, change=change, **{"help_texts": helps, **kwargs})

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


class TagAdmin(InUseAdmin):
    """Tags: topics, genres and jobs, with how much carries each.

    Registered by the app that reads tables of them.
    """

    when_empty = "No tag yet. “Add tag” makes one, such as “Cold War”; one that is typed into an essay is made there."
    instead = "Merge it into another tag, which then stands everywhere in its place, or take it off what carries it."
    change_form_template = "admin/people/tag/change_form.html"

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

    def uses(self, record: Tag) -> Iterable[str]:
        for part in self.used_by(record):
            for address, words, detail in part.rows:
                line = format_html('<a href="{}">{}</a> carries {}', address, words, record)
                yield format_html("{} ({})", line, detail) if detail else line
            if part.total > len(part.rows):
                yield f"and {part.total - len(part.rows):,} more {part.heading.lower()}"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[Any], list[Any]]:
        """As ever, but what carries a tag stands in its way, though it would stay without it."""
        deleted, counts, missing, in_use = super().get_deleted_objects(objs, request)
        carried = in_use or [use for tag in objs for use in self.uses(tag)]
        return deleted, counts, set() if carried else missing, carried

    def used_by(self, tag: Tag) -> Iterable[UsedBy]:
        """What carries the tag, of each sort the first."""
        for name, heading in (("essay", "Essays"), ("film", "Films"), ("person", "People")):
            items: Any = getattr(tag, f"{name}tag_items")
            shown = items.select_related("content_object").order_by("is_derived", "pk")[:USES_SHOWN]
            app = items.model._meta.get_field("content_object").related_model._meta.app_label
            rows = [
                (
                    reverse(f"admin:{app}_{name}_change", args=[item.content_object_id]),
                    str(item.content_object),
                    "from credits" if item.is_derived else "",
                )
                for item in shown
            ]
            total = items.count() if len(rows) == USES_SHOWN else len(rows)
            rest = f"{reverse(f'admin:{app}_{name}_changelist')}?tag={tag.slug}" if total > len(rows) else ""
            yield UsedBy(f"tagged-{name}", heading, "None carries it.", rows, total, rest)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if (tag := kwargs.get("obj")) is not None:
            context["used_by"] = list(self.used_by(tag))
        return super().render_change_form(request, context, *args, **kwargs)

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
