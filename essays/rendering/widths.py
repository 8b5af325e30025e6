"""In which widths a picture of the library is kept, and so offered."""

WIDTHS = (480, 800, 1200, 1600, 2400)
FALLBACK_WIDTH = 1200  # of the JPEG for whatever reads no WebP


def widths_of(width: int) -> tuple[int, ...]:
    """Of a picture this wide: never wider than it is."""
    return tuple(dict.fromkeys(min(wanted, width) for wanted in WIDTHS))
