"""Long lists by parts of their own: the letters that names begin with, and the order that a reader chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Func, QuerySet
from django.http import Http404, HttpRequest

from people.keeping import kept

NO_LETTER = "0-9"  # the part of a list with what begins with a digit or a sign


class FirstSign(Func):
    """The first sign of a text as a capital, written so that an index of the same words answers it."""

    template = "UPPER(SUBSTR(%(expressions)s, 1, 1))"
    output_field = CharField()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: what it is called, how many rows are in it, and its word in an address."""

    name: str
    count: int
    word: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list, as a reader is asked for it."""

    word: str
    name: Any
    is_chosen: bool


def letters_of(request: HttpRequest, rows: QuerySet[Any], field: str, *, name: str) -> list[Part]:
    """The letters that the rows' names begin with, counted once for each version of the site."""
    counts: dict[str, int] = {}
    for sign, count in kept(request, f"letters of {name}", lambda: counted(_signed(rows, field), "sign")):
        letter = sign.upper() if sign.isalpha() else NO_LETTER
        counts[letter] = counts.get(letter, 0) + count
    return [Part(letter, counts[letter], letter.lower()) for letter in sorted(counts, key=_order_of_letter)]


def under_letter(rows: QuerySet[Any], field: str, letter: str, *, signs: Iterable[str] = ()) -> QuerySet[Any]:
    """The rows whose names begin with a letter; with one of ``signs`` where it is none.

    Raises Http404 for a capital, whose address is that of the small letter.
    """
    if letter != letter.lower():
        raise Http404("Letters are written small.")
    wanted = signs if letter == NO_LETTER else {letter.upper(), letter}
    found = sorted(sign for sign in wanted if len(sign) == 1)
    signed = _signed(rows, field).order_by("sign", *(rows.model._meta.ordering or ()))  # as the index has them
    return signed.filter(sign=found[0]) if len(found) == 1 else signed.filter(sign__in=found)


def signs_of(request: HttpRequest, rows: QuerySet[Any], field: str, *, name: str) -> list[str]:
    """The first signs of names that are no letters."""
    found = kept(request, f"letters of {name}", lambda: counted(_signed(rows, field), "sign"))
    return [sign for sign, _ in found if not sign.isalpha()]


def counted(rows: QuerySet[Any], field: str) -> list[tuple[Any, int]]:
    """Each value of a field with how many of these rows have it, in the order of the values."""
    by_value = rows.order_by().values(field).annotate(rows=Count("pk")).order_by(field)
    return list(by_value.values_list(field, "rows"))


def chosen_order(request: HttpRequest, orders: Mapping[str, tuple[Any, Callable[[Any], Any]]], rows: Any) -> Any:
    """``(rows in the order that the address asks for, the orders to choose from)``; the first where it asks for none.

    Raises Http404 for an order that there is not.
    """
    word = request.GET.get("order", "") or next(iter(orders))
    if word not in orders:
        raise Http404("There is no such order.")
    return orders[word][1](rows), [Order(one, name, one == word) for one, (name, _) in orders.items()]


def _signed(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    return rows.annotate(sign=FirstSign(field))


def _order_of_letter(letter: str) -> tuple[bool, str]:
    return (letter == NO_LETTER, letter)
