"""The two measured documents with the project's own facts: what the import must make of them."""

from pathlib import Path

import pytest

from essays.desk.facts import load_facts
from essays.desk.importing import import_document
from essays.models import Credit, Essay, Film, Mention
from tests.build import NOW

pytestmark = pytest.mark.django_db
FACTS = Path(__file__).resolve().parents[2] / "seeds" / "films.toml"


@pytest.fixture
def imported(shared) -> dict[str, Essay]:
    """Both documents imported and published, by kind."""
    load_facts(FACTS, now=NOW)
    essays = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        report = import_document(path.read_bytes(), name=path.name, now=NOW, publish=True)
        essays[report.line["kind"]] = Essay.objects.get(pk=report.essay_id)
    return essays


def named(essay: Essay, exact: str) -> list[Mention]:
    return list(essay.mentions.filter(exact=exact).select_related("film", "person"))


def test_both_documents_come_out_as_they_must(imported):
    review, reference = imported["review"], imported["reference"]
    red_heat = Film.objects.get(title="Red Heat", release_year=1988)

    assert (review.kind, reference.kind) == ("review", "reference")
    assert [str(byline) for byline in review.bylines.all()] == ["Chris"]
    assert not reference.bylines.exists()
    assert [s.film for s in review.subjects.all()] == [s.film for s in reference.subjects.all()] == [red_heat]
    assert set(Essay.objects.published(NOW).about(red_heat)) == {review, reference}
    assert review.headline_is_proposed
    assert "Red Heat" in review.headline
    assert review.body.count("<h2>") == 10

    report = review.sources.get().report
    text = bytes(review.sources.get().content).decode()
    boilerplate = [text[place["start"] : place["end"]] for place in report["boilerplate"]]
    assert len(boilerplate) == 2
    assert not any(line in review.body for line in boilerplate)
    assert "48 Hrs., which" in review.body

    for title, year, kind in (
        ("48 Hrs.", 1982, "film"),
        ("Miami Vice", 1984, "series"),
        ("Six Feet Under", 2001, "series"),
        ("The Getaway", 1972, "film"),
        ("Running Scared", 1986, "film"),
        ("Edge of Darkness", 1985, "mini-series"),
    ):
        for mention in named(review, title):
            assert (mention.film.release_year, mention.film.kind) == (year, kind), title
    assert all(mention.film is None or mention.film.release_year != 1921 for mention in named(review, "The Killer"))
    assert named(review, "48 Hrs.")
    assert named(review, "Miami Vice")

    for words, player in (
        ("Danko", "Arnold Schwarzenegger"),
        ("Ridzik", "James Belushi"),
        ("Rosta", "Ed O'Ross"),
        ("Ripley", "Sigourney Weaver"),
    ):
        mentions = named(review, words)
        assert mentions, words
        assert {(m.kind, m.person.name) for m in mentions} == {("character", player)}
    for words, name in (
        ("Arnie", "Arnold Schwarzenegger"),
        ("Schwarzenegger", "Arnold Schwarzenegger"),
        ("Hill", "Walter Hill"),
        ("Belushi", "James Belushi"),
        ("Jim Belushi", "James Belushi"),
    ):
        for essay in (review, reference):
            assert {m.person.name for m in named(essay, words)} <= {name}
    assert named(review, "Arnie")


def test_the_reference_entry_gives_contributions_and_questions_and_no_false_credit(imported):
    reference = imported["reference"]
    contributed = Credit.objects.filter(is_credited=False)
    assert {c.person.name for c in contributed} >= {"Peter Krikes", "John Mankiewicz", "Daniel Pyne"}
    assert set(contributed.values_list("state", flat=True)) == {"proposed"}
    assert not Credit.objects.filter(is_credited=True, source__endswith=".txt").exists()
    asked = {finding.rule for finding in reference.findings.all()}
    assert asked == {"citation", "contribution"}
    assert reference.findings.filter(message__contains="missing from the document").count() == 1


def test_citations_are_kept_with_the_sentence_before_them(imported):
    report = imported["reference"].sources.get().report
    numbers = [citation["number"] for citation in report["citations"]]
    assert numbers == [3, 4, 6, 4, 7, 5, 10, 24, 25]
    assert [c["number"] for c in report["citations"] if not c["certain"]] == [6, 5, 25]
    assert not any(citation["has_source"] for citation in report["citations"])
    assert imported["reference"].body.count('class="citation"') == 9


def test_the_record_alone_gives_the_same_credits_where_it_has_none(shared):
    """Without the facts the reference entry's own words make the film, its people and their jobs."""
    path = next(path for path in sorted((shared / "seeds").glob("*.txt")) if path.read_text().startswith("Red Heat is"))
    report = import_document(path.read_bytes(), name=path.name, now=NOW)
    proposed = Film.objects.get()
    assert (proposed.title, proposed.release_year, proposed.visibility) == ("Red Heat", 1988, "proposed")
    assert report.line["film"] == {"title": "Red Heat", "year": 1988}
    stated = {(c.person.name, c.job, c.character) for c in proposed.credits.filter(is_credited=True)}
    assert stated >= {
        ("Walter Hill", "director", ""),
        ("Walter Hill", "writer", ""),
        ("Walter Hill", "producer", ""),
        ("Arnold Schwarzenegger", "actor", "Ivan Danko"),
        ("Jim Belushi", "actor", "Art Ridzik"),
    }
