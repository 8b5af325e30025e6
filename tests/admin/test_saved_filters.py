"""Saved filters of the list of essays: each editor's own, kept, marked, renamed, deleted."""

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essays.desk.saving_filters import FILTERS_MOST
from essays.models import Essay, SavedFilter
from tests import build

LIST = "admin:essays_essay_changelist"
QUERY = "kind__exact=review&review=mine"


def save(client: Client, name: str = "My reviews in review", query: str = QUERY, **more: str):
    return client.post(reverse("admin:essays_essay_filters"), {"name": name, "query": query, **more}, follow=True)


def kept() -> dict[str, str]:
    return {one.name: one.query for one in SavedFilter.objects.all()}


def link(query: str, name: str, *, is_current: bool) -> str:
    current = ' aria-current="page"' if is_current else ""
    return f'<a href="?{query.replace("&", "&amp;")}"{current}>{name}</a>'


def test_a_narrowed_list_is_saved_under_a_name_and_marked_where_it_is_the_current_one(desk, review):
    narrowed = desk.get(reverse(LIST), {"review": "mine", "kind__exact": "review", "p": "1", "q": ""})
    assert narrowed.context["plain_query"] == QUERY
    assert f'<input type="hidden" name="query" value="{QUERY.replace("&", "&amp;")}">' in narrowed.content.decode()
    said = save(desk)
    assert said.redirect_chain == [(f"{reverse(LIST)}?{QUERY}", 302)]
    assert "“My reviews in review” is saved: it stands above the list." in said.content.decode()
    save(desk, "Hill", "q=hill&o=-1.2")
    page = desk.get(f"{reverse(LIST)}?review=mine&kind__exact=review").content.decode()
    assert link(QUERY, "My reviews in review", is_current=True) in page
    assert link("o=-1.2&q=hill", "Hill", is_current=False) in page
    assert "Save this list" not in page
    assert desk.get(f"{reverse(LIST)}?o=-1.2&q=hill").status_code == 200


def test_a_list_that_is_not_narrowed_is_not_offered_to_be_saved(desk, review):
    page = desk.get(reverse(LIST)).content.decode()
    assert "desk-saved" not in page
    assert "This list is not narrowed." in save(desk, query="p=3&all=").content.decode()
    assert kept() == {}


def test_only_the_list_of_essays_shows_them_and_no_chooser_does(desk, review):
    save(desk)
    assert "desk-saved" in desk.get(reverse(LIST)).content.decode()
    assert "desk-saved" not in desk.get(reverse(LIST), {"_popup": "1"}).content.decode()
    for other in ("essays_film", "people_person", "essays_finding"):
        assert "desk-saved" not in desk.get(reverse(f"admin:{other}_changelist")).content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "“colour” is no filter of this list"),
        ("status__exact=draft&headline__startswith=A", "“headline__startswith” is no filter of this list"),
        ("owner__password__contains=a", "is no filter of this list"),
        ("_popup=1&q=hill", "“_popup” is no filter of this list"),
        ("published_at__year=x", "The list cannot be narrowed like this."),
        ("status__exact=%00", "The list cannot be narrowed like this."),
        ("q=" + "x" * 999, "too long to be saved: 1001 characters"),
        ("", "This list is not narrowed."),
    ],
)
def test_what_is_no_state_of_the_list_is_refused_with_a_sentence(desk, review, query, said):
    answer = save(desk, query=query)
    assert said in answer.content.decode()
    assert kept() == {}


def test_each_filter_that_the_list_offers_can_be_saved(desk, review):
    shown = desk.get(reverse(LIST)).context["cl"]
    asked = {choice["query_string"] for spec in shown.filter_specs for choice in spec.choices(shown)} - {"?"}
    assert len(asked) > 20
    for number, query in enumerate(sorted(asked)):
        SavedFilter.objects.all().delete()
        save(desk, f"No. {number}", query.removeprefix("?"))
        assert len(kept()) == 1, query


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "A NUL \x00 within"])
def test_a_filter_has_a_name_of_a_line(desk, review, name):
    answer = save(desk, name)
    assert 'class="errorlist"' in answer.content.decode()
    assert kept() == {}


def test_the_same_name_is_saved_over_only_on_saying_so(desk, review):
    save(desk)
    asked = save(desk, "my  reviews IN review", "status__exact=draft").content.decode()
    assert "You have a saved filter “My reviews in review” already." in asked
    assert 'value="Replace “My reviews in review”"' in asked
    assert kept() == {"My reviews in review": QUERY}
    save(desk, "my  reviews IN review", "status__exact=draft", replace="1")
    assert kept() == {"my reviews IN review": "status__exact=draft"}


def test_an_editor_keeps_at_most_so_many_and_may_still_replace_one(desk, review):
    for number in range(FILTERS_MOST):
        save(desk, f"No. {number}", f"q={number}")
    assert "Delete one first." in save(desk, "One more").content.decode()
    save(desk, "No. 3", "q=heat", replace="1")
    assert len(kept()) == FILTERS_MOST
    assert kept()["No. 3"] == "q=heat"


def test_a_filter_is_renamed_but_not_to_the_name_of_another(desk, review):
    save(desk)
    save(desk, "Hill", "q=hill")
    hill = SavedFilter.objects.get(name="Hill")
    rename = reverse("admin:essays_essay_filter_rename", args=[hill.pk])
    assert "“Hill” is called “HILL” now." in desk.post(rename, {"name": "HILL"}, follow=True).content.decode()
    said = desk.post(rename, {"name": "My Reviews in Review"}, follow=True).content.decode()
    assert "already. Choose another name, or delete that one first." in said
    assert "“HILL” keeps its name." in desk.post(rename, {"name": " "}, follow=True).content.decode()
    assert kept() == {"HILL": "q=hill", "My reviews in review": QUERY}


def test_a_filter_is_deleted_after_a_question_and_no_essay_with_it(desk, review):
    save(desk)
    delete = reverse("admin:essays_essay_filter_delete", args=[SavedFilter.objects.get().pk])
    assert "No essay is deleted." in desk.get(delete).content.decode()
    assert kept() != {}
    assert "“My reviews in review” is deleted." in desk.post(delete, follow=True).content.decode()
    assert kept() == {}
    assert Essay.objects.count() == 1


def test_the_screen_says_in_words_what_each_holds(desk, review):
    save(
        desk, "Hill", "o=-1.8&q=hill&status__exact=draft&byline=the-film-desk&wastebasket=open&published_at__year=2026"
    )
    said = dict(desk.get(reverse("admin:essays_essay_filters")).context["rows"][0][1])
    assert said == {
        "byline": "The film desk",
        "order": "headline, backwards, saved",
        "year of publication": "2026",
        "words": "hill",
        "status": "draft",
        "wastebasket": "in the wastebasket",
    }


def test_each_editor_has_their_own_and_anothers_is_not_there(desk, client, review):
    save(desk)
    theirs = SavedFilter.objects.get()
    client.force_login(build.member("Editors"))
    assert "My reviews" not in client.get(reverse(LIST)).content.decode()
    for screen in ("rename", "delete"):
        address = reverse(f"admin:essays_essay_filter_{screen}", args=[theirs.pk])
        assert client.get(address).status_code == client.post(address, {"name": "Mine"}).status_code == 404
    save(client, "My reviews in review", "q=heat")
    assert sorted(one.query for one in SavedFilter.objects.all()) == [QUERY, "q=heat"]


def test_who_may_see_essays_has_them_and_who_may_not_has_none(client, db):
    client.force_login(build.account("reader", "essays.view_essay"))
    save(client, query="status__exact=draft")
    assert kept() == {"My reviews in review": "status__exact=draft"}
    client.force_login(build.account("nobody"))
    assert client.get(reverse("admin:essays_essay_filters")).status_code == 403
    assert save(client, "Another").status_code == 403
    assert len(kept()) == 1


def test_looking_changes_nothing(desk, review):
    desk.get(reverse("admin:essays_essay_filters"), {"name": "Hill", "query": "q=hill"})
    save(desk)
    one = SavedFilter.objects.get()
    desk.get(reverse("admin:essays_essay_filter_delete", args=[one.pk]))
    assert desk.get(reverse("admin:essays_essay_filter_rename", args=[one.pk]), {"name": "Hill"}).status_code == 405
    assert kept() == {"My reviews in review": QUERY}


def test_a_name_full_of_markup_stays_words(desk, review):
    save(desk, "<b>bold</b>", "q=%3Cb%3Ebold%22")
    for address in (reverse(LIST), reverse("admin:essays_essay_filters")):
        page = desk.get(address).content.decode()
        assert "<b>bold" not in page
        assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_the_list_asks_the_same_however_many_there_are(desk, review):
    from django.db import connection

    save(desk)
    asked = []
    for number in (0, 20):
        SavedFilter.objects.bulk_create(
            SavedFilter(
                account=SavedFilter.objects.get(name="My reviews in review").account,
                name=f"{n}",
                key=f"{n}",
                query=f"q={n}",
            )
            for n in range(number)
        )
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{reverse(LIST)}?{QUERY}")
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 10
