"""The editors' site: the stock admin with our name, in working order, whose choosers tell namesakes apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse

# The order of an editor's day; what is not named follows in the alphabet.
WORKING_ORDER = (
    *("Essay", "Delivery", "Mention", "BarredWords", "Finding", "Film", "Credit", "Person", "Critic", "Tag", "Picture"),
    *("Double", "Merge", "Redirect", "Source", "Account", "SiteSettings"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work that waits for an editor: how much of what, and the list that holds it, narrowed by ``query``."""

    number: int
    what: str
    query: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What a site should have and has not: what to call it, and the address at the desk that mends it."""

    what: str
    address: str


class ChooserView(AutocompleteJsonView):
    """Answers an autocomplete. A list may say what it has of its rows (``offered``), order and word them
    (``best_first``, ``choice_text``), and give the address of a picture of each (``choice_picture``).

    ``name`` of an answer is what a text calls the record, without what tells it apart.
    """

    def get_queryset(self) -> models.QuerySet[Any]:
        found = super().get_queryset()
        offered = getattr(self.model_admin, "offered", None)
        found = offered(found) if offered else found
        best_first = getattr(self.model_admin, "best_first", None)
        return best_first(found, self.term) if best_first else found

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        choice_text = getattr(self.model_admin, "choice_text", None)
        name = getattr(obj, "title", None) or getattr(obj, "name", None) or str(obj)
        choice_picture = getattr(self.model_admin, "choice_picture", None)
        result |= {"name": str(name)} | ({"text": choice_text(obj)} if choice_text else {})
        return result | ({"picture": choice_picture(obj)} if choice_picture else {})


class EditorsSite(AdminSite):
    """The admin of the site."""

    index_title = "Desk"

    def get_urls(self) -> list[Any]:
        on_site = "r/<int:content_type_id>/<path:object_id>/"
        own = [
            path("guide/", self.admin_view(self.guide_view), name="guide"),
            path(on_site, self.admin_view(self.view_on_site), name="view_on_site"),
        ]
        return [*own, *(one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site")]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """As ever, under the name that the site has now."""
        name = request.site_settings().name  # type: ignore[attr-defined]  # of essays.views.settled
        return {**super().each_context(request), "site_header": name, "site_title": name}

    def guide_view(self, request: HttpRequest) -> TemplateResponse:
        """How the desk is worked with, in pictures; for whoever may log in."""
        context = {**self.each_context(request), "title": "Guide for editors"}
        return TemplateResponse(request, "admin/guide.html", context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        return ChooserView.as_view(admin_site=self)(request)

    def view_on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        """To a record's page, for who may look at the record: the address alone tells what a draft is called."""
        kind = ContentType.objects.filter(pk=content_type_id).first()
        screens = self._registry.get(kind.model_class()) if kind is not None else None  # type: ignore[arg-type]
        record = screens.get_object(request, unquote(object_id)) if screens is not None else None
        if screens is None or record is None or not screens.has_view_or_change_permission(request, record):
            raise Http404("There is no such record.")
        return shortcut(request, content_type_id, object_id)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        told = {"waiting": list(self.waiting(request)), "missing": list(self.missing(request))}
        return super().index(request, {**told, **(extra_context or {})})

    def missing(self, request: HttpRequest) -> Iterator[Missing]:
        """What is missing, of each list that tells (``missing``), to who may add it."""
        for screens in self._registry.values():
            told = getattr(screens, "missing", None)
            if told is not None and screens.has_add_permission(request):
                yield from told()

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
