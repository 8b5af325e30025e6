"""What is typed and not saved: kept every few seconds in the editor's own slot, found again after a crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from essays.desk.storing import checked
from essays.models import Account, Autosave, Essay

OPEN_FOR = dt.timedelta(seconds=60)  # after the last sign of its form an essay counts as open; one comes each 20 s
CHARACTERS_MOST = 2_000_000  # of all fields together


class AutosaveError(ValueError):
    """What was typed cannot be kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """What there is to say as a form opens: the editor's own unsaved text, if any, and who else has it open."""

    unsaved: Autosave | None
    others: tuple[str, ...]


def open_form(essay: Essay, *, by: Account, now: dt.datetime, of_draft: bool = False) -> OpenForm:
    """What to say to ``by``, who opens this essay, or the draft beside it. One query."""
    slots = list(Autosave.objects.filter(essay=essay, of_draft=of_draft).select_related("account"))
    unsaved = next((slot for slot in slots if slot.account_id == by.pk and slot.fields), None)
    others = [slot for slot in slots if slot.account_id != by.pk and slot.seen_at >= now - OPEN_FOR]
    return OpenForm(unsaved, tuple(sorted(str(slot.account) for slot in others)))


def unsaved_new(*, by: Account) -> Autosave | None:
    """What ``by`` typed into the form of a new essay and did not save."""
    return Autosave.objects.filter(account=by, essay=None).exclude(fields={}).first()


def keep_unsaved(
    essay: Essay | None, fields: Mapping[str, str], *, by: Account, now: dt.datetime, of_draft: bool = False
) -> None:
    """Keep what ``by`` has typed so far. Raises AutosaveError."""
    if sum(map(len, fields.values())) > CHARACTERS_MOST:
        raise AutosaveError(f"This is more than {CHARACTERS_MOST:,} characters, which are not kept as you type. Save.")
    own = {"account": by, "essay": essay, "of_draft": of_draft}
    slot = Autosave.objects.filter(**own).first() or Autosave(**own)
    slot.fields, slot.kept_at, slot.seen_at = dict(fields), now, now
    checked(slot).save()


def form_is_open(essay: Essay, *, by: Account, now: dt.datetime, of_draft: bool = False) -> None:
    """Note that ``by`` still has this essay open."""
    Autosave.objects.update_or_create(account=by, essay=essay, of_draft=of_draft, defaults={"seen_at": now})


def forget_unsaved(essay: Essay | None, *, by: Account, of_draft: bool = False) -> None:
    """Empty the slot: what was in it is saved, or the editor threw it away."""
    Autosave.objects.filter(account=by, essay=essay, of_draft=of_draft).delete()
