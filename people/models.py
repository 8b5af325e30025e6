"""Rows about people: the person, other names, outside ids, keys to look them up by, former addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from taggit.managers import TaggableManager

from people.addresses import (
    SLUG_MAX_LENGTH,
    Addressed,
    AddressedQuerySet,
    FormerSlugBase,
    HeldAddress,
    Record,
    number_of_slug,
)
from people.history import RecordHistory
from people.lists import FirstSign
from people.names import KEY_MAX_LENGTH, name_key, name_keys, sort_name
from people.rows import Row
from people.tagging import FormerTagSlug, Tag, TaggingBase, TagSynonym

__all__ = [
    "Alias",
    "FormerSlug",
    "FormerTagSlug",
    "HeldAddress",
    "Person",
    "PersonIdentifier",
    "PersonKey",
    "PersonTag",
    "Tag",
    "TagSynonym",
    "Visibility",
]

NAME_MAX_LENGTH = 300


class Visibility(models.TextChoices):
    """Who may see a record of a person or a film."""

    PROPOSED = "proposed", "proposed: waits for an editor"
    MENTIONED = "mentioned", "public where something published names it"
    PUBLIC = "public", "always public"
    HIDDEN = "hidden", "never public"


def _mentions() -> Any:
    """The mentions of people, by their related name: this app knows nothing of what is written."""
    mention: Any = Person._meta.get_field("mentions").related_model
    return mention.objects


EDITOR = "editor"  # in ``provenance``: a value that no file or catalogue changes


def may_be_public() -> Q:
    """The condition that a film or person is public, or would be once something published names it.

    Said by what it is not: an index of visibility, of which nearly all rows have one value, then leads nobody away from
    the order that a list is read in.
    """
    return ~Q(visibility__in=[Visibility.PROPOSED, Visibility.HIDDEN])


def mark_edited(record: Any, fields: Iterable[str]) -> None:
    """Note on a film or person that an editor set these fields. Does not save."""
    record.provenance = {**record.provenance, **dict.fromkeys(fields, EDITOR)}


def tells_apart(name: str, disambiguation: str, birth_year: int | None, death_year: int | None, slug: str) -> str:
    """What tells a person of these values from another of the name; see ``Person.tells_apart``."""
    if disambiguation:
        return disambiguation
    if birth_year and death_year:
        return f"{birth_year}–{death_year}"
    if birth_year or death_year:
        known = gettext("born %(year)s") if birth_year else gettext("died %(year)s")
        return known % {"year": birth_year or death_year}
    number = number_of_slug(slug, name)
    return gettext("no. %(number)s") % {"number": number} if number else ""


class NamedQuerySet(AddressedQuerySet[Record]):
    """Of records that readers search by name."""

    def known(self) -> Self:
        """As ever; what readers search tells of names that they could find."""
        names: Any = self.model._meta.get_field("indexed_names")
        found = names.related_model.objects.filter(**{names.field.name: OuterRef("pk")}, seen_from__lte=timezone.now())
        public = self.model._default_manager.public().order_by().values("pk")  # type: ignore[attr-defined]
        return self.filter(Q(pk__in=public) | Exists(found))


class PersonQuerySet(NamedQuerySet["Person"]):
    def public(self) -> Self:
        """People a reader may see: those who always are, and those whom something published names."""
        naming = _mentions().live().filter(person=OuterRef("pk"))
        return self.filter(may_be_public(), Q(visibility=Visibility.PUBLIC) | Exists(naming.order_by()))

    def with_essay_counts(self) -> Self:
        """Each with ``essay_count``: how many published essays name them."""
        naming = _mentions().live().filter(person=OuterRef("pk")).order_by().values("person")
        counted = naming.annotate(essays=Count("essay", distinct=True)).values("essays")
        return self.annotate(essay_count=Coalesce(Subquery(counted), 0))

    def most_named(self) -> Self:
        """Those whom the most published essays name first."""
        return self.with_essay_counts().order_by(models.F("essay_count").desc(), "sort_name", "id")

    def named_most_in(self, essays: Collection[int], *, limit: int) -> list[int]:
        """The ids of those public people whom the most of these essays name, in this order."""
        named = _mentions().linked().filter(essay__in=essays, is_lost=False, person__isnull=False).order_by()
        public = named.filter(person__visibility__in=[Visibility.PUBLIC, Visibility.MENTIONED])
        counted = public.values("person").annotate(essays=Count("essay", distinct=True))
        return list(counted.order_by("-essays", "person__sort_name", "person").values_list("person", flat=True)[:limit])

    def called(self, name: str) -> Self:
        """People of this name, by any of their names."""
        return self.filter(keys__key=name_key(name)).distinct()

    def named_in(self, essay: models.Model) -> Self:
        """People whom an essay's linked mentions name, each once; with ``for_listing`` their tags come along."""
        named = Q(mentions__essay=essay, mentions__state="linked", mentions__is_lost=False)
        return self.filter(named).distinct()

    def for_listing(self) -> Self:
        """All that a list of people shows, in a fixed number of queries."""
        return self.prefetch_related(
            models.Prefetch("taggings", queryset=PersonTag.objects.select_related("tag")), "aliases"
        )


class Person(Addressed):
    """Somebody who makes films, or is written about beside them."""

    name = models.CharField(max_length=NAME_MAX_LENGTH, help_text="As the site prints it: James Belushi.")
    sort_name = models.CharField(
        max_length=NAME_MAX_LENGTH,
        blank=True,
        db_index=True,
        help_text="Left empty it is made: Belushi, James.",
    )
    name_key = models.CharField(max_length=KEY_MAX_LENGTH, editable=False, db_index=True)
    disambiguation = models.CharField(
        max_length=80,
        blank=True,
        help_text="Only where two people share a name: “actor, 1930–1980”, “director, born 1969”.",
    )
    slug = models.SlugField(
        "address",
        max_length=SLUG_MAX_LENGTH + 12,
        unique=True,
        blank=True,
        help_text="Left empty it is made.",
    )
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    death_year = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="For readers: a sentence or two.")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.MENTIONED, db_index=True)
    provenance = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Field name to where its value came from."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    tags = TaggableManager(through="people.PersonTag", blank=True, related_name="people")

    slug_fallback = "person"
    page_name = "people:person_detail"
    derived_fields = {"name": ("name_key", "sort_name", "slug"), "sort_name": ("sort_name",), "slug": ("slug",)}
    remembered_fields = ("slug", "name")

    objects = PersonQuerySet.as_manager()
    history = RecordHistory(["name_key", "created_at", "updated_at"])

    class Meta:
        verbose_name_plural = "people"
        ordering = ["sort_name", "id"]
        # Lists of a letter are read in their order.
        indexes = [models.Index(FirstSign("sort_name"), "sort_name", "id", name="person_by_letter")]
        constraints = [
            models.CheckConstraint(condition=~Q(name_key=""), name="person_has_name_key"),
            models.CheckConstraint(condition=~Q(sort_name=""), name="person_has_sort_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="person_has_slug"),
            models.CheckConstraint(
                condition=Q(visibility__in=["proposed", "mentioned", "public", "hidden"]),
                name="person_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True)
                | Q(death_year__isnull=True)
                | Q(death_year__gte=models.F("birth_year")),
                name="person_dies_after_birth",
                violation_error_message="The year of death is before the year of birth.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({apart})" if (apart := self.tells_apart) else self.name

    def after_save(self, saved: Collection[str]) -> None:
        super().after_save(saved)
        if "name" in saved:
            self.renew_keys()

    def keep_former_name(self, before: str) -> None:
        """Find the person by this name too, which they no longer go by; another spelling of a name is not kept."""
        key = name_key(before)
        if key and key != self.name_key and not self.aliases.filter(name_key=key).exists():
            Alias.objects.create(person=self, name=before)

    @property
    def tells_apart(self) -> str:
        """What tells this person from another of the name; empty where nothing is known and nobody came before."""
        return tells_apart(self.name, self.disambiguation, self.birth_year, self.death_year, self.slug)

    def derive_keys(self) -> None:
        """Fill what follows from the name: its key, the sort name and the address where they are empty."""
        self.name = " ".join(self.name.split())
        self.name_key = name_key(self.name)
        if not self.sort_name or self.sort_name == sort_name(self.stored.get("name", "")):  # not an editor's
            self.sort_name = sort_name(self.name)[:NAME_MAX_LENGTH]  # the comma makes it longer
        self.derive_slug()

    def slug_text(self) -> str:
        return self.name

    def renew_keys(self) -> None:
        """Write the keys this person is looked up by, where they have changed."""
        wanted = dict(name_keys(self.name, self.aliases.values_list("name", flat=True)))
        have = {row.key: row for row in PersonKey.objects.filter(person=self)}
        if gone := [row.pk for key, row in have.items() if wanted.get(key) != row.form]:
            PersonKey.objects.filter(pk__in=gone).delete()
        PersonKey.objects.bulk_create(
            PersonKey(person=self, key=key, form=form)
            for key, form in wanted.items()
            if key not in have or have[key].form != form
        )


class AliasQuerySet(models.QuerySet["Alias"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """As ever, and what the people were found by under these names goes too."""
        people = list(Person.objects.filter(aliases__in=self).distinct())
        deleted = super().delete()
        for person in people:
            person.renew_keys()
        return deleted

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class Alias(Row):
    """Another name a person is known or credited by."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=NAME_MAX_LENGTH, help_text="As printed: Larry Fishburne.")
    name_key = models.CharField(max_length=KEY_MAX_LENGTH, editable=False, db_index=True)

    derived_fields = {"name": ("name_key",)}
    remembered_fields = ("name", "person_id")

    objects = AliasQuerySet.as_manager()
    history = RecordHistory(["name_key"])

    class Meta:
        verbose_name = "other name"
        verbose_name_plural = "other names"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="alias_once_a_person"),
            models.CheckConstraint(condition=~Q(name_key=""), name="alias_has_name_key"),
        ]

    def __str__(self) -> str:
        return self.name

    def derive_keys(self) -> None:
        self.name = " ".join(self.name.split())
        self.name_key = name_key(self.name)

    def after_save(self, saved: Collection[str]) -> None:
        self.person.renew_keys()
        if (before := self.stored.get("person_id")) not in (None, self.person_id):
            Person.objects.get(pk=before).renew_keys()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        self.person.renew_keys()
        return deleted


class PersonIdentifier(Row):
    """A person's id in another catalogue. Schemes that are identity: "imdb", "wikidata". Others name a data set."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40, help_text="imdb, wikidata, or the name of a catalogue.")
    value = models.CharField(max_length=80)

    class Meta:
        verbose_name = "outside id"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="person_identifier_is_one_persons"),
            models.CheckConstraint(condition=~Q(value="") & ~Q(scheme=""), name="person_identifier_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class PersonKey(Row):
    """A folded key that a person may be named by. Derived; written by ``renew_keys`` and by bulk imports."""

    class Form(models.TextChoices):
        FULL = "full"
        ALIAS = "alias"
        SHORT = "short"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=KEY_MAX_LENGTH, db_index=True)
    form = models.CharField(max_length=10, choices=Form)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="person_key_once"),
            models.CheckConstraint(condition=~Q(key=""), name="person_key_is_not_empty"),
            models.CheckConstraint(condition=Q(form__in=["full", "alias", "short"]), name="person_key_form_is_known"),
        ]

    def __str__(self) -> str:
        return self.key


class FormerSlug(FormerSlugBase):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_slugs")


class PersonTag(TaggingBase):
    content_object = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        verbose_name = "tag"
        verbose_name_plural = "tags"
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="person_tag_once")]
