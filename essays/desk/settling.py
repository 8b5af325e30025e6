"""Findings that a change of the record answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db import transaction

from essays.models import Account, Credit, Finding, Source
from essays.models.film import SOURCE_MAX_LENGTH

AGREED = ", and an editor"
ABOUT_CREDITS = (Finding.Rule.CREDIT, Finding.Rule.CONTRIBUTION)


def credits_in_question(finding: Finding) -> list[Credit]:
    """The credits that a finding asks about: those of its person on its film. None for other rules than credits."""
    if finding.rule not in ABOUT_CREDITS or finding.film_id is None or finding.person_id is None:
        return []
    credits = Credit.objects.filter(film=finding.film_id, person=finding.person_id).select_related("film", "person")
    return [credit for credit in credits if _asks_about(finding, credit)]


@transaction.atomic
def settle_findings_about(credits: Iterable[Credit], *, by: Account | None, now: dt.datetime) -> int:
    """Settle the open questions about credits that an editor has confirmed or deleted just now.

    The record was changed, so the question is answered. Credits that still wait for an editor are to be left out.
    A confirmed one is no longer its document's alone: it stays when the document drops it. Returns how many questions
    that were.
    """
    changed = list(credits)
    _keep([credit for credit in changed if credit.state == Credit.State.CONFIRMED])
    asked = Finding.objects.filter(
        rule__in=ABOUT_CREDITS,
        state=Finding.State.OPEN,
        film__in={credit.film_id for credit in changed},
        person__in={credit.person_id for credit in changed},
    )
    answered = [
        finding.pk
        for finding in asked
        if any(
            (credit.film_id, credit.person_id) == (finding.film_id, finding.person_id) and _asks_about(finding, credit)
            for credit in changed
        )
    ]
    return Finding.objects.filter(pk__in=answered).update(
        state=Finding.State.RECORD_CHANGED, settled_by=by, settled_at=now
    )


def _keep(confirmed: Iterable[Credit]) -> None:
    """Say beside the document that an editor has agreed to these credits."""
    rows = list(Credit.objects.filter(pk__in=[credit.pk for credit in confirmed]).exclude(source=""))
    documents = set(Source.objects.filter(name__in={row.source for row in rows}).values_list("name", flat=True))
    agreed = [row for row in rows if row.source in documents]
    for row in agreed:
        row.source = row.source[: SOURCE_MAX_LENGTH - len(AGREED)] + AGREED
    Credit.objects.bulk_update(agreed, ["source"])


def _asks_about(finding: Finding, credit: Credit) -> bool:
    """Whether the question names the credit's job. A finding has no field for it: one person may have several."""
    return re.search(rf" as {re.escape(credit.job)}\b", finding.message) is not None
