"""What machines ask a site: robots.txt and whether it is well."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from essays.templatetags.site import absolute_url


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; where the sitemap is. The admin needs no line: it answers with a log-in."""
    sitemap = absolute_url(request, reverse("sitemap"))
    return HttpResponse(f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n", content_type="text/plain; charset=utf-8")


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """ "ok" where the database answers; otherwise the error becomes a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
