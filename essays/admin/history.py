"""The history of an essay on the desk: its revisions, two of them compared, one restored after a look at it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.opening import viewed_essay
from essays.desk.history import compare_contents, go_back, narrowed, places_of, take_back_place, told_lines
from essays.desk.revising import BESIDE, RevisingError, snapshot
from essays.desk.sharing import may_share
from essays.models import Account, Essay, Revision

REVISIONS_A_PAGE = 50


class EssayHistory(admin.ModelAdmin):
    """Screens over the revisions. To look needs the right to view the essay; to restore, the right to change it."""

    def get_urls(self) -> list[Any]:
        compare = self.admin_site.admin_view(self.compare_view)
        restore = self.admin_site.admin_view(self.go_back_view)
        return [
            path("<path:object_id>/history/compare/", compare, name="essays_essay_compare"),
            path("<path:object_id>/history/<int:number>/go-back/", restore, name="essays_essay_go_back"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        essay = viewed_essay(self, request, object_id)
        asked = {name: request.GET.get(name, "")[:100].strip() for name in ("who", "why", "which")}
        revisions = narrowed(essay.revisions.select_related("saved_by"), **asked).order_by("-number")
        page = Paginator(revisions, REVISIONS_A_PAGE).get_page(request.GET.get("p"))
        rows = [
            {"revision": one, "line": line, "is_draft": BESIDE in one.content}
            for one, line in told_lines(essay, page.object_list)
        ]
        savers = Account.objects.filter(pk__in=essay.revisions.values("saved_by")).order_by("username")
        title = f"History of “{essay}”"
        context = {
            "rows": rows,
            "page": page,
            "asked": asked,
            "is_narrowed": any(asked.values()),
            "savers": [(str(one.pk), str(one)) for one in savers],
            "narrowing": urlencode({name: value for name, value in asked.items() if value}),
            "title": title,
            "may_restore": self.has_change_permission(request, essay),
            "may_share": may_share(essay, editor_of(request)),
        }
        return self._answer(request, essay, "history", context | (extra_context or {}))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two revisions, the older on the left, whichever is asked for first."""
        essay = viewed_essay(self, request, object_id)
        asked = [request.GET.get("from", ""), request.GET.get("to", "")]
        if not all(number.isascii() and number.isdecimal() and len(number) < 9 for number in asked):
            raise Http404("Which two revisions?")
        older, newer = (self._revision(essay, number) for number in sorted(map(int, asked)))
        context = {
            "title": f"Revisions {older.number} and {newer.number} of “{essay}”",
            "older": older,
            "newer": newer,
            "comparison": compare_contents(older.content, newer.content),
        }
        return self._answer(request, essay, "compare", context)

    def go_back_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """What restoring a revision would change; on POST it is restored."""
        essay = viewed_essay(self, request, object_id)
        if not self.has_change_permission(request, essay):
            raise PermissionDenied
        revision = self._revision(essay, number)
        if request.method == "POST":
            base = request.POST.get("base_version", "")
            version = int(base) if base.isascii() and base.isdecimal() and len(base) < 9 else 0
            place = request.POST.get("place", "")
            try:
                if place.isascii() and place.isdecimal() and len(place) < 9:
                    by, now = editor_of(request), timezone.now()
                    take_back_place(revision, int(place), by=by, now=now, base_version=version)
                    return self._one_place_is_back(request, essay, number)
                go_back(revision, by=editor_of(request), now=timezone.now(), base_version=version)
            except RevisingError as error:
                self.message_user(request, str(error), messages.ERROR)
                return HttpResponseRedirect(reverse("admin:essays_essay_history", args=[essay.pk]))
            self.log_change(request, essay, f"Restored revision {number}.")
            said = (
                f"“{essay}” says again what it said in revision {number}. What it said before is kept in the history."
            )
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))
        context = {
            "title": f"Restore revision {number} of “{essay}”?",
            "newer": revision,
            "is_restoring": True,
            "places": places_of(essay, revision),
            "comparison": compare_contents(snapshot(essay), revision.content, restoring=True),
        }
        return self._answer(request, essay, "compare", context)

    def _one_place_is_back(self, request: HttpRequest, essay: Essay, number: int) -> HttpResponse:
        self.log_change(request, essay, f"Took one place back from revision {number}.")
        said = f"One place of “{essay}” says again what it said in revision {number}. The rest is as it was."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_essay_go_back", args=[essay.pk, number]))

    def _revision(self, essay: Essay, number: int) -> Revision:
        revision = essay.revisions.select_related("saved_by").filter(number=number).first()
        if revision is None:
            raise Http404("There is no such revision.")
        return revision

    def _answer(self, request: HttpRequest, essay: Essay, template: str, context: dict[str, Any]) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "original": essay}
        return TemplateResponse(request, f"admin/essays/essay/{template}.html", shared | context)
