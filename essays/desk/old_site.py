"""What a document says of the site that it comes from: whether readers saw it there, since when, and where."""

from __future__ import annotations

import datetime as dt

from essays.desk.publishing import may_publish
from essays.desk.redirecting import redirect_to
from essays.models import Account, Essay
from essays.reading.page import Stated
from essays.reading.site_post import PostStatus

ADD_REDIRECT = "essays.add_redirect"
NOT_PUBLIC = "readers of its site did not see it, so it stays a draft"
NO_RIGHT = "its old addresses were not kept, since only a publisher decides where they lead: have one import it again"


def first_published_at(stated: Stated, *, by: Account | None, now: dt.datetime) -> dt.datetime | None:
    """Since when readers of its site have seen the document, where ``by`` may say so here; None for all others."""
    at = _time(stated)
    if at is None or stated.status != PostStatus.PUBLISHED or at > now or not may_publish(by):
        return None
    return at


def goes_public_at(stated: Stated, *, now: dt.datetime) -> dt.datetime | None:
    """The time to come for which its site has scheduled the document; None where there is none."""
    at = _time(stated)
    return at if at is not None and at > now and stated.status != PostStatus.DRAFT else None


def was_public(stated: Stated) -> bool:
    """Whether its site has shown the document to readers, or was about to."""
    return stated.status in (PostStatus.PUBLISHED, PostStatus.SCHEDULED)


def keep_addresses(essay: Essay, stated: Stated, *, by: Account | None, source: str) -> list[str]:
    """Have the document's old addresses lead to its essay; sentences on what was not kept."""
    if not stated.addresses:
        return []
    if by is not None and not by.has_perm(ADD_REDIRECT):
        return [NO_RIGHT]
    return redirect_to(essay, stated.addresses, by=by, source=source)


def _time(stated: Stated) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(stated.published_at or "")
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
