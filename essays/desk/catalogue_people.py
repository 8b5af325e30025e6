"""People of a catalogue: new records in bulk, and those that are here brought up to date."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection

from essays.desk.bulk import Addresses, insert_rows, new_ids
from essays.desk.renewing import is_untouched, mark_written, may_give_rows, renew_fields
from essays.desk.staging import IMDB, StagedName, Staging
from essays.desk.tagging import JOBS_WITHOUT_TAG, tags_named
from essays.index.record import records_were_changed
from people.models import (
    EDITOR,
    NAME_MAX_LENGTH,
    Alias,
    FormerSlug,
    Person,
    PersonIdentifier,
    PersonKey,
    PersonTag,
    Tag,
    Visibility,
)
from people.names import name_key, name_keys, sort_name

PERSON_COLUMNS = (
    "id", "name", "sort_name", "name_key", "disambiguation", "slug", "birth_year", "death_year", "note", "visibility",
    "provenance", "created_at", "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Which catalogue is being read, under which name, and when."""

    name: str
    now: dt.datetime

    def scheme(self, made_up: int) -> str:
        """Whose ids these are: IMDb's, or nobody's outside this catalogue."""
        return self.name if made_up else IMDB


def person_id_text(number: int) -> str:
    return f"nm{number:07d}"


@cache
def provenance_text(source: str, *fields: str) -> str:
    """The provenance of a new record, as JSON."""
    return json.dumps(dict.fromkeys(fields, source))


class PeopleWriter:
    """Writes people; each call is meant to be one transaction."""

    def __init__(self, staging: Staging, origin: Origin) -> None:
        self._staging = staging
        self._origin = origin
        self._addresses = Addresses(Person, FormerSlug)

    def make(self, names: Sequence[StagedName]) -> list[tuple[int, int]]:
        """New records for ``names``, in the order of their addresses: ``(number of the id, record)``."""
        ids = new_ids(Person, len(names))
        slugs = self._addresses.take([name.base for name in names])
        now = connection.ops.adapt_datetimefield_value(self._origin.now)
        source = self._origin.name
        insert_rows(
            Person,
            PERSON_COLUMNS,
            [
                (
                    pk, name.name, sort_name(name.name)[:NAME_MAX_LENGTH], name.key, "", slug, name.born, name.died, "",
                    Visibility.MENTIONED.value, provenance_text(source, *_known(name)), now, now,
                )
                for pk, slug, name in zip(ids, slugs, names, strict=True)
            ],
        )  # fmt: skip
        insert_rows(
            PersonIdentifier,
            ("person_id", "scheme", "value"),
            [
                (pk, self._origin.scheme(name.made_up), person_id_text(name.id))
                for pk, name in zip(ids, names, strict=True)
            ],
        )
        keys = [(key, form, pk) for pk, name in zip(ids, names, strict=True) for key, form in name_keys(name.name)]
        insert_rows(PersonKey, ("key", "form", "person_id"), sorted(keys))
        made = [(name.id, pk) for pk, name in zip(ids, names, strict=True)]
        self._tag(dict(made))
        return made

    def renew(self, names: Sequence[StagedName], records: dict[int, int]) -> int:
        """Bring the records of ``names`` up to date; how many changed."""
        people = Person.objects.select_for_update().order_by().in_bulk(set(records.values()))
        aliases: dict[int, set[str]] = defaultdict(set)
        for person_id, alias in Alias.objects.filter(person_id__in=people).values_list("person_id", "name"):
            aliases[person_id].add(alias)
        ids = set(PersonIdentifier.objects.filter(person_id__in=people).values_list("person_id", "scheme", "value"))
        new_identifiers: list[tuple[int, str, str]] = []
        new_aliases: list[tuple[int, str, str]] = []
        changed: dict[int, Person] = {}
        renamed: set[int] = set()
        for name in names:
            person = people.get(records[name.id])
            if person is None:
                continue
            identifier = (person.pk, self._origin.scheme(name.made_up), person_id_text(name.id))
            if self._is_another_name(person, name, aliases[person.pk]):
                aliases[person.pk].add(name.name)
                new_aliases.append((person.pk, name.name, name.key))
                renamed.add(person.pk)
                changed[person.pk] = person
            fields = self._renew_fields(person, name)
            if "name" in fields:
                renamed.add(person.pk)
            if identifier not in ids:
                ids.add(identifier)
                new_identifiers.append(identifier)
            if fields or identifier in new_identifiers[-1:]:
                changed[person.pk] = person
        insert_rows(PersonIdentifier, ("person_id", "scheme", "value"), new_identifiers)
        insert_rows(Alias, ("person_id", "name", "name_key"), new_aliases)
        self._save(changed.values(), renamed)
        records_were_changed(people=renamed, now=self._origin.now)
        return len(changed)

    def _is_another_name(self, person: Person, name: StagedName, aliases: set[str]) -> bool:
        """Whether the catalogue's name is to become an alias: the record has its name from elsewhere."""
        whose = person.provenance.get("name")
        if whose in (EDITOR, self._origin.name) or not may_give_rows(person, self._origin.name):
            return False
        return name.key != person.name_key and name.key not in map(name_key, aliases)

    def _renew_fields(self, person: Person, name: StagedName) -> set[str]:
        said = {"name": name.name, "birth_year": name.born, "death_year": name.died}
        born, died = person.birth_year or name.born, person.death_year or name.died
        if born and died and died < born:
            del said["birth_year"], said["death_year"]  # two sources that cannot both be right: an editor's to settle
        if not is_untouched(person, self._origin.name):
            del said["name"]
        return renew_fields(person, said, source=self._origin.name)

    def _save(self, people: Iterable[Person], renamed: set[int]) -> None:
        saved = list(people)
        for person in saved:
            mark_written(person, source=self._origin.name, now=self._origin.now)
            if person.pk in renamed:
                person.name_key, person.sort_name = name_key(person.name), sort_name(person.name)[:NAME_MAX_LENGTH]
        fields = ["name", "name_key", "sort_name", "birth_year", "death_year", "provenance", "updated_at"]
        Person.objects.bulk_update(saved, fields, batch_size=100)
        for person in saved:
            if person.pk in renamed:
                person.renew_keys()

    def _tag(self, records: dict[int, int]) -> None:
        jobs = [pair for pair in self._staging.jobs(list(records)) if pair[1] not in JOBS_WITHOUT_TAG]
        tags = tags_named({job for _, job in jobs}, kind=Tag.Kind.JOB)
        rows = sorted((tags[job].pk, records[person], True) for person, job in jobs)
        insert_rows(PersonTag, ("tag_id", "content_object_id", "is_derived"), rows)


def _known(name: StagedName) -> tuple[str, ...]:
    said = (("name", name.name), ("birth_year", name.born), ("death_year", name.died))
    return tuple(field for field, value in said if value is not None)
