"""An essay written or extended at the desk gets its links, and keeps what was decided."""

import pytest

from essays.desk.editing import essay_was_saved
from essays.desk.importing import import_document
from essays.desk.mentions import link_mention, reject_mention
from essays.models import Essay, Mention, Subject
from essays.rendering.body import record_ids
from people.models import Person, Visibility
from tests.build import NOW, credit, essay, film, mention, person

pytestmark = pytest.mark.django_db
BODY = "<p>Walter Hill directed <em>Red Heat</em> (1988) with Arnold Schwarzenegger.</p>"


@pytest.fixture
def records():
    red_heat, hill, star = film(), person("Walter Hill"), person("Arnold Schwarzenegger")
    credit(red_heat, hill)
    credit(red_heat, star, "actor", character="Ivan Danko")
    return red_heat, hill, star


def saved(made: Essay):
    made.save()
    report = essay_was_saved(made, by=None, now=NOW)
    made.refresh_from_db()
    return report


def words(made: Essay) -> list[tuple[str, str]]:
    return list(made.mentions.order_by("start").values_list("exact", "state"))


def test_an_essay_written_at_the_desk_is_linked_and_saved_again_gets_nothing_new(records):
    red_heat, hill, star = records
    made = essay(body=BODY, about=red_heat)
    report = saved(made)
    assert (report.new_links, report.to_decide, report.lost) == (3, 0, 0)
    assert record_ids(made.rendered) == ({red_heat.pk}, {hill.pk, star.pk})
    again = saved(made)
    assert (again.new_links, again.to_decide, made.mentions.count()) == (0, 0, 3)


def test_a_paragraph_added_is_linked_and_earlier_decisions_stay(records):
    red_heat, hill, _ = records
    namesake = person("Walter Hill", disambiguation="the actor")
    made = essay(body="<p>Walter Hill made it.</p>", about=red_heat)
    saved(made)
    link_mention(made.mentions.get(), namesake, by=None, now=NOW)
    made.body += "<p>Arnold Schwarzenegger plays Danko.</p>"
    report = saved(made)
    assert report.new_links >= 1
    decided = made.mentions.get(exact="Walter Hill")
    assert (decided.person, decided.decided_by) == (namesake, "editor")
    assert made.mentions.filter(exact="Arnold Schwarzenegger", state="linked").exists()
    assert hill.pk not in record_ids(made.rendered)[1]


def test_a_place_an_editor_has_rejected_stays_so_and_the_words_are_linked_where_they_are_written_again(records):
    made = essay(body="<p>Walter Hill made it.</p>", about=records[0])
    saved(made)
    reject_mention(made.mentions.get(), by=None, now=NOW)
    made.body += "<p>Then Walter Hill left.</p>"
    assert saved(made).new_links == 1
    assert words(made) == [("Walter Hill", "rejected"), ("Walter Hill", "linked")]


def test_a_name_without_a_record_is_proposed_once_and_waits(records):
    made = essay(body="<p>The composer James Horner wrote the score for Red Heat.</p>", about=records[0])
    report = saved(made)
    assert report.to_decide == 1
    proposed = Person.objects.get(name="James Horner")
    assert proposed.visibility == Visibility.PROPOSED
    made.body += "<p>The composer James Horner did it again.</p>"
    saved(made)
    assert Person.objects.filter(name="James Horner").count() == 1
    assert set(Mention.objects.filter(exact="James Horner").values_list("person", "state")) == {
        (proposed.pk, "proposed")
    }


def test_words_for_one_of_two_namesakes_are_left_to_the_editor_with_both():
    people = {person("Steve McQueen").pk, person("Steve McQueen", disambiguation="director").pk}
    made = essay(body="<p>It was Steve McQueen who came.</p>")
    assert saved(made).to_decide == 1
    assert set(made.mentions.get().candidates.values_list("person", flat=True)) == people


def test_an_essay_without_a_subject_gets_the_one_its_text_shows_unless_an_editor_took_it_away(records):
    body = BODY + "<p><em>Red Heat</em> is a film about two policemen. Ivan Danko is one of them.</p>" * 2
    made = essay("Red Heat", body=body)
    saved(made)
    assert [subject.film for subject in made.subjects.all()] == [records[0]]
    Subject.objects.filter(essay=made).delete()
    saved(made)
    assert not made.subjects.exists()


def test_a_year_that_is_not_the_records_is_asked_about_once_by_a_save(records):
    made = essay(body=BODY.replace("1988", "1987"), about=records[0])
    saved(made)
    saved(made)
    asked = made.findings.get()
    assert (asked.rule, asked.exact, asked.suggestion, asked.state) == ("year", "1987", "1988", "open")
    assert made.mentions.get(exact="Red Heat").reason.startswith("the text says 1987, the record 1988")


def test_no_year_is_asked_of_a_film_that_an_editor_says_is_not_meant(records):
    body = BODY.replace("1988", "1987")
    made = essay(body=body, about=film("Heat Wave", 1990))
    start = len("Walter Hill directed ")
    suffix = " (1987) with Arnold Schwarzenegger."[:32]
    mention(made, "Red Heat", film(release_year=1987), start=start, suffix=suffix, decided_by="editor")
    saved(made)
    assert not made.findings.exists()


def test_a_changed_document_renews_the_question_about_a_year(records):
    review = "Two cops, one sauna\n\nBy Mara\n\nI saw Red Heat (1987) by Walter Hill with Arnold Schwarzenegger.\n"
    made = Essay.objects.get(pk=import_document(review, name="red-heat.txt", now=NOW).essay_id)
    assert [asked.exact for asked in made.findings.filter(rule="year")] == ["1987"]
    import_document(review.replace("1987", "1988"), name="red-heat.txt", now=NOW)
    assert not made.findings.filter(rule="year").exists()


def test_a_save_reads_the_catalogue_in_a_number_of_queries_that_does_not_grow(records, django_assert_max_num_queries):
    made = essay(body=BODY * 30, about=records[0])
    with django_assert_max_num_queries(60):
        assert saved(made).new_links == 90
