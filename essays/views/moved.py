"""Old addresses: where no page answers, the redirect that the desk knows does."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essays.models import Redirect
from people.moving import moved_to

Answer = Callable[[HttpRequest], HttpResponse]


def moved_middleware(get_response: Answer) -> Answer:
    """One 301 to where an old address leads, 410 where that was withdrawn; asked only where nothing else answers.

    The first page answers whatever the query; one with a query ("/?p=123") is asked for before it. It stands after
    Django's CommonMiddleware, which would send an address without its slash to one that is not there either.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        is_read = request.method in ("GET", "HEAD")
        if is_read and request.path_info == "/" and request.META.get("QUERY_STRING"):
            return _moved(request) or get_response(request)
        response = get_response(request)
        if is_read and response.status_code == 404:
            return _moved(request) or response
        return response

    return answer


def _moved(request: HttpRequest) -> HttpResponse | None:
    """The answer of a redirect; None where there is none, or where its page is not for readers yet."""
    found = Redirect.objects.asked_for(request.path_info, request.META.get("QUERY_STRING", ""))
    if found is None:
        return None
    if found.leads:  # type: ignore[attr-defined]
        return moved_to(found.target_address())
    return render(request, "410.html", status=410) if found.is_gone else None  # type: ignore[attr-defined]
