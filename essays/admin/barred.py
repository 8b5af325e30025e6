"""Words that are never linked in an essay: which they are, and the way to let them be linked again."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from essays.admin.account import at_desk_of, may_change_its_essay
from essays.desk.barring import lift_bar
from essays.models import BarredWords


@admin.register(BarredWords)
class BarredWordsAdmin(admin.ModelAdmin):
    """Barred from the list of links; deleted here, the words may be linked again."""

    when_empty = (
        "No words are barred. “Never in this essay”, where links are decided, bars words such as “Hill” from one essay."
    )
    list_display = ["words", "essay", "barred_by", "barred_at"]
    list_select_related = ["essay", "barred_by"]
    search_fields = ["words", "essay__headline"]
    search_help_text = "The words, or an essay's headline"
    show_full_result_count = False
    readonly_fields = ["essay", "words", "barred_by", "barred_at"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return at_desk_of(request, super().get_queryset(request)).defer("essay__body", "essay__rendered")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("essays.view_mention")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What readers see changes with its links: a live essay's bars are lifted by publishers only."""
        return request.user.has_perm("essays.change_mention") and may_change_its_essay(request, obj)

    def delete_model(self, request: HttpRequest, obj: BarredWords) -> None:
        lift_bar(obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[BarredWords]) -> None:
        for barred in queryset:
            lift_bar(barred)
