"""Old addresses that lead to records here: made by hand or with an import, never taken from where they lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from essays.models import Account, Redirect
from essays.models.redirect import RECORDS
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
