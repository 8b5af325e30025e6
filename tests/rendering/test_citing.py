"""How an essay is cited."""

import datetime as dt

import pytest

from essays.rendering.citing import Author, CitationWords, Cited, bibtex, csl, mla

ENGLISH = CitationWords(
    tuple("Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()),
    "%(day)s %(month)s %(year)s",
    "“%(title)s”",
    ", and %(name)s",
    ", et al.",
)
HILL = Author("Walter Hill", "Hill", "Walter")
DESK = Author("The film desk")


def cited(headline: str = "One Face, Two Cities", *authors: Author, **fields: object) -> Cited:
    at = {"published_on": dt.date(2026, 9, 3), "address": "https://films.example/essays/one-face/", "language": "en"}
    return Cited("one-face", headline, authors, "Double Bill", **(at | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "line"),
    [
        pytest.param(
            cited("One Face", HILL),
            "Hill, Walter. “One Face.” Double Bill, 3 Sept. 2026, films.example/essays/one-face/.",
            id="a person",
        ),
        pytest.param(
            cited("Why?", HILL, DESK),
            "Hill, Walter, and The film desk. “Why?” Double Bill, 3 Sept. 2026, films.example/essays/one-face/.",
            id="two, and a title that ends itself",
        ),
        pytest.param(
            cited("One Face", DESK, HILL, DESK),
            "The film desk, et al. “One Face.” Double Bill, 3 Sept. 2026, films.example/essays/one-face/.",
            id="three",
        ),
        pytest.param(
            cited("One Face", published_on=None),
            "“One Face.” Double Bill, films.example/essays/one-face/.",
            id="nobody, never published",
        ),
    ],
)
def test_an_mla_line_names_the_first_author_by_the_family_name(what: Cited, line: str) -> None:
    assert "".join(mla(what, ENGLISH)) == line


def test_bibtex_keeps_a_desk_whole_and_the_title_in_its_own_case() -> None:
    assert bibtex(cited("Cats & {Dogs}", HILL, DESK)) == (
        "@online{one-face,\n"
        "  author = {Hill, Walter and {The film desk}},\n"
        "  title = {{Cats \\& \\{Dogs\\}}},\n"
        "  organization = {Double Bill},\n"
        "  year = {2026},\n"
        "  month = sep,\n"
        "  date = {2026-09-03},\n"
        "  url = {https://films.example/essays/one-face/},\n"
        "  langid = {en}\n"
        "}\n"
    )


def test_csl_json_tells_a_person_from_a_desk_and_leaves_out_what_is_not_known() -> None:
    assert csl(cited("One Face", HILL, DESK, published_on=None)) == {
        "id": "one-face",
        "type": "webpage",
        "title": "One Face",
        "author": [{"family": "Hill", "given": "Walter"}, {"literal": "The film desk"}],
        "container-title": "Double Bill",
        "URL": "https://films.example/essays/one-face/",
        "language": "en",
    }
    assert csl(cited())["issued"] == {"date-parts": [[2026, 9, 3]]}
