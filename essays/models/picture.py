"""The media library: stills, posters and other pictures, each once, with whose it is and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from essays.models.film import SOURCE_MAX_LENGTH
from essays.rendering.widths import fallback_of, offered_in
from people.rows import Row

FOLDER = "pictures"
NAME_LENGTH = 32  # hexadecimal digits of a picture's hash in its addresses
ALT_MAX_LENGTH = 300
_IN_ADDRESS = re.compile(rf"/{FOLDER}/([0-9a-f]{{{NAME_LENGTH}}})/")


class PictureQuerySet(models.QuerySet["Picture"]):
    def search(self, words: str) -> Self:
        """Those of which each of the words is said somewhere."""
        found = self
        for word in words.split()[:10]:
            named = [Q(**{f"{field}__icontains": word}) for field in ("name", "alt", "caption", "credit", "licence")]
            condition = Q()
            for one in named:
                condition |= one
            found = found.filter(condition)
        return found

    def at(self, addresses: Iterable[str]) -> dict[str, Picture]:
        """The pictures of the library among these addresses, by address. One query, none where none can be."""
        names = {address: name for address in addresses if (name := name_in(address))}
        if not names:
            return {}
        by_name = {picture.folder_name: picture for picture in self.filter(folder_name__in=set(names.values()))}
        return {address: by_name[name] for address, name in names.items() if name in by_name}


def name_in(address: str) -> str:
    """Which picture of the library an address names; empty where it names none."""
    found = _IN_ADDRESS.search(address)
    return found[1] if found else ""


class Picture(Row):
    """A picture and the files made of it, whose names come from its content: none of them ever changes."""

    name = models.CharField(
        max_length=200, help_text="By which you find it again: “Red Heat, Danko in the hotel”. Readers do not see it."
    )
    alt = models.CharField(
        "alternative text",
        max_length=ALT_MAX_LENGTH,
        blank=True,
        help_text="What somebody who cannot see the picture should know of it: “Two men on a bus, one with a gun.”",
    )
    caption = models.CharField(
        max_length=SOURCE_MAX_LENGTH, blank=True, help_text="Where an essay shows it, this can be said otherwise."
    )
    credit = models.CharField(
        max_length=SOURCE_MAX_LENGTH, blank=True, help_text="Whose it is, as readers see it: “Photograph: Carolco”."
    )
    licence = models.CharField(
        max_length=SOURCE_MAX_LENGTH, blank=True, help_text="By what right it is shown: “press kit”, “CC BY 4.0”."
    )
    focus_x = models.PositiveSmallIntegerField(
        "focal point, from the left",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="Per cent. What a crop keeps in sight: a face, a hand. Or click on the picture.",
    )
    focus_y = models.PositiveSmallIntegerField(
        "focal point, from the top", default=50, validators=[MaxValueValidator(100)], help_text="Per cent."
    )
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    folder_name = models.CharField(max_length=NAME_LENGTH, unique=True, editable=False)
    suffix = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    added_at = models.DateTimeField(auto_now_add=True, db_index=True)

    derived_fields = {"sha256": ("folder_name",)}

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(focus_x__lte=100, focus_y__lte=100), name="picture_focus_is_in_it"),
            models.CheckConstraint(condition=~Q(name=""), name="picture_has_a_name"),
            models.CheckConstraint(condition=~Q(folder_name=""), name="picture_has_a_folder"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        return f"{FOLDER}/{self.folder_name}"

    @property
    def file(self) -> str:
        """The whole picture's name in the storage; its size is in it, so that a text that shows it says all."""
        return f"{self.folder}/{self.width}x{self.height}.{self.suffix}"

    @property
    def focus(self) -> tuple[int, int]:
        return self.focus_x, self.focus_y

    def name_of(self, variant: str) -> str:
        """A file's name in the storage: of a width, or of what ``crop_name`` names."""
        return f"{self.folder}/{variant}"

    def crop_name(self, shape: tuple[int, int], width: int, suffix: str = "webp") -> str:
        """The name of a crop: other numbers, another name, so that no cache holds an old one."""
        return f"{shape[0]}x{shape[1]}-{self.focus_x}-{self.focus_y}-{width}.{suffix}"

    def address(self, variant: str = "") -> str:
        """Where the whole picture is, or a variant of it."""
        return default_storage.url(self.name_of(variant) if variant else self.file)

    @property
    def jpeg(self) -> str:
        """Where the JPEG is that whatever reads no WebP is given; pages that show the picture name it."""
        return self.address(fallback_of(self.width))

    @property
    def offered(self) -> str:
        """The widths in which a page offers the picture, as ``srcset`` has them."""
        return offered_in(f"{default_storage.url(self.folder)}/", self.width)

    def derive_keys(self) -> None:
        self.folder_name = self.sha256[:NAME_LENGTH]
        super().derive_keys()
