"""Which records a catalogue's titles and people are already: by their ids, or by a film with somebody credited on it.

A title is a film that is here where external ids agree, or where title and year (one apart at most) agree and a
credited person does. Its people are then those of the same name credited on that film.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Model

from essays.desk.bulk import in_lists
from essays.desk.catalogue_films import film_id_text
from essays.desk.catalogue_people import Origin, person_id_text
from essays.desk.staging import StagedTitle, Staging
from essays.models import Credit, Film, FilmIdentifier, FilmKey
from people.models import Person, PersonIdentifier, PersonKey
from people.names import name_key

NOT_A_FILM_YET = "NOT EXISTS (SELECT 1 FROM film_record WHERE film_record.title = title.id)"
NOT_A_PERSON_YET = "NOT EXISTS (SELECT 1 FROM person_record WHERE person = name.id)"
NAMES_PER_LOOKUP = 20_000
TITLES_PER_LOOKUP = 500
YEARS_APART = 1
FULL_FORMS_OF_TITLES = ("full", "other")
FULL_FORMS_OF_NAMES = (PersonKey.Form.FULL, PersonKey.Form.ALIAS)


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A person of the files credited on a title."""

    number: int
    key: str
    born: int | None


class Recogniser:
    """Notes in the staging which record each title and name is, where one is here."""

    def __init__(self, staging: Staging, origin: Origin) -> None:
        self._staging = staging
        self._origin = origin

    def by_ids(self, on_done: Callable[[int], None]) -> None:
        """Recognise everything whose id a record has."""
        if FilmIdentifier.objects.exists():
            for titles in self._staging.titles("1", NAMES_PER_LOOKUP):
                rows = [(title.id, title.made_up, title.id) for title in titles]
                rows += [
                    (title, made_up, number)
                    for title, number, made_up in self._staging.twins_with_origin([title.id for title in titles])
                ]
                self._staging.films_are(self._records(FilmIdentifier, "film_id", film_id_text, rows))
                on_done(len(titles))
        if PersonIdentifier.objects.exists():
            for names in self._staging.names("1", NAMES_PER_LOOKUP):
                rows = [(name.id, name.made_up, name.id) for name in names]
                self._staging.people_are(self._records(PersonIdentifier, "person_id", person_id_text, rows))
                on_done(len(names))

    def by_films(self, on_done: Callable[[int], None]) -> int:
        """Recognise films by title, year and a credited person, and people by the films that are here; how many films.

        Call it after ``by_ids``.
        """
        if not Film.objects.exists():
            return 0
        found = 0
        for titles in self._staging.titles("1", TITLES_PER_LOOKUP):
            known = self._staging.film_records([title.id for title in titles])
            recognised = self._films_of([title for title in titles if title.id not in known])
            self._staging.films_are(recognised)
            self._staging.people_are(self._people_of([*known.items(), *recognised]))
            found += len(recognised)
            on_done(len(titles))
        return found

    def _records(
        self,
        model: type[Model],
        record: str,
        text: Callable[[int], str],
        rows: Sequence[tuple[int, int, int]],
    ) -> Iterator[tuple[int, int]]:
        """``(number, record)`` for rows of ``(number, made up, number of the id)`` whose id is known here."""
        for made_up in (0, 1):
            wanted = {text(identifier): number for number, is_made_up, identifier in rows if is_made_up == made_up}
            known = model._default_manager.filter(scheme=self._origin.scheme(made_up))
            for values in in_lists(wanted):
                for value, pk in known.filter(value__in=values).values_list("value", record):
                    yield wanted[value], pk

    def _films_of(self, titles: Sequence[StagedTitle]) -> list[tuple[int, int]]:
        """``(title, film)`` where exactly one film has title, year and most of the people."""
        candidates = self._candidates(titles)
        if not candidates:
            return []
        films = {film for _, film in candidates}
        people_here = _people_on(films)
        keys_here = _keys_of({person for people in people_here.values() for person in people})
        credited = self._credited({title.id for title, _ in candidates})
        records = self._staging.person_records({one.number for people in credited.values() for one in people})
        scores: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for title, film in candidates:
            ids = people_here[film]
            keys = {key for person in ids for key in keys_here[person]}
            shared = sum(records.get(one.number) in ids or one.key in keys for one in credited[title.id])
            if shared:
                scores[title.id].append((shared, -abs(self._years[film] - (title.year or 0)), film))
        pairs: list[tuple[int, int]] = []
        taken: set[tuple[int, int]] = set()
        made_up = {title.id: title.made_up for title in titles}
        for number, found in scores.items():
            best = sorted(found, reverse=True)
            if len(best) > 1 and best[0][:2] == best[1][:2]:
                continue
            if (place := (best[0][2], made_up[number])) not in taken:
                taken.add(place)
                pairs.append((number, best[0][2]))
        return pairs

    def _candidates(self, titles: Sequence[StagedTitle]) -> list[tuple[StagedTitle, int]]:
        """Titles with each film of their title, kind and year that has no other id in the same catalogue."""
        by_key: dict[str, list[StagedTitle]] = defaultdict(list)
        for title in titles:
            for key in {title.key, name_key(title.original)}:
                by_key[key].append(title)
        found: dict[tuple[int, int], StagedTitle] = {}
        self._years: dict[int, int] = {}
        for keys in in_lists(by_key):
            rows = FilmKey.objects.filter(
                key__in=keys, form__in=FULL_FORMS_OF_TITLES, film__release_year__isnull=False
            ).values_list("key", "film_id", "film__release_year", "film__kind")
            for key, film, year, kind in rows:
                if year is None:
                    continue
                for title in by_key[key]:
                    if title.kind == kind and title.year is not None and abs(year - title.year) <= YEARS_APART:
                        found[title.id, film] = title
                        self._years[film] = year
        films = {film for _, film in found}
        taken = self._staging.claimed_films(films) | self._identified(FilmIdentifier, "film_id", films)
        return [(title, film) for (_, film), title in found.items() if (film, title.made_up) not in taken]

    def _people_of(self, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """``(person, record)`` for people of titles that are here who are the one of their name on the film."""
        credited = self._credited({title for title, _ in pairs})
        numbers = {one.number for people in credited.values() for one in people}
        unknown = numbers - self._staging.person_records(numbers).keys()
        pairs = [(title, film) for title, film in pairs if any(one.number in unknown for one in credited[title])]
        if not pairs:
            return []
        people_here = _people_on({film for _, film in pairs})
        everybody = {person for people in people_here.values() for person in people}
        keys_here = _keys_of(everybody)
        born_here = {
            person: born
            for some in in_lists(everybody)
            for person, born in Person.objects.filter(pk__in=some).values_list("pk", "birth_year")
        }
        taken = self._staging.claimed_people(everybody) | self._identified(PersonIdentifier, "person_id", everybody)
        made_up = self._staging.made_up_people(unknown)
        found: list[tuple[int, int]] = []
        for title, film in pairs:
            called: dict[str, list[_Somebody]] = defaultdict(list)
            for one in credited[title]:
                called[one.key].append(one)
            for key, namesakes in called.items():
                here = [person for person in people_here[film] if key in keys_here[person]]
                if len(here) != 1 or len(namesakes) != 1 or namesakes[0].number not in unknown:
                    continue
                one, place = namesakes[0], (here[0], made_up[namesakes[0].number])
                if place not in taken and (not one.born or born_here[here[0]] in (None, one.born)):
                    taken.add(place)
                    found.append((one.number, here[0]))
        return found

    def _identified(self, model: type[Model], record: str, records: Collection[int]) -> set[tuple[int, int]]:
        """``(record, made up)`` for those of ``records`` that have an id of IMDb's, or of this catalogue's own."""
        return {
            (pk, made_up)
            for made_up in (0, 1)
            for some in in_lists(records)
            for pk in model._default_manager.filter(
                scheme=self._origin.scheme(made_up), **{f"{record}__in": some}
            ).values_list(record, flat=True)
        }

    def _credited(self, titles: Collection[int]) -> dict[int, list[_Somebody]]:
        credited: dict[int, list[_Somebody]] = defaultdict(list)
        for title, number, key, born in self._staging.names_credited(titles):
            credited[title].append(_Somebody(number, key, born))
        return credited


def _people_on(films: Collection[int]) -> dict[int, set[int]]:
    people: dict[int, set[int]] = defaultdict(set)
    for some in in_lists(films):
        for film, person in Credit.objects.filter(film_id__in=some).order_by().values_list("film_id", "person_id"):
            people[film].add(person)
    return people


def _keys_of(people: Collection[int]) -> dict[int, set[str]]:
    keys: dict[int, set[str]] = defaultdict(set)
    for some in in_lists(people):
        rows = PersonKey.objects.filter(person_id__in=some, form__in=FULL_FORMS_OF_NAMES)
        for person, key in rows.values_list("person_id", "key"):
            keys[person].add(key)
    return keys
