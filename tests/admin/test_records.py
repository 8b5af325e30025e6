"""Films, people, critics and tags at the desk: found by every name, told apart, edited with all their rows."""

import json

import pytest
from django.urls import reverse

from essays.desk.revising import record_revision
from essays.models import Credit, EssayTag, Film, FilmTitle, Finding, Mention
from people.models import Alias, Person, PersonTag, Tag, TagSynonym
from tests import build
from tests.admin.forms import filled_form

PEOPLE, FILMS, TAGS = "admin:people_person_changelist", "admin:essays_film_changelist", "admin:people_tag_changelist"


def found(client, address: str, words: str) -> list:
    return list(client.get(reverse(address), {"q": words}).context["cl"].result_list)


def choices(client, model: str, field: str, words: str) -> list[str]:
    """What a chooser offers for these words."""
    app, name = model.split(".")
    query = {"app_label": app, "model_name": name, "field_name": field, "term": words}
    answer = json.loads(client.get(reverse("admin:autocomplete"), query).content)
    return [choice["text"] for choice in answer["results"]]


# Found


@pytest.mark.parametrize("words", ["Larry Fishburne", "FISHBURNE", "laurence fish", "nm0000401"])
def test_a_person_is_found_by_any_name_or_id(desk, words):
    fishburne = build.person("Laurence Fishburne")
    Alias.objects.create(person=fishburne, name="Larry Fishburne")
    fishburne.identifiers.create(scheme="imdb", value="nm0000401")
    build.person("Walter Hill")
    assert found(desk, PEOPLE, words) == [fishburne]


def test_a_search_folds_accents_both_ways(desk):
    vidov = build.person("Oleg Vídov")
    assert found(desk, PEOPLE, "vidov") == found(desk, PEOPLE, "VÍDOV") == [vidov]


@pytest.mark.parametrize("words", ["48 hours", "48 hrs", "hrs. 1982", "48 hrs 1982", "tt0083511"])
def test_a_film_is_found_by_any_title_with_its_year_or_id(desk, words):
    film = build.film("48 Hrs.", 1982)
    FilmTitle.objects.create(film=film, title="48 Hours")
    film.identifiers.create(scheme="imdb", value="tt0083511")
    build.film("Another 48 Hrs.", 1990)
    assert found(desk, FILMS, words)[0] == film
    if "hours" not in words and words != "48 hrs":
        assert found(desk, FILMS, words) == [film]


def test_a_tag_is_found_by_a_synonym(desk):
    tag = Tag.objects.create(name="police film", slug="police-film", kind="genre")
    TagSynonym.objects.create(tag=tag, name="Cop movie")
    assert found(desk, TAGS, "cop movie") == found(desk, TAGS, "Police") == [tag]


def test_a_credit_is_found_by_other_names_and_titles(desk, red_heat):
    hill = Person.objects.get(name="Walter Hill")
    Alias.objects.create(person=hill, name="W. Hill")
    address = "admin:essays_credit_changelist"
    assert found(desk, address, "w. hill") == list(red_heat.credits.filter(person=hill))
    assert len(found(desk, address, "danko")) == 1
    assert len(found(desk, address, "red heat")) == 2


# Told apart


def test_namesakes_are_told_apart_where_they_are_chosen(desk):
    build.person("Steve McQueen", disambiguation="director, born 1969")
    build.person("Steve McQueen", birth_year=1930, death_year=1980)
    offered = choices(desk, "essays.Credit", "person", "steve mcqueen")
    assert sorted(offered) == ["Steve McQueen (1930–1980)", "Steve McQueen (director, born 1969)"]


def test_films_of_one_title_are_told_apart_by_year_and_director(desk, red_heat):
    build.film("Red Heat", 1985)
    offered = choices(desk, "essays.Subject", "film", "red heat")
    assert sorted(offered) == ["Red Heat (1985)", "Red Heat (1988) · Walter Hill"]


def test_the_exact_name_is_offered_first(desk):
    build.film("Alien Nation", 1988)
    build.film("Alien", 1979)
    assert choices(desk, "essays.Subject", "film", "alien") == ["Alien (1979)", "Alien Nation (1988)"]


def test_a_chooser_needs_the_right_to_view(client, red_heat):
    client.force_login(build.account("limited", "essays.view_essay", "essays.change_essay"))
    query = {"app_label": "essays", "model_name": "subject", "field_name": "film", "term": "red"}
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403


# Edited


def film_form(client, film: Film) -> dict:
    return filled_form(client.get(reverse("admin:essays_film_change", args=[film.pk])), "film_form")


def test_what_an_editor_changes_on_a_film_is_the_editors(desk, red_heat):
    data = film_form(desk, red_heat) | {"runtime_minutes": "104", "countries": "United States,  Soviet Union"}
    assert desk.post(reverse("admin:essays_film_change", args=[red_heat.pk]), data).status_code == 302
    film = Film.objects.get(pk=red_heat.pk)
    assert film.countries == ["United States", "Soviet Union"]
    assert film.provenance == {"runtime_minutes": "editor", "countries": "editor"}


def test_a_poster_is_chosen_from_the_library_and_shown(desk, red_heat):
    poster = build.picture(name="The one sheet")
    address = reverse("admin:essays_film_change", args=[red_heat.pk])
    page = desk.get(address).content.decode()
    assert "No poster yet." in page
    assert reverse("admin:essays_picture_add") in page
    assert desk.post(address, film_form(desk, red_heat) | {"poster": str(poster.pk)}).status_code == 302
    film = Film.objects.get(pk=red_heat.pk)
    assert (film.poster, film.provenance) == (poster, {"poster": "editor"})
    assert poster.address("1x1-50-50-240.webp") in desk.get(address).content.decode()
    refused = desk.post(address, film_form(desk, red_heat) | {"poster": "99999"})
    assert "poster" in refused.context["adminform"].form.errors


def added(client, model: str, **values) -> str:
    """The page that follows a record's addition."""
    address = reverse(f"admin:{model}_add")
    data = filled_form(client.get(address), f"{model.split('_')[1]}_form") | values
    response = client.post(address, data, follow=True)
    assert response.redirect_chain, response.context["errors"]
    return response.content.decode()


def test_a_film_that_is_there_already_is_pointed_out(desk, red_heat):
    FilmTitle.objects.create(film=red_heat, title="Rote Hitze")
    other = build.film("Red Heat", 1985)
    there, elsewhere = (reverse("admin:essays_film_change", args=[film.pk]) for film in (red_heat, other))
    for title in ("Red Heat", "rote hitze"):
        page = added(desk, "essays_film", title=title, release_year=1988)
        assert f'There is another of this name already: <a href="{there}">' in page
        assert f'already: <a href="{elsewhere}">' not in page
    assert "There is another" not in added(desk, "essays_film", title="Red Scorpion", release_year=1988)


def test_a_person_who_is_there_already_is_pointed_out(desk):
    fishburne = build.person("Laurence Fishburne")
    Alias.objects.create(person=fishburne, name="Larry Fishburne")
    page = added(desk, "people_person", name="Larry Fishburne")
    assert f'already: <a href="{reverse("admin:people_person_change", args=[fishburne.pk])}">' in page
    assert "There is another" not in added(desk, "people_person", name="Walter Hill")


def test_an_untouched_film_form_changes_no_provenance(desk, red_heat):
    Film.objects.filter(pk=red_heat.pk).update(countries=["United States"])
    data = film_form(desk, red_heat)
    assert data["countries"] == "United States"
    assert desk.post(reverse("admin:essays_film_change", args=[red_heat.pk]), data).status_code == 302
    assert Film.objects.get(pk=red_heat.pk).provenance == {}


def test_credits_are_edited_on_the_film_and_give_and_take_job_tags(desk, red_heat):
    hill = Person.objects.get(name="Walter Hill")
    horner = build.person("James Horner")
    address = reverse("admin:essays_film_change", args=[red_heat.pk])
    data = film_form(desk, red_heat)
    rows = int(data["credits-TOTAL_FORMS"])
    data |= {"credits-TOTAL_FORMS": rows + 1, f"credits-{rows}-person": horner.pk, f"credits-{rows}-job": "composer"}
    data |= {f"credits-{rows}-state": "confirmed", f"credits-{rows}-is_credited": "on"}
    assert desk.post(address, data).status_code == 302
    assert [tagging.tag.name for tagging in PersonTag.objects.filter(content_object=horner)] == ["composer"]

    data = film_form(desk, red_heat)
    row = next(name for name, value in data.items() if name.endswith("-person") and value == str(hill.pk))
    assert desk.post(address, data | {row.replace("-person", "-DELETE"): "on"}).status_code == 302
    assert not red_heat.credits.filter(person=hill).exists()
    assert not PersonTag.objects.filter(content_object=hill).exists()


def test_proposed_credits_are_confirmed_together(desk, red_heat):
    meerson = build.person("Steven Meerson")
    waiting = build.credit(red_heat, meerson, job="writer", state="proposed", is_credited=False)
    known = red_heat.credits.get(job="director")
    data = {"action": "confirm", "_selected_action": [waiting.pk, known.pk]}
    page = desk.post(reverse("admin:essays_credit_changelist"), data, follow=True).content.decode()
    assert "1 confirmed, 1 of them as a contribution without a screen credit; 1 had been confirmed before." in page
    assert Credit.objects.get(pk=waiting.pk).state == "confirmed"
    assert not PersonTag.objects.filter(content_object=meerson).exists()


CONTRIBUTION = "The text says that Steven Meerson worked on Red Heat as writer, which is no screen credit."


@pytest.fixture
def contribution(red_heat) -> Credit:
    """A contribution that waits for an editor, with the question about it and one about another job."""
    waiting = build.credit(red_heat, build.person("Steven Meerson"), job="writer", state="proposed", is_credited=False)
    about = {"essay": build.essay(), "rule": "contribution", "exact": "Steven Meerson", "found_at": build.NOW}
    about |= {"film": red_heat, "person": waiting.person}
    Finding.objects.create(message=CONTRIBUTION, **about)
    Finding.objects.create(message=CONTRIBUTION.replace("writer", "producer"), **about)
    return waiting


def question() -> Finding:
    return Finding.objects.get(message=CONTRIBUTION)


def test_a_question_about_a_credit_leads_to_the_credit(desk, contribution):
    page = desk.get(reverse("admin:essays_finding_change", args=[question().pk])).content.decode()
    assert reverse("admin:essays_credit_change", args=[contribution.pk]) in page
    other = Finding.objects.exclude(pk=question().pk).get()
    page = desk.get(reverse("admin:essays_finding_change", args=[other.pk])).content.decode()
    assert reverse("admin:essays_credit_change", args=[contribution.pk]) not in page
    assert (
        f'{reverse("admin:essays_film_change", args=[contribution.film_id])}">{contribution.film}: the record' in page
    )


def confirm_in_the_list(client, credit: Credit) -> None:
    client.post(reverse("admin:essays_credit_changelist"), {"action": "confirm", "_selected_action": [credit.pk]})


def confirm_in_its_form(client, credit: Credit) -> None:
    address = reverse("admin:essays_credit_change", args=[credit.pk])
    client.post(address, filled_form(client.get(address), "credit_form") | {"state": "confirmed"})


def delete_it(client, credit: Credit) -> None:
    client.post(reverse("admin:essays_credit_delete", args=[credit.pk]), {"post": "yes"})


def delete_in_the_list(client, credit: Credit) -> None:
    data = {"action": "delete_selected", "_selected_action": [credit.pk], "post": "yes"}
    client.post(reverse("admin:essays_credit_changelist"), data)


def confirm_on_the_film(client, credit: Credit) -> None:
    data = film_form(client, credit.film)
    row = credit_row(data, credit)
    client.post(reverse("admin:essays_film_change", args=[credit.film_id]), data | {f"{row}-state": "confirmed"})


def delete_on_the_film(client, credit: Credit) -> None:
    data = film_form(client, credit.film)
    row = credit_row(data, credit)
    client.post(reverse("admin:essays_film_change", args=[credit.film_id]), data | {f"{row}-DELETE": "on"})


def credit_row(data: dict, credit: Credit) -> str:
    """The prefix of the film's row that holds this credit."""
    named = (name for name, value in data.items() if name.startswith("credits-") and name.endswith("-id"))
    return next(name.removesuffix("-id") for name in named if data[name] == str(credit.pk))


@pytest.mark.parametrize(
    "decide",
    [
        confirm_in_the_list,
        confirm_in_its_form,
        delete_it,
        delete_in_the_list,
        confirm_on_the_film,
        delete_on_the_film,
    ],
)
def test_a_decision_about_a_credit_answers_the_question_about_it_and_no_other(desk, contribution, decide):
    decide(desk, contribution)
    answered = question()
    assert (answered.state, answered.settled_by.username) == ("record changed", "publisher")
    assert Finding.objects.exclude(pk=answered.pk).get().state == "open"


def test_a_credit_that_still_waits_answers_nothing(desk, contribution):
    address = reverse("admin:essays_credit_change", args=[contribution.pk])
    desk.post(address, filled_form(desk.get(address), "credit_form") | {"credited_as": "S. Meerson"})
    assert Credit.objects.get(pk=contribution.pk).credited_as == "S. Meerson"
    assert question().state == "open"


def test_confirming_needs_the_right_to_change_credits(client, red_heat):
    waiting = build.credit(red_heat, build.person("Steven Meerson"), job="writer", state="proposed")
    client.force_login(build.account("reader", "essays.view_credit"))
    client.post(reverse("admin:essays_credit_changelist"), {"action": "confirm", "_selected_action": [waiting.pk]})
    assert Credit.objects.get(pk=waiting.pk).state == "proposed"


def test_a_persons_form_shows_credits_and_the_essays_that_name_them(desk, review):
    hill = Person.objects.get(name="Walter Hill")
    page = desk.get(reverse("admin:people_person_change", args=[hill.pk])).content.decode()
    assert "Red Heat (1988)" in page
    assert "A Russian in Chicago" in page
    assert "W. Hill" in page


def test_tags_from_credits_are_shown_and_not_edited(desk, red_heat):
    hill = Person.objects.get(name="Walter Hill")
    PersonTag.objects.create(
        content_object=hill, tag=Tag.objects.create(name="director", slug="director", kind="job"), is_derived=True
    )
    response = desk.get(reverse("admin:people_person_change", args=[hill.pk]))
    assert "job, from credits" in response.content.decode()
    data = filled_form(response, "person_form")
    assert not [name for name in data if name.startswith("taggings") and name.endswith("-tag")]


def test_a_name_added_by_an_editor_is_found_at_once(desk, red_heat):
    hill = Person.objects.get(name="Walter Hill")
    address = reverse("admin:people_person_change", args=[hill.pk])
    data = filled_form(desk.get(address), "person_form")
    data |= {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Walt Hill"}
    assert desk.post(address, data).status_code == 302
    assert found(desk, PEOPLE, "walt hill")[0] == hill


@pytest.mark.parametrize("typed", [0, 1], ids=["kept by itself", "typed by the editor too"])
def test_a_renamed_person_is_still_found_by_the_former_name(desk, red_heat, typed):
    hill = Person.objects.get(name="Walter Hill")
    address = reverse("admin:people_person_change", args=[hill.pk])
    data = filled_form(desk.get(address), "person_form") | {"name": "Walter Wesley Hill"}
    data |= {"aliases-TOTAL_FORMS": str(typed), "aliases-0-name": "Walter Hill"}
    assert desk.post(address, data).status_code == 302
    assert list(hill.aliases.values_list("name", flat=True)) == ["Walter Hill"]
    assert found(desk, PEOPLE, "walter hill")[0] == hill


def test_a_renamed_film_is_still_found_by_the_former_title(desk, red_heat):
    address = reverse("admin:essays_film_change", args=[red_heat.pk])
    assert desk.post(address, film_form(desk, red_heat) | {"title": "Red Heat: Chicago"}).status_code == 302
    assert list(red_heat.titles.values_list("title", flat=True)) == ["Red Heat"]
    assert Film.objects.called("Red Heat").get() == red_heat


def test_a_proposed_person_who_is_given_to_readers_is_linked_everywhere(desk, review):
    hinson = build.person("Hal Hinson", visibility="proposed")
    build.mention(review, "made", hinson, start=12, end=16, state="proposed")
    address = reverse("admin:people_person_change", args=[hinson.pk])
    data = filled_form(desk.get(address), "person_form") | {"visibility": "public", "birth_year": "1950"}
    assert desk.post(address, data).status_code == 302
    hinson.refresh_from_db()
    assert (hinson.visibility, hinson.birth_year) == ("public", 1950)
    assert Mention.objects.get(person=hinson).state == "linked"


def test_people_are_accepted_and_hidden_in_bulk(desk, review):
    hinson, hill = build.person("Hal Hinson", visibility="proposed"), Person.objects.get(name="Walter Hill")
    rows = {"_selected_action": [hinson.pk, hill.pk]}
    page = desk.post(reverse(PEOPLE), {"action": "accept", **rows}, follow=True).content.decode()
    assert "1 person accepted" in page and "1 person of those selected had not been proposed" in page
    desk.post(reverse(PEOPLE), {"action": "hide", **rows})
    assert set(Person.objects.filter(pk__in=[hinson.pk, hill.pk]).values_list("visibility", flat=True)) == {"hidden"}


def test_a_person_in_use_is_not_deleted_and_the_page_says_by_what(desk, review):
    hill = Person.objects.get(name="Walter Hill")
    address = reverse("admin:people_person_delete", args=[hill.pk])
    page = desk.get(address).content.decode()
    assert "Red Heat (1988)</a> credits Walter Hill (born 1942) (director)" in page
    assert "A Russian in Chicago</a> names Walter Hill (born 1942) (once)" in page
    desk.post(address, {"post": "yes"})
    assert Person.objects.filter(pk=hill.pk).exists()


def test_a_film_that_an_essay_is_about_is_not_deleted(desk, review, red_heat):
    address = reverse("admin:essays_film_delete", args=[red_heat.pk])
    page = desk.get(address).content.decode()
    assert "Cannot delete film" in page
    assert "A Russian in Chicago</a> about Red Heat (1988)" in page
    desk.post(address, {"post": "yes"})
    assert Film.objects.filter(pk=red_heat.pk).exists()


def test_deleting_a_film_takes_its_job_tags_along(desk, red_heat):
    hill = Person.objects.get(name="Walter Hill")
    address = reverse("admin:essays_film_change", args=[red_heat.pk])
    data = film_form(desk, red_heat)
    desk.post(address, data | {"credits-0-source": "the screen"})
    assert PersonTag.objects.filter(content_object=hill).exists()
    desk.post(reverse("admin:essays_film_delete", args=[red_heat.pk]), {"post": "yes"})
    assert not PersonTag.objects.filter(content_object=hill).exists()


def test_who_may_change_a_film_may_change_its_rows(client, red_heat):
    client.force_login(build.account("films", "essays.change_film", "people.view_person"))
    data = film_form(client, red_heat) | {"titles-TOTAL_FORMS": "1", "titles-0-title": "Heat", "titles-0-kind": "other"}
    assert client.post(reverse("admin:essays_film_change", args=[red_heat.pk]), data).status_code == 302
    assert red_heat.titles.get().title == "Heat"


@pytest.mark.parametrize("model", ["film", "credit"])
def test_who_may_only_view_records_cannot_save_them(client, red_heat, model):
    client.force_login(build.account("reader", f"essays.view_{model}"))
    row = red_heat if model == "film" else red_heat.credits.first()
    address = reverse(f"admin:essays_{model}_change", args=[row.pk])
    assert 'name="_save"' not in client.get(address).content.decode()
    assert client.post(address, {"title": "Mine"}).status_code == 403


def test_a_tag_in_use_is_not_deleted_and_the_page_says_by_what_and_what_to_do(desk, review, red_heat):
    tag = Tag.objects.get(name="Cold War")
    red_heat.tags.add(tag)
    address = reverse("admin:people_tag_delete", args=[tag.pk])
    page = desk.get(address).content.decode()
    assert "is not deleted: it is in use" in page and "Merge it into another tag" in page
    assert reverse("admin:essays_essay_change", args=[review.pk]) in page
    assert reverse("admin:essays_film_change", args=[red_heat.pk]) in page
    desk.post(address, {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"}
    desk.post(reverse("admin:people_tag_changelist"), data)
    assert Tag.objects.filter(pk=tag.pk).exists()
    EssayTag.objects.all().delete()
    red_heat.tags.clear()
    desk.post(address, {"post": "yes"})
    assert not Tag.objects.filter(pk=tag.pk).exists()


def test_a_tags_form_lists_what_carries_it(desk, review, red_heat, django_assert_max_num_queries):
    tag = Tag.objects.get(name="Cold War")
    red_heat.tags.add(tag)
    address = reverse("admin:people_tag_change", args=[tag.pk])
    page = desk.get(address).content.decode()
    assert "Essays (1)" in page and "Films (1)" in page and "None carries it." in page
    with django_assert_max_num_queries(16):
        desk.get(address)


def test_a_films_form_lists_the_essays_about_it_and_those_that_name_it(client, desk, review, red_heat):
    review.mentions.filter(exact="Red Heat").update(state="linked", film=red_heat)
    address = reverse("admin:essays_film_change", args=[red_heat.pk])
    page = desk.get(address).content.decode()
    assert "Essays about it (1)" in page and "Essays that name it (1)" in page
    client.force_login(build.account("author", "essays.view_film", "essays.view_essay", is_author=True))
    assert str(review) not in client.get(address).content.decode()


def test_an_account_that_saved_an_essay_is_not_deleted_and_the_page_says_what_to_do(desk, review):
    writer = build.account("writer")
    record_revision(review, by=writer, now=build.NOW, note="written")
    address = reverse("admin:essays_account_delete", args=[writer.pk])
    page = desk.get(address).content.decode()
    assert "Untick “active” instead" in page and str(review) in page
    desk.post(address, {"post": "yes"})
    writer.refresh_from_db()
