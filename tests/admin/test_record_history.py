"""The history screens of people, films and credits."""

import pytest
from django.urls import reverse

from essays.models import Credit, Film
from people.models import Person
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db


def history_of(record) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[record.pk])


def change(client, record, **fields) -> None:
    """Save the record's form with some fields changed."""
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    data = filled_form(client.get(address), f"{meta.model_name}_form") | fields
    assert client.post(address, data).status_code == 302


def restore_address(client, record, number: int = -1) -> str:
    entry = client.get(history_of(record)).context["page"].object_list[number]
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_restore", args=[record.pk, entry.microseconds])


def test_an_editors_change_is_told_with_who_and_what(desk, red_heat):
    change(desk, red_heat, runtime_minutes="104")
    page = desk.get(history_of(red_heat)).content.decode()
    assert "Runtime minutes: – → 104" in page
    assert "publisher" in page
    assert "as it is now" in page


def test_a_credit_changed_on_the_films_form_is_told_there_and_with_the_person(desk, red_heat):
    change(desk, red_heat, **{"credits-0-source": "the press book"})
    for record in (red_heat, Credit.objects.get(source="the press book").person):
        page = desk.get(history_of(record)).content.decode()
        assert "Credit changed" in page
        assert "source: – → the press book" in page


def test_what_going_back_would_change_is_shown_and_then_done(desk, red_heat):
    change(desk, red_heat, synopsis="Two policemen.")
    address = restore_address(desk, red_heat)
    shown = desk.get(address)
    assert "Synopsis: Two policemen. → –" in shown.content.decode()
    assert Film.objects.get(pk=red_heat.pk).synopsis == "Two policemen."
    done = desk.post(address, {"seen": shown.context["plan"].seen}, follow=True)
    assert "is what it was again" in done.content.decode()
    assert Film.objects.get(pk=red_heat.pk).synopsis == ""
    assert done.context["page"].object_list[0].why.startswith("restored what it was on")


def test_a_change_in_between_is_told_and_nothing_is_restored(desk, red_heat):
    change(desk, red_heat, synopsis="Two policemen.")
    address = restore_address(desk, red_heat)
    seen = desk.get(address).context["plan"].seen
    change(desk, red_heat, synopsis="Two policemen, one bus.")
    said = desk.post(address, {"seen": seen}, follow=True).content.decode()
    assert "changed by somebody else meanwhile" in said
    assert Film.objects.get(pk=red_heat.pk).synopsis == "Two policemen, one bus."


def test_a_deleted_person_is_found_in_the_list_of_the_deleted_and_comes_back(desk):
    walter = build.person(birth_year=1942)
    pk = walter.pk
    desk.post(reverse("admin:people_person_delete", args=[pk]), {"post": "yes"})
    assert not Person.objects.exists()
    gone = desk.get(reverse("admin:people_person_deleted"))
    assert "Walter Hill" in gone.content.decode()
    walter.pk = pk
    page = desk.get(history_of(walter)).content.decode()
    assert "It is deleted." in page and "Bring back …" in page
    address = restore_address(desk, walter, 0)
    desk.post(address, {"seen": desk.get(address).context["plan"].seen})
    assert Person.objects.get(pk=pk).birth_year == 1942
    assert desk.get(reverse("admin:people_person_deleted")).context["rows"] == []


def test_a_credit_has_a_history_of_its_own(desk, red_heat):
    credit = red_heat.credits.get(job="director")
    change(desk, credit, source="the press book")
    address = restore_address(desk, credit)
    desk.post(address, {"seen": desk.get(address).context["plan"].seen})
    assert Credit.objects.get(pk=credit.pk).source == ""


def test_a_record_that_nobody_changed_says_so(desk, red_heat):
    assert "Nobody has changed it yet" in desk.get(history_of(red_heat)).content.decode()
    assert desk.get(reverse("admin:essays_film_history", args=[99999])).status_code == 404
    assert desk.get(reverse("admin:essays_film_history", args=["x"])).status_code == 404
    assert desk.get(reverse("admin:essays_film_restore", args=[red_heat.pk, 5])).status_code == 404
    assert "Nothing has been deleted" in desk.get(reverse("admin:essays_film_deleted")).content.decode()


def test_who_may_only_look_does_not_restore(client, desk, red_heat):
    change(desk, red_heat, synopsis="Two policemen.")
    address = restore_address(desk, red_heat)
    seen = desk.get(address).context["plan"].seen
    client.force_login(build.account("reader", "essays.view_film"))
    page = client.get(history_of(red_heat))
    assert page.status_code == 200
    assert "Restore …" not in page.content.decode()
    assert client.get(address).status_code == 403
    assert client.post(address, {"seen": seen}).status_code == 403
    client.force_login(build.account("stranger"))
    assert client.get(history_of(red_heat)).status_code == 403
    assert client.get(reverse("admin:essays_film_deleted")).status_code == 403
    client.logout()
    assert client.post(address, {"seen": seen}).status_code == 302
    assert Film.objects.get(pk=red_heat.pk).synopsis == "Two policemen."


def test_bringing_back_needs_the_right_to_add(client, desk):
    walter = build.person()
    pk = walter.pk
    desk.post(reverse("admin:people_person_delete", args=[pk]), {"post": "yes"})
    walter.pk = pk
    address = restore_address(desk, walter, 0)
    client.force_login(build.account("changer", "people.view_person", "people.change_person"))
    assert client.get(address).status_code == 403


def test_the_history_of_a_film_stays_at_the_same_number_of_statements(desk, red_heat, django_assert_max_num_queries):
    change(desk, red_heat, synopsis="Two policemen.")
    desk.get(history_of(red_heat))
    with django_assert_max_num_queries(12):
        desk.get(history_of(red_heat))
