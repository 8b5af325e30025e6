"""What becomes of each row that points at a record which is merged into another: one decision a foreign key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from essays.models import (
    Credit,
    Double,
    EssayTag,
    Film,
    FilmFigure,
    FilmIdentifier,
    FilmKey,
    FilmRelease,
    FilmTag,
    FilmTitle,
    Finding,
    FormerFilmSlug,
    IndexedName,
    Mention,
    MentionCandidate,
    RecordKind,
    Redirect,
    Subject,
)
from people.models import (
    Alias,
    FormerSlug,
    FormerTagSlug,
    PersonIdentifier,
    PersonKey,
    PersonTag,
    TagSynonym,
)

Pair = tuple[Any, Any]  # a row of the record that is kept, and the row of the other that says the same


@dataclass(frozen=True, slots=True)
class Relation:
    """The rows of ``model`` whose ``field`` is the record."""

    model: type[models.Model]
    field: str
    what: str = ""  # in the preview; empty where it would tell an editor nothing
    same: tuple[str, ...] | None = None  # rows equal in these are one and the same; None: no two ever are
    combine: Callable[[Any, Any], None] | None = None  # what the kept row takes from its double
    is_derived: bool = False  # worked out anew, never moved
    is_loose: bool = False  # what was changed since is left alone by an undo, and is no reason against one

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    @property
    def attname(self) -> str:
        return str(self.model._meta.get_field(self.field).attname)  # type: ignore[union-attr]

    def rows(self, ids: tuple[int, ...]) -> models.QuerySet[Any]:
        """The rows of these records."""
        return self.model._default_manager.filter(**{f"{self.attname}__in": ids}).order_by("pk")


def _keep_the_editors_tag(kept: Any, gone: Any) -> None:
    kept.is_derived = kept.is_derived and gone.is_derived


def _tags(model: type[models.Model]) -> Relation:
    return Relation(model, "content_object", "tags", ("tag_id",), _keep_the_editors_tag, is_loose=True)


def _tagged(model: type[models.Model], what: str) -> Relation:
    return Relation(model, "tag", what, ("content_object_id",), _keep_the_editors_tag, is_loose=True)


RELATIONS: dict[RecordKind, tuple[Relation, ...]] = {
    RecordKind.PERSON: (
        Relation(Credit, "person", "credits"),  # whose doubles are put to the editor: merge_credits
        Relation(Mention, "person", "mentions in essays", is_loose=True),
        Relation(MentionCandidate, "person", "open links they may be meant by", ("mention_id",), is_loose=True),
        Relation(Finding, "person", "findings", is_loose=True),
        Relation(Alias, "person", "other names", ("name",)),
        _tags(PersonTag),
        Relation(PersonIdentifier, "person", "ids in other catalogues"),
        Relation(FormerSlug, "person", "former addresses"),
        Relation(Redirect, "person", "redirects"),
        Relation(PersonKey, "person", is_derived=True),
        Relation(IndexedName, "person", is_derived=True),
        Relation(Double, "person", is_loose=True),
        Relation(Double, "other_person", is_loose=True),
    ),
    RecordKind.FILM: (
        Relation(Credit, "film", "credits"),
        Relation(Subject, "film", "essays about it", ("essay_id",)),
        Relation(Mention, "film", "mentions in essays", is_loose=True),
        Relation(MentionCandidate, "film", "open links it may be meant by", ("mention_id",), is_loose=True),
        Relation(Finding, "film", "findings", is_loose=True),
        Relation(FilmTitle, "film", "other titles", ("title",)),
        Relation(FilmRelease, "film", "releases", ("country", "released_on")),
        Relation(FilmFigure, "film", "figures", ("kind", "territory", "source")),
        _tags(FilmTag),
        Relation(FilmIdentifier, "film", "ids in other catalogues"),
        Relation(FormerFilmSlug, "film", "former addresses"),
        Relation(Redirect, "film", "redirects"),
        Relation(Film, "part_of", "films of the series"),
        Relation(FilmKey, "film", is_derived=True),
        Relation(IndexedName, "film", is_derived=True),
        Relation(Double, "film", is_loose=True),
        Relation(Double, "other_film", is_loose=True),
    ),
    RecordKind.TAG: (
        _tagged(EssayTag, "essays"),
        _tagged(FilmTag, "films"),
        _tagged(PersonTag, "people"),
        Relation(TagSynonym, "tag", "synonyms"),
        Relation(FormerTagSlug, "tag", "former addresses"),
        Relation(Redirect, "tag", "redirects"),
        Relation(Double, "tag", is_loose=True),
        Relation(Double, "other_tag", is_loose=True),
    ),
}


def pairs(relation: Relation, kept_id: int, gone_id: int) -> list[Pair]:
    """The rows that both records have: of each two, the one that stays and the one that goes."""
    if relation.model is Credit:
        return credit_pairs(relation, kept_id, gone_id)
    if relation.same is None:
        return []
    have = {_key(relation, row): row for row in relation.rows((kept_id,))}
    return [(have[key], row) for row in relation.rows((gone_id,)) if (key := _key(relation, row)) in have]


def _key(relation: Relation, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in relation.same or ())


def credit_pairs(relation: Relation, kept_id: int, gone_id: int) -> list[Pair]:
    """Credits that both have. One without a character is the same as one with: the other says more of it."""
    beside = "film_id" if relation.field == "person" else "person_id"
    mine: dict[tuple[int, str], list[Credit]] = {}
    for credit in relation.rows((kept_id,)).select_related("film", "person"):
        mine.setdefault((getattr(credit, beside), credit.job), []).append(credit)
    found: list[Pair] = []
    for theirs in relation.rows((gone_id,)).select_related("film", "person"):
        same_job = mine.get((getattr(theirs, beside), theirs.job), [])
        same = [c for c in same_job if c.character == theirs.character]
        same = same or [c for c in same_job if not c.character or not theirs.character]
        if same:
            same_job.remove(same[0])  # one credit is the double of one
            found.append((same[0], theirs))
    return found
