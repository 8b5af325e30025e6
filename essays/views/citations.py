"""An essay's citation for a list of references: BibTeX, CSL-JSON, and the value that the page's own line is made of."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from essays.models import Byline, Essay, signed_and_about
from essays.models.site_settings import site_settings
from essays.rendering.citing import Author, CitationWords, Cited, bibtex, csl, mla
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


def citation_line(essay: Essay, request: HttpRequest) -> tuple[str, str, str]:
    """The line by which a reader cites this essay, in the site's language; as ``mla`` has it."""
    return mla(cited(essay, request), citation_words())


def citation_words() -> CitationWords:
    """The words of a citation in the language that is spoken now. MLA shortens months of more than four letters."""
    return CitationWords(
        months=(
            pgettext("month of a citation", "Jan."),
            pgettext("month of a citation", "Feb."),
            pgettext("month of a citation", "Mar."),
            pgettext("month of a citation", "Apr."),
            pgettext("month of a citation", "May"),
            pgettext("month of a citation", "June"),
            pgettext("month of a citation", "July"),
            pgettext("month of a citation", "Aug."),
            pgettext("month of a citation", "Sept."),
            pgettext("month of a citation", "Oct."),
            pgettext("month of a citation", "Nov."),
            pgettext("month of a citation", "Dec."),
        ),
        day=pgettext("day of a citation", "%(day)s %(month)s %(year)s"),
        title=pgettext("title in a citation", "“%(title)s”"),
        two=pgettext("second author of a citation", ", and %(name)s"),
        more=pgettext("further authors of a citation", ", et al."),
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
