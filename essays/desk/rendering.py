"""The stored rendering of an essay: renewed whenever the body or what its words mean has changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from essays.index.essay import renew_essay
from essays.models import Essay, Mention
from essays.reading.body import Body, read_body
from essays.reading.document import DocumentKind
from essays.rendering.body import Anchor, AnchorKind, render_body

ANCHOR_KINDS: dict[str, AnchorKind] = {
    Mention.Kind.FILM: "film",
    Mention.Kind.PERSON: "person",
    Mention.Kind.CHARACTER: "character",
}


def document_kind(kind: str) -> DocumentKind:
    """How the body of an essay of this kind is read: a feature is read like a review."""
    return DocumentKind.REFERENCE if kind == Essay.Kind.REFERENCE else DocumentKind.REVIEW


def body_of(essay: Essay) -> Body:
    """The essay's body, read."""
    return read_body(essay.body, kind=document_kind(essay.kind))


def anchors_of(mentions: Iterable[Mention]) -> list[Anchor]:
    """An anchor for each mention whose words lead to a record."""
    anchors = []
    for mention in mentions:
        record_id = mention.film_id if mention.kind == Mention.Kind.FILM else mention.person_id
        if mention.state != Mention.State.LINKED or mention.is_lost or record_id is None:
            continue
        if mention.start is not None and mention.end is not None:
            anchors.append(Anchor(mention.start, mention.end, ANCHOR_KINDS[mention.kind], record_id))
    return anchors


@transaction.atomic(savepoint=False)
def renew_rendering(essay: Essay, *, body: Body | None = None) -> None:
    """Render the essay's body with its mentions as they are now, and save that.

    Names, addresses and who is public are not in it but filled in when a page is served, so a rename or a withdrawal
    elsewhere needs no renewal. ``body`` is given by a caller who has just written it, in the same transaction; without
    it the stored body is read again and held until the rendering is stored, since another may have saved it meanwhile.
    """
    if body is None:
        stored = Essay.objects.select_for_update().only("body", "kind").get(pk=essay.pk)
        essay.body, essay.kind = stored.body, stored.kind
    mentions = Mention.objects.filter(essay=essay).order_by("start")
    essay.rendered = render_body(body or body_of(essay), anchors_of(mentions))
    essay.save(update_fields=["rendered", "updated_at"])
    if essay.status == Essay.Status.PUBLISHED:  # whom it names is found by it
        renew_essay(essay, now=timezone.now())
