"""Fixed pages at the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from essays.admin.body_editor import BodyEditor
from essays.models import FixedPage
from people.site import Missing

# What readers look for on any site: the title and address that the form begins with, and how an address of such begins.
EXPECTED = (
    ("About", "about", ("about", "ueber")),
    ("Contact", "contact", ("contact", "kontakt")),
    ("Accessibility statement", "accessibility", ("accessib", "barrierefrei")),
)


@admin.register(FixedPage)
class FixedPageAdmin(admin.ModelAdmin):
    """What the site says of itself: about, contact, accessibility, masthead."""

    when_empty = (
        "No page yet. Readers look for one that says who you are, how you are reached, and how far everybody can use "
        "the site."
    )
    list_display = ["title", "address", "is_published", "in_footer", "updated_at"]
    list_filter = ["is_published"]
    search_fields = ["title", "slug"]
    search_help_text = "Words of the title or the address"
    show_full_result_count = False
    fields = ["title", "slug", "body", "is_published", "in_footer", "position"]
    prepopulated_fields = {"slug": ["title"]}

    def missing(self) -> Iterator[Missing]:
        """What readers look for and do not find: each leads to its form, filled in as far as it can be."""
        there = list(FixedPage.objects.order_by("-is_published").values_list("pk", "slug", "is_published"))
        for title, slug, begins in EXPECTED:
            pk, is_published = next(
                ((pk, seen) for pk, known, seen in there if known.startswith(begins)), (None, False)
            )
            if pk is None:
                address = reverse("admin:essays_fixedpage_add")
                yield Missing(title, f"{address}?{urlencode({'title': title, 'slug': slug})}")
            elif not is_published:
                yield Missing(f"{title} (not published yet)", reverse("admin:essays_fixedpage_change", args=[pk]))

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["widget"] = BodyEditor
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request: HttpRequest, obj: FixedPage | None = None) -> Any:
        """An address that is known is not made anew while the title is typed."""
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    def view_on_site(self, obj: FixedPage) -> str | None:
        return obj.get_absolute_url() if obj.is_published else None

    @admin.display(description="address")
    def address(self, page: FixedPage) -> str:
        return page.get_absolute_url()
