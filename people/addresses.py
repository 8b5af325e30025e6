"""Slugs: how a record gets an address of its own, and keeps the ones it had, also when it is deleted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import chain, count, islice, repeat
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import OuterRef, Q
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.text import slugify

from people.paths import stored_form
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


def free_slug(text: str, *, fallback: str, used_of: Callable[[Sequence[str]], Collection[str]]) -> str:
    """The slug of ``text``, numbered where it is in use or was once another record's address.

    ``used_of`` says which of some slugs are so, for all records but the one that asks.
    """
    base = slug_base(text, fallback=fallback)
    slugs = chain([base], (f"{base}-{number}" for number in count(2)))
    for size in chain([SLUGS_FIRST], repeat(SLUGS_PER_QUERY)):
        # Asked by whole slugs: SQLite has no use for an index in a search by their beginning.
        batch = list(islice(slugs, size))
        used = used_of(batch)
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


class HeldAddressQuerySet(models.QuerySet["HeldAddress"]):
    def hold(self, records: AddressedQuerySet[Any], *, had_readers: Collection[int] = ()) -> None:
        """Keep every address of these records, those they had too; ``had_readers`` are the ids of those readers knew.

        What is known of an address stays known. Tags that these carry were seen by them and are noted so.
        """
        options: Any = records.model._meta
        former = options.get_field("former_slugs")
        had = former.related_model.objects.filter(**{f"{former.field.name}__in": records.order_by().values("pk")})
        pairs = {*records.order_by().values_list("pk", "slug"), *had.values_list(former.field.attname, "slug")}
        for known in (True, False):
            rows: list[Any] = [
                HeldAddress(kind=options.model_name, slug=slug, record=pk, had_readers=known)
                for pk, slug in sorted(pairs)
                if (pk in had_readers) is known
            ]
            self.bulk_create(
                rows,
                batch_size=100,
                update_conflicts=True,
                unique_fields=["kind", "slug"],
                update_fields=["record", "had_readers"] if known else ["record"],
            )
        if had_readers and hasattr(records.model, "taggings"):
            taggings: Any = options.get_field("taggings").related_model
            carried = taggings.objects.filter(content_object__in=had_readers).order_by().values("tag")
            taggings._meta.get_field("tag").related_model.objects.filter(pk__in=carried).cease_to_be_seen()

    def of(self, record: Addressed) -> Self:
        """The addresses held of one record, which may be deleted."""
        return self.filter(kind=record._meta.model_name, record=record.pk)

    def gone(self, model: type[Addressed], slug: str) -> Self:
        """The row of an address that readers knew and no record has any more."""
        there = model._base_manager.filter(Q(slug=OuterRef("slug")) | Q(former_slugs__slug=OuterRef("slug")))
        return self.filter(~models.Exists(there), kind=model._meta.model_name, slug=slug, had_readers=True)


class HeldAddress(Row):
    """An address that stays a record's when it is deleted: none other is ever given it.

    Also of a record that is there, from when readers ceased to see it: ``had_readers`` says that they could open it.
    """

    kind = models.CharField(max_length=10, help_text="The name of the record's model: film.")
    slug = models.SlugField(max_length=SLUG_MAX_LENGTH + 12, db_index=False)
    record = models.PositiveBigIntegerField(help_text="The record's id, by which it takes its address back.")
    had_readers = models.BooleanField(default=False)
    held_at = models.DateTimeField(auto_now_add=True)

    objects = HeldAddressQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "held addresses"
        indexes = [models.Index(fields=["kind", "record"], name="held_address_by_record")]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="held_address_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


Record = TypeVar("Record", bound="Addressed")


class AddressedQuerySet(models.QuerySet[Record]):
    """Of records with addresses: what is deleted leaves them to nobody."""

    def known(self) -> Self:
        """Those that readers may open, or could, as far as the records themselves tell."""
        raise NotImplementedError

    def delete(self) -> tuple[int, dict[str, int]]:
        """As ever, and the addresses are held."""
        with transaction.atomic():
            self.leave_addresses()
            return super().delete()

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def leave_addresses(self) -> None:
        """Hold the addresses of these, which are about to be deleted."""
        HeldAddress.objects.hold(self, had_readers=set(self.known().order_by().values_list("pk", flat=True)))

    def cease_to_be_seen(self) -> None:
        """Note that readers could open these, before what they were seen by goes."""
        HeldAddress.objects.hold(self, had_readers=set(self.order_by().values_list("pk", flat=True)))


class Addressed(Row):
    """A record with an address (``slug``) that remembers the ones it had, in ``former_slugs``.

    Addresses of other sorts that lead to it are in ``redirects``: ``path``, as ``people.paths`` writes it.
    """

    slug: Any
    former_slugs: Any
    redirects: Any
    page_name: ClassVar[str]  # of the URL pattern of its page
    slug_fallback: str  # where the text has no letter that a slug may hold
    remembered_fields: ClassVar[Collection[str]] = ("slug",)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        is_new = self.slug != self.stored.get("slug")
        if is_new and self.slug and self._led_elsewhere([self.slug]):
            raise ValidationError(
                {"slug": "This was another record's address, which no other is given. Choose another."}
            )

    def after_save(self, saved: Collection[str]) -> None:
        super().after_save(saved)
        before = self.stored.get("slug")
        if "slug" in saved and before and before != self.slug:
            self.former_slugs.get_or_create(slug=before)
            self.former_slugs.filter(slug=self.slug).delete()

    def delete(self, *args: Any, into: Self | None = None, **kwargs: Any) -> Any:
        """As ever, and the addresses are held; ``into`` is a record that they lead to from now on instead."""
        with transaction.atomic():
            rows: Any = type(self)._default_manager.filter(pk=self.pk)
            rows.leave_addresses()
            if into is not None:
                HeldAddress.objects.of(self).update(record=into.pk)
            return super().delete(*args, **kwargs)

    def take_addresses_back(self) -> None:
        """Have the addresses again that this record had before it was deleted or merged, and is the first to have."""
        own = {self.slug, *self.former_slugs.values_list("slug", flat=True)}
        HeldAddress.objects.filter(kind=self._meta.model_name, slug__in=own).update(record=self.pk)
        for held in HeldAddress.objects.of(self).exclude(slug__in=own):
            self.former_slugs.create(slug=held.slug)

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
                used_of=self._used_elsewhere,
            )

    def get_absolute_url(self) -> str:
        return reverse(self.page_name, args=[self.slug])

    @property
    def number(self) -> int | None:
        """From 2, among records of one name: the number in the address; None where it has none."""
        return number_of_slug(self.slug, self.slug_text())

    @classmethod
    def slugs_in_use(cls, slugs: Collection[str]) -> set[str]:
        """Which of these slugs a new record is not given; one query for each hundred."""
        asked, new = iter(slugs), cls()
        used: set[str] = set()
        while batch := list(islice(asked, SLUGS_PER_QUERY)):
            used |= new._used_elsewhere(batch)
        return used

    def _used_elsewhere(self, slugs: Sequence[str]) -> set[str]:
        """Which of these slugs another record has, had, or would take from an address that leads elsewhere."""
        return self._led_elsewhere(slugs, and_had=True)

    def _led_elsewhere(self, slugs: Sequence[str], *, and_had: bool = False) -> set[str]:
        """Which of these slugs make an address that leads to another record; those it has itself too, if asked.

        One query, as SQL of our own: each new record asks it, and the ORM takes longer to build it than it takes.
        """
        options: Any = self._meta
        paths = {path_of_page(self.page_name, slug): slug for slug in slugs}
        redirects, former = options.get_field("redirects"), options.get_field("former_slugs")
        of_kind = {"kind": options.model_name}  # those held of all kinds of records are in one table
        asked: list[tuple[Any, str, Collection[str], str, dict[str, str]]] = [
            (HeldAddress, "slug", slugs, "record", of_kind),
            (redirects.related_model, "path", paths, redirects.field.column, {}),
            (former.related_model, "slug", slugs, former.field.column, {}),
        ]
        if and_had:
            asked.append((type(self), "slug", slugs, options.pk.column, {}))
        quote = connection.ops.quote_name
        questions: list[str] = []
        parameters: list[Any] = []
        for model, column, values, of_record, fixed in asked:
            places = ", ".join(["%s"] * len(values))
            question = f"SELECT {column} FROM {quote(model._meta.db_table)} WHERE {column} IN ({places})"  # noqa: S608
            question += "".join(f" AND {name} = %s" for name in fixed)
            parameters += [*values, *fixed.values()]
            if self.pk is not None:
                question += f" AND ({of_record} IS NULL OR {of_record} <> %s)"
                parameters.append(self.pk)
            questions.append(question)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(questions), parameters)
            return {paths.get(found, found) for (found,) in cursor.fetchall()}


def path_of_page(page_name: str, slug: str) -> str:
    """The path of a record's page as ``people.paths`` writes it; a slug that no page can have is itself."""
    try:
        address = reverse(page_name, args=[slug])
    except NoReverseMatch:
        return slug
    return stored_form("/" + address.removeprefix(get_script_prefix()).lstrip("/")) or slug
