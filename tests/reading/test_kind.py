"""Review or reference: by structure and by style."""

import pytest

from essays.reading import read
from essays.reading.document import DocumentKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(
            "Midnight Run is a 1988 American action comedy film directed by Martin Brest.", "reference", id="a lead"
        ),
        pytest.param(
            "The film stars Robert De Niro and was released in July 1988. It received positive reviews.",
            "reference",
            id="no lead",
        ),
        pytest.param(
            (
                "It was filmed in Arizona. Principal photography began in October 1987.[4] The "
                "film grossed $81 million.[5]"
            ),
            "reference",
            id="markers",
        ),
        pytest.param(
            (
                "Midnight Run is a 1988 comedy that I have seen nine times, and it's still "
                "great. You'll laugh, and then you'll want to see it again."
            ),
            "review",
            id="a lead with an opinion",
        ),
        pytest.param(
            "Charles Grodin is terrific, and De Niro's never been better, but it's the script that makes it sing.",
            "review",
            id="a judgement",
        ),
        pytest.param("I didn't laugh once.", "review", id="first person"),
        pytest.param("Review: Midnight Run (1988)\n\nThe film was shot in Arizona.", "review", id="a title line"),
        pytest.param("", "review", id="nothing"),
    ],
)
def test_a_text_is_known_for_what_it_is(text: str, kind: str) -> None:
    assert read(text).kind.value == kind


def test_the_kind_that_is_given_stands() -> None:
    assert read("I didn't laugh once.", kind=DocumentKind.REFERENCE).kind is DocumentKind.REFERENCE


def test_the_words_of_critics_who_are_quoted_do_not_make_an_entry_a_review() -> None:
    text = (
        "Heat was released in December 1995.[1] One critic wrote: “I loved it, you must see it, it's great, "
        "I was never bored.”[2] Another called it “terrific, and I don't say that often.”[3] "
        "The film grossed $187 million worldwide."
    )
    assert read(text).kind is DocumentKind.REFERENCE
