"""The pictures that come with a document: into the media library, and their figures show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError

from essays.desk.picturing import add_picture
from essays.models import Account
from essays.models.picture import ALT_MAX_LENGTH
from essays.reading.document import Document, Picture
from essays.rendering.pictures import PictureError

PICTURES_MOST = 60  # of one document; each is decoded and written in several widths


def held_pictures(pictures: Sequence[Picture]) -> list[str]:
    """What a report says of pictures that are taken once the document is imported; empty where none is."""
    held = sum(bool(picture.data) for picture in pictures)
    return [f"{_many(held)} with it, for the media library"] if held else []


def without_bytes(document: Document) -> Document:
    """The document with its pictures named alone: light enough to go from process to process."""
    if not any(picture.data for picture in document.pictures):
        return document
    return replace(document, pictures=tuple(replace(picture, data=b"") for picture in document.pictures))


def bring_pictures(
    pictures: Sequence[Picture], *, document: str, by: Account | None
) -> tuple[tuple[Picture, ...], list[str]]:
    """The pictures of a document, those that came with it at their address in the library; and what to say of them.

    One that is no picture to keep stays named, with a sentence on why: no document fails by it.
    """
    if not any(picture.data for picture in pictures):
        return tuple(pictures), []
    brought, notes, taken = [], [], 0
    may_add = by is None or by.has_perm("essays.add_picture")
    for number, picture in enumerate(pictures, start=1):
        named = replace(picture, data=b"")
        if picture.data and may_add and taken < PICTURES_MOST:
            try:
                address = _taken(picture, f"{_name_of(picture, document)}, {number}", by)
            except (PictureError, ValidationError) as error:
                said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                notes.append(f"its picture {number} was not taken: {said.rstrip('.')}")
            else:
                named, taken = replace(named, address=address), taken + 1
        brought.append(named)
    if not may_add:
        notes.append("its pictures were not taken, since you have no right to add pictures")
    elif sum(bool(picture.data) for picture in pictures) - len(notes) > taken:
        notes.append(f"only its first {PICTURES_MOST} pictures were taken")
    return tuple(brought), [*([f"{_many(taken)} in the media library"] if taken else []), *notes]


def _taken(picture: Picture, name: str, by: Account | None) -> str:
    added = add_picture(picture.data, name=name, by=by, alt=picture.alt[:ALT_MAX_LENGTH])
    return added.picture.address()


def _name_of(picture: Picture, document: str) -> str:
    """What the picture is called in the library: as its file is, or the document."""
    return PurePosixPath(picture.address.partition("?")[0]).stem or PurePosixPath(document).stem


def _many(number: int) -> str:
    return f"{number} picture{'' if number == 1 else 's'}"
