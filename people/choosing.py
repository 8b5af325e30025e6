"""Parts of admin screens: search by folded names, choosers and rows that ask nothing twice, counts, filters by tag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from people.models import Tag, Visibility
from people.names import name_key

DOUBLES_SHOWN = 5  # other records of the same name; who meets more will search
TAGS_OFFERED = 40  # a filter of more is scrolled rather than read; the rest are found on the tag's own page


def count_rows(model: type[models.Model], relation: str, *conditions: Q, of: str = "pk", **fields: Any) -> Coalesce:
    """An annotation: how many rows of ``relation`` a record has, or how many different ``of`` among them.

    A subquery rather than a join, so that several counts in one list do not multiply each other.
    """
    related: Any = model._meta.get_field(relation)
    key = related.field.name
    rows = related.related_model._default_manager.filter(*conditions, **{key: OuterRef("pk")}, **fields)
    counted = rows.order_by().values(key).annotate(number=Count(of, distinct=of != "pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=models.IntegerField())


class SearchByKeys(admin.ModelAdmin):
    """Search that folds case and accents and knows every name: each word must stand in one of the record's keys.

    Mixed into the admin of a model with rows ``keys`` (``key``) and ``identifiers`` (``value``).
    """

    search_fields = ["keys__key"]  # says that there is a search; how it is done is below

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        for word in name_key(search_term).split():
            queryset = queryset.filter(self.word_condition(word))
        return queryset, False

    def word_condition(self, word: str) -> Q:
        """What makes a record answer to one folded word of a search."""
        keys = self._related("keys").filter(key__contains=word)
        condition = Q(pk__in=keys.values(self._owner("keys")))
        if any(c.isdigit() for c in word):
            ids = self._related("identifiers").filter(value__iexact=word)
            condition |= Q(pk__in=ids.values(self._owner("identifiers")))
        return condition

    def best_first(self, found: models.QuerySet[Any], term: str) -> models.QuerySet[Any]:
        """Records with exactly this name before those that only contain it."""
        exact = self._related("keys").filter(**{self._owner("keys"): OuterRef("pk")}, key=name_key(term))
        return found.annotate(is_exact=Exists(exact)).order_by("-is_exact", *self.model._meta.ordering)

    def _related(self, relation: str) -> models.QuerySet[Any]:
        related: Any = self.model._meta.get_field(relation)
        return related.related_model._default_manager.all()

    def _owner(self, relation: str) -> str:
        related: Any = self.model._meta.get_field(relation)
        return str(related.field.name)


class ChosenSelect(AutocompleteSelect):
    """An autocomplete that knows the record already chosen, where its field does."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        chosen = getattr(self.choices.field, "chosen", None)
        if chosen is None or [str(v) for v in value] != [str(chosen.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(chosen)
        options.append(self.create_option(name, chosen.pk, label, True, len(options)))
        return [(None, options, 0)]


class ChosenField(forms.ModelChoiceField):
    """A choice of a record that does not ask the database again for the one already chosen."""

    chosen: models.Model | None = None

    def to_python(self, value: Any) -> Any:
        if self.chosen is not None and str(value) == str(self.chosen.pk):
            return self.chosen
        return super().to_python(value)


class RowForm(forms.ModelForm):
    """A row of a record's part: knows what is chosen in it, and is checked only where it was changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, ChosenField):
                field.chosen = self.instance._state.fields_cache.get(name)

    def _post_clean(self) -> None:
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()  # type: ignore[misc]


class RowFormSet(forms.BaseInlineFormSet):
    """Rows of a record's part; the row behind each form is at hand, so its id is not looked up again."""

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.instance.pk is not None:
            setattr(form.instance, self.fk.name, self.instance)  # a row's words may name its record
        return form

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        name = self._pk_field.name  # type: ignore[attr-defined]
        field = form.fields.get(name)
        if isinstance(field, forms.ModelChoiceField) and form.instance.pk:
            known = ChosenField(field.queryset, initial=field.initial, required=False, widget=field.widget)
            known.chosen = form.instance
            form.fields[name] = known


SEEN = {
    Visibility.PROPOSED: "proposed",
    Visibility.MENTIONED: "where named",
    Visibility.PUBLIC: "always",
    Visibility.HIDDEN: "never",
}


@dataclass(frozen=True, slots=True)
class UsedBy:
    """One list of what uses a record, for its form: address, words and detail of each, and where all of them are."""

    id: str
    heading: str
    empty: str
    rows: list[tuple[str, str, str]]
    total: int
    rest: str = ""


class InUseAdmin(admin.ModelAdmin):
    """A record that is not deleted while something uses it; the refusal says what does, and what to do instead."""

    goes_along: tuple[str, ...] = ()  # names of rows that are deleted with a record and not by themselves
    delete_confirmation_template = "admin/in_use/delete_confirmation.html"
    instead = "Take it out of what uses it first."

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return super().delete_view(request, object_id, {"instead": self.instead, **(extra_context or {})})

    def uses(self, record: Any) -> Iterable[str]:
        """What uses the record, as HTML, line by line; empty where the stock list says it well enough."""
        return ()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[Any], list[Any]]:
        deleted, counts, missing, in_use = super().get_deleted_objects(objs, request)
        if not in_use:
            return deleted, counts, {name for name in missing if name not in self.goes_along}, in_use
        # What uses it is the reason, and not which rights are missing to delete that as well.
        return deleted, counts, set(), [use for record in objs for use in self.uses(record)] or in_use


class RecordAdmin(InUseAdmin, SearchByKeys):
    """What the screens of people and films have in common."""

    instead = "Merge it with another, hide it from the site (“public”: never), or take it out of what uses it."
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would be a query for each choice

    @admin.display(description="public", ordering="visibility")
    def seen(self, record: Any) -> str:
        """Who may see it, in a word or two."""
        return SEEN[record.visibility]

    def doubles(self, record: Any) -> models.QuerySet[Any]:
        """Other records that look like this one. None, where a list does not say how to tell."""
        return self.model._default_manager.none()

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """As ever, with a word about records that were there already and may be the same."""
        for other in self.doubles(obj).exclude(pk=obj.pk)[:DOUBLES_SHOWN]:
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[other.pk])
            said = format_html(
                'There is another of this name already: <a href="{}">{}</a>. Is it the same?', address, other
            )
            self.message_user(request, said, messages.WARNING)
        return super().response_add(request, obj, *args, **kwargs)


class RowsInline(admin.TabularInline):
    """Rows edited in place. They belong to their record: who may change it may change them."""

    form = RowForm
    formset = RowFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        queryset = super().get_queryset(request)
        chosen = self.get_autocomplete_fields(request)
        return queryset.select_related(*chosen) if chosen else queryset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenSelect(db_field, self.admin_site))
            kwargs.setdefault("form_class", ChosenField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A chooser with links to add a record and to change the one chosen, and no more: forty rows have forty."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view", "change") or self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "add", "change") if obj is None else self._may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def _may(self, request: HttpRequest, *verbs: str) -> bool:
        parent = self.parent_model._meta
        return any(request.user.has_perm(f"{parent.app_label}.{verb}_{parent.model_name}") for verb in verbs)


class ReadOnlyInline(RowsInline):
    """Rows shown and never edited here."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view", "change")


class TagsInline(RowsInline):
    """The tags that an editor set; those worked out from credits stand apart (``DerivedTagsInline``)."""

    fields = ["tag"]
    autocomplete_fields = ["tag"]
    verbose_name = "tag"
    verbose_name_plural = "tags"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(is_derived=False)


class DerivedTagsInline(ReadOnlyInline):
    """Tags from credits: shown, and changed only by changing a credit."""

    fields = ["tag", "kind"]
    readonly_fields = ["kind"]
    verbose_name = "tag from credits"
    verbose_name_plural = "tags from credits"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(is_derived=True).select_related("tag")

    @admin.display(description="kind")
    def kind(self, row: Any) -> str:
        return f"{row.tag.get_kind_display()}, from credits"


class TagFilter(admin.SimpleListFilter):
    """Narrow a list to the records that carry a tag: the most used tags, and the one already chosen."""

    title = "tag"
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        uses = count_rows(Tag, self._items(model_admin))
        used = Tag.objects.annotate(uses=uses).filter(Q(uses__gt=0))
        chosen = self.value()
        order: list[Any] = [models.Case(models.When(slug=chosen or "", then=0), default=1), "-uses", "name"]
        return [(tag.slug, tag.name) for tag in used.order_by(*order)[:TAGS_OFFERED]]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if not self.value():
            return queryset
        rows: Any = queryset.model._meta.get_field("taggings")
        carrying = rows.related_model._default_manager.filter(tag__slug=self.value())
        return queryset.filter(pk__in=carrying.values("content_object"))

    def _items(self, model_admin: Any) -> str:
        rows: Any = model_admin.model._meta.get_field("taggings")
        return f"{rows.related_model._meta.model_name}_items"
