"""What readers knew and the desk deleted is gone, in so many words; what they never knew was never there."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from essays.desk.filing import untag_essay
from essays.desk.importing import import_document
from essays.desk.publishing import publish, withdraw
from essays.desk.rendering import renew_rendering
from essays.index.record import records_were_changed
from essays.models import Essay, Film, Mention, Redirect
from people.models import FormerSlug, HeldAddress, Person, Tag
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(days=1)


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def unused(model: type[Any]) -> Any:
    """A record that readers may open and nothing uses."""
    if model is Tag:
        return Tag.objects.create(name="Cold War")
    record = build.film(visibility="public") if model is Film else build.person(visibility="public")
    records_were_changed(**{"films" if model is Film else "people": [record.pk]}, now=NOW)
    return record


@pytest.mark.parametrize("model", [Film, Person])
@pytest.mark.parametrize("way", ["form", "list"])
def test_a_record_deleted_at_the_desk_is_gone_with_all_that_belongs_to_its_page(
    client: Client, model: type[Any], way: str
) -> None:
    record = unused(model)
    old, here = record.get_absolute_url(), "moscow"
    record.slug = here
    record.save()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    client.force_login(build.superuser())
    if way == "form":
        client.post(reverse(f"{name}_delete", args=[record.pk]), {"post": "yes"})
    else:
        sent = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
        client.post(reverse(f"{name}_changelist"), sent)
    client.logout()
    assert not model.objects.exists()
    new = f"{old.rpartition('/')[0].rpartition('/')[0]}/{here}/"
    parts = ("", "essays/", "feed.atom", "card.png")
    asked = [f"{page}{part}" for page in (old, new) for part in parts]
    asked += [f"{page.rstrip('/')}.json" for page in (old, new)]
    asked += [new.upper().replace("FILMS", "films").replace("PEOPLE", "people"), new.rstrip("/")]
    assert {address: status(client, address) for address in asked} == dict.fromkeys(asked, 410)
    page = client.get(new).content.decode()
    assert "This page has been taken down." in page and 'content="noindex"' in page
    assert "moscow" not in page.casefold() and "Walter" not in page and "Red Heat" not in page
    assert client.head(new).status_code == 410


def _unname(record: Any, essay: Essay) -> None:
    Mention.objects.filter(essay=essay).delete()
    renew_rendering(essay)


def _withdraw(record: Any, essay: Essay) -> None:
    withdraw(essay, by=None, now=LATER)
    Mention.objects.filter(essay=essay).delete()


def _hide(record: Any, essay: Essay) -> None:
    type(record).objects.filter(pk=record.pk).update(visibility="hidden")
    records_were_changed(**{"films" if isinstance(record, Film) else "people": [record.pk]}, now=LATER)
    Mention.objects.filter(essay=essay).delete()


@pytest.mark.parametrize("end", [_unname, _withdraw, _hide], ids=["named no more", "withdrawn", "hidden"])
@pytest.mark.parametrize("make", [build.film, build.person], ids=["film", "person"])
def test_who_was_public_by_an_essay_once_is_gone_when_deleted_later(
    client: Client, make: Callable[[], Any], end: Callable[[Any, Essay], None]
) -> None:
    record = make()
    essay = build.essay()
    build.mention(essay, "Red Heat", record)
    publish(essay, by=None, now=NOW)
    address = record.get_absolute_url()
    assert status(client, address) == 200
    end(record, essay)
    assert status(client, address) == 404  # it is there, and hidden
    record.delete()
    assert status(client, address) == 410


def test_what_readers_never_saw_is_not_found_and_none_the_wiser(client: Client) -> None:
    film, named = build.film(visibility="hidden"), build.film("48 Hrs.", 1982)
    draft = build.essay()
    build.mention(draft, "48 Hrs.", named)
    waits = build.essay("Later")
    build.mention(waits, "48 Hrs.", named)
    publish(waits, by=None, now=NOW, at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    person, tag = build.person(visibility="proposed"), Tag.objects.create(name="Cold War")
    draft.tags.add(tag)
    draft.taggings.all().delete()
    Mention.objects.all().delete()
    for essay in (draft, waits):
        renew_rendering(essay)
    addresses = [record.get_absolute_url() for record in (film, named, person, tag)]
    for record in (film, named, person, tag):
        record.delete()
    assert HeldAddress.objects.count() == 4
    for address in addresses:
        answer, unknown = client.get(address), client.get(f"/{address.split('/')[1]}/no-such-thing/")
        assert answer.status_code == unknown.status_code == 404
        assert answer.content == unknown.content


def _off_the_essay(tag: Tag, essay: Essay, film: Film) -> None:
    film.taggings.all().delete()
    untag_essay(essay, tag=tag, by=None, now=LATER)


def _with_the_essay(tag: Tag, essay: Essay, film: Film) -> None:
    film.taggings.all().delete()
    withdraw(essay, by=None, now=LATER)
    essay.taggings.all().delete()


def _off_the_film(tag: Tag, essay: Essay, film: Film) -> None:
    essay.taggings.all().delete()
    film.taggings.get().delete()


def _with_the_film(tag: Tag, essay: Essay, film: Film) -> None:
    essay.taggings.all().delete()
    HeldAddress.objects.all().delete()  # what that told
    film.delete()


@pytest.mark.parametrize("end", [_off_the_essay, _with_the_essay, _off_the_film, _with_the_film])
def test_a_tag_that_readers_could_open_is_gone_when_deleted_later(
    client: Client, end: Callable[[Tag, Essay, Film], None]
) -> None:
    tag, film, essay = unused(Tag), build.film(visibility="public"), build.essay()
    film.tags.add(tag)
    essay.tags.add(tag)
    publish(essay, by=None, now=NOW)
    assert status(client, "/tags/cold-war/") == 200
    end(tag, essay, film)
    assert status(client, "/tags/cold-war/") == 404
    client.force_login(build.superuser())
    client.post(reverse("admin:people_tag_delete", args=[tag.pk]), {"post": "yes"})
    assert not Tag.objects.exists()
    assert status(client, "/tags/cold-war/") == 410
    essay.tags.add("Cold War")
    assert Tag.objects.get().slug == "cold-war-2"


def test_a_document_that_names_a_genre_whose_tag_was_deleted_is_imported_and_makes_another(client: Client) -> None:
    Tag.objects.create(name="action film").delete()
    text = "Red Heat\n\nRed Heat is a 1988 American action film directed by Walter Hill and starring James Belushi.\n"
    import_document(text.encode(), name="red-heat.txt", now=NOW)
    assert not Tag.objects.filter(slug="action-film").exists()


def test_an_essay_removed_for_good_is_gone_and_nobody_has_its_address(client: Client) -> None:
    essay = build.published()
    draft = build.essay("A draft")
    for gone in (essay, draft):
        gone.delete()
    assert (status(client, essay.get_absolute_url()), status(client, draft.get_absolute_url())) == (410, 404)
    assert build.essay().slug == "a-russian-in-chicago-2"


def test_a_new_record_under_the_next_address_does_not_answer_for_the_old_one(client: Client) -> None:
    unused(Film).delete()
    again = build.film(visibility="public")
    assert again.get_absolute_url() == "/films/red-heat-1988-2/"
    assert status(client, "/films/red-heat-1988-2/") == 200
    assert status(client, "/films/red-heat-1988/") == 410


def test_a_redirect_leads_on_from_the_address_of_what_was_deleted(client: Client) -> None:
    unused(Film).delete()
    redirect = Redirect(path="/films/red-heat-1988", film=build.film("Heat", 1995, visibility="public"))
    redirect.full_clean()
    redirect.save()
    assert client.get("/films/red-heat-1988/")["Location"] == "/films/heat-1995/"


def test_an_address_that_came_to_another_record_before_leads_there(client: Client) -> None:
    unused(Person).delete()
    other = build.person("Hal Hinson", visibility="public")
    FormerSlug.objects.create(person=other, slug="walter-hill")
    assert status(client, "/people/walter-hill/") == 301
    Person.objects.filter(pk=other.pk).update(visibility="hidden")
    assert status(client, "/people/walter-hill/") == 404


@pytest.mark.parametrize(
    "asked", ["/films/", "/films/director/walter-hill/", "/films/letter/z/", "/tags/cold-war/page/9/"]
)
def test_a_list_that_is_not_there_is_not_found(client: Client, asked: str) -> None:
    unused(Person).delete()
    assert status(client, asked) in {200, 404}
