"""Light, dark, or as the system has it: what a reader chose, in a cookie, set without a script."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from essays.templatetags.theme import COOKIE, THEMES

COOKIE_SECONDS = 365 * 24 * 60 * 60


@csrf_exempt
@require_POST
@never_cache
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page.

    Instead of a token, which would give every reader a cookie and every page a content of its own, the browser's word
    for where the form stood is asked for; a form of another site changes nothing.
    """
    if not is_from_here(request):
        return HttpResponseForbidden("The form of another site changes nothing here.", content_type="text/plain")
    back = request.POST.get("back", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.status_code = 303
    chosen = request.POST.get("to", "")
    if chosen in THEMES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=COOKIE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def is_from_here(request: HttpRequest) -> bool:
    """Whether the form stood on a page of this host, as far as the browser says (Fetch Metadata; RFC 6454)."""
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
