"""A film's record in short, as it stands beside an essay."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from essays.models import Credit, Film

BILLED = 3  # actors named on a ticket
_MAKERS = (Credit.Job.DIRECTOR, Credit.Job.CREATOR)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A film, whether its page is public, who made it and who leads its cast, and which people are public."""

    film: Film
    is_public: bool
    makers: tuple[Credit, ...]
    cast: tuple[Credit, ...]
    public_people: Collection[int]

    @property
    def made_by(self) -> str:
        """The word for who made it: a series has a creator."""
        if self.makers and self.makers[0].job == Credit.Job.CREATOR:
            return ngettext("Creator", "Creators", len(self.makers))
        return ngettext("Director", "Directors", len(self.makers) or 1)


def ticket_credits(films: Iterable[Film]) -> list[Credit]:
    """The credits that tickets of these films show, in one query."""
    shown = Credit.objects.for_readers().filter(film__in=list(films), is_credited=True)
    found = shown.filter(job__in=[*_MAKERS, Credit.Job.ACTOR]).billed().select_related("person")
    return [c for c in found if c.job in _MAKERS or (c.billing or BILLED + 1) <= BILLED]


def tickets(
    films: Iterable[Film], credits: list[Credit], *, public_films: Collection[int], public_people: Collection[int]
) -> list[Ticket]:
    """One ticket a film, in order."""
    return [
        Ticket(
            film=film,
            is_public=film.pk in public_films,
            makers=tuple(c for c in credits if c.film_id == film.pk and c.job in _MAKERS),
            cast=tuple(c for c in credits if c.film_id == film.pk and c.job == Credit.Job.ACTOR),
            public_people=public_people,
        )
        for film in films
    ]
