"""Screens for accounts: who may log in, and what they may do."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from essays.admin.inviting import Inviting
from essays.desk.publishing import may_change
from essays.models import Account, Essay, Revision
from essays.models.essay import reaches_every_essay
from people.choosing import InUseAdmin

USES_SHOWN = 50  # essays that an account saved; who deletes it will not read more

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


def may_change_its_essay(request: HttpRequest, row: Any) -> bool:
    """Whether what hangs on an essay may be changed with it: by whom the essay may be, and not in the wastebasket.

    True of None, which stands for some row.
    """
    return row is None or (row.essay.discarded_at is None and may_change(row.essay, editor_of(request)))


@admin.register(Account)
class AccountAdmin(InUseAdmin, Inviting):
    """Django's own screens for users. Who signs an essay is a critic, and has a screen of their own."""

    instead = "What it saved is kept for ever, with who saved it. Untick “active” instead: then nobody logs in with it."

    list_display = ["username", "first_name", "last_name", "email", "is_staff", "is_active", "last_login"]
    show_full_result_count = False

    def uses(self, record: Account) -> Iterable[str]:
        """The essays whose revisions the account saved, and how many."""
        saved = Revision.objects.filter(saved_by=record).order_by().values("essay").annotate(number=Count("pk"))
        number_of = {row["essay"]: row["number"] for row in saved.order_by("-number")[:USES_SHOWN]}
        for essay in Essay.objects.filter(pk__in=number_of):
            address = reverse("admin:essays_essay_change", args=[essay.pk])
            times = "once" if number_of[essay.pk] == 1 else f"{number_of[essay.pk]} times"
            yield format_html('<a href="{}">{}</a> was saved by it {}', address, essay, times)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        told = {"may_invite": self.has_invite_permission(request), **(extra_context or {})}
        return super().changelist_view(request, told)
