"""Finding words again in a text that has changed, by themselves and by what stood around them.

After the W3C Web Annotation Data Model's TextQuoteSelector (exact, prefix, suffix) beside a TextPositionSelector:
https://www.w3.org/TR/annotation-model/#text-quote-selector
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from essays.models import CONTEXT_LENGTH


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words as they once stood in a text. ``start`` is their old place, None where it is not known."""

    exact: str
    prefix: str
    suffix: str
    start: int | None


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``[start, end)``, at most ``CONTEXT_LENGTH`` code points each."""
    return text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH]


def find_again(quotations: Iterable[Quotation], text: str) -> list[int | None]:
    """Where each quotation starts in ``text``, in their order; None for one that is not there any more.

    The place with the most context in common is taken, and of equals the nearest to the old one. No two quotations
    share a place: the one that fits it better has it. Words count only whole: "Hill" is not found in "Hillside".
    """
    wanted = list(quotations)
    places: dict[str, list[int]] = {}
    fits: list[tuple[int, int, int, int]] = []
    for index, quotation in enumerate(wanted):
        if quotation.exact not in places:
            places[quotation.exact] = list(places_of(quotation.exact, text))
        for start in _near(places[quotation.exact], quotation.start):
            distance = abs(start - quotation.start) if quotation.start is not None else start
            fits.append((-_context_in_common(quotation, text, start), distance, index, start))
    found: list[int | None] = [None] * len(wanted)
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for _, _, index, start in sorted(fits):
        end = start + len(wanted[index].exact)
        if found[index] is None and not _overlaps(taken, start, end):
            found[index] = start
            for page in _pages(start, end):
                taken[page].append((start, end))
    return found


PLACES_TRIED = 60  # of the same words, nearest first: a name stands in no essay so often that the right one is lost
PAGE = 512  # code points; spans are compared only within their page


def _near(places: list[int], start: int | None) -> list[int]:
    if len(places) <= PLACES_TRIED:
        return places
    return sorted(places, key=lambda place: abs(place - (start or 0)))[:PLACES_TRIED]


def places_of(exact: str, text: str) -> Iterable[int]:
    """Where the words begin in ``text``, in order, wherever they stand whole."""
    at = text.find(exact)
    while at >= 0:
        if _is_whole(text, at, at + len(exact)):
            yield at
        at = text.find(exact, at + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    cuts_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cuts_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not cuts_before and not cuts_after


def _context_in_common(quotation: Quotation, text: str, start: int) -> int:
    """How many code points before and after agree, counted from the words outwards."""
    before, after = context(text, start, start + len(quotation.exact))
    return _common(before[::-1], quotation.prefix[::-1]) + _common(after, quotation.suffix)


def _common(one: str, other: str) -> int:
    count = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _pages(start: int, end: int) -> range:
    return range(start // PAGE, end // PAGE + 1)


def _overlaps(taken: dict[int, list[tuple[int, int]]], start: int, end: int) -> bool:
    return any(start < last and first < end for page in _pages(start, end) for first, last in taken[page])
