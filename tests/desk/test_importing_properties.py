"""What must hold of the import whatever the document is."""

import datetime as dt
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essays.desk.importing import DocumentError, Outcome, import_document
from essays.desk.rendering import body_of
from essays.models import Essay, Film, Source
from tests.build import NOW, credit, film, person

PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "By Mara",
        "Red Heat",
        "48 Hrs.",
        "Walter Hill",
        "Hill",
        "Red Heat is a 1988 American action film directed by Walter Hill.",
        "[3]",
        "[citation needed]",
        "“",
        "”",
        '"',
        "★★★½",
        "7/10",
        "## A head",
        "A Head Without A Stop",
        "Sign up for our newsletter",
        "<b>bold</b> & <script>alert(1)</script>",
        "\u202ebackwards",
        "\u200b",
        "🎬",
        "Among the writers who worked on it were Harry Kleiner and Daniel Pyne.",
        "and it rained, as it does, on everybody in it.",
        "- one",
        "* * *",
        "Dir: Walter Hill. 104 min",
    ]
)
DOCUMENTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), min_size=1, max_size=30).map("".join)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(text=DOCUMENTS)
def test_any_text_is_imported_whole_or_refused_in_a_sentence(text):
    if not Film.objects.exists():
        credit(film(), person())
        film("48 Hrs.", 1982)
    before = Source.objects.count()
    now = NOW + dt.timedelta(seconds=before)  # each example comes after the ones before it
    try:
        report = import_document(text, name="a document", now=now, publish=True)
    except DocumentError as error:
        assert str(error).endswith(".")
        assert Source.objects.count() == before
        return
    assert sum(block["end"] - block["start"] for block in report.line["blocks"]) == len(text)
    if report.outcome is Outcome.CREATED or report.outcome is Outcome.UPDATED:
        made = Essay.objects.get(pk=report.essay_id)
        body = body_of(made).document.text
        for mention in made.mentions.filter(is_lost=False):
            assert body[mention.start : mention.end] == mention.exact
        assert "<script" not in made.body + made.rendered
        assert bytes(made.sources.latest("read_at").content).decode() == text
    again = import_document(text, name="a document", now=now, publish=True)
    assert again.outcome is Outcome.UNCHANGED
    assert again.line == Source.objects.get(name="a document", sha256=hashlib.sha256(text.encode()).hexdigest()).report
