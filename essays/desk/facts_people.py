"""People of the facts file: each entry's record, and whom a credit's name means."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch

from essays.desk.facts_file import EntryError, PersonEntry
from essays.desk.facts_report import FactsReport
from essays.desk.mentions import link_proposals
from essays.desk.provenance import LOADED, merge_fields, merge_rows
from essays.desk.storing import all_checked, checked
from essays.index.record import records_were_changed
from people.models import Alias, Person, PersonIdentifier, Visibility
from people.names import name_key

SCHEME = "facts"  # of the identifiers by which an entry finds its record again, whatever its name is now
IMDB = "imdb"
IDENTIFIER_MAX_LENGTH = 80
IDENTIFIER_KEPT = 60  # characters of a longer one; the rest becomes a hash


def identity(label: str) -> str:
    """The value of the ``facts`` identifier for an entry with this label."""
    key = name_key(label)
    if len(key) <= IDENTIFIER_MAX_LENGTH:
        return key
    return f"{key[:IDENTIFIER_KEPT]}#{hashlib.sha256(key.encode()).hexdigest()[:16]}"


class PeopleOfFile:
    """Loads ``[[person]]`` entries and finds the person that a credit names."""

    def __init__(self, entries: Iterable[PersonEntry], *, source: str, report: FactsReport) -> None:
        self._source = source
        self._report = report
        self._ids = dict(PersonIdentifier.objects.filter(scheme=SCHEME).values_list("value", "person_id"))
        self._labels: dict[str, set[str]] = defaultdict(set)  # folded name -> identities of the entries it may mean
        self._own: dict[str, str] = {}
        for entry in entries:
            self._own[name_key(entry.label)] = identity(entry.label)
            for name in (entry.name, *entry.other_names):
                self._labels[name_key(name)].add(identity(entry.label))

    def load(self, entry: PersonEntry, *, now: dt.datetime) -> None:
        """Make or renew the record of one entry. Raises EntryError or ValidationError."""
        person = self._record(entry)
        is_new = person.pk is None
        changed = merge_fields(
            person,
            {
                "name": entry.name,
                "disambiguation": entry.disambiguation,
                "birth_year": entry.born,
                "death_year": entry.died,
            },
            source=self._source,
        )
        if was_proposed := person.visibility == Visibility.PROPOSED:
            person.visibility, changed = Visibility.MENTIONED, True
        others = {} if is_new else {alias.name: alias for alias in person.aliases.all()}
        memory = person.provenance
        names = merge_rows(person, "other_names", {n: [] for n in entry.other_names}, {n: [] for n in others})
        if changed or person.provenance is not memory:
            self._save(person, now=now)
        if was_proposed:
            link_proposals([person])
        if names.to_add or names.to_remove:
            Alias.objects.filter(pk__in=[others[name].pk for name in names.to_remove]).delete()
            Alias.objects.bulk_create(
                all_checked(Alias(person=person, name=name, name_key=name_key(name)) for name in names.to_add)
            )
            person.renew_keys()
        self._identify(person, entry)
        if is_new:
            self._report.people_made += 1
        elif changed or names.to_add or names.to_remove:
            self._report.people_changed += 1
            records_were_changed(people=[person.pk], now=now)
        else:
            self._report.unchanged += 1

    def resolve(self, name: str, *, now: dt.datetime) -> int:
        """The id of the person a credit names; made where nobody has the name. Raises EntryError for namesakes."""
        key = name_key(name)
        means = {self._own[key]} if key in self._own else self._labels.get(key) or {identity(name)}
        if len(means) > 1:
            raise EntryError(
                f"its credit of {name} may mean several people of the file; write the one meant with the "
                f"disambiguation in brackets: {name} (...)"
            )
        value = next(iter(means))
        if value not in self._ids:
            self._ids[value] = self._find_or_make(name, value, now=now)
        return self._ids[value]

    def forget(self) -> None:
        """Read the identifiers anew: an entry was rolled back."""
        self._ids = dict(PersonIdentifier.objects.filter(scheme=SCHEME).values_list("value", "person_id"))

    def _record(self, entry: PersonEntry) -> Person:
        """The record of this entry: by its own identifier, by its imdb id, by name; unsaved where there is none."""
        people = Person.objects.prefetch_related("aliases", Prefetch("identifiers"))
        if person_id := self._ids.get(identity(entry.label)):
            return people.get(pk=person_id)
        if entry.imdb and (found := people.filter(identifiers__scheme=IMDB, identifiers__value=entry.imdb).first()):
            return found
        namesakes = [
            person
            for person in people.filter(name_key=name_key(entry.name))
            if not any(own.scheme == SCHEME for own in person.identifiers.all()) and _may_be(person, entry)
        ]
        if len(namesakes) > 1:
            raise EntryError(f"{len(namesakes)} people on the site are called so; give it a disambiguation")
        return namesakes[0] if namesakes else Person(visibility=Visibility.MENTIONED)

    def _find_or_make(self, name: str, value: str, *, now: dt.datetime) -> int:
        found = list(Person.objects.filter(name_key=name_key(name)).order_by("id")[:2])
        found = found or list(Person.objects.called(name).order_by("id")[:2])
        if len(found) > 1:
            raise EntryError(f"its credit of {name} may mean several people of the site; add a [[person]] for the one")
        if found:
            person = found[0]
            if person.visibility == Visibility.PROPOSED:
                person.visibility = Visibility.MENTIONED
                person.save(update_fields=["visibility", "updated_at"])
                link_proposals([person])
        else:
            person = Person(visibility=Visibility.MENTIONED)
            merge_fields(person, {"name": name}, source=self._source)
            self._save(person, now=now)
            self._report.people_made += 1
        PersonIdentifier.objects.create(person=person, scheme=SCHEME, value=value)
        return person.pk

    def _save(self, person: Person, *, now: dt.datetime) -> None:
        person.provenance.setdefault(LOADED, {})["at"] = now.isoformat()
        person.derive_keys()
        checked(person).save()

    def _identify(self, person: Person, entry: PersonEntry) -> None:
        wanted = {SCHEME: identity(entry.label), **({IMDB: entry.imdb} if entry.imdb else {})}
        have = {(own.scheme, own.value) for own in person.identifiers.all()} if person.pk else set()
        for scheme, value in wanted.items():
            if (scheme, value) in have or (scheme == IMDB and any(own == IMDB for own, _ in have)):
                continue
            if taken := PersonIdentifier.objects.filter(scheme=scheme, value=value).exclude(person=person).first():
                raise EntryError(f"{scheme} {value} is already the id of {taken.person}")
            PersonIdentifier.objects.create(person=person, scheme=scheme, value=value)
        self._ids[wanted[SCHEME]] = person.pk


def _may_be(person: Person, entry: PersonEntry) -> bool:
    """Whether a record of the same name may be this entry's person: nothing known of both says otherwise."""
    if person.disambiguation and entry.disambiguation:
        return name_key(person.disambiguation) == name_key(entry.disambiguation)
    if person.birth_year and entry.born:
        return person.birth_year == entry.born
    return not entry.disambiguation and not person.disambiguation
