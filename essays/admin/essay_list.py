"""The list of essays: what it shows of each in a fixed number of queries, how it is searched and narrowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from essays.admin.reviewing import ReviewFilter
from essays.models import Byline, Critic, Essay, FilmKey, Finding, MarginNote, Mention, Source, Subject
from essays.models.essay import is_live, reaches_every_essay
from essays.models.mention import WAITING
from people.choosing import TagFilter, count_rows
from people.names import name_key
from people.site import Waiting

CRITICS_OFFERED = 30  # the busiest; the others are found by the search


class OpenQuestionsFilter(admin.SimpleListFilter):
    """Essays that wait for a decision about a link, or for an answer to a finding."""

    title = "open questions"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [
            ("links", "has undecided links"),
            ("lost", "lost a link in an edit"),
            ("findings", "has open findings"),
            ("headline", "headline is a proposal"),
            ("subject", "has no subject film"),
            ("standfirst", "readers see it without a standfirst"),
            ("none", "no undecided links"),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        undecided = Mention.objects.open().values("essay")
        match self.value():
            case "links":
                return queryset.filter(pk__in=undecided)
            case "none":
                return queryset.exclude(pk__in=undecided)
            case "lost":
                return queryset.filter(pk__in=Mention.objects.filter(is_lost=True).values("essay"))
            case "findings":
                return queryset.filter(pk__in=Finding.objects.filter(state=Finding.State.OPEN).values("essay"))
            case "headline":
                return queryset.filter(headline_is_proposed=True)
            case "subject":
                return queryset.filter(subjects__isnull=True)
            case "standfirst":
                return queryset.filter(without_standfirst(timezone.now()))
        return queryset


def without_standfirst(now: dt.datetime) -> Q:
    """Essays that readers see without a sentence under the headline; a reference entry has none."""
    return is_live(now) & Q(standfirst="") & ~Q(kind=Essay.Kind.REFERENCE)


def is_scheduled(now: dt.datetime) -> Q:
    """Essays whose time to be published is to come."""
    return Q(status=Essay.Status.PUBLISHED, published_at__gt=now)


class BylineFilter(admin.SimpleListFilter):
    """Essays by one critic: the busiest, and the one already chosen."""

    title = "byline"
    parameter_name = "byline"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        chosen = self.value()
        critics = Critic.objects.annotate(
            signed=count_rows(Critic, "bylines"),
            is_chosen=Case(When(slug=chosen or "", then=Value(0)), default=Value(1)),
        )
        busiest = critics.filter(signed__gt=0).order_by("is_chosen", "-signed", "sort_name")[:CRITICS_OFFERED]
        return [*busiest.values_list("slug", "name"), ("nobody", "nobody")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        if self.value() == "nobody":
            return queryset.filter(bylines__isnull=True)
        if self.value():
            return queryset.filter(pk__in=Byline.objects.filter(critic__slug=self.value()).values("essay"))
        return queryset


class WastebasketFilter(admin.SimpleListFilter):
    """The wastebasket lies beside the list: its essays are shown only when it is opened."""

    title = "wastebasket"
    parameter_name = "wastebasket"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("open", "in the wastebasket")]

    def choices(self, changelist: Any) -> Any:
        choices = list(super().choices(changelist))
        choices[0]["display"] = "kept"
        return choices

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        return queryset.filter(discarded_at__isnull=self.value() != "open")


class PublicationFilter(admin.SimpleListFilter):
    """Published essays by what readers see now."""

    title = "readers see it"
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("now", "now"), ("later", "later: it is scheduled"), ("ended", "no longer: its time ended")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        now = timezone.now()
        match self.value():
            case "now":
                return queryset.filter(pk__in=Essay.objects.published(now).values("pk"))
            case "later":
                return queryset.filter(is_scheduled(now))
            case "ended":
                return queryset.filter(status=Essay.Status.PUBLISHED, withdrawn_at__lte=now)
        return queryset


class BesideFilter(admin.SimpleListFilter):
    """Essays beside whose text a draft waits."""

    title = "draft beside it"
    parameter_name = "beside"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("waits", "waits")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        return queryset.filter(waiting_draft__isnull=False) if self.value() == "waits" else queryset


class NotesFilter(admin.SimpleListFilter):
    """Essays with open notes in the margin: all, or one's own."""

    title = "open notes"
    parameter_name = "notes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("any", "has open notes"), ("mine", "mine, with open notes")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Essay]) -> models.QuerySet[Essay]:
        if self.value() not in ("any", "mine"):
            return queryset
        noted = queryset.filter(pk__in=MarginNote.objects.open().values("essay"))
        return noted.filter(owner=request.user.pk) if self.value() == "mine" else noted


class EssayChangeList(ChangeList):
    """The list, in two steps of one question: which essays are on the page, and then what is shown of those few.

    Asked in one step, a database would count the links of forty thousand essays to show fifty; and no text is read,
    which would be megabytes.
    """

    def get_queryset(self, *args: Any, **kwargs: Any) -> models.QuerySet[Any]:
        return super().get_queryset(*args, **kwargs).defer("body", "rendered")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        on_page: models.QuerySet[Any] = self.result_list
        shown = with_columns(Essay.objects.defer("body", "rendered")).filter(pk__in=on_page.values("pk"))
        self.result_list = list(shown.order_by(*on_page.query.order_by))


def with_columns(essays: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Essays with what the list shows of their rows."""
    first_subject = Subject.objects.filter(essay=OuterRef("pk")).order_by("position")
    first_byline = Byline.objects.filter(essay=OuterRef("pk")).order_by("position")
    return essays.annotate(
        subject_title=Subquery(first_subject.values("film__title")[:1]),
        subject_year=Subquery(first_subject.values("film__release_year")[:1]),
        subject_count=count_rows(Essay, "subjects"),
        byline_name=Subquery(first_byline.values("critic__name")[:1]),
        byline_count=count_rows(Essay, "bylines"),
        open_link_count=count_rows(Essay, "mentions", WAITING),
        open_finding_count=count_rows(Essay, "findings", state=Finding.State.OPEN),
    )


class EssayList(admin.ModelAdmin):
    """The list of essays."""

    when_empty = (
        "No essay yet. “Bring documents” on the first page makes one of a file or of pasted text; “Add "
        "essay” begins with an empty page."
    )
    list_display = [
        "headline",
        "kind",
        "status",
        "subject",
        "byline",
        "open_questions",
        "published",
        "saved",
    ]
    list_filter = [
        "status",
        "kind",
        OpenQuestionsFilter,
        ReviewFilter,
        PublicationFilter,
        BesideFilter,
        NotesFilter,
        BylineFilter,
        TagFilter,
        WastebasketFilter,
    ]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "published_at"
    ordering = ["-updated_at", "-id"]
    search_fields = ["headline", "standfirst", "bylines__critic__name", "films__keys__key", "sources__name"]
    search_help_text = "A headline, a critic, a film by any of its titles, or a document's name"

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        now = timezone.now()
        counts = (
            Essay.objects.reached_by(request.user)
            .kept()
            .aggregate(
                drafts=Count("pk", filter=Q(status=Essay.Status.DRAFT)),
                in_review=Count("pk", filter=Q(status=Essay.Status.IN_REVIEW)),
                asked=Count("pk", filter=Q(status=Essay.Status.IN_REVIEW, review_request__reviewer=request.user.pk)),
                headlines=Count("pk", filter=Q(headline_is_proposed=True)),
                beside=Count("waiting_draft"),
                scheduled=Count("pk", filter=is_scheduled(now)),
                bare=Count("pk", filter=without_standfirst(now)),
                noted=Count("pk", filter=Q(owner=request.user.pk, pk__in=MarginNote.objects.open().values("essay"))),
            )
        )
        return [
            Waiting(counts["asked"], "reviews asked of me", "review=mine"),
            Waiting(counts["drafts"], "drafts", "status__exact=draft"),
            Waiting(counts["in_review"], "essays to review", f"status__exact={Essay.Status.IN_REVIEW}"),
            Waiting(counts["noted"], "essays of mine with open notes", "notes=mine"),
            Waiting(counts["beside"], "drafts beside live texts", "beside=waits"),
            Waiting(counts["scheduled"], "scheduled essays", "readers=later"),
            Waiting(counts["bare"], "published essays without a standfirst", "open=standfirst"),
            Waiting(counts["headlines"], "proposed headlines", "open=headline"),
        ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Essays that this editor works on: an author's own."""
        essays = super().get_queryset(request)
        return essays if reaches_every_essay(request.user) else essays.filter(owner=request.user.pk)

    def offered(self, essays: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """What may be chosen of them: nothing of the wastebasket."""
        return essays.filter(discarded_at__isnull=True).defer("body", "rendered")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EssayChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        for word in search_term.split():
            key = name_key(word)
            films = FilmKey.objects.filter(key__contains=key).values("film")
            queryset = queryset.filter(
                Q(headline__icontains=word)
                | Q(standfirst__icontains=word)
                | Q(pk__in=Subject.objects.filter(film__in=films).values("essay"))
                | Q(pk__in=Byline.objects.filter(critic__name_key__contains=key).values("essay"))
                | Q(pk__in=Source.objects.filter(name__icontains=word, essay__isnull=False).values("essay"))
            )
        return queryset, False

    @admin.display(description="subject")
    def subject(self, essay: Any) -> str:
        if not essay.subject_title:
            return ""
        year = f" ({essay.subject_year})" if essay.subject_year else ""
        return f"{essay.subject_title}{year}{_and_more(essay.subject_count)}"

    @admin.display(description="byline")
    def byline(self, essay: Any) -> str:
        return f"{essay.byline_name}{_and_more(essay.byline_count)}" if essay.byline_name else ""

    @admin.display(description="to decide")
    def open_questions(self, essay: Any) -> str:
        links, findings = essay.open_link_count, essay.open_finding_count
        counted = ((links, "link"), (findings, "finding"))
        said = [f"{number} {word}{'s' if number > 1 else ''}" if number else "" for number, word in counted]
        if said[0]:
            address = reverse("admin:essays_mention_decide_essay", args=[essay.pk])
            said[0] = format_html('<a href="{}">{}</a>', address, said[0])
        return format_html_join(", ", "{}", ((one,) for one in said if one))

    @admin.display(description="published", ordering="published_at")
    def published(self, essay: Essay) -> str:
        return _day(essay.published_at) if essay.published_at else ""

    @admin.display(description="saved", ordering="updated_at")
    def saved(self, essay: Essay) -> str:
        return _day(essay.updated_at)


def _day(moment: dt.datetime) -> str:
    """The day alone: the hour is in the form, and the list has no room for it."""
    return date_format(timezone.localtime(moment), "j M Y")


def _and_more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""
