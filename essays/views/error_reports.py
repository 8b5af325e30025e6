"""Reporting an error: a form of its own beside each essay that readers see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from essays.desk.error_reports import TooManyReports, report_error
from essays.models import Essay
from essays.models.error_report import PASSAGE_MAX_LENGTH, SAYS_MAX_LENGTH
from essays.views.themes import is_from_here

TRAP = "website"  # a field that no reader sees: who fills it in is no reader


class ErrorReportForm(forms.Form):
    """What a reader says is wrong."""

    says = forms.CharField(
        label=_("What is wrong, and what is right?"),
        max_length=SAYS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    passage = forms.CharField(
        label=_("The words it is about (you may leave this empty)"),
        max_length=PASSAGE_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mail = forms.EmailField(
        label=_("Your mail address, if you would like an answer"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what was sent with it. Of an essay that readers do not see there is none.

    As for the choice of colours the browser's word for where the form stood is asked for, and not a token.
    """
    essay = get_object_or_404(Essay.objects.published(), slug=slug)
    form = ErrorReportForm(request.POST if request.method == "POST" else None, label_suffix="")
    status = 200
    if request.method == "POST":
        if not is_from_here(request):
            return HttpResponseForbidden("The form of another site reports nothing here.", content_type="text/plain")
        thanks = HttpResponseRedirect(reverse("essays:report_thanks", args=[essay.slug]))
        thanks.status_code = 303
        if request.POST.get(TRAP):
            return thanks
        status = 422
        if form.is_valid():
            said: dict[str, Any] = form.cleaned_data
            try:
                report_error(essay, **said, address=request.META.get("REMOTE_ADDR", ""), now=timezone.now())
            except TooManyReports:
                form.add_error(None, _("Very many reports have come from where you are. Please try again tomorrow."))
                status = 429
            else:
                return thanks
    return _aside(render(request, "essays/report.html", {"essay": essay, "form": form, "trap": TRAP}, status=status))


@never_cache
@require_safe
def report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """That it has come."""
    essay = get_object_or_404(Essay.objects.published(), slug=slug)
    return _aside(render(request, "essays/report.html", {"essay": essay}))


def _aside(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
