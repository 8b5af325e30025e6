"""Addresses as text: one form at storing and at asking."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.paths import MAX_FIELDS, PATH_MAX_LENGTH, PathError, normal_address, path_of, stored_form


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        pytest.param("/2009/06/red-heat/", "/2009/06/red-heat", id="no slash at the end"),
        pytest.param("/2009/06/Red-Heat", "/2009/06/red-heat", id="small letters"),
        pytest.param("/kino/%C3%A9toile/", "/kino/étoile", id="escapes"),
        pytest.param("/kino/e\u0301toile", "/kino/étoile", id="one form of an accent"),
        pytest.param("/100%25-film", "/100%25-film", id="a percent sign stays an escape"),
        pytest.param("/what%3F/", "/what%3F", id="a question mark of the path too"),
        pytest.param("/?p=123", "/?p=123", id="a query"),
        pytest.param("/?P=123&a=B+c", "/?a=b+c&p=123", id="the fields of a query in order"),
        pytest.param("/?p=123&utm_source=feed&fbclid=x", "/?p=123", id="tracking is no part"),
        pytest.param("/review.php?id=", "/review.php?id=", id="an empty field"),
        pytest.param("/red-heat/?", "/red-heat", id="a query of nothing"),
        pytest.param(" /red-heat ", "/red-heat", id="spaces around"),
        pytest.param("/", "/", id="the first page"),
    ],
)
def test_an_address_has_one_form(written: str, stored: str) -> None:
    assert normal_address(written) == stored
    assert normal_address(stored) == stored


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "begins with a slash"),
        ("2009/red-heat", "begins with a slash"),
        ("https://films.example/red-heat/", "Leave out the host"),
        ("javascript:alert(1)", "Leave out the host"),
        ("//films.example/red-heat", "single slashes"),
        ("/\\films.example", "single slashes"),
        ("/%5Cfilms.example", "single slashes"),
        ("/%2Ffilms.example", "single slashes"),
        ("/2009//red-heat", "single slashes"),
        ("/red\nheat", "control characters"),
        ("/red%0D%0ASet-Cookie:x", "control characters"),
        ("/red%00heat", "control characters"),
        ("/red-heat?p=%0A", "control characters"),
        ("/red%FFheat", "control characters"),
        ("/red\ud800heat", "control characters"),
        ("/../admin/", "dots alone"),
        ("/2009/./x", "dots alone"),
        ("/red-heat#top", "What follows #"),
        ("/" + "a" * PATH_MAX_LENGTH, "characters"),
        ("/?" + "&".join(f"f{n}=1" for n in range(MAX_FIELDS + 1)), "fields"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(written: str, said: str) -> None:
    with pytest.raises(PathError, match=re.escape(said)):
        normal_address(written)


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_path_that_is_asked_for_has_a_form_that_stays(path: str, query: str) -> None:
    stored = stored_form(f"/{path}", query)
    if stored is not None:
        assert len(stored) <= PATH_MAX_LENGTH
        try:
            again = normal_address(stored)
        except PathError as error:  # resolved, the escapes of a query are longer or shorter than they were
            pytest.fail(f"{stored!r}: {error}")
        assert again == stored


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("https://films.example/2009/red-heat/", "/2009/red-heat/"),
        ("https://films.example/?p=123", "/?p=123"),
        ("http://films.example?p=123#more", "/?p=123"),
        ("/red-heat/", "/red-heat/"),
        ("https://films.example", ""),
        ("http://[films.example/", ""),
        ("", ""),
    ],
)
def test_a_link_without_its_host_is_a_path(link: str, path: str) -> None:
    assert path_of(link) == path
