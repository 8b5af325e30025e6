"""The media library: a picture is added once, shown in the shapes that are asked for, deleted where nothing uses it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from PIL import Image

from essays.desk.storing import checked
from essays.models import Account, Essay, Film, Picture, SiteSettings
from essays.models.essay import EssayQuerySet
from essays.models.film import FilmQuerySet
from essays.rendering.pictures import Upright, cropped, encoded, read_picture, variants

SQUARE = (1, 1)
THUMB_WIDTH = 240  # twice that of a list, for a screen of two pixels each
NAME_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Added:
    """A picture of the library; ``is_new`` is False where the same bytes were there already."""

    picture: Picture
    is_new: bool


def known_picture(data: bytes) -> Picture | None:
    """The picture that was made of these bytes; None where there is none."""
    return Picture.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()


@transaction.atomic
def add_picture(data: bytes, *, name: str, by: Account | None, upright: Upright | None = None, **said: object) -> Added:
    """Take a picture into the library, where its bytes are not there already; ``said`` are fields of Picture.

    ``upright`` spares a second reading of the bytes. Raises PictureError where they are no picture that the site
    keeps, ValidationError where a field is wrong.
    """
    if (known := known_picture(data)) is not None:
        return Added(known, is_new=False)
    upright = upright or read_picture(data)
    picture = checked(new_picture(data, upright, name=name, added_by=by, **said))
    picture.save()
    keep_files(picture, upright)
    return Added(picture, is_new=True)


def new_picture(data: bytes, upright: Upright, *, name: str, **said: object) -> Picture:
    """The row of these bytes, not yet saved."""
    return Picture(
        name=" ".join(name.split())[:NAME_MAX_LENGTH] or "A picture",
        sha256=hashlib.sha256(data).hexdigest(),
        suffix=upright.suffix,
        width=upright.image.width,
        height=upright.image.height,
        **said,
    )


def keep_files(picture: Picture, upright: Upright) -> None:
    """Store all that pages and the desk show of a picture: the whole, its widths and its square."""
    _store(picture.file, upright.data)
    for variant, made in variants(upright.image):
        _store(picture.name_of(variant), made)
    _store(picture.name_of(picture.crop_name(SQUARE, THUMB_WIDTH)), _crop(picture, upright.image, SQUARE, THUMB_WIDTH))


def thumb(picture: Picture) -> str:
    """The address of the picture's square, which is there from the time that it was added or its focus moved."""
    return picture.address(picture.crop_name(SQUARE, THUMB_WIDTH))


def shaped(picture: Picture, shape: tuple[int, int], width: int, *, suffix: str = "webp") -> str:
    """The address of the picture cut to a shape about its focal point; made where it was never asked for."""
    variant = picture.crop_name(shape, width, suffix)
    if not default_storage.exists(picture.name_of(variant)):
        with default_storage.open(picture.file) as whole, Image.open(io.BytesIO(whole.read())) as image:
            image.load()
            _store(picture.name_of(variant), _crop(picture, image, shape, width, suffix))
    return picture.address(variant)


def _crop(picture: Picture, image: Image.Image, shape: tuple[int, int], width: int, suffix: str = "webp") -> bytes:
    return encoded(cropped(image, shape, picture.focus, width), suffix)


def _store(name: str, data: bytes) -> None:
    """Keep a file whose name says what is in it: one that is there is the same."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))


def essays_with(picture: Picture) -> EssayQuerySet:
    """The essays whose text shows the picture, or the draft beside whose text does; discarded ones too."""
    named = f"/{picture.folder}/"
    drafted = Q(waiting_draft__revision__content__body__icontains=named)
    return Essay.objects.filter(Q(body__contains=named) | drafted).defer("body", "rendered").order_by("-pk")


def films_with(picture: Picture) -> FilmQuerySet:
    """The films whose poster it is."""
    return Film.objects.filter(poster=picture).order_by("pk")


def is_logo(picture: Picture) -> bool:
    """Whether each page shows the picture in place of the site's name."""
    return SiteSettings.objects.filter(logo=picture).exists()


def forget_files(picture: Picture) -> None:
    """Once the row's deletion is sure, delete what was made of the picture."""
    folder = picture.folder

    def forget() -> None:
        for name in default_storage.listdir(folder)[1] if default_storage.exists(folder) else ():
            default_storage.delete(f"{folder}/{name}")

    transaction.on_commit(forget)
