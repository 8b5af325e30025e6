"""How films and people are named on a page."""

from typing import Any

from django import template

from essays.models.site_settings import site_settings

register = template.Library()

# How large a title is set: no larger than its longest word leaves room for. In letters; each is half an em wide.
LONG_TITLE, LONG_WORD = 16, 6
WORDY_WORD = 11
LONGEST_TITLE, LONGEST_WORD = 60, 15


@register.filter
def apart(record: Any) -> str:
    """What follows a film's title or a person's name to tell them from another: " (1988)"; empty where nothing does."""
    name = getattr(record, "title", None) or record.name
    return str(record).removeprefix(name)


@register.filter
def jobs(person: Any) -> list[str]:
    """The names of a person's job tags, of the taggings that were fetched with the person."""
    return [tagging.tag.name for tagging in person.taggings.all() if tagging.tag.kind == "job"]


@register.filter
def big_size(title: str) -> str:
    """The class that sets a title of this length in the size that fits it."""
    word = max(map(len, title.split()), default=0)
    if len(title) > LONGEST_TITLE or word > LONGEST_WORD:
        return "big longest"
    if word > WORDY_WORD:
        return "big wordy"
    return "big long" if len(title) > LONG_TITLE or word > LONG_WORD else "big"


@register.filter
def money(figure: Any) -> str:
    """A sum in full, as its source has it: $34,994,648."""
    sign = {"USD": "$", "GBP": "£", "EUR": "€"}.get(figure.currency, f"{figure.currency} ")
    return f"{sign}{figure.amount:,}"


@register.simple_tag
def rating_best() -> int:
    """The top of the site's scale."""
    return site_settings().best
