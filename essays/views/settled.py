"""The site's settings during a request: asked once, its clock set by them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from essays.models.site_settings import SiteSettings, held, settings_of, stored_settings
from essays.models.site_version import Seen

WITHOUT_SETTINGS = ("/healthz", "/robots.txt")  # they answer where no database does


def settled_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Stands after ``freshness_middleware``: for readers, the settings come with the version of the site."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info in WITHOUT_SETTINGS:
            return get_response(request)
        with held(lambda: _settings_of(request)) as holder, timezone.override(holder().zone):
            request.site_settings = holder  # type: ignore[attr-defined]
            return get_response(request)

    return answer


def _settings_of(request: HttpRequest) -> SiteSettings:
    """Of a page of readers, what was asked with the version of the site; else they are asked for."""
    seen: Seen | None = getattr(request, "seen", None)
    return stored_settings() if seen is None else settings_of(seen.chosen, seen.footer, seen.logo)
