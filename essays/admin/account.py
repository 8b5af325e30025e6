"""Screens for accounts: who may log in, and what they may do."""

from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

from essays.admin.inviting import Inviting
from essays.models import Account
from essays.models.essay import reaches_every_essay

Rows = TypeVar("Rows", bound=models.QuerySet[Any])


def editor_of(request: HttpRequest) -> Account:
    """Who is at this screen, as the desk wants to know. The admin has let nobody in who is not logged in."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def at_desk_of(request: HttpRequest, rows: Rows, essay: str = "essay") -> Rows:
    """Of ``rows``, each with an ``essay``, those of the essays that this editor works on: all, or their own."""
    if reaches_every_essay(request.user):
        return rows
    return rows.filter(**{f"{essay}__owner": request.user.pk})


@admin.register(Account)
class AccountAdmin(Inviting):
    """Django's own screens for users. Who signs an essay is a critic, and has a screen of their own."""

    list_display = ["username", "first_name", "last_name", "email", "is_staff", "is_active", "last_login"]
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        told = {"may_invite": self.has_invite_permission(request), **(extra_context or {})}
        return super().changelist_view(request, told)
