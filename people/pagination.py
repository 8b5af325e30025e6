"""Long lists as numbered pages with one address each."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest


def numbered_page(request: HttpRequest, rows: Any, *, size: int) -> Page[Any]:
    """The page of ``rows`` that ``?page=`` asks for, the first without it.

    Raises Http404 for a page that is none: beyond the last, not a number, or page 1 by its second address.
    """
    asked = request.GET.get("page")
    if asked is not None and (not asked.isascii() or not asked.isdigit() or asked.startswith("0") or asked == "1"):
        raise Http404("Pages are numbered from 2; the first has no number.")
    try:
        return Paginator(rows, size).page(int(asked or 1))
    except InvalidPage as error:
        raise Http404(str(error)) from error
