"""The media library on the desk."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse

from essays.models import Picture, SiteSettings
from tests import build

pytestmark = pytest.mark.django_db
ADD = "admin:essays_picture_add"


def sent(client, data: bytes, name: str = "red-heat_bus.png", **said):
    upload = SimpleUploadedFile(name, data)
    fields = {"name": "", "focus_x": "50", "focus_y": "50"} | said
    return client.post(reverse(ADD), fields | {"upload": upload})


def errors(answer, field: str = "upload") -> str:
    assert answer.status_code == 200
    return str(answer.context["adminform"].form.errors[field])


def test_an_upload_is_named_after_its_file_and_kept_with_whose_it_is(client):
    author = build.member("Authors")
    client.force_login(author)
    assert sent(client, build.drawn(), alt="A bus", credit="Carolco", focus_x="20").status_code == 302
    picture = Picture.objects.get()
    assert (picture.name, picture.alt, picture.credit, picture.focus, picture.added_by) == (
        *("red heat bus", "A bus", "Carolco", (20, 50), author),
    )
    assert (picture.width, picture.height) == (640, 360)


def test_the_kind_is_told_by_the_content_and_not_by_the_name(desk):
    sent(desk, build.drawn(kind="WEBP"), name="bus.svg")
    assert Picture.objects.get().suffix == "webp"
    assert "SVG is not taken" in errors(sent(desk, b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="bus.png"))
    assert "no JPEG, PNG or WebP" in errors(sent(desk, b"GIF89a", name="bus.png"))
    assert Picture.objects.count() == 1


def test_the_same_bytes_again_lead_to_the_picture_that_is_there(desk):
    known = build.picture()
    said = errors(sent(desk, build.drawn()))
    assert "in the library already" in said
    assert reverse("admin:essays_picture_change", args=[known.pk]) in said


def test_a_moved_focal_point_makes_a_new_square(desk):
    picture = build.picture()
    address = reverse("admin:essays_picture_change", args=[picture.pk])
    assert desk.post(address, {"name": "The bus", "focus_x": "10", "focus_y": "90"}).status_code == 302
    picture.refresh_from_db()
    assert default_storage.exists(picture.name_of("1x1-10-90-240.webp"))
    assert "1x1-10-90-240.webp" in desk.get(reverse("admin:essays_picture_changelist")).content.decode()


def test_a_focal_point_outside_the_picture_is_refused(desk):
    picture = build.picture()
    address = reverse("admin:essays_picture_change", args=[picture.pk])
    assert desk.post(address, {"name": "The bus", "focus_x": "101", "focus_y": "9"}).status_code == 200


def test_where_a_picture_is_used_stands_on_its_form_and_in_the_way_of_its_deletion(desk):
    picture = build.picture()
    essay = build.essay("A Bus in Snow", body=f'<figure><img src="{picture.address()}" alt=""></figure>')
    assert "A Bus in Snow" in desk.get(reverse("admin:essays_picture_change", args=[picture.pk])).content.decode()
    delete = reverse("admin:essays_picture_delete", args=[picture.pk])
    assert "Take it out of the essays that show it first." in desk.get(delete).content.decode()
    desk.post(delete, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    desk.post(reverse("admin:essays_picture_changelist"), chosen)
    assert Picture.objects.exists()
    assert default_storage.exists(picture.file)
    essay.delete()
    desk.post(delete, {"post": "yes"})
    assert not Picture.objects.exists()


def test_an_author_sees_of_other_peoples_essays_only_that_one_uses_it(client):
    picture = build.picture()
    build.essay("Somebody else's secret", body=f'<figure><img src="{picture.address()}" alt=""></figure>')
    author = build.member("Authors")
    client.force_login(author)
    page = client.get(reverse("admin:essays_picture_change", args=[picture.pk])).content.decode()
    assert "secret" not in page
    assert client.get(reverse("admin:essays_picture_delete", args=[picture.pk])).status_code == 403


def test_pictures_without_alternative_text_are_listed(desk):
    build.picture(name="The bare one")
    build.picture(build.drawn(colour="navy"), name="The told one", alt="A river")
    page = desk.get(reverse("admin:essays_picture_changelist"), {"alt": "missing"}).content.decode()
    assert "The bare one" in page
    assert "The told one" not in page


def test_the_list_asks_as_often_for_many_as_for_one(desk, django_assert_max_num_queries):
    for number in range(12):
        build.picture(build.drawn(size=(20 + number, 20)))
    with django_assert_max_num_queries(10):
        desk.get(reverse("admin:essays_picture_changelist"))


CHOOSE = "admin:essays_picture_choose"


def test_the_editor_of_a_text_is_offered_what_the_words_are_said_of(client):
    client.force_login(build.member("Authors"))
    bus = build.picture(alt="A bus", caption="Chicago", credit="Carolco")
    build.picture(build.drawn(colour="navy"), name="A river")
    answer = client.get(reverse(CHOOSE), {"q": "bus chicago"}).json()
    assert answer["pictures"] == [
        {
            "name": "Red Heat, the bus",
            "alt": "A bus",
            "caption": "Chicago",
            "credit": "Carolco",
            "width": 640,
            "height": 360,
            "src": bus.address(),
            "thumb": bus.address("1x1-50-50-240.webp"),
        }
    ]
    assert len(client.get(reverse(CHOOSE)).json()["pictures"]) == 2


def test_a_picture_is_sent_while_writing_once(client):
    client.force_login(build.member("Authors"))
    first, again = (
        client.post(reverse(CHOOSE), {"upload": SimpleUploadedFile("the_bus.jpg", build.drawn(kind="JPEG"))}).json()
        for _ in range(2)
    )
    assert (first["is_new"], again["is_new"], first["picture"]) == (True, False, again["picture"])
    assert Picture.objects.get().name == "the bus"


@pytest.mark.parametrize(
    ("data", "why"), [(b"<svg/>", "SVG is not taken"), (b"", "No file|empty"), (build.drawn()[:99], "damaged")]
)
def test_what_is_no_picture_is_refused_while_writing_too(desk, data, why):
    answer = desk.post(reverse(CHOOSE), {"upload": SimpleUploadedFile("bus.png", data)})
    assert any(part in answer.json()["error"] for part in why.split("|"))
    assert not Picture.objects.exists()


def test_the_library_says_what_is_the_sites_logo_and_does_not_delete_it(desk):
    picture = build.picture(name="The logo")
    form = reverse("admin:essays_picture_change", args=[picture.pk])
    delete = reverse("admin:essays_picture_delete", args=[picture.pk])
    settings_form = reverse("admin:essays_sitesettings_change", args=[1])
    assert settings_form not in desk.get(form).content.decode().partition('id="content')[2]
    SiteSettings.objects.create(pk=1, logo=picture)
    assert "On each page of the site" in desk.get(form).content.decode()
    said = desk.get(delete).content.decode()
    assert f'<a href="{settings_form}">Site settings</a>: The logo is the logo' in said
    assert_is_not_deleted(desk, picture)
    SiteSettings.objects.update(logo=None)
    desk.post(delete, {"post": "yes"})
    assert not Picture.objects.exists()


def assert_is_not_deleted(desk, picture) -> None:
    """It stays, however somebody tries to delete it."""
    desk.post(reverse("admin:essays_picture_delete", args=[picture.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    desk.post(reverse("admin:essays_picture_changelist"), chosen)
    assert default_storage.exists(picture.file)
    with pytest.raises(ProtectedError):
        picture.delete()


def test_the_library_says_whose_poster_a_picture_is_and_does_not_delete_it(desk):
    picture = build.picture(name="The one sheet")
    film = build.film(poster=picture)
    form = reverse("admin:essays_picture_change", args=[picture.pk])
    delete = reverse("admin:essays_picture_delete", args=[picture.pk])
    film_form = reverse("admin:essays_film_change", args=[film.pk])
    page = desk.get(form).content.decode()
    assert "Films whose poster it is" in page
    assert film_form in page
    assert (
        f'<a href="{film_form}">Red Heat (1988)</a>: The one sheet is its poster' in desk.get(delete).content.decode()
    )
    assert_is_not_deleted(desk, picture)
    film.delete()
    desk.post(delete, {"post": "yes"})
    assert not Picture.objects.exists()


def test_a_chooser_is_told_where_the_square_of_each_picture_is(client):
    client.force_login(build.member("Authors"))
    picture = build.picture(name="The one sheet")
    asked = {"app_label": "essays", "model_name": "film", "field_name": "poster", "term": "one sheet"}
    (found,) = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert (found["id"], found["text"]) == (str(picture.pk), "The one sheet")
    assert found["picture"] == picture.address("1x1-50-50-240.webp")
