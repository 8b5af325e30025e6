"""The two real documents: structure exactly as it was told by hand."""

import json
from pathlib import Path

import pytest

from essays.reading import body_from, decode, read, read_body
from essays.reading.document import BlockKind

SHARED = Path(__file__).parents[3] / "shared"
GOLD = SHARED / "corpus" / "seeds-gold.json"
DOCUMENTS = json.loads(GOLD.read_text(encoding="utf-8"))["documents"] if GOLD.exists() else []

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="the measured documents are not on this machine")


@pytest.mark.parametrize("gold", DOCUMENTS, ids=lambda gold: gold["id"])
def test_a_real_document_is_read_as_it_was_by_hand(gold) -> None:
    text = decode((SHARED / "seeds" / gold["file"]).read_bytes()).text
    document = read(text)

    def places(kind: BlockKind) -> list[tuple[int, int]]:
        return [(block.start, block.end) for block in document.blocks if block.kind is kind]

    def wanted(name: str) -> list[tuple[int, int]]:
        return [(row["start"], row["end"]) for row in gold[name]]

    assert len(text) == gold["chars"]
    assert document.kind.value == gold["kind"]
    assert document.bylines == ((gold["byline"],) if gold["byline"] else ())
    assert places(BlockKind.SUBHEAD) == wanted("headings")
    assert places(BlockKind.BOILERPLATE) == wanted("boilerplate")
    assert places(BlockKind.STRAY_MARK) == wanted("displaced_quotes")
    assert [(c.start, c.end, c.number, c.sentence, c.is_certain) for c in document.citations] == [
        (c["start"], c["end"], c["number"], tuple(c["sentence"]), c["certain"]) for c in gold["citations"]
    ]
    assert not any(citation.has_source for citation in document.citations)


@pytest.mark.parametrize("gold", DOCUMENTS, ids=lambda gold: gold["id"])
def test_a_real_document_keeps_its_citations_and_sections_in_its_body(gold) -> None:
    document = read((SHARED / "seeds" / gold["file"]).read_bytes().decode())
    html, offsets = body_from(document)
    body = read_body(html, kind=document.kind).document
    assert [c.number for c in body.citations] == [c["number"] for c in gold["citations"]]
    assert len(body.of_kind(BlockKind.SUBHEAD)) == len(gold["headings"])
    for name in (*gold["people"], *gold["films"]):
        place = offsets.span(name["start"], name["end"])
        if place is not None:
            assert body.text[slice(*place)] == name["surface"]
