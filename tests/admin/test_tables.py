"""Tables on the desk: who may take which away and bring which, and the way through the preview."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essays.models import Film
from people.models import Person, Tag
from tests import build

pytestmark = pytest.mark.django_db

KINDS = {"person": "people", "film": "essays", "credit": "essays", "tag": "people"}
PERSON = reverse("admin:people_person_table")


def bring(client, text: str | bytes, address: str = PERSON):
    data = text.encode() if isinstance(text, str) else text
    return client.post(address, {"table": SimpleUploadedFile("people.csv", data)})


def store(client, shown, address: str = PERSON):
    data = {"name": "people.csv", "text": shown.context["text"], "seen": shown.context["report"].seen}
    return client.post(address, data, follow=True)


def text_of(response) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_a_table_is_looked_at_and_then_stored(desk):
    shown = bring(desk, 'name,born,note\nJames Belushi,1954,"An actor,\nand a musician."\n')
    page = shown.content.decode()
    assert "Nothing is stored yet" in page and "born: – → 1954" in page
    assert not Person.objects.exists()
    said = store(desk, shown).content.decode()
    assert "Stored from people.csv: 1 new." in said
    assert Person.objects.get().note == "An actor,\nand a musician."
    assert (
        "table people.csv"
        in desk.get(reverse("admin:people_person_history", args=[Person.objects.get().pk])).content.decode()
    )


def test_the_form_of_the_preview_sends_what_was_seen_with_the_line_ends_of_a_browser(desk):
    shown = bring(desk, 'name,note\nJames Belushi,"One.\nTwo."\n')
    text = shown.context["text"].replace("\n", "\r\n")
    desk.post(PERSON, {"name": "people.csv", "text": text, "seen": shown.context["report"].seen})
    assert Person.objects.get().note == "One.\nTwo."


def test_a_wrong_row_is_named_and_there_is_no_button(desk):
    page = bring(desk, "name,born\nWalter Hill,1942\nJames Belushi,x\n").content.decode()
    assert "1 row cannot be stored" in page and "“x” is no whole number." in page
    assert "Store these rows" not in page


def test_a_file_in_another_encoding_or_with_a_wrong_column_is_answered_in_a_sentence(desk):
    assert "is not in UTF-8: line 2" in bring(desk, "name\nJosé\n".encode("latin-1")).content.decode()
    assert "Do you mean “name”?" in bring(desk, "naem\nx\n").content.decode()
    assert "This field is required" in desk.post(PERSON, {}).content.decode()


def test_what_changed_between_look_and_store_is_shown_again(desk):
    build.person(birth_year=1940)
    shown = bring(desk, "address,born\nwalter-hill,1942\n")
    Person.objects.update(birth_year=1941)
    said = store(desk, shown)
    assert "Nothing was stored: look at the rows again" in said.content.decode()
    assert said.context["report"].rows[0].lines == ["born: 1941 → 1942"]
    assert Person.objects.get().birth_year == 1941


def test_a_list_is_taken_away_as_it_is_narrowed(desk):
    build.film(), build.film("48 Hrs.", 1982)
    everything = desk.get(reverse("admin:essays_film_export"))
    assert everything["Content-Disposition"].startswith('attachment; filename="films-')
    assert "no-store" in everything["Cache-Control"]
    assert text_of(everything).count("\r\n") == 3
    narrowed = text_of(desk.get(reverse("admin:essays_film_export"), {"decade": "1980", "q": "red heat"}))
    assert "Red Heat" in narrowed and "48 Hrs." not in narrowed
    page = desk.get(reverse("admin:essays_film_changelist"), {"q": "red heat"}).content.decode()
    assert f"{reverse('admin:essays_film_export')}?q=red+heat" in page


@pytest.mark.parametrize("kind", KINDS)
def test_each_role_takes_away_what_it_may_see_and_brings_what_it_may_change(client, kind):
    export = reverse(f"admin:{KINDS[kind]}_{kind}_export")
    table = reverse(f"admin:{KINDS[kind]}_{kind}_table")
    for account, may_take, may_bring in (
        (build.member("Authors"), True, False),
        (build.member("Editors"), True, True),
        (build.account("stranger"), False, False),
        (build.account("changer", f"{KINDS[kind]}.change_{kind}"), True, False),
    ):
        client.force_login(account)
        assert client.get(export).status_code == (200 if may_take else 403), account
        assert client.get(table).status_code == (200 if may_bring else 403), account
        assert client.post(table, {"text": "name\nx\n", "seen": ""}).status_code == (200 if may_bring else 403)
    client.logout()
    assert client.get(export).status_code == client.get(table).status_code == 302
    assert not Person.objects.exists() and not Film.objects.exists() and not Tag.objects.exists()


def test_tags_come_as_a_table_too(desk):
    address = reverse("admin:people_tag_table")
    shown = bring(desk, "name,kind\nbuddy cop film,genre\n", address)
    store(desk, shown, address)
    assert Tag.objects.get().kind == "genre"


def test_a_preview_of_markup_shows_it_as_text(desk):
    page = bring(desk, "name,note\nWalter Hill,</textarea><script>alert(1)</script>\n")
    assert "<script>alert(1)" not in page.content.decode()
