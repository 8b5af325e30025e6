"""Words that are never linked in an essay, however they come into it."""

import pytest

from essays.desk.barring import bar_words, lift_bar
from essays.desk.editing import essay_was_saved
from essays.desk.importing import import_document
from essays.desk.mentions import link_mention
from essays.desk.relinking import relink_essay
from essays.models import BarredWords, Essay
from essays.rendering.body import record_ids
from people.models import Person
from tests.build import NOW, account, credit, essay, film, person

pytestmark = pytest.mark.django_db
REVIEW = "Two cops, one sauna\n\nBy Mara\n\nI saw Red Heat (1988) by Walter Hill with Arnold Schwarzenegger.\n"


@pytest.fixture
def hill():
    red_heat, hill = film(), person("Walter Hill")
    credit(red_heat, hill)
    credit(red_heat, person("Arnold Schwarzenegger"), "actor", character="Ivan Danko")
    return hill


def imported(text: str = REVIEW) -> Essay:
    return Essay.objects.get(pk=import_document(text, name="red-heat.txt", now=NOW).essay_id)


def states(made: Essay, words: str) -> list[str]:
    return list(made.mentions.filter(exact=words).values_list("state", flat=True))


def test_barred_words_are_rejected_at_every_place_and_leave_the_rendering(hill):
    made = imported(REVIEW + "\nWalter Hill likes trains.\n")
    by = account()
    assert bar_words(made, "WALTER  hill", by=by, now=NOW) == 2
    made.refresh_from_db()
    assert states(made, "Walter Hill") == ["rejected", "rejected"]
    assert hill.pk not in record_ids(made.rendered)[1]
    barred = BarredWords.objects.get()
    assert (barred.words, barred.barred_by, barred.barred_at) == ("WALTER hill", by, NOW)


def test_words_are_barred_once(hill):
    made = imported()
    bar_words(made, "Walter Hill", by=None, now=NOW)
    bar_words(made, "walter hill", by=None, now=NOW)
    assert BarredWords.objects.count() == 1


@pytest.mark.parametrize("path", ["saved", "imported again", "linked again"])
def test_barred_words_that_the_text_gains_later_are_not_linked(hill, path):
    made = imported()
    bar_words(made, "Walter Hill", by=None, now=NOW)
    if path == "imported again":
        import_document(REVIEW + "\nThen Walter Hill left.\n", name="red-heat.txt", now=NOW)
    else:
        made.refresh_from_db()
        made.body += "<p>Then Walter Hill left.</p>"
        made.save()
        essay_was_saved(made, by=None, now=NOW) if path == "saved" else relink_essay(made.pk, by=None, now=NOW)
    made.refresh_from_db()
    assert made.body.count("Walter Hill") == 2
    assert states(made, "Walter Hill") == ["rejected"]
    assert hill.pk not in record_ids(made.rendered)[1]


def test_a_barred_name_without_a_record_is_not_proposed_by_an_import(hill):
    made = imported()
    bar_words(made, "James Horner", by=None, now=NOW)
    import_document(REVIEW + "\nThe composer James Horner wrote it.\n", name="red-heat.txt", now=NOW)
    assert not Person.objects.filter(name="James Horner").exists()


def test_one_place_of_barred_words_can_still_be_linked_by_an_editor(hill):
    made = imported()
    bar_words(made, "Walter Hill", by=None, now=NOW)
    link_mention(made.mentions.get(exact="Walter Hill"), hill, by=None, now=NOW)
    relink_essay(made.pk, by=None, now=NOW)
    made.refresh_from_db()
    assert hill.pk in record_ids(made.rendered)[1]


def test_a_lifted_bar_lets_the_words_be_linked_again(hill):
    made = imported()
    bar_words(made, "Walter Hill", by=None, now=NOW)
    lift_bar(made.barred_words.get())
    relink_essay(made.pk, by=None, now=NOW)
    assert states(made, "Walter Hill") == ["linked"]


def test_words_barred_in_one_essay_are_linked_in_another(hill):
    bar_words(essay("Another", body="<p>Walter Hill came.</p>"), "Walter Hill", by=None, now=NOW)
    assert states(imported(), "Walter Hill") == ["linked"]
