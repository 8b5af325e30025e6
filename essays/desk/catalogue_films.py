"""Films of a catalogue with their titles, credits and genres: new records in bulk, those here brought up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from essays.desk.bulk import Addresses, insert_rows, new_ids
from essays.desk.catalogue_people import Origin, provenance_text
from essays.desk.renewing import mark_written, may_give_rows, renew_fields
from essays.desk.staging import StagedCredit, StagedTitle, Staging, is_made_up
from essays.desk.tagging import derive_job_tags, tags_named
from essays.index.record import records_were_changed
from essays.linking.keys import title_keys
from essays.models import Credit, Film, FilmIdentifier, FilmKey, FilmTag, FilmTitle, FormerFilmSlug
from essays.models.film import TITLE_MAX_LENGTH, sort_title
from people.models import EDITOR, Tag, Visibility
from people.names import name_key

FILM_COLUMNS = (
    "id", "title", "title_language", "sort_title", "title_key", "kind", "release_year", "end_year", "disambiguation",
    "slug", "runtime_minutes", "countries", "languages", "synopsis", "visibility", "provenance",
    "created_at", "updated_at",
)  # fmt: skip
CREDIT_COLUMNS = (
    "film_id",
    "person_id",
    "job",
    "character",
    "billing",
    "credited_as",
    "is_credited",
    "state",
    "source",
)
GENRES_PER_QUERY = 50


@dataclass(frozen=True, slots=True)
class OtherTitle:
    text: str
    kind: str
    language: str


@dataclass(slots=True)
class Details:
    """What the files say of one title beside its own row. ``ids`` are the numbers of all its ids."""

    ids: list[int]
    titles: dict[str, OtherTitle] = field(default_factory=dict)
    credits: dict[tuple[int, str], StagedCredit] = field(default_factory=dict)
    genres: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FilmsWritten:
    """What a batch did, in numbers of rows."""

    made: int = 0
    changed: int = 0
    titles: int = 0
    credits: int = 0
    records: list[tuple[int, int]] = field(default_factory=list)


class FilmWriter:
    """Writes films; each call is meant to be one transaction."""

    def __init__(self, staging: Staging, origin: Origin) -> None:
        self._staging = staging
        self._origin = origin
        self._addresses = Addresses(Film, FormerFilmSlug)

    def make(self, titles: Sequence[StagedTitle]) -> FilmsWritten:
        """New records for ``titles``, in the order of their addresses, with all that belongs to them."""
        details = self._details(titles)
        ids = new_ids(Film, len(titles))
        records = {title.id: pk for title, pk in zip(titles, ids, strict=True)}
        slugs = self._addresses.take([title.base for title in titles])
        now = connection.ops.adapt_datetimefield_value(self._origin.now)
        source = self._origin.name
        insert_rows(
            Film,
            FILM_COLUMNS,
            [
                (
                    records[title.id], title.title, "", sort_title(title.title)[:TITLE_MAX_LENGTH], title.key,
                    title.kind, title.year, title.end_year, "", slug, title.minutes, "[]", "[]", "",
                    Visibility.MENTIONED.value, provenance_text(source, *_known(title)), now, now,
                )
                for title, slug in zip(titles, slugs, strict=True)
            ],
        )  # fmt: skip
        written = FilmsWritten(made=len(titles), records=list(records.items()))
        self._identify([(records[title.id], number) for title in titles for number in details[title.id].ids])
        others = [(records[title.id], other) for title in titles for other in details[title.id].titles.values()]
        written.titles = self._add_titles(others)
        keys = [
            (key, form, records[title.id])
            for title in titles
            for key, form in title_keys(title.title, sorted(details[title.id].titles))
        ]
        insert_rows(FilmKey, ("key", "form", "film_id"), sorted(keys))
        credits = [(records[title.id], credit) for title in titles for credit in details[title.id].credits.values()]
        written.credits = self._add_credits(credits)
        tags = self._genre_tags(details.values())
        insert_rows(
            FilmTag,
            ("content_object_id", "tag_id", "is_derived"),
            sorted(
                (records[title.id], tag, True)
                for title in titles
                for tag in {tags[genre] for genre in details[title.id].genres}
            ),
        )
        # People made in this run have their job tags already.
        derive_job_tags(self._staging.records_here_before({credit.person for _, credit in credits}))
        return written

    def renew(self, titles: Sequence[StagedTitle], records: Mapping[int, int]) -> FilmsWritten:
        """Bring the records of ``titles`` up to date and add what they lack."""
        details = self._details(titles)
        films = Film.objects.select_for_update().order_by().in_bulk(set(records.values()))
        titles = [title for title in titles if records[title.id] in films]
        open_films = {pk for pk, film in films.items() if may_give_rows(film, self._origin.name)}
        changed: dict[int, set[str]] = {}
        for title in titles:
            film = films[records[title.id]]
            if fields := renew_fields(film, _said(film, title), source=self._origin.name):
                changed.setdefault(film.pk, set()).update(fields)
        new_ids_of_films = self._missing_identifiers(titles, details, records)
        self._identify(new_ids_of_films)
        open_titles = [title for title in titles if records[title.id] in open_films]
        others = self._missing_titles(open_titles, details, records, films)
        credits = self._missing_credits(open_titles, details, records)
        written = FilmsWritten(titles=self._add_titles(others), credits=self._add_credits(credits))
        tagged = self._add_missing_tags(open_titles, details, records)
        filled = self._fill_credits(open_titles, details, records)
        touched = {pk for pk, _ in new_ids_of_films} | {pk for pk, _ in others} | {pk for pk, _ in credits}
        for pk in touched | tagged | filled:
            changed.setdefault(pk, set())
        self._save([films[pk] for pk in changed])
        for pk in {pk for pk, _ in others} | {pk for pk, fields in changed.items() if "title" in fields}:
            films[pk].renew_keys()
        derive_job_tags({credit.record for _, credit in credits})
        records_were_changed(films=changed, now=self._origin.now)
        written.changed = len(changed)
        return written

    def _details(self, titles: Sequence[StagedTitle]) -> dict[int, Details]:
        numbers = [title.id for title in titles]
        details = {title.id: Details([title.id]) for title in titles}
        for number, twin in self._staging.twins(numbers):
            details[number].ids.append(twin)
        for title in titles:
            said = details[title.id]
            said.genres = [genre for genre in title.genres.split(",") if genre]
            if title.original != title.title:
                said.titles[title.original] = OtherTitle(title.original, FilmTitle.Kind.ORIGINAL.value, "")
        for number, text, kind, language in self._staging.akas(numbers):
            details[number].titles.setdefault(text, OtherTitle(text, kind, language))
        for credit in self._staging.credits(numbers):
            credits = details[credit.title].credits
            have = credits.get((credit.record, credit.job))
            if have is None or (credit.character and not have.character):
                credits[credit.record, credit.job] = credit
        return details

    def _identify(self, films: Iterable[tuple[int, int]]) -> None:
        rows = [(pk, self._origin.scheme(is_made_up(number)), film_id_text(number)) for pk, number in films]
        insert_rows(FilmIdentifier, ("film_id", "scheme", "value"), rows)

    def _add_titles(self, others: Sequence[tuple[int, OtherTitle]]) -> int:
        rows = [(pk, other.text, name_key(other.text), other.kind, other.language) for pk, other in others]
        insert_rows(FilmTitle, ("film_id", "title", "title_key", "kind", "language"), rows)
        return len(rows)

    def _add_credits(self, credits: Sequence[tuple[int, StagedCredit]]) -> int:
        source, state = self._origin.name, Credit.State.CONFIRMED.value
        rows = [
            (pk, credit.record, credit.job, credit.character, credit.billing, "", True, state, source)
            for pk, credit in credits
        ]
        insert_rows(Credit, CREDIT_COLUMNS, rows)
        return len(rows)

    def _genre_tags(self, details: Iterable[Details]) -> dict[str, int]:
        genres = sorted({genre for said in details for genre in said.genres})
        tags: dict[str, int] = {}
        for start in range(0, len(genres), GENRES_PER_QUERY):
            some = tags_named(genres[start : start + GENRES_PER_QUERY], kind=Tag.Kind.GENRE)
            tags |= {name: tag.pk for name, tag in some.items()}
        return tags

    def _missing_identifiers(
        self, titles: Sequence[StagedTitle], details: Mapping[int, Details], records: Mapping[int, int]
    ) -> list[tuple[int, int]]:
        have = set(
            FilmIdentifier.objects.filter(film_id__in=set(records.values())).values_list("film_id", "scheme", "value")
        )
        return [
            (records[title.id], number)
            for title in titles
            for number in details[title.id].ids
            if (records[title.id], self._origin.scheme(is_made_up(number)), film_id_text(number)) not in have
        ]

    def _missing_titles(
        self,
        titles: Sequence[StagedTitle],
        details: Mapping[int, Details],
        records: Mapping[int, int],
        films: Mapping[int, Film],
    ) -> list[tuple[int, OtherTitle]]:
        have: dict[int, set[str]] = defaultdict(set)
        for pk, text in FilmTitle.objects.filter(film_id__in=set(records.values())).values_list("film_id", "title"):
            have[pk].add(text)
        missing: list[tuple[int, OtherTitle]] = []
        for title in titles:
            pk = records[title.id]
            have[pk].add(films[pk].title)
            own = OtherTitle(title.title, FilmTitle.Kind.OTHER.value, "")
            for other in (own, *details[title.id].titles.values()):
                if other.text not in have[pk] and not (other is own and _is_named_by_editor(films[pk])):
                    have[pk].add(other.text)
                    missing.append((pk, other))
        return missing

    def _missing_credits(
        self, titles: Sequence[StagedTitle], details: Mapping[int, Details], records: Mapping[int, int]
    ) -> list[tuple[int, StagedCredit]]:
        """Credits whose person has no such job on the film yet, whoever said so."""
        have = set(
            Credit.objects.filter(film_id__in={records[title.id] for title in titles})
            .order_by()
            .values_list("film_id", "person_id", "job")
        )
        missing: list[tuple[int, StagedCredit]] = []
        for title in titles:
            for (person, job), credit in details[title.id].credits.items():
                if (place := (records[title.id], person, job)) not in have:
                    have.add(place)
                    missing.append((records[title.id], credit))
        return missing

    def _fill_credits(
        self, titles: Sequence[StagedTitle], details: Mapping[int, Details], records: Mapping[int, int]
    ) -> set[int]:
        """Give credits that another file or document made the character and billing they lack; the films of those.

        A credit without a source is an editor's and stays as it is; so does one of this catalogue.
        """
        said = {
            (records[title.id], person, job): credit
            for title in titles
            for (person, job), credit in details[title.id].credits.items()
        }
        rows = (
            Credit.objects.filter(film_id__in={records[title.id] for title in titles}, character="")
            .exclude(source__in=["", EDITOR, self._origin.name])
            .order_by()
        )
        filled: list[Credit] = []
        for row in rows:
            credit = said.get((row.film_id, row.person_id, row.job))
            if credit and credit.character:
                row.character, row.billing = credit.character, row.billing or credit.billing
                filled.append(row)
        Credit.objects.bulk_update(filled, ["character", "billing"], batch_size=100)
        return {row.film_id for row in filled}

    def _add_missing_tags(
        self, titles: Sequence[StagedTitle], details: Mapping[int, Details], records: Mapping[int, int]
    ) -> set[int]:
        tags = self._genre_tags(details[title.id] for title in titles)
        have = set(
            FilmTag.objects.filter(content_object_id__in={records[title.id] for title in titles}).values_list(
                "content_object_id", "tag_id"
            )
        )
        wanted = {(records[title.id], tags[genre]) for title in titles for genre in details[title.id].genres}
        rows = [(pk, tag, True) for pk, tag in sorted(wanted - have)]
        insert_rows(FilmTag, ("content_object_id", "tag_id", "is_derived"), rows)
        return {pk for pk, _, _ in rows}

    def _save(self, films: Sequence[Film]) -> None:
        for film in films:
            mark_written(film, source=self._origin.name, now=self._origin.now)
            film.title_key = name_key(film.title)
        fields = ["title", "title_key", "release_year", "end_year", "runtime_minutes", "provenance", "updated_at"]
        Film.objects.bulk_update(films, fields, batch_size=100)


def film_id_text(number: int) -> str:
    return f"tt{number:07d}"


def _known(title: StagedTitle) -> tuple[str, ...]:
    said = (
        ("title", title.title),
        ("kind", title.kind),
        ("release_year", title.year),
        ("end_year", title.end_year),
        ("runtime_minutes", title.minutes),
    )
    return tuple(name for name, value in said if value is not None)


def _said(film: Film, title: StagedTitle) -> dict[str, object]:
    """The fields of ``film`` that the files speak of; without an end before the beginning another source gives."""
    said: dict[str, object] = {
        "title": title.title,
        "release_year": title.year,
        "end_year": title.end_year,
        "runtime_minutes": title.minutes,
    }
    begins, ends = film.release_year or title.year, film.end_year or title.end_year
    if begins and ends and ends < begins:
        del said["release_year"], said["end_year"]
    return said


def _is_named_by_editor(film: Film) -> bool:
    return bool(film.provenance.get("title") == EDITOR)
