"""Saved filters of the list of essays: kept under a name, renamed, deleted, each editor's for themselves."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from essays.desk.storing import checked
from essays.models import Account, SavedFilter
from essays.models.saved_filter import QUERY_MAX_LENGTH, key_of

FILTERS_MOST = 30  # of an editor; more are no shorter to look through than the filters themselves


class FilterError(ValueError):
    """A filter cannot be kept; the message says why and what to do."""


class NameTakenError(FilterError):
    """The editor has a filter of this name: ``there``."""

    def __init__(self, there: SavedFilter) -> None:
        super().__init__(f"You have a saved filter “{there}” already. Choose another name, or replace it.")
        self.there = there


@transaction.atomic
def save_filter(name: str, query: str, *, by: Account, replaces: bool = False) -> SavedFilter:
    """Keep ``query`` under a name; in place of what is there under it only where ``replaces`` says so.

    Raises NameTakenError, or another FilterError.
    """
    if not query:
        raise FilterError("This list is not narrowed. Choose filters, words or an order first, and save it then.")
    if len(query) > QUERY_MAX_LENGTH:
        raise FilterError(
            f"What this list is narrowed by is too long to be saved: {len(query)} characters where {QUERY_MAX_LENGTH} "
            "are kept. Search for fewer words."
        )
    own = _own(by)
    there = own.get(key_of(name))
    if there is not None and not replaces:
        raise NameTakenError(there)
    if there is None and len(own) >= FILTERS_MOST:
        raise FilterError(f"You have {FILTERS_MOST} saved filters, which are as many as are kept. Delete one first.")
    saved = there or SavedFilter(account=by)
    saved.name, saved.query = name, query
    return _stored(saved)


@transaction.atomic
def rename_filter(saved: SavedFilter, name: str, *, by: Account) -> SavedFilter:
    """Give a filter another name. Raises FilterError."""
    there = _own(by).get(key_of(name))
    if there is not None and there.pk != saved.pk:
        raise FilterError(f"You have a saved filter “{there}” already. Choose another name, or delete that one first.")
    saved.name = name
    return _stored(saved)


def _own(by: Account) -> dict[str, SavedFilter]:
    """The editor's filters by key; until the end of the transaction nobody else writes them."""
    Account.objects.select_for_update().get(pk=by.pk)
    return {one.key: one for one in by.saved_filters.all()}


def _stored(saved: SavedFilter) -> SavedFilter:
    try:
        checked(saved).save()
    except ValidationError as error:
        raise FilterError(" ".join(error.messages)) from error
    return saved
