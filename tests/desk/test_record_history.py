"""The history of people, films and credits: what it tells, and the way back."""

import datetime as dt

import pytest

from essays.desk.merging import merge, undo_merge
from essays.desk.record_history import history
from essays.desk.record_restoring import RestoringError, plan_restoring, restore_record
from essays.models import Credit, Film, FilmTitle
from people.history import acting
from people.models import Alias, HeldAddress, Person, PersonTag
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=1)
LAST = NOW + dt.timedelta(days=2)


@pytest.fixture
def heat():
    """*Red Heat* with a director, whose runtime and cast an editor changed."""
    film = build.film(runtime_minutes=100)
    build.credit(film, build.person("Walter Hill"))
    with acting(build.superuser(), NOW, "the press book"):
        film.runtime_minutes = 104
        film.save()
        build.credit(film, build.person("James Belushi"), "actor", character="Art Ridzik", billing=2)
        FilmTitle.objects.create(film=film, title="Red Heat: Moscow")
    return film


def lines(record) -> list[tuple[str, ...]]:
    return [entry.lines for entry in history(type(record), record.pk)]


def go_back(record, entry_number: int, **changed):
    """Restore what the entry of this number, the newest is 0, tells."""
    model, pk = type(record), record.pk
    moment = history(model, pk)[entry_number].moment
    seen = plan_restoring(model, pk, moment).seen
    return restore_record(model, pk, moment, **{"seen": seen, "by": None, "now": LAST} | changed)


def test_one_act_is_one_entry_with_all_that_it_did(heat):
    newest, oldest = history(Film, heat.pk)
    assert newest.lines == (
        "runtime minutes: 100 → 104",
        "other title added: Red Heat: Moscow",
        "credit added: James Belushi, actor (Art Ridzik)",
    )
    assert (str(newest.by), newest.why, newest.at) == ("publisher", "the press book", NOW)
    assert oldest.lines == ("what it was until then",)


def test_going_back_takes_values_titles_and_credits_back_and_says_so_first(heat):
    moment = history(Film, heat.pk)[-1].moment
    plan = plan_restoring(Film, heat.pk, moment)
    assert plan.lines == [
        "runtime minutes: 104 → 100",
        "other title removed: Red Heat: Moscow",
        "credit removed: James Belushi, actor (Art Ridzik)",
    ]
    assert Film.objects.get(pk=heat.pk).runtime_minutes == 104
    restore_record(Film, heat.pk, moment, seen=plan.seen, by=None, now=LATER)
    heat.refresh_from_db()
    assert heat.runtime_minutes == 100
    assert not heat.titles.exists()
    assert [credit.person.name for credit in heat.credits.all()] == ["Walter Hill"]
    assert not Film.objects.called("Red Heat: Moscow").exists()


def test_going_back_can_itself_be_taken_back(heat):
    go_back(heat, -1, now=LATER)
    go_back(heat, 1)
    heat.refresh_from_db()
    assert heat.runtime_minutes == 104
    assert [title.title for title in heat.titles.all()] == ["Red Heat: Moscow"]
    assert {credit.person.name for credit in heat.credits.all()} == {"Walter Hill", "James Belushi"}
    assert PersonTag.objects.filter(content_object__name="James Belushi", tag__name="actor", is_derived=True).exists()


def test_a_credit_that_nobody_touched_stays_when_its_film_goes_back(heat):
    go_back(heat, -1)
    assert heat.credits.filter(person__name="Walter Hill").exists()


def test_a_deleted_film_comes_back_with_its_credits_titles_and_address(heat):
    pk, slug = heat.pk, heat.slug
    with acting(None, LATER):
        heat.delete()
    assert not Credit.objects.exists()
    entry = history(Film, pk)[0]
    assert entry.is_removal
    plan = plan_restoring(Film, pk, entry.moment)
    restore_record(Film, pk, entry.moment, seen=plan.seen, by=None, now=LAST)
    back = Film.objects.get(pk=pk)
    assert (back.slug, back.runtime_minutes) == (slug, 104)
    assert {credit.person.name for credit in back.credits.all()} == {"Walter Hill", "James Belushi"}
    assert [title.title for title in back.titles.all()] == ["Red Heat: Moscow"]
    assert list(Film.objects.called("Red Heat: Moscow")) == [back]


def test_a_deleted_film_takes_its_addresses_back_which_nobody_was_given_meanwhile(heat):
    pk = heat.pk
    with acting(None, NOW + dt.timedelta(hours=1)):
        heat.slug = "danko"
        heat.save()
    with acting(None, LATER):
        heat.delete()
    other, named = build.film(), build.film("Danko", None)
    entry = history(Film, pk)[0]
    restore_record(Film, pk, entry.moment, seen=plan_restoring(Film, pk, entry.moment).seen, by=None, now=LAST)
    back = Film.objects.get(pk=pk)
    assert (back.slug, back.former_slugs.get().slug) == ("danko", "red-heat-1988")
    assert (other.slug, named.slug) == ("red-heat-1988-2", "danko-2")


def test_a_film_deleted_before_addresses_were_held_comes_back_under_a_new_one_where_another_has_its_own(heat):
    pk = heat.pk
    with acting(None, LATER):
        heat.delete()
    HeldAddress.objects.all().delete()
    other = build.film()
    entry = history(Film, pk)[0]
    restore_record(Film, pk, entry.moment, seen=plan_restoring(Film, pk, entry.moment).seen, by=None, now=LAST)
    assert (Film.objects.get(pk=pk).slug, other.slug) == ("red-heat-1988-2", "red-heat-1988")


def test_a_persons_other_names_go_back_with_them_and_they_are_found_by_them():
    larry = build.person("Larry Fishburne")
    Alias.objects.create(person=larry, name="L. Fishburne")
    with acting(None, NOW):
        larry.aliases.get().delete()
        larry.birth_year = 1961
        larry.save()
    go_back(larry, -1)
    larry.refresh_from_db()
    assert larry.birth_year is None
    assert list(Person.objects.called("L. Fishburne")) == [larry]


def test_a_former_address_still_leads_there_after_going_back():
    walter = build.person()
    with acting(None, NOW):
        walter.slug = "walter-hill-director"
        walter.save()
    go_back(walter, -1)
    walter.refresh_from_db()
    assert walter.slug == "walter-hill"
    assert [former.slug for former in walter.former_slugs.all()] == ["walter-hill-director"]


def test_nothing_is_restored_over_somebody_elses_change(heat):
    moment = history(Film, heat.pk)[-1].moment
    seen = plan_restoring(Film, heat.pk, moment).seen
    with acting(None, LATER):
        heat.synopsis = "Two policemen."
        heat.save()
    with pytest.raises(RestoringError, match="changed by somebody else meanwhile"):
        restore_record(Film, heat.pk, moment, seen=seen, by=None, now=LAST)
    heat.refresh_from_db()
    assert heat.runtime_minutes == 104


def test_a_person_who_was_accepted_is_not_made_a_proposal_again():
    ed = build.person("Ed O'Ross", visibility="proposed")
    with acting(None, NOW):
        ed.visibility = "mentioned"
        ed.note = "An actor."
        ed.save()
    go_back(ed, -1)
    ed.refresh_from_db()
    assert (ed.visibility, ed.note) == ("mentioned", "")


def test_a_credit_of_a_deleted_person_is_left_out_and_said(heat):
    belushi = Person.objects.get(name="James Belushi")
    with acting(None, LATER):
        heat.credits.filter(person=belushi).delete()
    belushi.delete()
    done = go_back(heat, 1)
    assert done.left_out == ["A credit is not brought back, whose person is deleted: actor."]


def test_a_credit_comes_back_alone_but_not_without_its_film(heat):
    credit = heat.credits.get(person__name="James Belushi")
    pk = credit.pk
    with acting(None, LATER):
        credit.delete()
    entry = history(Credit, pk)[0]
    restore_record(Credit, pk, entry.moment, seen=plan_restoring(Credit, pk, entry.moment).seen, by=None, now=LAST)
    assert Credit.objects.get(pk=pk).character == "Art Ridzik"
    with acting(None, LAST + dt.timedelta(days=1)):
        heat.delete()
    with pytest.raises(RestoringError, match=r"film of that credit is deleted\. Bring it back first"):
        plan_restoring(Credit, pk, LAST)


def test_a_merge_and_its_undo_are_in_the_history_of_both():
    by = build.superuser()
    kept, gone = build.person("Laurence Fishburne"), build.person("Larry Fishburne")
    film = build.film("The Matrix", 1999)
    credit = build.credit(film, gone, "actor")
    done = merge(kept, gone, by=by, now=NOW)
    entry = history(Person, kept.pk)[0]
    assert (entry.why, str(entry.by)) == ("merged Larry Fishburne into Laurence Fishburne", "publisher")
    assert set(entry.lines) == {
        "other name added: Larry Fishburne",
        f"credit changed: The Matrix (1999), actor (person: no. {gone.pk}, which is deleted → Laurence Fishburne)",
    }
    assert history(Person, gone.pk)[0].is_removal
    with pytest.raises(RestoringError, match=r"merged into Laurence Fishburne\. Undo that merge"):
        plan_restoring(Person, gone.pk, history(Person, gone.pk)[0].moment)
    undo_merge(done, by=by, now=LATER)
    assert history(Person, gone.pk)[0].lines[0] == "brought back"
    assert "other name removed: Larry Fishburne" in history(Person, kept.pk)[0].lines
    assert [row.person_id for row in Credit.history.filter(id=credit.pk)] == [gone.pk, kept.pk, gone.pk]


def test_going_back_past_a_merge_gives_no_other_record_its_rows_back():
    kept, gone = build.person("Laurence Fishburne"), build.person("Larry Fishburne")
    film = build.film("The Matrix", 1999)
    build.credit(film, gone, "actor")
    with acting(None, NOW):
        film.runtime_minutes = 136
        film.save()
    merge(kept, gone, by=None, now=LATER)
    go_back(film, -1)
    assert film.credits.get().person == kept


def test_what_there_was_before_the_record_was_made_cannot_be_restored():
    with acting(None, NOW):
        film = build.film()
    with pytest.raises(RestoringError, match="does not tell"):
        plan_restoring(Film, film.pk, NOW - dt.timedelta(days=1))


def test_reading_a_history_takes_as_many_statements_however_long_it_is(heat, django_assert_num_queries):
    def count():
        with django_assert_num_queries(5):
            history(Film, heat.pk)

    count()
    for number in range(12):
        with acting(None, LATER + dt.timedelta(minutes=number)):
            build.credit(heat, build.person(f"Player {number}"), "actor")
    count()


def test_a_poster_comes_back_as_far_as_it_is_in_the_library(heat):
    first, second = build.picture(name="The one sheet"), build.picture(build.drawn(colour="navy"), name="The quad")
    for poster, at in ((first, NOW + dt.timedelta(hours=1)), (second, LATER)):
        with acting(None, at):
            heat.poster = poster
            heat.save()
    assert lines(heat)[0] == ("poster: The one sheet → The quad",)
    go_back(heat, 1)
    heat.refresh_from_db()
    assert heat.poster == first
    second.delete()
    moment = history(Film, heat.pk)[1].moment
    plan = plan_restoring(Film, heat.pk, moment)
    assert plan.left_out == ["The poster of that time is deleted."]
    assert "poster_id" not in plan.values
    assert plan.lines == []
