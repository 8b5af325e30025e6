"""The tables of each sort of record: which columns they have, and what a row of one means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from import_export import resources, widgets
from import_export.fields import Field

from essays.desk.settling import settle_findings_about
from essays.desk.tables import Column, LookedAtRow
from essays.desk.tagging import derive_job_tags, tags_named
from essays.index.essay import essays_are_due
from essays.index.record import records_were_changed
from essays.models import Account, Credit, Film, FilmTag, FilmTitle
from people.models import Alias, Person, PersonTag, Tag, TagSynonym, Visibility, mark_edited
from people.names import name_key

BETWEEN = ";"  # names in one cell
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
# What an empty cell leaves as it is, or as a new record has it; elsewhere it empties the value.
KEPT_WHEN_EMPTY = frozenset({"slug", "sort_name", "sort_title", "visibility", "kind", "state", "is_credited"})


def _split(cell: str) -> list[str]:
    return list(dict.fromkeys(name for part in cell.split(BETWEEN) if (name := " ".join(part.split()))))


class Number(widgets.Widget):
    """A whole number, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = str(value).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise ValueError(f"“{text}” is no whole number.")
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class Flag(widgets.Widget):
    """yes or no."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = str(value).strip().casefold()
        if text not in YES | NO:
            raise ValueError(f"“{value}” is neither yes nor no.")
        return text in YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class Choice(widgets.Widget):
    """One of a field's choices, by its value."""

    def __init__(self, choices: type[models.TextChoices]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value).strip().casefold()
        if text not in self.choices.values:
            raise ValueError(f"“{value}” is none of {', '.join(self.choices.values)}.")
        return text


class NameList(widgets.Widget):
    """A list of names in one cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return _split(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{BETWEEN} ".join(value or [])


class Reference(widgets.Widget):
    """A record by its address, or by its name where no other has it."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        self._found: dict[str, Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = " ".join(str(value).split())
        if text not in self._found:
            self._found[text] = self._look_up(text)
        return self._found[text]

    def _look_up(self, text: str) -> Any:
        if not text:
            raise ValueError("It is empty.")
        if (record := self.model.objects.filter(slug=text.casefold()).first()) is not None:
            return record
        name = text.rpartition(" (")[0] if text.endswith(")") else text
        called = list(self.model.objects.called(name)) or list(self.model.objects.called(text))
        exact = [record for record in called if str(record) == text] or called
        if not exact:
            raise ValueError(f"There is no {self.model._meta.verbose_name} “{text}”. Enter it first.")
        if len(exact) > 1:
            addresses = " or ".join(record.slug for record in exact[:4])
            raise ValueError(f"“{text}” may be several. Write the address in its place: {addresses}.")
        return exact[0]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.slug if value is not None else ""


@dataclass(slots=True)
class Told:
    """What a row does, noted while it is taken in."""

    labels: dict[str, str]  # a field's attribute to its column
    what: str = ""
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def row(self, number: int, result: Any) -> LookedAtRow:
        errors = [f"{error.error}" for error in result.errors]
        if result.validation_error is not None:
            errors.extend(self._errors(result.validation_error))
        if errors:
            return LookedAtRow(number, "wrong", self.what, errors)
        outcome = {"new": "new", "update": "changed"}.get(result.import_type, "same")
        return LookedAtRow(number, outcome, self.what, self.lines, self.notes)

    def _errors(self, error: ValidationError) -> list[str]:
        if not hasattr(error, "error_dict"):
            return list(error.messages)
        found: list[str] = []
        for name, messages in error.message_dict.items():
            label = self.labels.get(name, "")
            found.extend(f"{label}: {message}" if label else message for message in messages)
        # What the database would say too says nothing more where a field's own sentence says it.
        return [said for said in found if not said.startswith("Constraint “")] or found


class Table(resources.ModelResource):
    """What the tables have in common: a row is checked whole, as its form would, and told in words."""

    columns: ClassVar[tuple[Column, ...]]
    needed: ClassVar[tuple[tuple[str, ...], ...]] = (("address", "name"),)

    class Meta:
        clean_model_instances = True
        skip_diff = True
        report_skipped = True
        use_transactions = True

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Told] = []
        self.written: list[int] = []
        self._values: dict[str, Any] = {}
        self._parts: dict[str, list[str]] = {}

    def select(self, records: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The records with all that a row of theirs shows."""
        return records

    def get_import_order(self) -> list[str]:
        return list(self.fields)

    def get_export_order(self) -> list[str]:
        fields = {one.column_name: name for name, one in self.fields.items()}
        return [fields[column.name] for column in self.columns]

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        if field.attribute in KEPT_WHEN_EMPTY and not str(row.get(field.column_name) or "").strip():
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        with transaction.atomic():  # so that what the database refuses spoils no other row
            super().do_instance_save(instance, is_create)

    def _check_import_id_fields(self, headers: Any) -> None:
        """The headers were checked before."""

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        labels = {one.attribute: one.column_name for one in self.fields.values() if one.attribute}
        self.told.append(Told(labels, self.row_name(row)))

    def row_name(self, row: dict[str, Any]) -> str:
        return row.get("name") or row.get("title") or row.get("address") or ""

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Any:
        address = str(row.get("address") or "").strip().casefold()
        return self.get_queryset().filter(slug=address).first() if address else None

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        if not new:
            self.told[-1].what = str(instance)
        self._values = {one.column_name: one.export(instance) if not new else "" for one in self._given(row)}
        self._parts = {name: [] if new else self.part_names(instance, name) for name in self.parts() if name in row}

    def _given(self, row: dict[str, Any]) -> list[Any]:
        return [one for one in self.get_import_fields() if one.attribute and one.column_name in row]

    def parts(self) -> tuple[str, ...]:
        """The columns that hold names of rows beside the record."""
        return ()

    def part_names(self, instance: Any, column: str) -> list[str]:
        """The names that a record has in such a column."""
        raise NotImplementedError

    def set_parts(self, instance: Any, column: str, added: list[str], gone: list[str]) -> None:
        """Give a record these names there, and take those away."""
        raise NotImplementedError

    def _changed_parts(self, row: dict[str, Any]) -> dict[str, tuple[list[str], list[str]]]:
        found = {}
        for column, had in self._parts.items():
            has = _split(str(row[column]))
            added = [name for name in has if name not in had]
            gone = [name for name in had if name not in has]
            if added or gone:
                found[column] = (added, gone)
        return found

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        told = self.told[-1]
        for one in self._given(row):
            was, now = self._values[one.column_name], one.export(instance)
            if was != now:
                told.lines.append(f"{one.column_name}: {was or '–'} → {now or '–'}")
        for column, (added, gone) in self._changed_parts(row).items():
            told.lines.extend(f"{column}: added {name}" for name in added)
            told.lines.extend(f"{column}: removed {name}" for name in gone)
        return bool(instance.pk and not told.lines and not import_validation_errors)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        self.check(instance)
        super().validate_instance(instance, import_validation_errors, **kwargs)

    def check(self, instance: Any) -> None:
        """Note what an editor should know, and refuse what a form would refuse."""

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if isinstance(instance, Person | Film):
            changed = [
                one.attribute for one in self._given(row) if self._values[one.column_name] != one.export(instance)
            ]
            mark_edited(instance, changed)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        for column, (added, gone) in self._changed_parts(row).items():
            self.set_parts(instance, column, added, gone)
        self.told[-1].what = str(instance)
        self.written.append(instance.pk)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """The ids are the database's own; nothing is to be set right after."""

    def follow_up(self, *, by: Account | None, now: dt.datetime) -> None:
        """What follows once all is stored."""

    def renew_index(self, *, now: dt.datetime) -> None:
        """Let search find what was written by what it is now."""
        model = self._meta.model
        if model is Tag:
            essays_are_due(essay__taggings__tag__in=self.written)
        elif model is Credit:
            films = Credit.objects.filter(pk__in=self.written).order_by().values_list("film", flat=True)
            records_were_changed(films=films, now=now)
        else:
            records_were_changed(**{"films" if model is Film else "people": self.written}, now=now)


def _check_visibility(instance: Any, was: str) -> None:
    """A proposal is accepted in its list, where its mentions are linked, and nothing is made one by a table."""
    if instance.visibility != was and Visibility.PROPOSED in (instance.visibility, was):
        is_waiting = was == Visibility.PROPOSED
        said = "A proposal is accepted in its list, not by a table." if is_waiting else "A table proposes nothing."
        raise ValidationError({"visibility": said})


def _note_namesakes(instance: Any, name: str, told: Told) -> None:
    if instance.pk is None:
        for other in type(instance).objects.called(name)[:3]:
            told.notes.append(f"There is {other} already ({other.slug}). Is it the same? Then write that address.")


def _set_tags(model: Any, instance: Any, added: list[str], gone: list[str]) -> None:
    taggings = model.objects.filter(content_object=instance, is_derived=False)
    taggings.filter(tag__name__in=gone).delete()
    for tag in tags_named(added, kind=Tag.Kind.TOPIC).values():
        tagging, made = model.objects.get_or_create(content_object=instance, tag=tag)
        if not made and tagging.is_derived:
            tagging.is_derived = False
            tagging.save()


def _tag_names(instance: Any) -> list[str]:
    return sorted(tagging.tag.name for tagging in instance.taggings.all() if not tagging.is_derived)


def _names_of(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns]


ADDRESS = Column("address", "says whose row it is; empty for a new record", "walter-hill")
VISIBILITY = Column("public", "mentioned (where something published names it), public (always) or hidden", "mentioned")


PERSON = (
    ADDRESS,
    Column("name", "as the site prints it", "James Belushi"),
    Column("sort name", "left empty it is made", "Belushi, James"),
    Column("disambiguation", "only where two share a name", "actor, 1930–1980"),
    Column("born", "a year", "1954"),
    Column("died", "a year", ""),
    Column("note", "a sentence or two for readers", "An actor and a musician."),
    VISIBILITY,
    Column("other names", "with semicolons between", "Jim Belushi; James A. Belushi"),
    Column("tags", "an editor's, with semicolons between", "Chicago"),
)


class PersonTable(Table):
    columns = PERSON
    address = Field("slug", "address")
    name = Field("name", "name")
    sort_name = Field("sort_name", "sort name")
    disambiguation = Field("disambiguation", "disambiguation")
    born = Field("birth_year", "born", Number())
    died = Field("death_year", "died", Number())
    note = Field("note", "note")
    public = Field("visibility", "public", Choice(Visibility))
    other_names = Field(column_name="other names")
    tags = Field(column_name="tags")

    class Meta(Table.Meta):
        model = Person
        fields = _names_of(PERSON)

    def select(self, records: models.QuerySet[Any]) -> models.QuerySet[Any]:
        taggings = PersonTag.objects.select_related("tag")
        return records.prefetch_related("aliases", models.Prefetch("taggings", queryset=taggings))

    def dehydrate_other_names(self, person: Person) -> str:
        return f"{BETWEEN} ".join(self.part_names(person, "other names"))

    def dehydrate_tags(self, person: Person) -> str:
        return f"{BETWEEN} ".join(self.part_names(person, "tags"))

    def parts(self) -> tuple[str, ...]:
        return ("other names", "tags")

    def part_names(self, instance: Any, column: str) -> list[str]:
        return _tag_names(instance) if column == "tags" else sorted(alias.name for alias in instance.aliases.all())

    def set_parts(self, instance: Any, column: str, added: list[str], gone: list[str]) -> None:
        if column == "tags":
            _set_tags(PersonTag, instance, added, gone)
            return
        for alias in instance.aliases.filter(name__in=gone):
            alias.delete()
        for name in added:
            alias = Alias(person=instance, name=name)
            alias.full_clean()
            alias.save()

    def check(self, instance: Any) -> None:
        _check_visibility(instance, self._values.get("public", instance.visibility))
        _note_namesakes(instance, instance.name, self.told[-1])

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        if before := self._values.get("name"):
            instance.keep_former_name(before)


FILM = (
    Column("address", ADDRESS.what, "red-heat-1988"),
    Column("title", "as the site prints it", "48 Hrs."),
    Column("language of the title", "only where it is none of the site's own, as a code", "fr"),
    Column("sort title", "left empty it is made", "Getaway, The"),
    Column("kind", f"one of {', '.join(Film.Kind.values)}", "film"),
    Column("year", "of the first public showing", "1982"),
    Column("last year", "of a series that has ended", ""),
    Column("disambiguation", "only where title and year are another film's too", "documentary"),
    Column("minutes", "how long it runs", "96"),
    Column("countries", "with semicolons between", "United States"),
    Column("languages", "with semicolons between", "English; Russian"),
    Column("synopsis", "a sentence or two for readers", "A policeman and a convict have two days."),
    VISIBILITY,
    Column("other titles", "with semicolons between", "48 Hours"),
    Column("tags", "an editor's, with semicolons between", "buddy cop film"),
)


class FilmTable(Table):
    needed = (("address", "title"),)
    columns = FILM
    address = Field("slug", "address")
    title = Field("title", "title")
    title_language = Field("title_language", "language of the title")
    sort_title = Field("sort_title", "sort title")
    kind = Field("kind", "kind", Choice(Film.Kind))
    year = Field("release_year", "year", Number())
    last_year = Field("end_year", "last year", Number())
    disambiguation = Field("disambiguation", "disambiguation")
    minutes = Field("runtime_minutes", "minutes", Number())
    countries = Field("countries", "countries", NameList())
    languages = Field("languages", "languages", NameList())
    synopsis = Field("synopsis", "synopsis")
    public = Field("visibility", "public", Choice(Visibility))
    other_titles = Field(column_name="other titles")
    tags = Field(column_name="tags")

    class Meta(Table.Meta):
        model = Film
        fields = _names_of(FILM)

    def select(self, records: models.QuerySet[Any]) -> models.QuerySet[Any]:
        taggings = FilmTag.objects.select_related("tag")
        return records.prefetch_related("titles", models.Prefetch("taggings", queryset=taggings))

    def dehydrate_other_titles(self, film: Film) -> str:
        return f"{BETWEEN} ".join(self.part_names(film, "other titles"))

    def dehydrate_tags(self, film: Film) -> str:
        return f"{BETWEEN} ".join(self.part_names(film, "tags"))

    def parts(self) -> tuple[str, ...]:
        return ("other titles", "tags")

    def part_names(self, instance: Any, column: str) -> list[str]:
        return _tag_names(instance) if column == "tags" else sorted(title.title for title in instance.titles.all())

    def set_parts(self, instance: Any, column: str, added: list[str], gone: list[str]) -> None:
        if column == "tags":
            _set_tags(FilmTag, instance, added, gone)
            return
        for title in instance.titles.filter(title__in=gone):
            title.delete()
        for name in added:
            title = FilmTitle(film=instance, title=name)
            title.full_clean()
            title.save()

    def check(self, instance: Any) -> None:
        _check_visibility(instance, self._values.get("public", instance.visibility))
        _note_namesakes(instance, instance.title, self.told[-1])

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        if before := self._values.get("title"):
            instance.keep_former_title(before, self._values.get("language of the title", ""))


CREDIT = (
    Column("film", "its address, or its title with the year", "red-heat-1988"),
    Column("person", "their address, or their name", "james-belushi"),
    Column("job", f"one of {', '.join(Credit.Job.values)}", "actor"),
    Column("character", "whom they play", "Art Ridzik"),
    Column("billing", "the place in the cast, from 1", "2"),
    Column("credited as", "where the screen has another name", "Jim Belushi"),
    Column("screen credit", "no for a contribution without one", "yes"),
    Column("state", "confirmed or proposed", "confirmed"),
    Column("source", "who says so", "the press book"),
)


class CreditTable(Table):
    needed = (("film",), ("person",), ("job",))
    columns = CREDIT
    billing = Field("billing", "billing", Number())
    credited_as = Field("credited_as", "credited as")
    is_credited = Field("is_credited", "screen credit", Flag())
    state = Field("state", "state", Choice(Credit.State))
    source = Field("source", "source")
    film = Field("film", "film", Reference(Film))
    person = Field("person", "person", Reference(Person))
    job = Field("job", "job", Choice(Credit.Job))
    character = Field("character", "character")

    class Meta(Table.Meta):
        model = Credit
        fields = _names_of(CREDIT)

    def select(self, records: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return records.select_related("film", "person")

    def row_name(self, row: dict[str, Any]) -> str:
        return ", ".join(str(row[name]) for name in ("person", "job", "film") if row.get(name))

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Any:
        """The credit of this person for this job on this film, and as this character where the table says which."""
        try:
            film, person, job = (self.fields[name].clean(row) for name in ("film", "person", "job"))
        except ValueError:
            return None  # said when the fields are read
        found = Credit.objects.filter(film=film, person=person, job=job).select_related("film", "person")
        if "character" in row:
            return found.filter(character=" ".join(str(row["character"]).split())).first()
        alone = list(found[:2])
        return alone[0] if len(alone) == 1 else None

    def follow_up(self, *, by: Account | None, now: dt.datetime) -> None:
        credits = Credit.objects.filter(pk__in=self.written)
        derive_job_tags(credit.person_id for credit in credits)
        settle_findings_about([one for one in credits if one.state == Credit.State.CONFIRMED], by=by, now=now)


TAG = (
    Column("address", ADDRESS.what, "buddy-cop-film"),
    Column("name", "as the site prints it", "buddy cop film"),
    Column("kind", f"one of {', '.join(Tag.Kind.values)}", "genre"),
    Column("description", "a sentence or two for readers", "Two who would rather not."),
    Column("synonyms", "with semicolons between", "buddy film; cop duo"),
)


class TagTable(Table):
    columns = TAG
    address = Field("slug", "address")
    name = Field("name", "name")
    kind = Field("kind", "kind", Choice(Tag.Kind))
    description = Field("description", "description")
    synonyms = Field(column_name="synonyms")

    class Meta(Table.Meta):
        model = Tag
        fields = _names_of(TAG)

    def select(self, records: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return records.prefetch_related("synonyms")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Any:
        """By its address; else by its name, which no two tags share."""
        found = super().get_instance(instance_loader, row)
        name = " ".join(str(row.get("name") or "").split())
        if found is None and name and not str(row.get("address") or "").strip():
            found = Tag.objects.filter(name__iexact=name).first()
        return found

    def dehydrate_synonyms(self, tag: Tag) -> str:
        return f"{BETWEEN} ".join(self.part_names(tag, "synonyms"))

    def parts(self) -> tuple[str, ...]:
        return ("synonyms",)

    def part_names(self, instance: Any, column: str) -> list[str]:
        return sorted(synonym.name for synonym in instance.synonyms.all())

    def set_parts(self, instance: Any, column: str, added: list[str], gone: list[str]) -> None:
        instance.synonyms.filter(name__in=gone).delete()
        for name in added:
            synonym = TagSynonym(tag=instance, name=name)
            synonym.full_clean()
            synonym.save()

    def check(self, instance: Any) -> None:
        if called := TagSynonym.objects.filter(key=name_key(instance.name)).exclude(tag=instance.pk).first():
            self.told[-1].notes.append(f"{called.name} is a synonym of {called.tag} already.")


RESOURCES: dict[str, Any] = {"person": PersonTable, "film": FilmTable, "credit": CreditTable, "tag": TagTable}
