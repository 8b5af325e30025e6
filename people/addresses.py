"""Slugs: how a record gets an address of its own, and keeps the ones it had."""

from collections.abc import Callable, Collection, Sequence
from itertools import chain, count, islice, repeat
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import connection, models
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
                used_of=self._used_elsewhere,
            )

    def get_absolute_url(self) -> str:
        return reverse(self.page_name, args=[self.slug])

    @property
    def number(self) -> int | None:
        """From 2, among records of one name: the number in the address; None where it has none."""
        return number_of_slug(self.slug, self.slug_text())

    def _used_elsewhere(self, slugs: Sequence[str]) -> set[str]:
        """Which of these slugs another record has, had, or would take from an address that leads elsewhere."""
        return self._led_elsewhere(slugs, and_had=True)

    def _led_elsewhere(self, slugs: Sequence[str], *, and_had: bool = False) -> set[str]:
        """Which of these slugs make an address that leads to another record; those it has itself too, if asked.

        One query, as SQL of our own: each new record asks it, and the ORM takes longer to build it than it takes.
        """
        options: Any = self._meta
        paths = {path_of_page(self.page_name, slug): slug for slug in slugs}
        asked: list[tuple[Any, str, str, Collection[str]]] = [
            (relation.related_model, column, relation.field.column, values)
            for relation, column, values in (
                (options.get_field("redirects"), "path", paths),
                (options.get_field("former_slugs"), "slug", slugs),
            )
        ]
        if and_had:
            asked.append((type(self), "slug", options.pk.column, slugs))
        quote = connection.ops.quote_name
        questions: list[str] = []
        parameters: list[Any] = []
        for model, column, of_record, values in asked:
            places = ", ".join(["%s"] * len(values))
            question = f"SELECT {column} FROM {quote(model._meta.db_table)} WHERE {column} IN ({places})"  # noqa: S608
            parameters += values
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
