"""The picture of a record for where its address is shared: drawn once, and kept by a digest of what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from essays.models import Critic, Essay, Film
from essays.models.site_settings import site_settings
from essays.rendering.cards import BETWEEN, Card, draw
from essays.views.records import FOLDERS, beside_record

KEPT_IN = "cards"
VOICES = {"review": _("Opinion"), "feature": _("Feature"), "reference": _("The record")}


@require_safe
def card(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    def made(record: Any) -> HttpResponse:
        return HttpResponse(_kept(kind, record.pk, card_of(record)), content_type="image/png")

    return beside_record(request, kind, slug, path=_path, made=made)


def card_of(record: Any) -> Card:
    """What the card of a record says; of an essay, and of a film, in two queries at most."""
    site = site_settings().name
    if isinstance(record, Essay):
        films = [subject.film for subject in record.subjects.select_related("film")]
        signed = gettext(" and ").join(str(byline) for byline in record.bylines.select_related("critic"))
        above = BETWEEN.join([str(VOICES[record.kind]), *map(str, films)])
        titles = (record.headline, *(film.title for film in films))
        return Card(titles, above, signed, site, "record" if record.kind == Essay.Kind.REFERENCE else "opinion")
    if isinstance(record, Film):
        titles = (record.title, *(other.title for other in record.titles.all()))
        year = str(record.release_year or "")
        return Card(titles, capfirst(record.get_kind_display()), year, site, "record")
    called = {"Person": _("Person"), "Critic": _("Critic")}.get(type(record).__name__, _("Tag"))
    return Card((record.name,), str(called), "", site, "opinion" if isinstance(record, Critic) else "record")


def _kept(kind: str, key: int, card: Card) -> bytes:
    """The picture, drawn where it is not kept; one of what the record showed before goes."""
    folder = f"{KEPT_IN}/{kind}/{key}"
    name = f"{card.digest()}.png"
    if default_storage.exists(f"{folder}/{name}"):
        with default_storage.open(f"{folder}/{name}") as kept:
            return bytes(kept.read())
    picture = draw(card)
    if default_storage.exists(folder):
        for old in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{old}")
    default_storage.save(f"{folder}/{name}", ContentFile(picture))
    return picture


def _path(kind: str, slug: str) -> str:
    return reverse(f"essays:{kind}_card", args=[slug])


def card_patterns() -> Iterator[URLPattern]:
    """The addresses of all cards."""
    for kind, folder in FOLDERS.items():
        yield path(f"{folder}/<slug:slug>/card.png", card, {"kind": kind}, name=f"{kind}_card")
