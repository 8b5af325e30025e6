"""Mentions: an editor's decisions about them, in an essay's form and in one queue over all essays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from essays.admin.account import at_desk_of, editor_of, may_change_its_essay
from essays.admin.deciding import DecidingScreens
from essays.admin.mention_rows import for_deciding, meaning, why_open, words_in_context
from essays.admin.opening import in_new_tab
from essays.admin.refusals import say_refused
from essays.desk.barring import bar_words
from essays.desk.deciding import check_may_decide, proposed_person
from essays.desk.mentions import (
    MentionError,
    accept_proposed_person,
    drop_lost_mention,
    link_mention,
    merge_proposed_person,
    reject_mention,
)
from essays.desk.publishing import why_not_changed
from essays.models import Film, Mention, words_key
from people.choosing import ReadOnlyInline, RowForm, RowFormSet, RowsInline
from people.models import Person
from people.site import Waiting

SETTLED = (Mention.State.LINKED, Mention.State.REJECTED)
LATER, NEVER, ACCEPT, CANDIDATE, DROP = "", "never", "accept", "candidate", "drop"


class DecisionForm(RowForm):
    """What an editor decides about one mention: a candidate, another record, a new person, or never here."""

    decision = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mention = self.instance
        self.fields["decision"].choices = list(_choices(mention)) if mention.pk else []  # type: ignore[attr-defined]
        for name in ("film", "person"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].label = f"or another {name}"
                self.fields[name].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._other() and cleaned.get("decision"):
            raise forms.ValidationError(
                "Choose one: a decision from the list or another record. Empty one of the two and save again."
            )
        return cleaned

    def _post_clean(self) -> None:
        """The desk writes the mention, not this form: its rows are never half set."""

    def _other(self) -> Film | Person | None:
        """The record chosen by search, where it is another than the one the mention has."""
        for name in ("film", "person"):
            record = self.cleaned_data.get(name)
            if name in self.changed_data and record is not None:
                return record
        return None

    @property
    def is_decided(self) -> bool:
        return bool(self.cleaned_data.get("decision") or self._other())

    def carry_out(self, *, by: Any, now: dt.datetime) -> None:
        """Hand the decision to the desk. Raises MentionError where another decision has come before it."""
        mention = Mention.objects.select_related("essay", "film", "person").get(pk=self.instance.pk)
        what, _, record_id = self.cleaned_data["decision"].partition(":")
        proposal = proposed_person(mention)
        check_may_decide(mention, by=by)
        if other := self._other():
            if proposal is not None and isinstance(other, Person):
                merge_proposed_person(proposal, other, by=by, now=now)
            else:
                link_mention(mention, other, by=by, now=now)
        elif what == DROP:
            drop_lost_mention(mention)
        elif what == NEVER:
            reject_mention(mention, by=by, now=now)
        elif what == ACCEPT and proposal is not None:
            accept_proposed_person(proposal, by=by, now=now)
        elif what == CANDIDATE:
            model: Any = Film if mention.kind == Mention.Kind.FILM else Person
            link_mention(mention, model.objects.get(pk=record_id), by=by, now=now)


def _choices(mention: Mention) -> Iterator[tuple[str, str]]:
    """The decisions that this mention allows, in words that tell the candidates apart."""
    yield LATER, "decide later" if mention.state != Mention.State.LINKED else "leave as it is"
    for candidate in mention.candidates.all():
        record_id = candidate.film_id or candidate.person_id
        reason = f" – {candidate.reason}" if candidate.reason else ""
        yield f"{CANDIDATE}:{record_id}", f"{candidate}{reason} ({candidate.confidence:.0%})"
    if proposal := proposed_person(mention):
        yield ACCEPT, f"accept {proposal} as a new person"
    if mention.is_lost:
        yield DROP, "drop it: the words were taken out for good"
    yield NEVER, "never here: these words name no record"


class DecisionFormSet(RowFormSet):
    """Mentions with what an editor decided; saving notes the decisions, and the desk carries them out."""

    def save(self, commit: bool = True) -> list[Mention]:
        self.new_objects: list[Mention] = []
        self.deleted_objects: list[Mention] = []
        self.changed_objects = [(form.instance, ["decision"]) for form in self.decided()]
        return [mention for mention, _ in self.changed_objects]

    def decided(self) -> list[DecisionForm]:
        forms: Any = self.initial_forms
        return [form for form in forms if form.has_changed() and form.is_decided]


class DecisionInline(RowsInline):
    """Mentions that wait for an editor, the least certain first."""

    model = Mention
    form = DecisionForm
    formset = DecisionFormSet
    can_delete = False
    readonly_fields = ["in_context", "why"]
    kinds: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return for_deciding(super().get_queryset(request)).open().filter(kind__in=self.kinds)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="words")
    def in_context(self, mention: Mention) -> str:
        return words_in_context(mention)

    @admin.display(description="why it is open")
    def why(self, mention: Mention) -> str:
        return why_open(mention)


class FilmDecisionInline(DecisionInline):
    fields = ["in_context", "why", "decision", "film"]
    autocomplete_fields = ["film"]
    kinds = (Mention.Kind.FILM,)
    verbose_name_plural = "films to decide"


class PersonDecisionInline(DecisionInline):
    fields = ["in_context", "why", "decision", "person"]
    autocomplete_fields = ["person"]
    kinds = (Mention.Kind.PERSON, Mention.Kind.CHARACTER)
    verbose_name_plural = "people and characters to decide"


class LinkedInline(ReadOnlyInline):
    """What is linked already, or was decided against; each opens in its own form."""

    model = Mention
    fields = ["in_context", "means", "state", "why", "decided_by"]
    readonly_fields = ["in_context", "means", "why"]
    verbose_name_plural = "links made"
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        settled = super().get_queryset(request).filter(state__in=SETTLED, is_lost=False)
        return settled.select_related("film", "person")

    @admin.display(description="words")
    def in_context(self, mention: Mention) -> str:
        address = reverse("admin:essays_mention_change", args=[mention.pk])
        return in_new_tab(address, words_in_context(mention))

    @admin.display(description="means")
    def means(self, mention: Mention) -> str:
        return meaning(mention)

    @admin.display(description="reason")
    def why(self, mention: Mention) -> str:
        return mention.reason


class OpenFilter(admin.SimpleListFilter):
    """Mentions that wait for somebody, or do not."""

    title = "waiting"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "for a decision"), ("lost", "lost in an edit"), ("no", "decided")]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet[Mention]:
        match self.value():
            case "yes":
                return queryset.open()
            case "lost":
                return queryset.filter(is_lost=True)
            case "no":
                return queryset.filter(state__in=SETTLED, is_lost=False)
        return queryset


@admin.register(Mention)
class MentionAdmin(DecidingScreens):
    """All mentions in one queue, the open ones one click away."""

    when_empty = (
        "No essay names a film or a person yet. Bring a document, or write an essay and save it: the "
        "names in it are found then."
    )
    form = DecisionForm
    change_list_template = "admin/essays/mention/change_list.html"
    list_display = ["in_context", "means", "reason", "essay", "state"]
    list_filter = [OpenFilter, "state", "kind", "decided_by"]
    list_select_related = ["essay", "film", "person"]
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["exact", "name", "essay__headline"]
    search_help_text = "The words, a character's or new person's name, or an essay's headline"
    ordering = ["-essay_id", "start", "id"]
    autocomplete_fields = ["film", "person"]
    readonly_fields = ["essay", "in_context", "kind", "state", "means", "why", "confidence", "decided"]
    actions = ["never_here", "never_in_the_essay", "accept_people"]

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        return [Waiting(at_desk_of(request, Mention.objects.open()).count(), "links to decide", "waiting=yes")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return for_deciding(at_desk_of(request, super().get_queryset(request)))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        known = (None, {"fields": ["essay", "in_context", "kind", "means", "state", "why", "confidence", "decided"]})
        if not self.has_change_permission(request, obj):
            return [known]
        record = "film" if obj is not None and obj.kind == Mention.Kind.FILM else "person"
        return [
            known,
            ("Decide", {"fields": ["decision", record]}),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mention | None = None) -> bool:
        """What an essay links to is changed by those who may change the essay."""
        return super().has_change_permission(request, obj) and may_change_its_essay(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        mention: Mention | None = kwargs.get("obj")
        if mention is not None and not may_change_its_essay(request, mention):
            said = f"This link of “{mention.essay}” is read only: {why_not_changed(mention.essay, editor_of(request))}"
            self.message_user(request, said, messages.INFO)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="words")
    def in_context(self, mention: Mention) -> str:
        return words_in_context(mention)

    @admin.display(description="means")
    def means(self, mention: Mention) -> str:
        return meaning(mention)

    @admin.display(description="reason")
    def why(self, mention: Mention) -> str:
        return mention.reason

    @admin.display(description="decided by")
    def decided(self, mention: Mention) -> str:
        who = mention.decided_by_account or mention.get_decided_by_display()
        return f"{who}, {mention.decided_at:%d %B %Y %H:%M}" if mention.decided_at else str(who)

    def save_model(self, request: HttpRequest, obj: Mention, form: Any, change: bool) -> None:
        if not form.is_decided:
            return
        try:
            form.carry_out(by=editor_of(request), now=timezone.now())
        except MentionError as error:
            self.message_user(request, str(error), messages.WARNING)

    def response_post_save_change(self, request: HttpRequest, obj: Mention) -> HttpResponseRedirect:
        """Back to the essay whose link it is; to the queue where the mention was opened from a narrowed queue."""
        if "_changelist_filters" in request.GET or not request.user.has_perm("essays.view_essay"):
            return super().response_post_save_change(request, obj)
        return HttpResponseRedirect(reverse("admin:essays_essay_change", args=[obj.essay_id]))

    @admin.action(description="No record here: these words, at this place, name none", permissions=["change"])
    def never_here(self, request: HttpRequest, queryset: models.QuerySet[Mention]) -> None:
        number, refused = 0, []
        for mention in queryset.exclude(state=Mention.State.REJECTED):
            try:
                check_may_decide(mention, by=editor_of(request))
                reject_mention(mention, by=editor_of(request), now=timezone.now())
            except MentionError as error:
                refused.append(str(error))
            else:
                number += 1
        said = f"{number} marked as naming no record here."
        self.message_user(request, said, messages.SUCCESS if number else messages.WARNING)
        say_refused(self, request, refused)

    @admin.action(description="Never in the essay: these words are linked nowhere in it", permissions=["change"])
    def never_in_the_essay(self, request: HttpRequest, queryset: models.QuerySet[Mention]) -> None:
        rejected, barred, refused = 0, set(), []
        for mention in queryset:
            key = (mention.essay_id, words_key(mention.exact))
            if key in barred:
                continue
            try:
                check_may_decide(mention, by=editor_of(request))
            except MentionError as error:
                refused.append(str(error))
                continue
            rejected += bar_words(mention.essay, mention.exact, by=editor_of(request), now=timezone.now())
            barred.add(key)
        said = f"{len(barred)} barred, {rejected} mentions rejected. “Words never linked” lists them and lets them go."
        self.message_user(request, said, messages.SUCCESS if barred else messages.WARNING)
        say_refused(self, request, refused)

    @admin.action(description="Accept the people proposed as new", permissions=["change"])
    def accept_people(self, request: HttpRequest, queryset: models.QuerySet[Mention]) -> None:
        named = [(proposed_person(mention), mention) for mention in queryset]
        proposed = {person.pk: (person, mention) for person, mention in named if person is not None}
        now, accepted, linked, refused = timezone.now(), 0, 0, []
        for person, mention in proposed.values():
            try:
                check_may_decide(mention, by=editor_of(request))
                linked += accept_proposed_person(person, by=editor_of(request), now=now)
            except MentionError as error:
                refused.append(str(error))
            else:
                accepted += 1
        said = f"{accepted} people accepted, {linked} mentions linked."
        if others := sum(person is None for person, _ in named):
            said += f" {others} of the mentions selected propose nobody."
        self.message_user(request, said, messages.SUCCESS if accepted else messages.WARNING)
        say_refused(self, request, refused)
