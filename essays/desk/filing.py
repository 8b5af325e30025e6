"""Filing essays: the topics they stand under and whose they are, without a word of their text changed."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet

from essays.desk.editing import essay_was_saved
from essays.desk.publishing import may_change, why_not_changed
from essays.models import Account, Essay, EssayTag
from essays.models.essay import reaches_every_essay
from people.tagging import Tag


class FilingError(ValueError):
    """An essay cannot be filed so; the message says which and why."""


@transaction.atomic
def tag_essay(essay: Essay, *, tag: Tag, by: Account | None, now: dt.datetime) -> None:
    """Put the essay under the tag. Raises FilingError."""
    essay = _locked(essay, f"got no tag “{tag}”", by)
    if not EssayTag.objects.get_or_create(content_object=essay, tag=tag)[1]:
        raise FilingError(f"“{essay}” has the tag “{tag}” already.")
    essay_was_saved(essay, by=by, now=now, note=f"tagged {tag}")


@transaction.atomic
def untag_essay(essay: Essay, *, tag: Tag, by: Account | None, now: dt.datetime) -> None:
    """Take the tag off the essay. Raises FilingError."""
    essay = _locked(essay, f"kept the tag “{tag}”", by)
    if not EssayTag.objects.filter(content_object=essay, tag=tag).delete()[0]:
        raise FilingError(f"“{essay}” has no tag “{tag}”.")
    essay_was_saved(essay, by=by, now=now, note=f"tag {tag} taken off")


@transaction.atomic
def assign_essay(essay: Essay, *, owner: Account, by: Account | None, now: dt.datetime) -> None:
    """Make the essay this account's, which an editor does. Raises FilingError."""
    if by is not None and not reaches_every_essay(by):
        raise FilingError(f"“{essay}” stays whose it is: {by} works on their own essays only. Ask an editor.")
    essay = _locked(essay, "stays whose it is", by)
    if essay.owner_id == owner.pk:
        raise FilingError(f"“{essay}” is {owner}'s already.")
    if not who_may_own().filter(pk=owner.pk).exists():
        raise FilingError(f"“{essay}” stays whose it is: {owner} may not write essays here.")
    essay.owner = owner
    essay.save(update_fields=["owner"])
    essay_was_saved(essay, by=by, now=now, note=f"assigned to {owner}")


def who_may_own() -> QuerySet[Account]:
    """The accounts that may write essays, by name."""
    right = {"codename": "change_essay", "content_type__app_label": "essays"}
    by_group = Q(groups__in=_groups_with(right))
    by_hand = Q(**{f"user_permissions__{name}": value for name, value in right.items()})
    may = Account.objects.filter(Q(is_superuser=True) | by_group | by_hand, is_active=True, is_staff=True)
    return Account.objects.filter(pk__in=may.values("pk")).order_by("username")


def _groups_with(right: dict[str, str]) -> QuerySet[Group]:
    return Group.objects.filter(**{f"permissions__{name}": value for name, value in right.items()})


def _locked(essay: Essay, what: str, by: Account | None) -> Essay:
    """The essay as it is stored, nobody else's to write until this is done. Raises FilingError, which says ``what``."""
    stored = Essay.objects.select_for_update(of=("self",)).get(pk=essay.pk)
    if stored.discarded_at is not None or not may_change(stored, by):
        raise FilingError(f"“{stored}” {what}: {why_not_changed(stored, by)}")
    return stored
