"""Tags that the desk sets: genres by name, and people's jobs worked out from their credits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from essays.desk.storing import checked
from essays.models import Credit, Essay, Source
from people.models import PersonTag, Tag, TagSynonym
from people.names import name_key

IDS_PER_QUERY = 500  # under SQLite's oldest limit of 999 variables a statement
# A job that says nothing about the person gives no tag.
JOBS_WITHOUT_TAG = frozenset({Credit.Job.SELF.value, Credit.Job.OTHER.value})


def tags_named(names: Iterable[str], *, kind: Tag.Kind) -> dict[str, Tag]:
    """The tag for each name, found by name in any case or by a synonym, made as ``kind`` where there is none."""
    wanted = {name: " ".join(name.split())[:100] for name in names if name.strip()}
    if not wanted:
        return {}
    by_name = Q()
    for name in wanted.values():
        by_name |= Q(name__iexact=name)
    have = {tag.name.casefold(): tag for tag in Tag.objects.filter(by_name)}
    if missing := [name for name in wanted.values() if name.casefold() not in have]:
        keys = {name_key(name): name for name in missing}
        for synonym in TagSynonym.objects.filter(key__in=keys).select_related("tag"):
            have[keys[synonym.key].casefold()] = synonym.tag
    for name in wanted.values():
        if name.casefold() not in have:
            tag = checked(Tag(name=name, kind=kind))
            tag.save()
            have[name.casefold()] = tag
    return {name: have[text.casefold()] for name, text in wanted.items()}


def derive_job_tags(person_ids: Iterable[int]) -> None:
    """Give these people a tag for each job they have a screen credit for, marked as derived; drop those gone.

    A tag that an editor set is neither changed nor removed, also where a credit gives the same one. A credit that only
    an unpublished essay's document states gives none: ``derive_tags_stated_by`` follows when that changes.
    """
    ids = sorted(set(person_ids))
    for start in range(0, len(ids), IDS_PER_QUERY):
        _derive_batch(ids[start : start + IDS_PER_QUERY])


def derive_tags_stated_by(essay: Essay) -> None:
    """Job tags of the people whose credits this essay's documents state: wanted when readers see it or no longer do.

    Which film such a credit is of does not matter: the essay may have another subject by now.
    """
    documents = set(Source.objects.filter(essay=essay).values_list("name", flat=True))
    if documents:
        derive_job_tags(Credit.objects.filter(source__in=documents).order_by().values_list("person_id", flat=True))


@transaction.atomic(savepoint=False)
def _derive_batch(ids: list[int]) -> None:
    jobs: dict[int, set[str]] = defaultdict(set)
    credits = Credit.objects.said_in_public().filter(person_id__in=ids).order_by()
    for person_id, job, state, is_credited in credits.values_list("person_id", "job", "state", "is_credited"):
        # State and job are looked at here: asked for in the query they lead SQLite to all credits of that state.
        if state == Credit.State.CONFIRMED and is_credited and job not in JOBS_WITHOUT_TAG:
            jobs[person_id].add(job)
    tags = tags_named({job for of_person in jobs.values() for job in of_person}, kind=Tag.Kind.JOB)
    wanted = {(person_id, tags[job].pk) for person_id, of_person in jobs.items() for job in of_person}
    have = {
        (person_id, tag_id): (pk, is_derived)
        for pk, person_id, tag_id, is_derived in PersonTag.objects.filter(content_object_id__in=ids).values_list(
            "pk", "content_object_id", "tag_id", "is_derived"
        )
    }
    if gone := [pk for key, (pk, is_derived) in have.items() if is_derived and key not in wanted]:
        PersonTag.objects.filter(pk__in=gone).delete()
    PersonTag.objects.bulk_create(
        (
            PersonTag(content_object_id=person_id, tag_id=tag_id, is_derived=True)
            for person_id, tag_id in sorted(wanted - have.keys())
        ),
        ignore_conflicts=True,
    )
