"""Essays linked again after the records grew or changed: the machine's links follow, an editor's stay."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essays.desk.barring import bar_words
from essays.desk.editing import discard
from essays.desk.importing import import_document
from essays.desk.mentions import link_mention, reject_mention
from essays.desk.publishing import publish
from essays.desk.relinking import Outcome, RelinkingError, begin_run, ids_in_order, kept_essays, relink_essay
from essays.desk.revising import made_by_import
from essays.models import Essay, Mention, Revision
from essays.rendering.body import record_ids
from people.models import Person, Visibility
from tests.build import NOW, account, credit, essay, film, person

pytestmark = pytest.mark.django_db
REVIEW = "Two cops, one sauna\n\nBy Mara\n\nI saw Red Heat (1988) by Walter Hill with Arnold Schwarzenegger.\n"
LONGER = REVIEW.replace("I saw", "On a wet evening I saw")


@pytest.fixture
def records():
    red_heat, hill, star = film(), person("Walter Hill"), person("Arnold Schwarzenegger")
    credit(red_heat, hill)
    credit(red_heat, star, "actor", character="Ivan Danko")
    return red_heat, hill, star


def imported(text: str = REVIEW) -> Essay:
    return Essay.objects.get(pk=import_document(text, name="red-heat.txt", now=NOW).essay_id)


def relinked(made: Essay, **options: Any) -> Any:
    return relink_essay(made.pk, by=None, now=NOW, **options)


def called(made: Essay, words: str) -> Mention:
    return made.mentions.get(exact=words)


def rows(made: Essay) -> list[tuple]:
    return list(
        made.mentions.order_by("start").values_list("pk", "exact", "state", "film", "person", "start", "reason")
    )


def test_an_essay_whose_records_are_the_same_is_unchanged_and_gets_no_revision(records):
    made = imported()
    before = rows(made)
    assert relinked(made).outcome is Outcome.UNCHANGED
    assert rows(made) == before
    assert Revision.objects.filter(essay=made).count() == 1


def test_a_proposed_person_whom_a_record_has_now_is_linked(records):
    made = imported(REVIEW + "\nThe score by the composer James Horner never rests.\n")
    assert called(made, "James Horner").state == "proposed"
    horner = person("James Horner")
    credit(records[0], horner, "composer")
    report = relinked(made)
    assert report.outcome is Outcome.RENEWED
    mention = called(made, "James Horner")
    assert (mention.state, mention.person) == ("linked", horner)
    made.refresh_from_db()
    assert horner.pk in record_ids(made.rendered)[1]
    assert Revision.objects.filter(essay=made).last().note == "linked again: 1 changed"


def test_a_link_becomes_a_question_and_the_question_a_link_as_the_records_go(records):
    made = essay(body="<p>It was Steve McQueen who came.</p>")
    first = person("Steve McQueen")
    relinked(made)
    assert called(made, "Steve McQueen").person == first
    second = person("Steve McQueen", disambiguation="director")
    assert [change.what for change in relinked(made).changes] == ["changed"]
    asked = called(made, "Steve McQueen")
    assert (asked.state, asked.person) == ("undecided", None)
    assert set(asked.candidates.values_list("person", flat=True)) == {first.pk, second.pk}
    pk = asked.pk
    asked.candidates.all().delete()
    second.delete()
    relinked(made)
    decided = called(made, "Steve McQueen")
    assert (decided.pk, decided.state, decided.person, decided.candidates.count()) == (pk, "linked", first, 0)


def test_words_that_are_taken_for_no_name_any_more_lose_their_mention(records):
    made = imported()
    start = called(made, "Red Heat").start
    Mention.objects.filter(essay=made, exact="Red Heat").update(exact="Red", end=start + 3, reason="a mistake")
    report = relinked(made)
    assert [(change.what, change.words) for change in report.changes] == [("found", "Red Heat"), ("gone", "Red")]
    assert not made.mentions.filter(exact="Red").exists()
    assert called(made, "Red Heat").film == records[0]


def yes(mention: Mention, records: Any) -> None:
    link_mention(mention, mention.person, by=None, now=NOW)


def another(mention: Mention, records: Any) -> None:
    link_mention(mention, person("Walter Hill", disambiguation="the actor"), by=None, now=NOW)


def no_record(mention: Mention, records: Any) -> None:
    reject_mention(mention, by=None, now=NOW)


def never(mention: Mention, records: Any) -> None:
    bar_words(mention.essay, mention.exact, by=None, now=NOW)


@pytest.mark.parametrize("decide", [yes, another, no_record, never])
@pytest.mark.parametrize("path", ["imported again", "linked again", "both"])
def test_an_editors_decision_outlives_a_changed_document_and_changed_records(records, decide, path):
    red_heat, hill, _ = records
    made = imported()
    decide(called(made, "Walter Hill"), records)
    kept = called(made, "Walter Hill")
    said = (kept.state, kept.person, kept.decided_by)
    for number in range(3):  # the records grow by namesakes, and lose what spoke for the first
        person("Walter Hill", disambiguation=f"no. {number} of that name")
    red_heat.credits.filter(person=hill).delete()
    if path != "linked again":
        assert import_document(LONGER, name="red-heat.txt", now=NOW).essay_id == made.pk
    if path != "imported again":
        relinked(made)
    made.refresh_from_db()
    mention = called(made, "Walter Hill")
    assert (mention.state, mention.person, mention.decided_by) == said
    assert mention.decided_by == "editor"
    is_shown = mention.state == "linked"
    assert (mention.person_id in record_ids(made.rendered)[1]) is is_shown


def test_a_place_without_a_record_says_nothing_of_the_same_words_elsewhere(records):
    made = imported(REVIEW + "\nLater Walter Hill made others.\n")
    first, second = made.mentions.filter(exact="Walter Hill").order_by("start")
    reject_mention(first, by=None, now=NOW)
    relinked(made)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("rejected", "linked")


def test_a_published_essay_is_reported_on_and_left_alone_until_that_is_allowed(records):
    made = imported(REVIEW + "\nThe score by the composer James Horner never rests.\n")
    publish(made, by=None, now=NOW)
    credit(records[0], person("James Horner"), "composer")
    made.refresh_from_db()
    before, rendered, updated_at = rows(made), made.rendered, made.updated_at
    held = relinked(made)
    made.refresh_from_db()
    assert (held.outcome, [change.words for change in held.changes]) == (Outcome.WAITS, ["James Horner"])
    assert (rows(made), made.rendered, made.updated_at) == (before, rendered, updated_at)
    assert relinked(made, published=True).outcome is Outcome.RENEWED
    assert called(made, "James Horner").state == "linked"


def test_a_scheduled_essay_waits_like_a_published_one(records):
    made = imported(REVIEW + "\nThe score by the composer James Horner never rests.\n")
    publish(made, by=None, now=NOW, at=NOW.replace(year=2040))
    credit(records[0], person("James Horner"), "composer")
    assert relinked(made).outcome is Outcome.WAITS


def test_a_dry_run_says_the_same_and_stores_nothing(records):
    made = essay(body="<p>The composer James Horner wrote the score for Red Heat.</p>", about=records[0])
    tried = relinked(made, dry_run=True)
    assert (tried.outcome, rows(made)) == (Outcome.READ, [])
    assert not Person.objects.filter(name="James Horner").exists()
    done = relinked(made)
    assert [(c.what, c.words, c.after) for c in done.changes] == [(c.what, c.words, c.after) for c in tried.changes]
    assert Person.objects.get(name="James Horner").visibility == Visibility.PROPOSED


def test_the_report_names_place_before_after_and_reason(records):
    made = imported(REVIEW + "\nThe score by the composer James Horner never rests.\n")
    horner = person("James Horner", birth_year=1953, death_year=2015)
    credit(records[0], horner, "composer")
    [line] = relinked(made).lines
    assert json.loads(json.dumps(line)) == line
    mention = called(made, "James Horner")
    assert (line["essay"], line["words"], line["start"], line["end"]) == (
        made.pk,
        "James Horner",
        mention.start,
        mention.end,
    )
    assert line["before"] == {"kind": "person", "state": "proposed", "name": "james horner"}
    assert line["after"] == {
        "kind": "person",
        "state": "linked",
        "id": horner.pk,
        "record": "James Horner (1953–2015)",
    }
    assert line["reason"] == mention.reason != ""
    assert line["done"] is True


def test_an_essay_that_was_linked_again_is_still_the_documents_and_renewed_by_it(records):
    made = imported(REVIEW + "\nThe score by the composer James Horner never rests.\n")
    credit(records[0], person("James Horner"), "composer")
    relinked(made)
    assert made_by_import(made)
    assert import_document(LONGER, name="red-heat.txt", now=NOW).outcome == "updated"


def test_a_lost_mention_waits_on(records):
    made = imported()
    hill = called(made, "Walter Hill")
    Mention.objects.filter(pk=hill.pk).update(is_lost=True, exact="Walther Hill")
    relinked(made)
    assert made.mentions.get(pk=hill.pk).is_lost
    assert made.mentions.filter(exact="Walter Hill", state="linked").count() == 1


def test_what_is_in_the_wastebasket_is_not_linked_again(records):
    made = imported()
    discard(made, by=None, now=NOW)
    with pytest.raises(RelinkingError, match="wastebasket"):
        relinked(made)


def test_a_published_essay_is_renewed_by_those_alone_who_may_publish(records):
    made = imported(REVIEW + "\nThe score by the composer James Horner never rests.\n")
    publish(made, by=None, now=NOW)
    credit(records[0], person("James Horner"), "composer")
    author = account("author", "essays.change_essay", "essays.change_mention")
    with pytest.raises(RelinkingError, match="may publish"):
        relink_essay(made.pk, by=author, now=NOW, published=True)
    assert called(made, "James Horner").state == "proposed"


def test_a_run_that_was_stopped_goes_on_and_a_finished_one_begins_anew(records):
    made = [imported(), essay("Second", body="<p>Walter Hill came.</p>")]
    run = begin_run("all", now=NOW)
    relink_essay(made[0].pk, by=None, now=NOW, run=run)
    again = begin_run("all", now=NOW)
    assert (again.pk, list(ids_in_order(kept_essays(), after=again.reached))) == (run.pk, [made[1].pk])
    assert begin_run("all, published too", now=NOW).reached == 0
    assert begin_run("all", now=NOW, anew=True).reached == 0


def test_linking_again_asks_the_database_as_often_for_many_changes_as_for_a_few(records):
    asked = []
    for times in (1, 30):
        paragraph = "<p>Walter Hill directed <em>Red Heat</em> (1988) with Arnold Schwarzenegger and James Horner.</p>"
        made = essay(body=paragraph * times, about=records[0])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert relinked(made).outcome is Outcome.RENEWED
        asked.append(len(queries))
    assert asked[1] <= asked[0]
