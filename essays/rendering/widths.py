"""In which widths a picture of the library is kept, and so offered."""

WIDTHS = (480, 800, 1200, 1600, 2400)
FALLBACK_WIDTH = 1200  # of the JPEG for whatever reads no WebP


def widths_of(width: int) -> tuple[int, ...]:
    """Of a picture this wide: never wider than it is."""
    return tuple(dict.fromkeys(min(wanted, width) for wanted in WIDTHS))


def fallback_of(width: int) -> str:
    """The file of a picture this wide that whatever reads no WebP is given."""
    return f"{min(FALLBACK_WIDTH, width)}.jpg"


def offered_in(folder: str, width: int) -> str:
    """The files in ``folder``, an address, of a picture this wide, as ``srcset`` has them."""
    return ", ".join(f"{folder}{wide}.webp {wide}w" for wide in widths_of(width))


def width_at_least(high: int, *, width: int, height: int) -> int:
    """The least of a picture's widths in which it is this high; the largest where it is so high in none."""
    kept = widths_of(width)
    return next((wide for wide in kept if height_at(wide, width=width, height=height) >= high), kept[-1])


def height_at(wide: int, *, width: int, height: int) -> int:
    """How high a picture is in one of its widths."""
    return max(1, round(height * wide / width))
