"""Fixed pages at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from essays.admin.body_editor import BodyEditor
from essays.models import FixedPage


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
