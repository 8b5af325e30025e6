"""How long a page stays fresh: kept pages, ETags and 304s, and what a cache in front may do.

A page of readers without an account is kept by the version of the site, the address and the reader's choices, so that
a kept page is never older than the last publication or the last planned time that passed. Its ETag is of its content:
what changes for the desk alone changes nothing that a reader can see, the ETag included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from essays.models.site_version import Seen, seen_at

Answer = Callable[[HttpRequest], HttpResponse]

KEPT_SECONDS = 24 * 60 * 60  # a kept page is not asked for under an older version; this only frees its place
LARGEST_KEPT = 1024 * 1024  # bytes of a page
STALE_SECONDS = 10 * 60  # in which a cache in front may answer with an old page while it fetches the new one
PRIVATE = "private, no-cache"


@dataclass(frozen=True, slots=True)
class KeptPage:
    content: bytes
    content_type: str
    etag: str
    headers: tuple[tuple[str, str], ...]


def freshness_middleware(get_response: Answer) -> Answer:
    """Stands after the middleware of sessions and before whatever asks the database."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or _is_elsewhere(request.path_info):
            return get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = get_response(request)
            if _is_page(response):
                response["Cache-Control"] = PRIVATE
                patch_vary_headers(response, ["Cookie"])
            return response
        seen = seen_at(timezone.now())
        pages, key = caches["pages"], _key(request, seen)
        page: KeptPage | None = pages.get(key)
        if page is None:
            response = get_response(request)
            if not _is_page(response) or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
                return response
            page = _kept(response)
            if request.method == "GET" and len(page.content) <= LARGEST_KEPT:
                pages.set(key, page, KEPT_SECONDS)
        return _answer_with(page, request, seen)

    return answer


def _is_elsewhere(path: str) -> bool:
    """Whether a path is none of the public pages'."""
    ours = (f"/{settings.ADMIN_PATH}/", settings.STATIC_URL, settings.MEDIA_URL, "/preview/", "/healthz", "/robots.txt")
    return path.startswith(ours)


def _is_page(response: HttpResponse) -> bool:
    """Whether a response is a whole page whose view says nothing of its own on how long it may be kept."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.has_header("Cache-Control")
        and not response.has_header("ETag")
        and not response.cookies
    )


def _key(request: HttpRequest, seen: Seen) -> str:
    private = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    choices = sorted((name, value) for name, value in request.COOKIES.items() if name not in private)
    host = "" if settings.SITE_URL else f"{request.scheme}://{request.get_host()}"
    asked = (release(), seen.number, seen.passed, host, request.get_full_path(), choices, get_language())
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _kept(response: HttpResponse) -> KeptPage:
    headers = tuple((name, value) for name, value in response.items() if name not in ("Content-Type", "Content-Length"))
    digest = hashlib.sha256(repr(headers).encode() + response.content).hexdigest()[:32]
    return KeptPage(response.content, response["Content-Type"], f'"{digest}"', headers)


def _answer_with(page: KeptPage, request: HttpRequest, seen: Seen) -> HttpResponse:
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse
    if "*" in asked or page.etag in {tag.removeprefix("W/") for tag in asked}:  # weak comparison, RFC 9110 13.1.2
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(page.content, content_type=page.content_type)
    for name, value in page.headers:
        response[name] = value
    response["ETag"] = page.etag
    response["Cache-Control"] = cache_control(seen)
    patch_vary_headers(response, ["Cookie"])
    return response


def cache_control(seen: Seen) -> str:
    """What caches may do: a reader's asks each time, one in front keeps a page for CDN_SECONDS.

    None keeps it past the next planned time.
    """
    left = settings.CDN_SECONDS + STALE_SECONDS
    if seen.next_at is not None:
        left = min(left, max(0, int((seen.next_at - timezone.now()).total_seconds())))
    fresh = min(settings.CDN_SECONDS, left)
    stale = f", stale-while-revalidate={left - fresh}" if left > fresh else ""
    return f"public, max-age=0, s-maxage={fresh}{stale}"


@cache
def release() -> str:
    """A digest of the code and templates that make the pages: another release makes other pages."""
    digest = hashlib.sha256()
    for folder in ("essays", "people", "templates", "config"):
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".js", ".txt", ".json", ".mo") and path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()
