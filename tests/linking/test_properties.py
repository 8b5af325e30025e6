"""What holds of links whatever the text: places, order, sameness, independence of what is unrelated."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from essays.linking.linker import link
from essays.linking.links import Links, LinkState
from essays.linking.tokens import name_runs, prose_of, title_runs
from essays.reading.document import Block, BlockKind, Document, DocumentKind
from essays.reading.reader import read
from tests.linking.archive import FILMS, archive

CATALOGUE = archive()
TITLES = [film[0] for film in FILMS]
CAST = [entry.partition(": ") for film in FILMS for entry in film[4]]
NAMES = [*(name for film in FILMS for name in film[3]), *(person for person, _, _ in CAST)]
PEOPLE = sorted({re.sub(r" \(.*", "", name) for name in NAMES})
PARTS = sorted({character for _, _, character in CAST})
GLUE = [
    " ", ", ", " and ", ". ", "'s ", "’s ", " (1988) ", " is a film by ", "\n\n", " in ", " on TV, ", "—", " & ", ' "',
    "” ", " the ", " as ", "!", " movies ", "-style ", " of The Times ", " é", " 𝄞 ", "‘", " then ", " Director ",
]  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(TITLES),
        st.sampled_from(PEOPLE),
        st.sampled_from(PARTS),
        st.sampled_from(GLUE),
        st.text(max_size=6),
    ),
    max_size=24,
).map("".join)
UNRELATED = "\n\nThe rain had stopped by then, and we walked home along the river without a word."


def document(text: str) -> Document:
    return read(text, kind=DocumentKind.REVIEW)


def links_of(text: str) -> Links:
    return link(document(text), CATALOGUE)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_links_lie_in_the_prose_in_order_without_overlap(text):
    read_text = document(text)
    prose = [(block.start, block.end) for block in read_text.prose()]
    last = 0
    for found in link(read_text, CATALOGUE).links:
        assert last <= found.start < found.end <= len(text)
        assert any(start <= found.start and found.end <= end for start, end in prose)
        last = found.end


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_link_says_which_record_how_sure_and_why(text):
    for found in links_of(text).links:
        assert 0 <= found.confidence <= 1
        assert found.reason
        if found.state is LinkState.UNDECIDED:
            assert found.record_id is None and found.candidates
            assert all(
                a.confidence >= b.confidence for a, b in zip(found.candidates, found.candidates[1:], strict=False)
            )
        if found.state is LinkState.PROPOSED:
            assert found.record_id is None and found.name


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_links(text):
    assert links_of(text) == link(document(text), archive())


def paragraphs(*texts: str) -> Document:
    """A review of just these paragraphs, so that reading cannot take a line for something else."""
    blocks, at = [], 0
    for text in texts:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(text)))
        at += len(text)
    return Document("".join(texts), DocumentKind.REVIEW, tuple(blocks))


@settings(max_examples=60, deadline=None)
@given(TEXTS.filter(bool))
def test_an_unrelated_paragraph_at_the_end_changes_no_record(text):
    before = link(paragraphs(text), CATALOGUE)
    after = link(paragraphs(text, UNRELATED), CATALOGUE)
    records = {(x.start, x.end): (x.kind, x.record_id) for x in after.links}
    for found in before.links:
        assert records.get((found.start, found.end)) == (found.kind, found.record_id)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_runs_are_the_texts_own_words_with_capitals_at_their_start(text):
    prose = prose_of(document(text))
    for run in (*title_runs(prose), *name_runs(prose)):
        assert text[run.start : run.end].strip() == text[run.start : run.end] != ""
        assert prose.words[run.first].start == run.start
        assert prose.words[run.last].start < run.end
