"""A post out of a site's export: kept as the fields that were taken of it, and read as a page."""

import html as html_text
import json
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from essays.reading.decoding import MAX_BYTES, DocumentError, check_text
from essays.reading.hypertext import read_hypertext
from essays.reading.page import Page, Stated, one_of_each
from essays.reading.wordpress import html_of_wordpress

POST_ENDING = ".post"  # of the names that posts have here; no file of an editor's has it
MAX_POST_BYTES = 2 * MAX_BYTES  # escapes and the fields beside the text
MAX_ADDRESSES = 20
GHOST_URL = "__GHOST_URL__"  # what Ghost writes for the site's own address


class System(StrEnum):
    """What made the export."""

    WORDPRESS = "WordPress"
    GHOST = "Ghost"


class PostStatus(StrEnum):
    """What readers of the site saw of a post."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Post:
    """The fields of a post that something is made of. ``published_at`` is ISO, in UTC; ``addresses`` are paths."""

    system: str
    id: str
    title: str = ""
    html: str = ""
    excerpt: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: str = PostStatus.DRAFT
    published_at: str = ""
    slug: str = ""
    addresses: tuple[str, ...] = ()
    picture: str = ""  # above the text: its address, what it shows, its caption as HTML
    picture_alt: str = ""
    picture_caption: str = ""
    notes: tuple[str, ...] = ()

    def as_bytes(self) -> bytes:
        """The post as it is kept: the same fields give the same bytes, whatever else the export holds."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read_post(data: bytes) -> Page:
    """The page that a kept post is. Raises DocumentError."""
    post = _post(data)
    html, notes = post.html, post.notes
    if post.system == System.WORDPRESS:
        html, more = html_of_wordpress(html)
        notes = (*notes, *more)
    html = (_picture(post) + html).replace(GHOST_URL, "")
    hypertext = read_hypertext(html)
    if not hypertext.text.strip():
        raise DocumentError("The post holds no text; open it where it was written and see what it shows.")
    check_text(hypertext.text)
    title = plain(post.title)
    return Page(
        text=hypertext.text,
        is_plain=False,
        notes=notes,
        marks=hypertext.marks(),
        emphases=tuple(hypertext.emphases),
        strong=tuple(hypertext.strong),
        hyperlinks=tuple(hypertext.hyperlinks),
        pictures=tuple(hypertext.pictures),
        stated=Stated(
            title=title,
            is_headed=bool(title),
            standfirst=plain(post.excerpt),
            authors=one_of_each(map(plain, post.authors)),
            dated_on=post.published_at[:10] or None,
            tags=one_of_each(map(plain, post.tags)),
            status=post.status,
            published_at=post.published_at or None,
            slug=post.slug,
            addresses=post.addresses[:MAX_ADDRESSES],
        ),
    )


def plain(html: str) -> str:
    """A title or an excerpt, which may hold tags and escapes, as words on one line."""
    if "<" in html:
        html = read_hypertext(html).text
    return " ".join(html_text.unescape(html).split())


def _post(data: bytes) -> Post:
    try:
        said = json.loads(data.decode("utf-8", "surrogatepass"))
        taken: dict[str, Any] = {field.name: _taken(said[field.name], field.default) for field in fields(Post)}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DocumentError("It is no post out of a site's export; import the export again.") from error
    for words in taken.values():
        if isinstance(words, str) and words.strip():
            check_text(words, limit=MAX_POST_BYTES, has_lines=False)
    return Post(**taken)


def _taken(value: Any, default: Any) -> str | tuple[str, ...]:
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if isinstance(default, tuple) or not isinstance(value, str):
        raise TypeError
    return value


def _picture(post: Post) -> str:
    if not post.picture:
        return ""
    address, alt = (html_text.escape(words, quote=True) for words in (post.picture, post.picture_alt))
    caption = f"<figcaption>{post.picture_caption}</figcaption>" if plain(post.picture_caption) else ""
    return f'<figure><img src="{address}" alt="{alt}">{caption}</figure>\n'
