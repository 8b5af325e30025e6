"""What a page says, in schema.org's words: one graph a page, in which each thing has the same ``@id`` as on all others.

Values in, JSON out. Nothing is said that the page does not show, and no rating is ever invented: a review without one
has none, and is never nested in a film as its review. https://schema.org and Google's rules for Review snippets.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]

FILM_TYPES = {"film": "Movie", "series": "TVSeries", "mini-series": "TVSeries", "film series": "MovieSeries"}
JOBS = {  # properties of a film, by the job of a credit
    "director": "director",
    "creator": "creator",
    "writer": "author",
    "producer": "producer",
    "executive producer": "producer",
    "composer": "musicBy",
}
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class Graph:
    """The nodes of a page; of two with one ``@id`` the first is kept, and what is empty is left out."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        kept: dict[str, Node] = {}
        for node in nodes:
            kept.setdefault(node["@id"], _filled(node))
        self.nodes = tuple(kept.values())

    def json(self) -> str:
        """JSON that ends no script element and begins no comment, whatever its texts hold."""
        said = {"@context": "https://schema.org", "@graph": self.nodes}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)

    def __html__(self) -> str:
        """As it stands in a script element of type ``application/ld+json``."""
        return self.json()


@dataclass(frozen=True, slots=True)
class Thing:
    """A record that is named: its type and name, and the address of its page, "" where readers have none."""

    type: str
    name: str
    page: str = ""

    def named(self) -> Node:
        """It as other nodes name it: by its id, where it has one."""
        said = {"@type": self.type, "@id": self.id, "name": self.name}
        return {key: value for key, value in said.items() if value}

    def referred(self) -> Node:
        """As ``named``; of an essay only the id: what calls itself a review must say who wrote it, and of what."""
        return {"@id": self.id} if self.id and _FRAGMENTS[self.type] == "essay" else self.named()

    @property
    def id(self) -> str:
        return f"{self.page}#{_FRAGMENTS[self.type]}" if self.page else ""


_FRAGMENTS = {
    "Movie": "film",
    "TVSeries": "film",
    "MovieSeries": "film",
    "Person": "person",
    "Organization": "desk",
    "Review": "essay",
    "Article": "essay",
    "DefinedTerm": "tag",
}


def film_thing(kind: str, title: str, page: str = "") -> Thing:
    return Thing(FILM_TYPES[kind], title, page)


def person_thing(name: str, page: str = "") -> Thing:
    return Thing("Person", name, page)


def critic_thing(name: str, page: str = "") -> Thing:
    """Somebody who signs; "The film desk" is no person."""
    return Thing("Organization" if name.casefold().startswith("the ") else "Person", name, page)


def essay_thing(kind: str, headline: str, page: str, *, subjects: int) -> Thing:
    """A review is of one film; what is about none or several is an article."""
    return Thing("Review" if kind == "review" and subjects == 1 else "Article", headline, page)


def site_nodes(name: str, address: str, language: str, *, description: str = "", logo: str = "") -> list[Node]:
    """The site and who publishes it, the same on every page; empty values are left out as of every node."""
    return [
        {
            "@type": "WebSite",
            "@id": f"{address}#site",
            "name": name,
            "description": description,
            "url": address,
            "inLanguage": language,
            "publisher": {"@id": f"{address}#publisher"},
        },
        {"@type": "Organization", "@id": f"{address}#publisher", "name": name, "url": address, "logo": logo},
    ]


def page_node(page: str, name: str, *, site: str, kind: str = "WebPage", main: str = "", crumbs: bool = False) -> Node:
    """The page itself; ``main`` is the id of what it is about."""
    return {
        "@type": kind,
        "@id": f"{page}#page",
        "url": page,
        "name": name,
        "isPartOf": {"@id": f"{site}#site"},
        "mainEntity": {"@id": main} if main else None,
        "breadcrumb": {"@id": f"{page}#breadcrumb"} if crumbs else None,
    }


def breadcrumbs(page: str, crumbs: Sequence[tuple[str, str]]) -> Node:
    """Names and addresses from the list to the page itself, which is the last."""
    return {
        "@type": "BreadcrumbList",
        "@id": f"{page}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": address if n < len(crumbs) else None}
            for n, (name, address) in enumerate(crumbs, start=1)
        ],
    }


def item_list(page: str, name: str, listed: Iterable[tuple[str, str]], *, first: int = 1) -> Node:
    """A list of what has these names and addresses, the first at the position ``first``."""
    return {
        "@type": "ItemList",
        "@id": f"{page}#list",
        "name": name,
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": called, "url": address}
            for n, (called, address) in enumerate(listed, start=first)
        ],
    }


@dataclass(frozen=True, slots=True)
class EssaySaid:
    """What an essay's page shows of it. ``rating`` is None where the author gave none on the site's scale."""

    thing: Thing
    site: str
    authors: tuple[Thing, ...]
    subjects: tuple[Thing, ...]
    mentions: tuple[Thing, ...]
    published: dt.datetime
    modified: dt.datetime
    language: str
    standfirst: str
    tags: tuple[str, ...]
    rating: float | None
    best: int
    corrections: tuple[tuple[dt.date, str], ...]
    image: str = ""


def essay_node(said: EssaySaid) -> Node:
    rating = {"@type": "Rating", "ratingValue": said.rating, "bestRating": said.best, "worstRating": 0}
    is_review = said.thing.type == "Review"
    subjects = [subject.named() for subject in said.subjects]
    return {
        "@type": said.thing.type,
        "@id": said.thing.id,
        "name": said.thing.name,
        "headline": said.thing.name,
        "url": said.thing.page,
        "mainEntityOfPage": {"@id": f"{said.thing.page}#page"},
        "author": [author.named() for author in said.authors] or {"@id": f"{said.site}#publisher"},
        "publisher": {"@id": f"{said.site}#publisher"},
        "datePublished": said.published.isoformat(),
        "dateModified": said.modified.isoformat(),
        "inLanguage": said.language,
        "description": said.standfirst,
        "image": said.image,
        "keywords": list(said.tags),
        "itemReviewed": subjects[0] if is_review else None,
        "about": None if is_review else subjects,
        "reviewRating": rating if is_review and said.rating is not None else None,
        "mentions": [thing.named() for thing in said.mentions],
        "correction": [
            {"@type": "CorrectionComment", "text": text, "datePublished": day.isoformat()}
            for day, text in said.corrections
        ],
    }


@dataclass(frozen=True, slots=True)
class FilmSaid:
    """What a film's page shows of it. ``credits`` are jobs, people and characters."""

    thing: Thing
    other_titles: tuple[str, ...]
    year: int | None
    end_year: int | None
    minutes: int | None
    countries: tuple[str, ...]
    synopsis: str
    image: str
    credits: tuple[tuple[str, Thing, str], ...]
    part_of: Thing | None
    essays: tuple[Thing, ...]
    tags: tuple[str, ...]


def film_node(said: FilmSaid) -> Node:
    is_series = said.thing.type == "TVSeries"
    node: Node = {
        "@type": said.thing.type,
        "@id": said.thing.id,
        "name": said.thing.name,
        "url": said.thing.page,
        "mainEntityOfPage": {"@id": f"{said.thing.page}#page"},
        "alternateName": list(said.other_titles),
        "startDate" if is_series else "dateCreated": str(said.year or ""),
        "endDate": str(said.end_year or "") if is_series else "",
        "duration": f"PT{said.minutes}M" if said.minutes and said.thing.type == "Movie" else "",
        "countryOfOrigin": [{"@type": "Country", "name": country} for country in said.countries],
        "description": said.synopsis,
        "image": said.image,
        "genre": list(said.tags),
        "isPartOf": said.part_of.named() if said.part_of else None,
        "subjectOf": [essay.referred() for essay in said.essays],
    }
    for job, person, character in said.credits:
        if job in ("actor", "self"):
            role = {"@type": "PerformanceRole", "actor": person.named(), "characterName": character}
            node.setdefault("actor", []).append(role if character else person.named())
        elif job in JOBS:
            people = node.setdefault(JOBS[job], [])
            if person.named() not in people:
                people.append(person.named())
    return node


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """What the page of a person or a critic shows of them."""

    thing: Thing
    other_names: tuple[str, ...] = ()
    birth_year: int | None = None
    death_year: int | None = None
    note: str = ""
    jobs: tuple[str, ...] = ()
    essays: tuple[Thing, ...] = ()


def person_node(said: PersonSaid) -> Node:
    return {
        "@type": said.thing.type,
        "@id": said.thing.id,
        "name": said.thing.name,
        "url": said.thing.page,
        "mainEntityOfPage": {"@id": f"{said.thing.page}#page"},
        "alternateName": list(said.other_names),
        "birthDate": str(said.birth_year or ""),
        "deathDate": str(said.death_year or ""),
        "description": said.note,
        "jobTitle": list(said.jobs),
        "subjectOf": [essay.referred() for essay in said.essays],
    }


def tag_node(thing: Thing, *, description: str, synonyms: Iterable[str]) -> Node:
    return {
        "@type": thing.type,
        "@id": thing.id,
        "name": thing.name,
        "url": thing.page,
        "description": description,
        "alternateName": list(synonyms),
    }


def _filled(node: Any) -> Any:
    """A node without what is empty; a list of one is that one."""
    if isinstance(node, dict):
        filled = {key: _filled(value) for key, value in node.items()}
        return {key: value for key, value in filled.items() if value not in (None, "", [], {})}
    if isinstance(node, list):
        filled_list = [value for item in node if (value := _filled(item)) not in (None, "", {})]
        return filled_list[0] if len(filled_list) == 1 and not isinstance(filled_list[0], dict) else filled_list
    return node
