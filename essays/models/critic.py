"""Who signs: critics, the other names they sign with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from people.addresses import SLUG_MAX_LENGTH, Addressed, AddressedQuerySet, FormerSlugBase
from people.names import KEY_MAX_LENGTH, name_key, sort_name
from people.rows import Row, refuse_a_taken_key

SIGNED_MAX_LENGTH = 200  # characters of a name as it stands in a byline


def _live_bylines() -> Any:
    """Bylines of published essays, by the related name: their module imports this one."""
    byline: Any = Critic._meta.get_field("bylines").related_model
    return byline.objects.live().order_by()


class CriticQuerySet(AddressedQuerySet["Critic"]):
    def public(self) -> CriticQuerySet:
        """Critics who signed something published."""
        return self.filter(Exists(_live_bylines().filter(critic=OuterRef("pk"))))

    known = public  # nothing else of a critic tells

    def essay_counts(self) -> dict[int, int]:
        """Id of each of these critics -> how many published essays they signed; without those who signed none."""
        signed = _live_bylines().filter(critic__in=self.order_by().values("pk"))
        return dict(signed.values_list("critic").annotate(Count("pk")))

    def signing(self, name: str) -> CriticQuerySet:
        """Critics who sign with this name."""
        key = name_key(name)
        return self.filter(Q(name_key=key) | Q(aliases__name_key=key)).distinct()


class Critic(Addressed):
    """Somebody who signs essays: a person or a desk."""

    name = models.CharField(max_length=SIGNED_MAX_LENGTH, help_text="As it stands in a byline.")
    name_key = models.CharField(max_length=KEY_MAX_LENGTH, editable=False, unique=True)
    sort_name = models.CharField(
        max_length=SIGNED_MAX_LENGTH, blank=True, db_index=True, help_text="Left empty it is made."
    )
    slug = models.SlugField("address", max_length=SLUG_MAX_LENGTH + 12, unique=True, blank=True)
    note = models.TextField(blank=True, help_text="For readers: who this is, in a sentence or two.")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="critic"
    )

    slug_fallback = "critic"
    page_name = "essays:critic_detail"
    derived_fields = {"name": ("name_key", "sort_name", "slug"), "sort_name": ("sort_name",), "slug": ("slug",)}
    remembered_fields = ("slug", "name")

    objects = CriticQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name_key=""), name="critic_has_name_key"),
            models.CheckConstraint(condition=~Q(sort_name=""), name="critic_has_sort_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="critic_has_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_a_taken_key(self, key="name_key", shown="name")

    def derive_keys(self) -> None:
        self.name = " ".join(self.name.split())
        self.name_key = name_key(self.name)
        if not self.sort_name or self.sort_name == sort_name(self.stored.get("name", "")):  # not an editor's
            self.sort_name = sort_name(self.name)[:SIGNED_MAX_LENGTH]  # the comma makes it longer
        self.derive_slug()

    def slug_text(self) -> str:
        return self.name


class CriticAlias(Row):
    """Another name a critic signs with."""

    critic = models.ForeignKey(Critic, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=SIGNED_MAX_LENGTH)
    name_key = models.CharField(max_length=KEY_MAX_LENGTH, editable=False, unique=True)

    derived_fields = {"name": ("name_key",)}

    class Meta:
        verbose_name = "other name"
        verbose_name_plural = "other names"
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name_key=""), name="critic_alias_has_name_key")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_a_taken_key(self, key="name_key", shown="name")

    def derive_keys(self) -> None:
        self.name = " ".join(self.name.split())
        self.name_key = name_key(self.name)


class FormerCriticSlug(FormerSlugBase):
    critic = models.ForeignKey(Critic, on_delete=models.CASCADE, related_name="former_slugs")
