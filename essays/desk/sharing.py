"""Showing one revision of an essay to an outsider: a link that is signed, expires, and can be closed."""

from __future__ import annotations

import datetime as dt

from django.core.signing import BadSignature, Signer
from django.db import transaction

from essays.desk.publishing import may_reach
from essays.models import Account, Essay, PreviewLink, Revision

DAYS = (1, 3, 7, 14, 30)  # how long a link may lead somewhere


class SharingError(ValueError):
    """A link cannot be made or closed; the message says why."""


class UnknownLinkError(LookupError):
    """No link of ours has this address."""


class ClosedLinkError(LookupError):
    """The link was ours and leads nowhere any more."""


def may_share(essay: Essay, by: Account) -> bool:
    """Whether this account may show this essay's revisions to outsiders."""
    return by.is_active and by.has_perm("essays.share_revision") and may_reach(essay, by)


@transaction.atomic
def share(revision: Revision, *, days: int, by: Account, now: dt.datetime) -> PreviewLink:
    """A link to ``revision`` that expires after so many ``DAYS``. Raises SharingError."""
    essay = Essay.objects.select_for_update().get(pk=revision.essay_id)
    if not may_share(essay, by):
        raise SharingError(f"No link was made: {by} may not show essays to outsiders. Ask an editor.")
    if essay.discarded_at is not None:
        raise SharingError(f"No link was made: “{essay}” is in the wastebasket. Take it out first.")
    if revision.blanked is not None:
        raise SharingError(f"No link was made: revision {revision.number} was blanked. Choose another.")
    if days not in DAYS:
        raise SharingError(f"No link was made: it can be open for {', '.join(map(str, DAYS))} days.")
    return PreviewLink.objects.create(
        revision=revision, made_by=by, made_at=now, expires_at=now + dt.timedelta(days=days)
    )


def close_link(link: PreviewLink, *, by: Account, now: dt.datetime) -> None:
    """Close a link before its time. Raises SharingError."""
    if not may_share(link.revision.essay, by):
        raise SharingError(f"The link stays open: {by} may not show essays to outsiders. Ask an editor.")
    if not PreviewLink.objects.filter(pk=link.pk, closed_at__isnull=True).update(closed_at=now, closed_by=by):
        raise SharingError("The link was closed already.")


def token_of(link: PreviewLink) -> str:
    """What the address of a link ends in: nobody without the site's secret makes one."""
    return _signer().sign(str(link.pk))


def revision_behind(token: str, *, now: dt.datetime) -> Revision:
    """What a link shows at ``now``. Raises UnknownLinkError, ClosedLinkError."""
    try:
        pk = _signer().unsign(token)
    except BadSignature:
        raise UnknownLinkError(token) from None
    link = PreviewLink.objects.select_related("revision__essay").filter(pk=pk).first()
    if link is None:
        raise UnknownLinkError(token)
    if why := link.why_closed(now):
        raise ClosedLinkError(why)
    return link.revision


def _signer() -> Signer:
    return Signer(salt="essays.preview", sep=".")
