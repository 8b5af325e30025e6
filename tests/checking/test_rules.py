"""The rules of checking, one table each: what a text states against what the record has."""

import pytest

from essays.checking.characters import check_characters
from essays.checking.checker import check
from essays.checking.citations import check_citations
from essays.checking.contributions import check_contributions, contributions
from essays.checking.credits import check_credits, new_credits
from essays.checking.stated import StatedCredit, same_character, stated_credits
from essays.checking.years import check_named_years, check_years
from essays.linking.catalogue import CreditRecord, FilmRecord
from essays.linking.links import Link, LinkKind, Links, LinkState
from essays.reading.document import Block, BlockKind, Citation, Document, DocumentKind, Facts, Statement

RED_HEAT = FilmRecord(1, "Red Heat", 1988)
HILL, SCHWARZENEGGER, BELUSHI, HORNER = 1, 2, 3, 4
RECORD = (
    CreditRecord(1, HILL, "director", person_name="Walter Hill"),
    CreditRecord(1, SCHWARZENEGGER, "actor", "Ivan Danko", 1, person_name="Arnold Schwarzenegger"),
    CreditRecord(1, BELUSHI, "actor", "Art Ridzik", 2, person_name="James Belushi"),
    CreditRecord(1, HORNER, "composer", is_credited=False, person_name="James Horner"),
)


def stated(name: str, job: str, person_id: int | None = None, character: str | None = None, **options) -> StatedCredit:
    is_credited = options.pop("is_credited", True)
    return StatedCredit(Statement(name, job, 10, 20, character, is_credited), name, person_id, **options)


@pytest.mark.parametrize(
    ("credit", "asks", "is_new"),
    [
        pytest.param(stated("Walter Hill", "director", HILL), None, False, id="the record agrees"),
        pytest.param(stated("Gary Nelson", "director", 9), "the record has Walter Hill", False, id="somebody else"),
        pytest.param(stated("Gary Nelson", "director"), "the record has Walter Hill", False, id="somebody unknown"),
        pytest.param(stated("Matthew F. Leonetti", "cinematographer", 9), None, True, id="the record has none"),
        pytest.param(stated("James Horner", "composer", HORNER), None, False, id="a contribution of the same person"),
        pytest.param(stated("Peter Boyle", "actor", 9), None, True, id="a cast is never whole"),
        pytest.param(stated("Arnold Schwarzenegger", "actor", SCHWARZENEGGER), None, False, id="in the cast"),
        pytest.param(stated("Hill", "director", None, is_open=True), None, False, id="an editor decides who it is"),
        pytest.param(stated("Daniel Pyne", "writer", 9, is_credited=False), None, False, id="no screen credit"),
    ],
)
def test_a_stated_credit_is_new_or_a_question_or_neither(credit, asks, is_new):
    asked = [found.message for found in check_credits([credit], RED_HEAT, RECORD)]
    assert (len(asked), bool(new_credits([credit], RECORD))) == (1 if asks else 0, is_new)
    if asks:
        assert asks in asked[0]


@pytest.mark.parametrize(
    ("credit", "asks"),
    [
        pytest.param(stated("J. Belushi", "actor", BELUSHI, "Ridzik"), None, id="the surname alone"),
        pytest.param(stated("James Belushi", "actor", BELUSHI, "Lou Donnelly"), "has Art Ridzik", id="another name"),
        pytest.param(stated("Peter Boyle", "actor", 9, "Ivan Danko"), "Arnold Schwarzenegger plays", id="another's"),
        pytest.param(stated("Peter Boyle", "actor", 9, "Lou Donnelly"), None, id="not in the record"),
        pytest.param(stated("James Belushi", "actor", BELUSHI), None, id="no character stated"),
    ],
)
def test_a_character_is_asked_about_where_the_record_names_another(credit, asks):
    asked = [found.message for found in check_characters([credit], RED_HEAT, RECORD)]
    assert [asks in message for message in asked] == ([True] if asks else [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Danko", "Ivan Danko", True),
        ("Viktor Rosta", "Viktor Rostavili", True),
        ("Rosta", "Rostavili", True),
        ("", "Ivan Danko", True),
        ("Al", "Alice", False),
        ("Lou Donnelly", "Art Ridzik", False),
        ("Ellen Ripley", "Ripley", True),
    ],
)
def test_a_character_may_be_named_in_short(one, other, same):
    assert same_character(one, other) is same
    assert same_character(other, one) is same


def test_a_contribution_is_asked_about_unless_the_record_has_a_credit():
    said = [
        stated("Daniel Pyne", "writer", 9, is_credited=False),
        stated("Walter Hill", "director", HILL, is_credited=False),
        stated("Harry Kleiner", "writer"),
    ]
    [asked] = check_contributions(said, RED_HEAT, RECORD)
    assert "Daniel Pyne worked on Red Heat as writer, which is no screen credit" in asked.message
    assert [credit.name for credit in contributions(said, RECORD)] == ["Daniel Pyne"]


@pytest.mark.parametrize(
    ("said", "have", "place"),
    [
        pytest.param(1989, 1988, (14, 18), id="another year, at its place"),
        pytest.param(1988, 1988, None, id="the same"),
        pytest.param(None, 1988, None, id="none in the text"),
        pytest.param(1989, None, None, id="none in the record"),
    ],
)
def test_a_year_that_differs_is_asked_about_where_it_stands(said, have, place):
    text = "Red Heat is a 1989 film."
    document = Document(text, DocumentKind.REFERENCE, (), facts=Facts("Red Heat", (0, 8), said))
    asked = list(check_years(document, FilmRecord(1, "Red Heat", have)))
    assert [(found.start, found.end) for found in asked] == ([place] if place else [])
    if asked:
        assert (asked[0].suggestion, asked[0].message) == ("1988", "The text dates Red Heat 1989; the record has 1988.")


@pytest.mark.parametrize(
    ("text", "film", "asks"),
    [
        pytest.param("I saw Red Heat (1987) twice.", RED_HEAT, "1987", id="in brackets behind it"),
        pytest.param("I saw “Red Heat” (Walter Hill, 1987) twice.", RED_HEAT, "1987", id="with who made it"),
        pytest.param("I saw the 1987 action film Red Heat twice.", RED_HEAT, "1987", id="before it"),
        pytest.param("I saw Red Heat (1988) twice.", RED_HEAT, None, id="the record agrees"),
        pytest.param("In 1987 I saw Red Heat.", RED_HEAT, None, id="a year of something else"),
        pytest.param("I saw Red Heat in 1990 (2001 was better).", RED_HEAT, None, id="not at the title"),
        pytest.param("I saw Red Heat (1987).", FilmRecord(1, "Red Heat", None), None, id="no year in the record"),
        pytest.param("Red Heat (1989).", FilmRecord(1, "Red Heat", 1988, "series", 1990), None, id="a year of its run"),
    ],
)
def test_a_year_at_a_linked_title_is_asked_about_where_the_record_has_another(text, film, asks):
    start = text.index("Red Heat")
    links = [Link(LinkKind.FILM, LinkState.LINKED, start, start + 8, 1)]
    asked = list(check_named_years(Document(text, DocumentKind.REVIEW, ()), links, {1: film}))
    assert [text[found.start : found.end] for found in asked] == ([asks] if asks else [])
    assert [found.message for found in asked] == (
        ["The text dates Red Heat 1987; the record has 1988."] if asks else []
    )


def test_one_year_printed_twice_is_one_question_at_the_first_place():
    text = "Red Heat (1987) is Red Heat (1987)."
    links = [Link(LinkKind.FILM, LinkState.LINKED, start, start + 8, 1) for start in (0, 19)]
    asked = check(Document(text, DocumentKind.REVIEW, ()), (), None, (), links=links, films={1: RED_HEAT})
    assert [found.start for found in asked] == [10]


def test_numbers_without_a_source_are_one_question_and_doubtful_markers_one_each():
    marks = (
        Citation(10, 13, 4, (0, 9)),
        Citation(20, 23, 2, (14, 19), is_certain=False),
        Citation(30, 33, 4, (24, 29), is_certain=False, has_source=True),
        Citation(40, 57, None, (34, 39)),
    )
    document = Document("x" * 60, DocumentKind.REFERENCE, (), citations=marks)
    asked = [found.message for found in check_citations(document)]
    assert asked[0] == "The text cites [2] and [4], and their sources are missing from the document."
    assert len(asked) == 3
    assert len(set(asked)) == 3


def test_a_statement_means_the_person_that_its_words_were_linked_to():
    text = "directed by Walter Hill, with Hal Hinson, McQueen and Peter Boyle"
    spans = {
        name: (text.index(name), text.index(name) + len(name)) for name in ("Walter Hill", "Hal Hinson", "McQueen")
    }
    links = Links(
        (
            Link(LinkKind.PERSON, LinkState.LINKED, *spans["Walter Hill"], record_id=HILL),
            Link(LinkKind.PERSON, LinkState.PROPOSED, *spans["Hal Hinson"], name="Hal Hinson"),
            Link(LinkKind.PERSON, LinkState.UNDECIDED, *spans["McQueen"]),
        )
    )
    statements = tuple(
        Statement(name, "actor", text.index(name), text.index(name) + len(name))
        for name in ("Walter Hill", "Hal Hinson", "McQueen", "Peter Boyle", "Walter Hill")
    )
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    document = Document(text, DocumentKind.REFERENCE, (block,), facts=Facts(statements=statements))
    found = stated_credits(document, links)
    assert [(credit.name, credit.person_id, credit.is_open) for credit in found] == [
        ("Walter Hill", HILL, False),
        ("Hal Hinson", None, False),
        ("McQueen", None, True),
        ("Peter Boyle", None, False),
    ]
