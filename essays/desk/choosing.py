"""Choosing a film by what an editor typed: a title, a title with its year, or a number."""

from __future__ import annotations

import re

from essays.models import Film
from people.models import Visibility

CANDIDATES_NAMED = 5
TITLE_AND_YEAR = re.compile(r"\s*(?P<title>.+?)\s*\((?P<year>\d{4})\)\s*")


class NoSuchFilmError(ValueError):
    """No film, or more than one, is meant; the message names those that may be."""


def film_called(words: str) -> Film:
    """The film that ``words`` mean: "Red Heat (1988)", "Red Heat", or its number on the site: "17".

    A title goes before a number. Raises NoSuchFilmError.
    """
    films = Film.objects.exclude(visibility=Visibility.HIDDEN).order_by("release_year", "pk")
    found = list(films.called(words)[: CANDIDATES_NAMED + 1])
    if not found and (dated := TITLE_AND_YEAR.fullmatch(words)):
        found = list(films.called(dated["title"]).filter(release_year=int(dated["year"]))[: CANDIDATES_NAMED + 1])
    if not found and words.strip().isdecimal():
        found = list(films.filter(pk=int(words)) if len(words) < 19 else [])
    if not found:
        raise NoSuchFilmError(f"No film is called “{words}”. Give its title as the site has it, or its number.")
    if len(found) > 1:
        named = ", ".join(f"{film} = {film.pk}" for film in found[:CANDIDATES_NAMED])
        raise NoSuchFilmError(f"“{words}” may mean several films: {named}. Give the year or the number.")
    return found[0]
