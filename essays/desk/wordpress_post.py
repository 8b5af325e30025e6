"""A post of a WordPress export, element by element, as the post that is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from essays.reading.site_post import Post, PostStatus, System
from people.paths import path_of

SITE_MAX_LENGTH = 300
STATUSES = {"publish": PostStatus.PUBLISHED, "future": PostStatus.SCHEDULED}
SAID_OF = {"private": "it was private on its site", "pending": "it waited for review on its site"}
BEHIND_PASSWORD = "it was behind a password on its site"  # noqa: S105 - a sentence
UNFILED = "uncategorized"
FEATURED, SHOWS = "_thumbnail_id", "_wp_attachment_image_alt"  # what WordPress calls the picture above a post
Picture = tuple[str, str, str]  # its address, what it shows, its caption
NO_PICTURE: Picture = ("", "", "")
NO_DATE = "0000-00-00"


def post_of(
    item: Mapping[str, str], *, site: str, author: str, filed: Iterable[tuple[str, str, str]], picture: Picture
) -> Post:
    """The post that an item is. ``filed`` are its categories and tags: domain, slug, name."""
    number, status = item.get("wp:post_id", "").strip(), item.get("wp:status", "").strip()
    html = item.get("content:encoded", "")
    notes = [SAID_OF[status]] if status in SAID_OF else []
    if item.get("wp:post_password", "").strip():
        notes.append(BEHIND_PASSWORD)
        status = "private"
    address, shows, caption = NO_PICTURE if picture[0] in html else picture  # it may stand in the text already
    return Post(
        system=System.WORDPRESS.value,
        id=number,
        title=item.get("title", ""),
        html=html,
        excerpt=item.get("excerpt:encoded", ""),
        authors=(author,) if author else (),
        tags=tuple(name for domain, slug, name in filed if domain in ("category", "post_tag") and slug != UNFILED),
        status=STATUSES.get(status, PostStatus.DRAFT).value,
        published_at=_time(item),
        slug=item.get("wp:post_name", "").strip(),
        addresses=_addresses(item, number, _parts(site)),
        picture=address,
        picture_alt=shows,
        picture_caption=caption,
        notes=tuple(f"{note} and stays a draft" for note in notes),
    )


def site_name(site: str) -> str:
    """What a site is called in the names of its posts: "films.example/blog"."""
    parts = _parts(site)
    return f"{parts.netloc}{parts.path}".rstrip("/")[:SITE_MAX_LENGTH] or "wordpress"


def _addresses(item: Mapping[str, str], number: str, site: SplitResult) -> tuple[str, ...]:
    """The paths under which readers found the post: its number, its link, its guid where that is of the site."""
    home = site.path.rstrip("/")
    found = [f"{home}/?p={number}"]
    for link in (item.get("link", ""), item.get("guid", "")):
        host = _parts(link).netloc
        if host and host.removeprefix("www.") == site.netloc.removeprefix("www."):
            found.append(path_of(link))
    return tuple(path for path in dict.fromkeys(found) if path.rstrip("/") not in ("", home))


def _parts(link: str) -> SplitResult:
    """The parts of a link; empty ones where it is none."""
    try:
        return urlsplit(link.strip())
    except ValueError:
        return urlsplit("")


def _time(item: Mapping[str, str]) -> str:
    """When the post was published, ISO in UTC; empty for a draft that has no date yet."""
    said = item.get("wp:post_date_gmt", "").strip()
    if said.startswith(NO_DATE):
        return ""
    try:
        return dt.datetime.fromisoformat(said).replace(tzinfo=dt.UTC).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(item.get("pubDate", "")).astimezone(dt.UTC).isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""
