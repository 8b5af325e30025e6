"""Old addresses: where no page answers, the redirect that the desk knows does."""

from collections.abc import Callable
from copy import copy

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, get_script_prefix, resolve

from essays.models import Redirect
from essays.models.redirect import RECORDS
from people.addresses import path_of_page
from people.models import HeldAddress
from people.moving import moved_to

Answer = Callable[[HttpRequest], HttpResponse]

CASE_COUNTS = ("essays:preview",)  # pages whose addresses are no words


def moved_middleware(get_response: Answer) -> Answer:
    """One 301 to where an old address leads, 410 where that was withdrawn or the record that readers knew was deleted.

    Asked only where nothing else answers.

    The first page answers whatever the query; one with a query ("/?p=123") is asked for before it. It stands after
    Django's CommonMiddleware, which would send an address without its slash to one that is not there either.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        is_read = request.method in ("GET", "HEAD")
        if is_read and request.path_info == "/" and request.META.get("QUERY_STRING"):
            return _moved(request) or get_response(request)
        response = get_response(request)
        if is_read and response.status_code == 404:
            return _moved(request) or _deleted(request) or _rightly_written(request) or response
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


def _deleted(request: HttpRequest) -> HttpResponse | None:
    """410 for the page of a record that readers could open once and that is deleted, and for what belongs to it."""
    match = request.resolver_match
    if match is None or not (slug := str(match.kwargs.get("slug", "")).lower()):
        return None
    for model in RECORDS.values():
        page, path = path_of_page(model.page_name, slug), request.path_info.lower()
        if path.startswith((f"{page}/", f"{page}.")):
            is_gone = HeldAddress.objects.gone(model, slug).exists()
            return render(request, "410.html", {"of_record": True}, status=410) if is_gone else None
    return None


def _rightly_written(request: HttpRequest) -> HttpResponse | None:
    """The answer where only capitals or a missing slash stand between the address asked for and one of the pages.

    It is what the page itself answers: of one that has moved since, the 301 to where it is now, so that nobody is sent
    on twice. None where no page has such an address.
    """
    path = request.path_info.lower()
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        path += "/"
    if path == request.path_info:
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.app_names[:1] not in (["essays"], ["people"]) or match.view_name in CASE_COUNTS:
        return None
    asked = copy(request)
    asked.path_info, asked.path = path, get_script_prefix().rstrip("/") + path
    asked.resolver_match = match
    try:
        response = match.func(asked, *match.args, **match.kwargs)
    except Http404:
        return _deleted(asked)
    if response.status_code == 200:
        return moved_to(asked.get_full_path())
    return response if response.status_code in (301, 410) else None
