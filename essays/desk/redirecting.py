"""Old addresses that lead to records here: made by hand or with an import, never taken from where they lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from essays.models import Account, Critic, Essay, Film, Redirect, public_tags
from essays.models.redirect import RECORDS
from people.models import Person
from people.paths import PathError, normal_address


def redirect_to(record: Any, addresses: Iterable[str], *, by: Account | None, source: str = "") -> list[str]:
    """Have these old addresses lead to ``record``; a sentence on each that cannot.

    One that leads there already is left as it is, and so is one that leads elsewhere.
    """
    name = next(name for name, model in RECORDS.items() if isinstance(record, model))
    refused = []
    for address in dict.fromkeys(addresses):
        try:
            path = normal_address(address)
        except PathError as error:
            refused.append(f"its old address {address[:80]} was not kept: {error}")
            continue
        if path == normal_address(record.get_absolute_url()):
            continue
        if (other := Redirect.objects.filter(path=path).select_related(*RECORDS).first()) is not None:
            if other.record != record:
                refused.append(f"its old address {path} leads to “{other.record or other.to}” and was left so")
            continue
        made = Redirect(path=path, made_by=by, source=source, **{name: record})
        try:
            made.full_clean()
        except ValidationError as error:
            refused.append(f"its old address {path} was not kept: {' '.join(error.messages)}")
        else:
            made.save()
    return refused


def old_addresses(*, now: dt.datetime) -> dict[str, str]:
    """Every path that leads a reader elsewhere at ``now``, and where: former addresses, and redirects by hand.

    An address with a query is none of them: it has no path of its own.
    """
    found: dict[str, str] = {}
    public: tuple[Any, ...] = (
        Essay.objects.published(now).defer("body", "rendered"),
        Film.objects.public(),
        Person.objects.public(),
        Critic.objects.public(),
        public_tags(now),
    )
    for records in public:
        for record in (
            records.filter(former_slugs__isnull=False).distinct().order_by("pk").prefetch_related("former_slugs")
        ):
            for former in record.former_slugs.all():
                found[reverse(record.page_name, args=[former.slug])] = record.get_absolute_url()
    for row in Redirect.objects.filter(~Q(path__contains="?")).with_what_it_leads_to(now):
        if row.leads:  # type: ignore[attr-defined]  # annotated
            found[row.path] = row.target_address()
    return found
