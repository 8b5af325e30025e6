"""What merging two records would do, before it is done: what moves, what clashes, what the record would gain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from essays.desk.merge_rows import RELATIONS, Pair, pairs
from essays.desk.provenance import BLANK
from essays.models import Credit, RecordKind
from people.models import Visibility

KEPT, GONE, BOTH = "kept", "gone", "both"
NAME_FIELD = {RecordKind.PERSON: "name", RecordKind.FILM: "title", RecordKind.TAG: "name"}
# Fields of which the record that stays can have one value only; with each, those that go with it.
FIELDS: dict[RecordKind, dict[str, tuple[str, ...]]] = {
    RecordKind.PERSON: {
        "name": ("sort_name",),
        "slug": (),
        "birth_year": (),
        "death_year": (),
        "disambiguation": (),
        "note": (),
        "visibility": (),
    },
    RecordKind.FILM: {
        "title": ("sort_title", "title_language"),
        "slug": (),
        "kind": (),
        "release_year": (),
        "end_year": (),
        "runtime_minutes": (),
        "disambiguation": (),
        "part_of": (),
        "countries": (),
        "languages": (),
        "synopsis": (),
        "poster": (),
        "visibility": (),
    },
    RecordKind.TAG: {"name": (), "slug": (), "kind": (), "description": ()},
}
CREDIT_DETAILS = ("character", "billing", "credited_as", "is_credited")


class MergeError(ValueError):
    """Two records cannot be merged, or a merge not undone; the message says why."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Something on which the two records differ, for the editor to choose a side."""

    key: str
    what: str
    kept: str
    gone: str
    note: str = ""
    default: str = KEPT
    allows_both: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        return (KEPT, GONE, BOTH) if self.allows_both else (KEPT, GONE)


@dataclass(frozen=True, slots=True)
class Moves:
    """How many rows of one sort go over to the record that stays, and how many it has already."""

    what: str
    number: int
    already: int

    def sentence(self) -> str:
        already = f" ({self.already} of them there already)" if self.already else ""
        return f"{self.number} {self.what}{already}"


@dataclass(frozen=True, slots=True)
class MergePlan:
    """All that merging ``gone`` into ``kept`` would do."""

    kind: RecordKind
    kept: Any
    gone: Any
    clashes: tuple[Clash, ...] = ()
    moves: tuple[Moves, ...] = ()
    gains: tuple[str, ...] = ()  # values that the record lacks and the other has
    doubled: dict[str, list[Pair]] = field(default_factory=dict)  # by the label of the relation

    def sides(self, chosen: dict[str, str] | None) -> dict[str, str]:
        """The side to take on each clash; None takes the likelier. Raises MergeError where one was not chosen."""
        if chosen is None:
            return {clash.key: clash.default for clash in self.clashes}
        for clash in self.clashes:
            if chosen.get(clash.key) not in clash.choices:
                raise MergeError(
                    f"Choose a side for “{clash.what}” first: one record says {clash.kept}, the other {clash.gone}. "
                    "Nothing was merged."
                )
        return {clash.key: chosen[clash.key] for clash in self.clashes}


def plan_merge(kept: Any, gone: Any) -> MergePlan:
    """What merging ``gone`` into ``kept`` would do. Raises MergeError where they are one record or of two kinds."""
    if type(kept) is not type(gone):
        raise MergeError(f"{kept} and {gone} are not of one kind. Choose two people, two films or two tags.")
    if kept.pk == gone.pk:
        raise MergeError(f"{kept} cannot be merged with itself. Choose another record.")
    kind = RecordKind.of(kept)
    doubled: dict[str, list[Pair]] = {}
    moves = []
    for relation in RELATIONS[kind]:
        doubled[relation.label] = found = pairs(relation, kept.pk, gone.pk)
        number = relation.rows((gone.pk,)).count() if relation.what else 0
        if number:
            moves.append(Moves(relation.what, number, len(found)))
    fields = FIELDS[kind]
    return MergePlan(
        kind,
        kept,
        gone,
        (*_field_clashes(kept, gone, fields), *_id_clashes(kind, kept, gone), *_credit_clashes(doubled)),
        tuple(moves),
        tuple(_gains(kept, gone, fields)),
        doubled,
    )


def shown(record: Any, name: str) -> str:
    """A field's value in words."""
    value = getattr(record, name)
    if name == "slug":
        return str(record.get_absolute_url())
    if isinstance(value, list):
        return ", ".join(value)
    display = getattr(record, f"get_{name}_display", None)
    return str(display()) if display else str(value)


def _label(record: Any, name: str) -> str:
    return str(record._meta.get_field(name).verbose_name)


def is_filled_from_other(kept: Any, gone: Any, name: str) -> bool:
    """Whether the record takes this field from the other without a question: it has no value of its own."""
    mine, theirs = getattr(kept, name), getattr(gone, name)
    if name == "visibility":
        return bool(mine == Visibility.PROPOSED != theirs)
    if name == "part_of" and gone.part_of_id == kept.pk:
        return False
    return _is_blank(mine) and not _is_blank(theirs)


def _is_blank(value: Any) -> bool:
    return value in BLANK or not str(value)


def _differ(kept: Any, gone: Any, name: str) -> bool:
    mine, theirs = getattr(kept, name), getattr(gone, name)
    if name == "visibility" and Visibility.PROPOSED in (mine, theirs):
        return False
    if name == "part_of" and (kept.part_of_id == gone.pk or gone.part_of_id == kept.pk):
        return False  # a series that is itself is none
    return mine != theirs and not _is_blank(mine) and not _is_blank(theirs)


def _field_clashes(kept: Any, gone: Any, fields: dict[str, tuple[str, ...]]) -> Iterator[Clash]:
    for name in fields:
        if not _differ(kept, gone, name):
            continue
        note = ""
        if name in ("name", "title"):
            note = "The other stays a name that it is found by."
        elif name == "slug":
            note = "The other address leads here from now on."
        yield Clash(name, _label(kept, name), shown(kept, name), shown(gone, name), note)


def _gains(kept: Any, gone: Any, fields: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for name in fields:
        if is_filled_from_other(kept, gone, name):
            yield f"{_label(kept, name)}: {shown(gone, name)}"


def _id_clashes(kind: RecordKind, kept: Any, gone: Any) -> Iterator[Clash]:
    """Two ids of one catalogue: it tells them apart, or has the same double."""
    if kind == RecordKind.TAG:
        return
    mine, theirs = _ids(kept), _ids(gone)
    for scheme in sorted(mine.keys() & theirs.keys()):
        yield Clash(
            f"ids-{scheme}",
            f"id in {scheme}",
            ", ".join(mine[scheme]),
            ", ".join(theirs[scheme]),
            f"Two ids say that {scheme} has two records. Keep both where it has a double too; an id that is dropped "
            "may come back with the next catalogue as a new record.",
            BOTH,
            allows_both=True,
        )


def _ids(record: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for scheme, value in record.identifiers.order_by("scheme", "value").values_list("scheme", "value"):
        found.setdefault(scheme, []).append(value)
    return found


def _credit_clashes(doubled: dict[str, list[Pair]]) -> Iterator[Clash]:
    for label, found in doubled.items():
        if not label.startswith(Credit._meta.label):
            continue
        for mine, theirs in found:
            if any(_details_differ(mine, theirs, name) for name in CREDIT_DETAILS):
                what = f"{mine.get_job_display()} of {mine.film}"
                yield Clash(credit_key(theirs), what, _credit_words(mine), _credit_words(theirs))


def credit_key(gone: Credit) -> str:
    """The key of the clash of a credit with its double."""
    return f"credit-{gone.pk}"


def _details_differ(mine: Credit, theirs: Credit, name: str) -> bool:
    ours, other = getattr(mine, name), getattr(theirs, name)
    return bool(ours != other and ours not in BLANK and other not in BLANK)


def _credit_words(credit: Credit) -> str:
    parts = [
        f"plays {credit.character}" if credit.character else "",
        f"billed no. {credit.billing}" if credit.billing else "",
        f"as “{credit.credited_as}”" if credit.credited_as else "",
        "" if credit.is_credited else "without a screen credit",
        f"says {credit.source}" if credit.source else "",
    ]
    return ", ".join(part for part in parts if part) or "no more than the job"
