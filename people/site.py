"""The editors' site: the stock admin with our name, in working order, whose choosers tell namesakes apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse

# The order of an editor's day; what is not named follows in the alphabet.
WORKING_ORDER = (
    *("Essay", "Delivery", "Mention", "BarredWords", "Finding", "Film", "Credit", "Person", "Critic", "Tag"),
    *("Double", "Merge", "Redirect", "Source", "Account"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that waits for an editor: how much of what, and the list that holds it, narrowed by ``query``."""

    number: int
    what: str
    query: str


class ChooserView(AutocompleteJsonView):
    """Answers an autocomplete. A list may order it (``best_first``) and word it (``choice_text``)."""

    def get_queryset(self) -> models.QuerySet[Any]:
        found = super().get_queryset()
        best_first = getattr(self.model_admin, "best_first", None)
        return best_first(found, self.term) if best_first else found

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        choice_text = getattr(self.model_admin, "choice_text", None)
        return result | {"text": choice_text(obj)} if choice_text else result


class EditorsSite(AdminSite):
    """The admin of the site."""

    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = "Desk"

    def get_urls(self) -> list[Any]:
        return [path("guide/", self.admin_view(self.guide_view), name="guide"), *super().get_urls()]

    def guide_view(self, request: HttpRequest) -> TemplateResponse:
        """How the desk is worked with, in pictures; for whoever may log in."""
        context = {**self.each_context(request), "title": "Guide for editors"}
        return TemplateResponse(request, "admin/guide.html", context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        return ChooserView.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().index(request, {"waiting": list(self.waiting(request)), **(extra_context or {})})

    def waiting(self, request: HttpRequest) -> Iterator[dict[str, Any]]:
        """What waits, in working order: of each list that tells (``waiting``) and that this editor may open."""
        for model in sorted(self._registry, key=lambda model: _place(model.__name__)):
            screens: Any = self._registry[model]
            told = getattr(screens, "waiting", None)
            if told is None or not screens.has_view_or_change_permission(request):
                continue
            address = reverse(f"{self.name}:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for work in told(request):
                if work.number:
                    yield {"number": work.number, "what": work.what, "address": f"{address}?{work.query}"}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda entry: _place(entry["object_name"]))
        apps.sort(key=lambda app: min((_place(entry["object_name"]) for entry in app["models"]), default=99))
        return apps


def _place(object_name: str) -> int:
    return WORKING_ORDER.index(object_name) if object_name in WORKING_ORDER else len(WORKING_ORDER)
