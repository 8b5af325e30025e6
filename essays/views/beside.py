"""Which sentences of a reference entry stand beside which section of a review: the rows behind ``rendering.notes``."""

from collections.abc import Iterable

from essays.models import Essay, Film, Mention
from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.reading.sentences import sentences
from essays.rendering.body import passages, record_ids
from essays.rendering.notes import Record, Sentence, notes_beside


def notes_of_sections(rendered: str, entry: Essay, subjects: Iterable[Film]) -> tuple[tuple[Sentence, ...], ...]:
    """For each section of a stored rendering the entry's sentences that name the same people and films."""
    sections = [_records(passage.html) for passage in passages(rendered)]
    subject_records = {("film", film.pk) for film in subjects}
    return notes_beside(sections, _sentences(entry), beside=subject_records)


def _records(html: str) -> set[Record]:
    films, people = record_ids(html)
    return {("film", pk) for pk in films} | {("person", pk) for pk in people}


def _sentences(entry: Essay) -> list[Sentence]:
    """The sentences of a reference entry's body, each with the records it names."""
    document = read_body(entry.body, kind=DocumentKind.REVIEW).document
    mentions = Mention.objects.linked().filter(essay=entry, is_lost=False).order_by("start")
    named: list[tuple[int, Record]] = []
    for mention in mentions:
        record_id = mention.film_id or mention.person_id
        if record_id is not None and mention.start is not None:
            named.append((mention.start, ("film" if mention.film_id else "person", record_id)))
    found = []
    for block in document.prose():
        for start, end in sentences(document.text, block.start, block.end):
            records = frozenset(record for place, record in named if start <= place < end)
            found.append(Sentence(document.text[start:end], records))
    return found
