"""The shapes in which film sites print: every pair of ``tests/corpus`` gives the Document that it should."""

import pytest

from essays.reading import read
from essays.reading.document import BlockKind
from tests.reading.pairs import Pair, all_pairs

PAIRS = all_pairs()


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair.name) for pair in PAIRS])
def test_a_text_gives_the_document_that_it_should(pair: Pair) -> None:
    document = read(pair.text)
    told = [
        (block.kind, pair.text[block.start : block.end].strip())
        for block in document.blocks
        if block.kind is not BlockKind.SEPARATOR
    ]
    assert told == pair.blocks
    rating = document.rating
    fields = {
        "kind": document.kind.value,
        "headline": document.headline,
        "standfirst": document.standfirst,
        "bylines": "; ".join(document.bylines) or None,
        "dated_on": document.dated_on,
        "spoilers": "yes" if document.has_spoilers else None,
        "title": document.facts.title,
        "year": str(document.facts.release_year) if document.facts.release_year else None,
        "runtime": str(document.facts.runtime_minutes) if document.facts.runtime_minutes else None,
    }
    wanted = {**dict.fromkeys(fields), **pair.fields}
    for name in ("newline", "rating", "value", "best"):
        wanted.pop(name, None)
    assert fields == wanted
    if rating is None:
        assert not {"rating", "value"} & pair.fields.keys()
    else:
        assert rating.printed == pair.fields.get("rating", rating.printed)
        assert rating.value == (float(pair.fields["value"]) if "value" in pair.fields else None)
        assert rating.best == (float(pair.fields["best"]) if "best" in pair.fields else None)


def test_there_are_pairs_enough() -> None:
    assert len(PAIRS) >= 40
