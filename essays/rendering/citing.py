"""How an essay is cited: an MLA line, BibTeX, CSL-JSON.

https://style.mla.org/works-cited/citations-by-format/ and https://docs.citationstyles.org/en/stable/specification.html
"""

import datetime as dt
import re
from dataclasses import dataclass

_BIBTEX_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_ENDS = re.compile(r"[.?!…]$")


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who signed: the name as signed, and where it is a person's its two parts; a desk has none."""

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says of an essay. ``key`` is its id in a list of references; ``language`` a code."""

    key: str
    headline: str
    authors: tuple[Author, ...]
    site: str
    published_on: dt.date | None
    address: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class CitationWords:
    """What an MLA line says in a language: with the places of names and numbers as ``%`` has them.

    ``two`` and ``more`` follow the first author, a second's ``name`` in the one.
    """

    months: tuple[str, ...]
    day: str
    title: str
    two: str
    more: str


def mla(cited: Cited, words: CitationWords) -> tuple[str, str, str]:
    """An MLA line in three parts: before the site's name, which is set in italics, the name, and after it."""
    title = words.title % {"title": cited.headline if _ENDS.search(cited.headline) else f"{cited.headline}."}
    who = _mla_authors(cited.authors, words)
    at = cited.published_on
    day = words.day % {"day": at.day, "month": words.months[at.month - 1], "year": at.year} if at else ""
    return f"{who}{title} ", cited.site, f"{', ' if day else ''}{day}, {_without_scheme(cited.address)}."


def bibtex(cited: Cited) -> str:
    """A BibTeX entry, ``@online``; a name that is no person's stands in braces of its own."""
    names = " and ".join(
        f"{author.family}, {author.given}".translate(_TEX) if author.given else "{" + author.name.translate(_TEX) + "}"
        for author in cited.authors
    )
    at = cited.published_on
    fields = [
        ("author", "{" + names + "}" if names else ""),
        ("title", "{{" + cited.headline.translate(_TEX) + "}}"),
        ("organization", "{" + cited.site.translate(_TEX) + "}"),
        ("year", f"{{{at.year}}}" if at else ""),
        ("month", _BIBTEX_MONTHS[at.month - 1] if at else ""),
        ("date", f"{{{at.isoformat()}}}" if at else ""),
        ("url", "{" + cited.address + "}"),
        ("langid", "{" + cited.language + "}" if cited.language else ""),
    ]
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@online{{{cited.key},\n{lines}\n}}\n"


def csl(cited: Cited) -> dict[str, object]:
    """The item of a CSL-JSON list."""
    at = cited.published_on
    item: dict[str, object] = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.headline,
        "author": [
            {"family": author.family, "given": author.given} if author.given else {"literal": author.name}
            for author in cited.authors
        ],
        "container-title": cited.site,
        "issued": {"date-parts": [[at.year, at.month, at.day]]} if at else {},
        "URL": cited.address,
        "language": cited.language,
    }
    return {name: value for name, value in item.items() if value}


def _mla_authors(authors: tuple[Author, ...], words: CitationWords) -> str:
    """The first by the family name, a second as signed, of three and more the first "et al."; then a full stop."""
    if not authors:
        return ""
    first = authors[0]
    names = f"{first.family}, {first.given}" if first.given else first.name
    if len(authors) == 2:
        names += words.two % {"name": authors[1].name}
    elif len(authors) > 2:
        names += words.more
    return names + (" " if names.endswith(".") else ". ")


def _without_scheme(address: str) -> str:
    return re.sub(r"^https?://", "", address)
