"""Screens for people, with what this app knows of them: their credits, and the essays that name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from essays.admin.account import at_desk_of, editor_of
from essays.admin.record_history import RecordHistoryScreens
from essays.admin.refusals import say_refused
from essays.admin.searched import Searched, record_changed
from essays.admin.tables import Tables
from essays.admin.uses import uses_of
from essays.desk.deciding import check_may_accept
from essays.desk.mentions import MentionError, accept_proposed_person
from essays.models import Credit, Mention
from people.admin import PersonAdmin
from people.choosing import TagFilter, count_rows
from people.models import Person, Visibility, mark_edited
from people.site import Waiting

NAMINGS_SHOWN = 50  # essays that name a person; the rest are found in the list of mentions


class JobFilter(admin.SimpleListFilter):
    """Narrow people to those with a job on a film."""

    title = "job"
    parameter_name = "job"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Credit.Job.choices]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Credit.objects.filter(job=self.value()).values("person"))


@admin.register(Person)
class WrittenPersonAdmin(Searched, Tables, RecordHistoryScreens, PersonAdmin):
    """People with their credits, which are edited on the film, and the essays that name them."""

    when_empty = "Nobody yet. “Add person” enters somebody; a document that you bring proposes those whom it names."
    list_display = ["apart", "other_names", "tag_names", "credit_count", "essay_count", "seen"]
    list_filter = ["visibility", JobFilter, TagFilter]
    actions = ["accept", "hide"]
    goes_along = ("finding",)
    change_form_template = "admin/people/person/change_form.html"

    def uses(self, record: Person) -> Iterable[str]:
        return uses_of(record)

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        number = Person.objects.filter(visibility=Visibility.PROPOSED).count()
        return [Waiting(number, "proposed people", "visibility__exact=proposed")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        naming = count_rows(Person, "mentions", of="essay", state=Mention.State.LINKED, is_lost=False)
        return super().get_queryset(request).annotate(credit_count=count_rows(Person, "credits"), essay_count=naming)

    @admin.display(description="credits")
    def credit_count(self, person: Any) -> int:
        return person.credit_count

    @admin.display(description="named in")
    def essay_count(self, person: Any) -> int:
        return person.essay_count

    def view_on_site(self, person: Person) -> str | None:  # type: ignore[override]
        """Their page, where readers have one."""
        return person.get_absolute_url() if Person.objects.public().filter(pk=person.pk).exists() else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        person: Person | None = kwargs.get("obj")
        if person is not None:
            namings = (
                at_desk_of(request, Mention.objects.linked()).filter(person=person, is_lost=False).by_essay(quotes=0)
            )
            context |= {
                "person_credits": person.credits.select_related("film").order_by("-film__release_year", "job"),
                "namings": namings[:NAMINGS_SHOWN],
                "naming_total": len(namings),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def doubles(self, record: Person) -> models.QuerySet[Person]:
        """People of this name, whether it is their own or an alias."""
        return Person.objects.called(record.name)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """Save; a proposed person who is given to readers is accepted with all the mentions that proposed them."""
        chosen = obj.visibility
        if change and form.initial.get("visibility") == Visibility.PROPOSED and chosen in SHOWN:
            obj.visibility = Visibility.PROPOSED
            super().save_model(request, obj, form, change)
            try:
                check_may_accept(obj, by=editor_of(request))
            except MentionError as error:
                self.message_user(request, f"{obj} is still only proposed. {error}", messages.WARNING)
                return
            accept_proposed_person(obj, by=editor_of(request), now=timezone.now())
            obj.visibility = chosen
        super().save_model(request, obj, form, change)

    @admin.action(description="Accept as people of the site", permissions=["change"])
    def accept(self, request: HttpRequest, queryset: models.QuerySet[Person]) -> None:
        chosen, refused = queryset.count(), []
        number = linked = 0
        for person in queryset.filter(visibility=Visibility.PROPOSED):
            try:
                check_may_accept(person, by=editor_of(request))
            except MentionError as error:
                refused.append(str(error))
                continue
            linked += accept_proposed_person(person, by=editor_of(request), now=timezone.now())
            self.log_change(request, person, "Accepted.")
            number += 1
        said = f"{_people(number)} accepted, {linked} mentions linked."
        if others := chosen - number - len(refused):
            said += f" {_people(others)} of those selected had not been proposed."
        self.message_user(request, said, messages.SUCCESS if number else messages.WARNING)
        say_refused(self, request, refused)

    @admin.action(description="Hide from the site", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: models.QuerySet[Person]) -> None:
        number = 0
        for person in queryset.exclude(visibility=Visibility.HIDDEN):
            person.visibility = Visibility.HIDDEN
            mark_edited(person, ["visibility"])
            person.save(update_fields=["visibility", "provenance", "updated_at"])
            record_changed(person)
            self.log_change(request, person, "Hidden from the site.")
            number += 1
        said = f"{_people(number)} hidden: they have no page, and their names are no links any more."
        self.message_user(request, said, messages.SUCCESS if number else messages.WARNING)


SHOWN = (Visibility.MENTIONED, Visibility.PUBLIC)


def _people(number: int) -> str:
    return f"{number} {'person' if number == 1 else 'people'}"
