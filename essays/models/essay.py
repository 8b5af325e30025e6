"""Rows about essays: the text, who signed it, what it is about, its tags and former addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from essays.models.critic import Critic
from essays.models.film import Film
from essays.models.site_settings import site_settings
from essays.rendering.cleaning import clean_body
from people.addresses import SLUG_MAX_LENGTH, Addressed, AddressedQuerySet, FormerSlugBase
from people.models import Person
from people.rows import Row
from people.tagging import TaggingBase

HEADLINE_MAX_LENGTH = 300


class EssayQuerySet(AddressedQuerySet["Essay"]):
    """The only door to essays for public code: ``published`` and ``visible_to``."""

    def kept(self) -> Self:
        """Essays that are not in the wastebasket."""
        return self.filter(discarded_at__isnull=True)

    def published(self, now: dt.datetime | None = None) -> Self:
        """Essays a reader may open now. Times to publish and to withdraw are read here, so no worker can miss them."""
        return self.filter(is_live(now or timezone.now()))

    def visible_to(self, user: Any) -> Self:
        """Essays this user may open: the published ones, and of those that are kept whatever the desk shows them."""
        if user is not None and user.is_active and user.is_staff and user.has_perm("essays.view_essay"):
            if reaches_every_essay(user):
                return self.kept()
            return self.kept().filter(is_live(timezone.now()) | Q(owner=user))
        return self.published()

    def reached_by(self, user: Any) -> Self:
        """Essays that this user works on at the desk, those in the wastebasket too: all, or their own.

        What of it they may see or change is a question of their other rights.
        """
        return self.all() if reaches_every_essay(user) else self.filter(owner=user.pk)

    def for_page(self) -> Self:
        """Each with ``is_corrected``: whether there are corrections to fetch for its page."""
        corrections: Any = apps.get_model("essays", "Correction").objects.filter(essay=models.OuterRef("pk"))
        return self.annotate(is_corrected=models.Exists(corrections.order_by()))

    def about(self, film: Film) -> Self:
        """Essays that have this film as a subject."""
        return self.filter(subjects__film=film).distinct()

    def naming(self, record: Film | Person) -> Self:
        """Essays with a linked mention of this film or person."""
        field = "film" if isinstance(record, Film) else "person"
        linked = Q(mentions__state="linked", mentions__is_lost=False, **{f"mentions__{field}": record})
        return self.filter(linked).distinct()

    def for_listing(self) -> Self:
        """All that a list of essays shows, in a fixed number of queries."""
        return self.prefetch_related(*signed_and_about()).defer("body", "rendered")

    def beside(self, essay: Essay) -> Self:
        """The other essays about the same films: reference entries first, then the newest."""
        shared = Subject.objects.filter(film__subject_of__essay=essay).values("essay")
        is_entry = models.Case(models.When(kind=Essay.Kind.REFERENCE, then=0), default=1)
        return self.filter(pk__in=shared).exclude(pk=essay.pk).order_by(is_entry, "-published_at", "-id")

    def withdrawn(self, now: dt.datetime | None = None) -> Self:
        """Essays that readers could open once and no longer can, in the wastebasket too: their address answers 410."""
        now = now or timezone.now()
        ended = Q(status=Essay.Status.WITHDRAWN) | Q(status=Essay.Status.PUBLISHED, withdrawn_at__lte=now)
        waits = ~Q(status=Essay.Status.PUBLISHED) | Q(published_at__gt=now)  # to be seen again, worked on meanwhile
        kept = Q(discarded_at__isnull=True) & (Q(ended, published_at__lte=now) | Q(waits, had_readers=True))
        return self.filter(kept | (Q(discarded_at__isnull=False) & was_known(now)))

    def known(self, now: dt.datetime | None = None) -> Self:
        """As ``was_opened`` says it of one."""
        return self.filter(was_known(now or timezone.now()))

    def newest_first(self) -> Self:
        return self.order_by(models.F("published_at").desc(nulls_last=True), "-id")


def reaches_every_essay(user: Any) -> bool:
    """Whether this user works on the essays of others too. An author works on their own."""
    return bool(user.has_perm("essays.reach_every_essay"))


def signed_and_about() -> tuple[models.Prefetch, ...]:
    """What to prefetch of an essay to print who signed it and which films it is about."""
    return (
        models.Prefetch("bylines", queryset=Byline.objects.select_related("critic")),
        models.Prefetch("subjects", queryset=Subject.objects.select_related("film")),
    )


def was_known(now: dt.datetime) -> Q:
    """The condition that readers could open an essay at ``now`` or before."""
    out = Q(status__in=[Essay.Status.PUBLISHED, Essay.Status.WITHDRAWN], published_at__lte=now)
    return out | Q(had_readers=True)


def is_live(now: dt.datetime, prefix: str = "") -> Q:
    """The condition that an essay is public at ``now``; ``prefix`` leads to it from another row ("essay__")."""
    return Q(
        **{
            f"{prefix}status": "published",
            f"{prefix}published_at__lte": now,
            f"{prefix}discarded_at__isnull": True,
        }
    ) & (Q(**{f"{prefix}withdrawn_at__isnull": True}) | Q(**{f"{prefix}withdrawn_at__gt": now}))


class Essay(Addressed):
    """A text about film: an opinion review, a reference entry or a feature."""

    class Kind(models.TextChoices):
        REVIEW = "review", pgettext_lazy("kind of essay", "opinion review")
        REFERENCE = "reference", pgettext_lazy("kind of essay", "reference entry")
        FEATURE = "feature", pgettext_lazy("kind of essay", "feature")

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("status", "draft")
        IN_REVIEW = "in review", pgettext_lazy("status", "in review")
        APPROVED = "approved", pgettext_lazy("status", "approved")
        PUBLISHED = "published", pgettext_lazy("status", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("status", "withdrawn")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REVIEW, db_index=True)
    headline = models.CharField(max_length=HEADLINE_MAX_LENGTH)
    headline_is_proposed = models.BooleanField(
        default=False, help_text="Made by the import, because no line of the document is a headline."
    )
    slug = models.SlugField(
        "address",
        max_length=SLUG_MAX_LENGTH + 12,
        unique=True,
        blank=True,
        help_text="Left empty it is made.",
    )
    standfirst = models.TextField(blank=True, help_text="One or two sentences under the headline.")
    body = models.TextField(
        blank=True,
        help_text="Paragraphs, subheads (h2, h3), quotations, lists. Anything else is cleaned away on saving.",
    )
    rendered = models.TextField(
        blank=True,
        editable=False,
        help_text="The body as a page shows it, with record ids in place of addresses.",
    )
    films = models.ManyToManyField(Film, through="essays.Subject", related_name="essays")
    critics = models.ManyToManyField(Critic, through="essays.Byline", related_name="essays")
    rating = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="On the site's own scale. Leave empty where the author gave none.",
    )
    rating_printed = models.CharField(max_length=40, blank=True, help_text="As the document prints it: ★★★½, B+, 7/10.")
    has_spoilers = models.BooleanField("gives the ending away", default=False)
    language = models.CharField(max_length=12, default="en", help_text="A language code: en, de.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="essays"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    published_at = models.DateTimeField(
        null=True,
        blank=True,
        db_index=True,
        help_text="A time to come schedules it: readers see it from then.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="Readers see it until then. Empty: it stays.")
    had_readers = models.BooleanField(
        default=False, editable=False, help_text="Readers could open it before its last step: its address is known."
    )
    planned_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        db_index=True,
        help_text="The next of its two times, until what follows from its passing is done.",
    )
    discarded_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="In the wastebasket since.")
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every save of the text.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    tags = TaggableManager(through="essays.EssayTag", blank=True, related_name="essays")

    slug_fallback = "essay"
    page_name = "essays:essay_detail"
    derived_fields = {"headline": ("slug",), "body": ("body",), "slug": ("slug",)}

    objects = EssayQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["discarded_at", "updated_at", "id"], name="essay_kept_by_update"),
            models.Index(fields=["discarded_at", "published_at"], name="essay_kept_by_publication"),
            # All that "published" asks, so that they are counted in the index alone.
            models.Index(fields=["discarded_at", "status", "published_at", "withdrawn_at"], name="essay_published"),
        ]
        permissions = [
            ("reach_every_essay", "Can work on the essays of others"),
            ("review_essay", "Can approve essays and return them"),
            ("publish_essay", "Can publish and withdraw essays"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="essay_published_has_date",
                violation_error_message="A published essay needs the time it is published at.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(withdrawn_at__gt=models.F("published_at")),
                name="essay_is_withdrawn_after_publication",
                violation_error_message="The time to withdraw it is not after the time to publish it.",
            ),
            models.CheckConstraint(
                condition=Q(planned_at__isnull=True)
                | Q(status="published", planned_at=models.F("published_at"))
                | Q(status="published", planned_at=models.F("withdrawn_at")),
                name="essay_planned_time_is_one_of_its_times",
            ),
            models.CheckConstraint(condition=~Q(headline=""), name="essay_has_headline"),
            models.CheckConstraint(condition=~Q(slug=""), name="essay_has_slug"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in review", "approved", "published", "withdrawn"]),
                name="essay_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["review", "reference", "feature"]), name="essay_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=0, rating__lte=100),
                name="essay_rating_is_on_a_scale",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="essay_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.headline} (no. {self.number})" if self.number else self.headline

    def clean(self) -> None:
        """A rating is on the site's own scale, in halves."""
        super().clean()
        if self.rating is not None and (self.rating > (best := site_settings().best) or self.rating * 2 % 1):
            said = f"A rating here is from 0 to {best}, in halves: 3.5. Leave it empty for none."
            raise ValidationError({"rating": said})

    def derive_keys(self) -> None:
        """Clean the body, and fill the address where it is empty."""
        self.headline = " ".join(self.headline.split())
        self.body = clean_body(self.body)
        self.derive_slug()

    def slug_text(self) -> str:
        return self.headline

    def is_live(self, now: dt.datetime | None = None) -> bool:
        """Whether a reader may open it at ``now``: the same rule as ``EssayQuerySet.published``."""
        now = now or timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= now
            and self.discarded_at is None
            and (self.withdrawn_at is None or self.withdrawn_at > now)
        )

    def is_scheduled(self, now: dt.datetime | None = None) -> bool:
        """Whether it is published at a time to come."""
        now = now or timezone.now()
        return self.status == self.Status.PUBLISHED and self.published_at is not None and self.published_at > now

    def was_opened(self, now: dt.datetime) -> bool:
        """Whether readers can open it at ``now``, or could before."""
        is_out = self.status in (self.Status.PUBLISHED, self.Status.WITHDRAWN)
        return self.had_readers or (is_out and self.published_at is not None and self.published_at <= now)

    def has_ended(self, now: dt.datetime | None = None) -> bool:
        """Whether it was published until a time that is past."""
        now = now or timezone.now()
        return self.status == self.Status.PUBLISHED and self.withdrawn_at is not None and self.withdrawn_at <= now

    def standing(self, now: dt.datetime | None = None) -> str:
        """What an editor calls its state at ``now``: as its status, but for what a time has yet to do or has done."""
        if self.is_scheduled(now):
            return "scheduled"
        return "withdrawn" if self.has_ended(now) else self.get_status_display()

    def next_time(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment at which readers begin or cease to see it; None where none is planned."""
        if self.status != self.Status.PUBLISHED or self.discarded_at is not None:
            return None
        return min((at for at in (self.published_at, self.withdrawn_at) if at and at > now), default=None)

    def is_live_or_scheduled(self, now: dt.datetime | None = None) -> bool:
        """Whether a reader may open it at ``now`` or, unless somebody prevents it, later."""
        now = now or timezone.now()
        return self.is_live(max(now, self.published_at) if self.published_at else now)


class OfEssayQuerySet(models.QuerySet[Any]):
    """Rows that belong to an essay."""

    def live(self, now: dt.datetime | None = None) -> Self:
        """Those of essays a reader may open now."""
        return self.filter(is_live(now or timezone.now(), "essay__"))


class Subject(Row):
    """A film that an essay is about; the first is the main one. A double bill has two."""

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="subjects")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="subject_of")
    position = models.PositiveSmallIntegerField(default=1)

    objects = OfEssayQuerySet.as_manager()

    class Meta:
        verbose_name = "subject film"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["essay", "film"], name="subject_once_an_essay"),
            models.UniqueConstraint(fields=["essay", "position"], name="subject_has_a_place_of_its_own"),
            models.CheckConstraint(condition=Q(position__gte=1), name="subject_counts_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.film)


class Byline(Row):
    """Who signed an essay, in order, and the name as signed."""

    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="bylines")
    critic = models.ForeignKey(Critic, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=1)
    as_signed = models.CharField(
        max_length=200, blank=True, help_text="Only where the page should print another form of the name."
    )

    objects = OfEssayQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["essay", "critic"], name="byline_once_an_essay"),
            models.UniqueConstraint(fields=["essay", "position"], name="byline_has_a_place_of_its_own"),
            models.CheckConstraint(condition=Q(position__gte=1), name="byline_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.as_signed or str(self.critic)


class EssayTag(TaggingBase):
    content_object = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="taggings")

    @classmethod
    def is_seen(cls) -> Q:
        return is_live(timezone.now(), "content_object__")

    class Meta:
        verbose_name = "tag"
        verbose_name_plural = "tags"
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="essay_tag_once")]


class FormerEssaySlug(FormerSlugBase):
    essay = models.ForeignKey(Essay, on_delete=models.CASCADE, related_name="former_slugs")
