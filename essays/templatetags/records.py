"""How films and people are named on a page."""

from collections.abc import Collection, Iterable
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

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
    amount = number_format(figure.amount, force_grouping=True)
    if sign := {"USD": "$", "GBP": "£", "EUR": "€"}.get(figure.currency):
        return _("%(sign)s%(amount)s") % {"sign": sign, "amount": amount}
    return _("%(currency)s %(amount)s") % {"currency": figure.currency, "amount": amount}


@register.simple_tag
def rating_best() -> int:
    """The top of the site's scale."""
    return site_settings().best


def _joined(pieces: Iterable[Any]) -> SafeString:
    """Words in a row as a sentence has them: "A, B and C". What is no HTML is escaped."""
    *first, last = [conditional_escape(piece) for piece in pieces] or [SafeString("")]
    if not first:
        return format_html("{}", last)
    return format_html("{}{}{}", format_html_join(", ", "{}", ((one,) for one in first)), _(" and "), last)


@register.filter
def in_a_row(names: Iterable[str]) -> SafeString:
    return _joined(names)


@register.filter
def title_lang(film: Any) -> SafeString:
    """The attribute that says a title's language, with a space before it; empty where the record does not say it."""
    return format_html(' lang="{}"', film.title_language) if film.title_language else SafeString("")


@register.filter
def cited(film: Any) -> SafeString:
    """A film's title as a title, and what tells it apart."""
    return format_html('<cite dir="auto"{}>{}</cite>{}', title_lang(film), film.title, apart(film))


@register.filter
def films_in_a_row(subjects: Iterable[Any]) -> SafeString:
    """The films that an essay is about."""
    return _joined(cited(subject.film) for subject in subjects)


@register.filter
def titles_in_a_row(tickets: Iterable[Any]) -> SafeString:
    """The films of tickets, in plain words."""
    return _joined(str(ticket.film) for ticket in tickets)


@register.filter
def records_in_a_row(records: Iterable[Any]) -> SafeString:
    """Films as titles, people and tags by their names."""
    return _joined(cited(record) if hasattr(record, "title") else record.name for record in records)


@register.filter
def names_in_a_row(credits: Iterable[Any]) -> SafeString:
    return _joined(credit.person.name for credit in credits)


@register.filter
def names_with_commas(credits: Iterable[Any]) -> str:
    return ", ".join(credit.person.name for credit in credits)


@register.simple_tag
def people_in_a_row(credits: Iterable[Any], public: Collection[int]) -> SafeString:
    """Who is credited, with a link where readers may see them."""
    people = [credit.person for credit in credits]
    return _joined(
        _link(person, person.get_absolute_url()) if person.pk in public else person.name for person in people
    )


@register.simple_tag
def bylines_in_a_row(bylines: Iterable[Any], plain: bool = False) -> SafeString:
    """Who signed, with links to their pages, or ``plain``."""
    if plain:
        return _joined(str(byline) for byline in bylines)
    return _joined(
        format_html('<a rel="author" href="{}">{}</a>', byline.critic.get_absolute_url(), byline) for byline in bylines
    )


def _link(said: Any, address: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, getattr(said, "name", said))
