"""What linking asks of the records: a Protocol, so that it runs on a database or on rows in memory alike."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

FILMS_OF_A_TITLE = 12


@dataclass(frozen=True, slots=True)
class FilmRecord:
    """A film as linking sees it. ``kind`` is "film", "series", "mini-series" or "film series".

    ``credit_count`` tells the known from the obscure.
    """

    id: int
    title: str
    release_year: int | None
    kind: str = "film"
    end_year: int | None = None
    other_titles: tuple[str, ...] = ()
    part_of: int | None = None
    credit_count: int = 0


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as linking sees it. ``credit_count`` tells the known from the obscure."""

    id: int
    name: str
    other_names: tuple[str, ...] = ()
    apart: str = ""  # "actor, 1930-1980"
    credit_count: int = 0


class CreditRecord(NamedTuple):
    """A credit as linking sees it. ``person_name`` is the person's own name, whatever the screen says.

    A tuple, since a document makes hundreds: a frozen dataclass takes five times as long to make.
    """

    film_id: int
    person_id: int
    job: str
    character: str = ""
    billing: int | None = None
    is_credited: bool = True
    person_name: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """What a text says beside a title: the films that people it names are credited on, and the years it prints."""

    films: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()


NOTHING_NEAR = Near()


class Catalogue(Protocol):
    """Each call takes many keys and costs a fixed number of queries. Unknown keys and ids are left out."""

    def title_forms(self, keys: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """Folded key -> form of the key -> how many films are so called. It reads no film; hidden ones count."""
        ...

    def films_by_key(
        self, keys: Collection[str], near: Near = NOTHING_NEAR
    ) -> Mapping[str, Sequence[tuple[FilmRecord, str]]]:
        """Folded key -> films with the form of the key (see ``linking.keys``).

        Of one key and form at least the ``FILMS_OF_A_TITLE`` with the most credits, and any that ``near`` points to.
        """
        ...

    def people_by_key(self, keys: Collection[str]) -> Mapping[str, Sequence[tuple[PersonRecord, str]]]:
        """Folded key -> people with the form of the key (see ``people.names``)."""
        ...

    def credits_of_films(self, film_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        """Film id -> its credits, in billing order."""
        ...

    def credits_of_people(self, person_ids: Collection[int]) -> Mapping[int, Sequence[CreditRecord]]:
        """Person id -> their credits, at most 300 each."""
        ...

    def films(self, film_ids: Collection[int]) -> Mapping[int, FilmRecord]: ...

    def people(self, person_ids: Collection[int]) -> Mapping[int, PersonRecord]: ...
