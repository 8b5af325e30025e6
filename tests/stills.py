"""Pictures drawn for tests and for the guide: no still of a film, and nothing of anybody's but ours."""

import io

from PIL import Image, ImageDraw


def _jpeg(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=88)
    return made.getvalue()


def _snow() -> bytes:
    """A square in snow, with a tower and a low sun."""
    image = Image.new("RGB", (1600, 900), "#9fb3c8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((1180, 160, 1300, 280), fill="#f6e7c1")
    draw.rectangle((0, 560, 1600, 900), fill="#eef2f5")
    draw.polygon([(420, 560), (420, 220), (500, 90), (580, 220), (580, 560)], fill="#7a2e2b")
    draw.rectangle((620, 400, 1500, 560), fill="#5c6770")
    for at in range(660, 1480, 90):
        draw.rectangle((at, 440, at + 40, 500), fill="#e9c46a")
    return _jpeg(image)


def _night() -> bytes:
    """A wet street at night with two lamps."""
    image = Image.new("RGB", (900, 1200), "#0d1321")
    draw = ImageDraw.Draw(image)
    draw.polygon([(330, 600), (570, 600), (900, 1200), (0, 1200)], fill="#1d2d44")
    for at, width in ((240, 26), (640, 26)):
        draw.rectangle((at, 300, at + 8, 760), fill="#748cab")
        draw.ellipse((at - width, 250, at + width, 300), fill="#f0ebd8")
    return _jpeg(image)


SNOW, NIGHT = _snow(), _night()
