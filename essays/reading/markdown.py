"""Markdown with front matter: what it states above the text, and the text with its mark-up."""

import datetime as dt
from typing import Any

from essays.reading.decoding import DocumentError, check_text, decode
from essays.reading.extras import library
from essays.reading.hypertext import read_hypertext
from essays.reading.page import Page, Stated, one_of_each

MAX_MATTER_LENGTH = 20_000  # code points of front matter; real ones have a few hundred
# What a site's generators call the same thing.
TITLE_KEYS = ("title", "headline")
STANDFIRST_KEYS = ("standfirst", "subtitle", "description", "summary", "excerpt", "dek")
AUTHOR_KEYS = ("author", "authors", "byline", "by")
DATE_KEYS = ("date", "published", "published_at", "pubdate")
TAG_KEYS = ("tags", "categories", "keywords")
SLUG_KEYS = ("slug",)
ADDRESS_KEYS = ("permalink", "url", "aliases", "redirect_from")
KNOWN = frozenset(TITLE_KEYS + STANDFIRST_KEYS + AUTHOR_KEYS + DATE_KEYS + TAG_KEYS + SLUG_KEYS + ADDRESS_KEYS)


def read_markdown(data: bytes) -> Page:
    """The page that these bytes of Markdown are. Raises DocumentError."""
    decoded = decode(data)
    matter, body = _split(decoded.text)
    if not body.strip():
        raise DocumentError("There is front matter and no text below it; check that the file was saved.")
    hypertext = read_hypertext(_html(body))
    if not hypertext.text.strip():
        raise DocumentError("The document holds mark-up and no text; check that the file was saved.")
    check_text(hypertext.text)
    unknown = [str(key) for key in matter if str(key).lower() not in KNOWN]
    notes = [f"its front matter also has {', '.join(unknown)}, which nothing was made of"] if unknown else []
    return Page(
        text=hypertext.text,
        encoding=decoded.encoding,
        is_guess=decoded.is_guess,
        is_plain=False,
        notes=(*decoded.notes, *notes),
        marks=hypertext.marks(),
        emphases=tuple(hypertext.emphases),
        strong=tuple(hypertext.strong),
        hyperlinks=tuple(hypertext.hyperlinks),
        pictures=tuple(hypertext.pictures),
        stated=_stated({str(key).lower(): value for key, value in matter.items()}),
    )


def _html(body: str) -> str:
    markdown_it = library("markdown_it", reads="Markdown files")
    footnote = library("mdit_py_plugins.footnote", reads="Markdown files")
    # HTML in it is taken as HTML: what is read afterwards keeps words and drops whatever runs.
    return str(
        markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote.footnote_plugin).render(body)
    )


def _split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter and the text below it; none where the text has none."""
    if not text.lstrip().startswith("---"):
        return {}, text
    frontmatter = library("frontmatter", reads="Markdown files with front matter")
    try:
        split = frontmatter.YAMLHandler().split(text.lstrip())
    except ValueError:
        return {}, text  # a rule at the head, and no front matter
    matter, body = split
    if len(matter) > MAX_MATTER_LENGTH:
        raise DocumentError(
            f"Its front matter has {len(matter):,} characters and the limit is {MAX_MATTER_LENGTH:,}; shorten it."
        )
    try:
        found = frontmatter.YAMLHandler().load(matter)
    except Exception as error:  # of the YAML library, which says the line on its own terms
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 2}" if mark is not None else ""
        raise DocumentError(f"Its front matter cannot be read{place}: {_said(error)}; mend it or remove it.") from error
    if not isinstance(found, dict):
        return {}, text
    return found, body


def _said(error: Exception) -> str:
    return " ".join(str(getattr(error, "problem", "") or type(error).__name__).split())


def _stated(matter: dict[str, Any]) -> Stated:
    title = _text(matter, TITLE_KEYS)
    return Stated(
        title=title,
        is_headed=bool(title),
        standfirst=_text(matter, STANDFIRST_KEYS),
        authors=one_of_each(_texts(matter, AUTHOR_KEYS)),
        dated_on=_date(matter),
        tags=one_of_each(_texts(matter, TAG_KEYS)),
        slug=_text(matter, SLUG_KEYS),
        addresses=tuple(path for path in _texts(matter, ADDRESS_KEYS) if path.startswith(("/", "http"))),
    )


def _text(matter: dict[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = matter.get(key)
        if isinstance(value, str | int | float) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _texts(matter: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for key in keys:
        value = matter.get(key)
        for item in value[:100] if isinstance(value, list) else [value]:
            if isinstance(item, str):
                found.extend(item.split(",") if key in TAG_KEYS else [item])
            elif isinstance(item, dict) and isinstance(item.get("name"), str):
                found.append(item["name"])
    return found


def _date(matter: dict[str, Any]) -> str | None:
    for key in DATE_KEYS:
        value = matter.get(key)
        if isinstance(value, dt.datetime):
            return value.date().isoformat()
        if isinstance(value, dt.date):
            return value.isoformat()
    return None
