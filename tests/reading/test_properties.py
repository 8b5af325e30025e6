"""What holds for every text: nothing is lost, nothing is read twice, and the same text gives the same Document."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from essays.reading import body_from, read, read_body
from essays.reading.document import PROSE, BlockKind, Document, DocumentKind, Emphasis
from tests.reading.pairs import all_pairs
from tests.reading.shapes import texts, texts_with_emphases

SHARED_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
OWN_SEEDS = Path(__file__).parents[2] / "seeds"
KINDS = (None, DocumentKind.REVIEW, DocumentKind.REFERENCE)
IN_BODY = PROSE - {BlockKind.HEADLINE, BlockKind.STANDFIRST} | {BlockKind.CITATION, BlockKind.SPOILER_WARNING}


def covers(document: Document) -> None:
    """Assert that every character is in exactly one block, and that every place named lies in the text."""
    at = 0
    for block in document.blocks:
        assert block.start == at
        assert block.end > block.start
        at = block.end
    assert at == len(document.text)
    for citation in document.citations:
        first, last = citation.sentence
        assert 0 <= first <= last <= len(document.text)
        assert document.text[citation.start : citation.end].startswith("[")
    for statement in document.facts.statements:
        assert 0 <= statement.start < statement.end <= len(document.text)
    if document.facts.title_span:
        assert document.text[slice(*document.facts.title_span)] == document.facts.title


def prose_characters(document: Document, kinds: frozenset[BlockKind]) -> str:
    """All characters of blocks of these kinds in order, without white space."""
    return re.sub(r"\s", "", "".join(document.of_kind(*kinds)))


@settings(max_examples=300, deadline=None)
@given(texts)
@example("")
@example('"[3]')
@example("[3]")
def test_every_character_is_in_exactly_one_block(text: str) -> None:
    for kind in KINDS:
        covers(read(text, kind=kind))


@settings(max_examples=60, deadline=None)
@given(texts)
def test_the_same_text_gives_the_same_document(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=200, deadline=None)
@given(texts_with_emphases())
def test_a_body_holds_every_character_of_the_prose_once(case: tuple[str, tuple[Emphasis, ...]]) -> None:
    text, emphases = case
    for kind in KINDS:
        document = read(text, kind=kind, emphases=emphases)
        html, offsets = body_from(document)
        body = read_body(html, kind=document.kind)
        covers(body.document)
        wanted = Counter(prose_characters(document, IN_BODY))
        held = Counter(re.sub(r"\s", "", body.document.text))
        stray = Counter("".join(document.of_kind(BlockKind.STRAY_MARK)))
        assert not wanted - held
        assert not held - wanted - stray
        for offset, character in enumerate(text):
            place = offsets.at(offset)
            if place is not None and not character.isspace():
                assert body.document.text[place] == character


@settings(max_examples=150, deadline=None)
@given(texts)
def test_each_place_in_a_body_leads_back_to_its_html(text: str) -> None:
    html, _ = body_from(read(text))
    body = read_body(html, kind=DocumentKind.REVIEW)
    places = [body.html_at(offset) for offset in range(len(body.document.text) + 1)]
    assert all(first <= second for first, second in pairwise(places))
    for block in body.document.blocks:
        if block.kind is BlockKind.SEPARATOR:
            continue
        runs = body.places(block.start, block.end)
        assert all("<" not in html[start:end] and ">" not in html[start:end] for start, end in runs)
        shown = "".join(html[start:end] for start, end in runs)
        for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            shown = shown.replace(reference, character)
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", body.document.text[block.start : block.end])


def documents_in(folder: Path) -> list[Path]:
    """The plain texts of a folder that may be absent."""
    return sorted(folder.glob("*.txt")) if folder.is_dir() else []


@pytest.mark.parametrize("path", documents_in(OWN_SEEDS) + documents_in(SHARED_SEEDS), ids=lambda path: path.name)
def test_every_character_of_a_real_document_is_in_one_block_and_its_prose_in_the_body(path: Path) -> None:
    document = read(path.read_bytes().decode())
    covers(document)
    body = read_body(body_from(document)[0], kind=document.kind)
    held = re.sub(r"\s", "", body.document.text)
    if not document.of_kind(BlockKind.STRAY_MARK):
        assert held == prose_characters(document, IN_BODY)
    assert len(body.document.citations) == len(document.citations)
    assert len(body.document.of_kind(BlockKind.SUBHEAD)) == len(document.of_kind(BlockKind.SUBHEAD))


@pytest.mark.parametrize("pair", all_pairs(), ids=lambda pair: pair.name)
def test_the_prose_of_a_pair_comes_back_from_its_body_in_order(pair) -> None:
    document = read(pair.text)
    body = read_body(body_from(document)[0], kind=document.kind)
    wanted = prose_characters(document, IN_BODY)
    marks = len(document.of_kind(BlockKind.STRAY_MARK))
    assert len(re.sub(r"\s", "", body.document.text)) - len(wanted) in range(marks + 1)
    if not marks:
        assert re.sub(r"\s", "", body.document.text) == wanted
