"""The schedule of an essay on the desk: times to publish and to withdraw, shown in the site's zone before they hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.desk.publishing import PublishingError
from essays.desk.scheduling import check_schedule, may_schedule, plan_of, schedule
from essays.models import Essay

MINUTES = "%Y-%m-%dT%H:%M"  # as an input of the kind datetime-local wants it


class ScheduleForm(forms.Form):
    """When readers see an essay, in the site's time zone."""

    publish_at = forms.DateTimeField(
        label="Publish on",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES),
        help_text="Readers see it from then on; nobody has to press anything.",
    )
    withdraw_at = forms.DateTimeField(
        label="Withdraw on",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES),
        help_text="Readers see it until then. Left empty it stays.",
    )

    def __init__(self, *args: Any, essay: Essay, **kwargs: Any) -> None:
        planned = essay.next_time(timezone.now()) is not None
        initial = {
            "publish_at": essay.published_at if essay.is_scheduled() else None,
            "withdraw_at": essay.withdrawn_at if planned else None,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        if essay.is_live():
            del self.fields["publish_at"]
        else:
            self.fields["publish_at"].required = True


class EssaySchedule(admin.ModelAdmin):
    """The screen that plans, and asks before it does. Needs the right to publish."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.schedule_view)
        return [path("<path:object_id>/schedule/", view, name="essays_essay_schedule"), *super().get_urls()]

    def schedule_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for the times; show what would hold; on the second POST it holds."""
        essay: Essay | None = self.get_object(request, unquote(object_id))
        by = editor_of(request)
        if not by.has_perm("essays.publish_essay"):
            raise PermissionDenied
        if essay is None:
            raise Http404("There is no such essay.")
        if not (self.has_change_permission(request, essay) and may_schedule(essay, by)):
            raise PermissionDenied
        form = ScheduleForm(request.POST or None, essay=essay)
        plan = ""
        if request.method == "POST" and form.is_valid():
            times = {
                "publish_at": form.cleaned_data.get("publish_at"),
                "withdraw_at": form.cleaned_data["withdraw_at"],
            }
            now = timezone.now()
            try:
                if "confirmed" in request.POST:
                    schedule(essay, **times, by=by, now=now)
                    return self._planned(request, essay, plan_of(**times))
                check_schedule(essay, **times, by=by, now=now)
            except PublishingError as error:
                form.add_error(None, str(error))
            else:
                plan = plan_of(**times) if "change" not in request.POST else ""
        context = {
            **self.admin_site.each_context(request),
            "title": f"Schedule of “{essay}”",
            "opts": self.opts,
            "original": essay,
            "form": form,
            "plan": plan,
            "zone": timezone.get_current_timezone_name(),
            "here": timezone.localtime(),
            "standing": essay.standing(),
        }
        return TemplateResponse(request, "admin/essays/essay/schedule.html", context)

    def _planned(self, request: HttpRequest, essay: Essay, plan: str) -> HttpResponse:
        self.log_change(request, essay, f"Scheduled: {plan}.")
        said = f"Readers see “{essay}” {plan}. “Save and schedule” changes that."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))
