"""The media library: a picture once, its files, where it is used, and what becomes of them."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from essays.desk.beside import save_draft
from essays.desk.picturing import add_picture, essays_with, forget_files, shaped, thumb
from essays.models import Essay, Picture
from tests import build

pytestmark = pytest.mark.django_db


def body_with(picture: Picture) -> str:
    return f'<figure><img src="{picture.address()}" alt=""></figure>'


def test_the_same_bytes_twice_are_one_picture():
    first = add_picture(build.drawn(), name="The bus", by=None)
    again = add_picture(build.drawn(), name="Another name", by=None)
    assert (first.is_new, again.is_new, again.picture) == (True, False, first.picture)
    assert Picture.objects.get().name == "The bus"


def test_the_files_of_a_picture_are_kept_under_names_of_its_content():
    picture = build.picture(build.drawn((1000, 500), kind="JPEG"))
    _, files = default_storage.listdir(picture.folder)
    assert sorted(files) == sorted(
        ["1000x500.jpg", "1000.jpg", "480.webp", "800.webp", "1000.webp", "1x1-50-50-240.webp"]
    )
    assert picture.folder == f"pictures/{picture.sha256[:32]}"


def test_a_shape_is_cut_about_the_focal_point_when_it_is_asked_for():
    picture = build.picture(focus_x=10, focus_y=90)
    address = shaped(picture, (16, 9), 320, suffix="jpg")
    assert address.endswith("/16x9-10-90-320.jpg")
    assert default_storage.exists(picture.name_of("16x9-10-90-320.jpg"))
    picture.focus_x = 80
    assert shaped(picture, (16, 9), 320, suffix="jpg") != address


@pytest.mark.parametrize(
    ("name", "kind"), [("640x360.png", "image/png"), ("480.webp", "image/webp"), ("640.jpg", "image/jpeg")]
)
def test_a_file_is_served_as_what_it_is_and_kept_for_good(client: Client, name, kind):
    picture = build.picture()
    answer = client.get(picture.address(name))
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content)


@pytest.mark.parametrize("name", ["9.webp", "whole.svg", "whole.html", "..%2f..%2fx.png", "../../x.png", "WHOLE.PNG"])
def test_nothing_else_is_served(client: Client, name):
    picture = build.picture()
    assert client.get(f"/media/{picture.folder}/{name}").status_code == 404


def test_a_picture_is_used_where_a_text_or_the_draft_beside_one_shows_it():
    picture, other = build.picture(), build.picture(build.drawn(colour="navy"))
    shown = build.essay("Shows it", body=body_with(picture))
    build.essay("Shows another", body=body_with(other))
    live = build.published("Will show it", body="<p>It rains.</p>")
    drafted = Essay.objects.get(pk=live.pk)
    drafted.body = body_with(picture)
    save_draft(drafted, seen=0, by=build.superuser(), now=build.NOW)
    assert set(essays_with(picture)) == {shown, live}


def test_the_files_go_with_the_picture(django_capture_on_commit_callbacks):
    picture, other = build.picture(), build.picture(build.drawn(colour="navy"))
    with django_capture_on_commit_callbacks(execute=True):
        forget_files(picture)
        picture.delete()
    assert not default_storage.exists(picture.file)
    assert default_storage.exists(other.file)


def test_a_picture_is_found_by_words_of_what_is_said_of_it():
    bus = build.picture(alt="Two men on a bus", credit="Photograph: Carolco")
    build.picture(build.drawn(colour="navy"), name="A river", alt="A river")
    assert list(Picture.objects.search("carolco bus")) == [bus]
    assert Picture.objects.search("carolco river").count() == 0


def test_pictures_are_told_from_addresses_in_one_query(django_assert_num_queries):
    picture = build.picture()
    address = picture.address("480.webp")
    with django_assert_num_queries(1):
        assert Picture.objects.at([address, "/media/posters/x.png", "https://example.org/"]) == {address: picture}
    with django_assert_num_queries(0):
        assert Picture.objects.at(["/media/posters/x.png"]) == {}


def test_a_thumbnail_is_there_from_the_first():
    picture = build.picture()
    assert default_storage.exists(thumb(picture).removeprefix("/media/"))
