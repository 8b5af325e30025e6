"""Pictures as the site keeps them: read with care, turned upright, without what cameras add, in several widths."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from essays.rendering.widths import FALLBACK_WIDTH, fallback_of, height_at, widths_of

BYTES_MOST = 20 * 1024 * 1024
PIXELS_MOST = 50_000_000  # a camera of 2026 takes 48 million; decoded they are 150 MB
SIDE_MOST = 16_000
SIDE_LEAST = 16
SUFFIXES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}  # MPO: a JPEG with more pictures behind it
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
QUALITY = {"webp": 80, "jpg": 84}
CENTRE = (50, 50)  # per cent from the left and from the top


class PictureError(ValueError):
    """Bytes that are no picture which the site keeps; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Upright:
    """A picture as its maker saw it, and the bytes to keep of it: nothing but the picture."""

    image: Image.Image
    suffix: str
    data: bytes


def read_picture(data: bytes) -> Upright:
    """The picture in these bytes, whatever their file is called. Raises PictureError."""
    if len(data) > BYTES_MOST:
        raise PictureError(f"The file has more than {BYTES_MOST // 2**20} MB. Save it smaller, 2400 pixels wide or so.")
    if not data:
        raise PictureError("The file is empty.")
    try:
        image = _opened(data)
        suffix = SUFFIXES[image.format or ""]
        image.load()
        profile = image.info.get("icc_profile")
        image = _in_srgb(_plain(ImageOps.exif_transpose(image)), profile)
    except PictureError:
        raise
    except Exception as error:  # decoders meet hostile bytes with errors of every class
        raise PictureError("The picture is damaged: it cannot be read to its end.") from error
    return Upright(image, suffix, encoded(image, suffix))


def _opened(data: bytes) -> Image.Image:
    """The picture with nothing but its head read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        except Image.DecompressionBombError as error:
            raise PictureError(_too_large()) from error
        except Exception as error:
            raise PictureError(_no_picture(data)) from error
    if image.width * image.height > PIXELS_MOST or max(image.size) > SIDE_MOST:
        raise PictureError(_too_large())
    if min(image.size) < SIDE_LEAST:
        raise PictureError(f"The picture is {image.width} × {image.height} pixels: too small to be seen.")
    return image


def _too_large() -> str:
    return f"The picture has more than {PIXELS_MOST // 10**6} million pixels. Save it smaller, 2400 pixels wide or so."


def _no_picture(data: bytes) -> str:
    if b"<svg" in data[:4096].lower():
        return "SVG is not taken, since it can hold scripts. Export the picture as PNG or WebP."
    return "This is no JPEG, PNG or WebP picture, whatever its name says. Save it as one of these."


def _plain(image: Image.Image) -> Image.Image:
    """The first picture of the file, in red, green, blue and, where it needs it, transparency."""
    if image.mode in {"RGB", "RGBA"}:
        return image
    if image.mode.startswith("I;16"):  # 16 bits of grey, of which a screen shows 8
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that a screen takes them for, once the profile is left out."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        there = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return there or image


def encoded(image: Image.Image, suffix: str) -> bytes:
    """The picture's bytes: without a date, a place, a camera or a profile."""
    bare = Image.frombytes(image.mode, image.size, image.tobytes())  # leaves all that the file said behind
    made = io.BytesIO()
    if suffix == "jpg":
        _on_white(bare).save(made, "JPEG", quality=QUALITY["jpg"], optimize=True, progressive=True)
    elif suffix == "webp":
        bare.save(made, "WEBP", quality=QUALITY["webp"], method=4)
    else:
        bare.save(made, "PNG", optimize=True)
    return made.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def scaled(image: Image.Image, width: int) -> Image.Image:
    """The whole picture in this width."""
    if width >= image.width:
        return image
    return image.resize((width, height_at(width, width=image.width, height=image.height)), Image.Resampling.LANCZOS)


def cropped(image: Image.Image, shape: tuple[int, int], focus: tuple[int, int], width: int) -> Image.Image:
    """The largest part of this shape, as near around the focal point as the edges allow, at most this wide."""
    across, down = shape
    wide = min(image.width, max(1, image.height * across // down))
    high = min(image.height, max(1, image.width * down // across))
    left = min(max(round(image.width * focus[0] / 100 - wide / 2), 0), image.width - wide)
    top = min(max(round(image.height * focus[1] / 100 - high / 2), 0), image.height - high)
    return scaled(image.crop((left, top, left + wide, top + high)), width)


def variants(image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each width in which a page offers the picture, and the JPEG for the rest."""
    for width in widths_of(image.width):
        yield f"{width}.webp", encoded(scaled(image, width), "webp")
    yield fallback_of(image.width), encoded(scaled(image, FALLBACK_WIDTH), "jpg")
