"""Merging in the desk: chosen, compared, done, undone; only by those who have the right."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from essays.desk.merging import merge
from essays.models import Double, Film, Merge
from people.models import Person, Tag
from tests import build
from tests.admin.forms import filled_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def larrys():
    kept = build.person("Laurence Fishburne", birth_year=1961)
    gone = build.person("Larry Fishburne", birth_year=1962)
    build.credit(build.film("Apocalypse Now", 1979), gone, "actor", character="Clean")
    return kept, gone


def compare(first, second) -> str:
    return reverse("admin:essays_merge_compare", args=[type(first)._meta.model_name, first.pk, second.pk])


def choose(record) -> str:
    return reverse("admin:essays_merge_choose", args=[type(record)._meta.model_name, record.pk])


@pytest.mark.parametrize("model", ["people_person", "essays_film", "people_tag"])
def test_each_record_offers_to_be_merged(desk, client, review, model):
    record = {"people_person": Person, "essays_film": Film, "people_tag": Tag}[model].objects.first()
    change = reverse(f"admin:{model}_change", args=[record.pk])
    assert f'href="{choose(record)}"' in desk.get(change).content.decode()
    client.force_login(build.account("reader", f"{model.replace('_', '.change_')}"))
    assert choose(record) not in client.get(change).content.decode()


def test_the_other_record_is_chosen_by_search_or_from_those_that_look_like_it(desk, larrys):
    kept, gone = larrys
    namesake = build.person("Laurence Fishburne")
    Double.objects.create(person=kept, other_person=gone, reason="the same role", found_at=build.NOW)
    shown = desk.get(choose(kept)).content.decode()
    assert "the same role" in shown
    assert "the same name" in shown
    assert compare(kept, namesake) in shown
    answer = desk.get(choose(kept), {"other": gone.pk})
    assert answer["Location"] == compare(kept, gone)
    assert "Choose another record" in desk.get(choose(kept), {"other": kept.pk}).content.decode()


def test_a_merge_is_shown_before_it_happens_then_done_and_undone(desk, larrys):
    kept, gone = larrys
    shown = desk.get(compare(kept, gone))
    text = shown.content.decode()
    assert "Nothing is changed yet" in text
    assert "1 credits" in text
    assert f'href="{compare(gone, kept)}"' in text
    assert Person.objects.count() == 2
    data = filled_form(shown, "merge_form") | {"birth_year": "gone"}
    done = desk.post(compare(kept, gone), data, follow=True)
    assert "Larry Fishburne (born 1962) is part of Laurence Fishburne (born 1961) now" in done.content.decode()
    kept.refresh_from_db()
    assert (kept.birth_year, kept.credits.count()) == (1962, 1)
    undone = desk.post(reverse("admin:essays_merge_undo", args=[Merge.objects.get().pk]), follow=True)
    assert "two records again" in undone.content.decode()
    assert Person.objects.get(pk=gone.pk).credits.count() == 1


def test_a_form_without_a_choice_is_shown_again_and_nothing_is_merged(desk, larrys):
    kept, gone = larrys
    answer = desk.post(compare(kept, gone), {"name": "gone"})
    assert "Choose a side for “address” first" in answer.content.decode()
    assert filled_form(answer, "merge_form")["name"] == "gone"
    assert Person.objects.count() == 2


def test_an_undo_that_cannot_be_says_why(desk, larrys):
    kept, gone = larrys
    done = merge(kept, gone, by=None, now=build.NOW)
    kept.credits.all().delete()
    answer = desk.post(reverse("admin:essays_merge_undo", args=[done.pk]), follow=True)
    assert "was deleted since" in answer.content.decode()
    done.refresh_from_db()
    assert done.undone_at is None


def test_addresses_that_name_no_records_are_not_found(desk, larrys):
    kept, gone = larrys
    for address in (
        compare(kept, gone).replace("/person/", "/critic/"),
        compare(kept, Person(pk=987654)),
        choose(Person(pk=987654)),
    ):
        assert desk.get(address).status_code == 404
    assert desk.post(reverse("admin:essays_merge_undo", args=[987654])).status_code == 404
    assert desk.get(compare(kept, kept))["Location"] == choose(kept)
    assert desk.get(reverse("admin:essays_merge_undo", args=[1])).status_code == 405


def test_who_has_no_right_to_merge_neither_sees_nor_does_it(client, larrys):
    kept, gone = larrys
    other = build.person("L. Fishburne")
    done = merge(other, build.person("Fishburne"), by=None, now=build.NOW)
    double = Double.objects.create(person=kept, other_person=gone, reason="the same role", found_at=build.NOW)
    rights = [f"people.{verb}_person" for verb in ("view", "add", "change", "delete")]
    client.force_login(build.account("author", *rights))
    addresses = [choose(kept), compare(kept, gone), reverse("admin:essays_merge_changelist")]
    addresses += [reverse("admin:essays_merge_change", args=[done.pk]), reverse("admin:essays_double_changelist")]
    assert [client.get(address).status_code for address in addresses] == [403] * len(addresses)
    sides = {"name": "kept", "slug": "kept", "birth_year": "kept"}
    assert client.post(compare(kept, gone), sides).status_code == 403
    assert client.post(reverse("admin:essays_merge_undo", args=[done.pk])).status_code == 403
    assert client.post(reverse("admin:essays_double_look")).status_code == 403
    dismiss = {"action": "dismiss", "_selected_action": [double.pk]}
    assert client.post(reverse("admin:essays_double_changelist"), dismiss).status_code == 403
    assert (Person.objects.count(), Merge.objects.filter(undone_at=None).count()) == (3, 1)
    assert Double.objects.waiting().count() == 1
    client.force_login(build.account("merger", "essays.merge_records"))
    assert client.post(compare(kept, gone), sides).status_code == 302
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("role", "status"), [("Authors", 403), ("Editors", 200), ("Publishers", 200)], ids=["author", "editor", "publisher"]
)
def test_editors_and_publishers_merge_and_authors_do_not(client, larrys, role, status):
    client.force_login(build.member(role))
    assert client.get(compare(*larrys)).status_code == status


def test_likely_doubles_are_found_dismissed_and_stay_so(desk):
    kept, gone = build.person("Steve McQueen"), build.person("Steve McQueen")
    build.person("Steve McQueen", birth_year=1930)
    build.person("Steve McQueen", birth_year=1969)
    address = reverse("admin:essays_double_changelist")
    answer = desk.post(reverse("admin:essays_double_look"), follow=True)
    assert "5 new likely doubles; 5 to look at." in answer.content.decode()
    pair = Double.objects.get(person=kept, other_person=gone)
    answer = desk.post(address, {"action": "dismiss", "_selected_action": [pair.pk]}, follow=True)
    assert "1 pair dismissed" in answer.content.decode()
    assert "0 new likely doubles" in desk.post(reverse("admin:essays_double_look"), follow=True).content.decode()
    pair.refresh_from_db()
    assert (pair.state, pair.settled_by.username) == ("dismissed", "publisher")
    answer = desk.post(address, {"action": "reopen", "_selected_action": [pair.pk]}, follow=True)
    assert "1 pair to look at again" in answer.content.decode()
    assert Double.objects.waiting().count() == 5


def test_the_command_finds_them_too(capsys):
    build.film("Red Heat", 1988)
    build.film("Red Heat", 1988)
    build.film("Red Heat", 1985)
    call_command("find_doubles")
    call_command("find_doubles")
    assert capsys.readouterr().out.splitlines() == [
        "1 new likely double; 1 to look at.",
        "0 new likely doubles; 1 to look at.",
    ]
