"""What the site says of itself and how it is run, as a publisher chose it; what nobody chose is as it was installed."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essays.models.fixed_page import page_at
from essays.models.picture import Picture
from essays.rendering.widths import height_at, width_at_least
from people.paths import PathError, normal_address
from people.rows import Row

ONLY = 1  # the id of the one row
MENU_MAX_ENTRIES = 12  # more do not stand in one line of any screen
WORDS_MAX_LENGTH = 40  # of an entry of the menu
# The menu where nobody wrote one.
STOCK_MENU = (
    (_("Essays"), "essays:essay_list"),
    (_("Films"), "essays:film_list"),
    (_("People"), "people:person_list"),
    (_("Tags"), "essays:tag_list"),
    (_("Critics"), "essays:critic_list"),
)
LOGO_PIXELS = 80  # how high the file of a logo is at least: twice what the head of a page gives it
WARNS, STOPS = "warns", "stops"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """Words that lead to an address of this site."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The site's logo as pages show it: where the file is, how wide and high in pixels."""

    address: str
    width: int
    height: int

    @classmethod
    def of(cls, folder_name: str, width: int, height: int) -> Logo:
        """Of the picture in this folder of the library. WebP, which keeps what is transparent in it."""
        wide = width_at_least(LOGO_PIXELS, width=width, height=height)
        address = Picture(folder_name=folder_name).address(f"{wide}.webp")
        return cls(address, wide, height_at(wide, width=width, height=height))


class SiteSettings(Row):
    """One row at most. What is empty in it is as the installation has it: ask ``site_settings()``."""

    id = models.PositiveSmallIntegerField(primary_key=True, editable=False)
    site_name = models.CharField(
        max_length=80, blank=True, help_text="In the head of each page, in feeds, citations and mails."
    )
    description = models.CharField(
        max_length=300,
        blank=True,
        help_text="One or two sentences on what this site is, for search engines, feeds and the foot of each page.",
    )
    logo = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="In the head of each page in place of the name, which is read aloud for it. A PNG or WebP, wider "
        "than high and at least 80 pixels high. Readers see it on white and on near black: its ground is transparent "
        "only where the lines are seen on both. Say with the picture by what right it is shown.",
    )
    time_zone = models.CharField(
        max_length=64, blank=True, help_text="The clock by which times are shown and typed, at the desk and to readers."
    )
    menu = models.TextField(
        blank=True,
        help_text="One entry a line, the words and then an address of this site: Reviews /essays/. "
        "Empty for essays, films, people, tags and critics.",
    )
    lead = models.ForeignKey(
        "essays.Essay",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="essay that leads the front page",
        help_text="Empty for the newest; the newest leads as well while readers do not see this one.",
    )
    rating_best = models.PositiveSmallIntegerField(
        "best rating",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Ratings go from 0 to this, in halves: 5. It stays as it is while essays are rated.",
    )
    house_rules = models.JSONField(default=dict, blank=True)

    logo_file: tuple[str, int, int] | None = None  # folder, width and height of the logo, where readers' pages ask
    footer: tuple[tuple[str, str], ...] = ()  # titles and addresses of the fixed pages there, where readers' pages ask

    class Meta:
        verbose_name = verbose_name_plural = "site settings"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY), name="site_settings_are_one_row"),
            models.CheckConstraint(
                condition=Q(rating_best__isnull=True) | Q(rating_best__gte=1, rating_best__lte=100),
                name="site_settings_rating_is_a_scale",
            ),
        ]

    def __str__(self) -> str:
        return "Site settings"

    def clean(self) -> None:
        super().clean()
        faults: dict[str, str] = {}
        if self.time_zone and self.time_zone not in zoneinfo.available_timezones():
            faults["time_zone"] = "No clock has this name. Choose one of the list: Europe/London."
        try:
            list(_entries(self.menu))
        except ValidationError as error:
            faults["menu"] = error.messages[0]
        if self.lead is not None and not self.lead.is_live():
            faults["lead"] = f"Readers do not see “{self.lead}”. Choose a published essay."
        if fault := self._scale_fault():
            faults["rating_best"] = fault
        if faults:
            raise ValidationError(faults)

    def after_save(self, saved: Any) -> None:
        super().after_save(saved)
        if (holder := _holder.get()) is not None:
            holder.forget()

    @property
    def name(self) -> str:
        """What the site is called."""
        return self.site_name or str(settings.SITE_NAME)

    @property
    def shown_logo(self) -> Logo | None:
        """What stands for the name in the head of each page."""
        if self.logo_file is None and self.logo is not None:
            self.logo_file = (self.logo.folder_name, self.logo.width, self.logo.height)
        return Logo.of(*self.logo_file) if self.logo_file else None

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clock of the site."""
        return zoneinfo.ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def best(self) -> int:
        """The top of the scale of ratings."""
        return self.rating_best or int(settings.RATING_BEST)

    @property
    def needs(self) -> frozenset[str]:
        """The points that no essay is published without."""
        stock = dict.fromkeys(settings.PUBLISHING_NEEDS, STOPS)
        return frozenset(p for p in settings.PUBLISHING_POINTS if (stock | self.house_rules).get(p) == STOPS)

    def menu_entries(self) -> list[MenuEntry]:
        """The menu of each page, in order."""
        if self.menu.strip():
            return list(_entries(self.menu, look=False))
        return [MenuEntry(str(words), reverse(name)) for words, name in STOCK_MENU]

    def _scale_fault(self) -> str:
        """Why the scale cannot change, as a sentence: a rating says nothing without the scale it was given on."""
        from essays.models.essay import Essay

        before = SiteSettings.objects.filter(pk=ONLY).first() or SiteSettings()
        if self.best == before.best:
            return ""
        rated = Essay.objects.filter(rating__isnull=False).count()
        essays = "1 essay is" if rated == 1 else f"{rated} essays are"
        return f"{essays} rated out of {before.best}; their numbers would mean something else." if rated else ""


class Holder:
    """The settings during one request: asked once, and again after they were saved."""

    def __init__(self, ask: Callable[[], SiteSettings]) -> None:
        self._ask = ask
        self._held: SiteSettings | None = None
        self._is_changed = False

    def __call__(self) -> SiteSettings:
        if self._held is None:
            self._held = stored_settings() if self._is_changed else self._ask()
        return self._held

    def forget(self) -> None:
        self._held, self._is_changed = None, True


_holder: ContextVar[Holder | None] = ContextVar("site settings", default=None)


@contextmanager
def held(ask: Callable[[], SiteSettings]) -> Iterator[Holder]:
    """Let ``site_settings()`` ask once meanwhile, by ``ask``."""
    holder = Holder(ask)
    token = _holder.set(holder)
    try:
        yield holder
    finally:
        _holder.reset(token)


def site_settings() -> SiteSettings:
    """The settings as they are now; at most one query, and one a request."""
    holder = _holder.get()
    return stored_settings() if holder is None else holder()


def stored_settings() -> SiteSettings:
    """The row, or one in which nothing is chosen."""
    return SiteSettings.objects.select_related("logo").filter(pk=ONLY).first() or SiteSettings()


def shown_settings() -> SiteSettings:
    """The settings for what a request shows; nothing chosen outside one: a page of error asks no database."""
    holder = _holder.get()
    return SiteSettings() if holder is None else holder()


def settings_of(
    columns: Mapping[str, Any], footer: tuple[tuple[str, str], ...] = (), logo: tuple[str, int, int] | None = None
) -> SiteSettings:
    """The settings in the columns of their row as the database gives them; nothing chosen where there is none."""
    if columns.get("id") is None:
        found = SiteSettings()
    else:
        rules = columns["house_rules"]
        found = SiteSettings(**{**columns, "house_rules": json.loads(rules) if isinstance(rules, str) else rules})
    found.footer, found.logo_file = footer, logo
    return found


def _entries(text: str, *, look: bool = True) -> Iterator[MenuEntry]:
    """The entries of a menu as it was typed. Raises ValidationError with the line, where ``look`` asks for it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if look and len(lines) > MENU_MAX_ENTRIES:
        raise ValidationError(f"A menu has at most {MENU_MAX_ENTRIES} entries, this one {len(lines)}.")
    for line in lines:
        words, _, address = line.rpartition(" ")
        if look and (fault := _entry_fault(words.strip(), address)):
            raise ValidationError(f"“{line}”: {fault}")
        yield MenuEntry(words.strip(), address)


def _entry_fault(words: str, address: str) -> str:
    if not words:
        return "write the words and then the address, with a space between: Reviews /essays/."
    if len(words) > WORDS_MAX_LENGTH:
        return f"the words of an entry have at most {WORDS_MAX_LENGTH} characters."
    try:
        normal_address(address)
    except PathError as error:
        return str(error)
    path = address.partition("?")[0]
    if (found := page_at(path)) is None:
        return f"no page of this site is at {path}. Copy the address from the page itself."
    return "that is the desk, which readers do not see." if "admin" in found.namespaces else ""
