"""Screens for films and their credits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Q
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from essays.admin.account import editor_of
from essays.admin.film_filters import DecadeFilter, WrittenAboutFilter
from essays.admin.picture import thumbnail
from essays.admin.record_history import RecordHistoryScreens
from essays.admin.searched import Searched, record_changed
from essays.admin.tables import Tables
from essays.admin.uses import used_by, uses_of
from essays.desk.settling import settle_findings_about
from essays.desk.tagging import derive_job_tags
from essays.models import (
    Credit,
    Film,
    FilmFigure,
    FilmIdentifier,
    FilmKey,
    FilmRelease,
    FilmTag,
    FilmTitle,
    Mention,
)
from people.choosing import (
    DerivedTagsInline,
    RecordAdmin,
    RowsInline,
    TagFilter,
    TagsInline,
    count_rows,
)
from people.models import Visibility, mark_edited
from people.site import Waiting


class FilmTitleInline(RowsInline):
    model = FilmTitle
    fields = ["title", "kind", "language"]


class FilmReleaseInline(RowsInline):
    model = FilmRelease
    fields = ["released_on", "country", "source"]


class FilmFigureInline(RowsInline):
    model = FilmFigure
    fields = ["kind", "amount", "currency", "territory", "source"]
    verbose_name_plural = "budget and gross"


class FilmIdentifierInline(RowsInline):
    model = FilmIdentifier
    fields = ["scheme", "value"]
    verbose_name_plural = "ids in other catalogues"


class FilmTagsInline(TagsInline):
    model = FilmTag


class FilmDerivedTagsInline(DerivedTagsInline):
    model = FilmTag


class CreditInline(RowsInline):
    """Cast and crew: small inputs, so that a cast of forty is still one table."""

    model = Credit
    fields = ["person", "job", "character", "billing", "credited_as", "is_credited", "state", "source"]
    autocomplete_fields = ["person"]
    ordering = ["job", models.F("billing").asc(nulls_last=True), "id"]
    verbose_name_plural = "cast and crew"


class NamesField(forms.CharField):
    """A list of names as an editor writes it: "United States, Hong Kong"."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = value if isinstance(value, str) else ", ".join(value or [])
        return [name for part in text.split(",") if (name := " ".join(part.split()))]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """The names are no text of their own, so the checks of a text do not apply."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class FilmForm(forms.ModelForm):
    countries = NamesField(required=False, help_text="With commas between: United States, Hong Kong.")
    languages = NamesField(required=False, help_text="With commas between: English, Russian.")

    class Meta:
        model = Film
        fields = "__all__"  # noqa: DJ007  the admin narrows it to the fieldsets


@admin.register(Film)
class FilmAdmin(Searched, Tables, RecordHistoryScreens, RecordAdmin):
    """Films and series: found by any of their titles, told apart by year wherever they are chosen."""

    when_empty = (
        "No film yet. “Add film” enters one, “Bring a CSV” many; the commands load_facts and "
        "import_catalogue read whole files of them."
    )
    form = FilmForm
    list_display = ["apart", "kind", "directors", "essay_count", "mention_count", "credit_count", "seen"]
    list_filter = ["kind", "visibility", WrittenAboutFilter, DecadeFilter, TagFilter]
    search_help_text = "Any title, a year, or an id in another catalogue: red heat 1988, 48 hours, tt0095963"
    autocomplete_fields = ["part_of", "poster"]
    readonly_fields = ["shown_poster"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title", "title_language"),
                    ("kind", "release_year", "end_year"),
                    ("disambiguation", "runtime_minutes"),
                    ("countries", "languages"),
                    "part_of",
                ]
            },
        ),
        ("On the site", {"fields": ["synopsis", ("poster", "shown_poster"), "visibility", "slug", "sort_title"]}),
    ]
    inlines = [
        FilmTitleInline,
        CreditInline,
        FilmTagsInline,
        FilmDerivedTagsInline,
        FilmReleaseInline,
        FilmFigureInline,
        FilmIdentifierInline,
    ]
    actions = ["accept", "hide"]
    goes_along = ("finding",)

    class Media:
        js = (Script("essays/admin/choosing.js", defer=True),)

    def uses(self, record: Film) -> Iterable[str]:
        return uses_of(record)

    def waiting(self, request: HttpRequest) -> list[Waiting]:
        """What the desk's first page says of this list."""
        number = Film.objects.filter(visibility=Visibility.PROPOSED).count()
        return [Waiting(number, "proposed films", "visibility__exact=proposed")]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        helps = {
            "kind": "A film series is several films as one thing, such as 48 Hrs. and its sequel.",
            "runtime_minutes": "Such as 96. Empty where it is not known.",
            "visibility": "“Public where something published names it” suits nearly every film.",
        }
        return super().get_form(request, obj, change=change, **{"help_texts": helps, **kwargs})

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        films: Any = super().get_queryset(request)
        return films.for_desk().annotate(
            essay_count=count_rows(Film, "subject_of", essay__discarded_at__isnull=True),
            mention_count=count_rows(Film, "mentions", of="essay", state=Mention.State.LINKED, is_lost=False),
            credit_count=count_rows(Film, "credits"),
        )

    def word_condition(self, word: str) -> Q:
        condition = super().word_condition(word)
        return condition | Q(release_year=int(word)) if len(word) == 4 and word.isdecimal() else condition

    @admin.display(description="title", ordering="sort_title")
    def apart(self, film: Film) -> str:
        return str(film)

    @admin.display(description="directed by")
    def directors(self, film: Any) -> str:
        return ", ".join(credit.person.name for credit in film.director_credits)

    @admin.display(description="as it is")
    def shown_poster(self, film: Film) -> str:
        return thumbnail(film.poster) if film.poster else "No poster yet."

    @admin.display(description="essays")
    def essay_count(self, film: Any) -> int:
        return film.essay_count

    @admin.display(description="named in")
    def mention_count(self, film: Any) -> int:
        return film.mention_count

    @admin.display(description="credits")
    def credit_count(self, film: Any) -> int:
        return film.credit_count

    def choice_text(self, film: Any) -> str:
        """A film as a chooser shows it: "Red Heat (1988) · Walter Hill"."""
        return " · ".join(part for part in (str(film), self.directors(film)) if part)

    def view_on_site(self, film: Film) -> str | None:  # type: ignore[override]
        """Its page, where readers have one."""
        return film.get_absolute_url() if Film.objects.public().filter(pk=film.pk).exists() else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (film := kwargs.get("obj")) is not None:
            context["used_by"] = list(used_by(request, film))
        return super().render_change_form(request, context, *args, **kwargs)

    def doubles(self, record: Film) -> models.QuerySet[Film]:
        """Films and series by this title, first or other, of the same year or of none that is known."""
        same_year = Q(release_year=record.release_year) | Q(release_year__isnull=True)
        titled = Film.objects.filter(pk__in=FilmKey.objects.filter(key=record.title_key).values("film"))
        return titled if record.release_year is None else titled.filter(same_year)

    def save_model(self, request: HttpRequest, obj: Film, form: Any, change: bool) -> None:
        mark_edited(obj, form.changed_data)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        credited = set(form.instance.credits.values_list("person", flat=True))
        super().save_related(request, form, formsets, change)
        if change and "title" in form.changed_data:
            form.instance.keep_former_title(form.initial["title"], form.initial["title_language"])
        if any(formset.model is Credit and formset.has_changed() for formset in formsets):
            credited |= set(form.instance.credits.values_list("person", flat=True))
            derive_job_tags(credited)
            changed = [credit for formset in formsets for credit in _decided_credits(formset)]
            settle_findings_about(changed, by=editor_of(request), now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Film) -> None:
        credited = set(obj.credits.values_list("person", flat=True))
        super().delete_model(request, obj)
        derive_job_tags(credited)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> None:
        credited = set(Credit.objects.filter(film__in=queryset).values_list("person", flat=True))
        super().delete_queryset(request, queryset)
        derive_job_tags(credited)

    @admin.action(description="Accept as films of the site", permissions=["change"])
    def accept(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> None:
        self._show(request, queryset, Visibility.MENTIONED, "accepted: public where something published names them")

    @admin.action(description="Hide from the site", permissions=["change"])
    def hide(self, request: HttpRequest, queryset: models.QuerySet[Film]) -> None:
        self._show(request, queryset, Visibility.HIDDEN, "hidden: nothing public names them as a link any more")

    def _show(self, request: HttpRequest, queryset: models.QuerySet[Film], to: Visibility, outcome: str) -> None:
        number = 0
        for film in queryset.exclude(visibility=to):
            film.visibility = to
            mark_edited(film, ["visibility"])
            film.save(update_fields=["visibility", "provenance", "updated_at"])
            record_changed(film)
            self.log_change(request, film, f"Visibility: {to.label}.")
            number += 1
        level = messages.SUCCESS if number else messages.WARNING
        self.message_user(request, f"{number} {'film' if number == 1 else 'films'} {outcome}.", level)


def _decided_credits(formset: Any) -> list[Credit]:
    """The credits of saved rows that an editor has confirmed, changed as confirmed ones or deleted."""
    if formset.model is not Credit:
        return []
    written = [*formset.new_objects, *(credit for credit, _ in formset.changed_objects)]
    confirmed = [credit for credit in written if credit.state == Credit.State.CONFIRMED]
    return [*confirmed, *formset.deleted_objects]
