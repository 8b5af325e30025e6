"""Tags: one vocabulary for people, films and essays, and how a record carries one."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy
from taggit.models import ItemBase, TagBase

from people.addresses import SLUG_MAX_LENGTH, Addressed, AddressedQuerySet, FormerSlugBase, slug_base
from people.names import KEY_MAX_LENGTH, name_key
from people.rows import Row, refuse_a_taken_key


class TagQuerySet(AddressedQuerySet["Tag"]):
    def known(self) -> Self:
        """Those that something carries which readers may open."""
        carried = Q()
        for model in TaggingBase.__subclasses__():
            carried |= Q(pk__in=model.objects.filter(model.is_seen()).order_by().values("tag"))
        return self.filter(carried)

    def besides_jobs(self) -> Self:
        """Topics and genres: a job says what a person does."""
        return self.exclude(kind=Tag.Kind.JOB)


class Tag(Addressed, TagBase):
    """A topic, a genre or a job. A person is never only a tag."""

    class Kind(models.TextChoices):
        TOPIC = "topic", pgettext_lazy("kind of tag", "topic")
        GENRE = "genre", pgettext_lazy("kind of tag", "genre")
        JOB = "job", pgettext_lazy("kind of tag", "job")

    slug = models.SlugField(
        "address", max_length=SLUG_MAX_LENGTH + 12, unique=True, blank=True, help_text="Left empty it is made."
    )
    kind = models.CharField(
        max_length=10,
        choices=Kind,
        default=Kind.TOPIC,
        help_text="A topic (Cold War), a genre (buddy cop film) or a job (director).",
    )
    description = models.TextField(
        blank=True, help_text="A sentence or two for readers, shown at the head of the tag's page."
    )

    slug_fallback = "tag"
    page_name = "essays:tag_detail"
    derived_fields = {"name": ("slug",), "slug": ("slug",)}

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = "tag"
        verbose_name_plural = "tags"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="tag_has_slug"),
            models.CheckConstraint(condition=models.Q(kind__in=["topic", "genre", "job"]), name="tag_kind_is_known"),
        ]

    def derive_keys(self) -> None:
        self.name: str = " ".join(self.name.split())
        self.derive_slug()

    def slug_text(self) -> str:
        return self.name

    def slugify(self, tag: str, i: int | None = None) -> str:
        """What taggit asks for: ASCII, as our addresses are; never empty."""
        base = slug_base(tag, fallback="tag")
        return base if i is None else f"{base}-{i + 1}"


class FormerTagSlug(FormerSlugBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former_slugs")


class TagSynonym(Row):
    """Another word for a tag; searched like its name."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="synonyms")
    name = models.CharField(max_length=100, help_text="Another word for the same: “cop movie” for “police film”.")
    key = models.CharField(max_length=KEY_MAX_LENGTH, unique=True, editable=False)

    derived_fields = {"name": ("key",)}

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~models.Q(key=""), name="tag_synonym_has_key")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_a_taken_key(self, key="key", shown="name")

    def derive_keys(self) -> None:
        self.name = " ".join(self.name.split())
        self.key = name_key(self.name)


class TaggingQuerySet(models.QuerySet[Any]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """As ever; of a tag that readers could open by this, that is noted."""
        seen = self.model._base_manager.filter(self.model.is_seen(), pk__in=self.order_by().values("pk"))
        Tag.objects.filter(pk__in=seen.values("tag")).cease_to_be_seen()
        return super().delete()

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class TaggingBase(ItemBase):
    """That a record carries a tag. ``is_derived`` marks what was worked out from credits, not set by an editor."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="%(class)s_items")
    is_derived = models.BooleanField(
        "from credits",
        default=False,
        help_text="Worked out from the credits. Deriving again touches only tags marked so.",
    )

    objects = TaggingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.tag)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        if type(self).objects.filter(self.is_seen(), pk=self.pk).exists():
            Tag.objects.filter(pk=self.tag_id).cease_to_be_seen()
        return super().delete(*args, **kwargs)

    @classmethod
    def is_seen(cls) -> Q:
        """The condition that readers may open what carries the tag."""
        records: Any = cls._meta.get_field("content_object").related_model
        return Q(content_object__in=records.objects.public().order_by().values("pk"))
