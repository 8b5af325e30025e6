"""Films: told apart, sorted, found by any of their titles; their credits as a reader may take them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from essays.models import Credit, Film, FilmKey, FilmTitle
from tests.build import credit, essay, film, mention, person, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "year", "fields", "shown"),
    [
        ("Red Heat", 1988, {}, "Red Heat (1988)"),
        ("Red Heat", None, {}, "Red Heat"),
        ("Miami Vice", 1984, {"kind": "series"}, "Miami Vice (1984, television series)"),
        ("Edge of Darkness", 1985, {"kind": "mini-series"}, "Edge of Darkness (1985, mini-series)"),
        ("48 Hrs.", None, {"kind": "film series"}, "48 Hrs. (film series)"),
        ("Red Heat", 1988, {"disambiguation": "documentary"}, "Red Heat (1988, documentary)"),
        ("Miami Vice", 1984, {"kind": "series", "disambiguation": "the first"}, "Miami Vice (1984, the first)"),
    ],
)
def test_a_film_is_shown_with_what_tells_it_apart(title: str, year: int, fields: dict[str, Any], shown: str) -> None:
    assert str(film(title, year, **fields)) == shown


def test_two_films_of_one_title_and_year_are_told_apart() -> None:
    assert [str(film("Red Heat", 1988)) for _ in range(2)] == ["Red Heat (1988)", "Red Heat (1988, no. 2)"]
    assert str(film("Rambo III", 1988)) == "Rambo III (1988)"  # no number that belongs to the title


@pytest.mark.parametrize(
    ("title", "sorted_as"),
    [
        ("The Getaway", "Getaway, The"),
        ("A Fish Called Wanda", "Fish Called Wanda, A"),
        ("An American Werewolf in London", "American Werewolf in London, An"),
        ("Andrei Rublev", "Andrei Rublev"),
        ("Theodora Goes Wild", "Theodora Goes Wild"),
        ("A", "A"),
    ],
)
def test_a_title_is_sorted_without_its_article(title: str, sorted_as: str) -> None:
    assert film(title).sort_title == sorted_as


@pytest.mark.parametrize("code", ["fr", "zh-Hant", "pt-BR", "gsw"])
def test_the_language_of_a_title_is_a_code(code: str) -> None:
    made = film("La Grande Illusion", 1937, title_language=code)
    made.full_clean()
    made.title_language = f"{code} "
    with pytest.raises(ValidationError, match="Give a language code"):
        made.full_clean()


def test_a_former_title_keeps_its_language() -> None:
    made = film("La Grande Illusion", 1937, title_language="fr")
    made.title, made.title_language = "Grand Illusion", ""
    made.save()
    made.keep_former_title("La Grande Illusion", "fr")
    assert list(made.titles.values_list("title", "language")) == [("La Grande Illusion", "fr")]


def test_a_sort_title_follows_a_rename_unless_an_editor_wrote_it() -> None:
    getaway, hours = film("The Getaway", 1972), film("48 Hrs.", 1982, sort_title="Forty-Eight Hours")
    for row, title in ((getaway, "The Driver"), (hours, "48 Hours")):
        again = Film.objects.get(pk=row.pk)
        again.title = title
        again.save()
    assert [f.sort_title for f in Film.objects.order_by("pk")] == ["Driver, The", "Forty-Eight Hours"]


@pytest.mark.parametrize("value", ["United States", {"US": 1}, [1], [""], [" "], [["United States"]], 3, True])
@pytest.mark.parametrize("field", ["countries", "languages"])
def test_countries_and_languages_are_lists_of_names(field: str, value: Any) -> None:
    heat = film(**{field: ["United States"]})
    heat.full_clean()
    setattr(heat, field, value)
    with pytest.raises(ValidationError, match="Give a list of names"):
        heat.full_clean()


def test_all_of_one_title_are_found_by_it_and_told_apart_by_year() -> None:
    film("Red Heat", 1988)
    film("Red Heat", 1985)
    assert [str(f) for f in Film.objects.called("RED HEAT")] == ["Red Heat (1985)", "Red Heat (1988)"]


@pytest.mark.parametrize("title", ["48 Hrs.", "48 hrs", "48 Hours", "48 HOURS"])
def test_a_film_is_found_once_by_each_of_its_titles(title: str) -> None:
    hours = film("48 Hrs.", 1982)
    FilmTitle.objects.create(film=hours, title="48 Hours")
    assert list(Film.objects.called(title)) == [hours]


def keys(of: Film) -> dict[str, str]:
    return dict(FilmKey.objects.filter(film=of).values_list("key", "form"))


def test_keys_follow_a_rename() -> None:
    getaway = film("The Getaway", 1972)
    assert keys(getaway) == {"the getaway": "full", "getaway": "no_article"}
    getaway.title = "Red Heat"
    getaway.save()
    assert keys(getaway) == {"red heat": "full"}


@pytest.mark.parametrize(
    "remove",
    [
        pytest.param(lambda title: title.delete(), id="delete"),
        pytest.param(lambda title: FilmTitle.objects.filter(pk=title.pk).delete(), id="delete of a queryset"),
        pytest.param(lambda title: title.film.titles.all().delete(), id="delete through the film"),
    ],
)
def test_a_title_that_is_gone_finds_nothing(remove: Any) -> None:
    heat = film("Red Heat", 1988)
    title = FilmTitle.objects.create(film=heat, title="Rote Hitze")
    assert "rote hitze" in keys(heat)
    remove(title)
    assert keys(heat) == {"red heat": "full"}


def test_a_title_that_moves_to_another_film_takes_its_key_along() -> None:
    right, wrong = film("Red Heat", 1988), film("Red Heat", 1985)
    title = FilmTitle.objects.create(film=wrong, title="Rote Hitze")
    title.film = right
    title.save()
    assert ("rote hitze" in keys(right), "rote hitze" in keys(wrong)) == (True, False)


def test_a_credit_on_screen_is_confirmed_and_no_mere_contribution() -> None:
    heat = film()
    director = credit(heat, person("Walter Hill"))
    credit(heat, person("Troy Kennedy Martin"), "writer", state="proposed")
    credit(heat, person("Steven Meerson"), "writer", is_credited=False)
    assert list(Credit.objects.on_screen()) == [director]


def test_a_cast_is_in_billing_order_with_the_unbilled_last() -> None:
    heat = film()
    for name, billing in (("Gina Gershon", None), ("James Belushi", 2), ("Arnold Schwarzenegger", 1)):
        credit(heat, person(name), "actor", billing=billing)
    assert [c.person.name for c in heat.credits.billed()] == [
        "Arnold Schwarzenegger",
        "James Belushi",
        "Gina Gershon",
    ]


@pytest.mark.parametrize(
    ("visibility", "nothing", "drafted", "named", "subject"),
    [
        ("public", True, True, True, True),
        ("mentioned", False, False, True, True),
        ("proposed", False, False, False, False),
        ("hidden", False, False, False, False),
    ],
)
def test_a_film_is_public_by_itself_or_by_what_is_published(
    visibility: str, nothing: bool, drafted: bool, named: bool, subject: bool
) -> None:
    def is_public() -> bool:
        return Film.objects.public().filter(pk=heat.pk).exists()

    heat = film(visibility=visibility)
    assert is_public() == nothing
    mention(essay("Not ready"), "Red Heat", heat)
    essay("Not ready either", about=heat)
    assert is_public() == drafted
    naming = published("Elsewhere")
    mention(naming, "Red Heat", heat)
    assert is_public() == named
    naming.mentions.all().delete()
    published(about=heat)
    assert is_public() == subject


@pytest.mark.parametrize(("visibility", "expected"), [("public", True), ("mentioned", True), ("proposed", False)])
def test_a_person_is_public_by_themselves_or_by_what_names_them(visibility: str, expected: bool) -> None:
    walter = person(visibility=visibility)
    draft = essay("Not ready")
    mention(draft, "Walter Hill", walter)
    people = type(walter).objects.public()
    assert people.exists() == (visibility == "public")
    mention(published(), "Walter Hill", walter)
    assert people.all().exists() == expected
