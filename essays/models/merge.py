"""Two records that are one: pairs that look it, and the merges that an editor made, each with what undoes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from essays.models.film import Film
from people.models import NAME_MAX_LENGTH, Person
from people.rows import Row
from people.tagging import Tag

REASON_MAX_LENGTH = 300


class RecordKind(models.TextChoices):
    """What can be merged."""

    PERSON = "person", "person"
    FILM = "film", "film"
    TAG = "tag", "tag"

    @property
    def model(self) -> Any:
        """The model of these records."""
        return {"person": Person, "film": Film, "tag": Tag}[self.value]

    @classmethod
    def of(cls, record: models.Model) -> RecordKind:
        return cls(str(record._meta.model_name))


def _pair(kind: str) -> Q:
    """The condition that a row is a pair of this kind and of no other, the record made first before the other."""
    others = [other for other in ("person", "film", "tag") if other != kind]
    unset = {f"{side}{other}__isnull": True for other in others for side in ("", "other_")}
    return Q(**unset, **{f"{kind}__isnull": False, f"other_{kind}__gt": F(kind)})


class DoubleQuerySet(models.QuerySet["Double"]):
    def waiting(self) -> Self:
        """Pairs that nobody has looked at."""
        return self.filter(state=Double.State.OPEN)

    def with_records(self) -> Self:
        """With both records, in one query."""
        return self.select_related("person", "other_person", "film", "other_film", "tag", "other_tag")


class Double(Row):
    """Two records that may be one, and why; dismissed, the pair is not put to an editor again."""

    class State(models.TextChoices):
        OPEN = "open", "to look at"
        DISMISSED = "dismissed", "two different ones"

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="doubles")
    other_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="doubles_of_others"
    )
    film = models.ForeignKey(Film, null=True, blank=True, on_delete=models.CASCADE, related_name="doubles")
    other_film = models.ForeignKey(
        Film, null=True, blank=True, on_delete=models.CASCADE, related_name="doubles_of_others"
    )
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="doubles")
    other_tag = models.ForeignKey(
        Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="doubles_of_others"
    )
    reason = models.CharField(max_length=REASON_MAX_LENGTH)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DoubleQuerySet.as_manager()

    class Meta:
        verbose_name = "likely double"
        default_permissions = ()  # who may merge may look at them
        ordering = ["-found_at", "-id"]
        indexes = [models.Index(fields=["state", "-found_at", "-id"], name="double_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["person", "other_person"], name="double_of_people_once"),
            models.UniqueConstraint(fields=["film", "other_film"], name="double_of_films_once"),
            models.UniqueConstraint(fields=["tag", "other_tag"], name="double_of_tags_once"),
            models.CheckConstraint(
                condition=_pair("person") | _pair("film") | _pair("tag"), name="double_is_two_of_one_kind"
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "dismissed"]), name="double_state_is_known"),
        ]

    def __str__(self) -> str:
        first, second = self.records
        return f"{first} and {second}"

    @property
    def kind(self) -> RecordKind:
        return RecordKind(next(kind for kind in RecordKind.values if getattr(self, f"{kind}_id") is not None))

    @property
    def records(self) -> tuple[Any, Any]:
        """Both records, the one made first before the other."""
        return getattr(self, self.kind.value), getattr(self, f"other_{self.kind.value}")


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Merges that were not undone."""
        return self.filter(undone_at__isnull=True)

    def now_under(self, kind: RecordKind, ids: Iterable[int]) -> dict[int, int]:
        """Of records that were merged away, the record each is now, however often it was merged on."""
        found: dict[int, int] = {}
        asked = set(ids)
        while asked:
            step = dict(self.standing().filter(kind=kind, gone_id__in=asked).values_list("gone_id", "kept_id"))
            found |= step
            asked = set(step.values()) - found.keys()
        for gone in found:
            while found[gone] in found:
                found[gone] = found[found[gone]]
        return found


class Merge(Row):
    """One merge: which record went into which, who did it, and every row it changed, as it was before."""

    kind = models.CharField(max_length=10, choices=RecordKind)
    kept_id = models.PositiveBigIntegerField(editable=False)
    kept_name = models.CharField("kept", max_length=NAME_MAX_LENGTH + 100)
    gone_id = models.PositiveBigIntegerField(editable=False)
    gone_name = models.CharField("merged into it", max_length=NAME_MAX_LENGTH + 100)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    summary = models.JSONField(default=list, editable=False, help_text="What it did, in sentences.")
    changes = models.JSONField(default=list, editable=False, help_text="Each row it changed, before and after.")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-id"]
        default_permissions = ()
        permissions = [("merge_records", "Can merge people, films and tags, and undo a merge")]
        indexes = [models.Index(fields=["kind", "gone_id"], name="merge_by_what_is_gone")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["person", "film", "tag"]), name="merge_kind_is_known"),
            models.CheckConstraint(condition=~Q(kept_id=F("gone_id")), name="merge_is_of_two_records"),
            models.UniqueConstraint(
                fields=["kind", "gone_id"], condition=Q(undone_at__isnull=True), name="merge_once_a_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_name} into {self.kept_name}"


def pair_ids(kind: RecordKind, ids: Collection[int]) -> dict[str, int]:
    """The fields of a Double that hold these two records."""
    first, second = sorted(ids)
    return {f"{kind.value}_id": first, f"other_{kind.value}_id": second}
