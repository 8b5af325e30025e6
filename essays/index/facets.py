"""What a search can be narrowed to: the kinds of an essay, its critics, its films' decades and directors, its tags."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essays.index.engine import EssayHit
from essays.models import Critic, Essay, public_tags
from essays.searching import words as marks
from people.models import Person
from people.tagging import Tag

VALUES_SHOWN = 8  # of one facet; those that most of the essays found stand under
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
NOWHERE = "x_"  # a mark that no essay has
KIND_NAMES = {
    Essay.Kind.REVIEW.value: _("Opinion"),
    Essay.Kind.REFERENCE.value: _("The record"),
    Essay.Kind.FEATURE.value: _("Feature"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: what it is called, how an address says it, how many of the essays read stand under it."""

    name: str
    slug: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, those with the most essays first; the chosen one before them."""

    key: str
    name: str
    values: tuple[Value, ...]
    chosen: Value | None


PREFIXES = {
    "kind": marks.KIND,
    "critic": marks.CRITIC,
    "decade": marks.DECADE,
    "director": marks.DIRECTOR,
    "tag": marks.TAG,
}
NAMES = {
    "kind": pgettext_lazy("facet", "Voice"),
    "critic": pgettext_lazy("facet", "Critic"),
    "decade": pgettext_lazy("facet", "Decade"),
    "director": pgettext_lazy("facet", "Director"),
    "tag": pgettext_lazy("facet", "Tag"),
}


def decade_name(decade: str) -> str:
    return gettext("%(decade)ss") % {"decade": decade}


def marks_of(chosen: Mapping[str, str], *, now: dt.datetime) -> tuple[dict[str, str], dict[str, str]]:
    """The marks of what was chosen, by facet, and what each is called.

    What readers may not see and what there never was are one: a mark that nothing has, called as it was written.
    """
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    for key, slug in chosen.items():
        pair = _known(key, slug, now)
        found[key], names[key] = pair if pair else (NOWHERE, slug)
    return found, names


def _known(key: str, slug: str, now: dt.datetime) -> tuple[str, str] | None:
    prefix = PREFIXES[key]
    if key == "kind":
        return (f"{prefix}{slug}", str(KIND_NAMES[slug])) if slug in KIND_NAMES else None
    if key == "decade":
        is_one = slug.isascii() and slug.isdecimal() and len(slug) == 4 and slug.endswith("0")
        return (f"{prefix}{slug}", decade_name(slug)) if is_one else None
    if not _SLUG.fullmatch(slug):  # no address of a record; a database may refuse what it holds
        return None
    record = _records(key, now).filter(slug=slug).first()
    return (f"{prefix}{record.pk}", record.name) if record is not None else None


def _records(key: str, now: dt.datetime) -> Any:
    if key == "critic":
        return Critic.objects.public()
    if key == "tag":
        return public_tags(now).besides_jobs()
    return Person.objects.public()


def count_facets(
    hits: Iterable[EssayHit], chosen: Mapping[str, str], names: Mapping[str, str], *, now: dt.datetime
) -> tuple[Facet, ...]:
    """What the essays found stand under, in at most three questions."""
    counted = Counter(" ".join(hit.facets for hit in hits).split())
    facets = []
    for key, name in NAMES.items():
        prefix = PREFIXES[key]
        top = [(mark.removeprefix(prefix), number) for mark, number in counted.items() if mark.startswith(prefix)]
        top.sort(key=lambda pair: (-pair[1], pair[0]))
        slug = chosen.get(key)
        values = tuple(
            Value(said, written, number, written == slug) for said, written, number in _worded(key, top, now)
        )
        if key == "decade":
            values = tuple(sorted(values, key=lambda value: value.slug))
        picked = next((value for value in values if value.is_chosen), None)
        if slug is not None and picked is None:
            picked = Value(names.get(key, slug), slug, 0, True)
        facets.append(Facet(key, str(name), values, picked))
    return tuple(facets)


def _worded(key: str, top: list[tuple[str, int]], now: dt.datetime) -> list[tuple[str, str, int]]:
    if key == "kind":
        return [(str(KIND_NAMES[value]), value, number) for value, number in top if value in KIND_NAMES]
    if key == "decade":
        return [(decade_name(value), value, number) for value, number in top[: 2 * VALUES_SHOWN]]
    # Some may be hidden by now, so that more are asked for than are shown.
    asked = [(int(pk), number) for pk, number in top[: 4 * VALUES_SHOWN]]
    if not asked:
        return []
    shown = _of_live_essays(key).filter(pk__in=[pk for pk, _ in asked]).order_by()
    called = {pk: (name, slug) for pk, name, slug in shown.values_list("pk", "name", "slug")}
    return [(*called[pk], number) for pk, number in asked if pk in called][:VALUES_SHOWN]


def _of_live_essays(key: str) -> Any:
    """Records that readers see, of those that an essay which they see is under: its critics and tags always are."""
    if key == "critic":
        return Critic.objects.all()
    if key == "tag":
        return Tag.objects.besides_jobs()
    return Person.objects.public()
