"""Long lists as numbered pages, each with one plain address: ``/essays/``, ``/essays/page/2/``.

The number stands in the path, so that a list can be written as static files; what is chosen of a list is its query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property

from people.keeping import kept
from people.moving import moved_to

NUMBER = "page_number"


def numbered(route: str, view: Callable[..., HttpResponse], *, name: str) -> list[URLPattern]:
    """The addresses of a list: of its first page, and of the others."""

    def list_page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        number = kwargs.pop(NUMBER, None)
        if "page" in request.GET:
            return moved_to(_plain_address(request))
        if number == 1:
            return moved_to(page_path(request, 1) + _query(request))
        return view(request, **kwargs)

    return [path(route, list_page, name=name), path(f"{route}page/<int:{NUMBER}>/", list_page, name=f"{name}_page")]


def numbered_page(request: HttpRequest, rows: Any, *, size: int) -> Page[Any]:
    """The page of ``rows`` that the address asks for, the first where it has no number.

    Raises Http404 for a page beyond the last.
    """
    try:
        return _Numbered(rows, size, request).page(_number(request))
    except InvalidPage as error:
        raise Http404(str(error)) from error


class _Numbered(Paginator):  # type: ignore[type-arg]  # generic to the types alone
    """Counts its rows, and finds those of a page, once for each version of the site.

    Of a long list that takes longer than to read and to show the rows of a page.
    """

    def __init__(self, rows: Any, size: int, request: HttpRequest) -> None:
        super().__init__(rows, size)
        self._request = request

    @cached_property
    def count(self) -> int:
        return kept(self._request, f"count of {self._list}", lambda: super(_Numbered, self).count)

    def page(self, number: Any) -> Page[Any]:
        rows = self.object_list
        if not isinstance(rows, QuerySet) or getattr(self._request, "made_of", None) is None:
            return super().page(number)
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ids = kept(
            self._request,
            f"rows {start} to {start + self.per_page} of {self._list}",
            lambda: list(rows.values_list("pk", flat=True)[start : start + self.per_page]),
        )
        found = rows.order_by().in_bulk(ids)
        return Page([found[pk] for pk in ids if pk in found], number, self)

    @cached_property
    def _list(self) -> str:
        """The list's address with what is chosen of it."""
        chosen = self._request.GET.copy()
        chosen.pop("page", None)
        return f"{page_path(self._request, 1)} {sorted(chosen.lists())}"


def page_path(request: HttpRequest, number: int) -> str:
    """The path of another page of the list that is shown."""
    base = request.path
    if (shown := _number_in_path(request)) is not None:
        base = base.removesuffix(f"page/{shown}/")
    return base if number == 1 else f"{base}page/{number}/"


def _number(request: HttpRequest) -> int:
    number = _number_in_path(request)
    return 1 if number is None else number


def _number_in_path(request: HttpRequest) -> int | None:
    match = request.resolver_match
    number: int | None = match.kwargs.get(NUMBER) if match is not None else None
    return number


def _plain_address(request: HttpRequest) -> str:
    """Where an address of the old form, ``?page=2``, is now. Raises Http404 for what is no number."""
    asked = request.GET["page"]
    if not (asked.isascii() and asked.isdigit()) or asked.startswith("0") or len(asked) > len(str(10**9)):
        raise Http404("Pages are numbered from 1.")
    return page_path(request, int(asked)) + _query(request)


def _query(request: HttpRequest) -> str:
    """What else the address asks for, "" where it is nothing."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""
