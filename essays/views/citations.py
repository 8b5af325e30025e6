"""An essay's citation for a list of references: BibTeX, CSL-JSON, and the value that the page's own line is made of."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from essays.models import Byline, Essay, signed_and_about
from essays.models.site_settings import site_settings
from essays.rendering.citing import Author, Cited, bibtex, csl
from essays.templatetags.site import absolute_url
from people.names import parts_of_person


@require_safe
def citation_bibtex(request: HttpRequest, slug: str) -> HttpResponse:
    essay = get_object_or_404(Essay.objects.published(), slug=slug)
    return HttpResponse(bibtex(cited(essay, request)), content_type="application/x-bibtex; charset=utf-8")


@require_safe
def citation_csl(request: HttpRequest, slug: str) -> HttpResponse:
    essay = get_object_or_404(Essay.objects.published(), slug=slug)
    return JsonResponse(
        [csl(cited(essay, request))], safe=False, content_type="application/vnd.citationstyles.csl+json"
    )


def cited(essay: Essay, request: HttpRequest) -> Cited:
    """What a citation says of this essay."""
    prefetch_related_objects([essay], *signed_and_about())
    return Cited(
        key=essay.slug,
        headline=essay.headline,
        authors=tuple(_author(byline) for byline in essay.bylines.all()),
        site=site_settings().name,
        published_on=timezone.localdate(essay.published_at) if essay.published_at else None,
        address=absolute_url(request, essay.get_absolute_url()),
        language=essay.language,
    )


def _author(byline: Byline) -> Author:
    name = str(byline)
    family, given = parts_of_person(name)
    return Author(name, family, given)
