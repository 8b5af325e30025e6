"""The database as a Catalogue: what linking asks of the records, in one query a call."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from essays.desk.asking import rows_of, texts_of
from essays.linking.catalogue import (
    FILMS_OF_A_TITLE,
    NOTHING_NEAR,
    CreditRecord,
    FilmRecord,
    Near,
    PersonRecord,
)
from people.models import tells_apart

CREDITS_PER_PERSON = 300

FILM = """f.id, f.title, f.release_year, f.kind, f.end_year,
    (SELECT texts(t.title) FROM (SELECT title FROM essays_filmtitle WHERE film_id = f.id ORDER BY id) t),
    f.part_of_id, (SELECT count(*) FROM essays_credit c WHERE c.film_id = f.id)"""
PERSON = """p.id, p.name, p.disambiguation, p.birth_year, p.death_year, p.slug,
    (SELECT texts(a.name) FROM (SELECT name FROM people_alias WHERE person_id = p.id ORDER BY id) a),
    (SELECT count(*) FROM essays_credit c WHERE c.person_id = p.id)"""
CREDIT = "c.film_id, c.person_id, c.job, c.character, c.billing, c.is_credited"
TO_LINK = "visibility NOT IN ('proposed', 'hidden')"

TITLE_FORMS = "SELECT key, form, count(*) FROM essays_filmkey WHERE key IN (values) GROUP BY key, form"
# Of one key and form the films with the most credits: a common title has hundreds, of which few are written about.
FILMS_BY_KEY = f"""SELECT k.key, k.form, {FILM} FROM (
        SELECT k.key, k.form, k.film_id, row_number() OVER (PARTITION BY k.key, k.form ORDER BY
            (SELECT count(*) FROM essays_credit c WHERE c.film_id = k.film_id) DESC, k.film_id) AS place
        FROM essays_filmkey k WHERE k.key IN (values)
    ) k JOIN essays_film f ON f.id = k.film_id WHERE k.place <= {FILMS_OF_A_TITLE} AND f.{TO_LINK}"""  # noqa: S608
# Of the keys with more films than that: those that the text points to.
FILMS_NEAR = f"""SELECT k.key, k.form, {FILM} FROM essays_filmkey k JOIN essays_film f ON f.id = k.film_id
    WHERE k.key IN (values) AND (f.id IN (second) OR f.release_year IN (third)) AND f.{TO_LINK}"""  # noqa: S608
FILMS = f"SELECT {FILM} FROM essays_film f WHERE f.id IN (values) AND f.{TO_LINK}"  # noqa: S608
PEOPLE_BY_KEY = f"""SELECT k.key, k.form, {PERSON} FROM people_personkey k JOIN people_person p ON p.id = k.person_id
    WHERE k.key IN (values) AND p.{TO_LINK}"""  # noqa: S608
PEOPLE = f"SELECT {PERSON} FROM people_person p WHERE p.id IN (values) AND p.{TO_LINK}"  # noqa: S608
CREDITS_OF_FILMS = f"""SELECT {CREDIT}, p.name FROM essays_credit c JOIN people_person p ON p.id = c.person_id
    WHERE c.film_id IN (values) AND c.state = 'confirmed'
    ORDER BY c.film_id, c.billing IS NULL, c.billing, c.id"""  # noqa: S608
CREDITS_OF_PEOPLE = f"""SELECT {CREDIT} FROM essays_credit c
    WHERE c.person_id IN (values) AND c.state = 'confirmed' ORDER BY c.person_id, c.id"""  # noqa: S608
NAMES_OF_PEOPLE = "SELECT id, name FROM people_person WHERE id IN (values)"


class DatabaseCatalogue:
    """Implements ``linking.catalogue.Catalogue``. Nothing is kept between calls: rows may change at any time.

    What an import proposed is no record yet: it is left out until an editor agrees. What is hidden has no reader, and
    may be a proposal that was merged: it is left out too.
    """

    def title_forms(self, keys: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for key, form, count in rows_of(TITLE_FORMS, keys):
            found[key][form] = count
        return found

    def films_by_key(
        self, keys: Collection[str], near: Near = NOTHING_NEAR
    ) -> Mapping[str, Sequence[tuple[FilmRecord, str]]]:
        rows = rows_of(FILMS_BY_KEY, keys)
        forms = Counter((key, form) for key, form, *_ in rows)
        if crowded := {key for (key, _), count in forms.items() if count >= FILMS_OF_A_TITLE}:
            there = {(key, form, pk) for key, form, pk, *_ in rows}
            nearer = rows_of(FILMS_NEAR, crowded, near.films, near.years)
            rows += [row for row in nearer if row[:3] not in there]
        found: dict[str, list[tuple[FilmRecord, str]]] = defaultdict(list)
        records: dict[int, FilmRecord] = {}
        for key, form, *row in rows:
            record = records.get(row[0]) or records.setdefault(row[0], _film(*row))
            found[key].append((record, form))
        return found

    def people_by_key(self, keys: Collection[str]) -> Mapping[str, Sequence[tuple[PersonRecord, str]]]:
        found: dict[str, list[tuple[PersonRecord, str]]] = defaultdict(list)
        records: dict[int, PersonRecord] = {}
        for key, form, *row in rows_of(PEOPLE_BY_KEY, keys):
            record = records.get(row[0]) or records.setdefault(row[0], _person(*row))
            found[key].append((record, form))
        return found

    def credits_of_films(self, film_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        found: dict[int, list[CreditRecord]] = defaultdict(list)
        for film_id, person_id, job, character, billing, is_credited, name in rows_of(CREDITS_OF_FILMS, film_ids):
            credit = CreditRecord(film_id, person_id, job, character, billing, bool(is_credited), name)
            found[film_id].append(credit)
        return found

    def credits_of_people(self, person_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        found: dict[int, list[CreditRecord]] = defaultdict(list)
        names = dict(rows_of(NAMES_OF_PEOPLE, person_ids))
        for film_id, person_id, job, character, billing, is_credited in rows_of(CREDITS_OF_PEOPLE, person_ids):
            credits = found[person_id]
            if len(credits) < CREDITS_PER_PERSON:
                credits.append(
                    CreditRecord(film_id, person_id, job, character, billing, bool(is_credited), names[person_id])
                )
        return found

    def films(self, film_ids: Collection[int]) -> Mapping[int, FilmRecord]:
        return {row[0]: _film(*row) for row in rows_of(FILMS, film_ids)}

    def people(self, person_ids: Collection[int]) -> Mapping[int, PersonRecord]:
        return {row[0]: _person(*row) for row in rows_of(PEOPLE, person_ids)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the records for a document: keys of names, and the films and people looked at."""

    names: frozenset[str] = frozenset()
    films: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


class OneDocumentsCatalogue(DatabaseCatalogue):
    """The catalogue for the time of one document: what was asked once is remembered.

    ``stated_before`` has film, person, job and character of the credits that are left out.
    """

    def __init__(self, stated_before: Collection[tuple[int, int, str, str]]) -> None:
        self._stated_before = stated_before
        self._films: dict[int, FilmRecord | None] = {}
        self._people: dict[int, PersonRecord | None] = {}
        self._credits: dict[int, Sequence[CreditRecord]] = {}
        self._names: set[str] = set()

    @property
    def asked(self) -> Asked:
        """What was asked so far."""
        films = self._films.keys() | self._credits.keys()
        return Asked(frozenset(self._names), frozenset(films), frozenset(self._people))

    def films_by_key(
        self, keys: Collection[str], near: Near = NOTHING_NEAR
    ) -> Mapping[str, Sequence[tuple[FilmRecord, str]]]:
        found = super().films_by_key(keys, near)
        self._films.update((film.id, film) for films in found.values() for film, _ in films)
        return found

    def people_by_key(self, keys: Collection[str]) -> Mapping[str, Sequence[tuple[PersonRecord, str]]]:
        self._names.update(keys)
        found = super().people_by_key(keys)
        self._people.update((person.id, person) for people in found.values() for person, _ in people)
        return found

    def films(self, film_ids: Collection[int]) -> Mapping[int, FilmRecord]:
        if missing := {pk for pk in film_ids if pk not in self._films}:
            found = super().films(missing)
            self._films.update({pk: found.get(pk) for pk in missing})
        return {pk: film for pk in film_ids if (film := self._films[pk]) is not None}

    def people(self, person_ids: Collection[int]) -> Mapping[int, PersonRecord]:
        if missing := {pk for pk in person_ids if pk not in self._people}:
            found = super().people(missing)
            self._people.update({pk: found.get(pk) for pk in missing})
        return {pk: person for pk in person_ids if (person := self._people[pk]) is not None}

    def credits_of_films(self, film_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        if missing := {pk for pk in film_ids if pk not in self._credits}:
            found = super().credits_of_films(missing)
            self._credits.update({pk: self._without_stated(found.get(pk, ())) for pk in missing})
        return {pk: credits for pk in film_ids if (credits := self._credits[pk])}

    def credits_of_people(self, person_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        found = super().credits_of_people(person_ids)
        return {pk: kept for pk, credits in found.items() if (kept := self._without_stated(credits))}

    def _without_stated(self, credits: Sequence[CreditRecord]) -> Sequence[CreditRecord]:
        if not self._stated_before:
            return credits
        return [
            credit
            for credit in credits
            if (credit.film_id, credit.person_id, credit.job, credit.character) not in self._stated_before
        ]


def _film(
    pk: int, title: str, year: int | None, kind: str, end_year: int | None, titles: Any, part_of: int | None, count: int
) -> FilmRecord:
    return FilmRecord(pk, title, year, kind, end_year, texts_of(titles), part_of, count)


def _person(
    pk: int, name: str, disambiguation: str, born: int | None, died: int | None, slug: str, aliases: Any, count: int
) -> PersonRecord:
    return PersonRecord(pk, name, texts_of(aliases), tells_apart(name, disambiguation, born, died, slug), count)
