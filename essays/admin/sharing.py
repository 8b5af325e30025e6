"""Preview links of an essay on the desk: made, shown to be copied, closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.opening import viewed_essay
from essays.desk.scheduling import said_at
from essays.desk.sharing import DAYS, SharingError, close_link, may_share, share, token_of
from essays.models import Essay, PreviewLink, Revision
from essays.templatetags.site import absolute_url

LINKS_SHOWN = 20  # of an essay, the newest first
REVISIONS_OFFERED = 50  # the newest


class ShareForm(forms.Form):
    """Which revision, and for how long."""

    revision = forms.TypedChoiceField(coerce=int)
    days = forms.TypedChoiceField(
        label="Open for", coerce=int, initial=7, choices=[(n, f"{n} day{'' if n == 1 else 's'}") for n in DAYS]
    )

    def __init__(self, *args: Any, revisions: list[Revision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["revision"]
        field.choices = [
            (one.number, f"{one.number}: {said_at(one.saved_at)}, {one.saved_by or 'the import'}") for one in revisions
        ]


class EssaySharing(admin.ModelAdmin):
    """The screen of an essay's preview links. Needs the right to show revisions to outsiders."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.share_view)
        return [path("<path:object_id>/share/", view, name="essays_essay_share"), *super().get_urls()]

    def share_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The links there are and a form for another; a POST makes one, or closes the one it names."""
        by = editor_of(request)
        if not by.has_perm("essays.share_revision"):
            raise PermissionDenied
        essay = viewed_essay(self, request, object_id)
        if not may_share(essay, by):
            raise PermissionDenied
        newest = essay.revisions.select_related("saved_by").order_by("-number")[:REVISIONS_OFFERED]
        revisions = {one.number: one for one in newest if one.blanked is None}
        asked = {"revision": request.GET.get("revision", "")}
        form = ShareForm(
            request.POST if "make" in request.POST else None, revisions=list(revisions.values()), initial=asked
        )
        try:
            if "close" in request.POST:
                return self._close(request, essay, request.POST["close"])
            if form.is_valid():
                revision = revisions[form.cleaned_data["revision"]]
                link = share(revision, days=form.cleaned_data["days"], by=by, now=timezone.now())
                self.log_change(request, essay, f"Made a preview link to revision {revision.number}.")
                said = f"The link is made: copy it from the list. It is open until {said_at(link.expires_at)}."
                return self._back(request, essay, said, messages.SUCCESS)
        except SharingError as error:
            return self._back(request, essay, str(error), messages.ERROR)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Preview links of “{essay}”",
            "opts": self.opts,
            "original": essay,
            "form": form,
            "rows": list(self._rows(request, essay)),
        }
        return TemplateResponse(request, "admin/essays/essay/share.html", context)

    def _rows(self, request: HttpRequest, essay: Essay) -> Any:
        now = timezone.now()
        links = PreviewLink.objects.filter(revision__essay=essay).select_related("revision__essay", "made_by")
        for link in links[:LINKS_SHOWN]:
            why = link.why_closed(now)
            address = "" if why else absolute_url(request, reverse("essays:preview", args=[token_of(link)]))
            yield {"link": link, "why_closed": why, "address": address}

    def _close(self, request: HttpRequest, essay: Essay, pk: str) -> HttpResponse:
        links = PreviewLink.objects.filter(revision__essay=essay).select_related("revision__essay")
        link = links.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
        if link is None:
            raise Http404("There is no such link.")
        close_link(link, by=editor_of(request), now=timezone.now())
        self.log_change(request, essay, f"Closed a preview link to revision {link.revision.number}.")
        return self._back(request, essay, "The link is closed: who follows it is told so.", messages.SUCCESS)

    def _back(self, request: HttpRequest, essay: Essay, said: str, level: int) -> HttpResponse:
        self.message_user(request, said, level)
        return HttpResponseRedirect(reverse("admin:essays_essay_share", args=[essay.pk]))
