"""What uses a film, a person or a critic, line by line with links: why one is not deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from essays.models import Critic, Film, Mention
from people.models import Person

USES_SHOWN = 50  # of each sort; who deletes such a record will not read more


def uses_of(record: Film | Person | Critic) -> Iterator[str]:
    """Each use of the record, as HTML."""
    for redirect in record.redirects.all()[:USES_SHOWN]:
        yield _line(redirect, "leads to", record)
    if isinstance(record, Critic):
        for byline in record.bylines.select_related("essay")[:USES_SHOWN]:
            yield _line(byline.essay, "signed by", record)
        return
    if isinstance(record, Film):
        for subject in record.subject_of.select_related("essay")[:USES_SHOWN]:
            yield _line(subject.essay, "about", record)
    else:
        for credit in record.credits.select_related("film")[:USES_SHOWN]:
            yield _line(credit.film, "credits", record, credit.get_job_display())
    field = "film" if isinstance(record, Film) else "person"
    for naming in Mention.objects.filter(**{field: record}).by_essay(quotes=0, limit=USES_SHOWN):
        yield _line(naming.essay, "names", record, f"{naming.times} times" if naming.times > 1 else "once")


def _line(owner: Any, verb: str, record: Any, detail: str = "") -> str:
    address = reverse(f"admin:essays_{owner._meta.model_name}_change", args=[owner.pk])
    line = format_html('<a href="{}">{}</a> {} {}', address, owner, verb, record)
    return format_html("{} ({})", line, detail) if detail else line
