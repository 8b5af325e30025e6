"""How long a page stays fresh: kept pages, ETags and 304s, and what a cache in front may do.

A page of readers without an account is kept once for its address and the reader's choices, in memory and on disk, with
the version of the site that it was made of: it is never shown past the next publication or planned time. Its ETag is
of its content: what changes for the desk alone changes nothing that a reader can see, the ETag included. It is kept
compressed too, so that this is done once a page: it holds no secret, which a reader's length of answer could tell of.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, parse_http_date_safe
from django.utils.translation import get_language

from essays.models.site_version import Seen, seen_at

Answer = Callable[[HttpRequest], HttpResponse]

KEPT_SECONDS = 7 * 24 * 60 * 60  # it only frees the place of a page that nobody asks for
LEVELS = ("pages", "stored pages")  # caches, the faster one first
LARGEST_KEPT = 1024 * 1024  # bytes of a page
STALE_SECONDS = 10 * 60  # in which a cache in front may answer with an old page while it fetches the new one
PRIVATE = "private, no-cache"
LEAST_COMPRESSED = 500  # bytes; of less hardly anything is saved
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?![.\d]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """``made_of`` is what it was made of: the release, the site's version and the planned times that had passed.

    ``compressed`` is the content in gzip, empty where that saves nothing: a picture, a few words.
    """

    made_of: tuple[str, int, int]
    content: bytes
    compressed: bytes
    content_type: str
    etag: str
    headers: tuple[tuple[str, str], ...]


def freshness_middleware(get_response: Answer) -> Answer:
    """Stands after the middleware of sessions and before whatever asks the database."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or _is_elsewhere(request.path_info):
            return get_response(request)
        seen = request.seen = seen_at(timezone.now())  # type: ignore[attr-defined]
        made_of = request.made_of = (release(), seen.number, seen.passed)  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = get_response(request)
            if _is_page(response):
                response["Cache-Control"] = PRIVATE
                patch_vary_headers(response, ["Cookie"])
            return response
        key = _key(request)
        page = _found(key, made_of)
        if page is None:
            response = get_response(request)
            if not _is_page(response):
                return response
            page = _page(response, made_of)
            if request.method == "GET" and len(page.content) <= LARGEST_KEPT:
                for level in LEVELS:
                    caches[level].set(key, page, KEPT_SECONDS)
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


def _key(request: HttpRequest) -> str:
    private = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    choices = sorted((name, value) for name, value in request.COOKIES.items() if name not in private)
    host = "" if settings.SITE_URL else f"{request.scheme}://{request.get_host()}"
    asked = (host, request.get_full_path(), choices, get_language())
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _found(key: str, made_of: tuple[str, int, int]) -> KeptPage | None:
    """The page that is kept, where it was made of what readers see now; one from the disk is in memory from then on."""
    for level in LEVELS:
        page: KeptPage | None = caches[level].get(key)
        if page is not None and page.made_of == made_of:
            if level != LEVELS[0]:
                caches[LEVELS[0]].set(key, page, KEPT_SECONDS)
            return page
    return None


def _page(response: HttpResponse, made_of: tuple[str, int, int]) -> KeptPage:
    headers = tuple((name, value) for name, value in response.items() if name not in ("Content-Type", "Content-Length"))
    digest = hashlib.sha256(repr(headers).encode() + response.content).hexdigest()[:32]
    is_text = not response["Content-Type"].startswith("image/")
    small = gzip.compress(response.content, mtime=0) if is_text and len(response.content) >= LEAST_COMPRESSED else b""
    return KeptPage(made_of, response.content, small, response["Content-Type"], f'"{digest}"', headers)


def _answer_with(page: KeptPage, request: HttpRequest, seen: Seen) -> HttpResponse:
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    same = "*" in asked or page.etag in {tag.removeprefix("W/") for tag in asked}  # weak comparison, RFC 9110 13.1.2
    small = page.compressed if _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")) else b""
    response: HttpResponse
    if same or (not asked and _is_as_old_as_asked(page, request)):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(small or page.content, content_type=page.content_type)
        response["Content-Length"] = str(len(response.content))
        if small:
            response["Content-Encoding"] = "gzip"
    for name, value in page.headers:
        response[name] = value
    response["ETag"] = f"W/{page.etag}" if small else page.etag  # a strong one is of the bytes
    response["Cache-Control"] = cache_control(seen)
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"] if page.compressed else ["Cookie"])
    return response


def _is_as_old_as_asked(page: KeptPage, request: HttpRequest) -> bool:
    """Whether a page that says when it changed has not since the moment that the reader asks for."""
    changed = parse_http_date_safe(dict(page.headers).get("Last-Modified", ""))
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return changed is not None and since is not None and changed <= since


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
