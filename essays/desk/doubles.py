"""Likely doubles in a catalogue: people who stand under two records. Nothing is merged here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from essays.desk.bulk import in_lists
from essays.desk.catalogue_people import Origin
from essays.desk.staging import IMDB, Staging
from essays.linking.lexicon import nicknames
from essays.models import Credit
from people.models import Person, PersonIdentifier, PersonKey

DOUBLES_KEPT = 1_000  # in a report; all are counted
PEOPLE_AT_ONCE = 5_000
NAMES_AT_ONCE = 500

# Two names of the files, the second with the given name in full where the first has a nickname. IMDb itself tells its
# own ids apart, so that two real ones need the same role on the same title; where one was made up, colleagues in common
# and no title together are enough.
PAIRS = """
CREATE INDEX name_by_key ON name (key);
CREATE TABLE pair AS
SELECT a.id AS a, b.id AS b, a.name AS name, b.name AS other, x.record AS record, y.record AS other_record,
    a.made_up + b.made_up AS made_up
FROM formal f JOIN name a ON a.id = f.person JOIN name b ON b.key = f.key AND b.id <> a.id
JOIN person_record x ON x.person = a.id JOIN person_record y ON y.person = b.id
WHERE x.record <> y.record;
"""
TOGETHER = """
SELECT pair.*, (SELECT title.title FROM title WHERE title.id = c.title), c.character
FROM pair
CROSS JOIN credit c ON c.person = a
CROSS JOIN credit d ON d.title = c.title AND d.person = b AND d.job = c.job
WHERE c.character <> '' AND c.character = d.character GROUP BY a, b ORDER BY name, other
"""
APART = """
SELECT * FROM (
    SELECT pair.*, (
        SELECT count(DISTINCT e.person) FROM credit c JOIN credit e ON e.title = c.title AND e.person NOT IN (a, b)
        WHERE c.person = a AND EXISTS (
            SELECT 1 FROM credit d JOIN credit g ON g.title = d.title WHERE d.person = b AND g.person = e.person
        )
    ) AS colleagues
    FROM pair WHERE made_up > 0
    AND NOT EXISTS (SELECT 1 FROM credit c JOIN credit d ON d.title = c.title WHERE c.person = a AND d.person = b)
) WHERE colleagues > 0 ORDER BY colleagues DESC, name, other
"""


@dataclass(frozen=True, slots=True)
class LikelyDouble:
    """Two records that may be one person, and why."""

    name: str
    person_id: int
    other_name: str
    other_id: int
    reason: str

    def sentence(self) -> str:
        return (
            f"{self.name} (record {self.person_id}) and {self.other_name} (record {self.other_id})"
            f" may be one person: {self.reason}."
        )


def find_doubles(staging: Staging, origin: Origin) -> tuple[list[LikelyDouble], int]:
    """The first likely doubles and how many there are in all."""
    kept: list[LikelyDouble] = []
    count = 0
    for double in (*_in_the_files(staging), *_here_by_name_alone(origin)):
        count += 1
        if len(kept) < DOUBLES_KEPT:
            kept.append(double)
    return kept, count


def _in_the_files(staging: Staging) -> Iterator[LikelyDouble]:
    """People under two names and two ids of the files."""
    staging.take_formal_keys(_formal_keys)
    staging.run(PAIRS)
    for _, _, name, other, record, other_record, _, title, character in staging.select(TOGETHER):
        yield LikelyDouble(name, record, other, other_record, f"both are credited as {character} on {title}")
    for _, _, name, other, record, other_record, _, colleagues in staging.select(APART):
        reason = f"never credited together, with {counted_colleagues(colleagues)} in common"
        yield LikelyDouble(name, record, other, other_record, reason)


def _formal_keys(key: str) -> list[str]:
    """A name's key with the given names that its first word may be short for: "jim belushi" -> "james belushi"."""
    given, _, rest = key.partition(" ")
    return [f"{formal} {rest}" for formal in sorted(nicknames().get(given, ()))] if rest else []


def _here_by_name_alone(origin: Origin) -> Iterator[LikelyDouble]:
    """People here whom no catalogue's id identifies, beside a namesake who has one and shares colleagues."""
    last = 0
    while people := list(
        Person.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "name", "name_key")[:PEOPLE_AT_ONCE]
    ):
        first, last = last, people[-1][0]
        # The schemes are looked at here: asked for, SQLite would read all ids of a scheme for each few people.
        ids = PersonIdentifier.objects.filter(person_id__gt=first, person_id__lte=last).order_by()
        identified = {pk for pk, scheme in ids.values_list("person_id", "scheme") if scheme in (IMDB, origin.name)}
        unidentified = [person for person in people if person[0] not in identified]
        for start in range(0, len(unidentified), NAMES_AT_ONCE):
            yield from _namesakes(unidentified[start : start + NAMES_AT_ONCE], origin)


def _namesakes(people: Sequence[tuple[int, str, str]], origin: Origin) -> Iterator[LikelyDouble]:
    """Doubles of ``people``, each the record, its name and key."""
    own = {pk for pk, _, _ in people}
    called: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for keys in in_lists({key for _, _, key in people}):
        rows = PersonKey.objects.filter(key__in=keys, form__in=[PersonKey.Form.FULL, PersonKey.Form.ALIAS])
        for key, other, name in rows.order_by("key", "person").values_list("key", "person_id", "person__name"):
            called[key].append((other, name))
    others = {other for namesakes in called.values() for other, _ in namesakes} - own
    identified = {
        person
        for some in in_lists(others)
        for person, scheme in PersonIdentifier.objects.filter(person_id__in=some)
        .order_by()
        .values_list("person_id", "scheme")
        if scheme in (IMDB, origin.name)
    }
    pairs = [
        (pk, name, other, other_name)
        for pk, name, key in people
        for other, other_name in called[key]
        if other in identified
    ]
    colleagues = colleagues_of({pk for pk, _, _, _ in pairs} | {other for _, _, other, _ in pairs})
    for pk, name, other, other_name in pairs:
        if shared := len(colleagues[pk] & colleagues[other]):
            reason = f"the same name, with {counted_colleagues(shared)} in common"
            yield LikelyDouble(name, pk, other_name, other, reason)


def colleagues_of(people: Collection[int]) -> dict[int, set[str]]:
    """The keys of the names credited on a film with each of ``people``: of colleagues too there may be two records."""
    films: dict[int, set[int]] = defaultdict(set)
    for some in in_lists(people):
        for person, film in Credit.objects.filter(person_id__in=some).order_by().values_list("person_id", "film_id"):
            films[film].add(person)
    colleagues: dict[int, set[str]] = defaultdict(set)
    for some in in_lists(films):
        credits = Credit.objects.filter(film_id__in=some).order_by()
        for film, other, key in credits.values_list("film_id", "person_id", "person__name_key"):
            for person in films[film] - {other}:
                colleagues[person].add(key)
    return colleagues


def counted_colleagues(count: int) -> str:
    """So many in words: "1 colleague", "12 colleagues"."""
    return f"{count} colleague{'s' if count > 1 else ''}"
