"""The site's own pages: about, contact, accessibility and whatever else it says of itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.common import no_append_slash
from django.views.decorators.http import require_safe

from essays.models import FixedPage


@no_append_slash  # what is not there is not looked for twice; ``moved_middleware`` mends what is
@require_safe
def fixed_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A published page; all other addresses of this form are not found."""
    page = get_object_or_404(FixedPage, slug=slug, is_published=True)
    return render(request, "essays/fixed_page.html", {"fixed_page": page})
