"""Slugs: how a record gets an address of its own, and keeps the ones it had."""

from typing import Any, Self

from django.db import models
from django.utils.text import slugify

SLUG_MAX_LENGTH = 120  # characters; longer ones are cut at a word


def free_slug(text: str, *, fallback: str, taken: "models.QuerySet[Any]", former: "models.QuerySet[Any]") -> str:
    """The slug of ``text``, numbered where it is in use or was once another record's address.

    ``taken`` and ``former`` hold rows with a ``slug``, those of the record itself left out.
    """
    base = slugify(text)[:SLUG_MAX_LENGTH].rstrip("-") or fallback
    used = set(taken.filter(slug__startswith=base).values_list("slug", flat=True))
    used |= set(former.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in used:
        number += 1
        slug = f"{base}-{number}"
    return slug


class FormerSlugBase(models.Model):
    """An address that a record had: it answers with a redirect and is never given to another."""

    slug = models.SlugField(max_length=SLUG_MAX_LENGTH + 12, unique=True)
    left_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class Addressed(models.Model):
    """A record with an address (``slug``) that remembers the ones it had, in ``former_slugs``."""

    slug: Any
    former_slugs: Any
    _loaded_slug: str = ""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        record = super().from_db(*args, **kwargs)
        record._loaded_slug = record.__dict__.get("slug", "")
        return record

    def keep_former_slug(self) -> None:
        """Called after a save: where the address changed, the old one stays this record's."""
        if self._loaded_slug and self._loaded_slug != self.slug:
            self.former_slugs.get_or_create(slug=self._loaded_slug)
            self.former_slugs.filter(slug=self.slug).delete()
        self._loaded_slug = self.slug
