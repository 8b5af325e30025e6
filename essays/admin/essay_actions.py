"""What is done with essays beside writing them: steps towards readers, the wastebasket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.filing import EssayFiling
from essays.admin.refusals import say_refused
from essays.desk import publishing
from essays.desk.editing import WastebasketError, discard, take_back
from essays.desk.filing import FilingError
from essays.desk.publishing import PublishingError, Transition, may_change, why_not_changed
from essays.models import Essay


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an essay towards its readers or away from them: a button of the form, a bulk action."""

    verb: Callable[..., Any]
    label: str
    transition: Transition


STEPS = {
    "submit": Step(publishing.submit, "Submit for review", publishing.SUBMIT),
    "approve": Step(publishing.approve, "Approve", publishing.APPROVE),
    "publish": Step(publishing.publish, "Publish", publishing.PUBLISH),
    "withdraw": Step(publishing.withdraw, "Withdraw", publishing.WITHDRAW),
    "return_to_draft": Step(publishing.return_to_draft, "Return to draft", publishing.RETURN),
}


class EssayActions(EssayFiling):
    """Bulk actions and the wastebasket, each with the right it needs."""

    actions = [
        *("submit_selected", "publish_selected", "withdraw_selected"),
        *("add_tag", "remove_tag", "assign", "discard_selected", "put_back"),
    ]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("essays.publish_essay")

    def has_delete_permission(self, request: HttpRequest, obj: Essay | None = None) -> bool:
        """Nobody deletes an essay for good: who has the right to delete puts it in the wastebasket."""
        return False

    def has_discard_permission(self, request: HttpRequest, obj: Essay | None = None) -> bool:
        """The right to delete, and of this essay the right to change it: what readers see, publishers throw away."""
        may_delete = request.user.has_perm("essays.delete_essay")
        return may_delete and (obj is None or may_change(obj, editor_of(request)))

    # The wastebasket

    def get_urls(self) -> list[Any]:
        restore_view = self.admin_site.admin_view(self.restore_view)
        return [path("<path:object_id>/restore/", restore_view, name="essays_essay_restore"), *super().get_urls()]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then put the essay in the wastebasket. Needs the right to delete, and of a live one to publish."""
        essay: Essay | None = self.get_object(request, unquote(object_id))
        if not self.has_discard_permission(request, essay):
            raise PermissionDenied
        if essay is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if request.method == "POST" or essay.discarded_at is not None:
            try:
                discard(essay, by=editor_of(request), now=timezone.now())
            except WastebasketError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.log_change(request, essay, "Put in the wastebasket.")
                self.message_user(request, f"“{essay}” is in the wastebasket, from where it can be put back.")
            return HttpResponseRedirect(reverse("admin:essays_essay_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Put in the wastebasket?",
            "opts": self.opts,
            "original": essay,
            "is_live": essay.is_live(),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/essays/essay/discard.html", context)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take an essay out of the wastebasket. Needs the right to delete."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        essay: Essay | None = self.get_object(request, unquote(object_id))
        if not self.has_discard_permission(request, essay):
            raise PermissionDenied
        if essay is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        try:
            take_back(essay, by=editor_of(request), now=timezone.now())
        except WastebasketError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, essay, "Taken out of the wastebasket.")
            self.message_user(
                request, f"“{essay}” is back, as a draft. Publish it again to show it to readers.", messages.SUCCESS
            )
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[essay.pk]))

    # Bulk actions

    @admin.action(description="Submit for review", permissions=["change"])
    def submit_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do_step(request, queryset, STEPS["submit"])

    @admin.action(description="Publish", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do_step(request, queryset, STEPS["publish"])

    @admin.action(description="Withdraw", permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do_step(request, queryset, STEPS["withdraw"])

    @admin.action(description="Put in the wastebasket", permissions=["discard"])
    def discard_selected(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        def verb(essay: Essay, **how: Any) -> None:
            if not self.has_discard_permission(request, essay):
                raise WastebasketError(f"“{essay}” stays: {why_not_changed(essay, editor_of(request))}")
            discard(essay, **how)

        self._do(request, queryset, verb, "put in the wastebasket")

    @admin.action(description="Take out of the wastebasket", permissions=["discard"])
    def put_back(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> None:
        self._do(request, queryset, take_back, "taken out of the wastebasket")

    def _do_step(self, request: HttpRequest, queryset: models.QuerySet[Essay], step: Step) -> None:
        self._do(request, queryset, step.verb, step.transition.verb)

    def _do(self, request: HttpRequest, queryset: models.QuerySet[Essay], verb: Callable[..., Any], done: str) -> None:
        """Call ``verb`` for each essay, and say how many it did and, one by one, what it could not."""
        number, refused = 0, []
        for pk in list(queryset.values_list("pk", flat=True)):
            essay = Essay.objects.get(pk=pk)
            try:
                verb(essay, by=editor_of(request), now=timezone.now())
            except (FilingError, PublishingError, WastebasketError) as error:
                refused.append(str(error))
            else:
                number += 1
                self.log_change(request, essay, f"{done.capitalize()}.")
        if number:
            self.message_user(request, f"{number} {'essay' if number == 1 else 'essays'} {done}.", messages.SUCCESS)
        say_refused(self, request, refused, done)
