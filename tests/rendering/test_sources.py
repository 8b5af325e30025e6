"""The sources a body cites, and which of the record's sentences stand beside which section."""

from essays.reading.body import read_body
from essays.reading.document import DocumentKind
from essays.rendering.body import render_body
from essays.rendering.notes import NOTES_A_SECTION, Sentence, notes_beside
from essays.rendering.sources import SourceNote, source_notes

HILL, HORNER, RED_HEAT = ("person", 1), ("person", 2), ("film", 10)


def notes_of(html: str) -> tuple[SourceNote, ...]:
    return source_notes(render_body(read_body(html, kind=DocumentKind.REFERENCE), ()))


def marker(number: int, more: str = "") -> str:
    return f'<sup class="citation" data-number="{number}"{more}>[{number}]</sup>'


def test_sources_stand_in_the_order_of_their_numbers_with_the_text_of_their_footnotes() -> None:
    html = f'<p>A.{marker(12)} B.{marker(3)}</p><p class="footnote">[3] Variety, 1988.</p>'
    assert notes_of(html) == (
        SourceNote(3, "Variety, 1988.", True, ("cite-3",)),
        SourceNote(12, "", True, ("cite-12",)),
    )


def test_a_number_is_uncertain_where_one_of_its_markers_is() -> None:
    doubt = ' data-certain="false"'
    assert notes_of(f"<p>A.{marker(7)}</p><p>B.{marker(7, doubt)}</p>") == (
        SourceNote(7, "", False, ("cite-7", "cite-7-2")),
    )


def test_a_body_without_citations_has_no_sources() -> None:
    assert notes_of("<p>Nothing [4] is cited.</p>") == ()


def test_a_sentence_stands_beside_the_section_that_names_what_it_names() -> None:
    hill, horner = Sentence("Hill made it.", frozenset({HILL})), Sentence("Horner scored it.", frozenset({HORNER}))
    assert notes_beside([{HILL}, {HORNER}], [horner, hill]) == ((hill,), (horner,))


def test_what_few_sections_name_says_more_than_what_all_name() -> None:
    both = Sentence("Hill hired Horner.", frozenset({HILL, HORNER}))
    assert notes_beside([{HILL}, {HILL, HORNER}, {HILL}], [both]) == ((), (both,), ())


def test_the_film_that_both_are_about_brings_no_sentence() -> None:
    assert notes_beside([{RED_HEAT}], [Sentence("It opened.", frozenset({RED_HEAT}))], beside=[RED_HEAT]) == ((),)


def test_a_full_section_leaves_its_sentences_to_the_next_best_and_keeps_the_entrys_order() -> None:
    sentences = [Sentence(f"Hill {number}.", frozenset({HILL})) for number in range(NOTES_A_SECTION + 1)]
    assert notes_beside([{HILL}, {HILL}], sentences) == (tuple(sentences[:-1]), (sentences[-1],))
