"""Slugs: how a record gets an address of its own, and keeps the ones it had."""

from collections.abc import Collection
from itertools import chain, count, islice, repeat
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from people.rows import Row

SLUG_MAX_LENGTH = 120  # characters; longer ones are cut at a word
SLUGS_FIRST, SLUGS_PER_QUERY = 2, 100  # most names are new or there once; more than 100 of one are not likely


def slug_base(text: str, *, fallback: str) -> str:
    """The slug of ``text`` before any number, cut at a word; ``fallback`` where no letter of it can stand in one."""
    slug = slugify(text).strip("-_")
    if len(slug) > SLUG_MAX_LENGTH:
        whole_words, _, _ = slug[: SLUG_MAX_LENGTH + 1].rpartition("-")
        slug = (whole_words or slug[:SLUG_MAX_LENGTH]).rstrip("-_")
    return slug or fallback


def free_slug(text: str, *, fallback: str, taken: "models.QuerySet[Any]", former: "models.QuerySet[Any]") -> str:
    """The slug of ``text``, numbered where it is in use or was once another record's address.

    ``taken`` and ``former`` hold rows with a ``slug``, those of the record itself left out.
    """
    base = slug_base(text, fallback=fallback)
    slugs = chain([base], (f"{base}-{number}" for number in count(2)))
    for size in chain([SLUGS_FIRST], repeat(SLUGS_PER_QUERY)):
        # Asked by whole slugs: SQLite has no use for an index in a search by their beginning.
        batch = list(islice(slugs, size))
        in_use, left = (
            rows.order_by().filter(slug__in=batch).values_list("slug", flat=True) for rows in (taken, former)
        )
        used = set(in_use.union(left, all=True))
        for slug in batch:
            if slug not in used:
                return slug
    raise AssertionError("numbers never end")


def number_of_slug(slug: str, text: str) -> int | None:
    """The number that ``free_slug`` gave the slug of ``text``; None where it gave none or an editor wrote the slug."""
    base, dash, number = slug.rpartition("-")
    if not dash or not number.isdecimal() or base != slug_base(text, fallback=""):
        return None
    return int(number)


class FormerSlugBase(models.Model):
    """An address that a record had: it answers with a redirect and is never given to another."""

    slug = models.SlugField(max_length=SLUG_MAX_LENGTH + 12, unique=True)
    left_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class Addressed(Row):
    """A record with an address (``slug``) that remembers the ones it had, in ``former_slugs``."""

    slug: Any
    former_slugs: Any
    slug_fallback: str  # where the text has no letter that a slug may hold
    remembered_fields: ClassVar[Collection[str]] = ("slug",)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        is_new = self.slug != self.stored.get("slug")
        if is_new and self._former_of_others().filter(slug=self.slug).exists():
            raise ValidationError({"slug": "This was another record's address and still leads there. Choose another."})

    def after_save(self, saved: Collection[str]) -> None:
        super().after_save(saved)
        before = self.stored.get("slug")
        if "slug" in saved and before and before != self.slug:
            self.former_slugs.get_or_create(slug=before)
            self.former_slugs.filter(slug=self.slug).delete()

    def slug_text(self) -> str:
        """The text that an address is made of."""
        raise NotImplementedError

    def derive_slug(self) -> None:
        """Make an address where there is none; one that an editor typed is written small, as all are."""
        self.slug = self.slug.lower()
        if not self.slug:
            self.slug = free_slug(
                self.slug_text(),
                fallback=self.slug_fallback,
                taken=type(self)._default_manager.exclude(pk=self.pk),
                former=self._former_of_others(),
            )

    @property
    def number(self) -> int | None:
        """From 2, among records of one name: the number in the address; None where it has none."""
        return number_of_slug(self.slug, self.slug_text())

    def _former_of_others(self) -> "models.QuerySet[Any]":
        options: Any = self._meta
        relation = options.get_field("former_slugs")
        return relation.related_model._default_manager.exclude(**{relation.field.name: self.pk})
