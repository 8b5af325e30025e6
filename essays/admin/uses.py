"""What uses a film, a person or a critic, line by line with links: why one is not deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from essays.admin.account import at_desk_of
from essays.models import Critic, Essay, Film, Mention
from people.choosing import UsedBy
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


def used_by(request: HttpRequest, film: Film) -> Iterator[UsedBy]:
    """What is written about a film, of what this editor works on: the essays about it, and those that name it."""
    about = at_desk_of(request, film.subject_of.select_related("essay")).order_by("-pk")
    rows = [_row(subject.essay) for subject in about[:USES_SHOWN]]
    yield UsedBy("about", "Essays about it", "None yet.", rows, len(rows))
    namings = at_desk_of(request, Mention.objects.linked()).filter(film=film, is_lost=False).by_essay(quotes=0)
    named = [_row(one.essay, f"{one.times} time{'' if one.times == 1 else 's'}") for one in namings[:USES_SHOWN]]
    yield UsedBy("namings", "Essays that name it", "None yet.", named, len(namings))


def _row(essay: Essay, detail: str = "") -> tuple[str, str, str]:
    said = ", ".join(part for part in (essay.standing(), detail) if part)
    return reverse("admin:essays_essay_change", args=[essay.pk]), str(essay), said


def _line(owner: Any, verb: str, record: Any, detail: str = "") -> str:
    address = reverse(f"admin:essays_{owner._meta.model_name}_change", args=[owner.pk])
    line = format_html('<a href="{}">{}</a> {} {}', address, owner, verb, record)
    return format_html("{} ({})", line, detail) if detail else line
