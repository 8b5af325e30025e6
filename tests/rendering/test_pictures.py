"""Pictures as they are read and kept: by their content, upright, bare, bounded, in several widths and shapes."""

import io
import struct
import zlib

import pytest
from PIL import Image

from essays.rendering import pictures
from essays.rendering.pictures import PictureError, cropped, encoded, read_picture, variants
from essays.rendering.widths import widths_of
from tests.build import drawn


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "suffix", "mode"),
    [
        ("JPEG", "jpg", "RGB"),
        ("JPEG", "jpg", "L"),
        ("JPEG", "jpg", "CMYK"),
        ("PNG", "png", "RGBA"),
        ("PNG", "png", "P"),
        ("PNG", "png", "I;16"),
        ("PNG", "png", "LA"),
        ("PNG", "png", "1"),
        ("WEBP", "webp", "RGB"),
        ("WEBP", "webp", "RGBA"),
    ],
)
def test_a_picture_of_each_kind_is_kept_as_the_same_kind(kind, suffix, mode):
    upright = read_picture(drawn(kind=kind, mode=mode, colour=0 if mode in {"P", "I;16", "1", "L"} else "maroon"))
    assert (upright.suffix, upright.image.size) == (suffix, (640, 360))
    assert opened(upright.data).format == kind
    assert len(list(variants(upright.image))) == 3


def test_a_picture_is_turned_upright_and_nothing_of_the_camera_is_kept():
    camera = Image.Exif()
    camera[0x0112], camera[0x010F] = 6, "A camera of somebody's"  # turned by a quarter; the maker
    camera.get_ifd(0x8825)[2] = (55.0, 45.0, 14.0)  # latitude
    image = Image.new("RGB", (640, 360), "white")
    image.paste("maroon", (0, 0, 320, 360))  # the left half, which is the upper one once it is upright
    made = io.BytesIO()
    image.save(made, "JPEG", exif=camera, comment=b"a comment of somebody's", quality=95)
    upright = read_picture(made.getvalue())
    assert upright.image.size == (360, 640)
    kept = opened(upright.data)
    assert kept.size == (360, 640)
    red, _, blue = kept.getpixel((180, 100))
    assert red > blue + 60
    for data in (upright.data, *(data for _, data in variants(upright.image))):
        assert not opened(data).getexif()
        assert b"somebody" not in data
        assert "icc_profile" not in opened(data).info


def test_text_within_a_png_is_left_out():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "somebody")
    assert b"somebody" not in read_picture(drawn(pnginfo=info)).data


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG that says it has this size; of its pixels it holds none."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"It was late.", "no JPEG, PNG or WebP", id="text"),
        pytest.param(drawn(kind="GIF", mode="P", colour=0), "no JPEG, PNG or WebP", id="gif"),
        pytest.param(drawn(kind="BMP"), "no JPEG, PNG or WebP", id="bmp"),
        pytest.param(drawn(kind="TIFF"), "no JPEG, PNG or WebP", id="tiff"),
        pytest.param(b"%PDF-1.7\n", "no JPEG, PNG or WebP", id="pdf"),
        pytest.param(b'<?xml version="1.0"?><svg onload="x()"/>', "SVG is not taken", id="svg"),
        pytest.param(drawn()[:200], "damaged", id="cut png"),
        pytest.param(drawn(kind="JPEG")[:-400], "damaged", id="cut jpeg"),
        pytest.param(drawn(kind="WEBP", size=(900, 900), lossless=True)[:40], "no JPEG|damaged", id="cut webp"),
        pytest.param(png_of(40_000, 40_000), "million pixels", id="bomb"),
        pytest.param(png_of(9_000, 6_000), "million pixels", id="just too large"),
        pytest.param(png_of(16_001, 20), "million pixels", id="a strip"),
        pytest.param(drawn(size=(4, 4)), "too small", id="a dot that counts readers"),
        pytest.param(b"\xff\xd8\xff" + b"x" * pictures.BYTES_MOST, "20 MB", id="many bytes"),
    ],
)
def test_what_is_no_picture_to_keep_is_refused_with_a_sentence(data, why):
    with pytest.raises(PictureError, match=why):
        read_picture(data)


@pytest.mark.parametrize(
    ("width", "widths"), [(300, (300,)), (480, (480,)), (1000, (480, 800, 1000)), (5000, (480, 800, 1200, 1600, 2400))]
)
def test_no_variant_is_wider_than_its_picture(width, widths):
    assert widths_of(width) == widths


def test_each_variant_has_the_size_and_the_kind_of_its_name():
    made = dict(variants(Image.new("RGB", (1000, 500), "maroon")))
    assert sorted(made) == ["1000.jpg", "1000.webp", "480.webp", "800.webp"]
    for name, data in made.items():
        width, suffix = name.split(".")
        image = opened(data)
        assert image.size == (int(width), int(width) // 2)
        assert image.format == {"jpg": "JPEG", "webp": "WEBP"}[suffix]


@pytest.mark.parametrize(
    ("focus", "colour"), [((0, 50), "red"), ((50, 50), "green"), ((100, 50), "blue"), ((20, 0), "red")]
)
def test_a_crop_keeps_the_focal_point_in_sight(focus, colour):
    image = Image.new("RGB", (900, 300), "green")
    image.paste("red", (0, 0, 300, 300))
    image.paste("blue", (600, 0, 900, 300))
    crop = cropped(image, (1, 1), focus, 150)
    assert crop.size == (150, 150)
    assert crop.getpixel((75, 75)) == Image.new("RGB", (1, 1), colour).getpixel((0, 0))


def test_what_is_transparent_is_white_where_a_kind_has_no_transparency():
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert opened(encoded(clear, "jpg")).getpixel((10, 10)) == (255, 255, 255)
