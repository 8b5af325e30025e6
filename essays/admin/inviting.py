"""Inviting somebody to the desk: an account in a group, and a mailed link by which its owner sets a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from essays.desk.accounts import InvitingError, invite, may_invite, send_invitation
from essays.desk.roles import ROLES
from essays.models import Account


class InvitationForm(forms.Form):
    """Who, and as what."""

    username = forms.CharField(
        label="Log-in", max_length=150, help_text="Letters, digits and @ . + - _, such as “desk”. It can be changed."
    )
    first_name = forms.CharField(required=False, max_length=150)
    last_name = forms.CharField(required=False, max_length=150)
    email = forms.EmailField(label="Mail address", max_length=254)
    role = forms.ChoiceField(
        choices=[(role, role) for role in ROLES],
        help_text="Authors write drafts of their own; editors work on every essay; publishers say what readers see.",
    )


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


class Inviting(UserAdmin):
    """The screen of an invitation, and an action that sends one again. Needs the rights to add and change accounts."""

    actions = ["invite_again"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.invite_view)
        return [path("invite/", view, name="essays_account_invite"), *super().get_urls()]

    def has_invite_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Account) and may_invite(request.user)

    def invite_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_invite_permission(request) or not isinstance(request.user, Account):
            raise PermissionDenied
        form = InvitationForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = invite(**form.cleaned_data, by=request.user)
            except ValidationError as error:
                for field, faults in error.message_dict.items():
                    form.add_error(field if field in form.fields else None, faults)
            except InvitingError as error:
                form.add_error(None, str(error))
            else:
                self.log_addition(request, made, f"Invited as one of the {form.cleaned_data['role']}.")
                mailed = send_invitation(made, by=request.user, root=_root(request))
                said = f"{made} has an account. {mailed.sentence}"
                self.message_user(request, said, messages.SUCCESS if mailed.is_sent else messages.WARNING)
                return HttpResponseRedirect(reverse("admin:essays_account_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Invite somebody to the desk",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/essays/account/invite.html", context)

    @admin.action(description="Send the invitation again", permissions=["invite"])
    def invite_again(self, request: HttpRequest, queryset: models.QuerySet[Account]) -> None:
        if not isinstance(request.user, Account):
            raise PermissionDenied
        for account in queryset:
            try:
                mailed = send_invitation(account, by=request.user, root=_root(request))
            except InvitingError as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                level = messages.SUCCESS if mailed.is_sent else messages.WARNING
                self.message_user(request, mailed.sentence, level)
