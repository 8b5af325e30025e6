"""A Catalogue over rows in memory, filled from a facts file: for tests of linking without a database."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from essays.linking.catalogue import NOTHING_NEAR, CreditRecord, FilmRecord, Near, PersonRecord
from essays.linking.keys import title_keys
from people.names import name_keys

FACTS = Path(__file__).resolve().parent.parent.parent / "seeds" / "films.toml"


class MemoryCatalogue:
    """Films and people by id, in the order they were added, from 1."""

    def __init__(self) -> None:
        self.film_rows: dict[int, FilmRecord] = {}
        self.person_rows: dict[int, PersonRecord] = {}
        self.film_keys: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.person_keys: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.by_film: dict[int, list[CreditRecord]] = defaultdict(list)
        self.by_person: dict[int, list[CreditRecord]] = defaultdict(list)
        self.named: dict[str, int] = {}
        self.calls = 0

    def add_film(self, title: str, year: int | None, *, kind: str = "film", others: Iterable[str] = ()) -> int:
        """A film; its id."""
        number = len(self.film_rows) + 1
        self.film_rows[number] = FilmRecord(number, title, year, kind, other_titles=tuple(others))
        for key, form in title_keys(title, others):
            self.film_keys[key].append((number, form))
        return number

    def add_person(self, name: str, *, others: Iterable[str] = (), apart: str = "") -> int:
        """A person; their id."""
        number = len(self.person_rows) + 1
        self.person_rows[number] = PersonRecord(number, name, tuple(others), apart)
        self.named[f"{name} ({apart})" if apart else name] = number
        for key, form in name_keys(name, others):
            self.person_keys[key].append((number, form))
        return number

    def add_credit(
        self, film_id: int, person: str, job: str, *, character: str = "", billing: int | None = None
    ) -> None:
        """A credit; the person is made where not yet known."""
        person_id = self.named.get(person) or self.add_person(person)
        name = self.person_rows[person_id].name
        credit = CreditRecord(film_id, person_id, job, character, billing, person_name=name)
        self.by_film[film_id].append(credit)
        self.by_person[person_id].append(credit)

    def film_id(self, title: str, year: int) -> int:
        """The id of the film of this title and year."""
        return next(f.id for f in self.film_rows.values() if (f.title, f.release_year) == (title, year))

    def person_id(self, name: str) -> int:
        """The id of the person of this name, with what tells them apart in brackets where two share it."""
        return self.named[name]

    def title_forms(self, keys: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        self.calls += 1
        return {key: Counter(form for _, form in self.film_keys[key]) for key in sorted(keys) if key in self.film_keys}

    def films_by_key(
        self, keys: Collection[str], near: Near = NOTHING_NEAR
    ) -> Mapping[str, Sequence[tuple[FilmRecord, str]]]:
        self.calls += 1
        return {
            key: [(self._film(number), form) for number, form in self.film_keys[key]]
            for key in sorted(keys)
            if key in self.film_keys
        }

    def people_by_key(self, keys: Collection[str]) -> Mapping[str, Sequence[tuple[PersonRecord, str]]]:
        self.calls += 1
        return {
            key: [(self._person(number), form) for number, form in self.person_keys[key]]
            for key in sorted(keys)
            if key in self.person_keys
        }

    def credits_of_films(self, film_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        self.calls += 1
        return {number: self.by_film[number] for number in film_ids if number in self.by_film}

    def credits_of_people(self, person_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        self.calls += 1
        return {number: self.by_person[number] for number in person_ids if number in self.by_person}

    def films(self, film_ids: Collection[int]) -> Mapping[int, FilmRecord]:
        self.calls += 1
        return {number: self._film(number) for number in film_ids if number in self.film_rows}

    def people(self, person_ids: Collection[int]) -> Mapping[int, PersonRecord]:
        self.calls += 1
        return {number: self._person(number) for number in person_ids if number in self.person_rows}

    def _film(self, number: int) -> FilmRecord:
        return replace(self.film_rows[number], credit_count=len(self.by_film.get(number, ())))

    def _person(self, number: int) -> PersonRecord:
        return replace(self.person_rows[number], credit_count=len(self.by_person.get(number, ())))


def from_facts(path: Path = FACTS) -> MemoryCatalogue:
    """The records of a facts file."""
    facts: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    catalogue = MemoryCatalogue()
    for person in facts.get("person", ()):
        catalogue.add_person(
            person["name"], others=person.get("other_names", ()), apart=person.get("disambiguation", "")
        )
    for film in facts.get("film", ()):
        others = [*film.get("other_titles", ()), *filter(None, [film.get("original_title")])]
        number = catalogue.add_film(film["title"], film.get("year"), kind=film.get("kind", "film"), others=others)
        for credit in film.get("credit", ()):
            catalogue.add_credit(
                number,
                credit["person"],
                credit["job"],
                character=credit.get("character", ""),
                billing=credit.get("billing"),
            )
    return catalogue
