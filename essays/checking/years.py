"""A year that the text gives its subject film and the record does not."""

from collections.abc import Iterator

from essays.checking.discrepancy import Discrepancy, Rule
from essays.linking.catalogue import FilmRecord
from essays.reading.document import Document


def check_years(document: Document, film: FilmRecord) -> Iterator[Discrepancy]:
    """One where the year in the text is not the record's; placed at the year, or at the title before it."""
    said, have = document.facts.release_year, film.release_year
    if said is None or have is None or said == have:
        return
    start, end = document.facts.title_span or (0, 1)
    printed = document.text.find(str(said), start)
    if printed >= 0:
        start, end = printed, printed + len(str(said))
    yield Discrepancy(
        Rule.YEAR,
        start,
        end,
        f"The text dates {film.title} {said}; the record has {have}.",
        str(have),
        about="year",
        film_id=film.id,
    )
