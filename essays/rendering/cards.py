"""Cards for sharing: a title as the site sets it, a PNG of 1200 by 630. Of the same values the same bytes."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630  # what https://ogp.me consumers crop least
MARGIN = 80
LARGEST, SMALLEST, STEP = 112, 52, 6  # of the title's letters, in pixels
LINES = 4
SMALL = 30
BETWEEN = " · "  # what it is, and what it is about
OFFSET = 5  # between the two colours, as of red and blue glasses
FORM = "1"  # of the drawing; another one makes other digests

_FONTS = Path(__file__).parent / "fonts"
_PAPER, _INK, _QUIET = "#fbfcfc", "#14191c", "#4c575d"  # of site.css, in light
_COLOURS = {"opinion": ("#b0102c", "#005a6c"), "record": ("#005a6c", "#b0102c")}


@dataclass(frozen=True, slots=True)
class Card:
    """``titles`` are what it may be called, best first: the first that the fonts can write is drawn."""

    titles: tuple[str, ...]
    above: str
    below: str
    site: str
    voice: Literal["opinion", "record"] = "opinion"

    def digest(self) -> str:
        """Of all that the picture shows."""
        return hashlib.sha256(repr((FORM, self)).encode()).hexdigest()[:32]


def draw(card: Card) -> bytes:
    """The card as PNG. A title in a script that the fonts do not have gives way to the site's name, never to boxes."""
    picture = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(picture)
    near, far = _COLOURS[card.voice]
    pen.rectangle((0, 0, 14, HEIGHT), fill=near)
    pen.rectangle((14, 0, 20, HEIGHT), fill=far)
    title = written(card.titles) or card.site
    above = written((card.above, card.above.partition(BETWEEN)[0]))
    below, site = (written((text,)) for text in (card.below, card.site))
    small = _font("archivo-card.ttf", SMALL)
    pen.text((MARGIN, MARGIN - 10), _cut(above, small, WIDTH - 2 * MARGIN), font=small, fill=near)
    font, lines = _set(title)
    height = round(font.size * 1.12)
    top = (HEIGHT - height * len(lines)) // 2
    for number, line in enumerate(lines):
        y = top + number * height
        pen.text((MARGIN + OFFSET, y), line, font=font, fill=_pale(far))
        pen.text((MARGIN - OFFSET, y), line, font=font, fill=_pale(near))
        pen.text((MARGIN, y), line, font=font, fill=_INK)
    foot = HEIGHT - MARGIN - SMALL + 10
    pen.text((WIDTH - MARGIN, foot), site, font=small, fill=_INK, anchor="ra")
    room = WIDTH - 3 * MARGIN - small.getlength(site)
    pen.text((MARGIN, foot), _cut(below, small, room), font=small, fill=_QUIET)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def written(titles: Iterable[str]) -> str:
    """The first of these texts that the fonts can write, else the first that they can without its accents; or ""."""
    plain = [" ".join(unicodedata.normalize("NFC", title).split()) for title in titles]
    folded = ["".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)) for text in plain]
    return next((text for text in [*plain, *folded] if text and all(map(_is_drawn, text))), "")


@lru_cache(4096)
def _is_drawn(character: str) -> bool:
    """Whether both fonts have the character: one that they lack is drawn as the one that no font has."""
    return all(
        character == " " or font.getmask(character).getbbox() is None or bytes(font.getmask(character)) != lacking
        for font, lacking in _with_lacking()
    ) and unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


@cache
def _with_lacking() -> tuple[tuple[ImageFont.FreeTypeFont, bytes], ...]:
    fonts = (_font("newsreader-card.ttf", 32), _font("archivo-card.ttf", 32))
    return tuple((font, bytes(font.getmask("\uffff"))) for font in fonts)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def _set(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which the title fits, and its lines; the longest titles end in an ellipsis."""
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        font = _font("newsreader-card.ttf", size)
        lines = _lines(title, font)
        if len(lines) <= LINES and all(font.getlength(line) <= WIDTH - 2 * MARGIN for line in lines):
            break
    else:
        rest = " ".join(lines[LINES - 1 :])
        lines = [*lines[: LINES - 1], _cut(rest, font, WIDTH - 2 * MARGIN)]
    return font, [_cut(line, font, WIDTH - 2 * MARGIN) for line in lines]


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """A text that fits its room, with an ellipsis where it was longer."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def _pale(colour: str) -> str:
    """A colour let down with paper, so that the letters over it stay sharp."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{(part + 251) // 2:02x}" for part in parts)
