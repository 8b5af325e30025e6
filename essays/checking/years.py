"""A year that the text gives a film and the record does not."""

import re
from collections.abc import Iterable, Iterator, Mapping

from essays.checking.discrepancy import Discrepancy, Rule
from essays.linking.catalogue import FilmRecord
from essays.linking.links import Link, LinkKind, LinkState
from essays.reading.document import Document

YEAR_BEHIND = re.compile(r"[\"”’'*_]{0,3} ?[(\[](?:[^()\[\]\d\n]{1,40}, )?(?P<year>(?:18|19|20)\d\d)(?=[)\],;])")
YEAR_AHEAD = re.compile(
    r"\b(?P<year>(?:18|19|20)\d\d) (?:[a-z-]+ ){0,2}(?:film|movie|picture|comedy|drama|thriller|western|classic|remake"
    r"|sequel|original|hit) [\"“‘*_]{0,3}\Z"
)
AHEAD = 60  # code points looked at before a title


def check_years(document: Document, film: FilmRecord) -> Iterator[Discrepancy]:
    """One where the year in the text is not the record's; placed at the year, or at the title before it."""
    said, have = document.facts.release_year, film.release_year
    if said is None or have is None or said == have:
        return
    start, end = document.facts.title_span or (0, 1)
    printed = document.text.find(str(said), start)
    if printed >= 0:
        start, end = printed, printed + len(str(said))
    yield _asked(film, said, have, start, end)


def check_named_years(
    document: Document, links: Iterable[Link], films: Mapping[int, FilmRecord]
) -> Iterator[Discrepancy]:
    """One for each linked film that the text dates otherwise at its title: "Red Heat (1987)", "the 1987 film Red Heat".

    A series may be dated by any year of its run. ``films`` has the records of the linked films.
    """
    for link in links:
        if link.kind is not LinkKind.FILM or link.state is not LinkState.LINKED or link.record_id is None:
            continue
        film = films.get(link.record_id)
        printed = _year_at(document.text, link)
        if film is None or film.release_year is None or printed is None:
            continue
        said = int(printed["year"])
        if not film.release_year <= said <= (film.end_year or film.release_year):
            yield _asked(film, said, film.release_year, *printed.span("year"))


def _year_at(text: str, link: Link) -> re.Match[str] | None:
    """The year printed in brackets behind a title, or before the word that leads to it."""
    return YEAR_BEHIND.match(text, link.end) or YEAR_AHEAD.search(text, max(0, link.start - AHEAD), link.start)


def _asked(film: FilmRecord, said: int, have: int, start: int, end: int) -> Discrepancy:
    message = f"The text dates {film.title} {said}; the record has {have}."
    return Discrepancy(Rule.YEAR, start, end, message, str(have), about="year", film_id=film.id)
