"""A new password by mail: asked for at the log-in, or by an invitation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from essays.models.site_settings import site_settings


class _OnTheDesk:
    """The admin's own look."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return admin.site.each_context(self.request) | context


class AskPassword(_OnTheDesk, views.PasswordResetView):
    """Mails a link to whoever has an account with that address; nobody is told whether one has."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.SENDS_MAIL:
            context = admin.site.each_context(request) | {"title": "Password reset"}
            return render(request, "registration/no_mail.html", context)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> Any:
        root = settings.SITE_URL or self.request.build_absolute_uri("/").rstrip("/")
        self.extra_email_context = {"root": root, "desk": site_settings().name}
        return super().form_valid(form)


class PasswordAsked(_OnTheDesk, views.PasswordResetDoneView):
    """Says what to do next."""


class SetPassword(_OnTheDesk, views.PasswordResetConfirmView):
    """Where the link in the mail leads."""


class PasswordSet(_OnTheDesk, views.PasswordResetCompleteView):
    """Leads to the log-in."""


urlpatterns = [
    path("", AskPassword.as_view(), name="admin_password_reset"),
    path("asked/", PasswordAsked.as_view(), name="password_reset_done"),
    path("<uidb64>/<token>/", SetPassword.as_view(), name="password_reset_confirm"),
    path("set/", PasswordSet.as_view(), name="password_reset_complete"),
]
