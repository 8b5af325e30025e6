"""Rows about films: the film, its titles, releases, takings, outside ids, credits, and the keys it is found by."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext_lazy
from taggit.managers import TaggableManager

from essays.linking.keys import title_keys
from people.addresses import SLUG_MAX_LENGTH, Addressed, FormerSlugBase
from people.history import RecordHistory
from people.lists import FirstSign
from people.models import NAME_MAX_LENGTH, NamedQuerySet, Person, Visibility, may_be_public
from people.names import KEY_MAX_LENGTH, name_key
from people.rows import Row
from people.tagging import TaggingBase

FIRST_FILM_YEAR = 1874  # Passage de Venus, the oldest title in IMDb's data
LAST_FILM_YEAR = 2100
TITLE_MAX_LENGTH = 300
LANGUAGE_CODE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"  # of BCP 47 what names languages, scripts and regions
is_language_code = RegexValidator(LANGUAGE_CODE, "Give a language code: fr, zh-Hant.")
SOURCE_MAX_LENGTH = 500  # also of a document's name, which a credit that it states has as its source


def _managers(*related_names: str) -> list[Any]:
    """The managers of rows that point at films; their modules import this one."""
    rows: list[Any] = [Film._meta.get_field(name).related_model for name in related_names]
    return [row.objects for row in rows]


def _is_subject() -> Exists:
    return Exists(_managers("subject_of")[0].live().filter(film=OuterRef("pk")).order_by())


def _is_named() -> Exists:
    return Exists(_managers("mentions")[0].live().filter(film=OuterRef("pk")).order_by())


def check_names(value: object) -> None:
    """Raise ValidationError where this is no list of names."""
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise ValidationError('Give a list of names: ["United States", "Soviet Union"].')


class FilmQuerySet(NamedQuerySet["Film"]):
    def public(self) -> Self:
        """Films a reader may see: those that always are, and those that something published is about or names."""
        return self.filter(may_be_public(), Q(visibility=Visibility.PUBLIC) | _is_subject() | _is_named())

    def written_about(self) -> Self:
        """Films that something published is about."""
        return self.filter(_is_subject())

    def named(self) -> Self:
        """Films that something published names."""
        return self.filter(_is_named())

    def for_page(self) -> Self:
        """All that a film's own page shows of its rows, in a fixed number of queries."""
        taggings = FilmTag.objects.select_related("tag").order_by("tag__name")
        tagged = models.Prefetch("taggings", queryset=taggings)
        return self.select_related("poster").prefetch_related("titles", "releases", "figures", tagged)

    def double_bills(self) -> Self:
        """Films with both an opinion and a reference entry to read, the one with the newest essay first."""
        about = _managers("essays")[0].published().filter(subjects__film=OuterRef("pk"))
        newest = about.order_by("-published_at").values("published_at")[:1]
        return self.filter(
            Exists(about.filter(kind="review").order_by()), Exists(about.filter(kind="reference").order_by())
        ).order_by(Subquery(newest).desc(), "pk")

    def with_published_essays(self) -> Self:
        """Each with ``published_essays``: what a reader may open about it, newest first."""
        essays = _managers("essays")[0].published().for_listing().newest_first()
        return self.prefetch_related(models.Prefetch("essays", queryset=essays, to_attr="published_essays"))

    def with_essay_counts(self) -> Self:
        """Each with ``essay_count``: how many published essays are about it."""
        about = _managers("essays")[0].published().filter(subjects__film=OuterRef("pk")).order_by()
        counted = about.values("subjects__film").annotate(essays=Count("pk", distinct=True)).values("essays")
        return self.annotate(essay_count=Coalesce(Subquery(counted), 0))

    def called(self, title: str) -> Self:
        """Films of this title, by any of their titles."""
        return self.filter(keys__key=name_key(title)).distinct()

    def for_listing(self) -> Self:
        """All that a public list of films shows, in a fixed number of queries."""
        return self._with_directors(Credit.objects.on_screen().for_readers())

    def for_desk(self) -> Self:
        """All that an editor's list of films shows, in a fixed number of queries."""
        return self._with_directors(Credit.objects.on_screen())

    def _with_directors(self, credits: models.QuerySet[Credit]) -> Self:
        directors = credits.filter(job=Credit.Job.DIRECTOR).select_related("person")
        return self.prefetch_related(models.Prefetch("credits", queryset=directors, to_attr="director_credits"))


class Film(Addressed):
    """A film, a series, a mini-series, or a series of films as one thing."""

    class Kind(models.TextChoices):
        FILM = "film", pgettext_lazy("kind of film", "film")
        SERIES = "series", pgettext_lazy("kind of film", "television series")
        MINI_SERIES = "mini-series", pgettext_lazy("kind of film", "mini-series")
        FILM_SERIES = "film series", pgettext_lazy("kind of film", "film series")

    title = models.CharField(max_length=TITLE_MAX_LENGTH, help_text="As the site prints it: 48 Hrs.")
    sort_title = models.CharField(
        max_length=TITLE_MAX_LENGTH,
        blank=True,
        db_index=True,
        help_text="Left empty it is made: without its article.",
    )
    title_language = models.CharField(
        "language of the title",
        max_length=12,
        blank=True,
        validators=[is_language_code],
        help_text="Only where it is none of the site's own: “fr” for La Grande Illusion. It is read aloud so.",
    )
    title_key = models.CharField(max_length=KEY_MAX_LENGTH, editable=False, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.FILM, db_index=True)
    release_year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        db_index=True,
        validators=[MinValueValidator(FIRST_FILM_YEAR), MaxValueValidator(LAST_FILM_YEAR)],
        help_text="Of the first public showing; of a series, its first year.",
    )
    end_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of a series that has ended.")
    disambiguation = models.CharField(
        max_length=80,
        blank=True,
        help_text="Only where title and year are another film's too: “documentary”.",
    )
    slug = models.SlugField(
        "address",
        max_length=SLUG_MAX_LENGTH + 12,
        unique=True,
        blank=True,
        help_text="Left empty it is made.",
    )
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        help_text="The film series it belongs to.",
    )
    runtime_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    countries = models.JSONField(
        default=list, blank=True, validators=[check_names], help_text='Their names: ["United States"].'
    )
    languages = models.JSONField(
        default=list, blank=True, validators=[check_names], help_text='Their names: ["English", "Russian"].'
    )
    synopsis = models.TextField(blank=True, help_text="A sentence or two for readers.")
    poster = models.ForeignKey(
        "essays.Picture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="A picture of the library. What it shows and whose it is are said with the picture.",
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.MENTIONED, db_index=True)
    provenance = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Field name to where its value came from."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    people = models.ManyToManyField(Person, through="essays.Credit", related_name="films")
    tags = TaggableManager(through="essays.FilmTag", blank=True, related_name="films")

    slug_fallback = "film"
    page_name = "essays:film_detail"
    derived_fields = {
        "title": ("title_key", "sort_title", "slug"),
        "sort_title": ("sort_title",),
        "slug": ("slug",),
    }
    remembered_fields = ("slug", "title")

    objects = FilmQuerySet.as_manager()
    history = RecordHistory(["title_key", "created_at", "updated_at"])

    class Meta:
        ordering = ["sort_title", "release_year", "id"]
        indexes = [
            # Lists of a letter, a year or a decade are read in their order.
            models.Index(FirstSign("sort_title"), "sort_title", "release_year", "id", name="film_by_letter"),
            models.Index(fields=["release_year", "sort_title", "id"], name="film_by_year"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title_key=""), name="film_has_title_key"),
            models.CheckConstraint(condition=~Q(sort_title=""), name="film_has_sort_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="film_has_slug"),
            models.CheckConstraint(
                condition=Q(release_year__isnull=True)
                | Q(release_year__gte=FIRST_FILM_YEAR, release_year__lte=LAST_FILM_YEAR),
                name="film_year_is_a_film_year",
            ),
            models.CheckConstraint(
                condition=Q(end_year__isnull=True) | Q(end_year__gte=models.F("release_year")),
                name="film_ends_after_it_begins",
                violation_error_message="The last year is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["film", "series", "mini-series", "film series"]),
                name="film_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["proposed", "mentioned", "public", "hidden"]),
                name="film_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=Q(runtime_minutes__isnull=True) | Q(runtime_minutes__gt=0),
                name="film_runs_some_minutes",
                violation_error_message="Leave the runtime empty where it is not known; it is never 0.",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=models.F("id")),
                name="film_is_not_part_of_itself",
                violation_error_message="A film series is not part of itself.",
            ),
        ]

    def __str__(self) -> str:
        parts = [str(self.release_year or ""), self.disambiguation]
        if self.kind != self.Kind.FILM and not self.disambiguation:
            parts.append(self.get_kind_display())
        if self.number and not self.disambiguation:
            parts.append(gettext("no. %(number)s") % {"number": self.number})
        apart = ", ".join(p for p in parts if p)
        return f"{self.title} ({apart})" if apart else self.title

    def after_save(self, saved: Collection[str]) -> None:
        super().after_save(saved)
        if "title" in saved:
            self.renew_keys()

    def keep_former_title(self, before: str, language: str = "") -> None:
        """Find the film by this title too, which it no longer has; another spelling of a title is not kept."""
        key = name_key(before)
        if key and key != self.title_key and not self.titles.filter(title_key=key).exists():
            FilmTitle.objects.create(film=self, title=before, language=language)

    def derive_keys(self) -> None:
        """Fill what follows from the title: its key, the sort title and the address where they are empty."""
        self.title = " ".join(self.title.split())
        self.title_key = name_key(self.title)
        if not self.sort_title or self.sort_title == sort_title(self.stored.get("title", "")):  # not an editor's
            self.sort_title = sort_title(self.title)[:TITLE_MAX_LENGTH]  # the comma makes it longer
        self.derive_slug()

    def slug_text(self) -> str:
        title = self.title if slugify(self.title) else self.slug_fallback  # else a Russian title would be a bare year
        return f"{title} {self.release_year or ''}"

    def renew_keys(self) -> None:
        """Write the keys this film is looked up by, where they have changed."""
        wanted = dict(title_keys(self.title, self.titles.values_list("title", flat=True)))
        have = {row.key: row for row in FilmKey.objects.filter(film=self)}
        if gone := [row.pk for key, row in have.items() if wanted.get(key) != row.form]:
            FilmKey.objects.filter(pk__in=gone).delete()
        FilmKey.objects.bulk_create(
            FilmKey(film=self, key=key, form=form)
            for key, form in wanted.items()
            if key not in have or have[key].form != form
        )


ARTICLES = ("the ", "a ", "an ")


def sort_title(title: str) -> str:
    """A title as a list sorts it: "The Getaway" -> "Getaway, The"."""
    for article in ARTICLES:
        if title.casefold().startswith(article) and len(title) > len(article):
            return f"{title[len(article) :]}, {title[: len(article) - 1]}"
    return title


class FilmTitleQuerySet(models.QuerySet["FilmTitle"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """As ever, and what the films were found by under these titles goes too."""
        films = list(Film.objects.filter(titles__in=self).distinct())
        deleted = super().delete()
        for film in films:
            film.renew_keys()
        return deleted

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class FilmTitle(Row):
    """Another title of a film."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", pgettext_lazy("kind of title", "original title")
        OTHER = "other", pgettext_lazy("kind of title", "other title")
        WORKING = "working", pgettext_lazy("kind of title", "working title")

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="titles")
    title = models.CharField(max_length=TITLE_MAX_LENGTH, help_text="48 Hours, for 48 Hrs.")
    title_key = models.CharField(max_length=KEY_MAX_LENGTH, editable=False, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    language = models.CharField(
        max_length=12, blank=True, validators=[is_language_code], help_text="A language code: de, zh-Hant."
    )

    derived_fields = {"title": ("title_key",)}
    remembered_fields = ("title", "film_id")

    objects = FilmTitleQuerySet.as_manager()
    history = RecordHistory(["title_key"])

    class Meta:
        verbose_name = "other title"
        verbose_name_plural = "other titles"
        ordering = ["kind", "title"]
        constraints = [
            models.UniqueConstraint(fields=["film", "title"], name="film_title_once_a_film"),
            models.CheckConstraint(condition=~Q(title_key=""), name="film_title_has_key"),
            models.CheckConstraint(
                condition=Q(kind__in=["original", "other", "working"]), name="film_title_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def derive_keys(self) -> None:
        self.title = " ".join(self.title.split())
        self.title_key = name_key(self.title)

    def after_save(self, saved: Collection[str]) -> None:
        self.film.renew_keys()
        if (before := self.stored.get("film_id")) not in (None, self.film_id):
            Film.objects.get(pk=before).renew_keys()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        self.film.renew_keys()
        return deleted


class FilmRelease(Row):
    """When a film opened, where, and who says so."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="releases")
    country = models.CharField(max_length=80)
    released_on = models.DateField()
    source = models.CharField(max_length=SOURCE_MAX_LENGTH, help_text="Who says so.")

    class Meta:
        verbose_name = "release"
        ordering = ["released_on", "country"]
        constraints = [
            models.UniqueConstraint(fields=["film", "country", "released_on"], name="film_release_once"),
            models.CheckConstraint(condition=~Q(source=""), name="film_release_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.released_on:%d %B %Y}, {self.country}"


class FilmFigure(Row):
    """What a film cost or took, in whole units of a currency of the day, and who says so."""

    class Kind(models.TextChoices):
        BUDGET = "budget", "budget"
        GROSS = "gross", "gross"

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.PositiveBigIntegerField(help_text="In whole units: 34994648.")
    currency = models.CharField(max_length=3, default="USD", help_text="Three letters: USD.")
    territory = models.CharField(max_length=80, blank=True, help_text="Of a gross: United States and Canada.")
    source = models.CharField(max_length=SOURCE_MAX_LENGTH, help_text="Who says so.")

    class Meta:
        verbose_name = "figure"
        ordering = ["kind", "territory"]
        constraints = [
            models.UniqueConstraint(fields=["film", "kind", "territory", "source"], name="film_figure_once_a_source"),
            models.CheckConstraint(condition=~Q(source=""), name="film_figure_has_source"),
            models.CheckConstraint(condition=Q(kind__in=["budget", "gross"]), name="film_figure_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.currency} {self.amount:,}"


class FilmIdentifier(Row):
    """A film's id in another catalogue. Schemes that are identity: "imdb", "wikidata". Others name a data set."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40, help_text="imdb, wikidata, or the name of a catalogue.")
    value = models.CharField(max_length=80)

    class Meta:
        verbose_name = "outside id"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="film_identifier_is_one_films"),
            models.CheckConstraint(condition=~Q(value="") & ~Q(scheme=""), name="film_identifier_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class FilmKey(Row):
    """A folded key that a film may be named by. Derived; written by ``renew_keys`` and by bulk imports."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=KEY_MAX_LENGTH)
    form = models.CharField(max_length=16)

    class Meta:
        # Which words are titles, and of how many films, is answered by the index alone.
        indexes = [models.Index(fields=["key", "form", "film"], name="film_key_form_film")]
        constraints = [
            models.UniqueConstraint(fields=["film", "key"], name="film_key_once"),
            models.CheckConstraint(condition=~Q(key=""), name="film_key_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.key


class FormerFilmSlug(FormerSlugBase):
    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="former_slugs")


class FilmTag(TaggingBase):
    content_object = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        verbose_name = "tag"
        verbose_name_plural = "tags"
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="film_tag_once")]


class CreditQuerySet(models.QuerySet["Credit"]):
    def on_screen(self) -> Self:
        """Credits a reader may take as such: confirmed, and no mere contribution."""
        return self.filter(state=Credit.State.CONFIRMED, is_credited=True)

    def said_in_public(self) -> Self:
        """Left out is what only a document says, until the essay made of it may be read."""
        documents: Any = apps.get_model("essays", "Source").objects.filter(name=OuterRef("source"), essay__isnull=False)
        live = documents.filter(essay__in=_managers("essays")[0].published().order_by())
        return self.filter(~Exists(documents) | Exists(live))

    def for_readers(self) -> Self:
        """Confirmed credits and contributions said in public, of no film or person that is hidden or only proposed."""
        shown = [Visibility.PUBLIC, Visibility.MENTIONED]
        return self.said_in_public().filter(
            state=Credit.State.CONFIRMED, person__visibility__in=shown, film__visibility__in=shown
        )

    def stated_by(self, document_name: str, *, is_reference: bool) -> Self:
        """What a document alone says and no editor has agreed to or added to.

        Only a reference entry's screen credits are confirmed without an editor.
        """
        said = Q(state=Credit.State.PROPOSED)
        if is_reference:
            said |= Q(is_credited=True)
        return self.filter(said, source=document_name, billing__isnull=True, credited_as="")

    def billed(self) -> Self:
        """In billing order, those without a place last."""
        return self.order_by(models.F("billing").asc(nulls_last=True), "id")


class Credit(Row):
    """A person's job on a film."""

    class Job(models.TextChoices):
        DIRECTOR = "director", pgettext_lazy("job", "director")
        CREATOR = "creator", pgettext_lazy("job", "creator")
        WRITER = "writer", pgettext_lazy("job", "writer")
        STORY = "story", pgettext_lazy("job", "story")
        PRODUCER = "producer", pgettext_lazy("job", "producer")
        EXECUTIVE_PRODUCER = "executive producer", pgettext_lazy("job", "executive producer")
        COMPOSER = "composer", pgettext_lazy("job", "composer")
        CINEMATOGRAPHER = "cinematographer", pgettext_lazy("job", "cinematographer")
        EDITOR = "editor", pgettext_lazy("job", "editor")
        PRODUCTION_DESIGNER = "production designer", pgettext_lazy("job", "production designer")
        ACTOR = "actor", pgettext_lazy("job", "actor")
        SELF = "self", pgettext_lazy("job", "as themselves")
        OTHER = "other", pgettext_lazy("job", "other")

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "confirmed"
        PROPOSED = "proposed", "proposed: waits for an editor"

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    job = models.CharField(max_length=24, choices=Job)
    character = models.CharField(max_length=NAME_MAX_LENGTH, blank=True, help_text="Whom they play: Ivan Danko.")
    billing = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Place in the cast, from 1.")
    credited_as = models.CharField(
        max_length=NAME_MAX_LENGTH,
        blank=True,
        help_text="Where the screen has another name: Larry Fishburne.",
    )
    is_credited = models.BooleanField(
        "screen credit",
        default=True,
        help_text="Off for a contribution without a credit, such as “among the writers who worked on it”.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.CONFIRMED)
    source = models.CharField(max_length=SOURCE_MAX_LENGTH, blank=True, help_text="Who says so.")

    objects = CreditQuerySet.as_manager()
    history = RecordHistory([])

    class Meta:
        ordering = ["film", "job", "billing", "id"]
        # None on state or job: SQLite would take it before the film's or the person's, and read most of the table.
        indexes = [
            models.Index(fields=["source"], name="credit_source"),
            models.Index(fields=["film"], condition=Q(state="proposed"), name="credit_proposed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["film", "person", "job", "character"], name="credit_once"),
            models.CheckConstraint(condition=Q(billing__isnull=True) | Q(billing__gte=1), name="credit_bills_from_one"),
            models.CheckConstraint(condition=Q(state__in=["confirmed", "proposed"]), name="credit_state_is_known"),
            models.CheckConstraint(
                condition=Q(
                    job__in=[
                        "director",
                        "creator",
                        "writer",
                        "story",
                        "producer",
                        "executive producer",
                        "composer",
                        "cinematographer",
                        "editor",
                        "production designer",
                        "actor",
                        "self",
                        "other",
                    ]
                ),
                name="credit_job_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_job_display()} of {self.film}"
