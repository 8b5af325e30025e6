"""The command that links essays again: which essays, bad input, report, where it goes on."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from essays.desk.importing import import_document
from essays.desk.publishing import publish
from essays.desk.relinking import begin_run, relink_essay
from essays.models import Essay, LinkingRun
from tests.build import NOW, credit, essay, film, person

pytestmark = pytest.mark.django_db
REVIEW = "By Mara\n\nI saw Red Heat (1988) by Walter Hill. The score by the composer James Horner never rests.\n"


def run(*words: str, **options) -> tuple[str, str, str]:
    """What the command prints, what it complains of, and its last word where it fails ("" where it does not)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("link_essays", *words, stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


@pytest.fixture
def essays():
    """Two reviews, the second published, made before there was a record of the composer."""
    red_heat = film()
    credit(red_heat, person("Walter Hill"))
    made = []
    for number in (1, 2):
        report = import_document(f"{REVIEW}\nIt was evening number {number}.\n", name=f"{number}.txt", now=NOW)
        made.append(Essay.objects.get(pk=report.essay_id))
    publish(made[1], by=None, now=NOW)
    credit(red_heat, person("James Horner"), "composer")
    return made


def states(made: Essay) -> list[str]:
    return list(made.mentions.filter(exact="James Horner").values_list("state", flat=True))


def test_drafts_are_renewed_and_published_essays_only_where_that_is_said(essays, tmp_path):
    report = tmp_path / "changes.jsonl"
    out, err, failure = run("--all", report=report)
    assert (err, failure) == ("", "")
    assert [states(made) for made in essays] == [["linked"], ["proposed"]]
    assert "2 essays: 1 published and left as it is, 1 renewed." in out
    assert "--published" in out
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(line["essay"], line["words"], line["done"]) for line in lines] == [
        (essays[0].pk, "James Horner", True),
        (essays[1].pk, "James Horner", False),
    ]
    run("--all", published=True)
    assert [states(made) for made in essays] == [["linked"], ["linked"]]


def test_a_dry_run_reports_and_stores_nothing(essays):
    out, _, failure = run(str(essays[0].pk), dry_run=True)
    assert failure == ""
    assert "1 changed; nothing was stored." in out
    assert states(essays[0]) == ["proposed"]
    assert not LinkingRun.objects.exists()


def test_essays_are_chosen_by_id_or_by_the_day_of_their_last_save(essays):
    run(str(essays[0].pk))
    assert states(essays[0]) == ["linked"]
    out, _, _ = run(since="2100-01-01")
    assert "0 essays." in out
    out, _, _ = run(since="2000-01-01")
    assert "2 essays: " in out


@pytest.mark.parametrize(
    ("words", "options", "said"),
    [
        ((), {}, "Say which essays"),
        (("1",), {"all": True}, "one of the three"),
        (("abc",), {}, "abc: an id is a number"),
        (("9" * 30,), {}, "an id is a number"),
        (("123456",), {}, "No essay outside the wastebasket has the id 123456. Nothing was linked."),
        ((), {"since": "17.6.2026"}, "--since 17.6.2026: that is no date"),
        ((), {"since": "2026-02-30"}, "that is no date"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_linked(essays, words, options, said):
    _, _, failure = run(*words, **options)
    assert said in failure
    assert states(essays[0]) == ["proposed"]


def test_an_unknown_id_among_known_ones_stops_before_anything_is_linked(essays):
    _, _, failure = run(str(essays[0].pk), "123456")
    assert "123456" in failure
    assert states(essays[0]) == ["proposed"]


def test_a_report_that_cannot_be_written_is_named_before_anything_is_linked(essays, tmp_path):
    _, _, failure = run("--all", report=tmp_path / "missing" / "report.jsonl")
    assert "the report cannot be written there" in failure
    assert states(essays[0]) == ["proposed"]


def test_a_stopped_run_goes_on_where_it_was_and_so_does_its_report(essays, tmp_path):
    report = tmp_path / "changes.jsonl"
    report.write_text('{"essay": 0}\n')
    begun = begin_run("all", now=NOW)
    relink_essay(essays[0].pk, by=None, now=NOW, run=begun)
    out, _, _ = run("--all", report=report)
    assert f"Going on after essay {essays[0].pk}" in out
    assert "1 essay: 1 published and left as it is." in out
    assert [json.loads(line)["essay"] for line in report.read_text().splitlines()] == [0, essays[1].pk]
    assert LinkingRun.objects.get().finished_at is not None
    out, _, _ = run("--all")
    assert "2 essays: " in out


def test_a_stopped_run_can_begin_anew(essays):
    begun = begin_run("all", now=NOW)
    relink_essay(essays[0].pk, by=None, now=NOW, run=begun)
    out, _, _ = run("--all", anew=True)
    assert "Going on" not in out
    assert "2 essays: " in out


def test_essays_in_the_wastebasket_are_left_there(essays):
    essay("Thrown away", body="<p>Walter Hill made it.</p>", discarded_at=NOW)
    out, _, _ = run("--all", dry_run=True)
    assert "2 essays: " in out
