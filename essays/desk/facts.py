"""Loading the facts file: records made and brought up to date, and never what an editor has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet

from essays.desk.facts_file import CreditEntry, EntryError, FilmEntry, read_facts_file
from essays.desk.facts_people import IMDB, SCHEME, PeopleOfFile, identity
from essays.desk.facts_report import FactsReport
from essays.desk.provenance import LOADED, RowChanges, merge_fields, merge_rows
from essays.desk.storing import all_checked, checked
from essays.desk.tagging import derive_job_tags, tags_named
from essays.index.record import records_were_changed
from essays.models import Credit, Film, FilmFigure, FilmIdentifier, FilmRelease, FilmTag, FilmTitle
from people.models import Tag, Visibility
from people.names import name_key

__all__ = ["FactsReport", "load_facts"]


def load_facts(path: Path, *, now: dt.datetime) -> FactsReport:
    """Load the facts file at ``path``; each entry is one transaction. Raises FactsFileError where it is no such file.

    Loading the same file again changes nothing. What an editor has changed since, or deleted, stays as it is.
    """
    file = read_facts_file(path)
    report = FactsReport(problems=list(file.problems))
    people = PeopleOfFile(file.people, source=path.name, report=report)
    films = FilmsOfFile(people, source=path.name, report=report)

    def load(where: str, load_entry: Callable[[], None]) -> None:
        try:
            with transaction.atomic():
                load_entry()
        except (EntryError, ValidationError) as error:
            people.forget()
            message = " ".join(error.messages) if isinstance(error, ValidationError) else f"{error}."
            report.problems.append(f"{path.name}, {where}: {message} Nothing of this entry was loaded.")

    for person in file.people:
        load(f"person {person.label}", partial(people.load, person, now=now))
    for film in sorted(file.films, key=lambda film: film.kind != Film.Kind.FILM_SERIES):
        load(f"film {film.label}", partial(films.load, film, now=now))
    return report


class FilmsOfFile:
    """Loads ``[[film]]`` entries. Film series come first, so that their parts find them."""

    def __init__(self, people: PeopleOfFile, *, source: str, report: FactsReport) -> None:
        self._people = people
        self._source = source
        self._report = report

    def load(self, entry: FilmEntry, *, now: dt.datetime) -> None:
        """Make or renew the record of one entry with all its rows. Raises EntryError or ValidationError."""
        film = self._record(entry)
        is_new = film.pk is None
        memory = film.provenance
        changed = merge_fields(film, self._fields(entry), source=self._source)
        if film.visibility == Visibility.PROPOSED:
            film.visibility, changed = Visibility.MENTIONED, True
        if is_new:
            self._save(film, now=now)
        rows_changed = any(
            [
                self._titles(film, entry),
                self._releases(film, entry),
                self._figures(film, entry),
                self._genres(film, entry),
                self._credits(film, entry, now=now),
            ]
        )
        self._identify(film, entry)
        if changed or film.provenance is not memory:
            self._save(film, now=now)
        if is_new:
            self._report.films_made += 1
        elif changed or rows_changed:
            self._report.films_changed += 1
            records_were_changed(films=[film.pk], now=now)
        else:
            self._report.unchanged += 1

    def _record(self, entry: FilmEntry) -> Film:
        """The record of this entry: by its own identifier, by its imdb id, by title and year; unsaved if none is."""
        films = Film.objects.prefetch_related(
            "titles", "releases", "figures", "identifiers", "credits", "taggings__tag"
        )
        if film := films.filter(identifiers__scheme=SCHEME, identifiers__value=_identity(entry)).first():
            return film
        if entry.imdb and (film := films.filter(identifiers__scheme=IMDB, identifiers__value=entry.imdb).first()):
            return film
        same = [
            film
            for film in films.filter(title_key=name_key(entry.title), release_year=entry.year, kind=entry.kind)
            if name_key(film.disambiguation) == name_key(entry.disambiguation)
            and not any(own.scheme == SCHEME for own in film.identifiers.all())
        ]
        if len(same) > 1:
            raise EntryError(f"{len(same)} films on the site have this title and year; give it a disambiguation")
        return same[0] if same else Film(visibility=Visibility.MENTIONED)

    def _fields(self, entry: FilmEntry) -> dict[str, object]:
        return {
            "title": entry.title,
            "release_year": entry.year,
            "kind": entry.kind,
            "disambiguation": entry.disambiguation,
            "end_year": entry.end_year,
            "runtime_minutes": entry.runtime_minutes,
            "countries": list(entry.countries),
            "languages": list(entry.languages),
            "part_of_id": self._series(entry.part_of) if entry.part_of else None,
        }

    def _series(self, title: str) -> int:
        series = Film.objects.filter(title_key=name_key(title), kind=Film.Kind.FILM_SERIES)
        found = list(series.values_list("pk", flat=True)[:2])
        if len(found) != 1:
            raise EntryError(f"part_of is “{title}”, but {len(found) or 'no'} film series of the file is called so")
        return int(found[0])

    def _save(self, film: Film, *, now: dt.datetime) -> None:
        film.provenance.setdefault(LOADED, {})["at"] = now.isoformat()
        film.derive_keys()
        checked(film).save()

    def _titles(self, film: Film, entry: FilmEntry) -> bool:
        said = {title: [FilmTitle.Kind.OTHER.value] for title in entry.other_titles}
        if entry.original_title:
            said[entry.original_title] = [FilmTitle.Kind.ORIGINAL.value]
        have = {row.title: row for row in film.titles.all()}
        changes = merge_rows(film, "titles", said, {title: [row.kind] for title, row in have.items()})
        for title in changes.to_change:
            have[title].kind = said[title][0]
            checked(have[title]).save()
        _remove(film.titles.all(), [have[title] for title in changes.to_remove])
        FilmTitle.objects.bulk_create(
            all_checked(
                FilmTitle(film=film, title=title, title_key=name_key(title), kind=said[title][0])
                for title in changes.to_add
            )
        )
        if changes.to_add or changes.to_remove:
            film.renew_keys()
        return _any(changes)

    def _releases(self, film: Film, entry: FilmEntry) -> bool:
        said = {f"{country}|{on.isoformat()}": (country, on) for country, on in entry.released}
        have = {f"{row.country}|{row.released_on.isoformat()}": row for row in film.releases.all()}
        changes = merge_rows(film, "releases", {key: [] for key in said}, {key: [] for key in have})
        _remove(film.releases.all(), [have[key] for key in changes.to_remove])
        FilmRelease.objects.bulk_create(
            all_checked(
                FilmRelease(film=film, country=said[key][0], released_on=said[key][1], source=self._source)
                for key in changes.to_add
            )
        )
        return _any(changes)

    def _figures(self, film: Film, entry: FilmEntry) -> bool:
        said = {f"{row.kind}|{row.territory}": row for row in entry.figures}
        have = {f"{row.kind}|{row.territory}": row for row in film.figures.all() if row.source == self._source}
        changes = merge_rows(
            film,
            "figures",
            {key: [row.amount, row.currency] for key, row in said.items()},
            {key: [row.amount, row.currency] for key, row in have.items()},
        )
        _remove(film.figures.all(), [have[key] for key in changes.to_remove])
        for key in changes.to_change:
            have[key].amount, have[key].currency = said[key].amount, said[key].currency
            checked(have[key]).save()
        FilmFigure.objects.bulk_create(
            all_checked(
                FilmFigure(
                    film=film,
                    kind=said[key].kind,
                    amount=said[key].amount,
                    currency=said[key].currency,
                    territory=said[key].territory,
                    source=self._source,
                )
                for key in changes.to_add
            )
        )
        return _any(changes)

    def _genres(self, film: Film, entry: FilmEntry) -> bool:
        have = {row.tag.name.casefold(): row for row in film.taggings.all()}
        changes = merge_rows(film, "genres", {g.casefold(): [] for g in entry.genres}, {name: [] for name in have})
        _remove(film.taggings.all(), [have[name] for name in changes.to_remove])
        tags = tags_named([g for g in entry.genres if g.casefold() in changes.to_add], kind=Tag.Kind.GENRE)
        FilmTag.objects.bulk_create(
            (FilmTag(content_object=film, tag=tag) for tag in tags.values()), ignore_conflicts=True
        )
        return _any(changes)

    def _credits(self, film: Film, entry: FilmEntry, *, now: dt.datetime) -> bool:
        said: dict[str, tuple[int, CreditEntry]] = {}
        for line in entry.credits:
            person_id = self._people.resolve(line.person, now=now)
            said[f"{line.job}|{person_id}|{line.character}"] = (person_id, line)
        have = {f"{row.job}|{row.person_id}|{row.character}": row for row in film.credits.all()}
        changes = merge_rows(
            film,
            "credits",
            {key: [line.billing, line.credited_as] for key, (_, line) in said.items()},
            {key: [row.billing, row.credited_as] for key, row in have.items()},
        )
        _remove(film.credits.all(), [have[key] for key in changes.to_remove])
        for key in changes.to_change:
            have[key].billing, have[key].credited_as = said[key][1].billing, said[key][1].credited_as
            checked(have[key]).save()
        new: list[Credit] = []
        for key in changes.to_add:
            person_id, line = said[key]
            if (shorter := _shorter(have.values(), person_id, line)) is not None:
                shorter.character = line.character
                shorter.billing = shorter.billing or line.billing
                shorter.credited_as = shorter.credited_as or line.credited_as
                checked(shorter).save()
            else:
                new.append(
                    Credit(
                        film=film,
                        person_id=person_id,
                        job=line.job,
                        character=line.character,
                        billing=line.billing,
                        credited_as=line.credited_as,
                        source=self._source,
                    )
                )
        Credit.objects.bulk_create(all_checked(new))
        if _any(changes):
            derive_job_tags({row.person_id for row in have.values()} | {person_id for person_id, _ in said.values()})
        return _any(changes)

    def _identify(self, film: Film, entry: FilmEntry) -> None:
        wanted = {SCHEME: _identity(entry), **({IMDB: entry.imdb} if entry.imdb else {})}
        have = {(own.scheme, own.value) for own in film.identifiers.all()}
        for scheme, value in wanted.items():
            if (scheme, value) in have or (scheme == IMDB and any(own == IMDB for own, _ in have)):
                continue
            if taken := FilmIdentifier.objects.filter(scheme=scheme, value=value).exclude(film=film).first():
                raise EntryError(f"{scheme} {value} is already the id of {taken.film}")
            FilmIdentifier.objects.create(film=film, scheme=scheme, value=value)


def _identity(entry: FilmEntry) -> str:
    return identity(f"{entry.title} {entry.year or ''} {entry.kind} {entry.disambiguation}")


def _any(changes: RowChanges) -> bool:
    return bool(changes.to_add or changes.to_change or changes.to_remove)


def _remove(rows: QuerySet[Model], gone: list[Model]) -> None:
    if gone:
        rows.filter(pk__in=[row.pk for row in gone]).delete()


def _shorter(have: Iterable[Credit], person_id: int, line: CreditEntry) -> Credit | None:
    """A credit of the same person and job that a document gave with less of the character's name."""
    words = set(name_key(line.character).split())
    for row in have:
        same = row.person_id == person_id and row.job == line.job and row.source
        if same and set(name_key(row.character).split() if row.character else []) < words:
            return row
    return None
