"""The editors' screens, one subject a file."""

from essays.admin import (
    account,
    barred,
    credit,
    critic,
    delivery,
    double,
    essay,
    film,
    finding,
    mention,
    merge,
    person,
    picture,
    redirect,
    source,
    tag,
)

__all__ = [
    "account",
    "barred",
    "credit",
    "critic",
    "delivery",
    "double",
    "essay",
    "film",
    "finding",
    "mention",
    "merge",
    "person",
    "picture",
    "redirect",
    "source",
    "tag",
]
