"""Addresses: made where there is none, unique, and for ever the record's own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from essays.desk.bulk import Addresses
from essays.desk.proposing import people_proposed
from essays.models import Critic, Essay, Film, FormerCriticSlug, FormerEssaySlug, FormerFilmSlug
from people.addresses import SLUG_MAX_LENGTH, number_of_slug, slug_base
from people.models import FormerSlug, FormerTagSlug, HeldAddress, Person, Tag, Visibility
from tests.build import critic, essay, film, person


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        pytest.param("Red Heat 1988", "red-heat-1988", id="words"),
        pytest.param("48 Hrs. 1982", "48-hrs-1982", id="a full stop"),
        pytest.param("Starsky & Hutch", "starsky-hutch", id="an ampersand"),
        pytest.param("Le fabuleux destin d’Amélie Poulain", "le-fabuleux-destin-damelie-poulain", id="accents"),
        pytest.param("Красная жара", "film", id="no Latin letter"),
        pytest.param("!!!", "film", id="no letter"),
        pytest.param("", "film", id="nothing"),
        pytest.param("_hidden_", "hidden", id="underscores at the ends"),
        pytest.param("word " * 40, "-".join(["word"] * 24), id="long: cut after a word"),
        pytest.param("a" * 200, "a" * SLUG_MAX_LENGTH, id="one long word"),
        pytest.param("a" * SLUG_MAX_LENGTH, "a" * SLUG_MAX_LENGTH, id="just fits"),
        pytest.param("a" * SLUG_MAX_LENGTH + " b", "a" * SLUG_MAX_LENGTH, id="a word too many"),
    ],
)
def test_a_slug_is_readable_and_never_empty(text: str, slug: str) -> None:
    assert slug_base(text, fallback="film") == slug
    assert len(slug) <= SLUG_MAX_LENGTH


@pytest.mark.parametrize(
    ("slug", "number"),
    [("red-heat", None), ("red-heat-2", 2), ("red-heat-11", 11), ("red-heat-again", None), ("redder-heat-2", None)],
)
def test_the_number_of_a_slug_is_the_one_that_was_added(slug: str, number: int | None) -> None:
    assert number_of_slug(slug, "Red Heat") == number


# How to make one of each kind by its name, and where its former addresses are.
KINDS: dict[str, tuple[Callable[..., Any], Any]] = {
    "person": (person, FormerSlug),
    "film": (lambda title, **fields: film(title, None, **fields), FormerFilmSlug),
    "essay": (essay, FormerEssaySlug),
    "critic": (critic, FormerCriticSlug),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


def move(record: Any, slug: str) -> None:
    """Give a record an address as a later request does: read again, changed, checked, saved."""
    again = type(record).objects.get(pk=record.pk)
    again.slug = slug
    again.full_clean()
    again.save()


@pytest.mark.django_db
@each_kind
def test_an_address_is_made_and_numbered(kind: str) -> None:
    make, _ = KINDS[kind]
    # Critics have names that differ, so these do, in what no address can hold.
    slugs = [make(name).slug for name in ("Moscow", "Moscow Жара", "Moscow Москва")]
    assert slugs == ["moscow", "moscow-2", "moscow-3"]


@pytest.mark.django_db
@each_kind
def test_the_numbers_do_not_end(kind: str) -> None:
    """Nor is one skipped, where more records share a name than one question to the database names."""
    make, former = KINDS[kind]
    first = make("Moscow")
    former.objects.bulk_create(former(slug=f"moscow-{number}", **{kind: first}) for number in range(2, 251))
    assert make("Moscow Жара").slug == "moscow-251"


@pytest.mark.django_db
@each_kind
def test_the_former_address_stays_the_records(kind: str) -> None:
    make, former = KINDS[kind]
    record = make("Moscow")
    move(record, "moscow-on-the-lake")
    move(record, "chicago")
    assert set(former.objects.values_list("slug", kind)) == {
        ("moscow", record.pk),
        ("moscow-on-the-lake", record.pk),
    }
    assert type(record).objects.get(former_slugs__slug="moscow").slug == "chicago"


@pytest.mark.django_db
@each_kind
def test_the_address_is_kept_in_the_same_request_too(kind: str) -> None:
    make, former = KINDS[kind]
    record = make("Moscow")
    record.slug = "chicago"
    record.save()
    assert former.objects.get().slug == "moscow"


@pytest.mark.django_db
@each_kind
def test_a_record_may_go_back_to_an_address_it_had(kind: str) -> None:
    make, former = KINDS[kind]
    record = make("Moscow")
    move(record, "chicago")
    move(record, "moscow")
    assert former.objects.get().slug == "chicago"


@pytest.mark.django_db
@each_kind
def test_nobody_is_given_anothers_former_address(kind: str) -> None:
    make, _ = KINDS[kind]
    move(make("Moscow"), "chicago")
    assert make("Moscow Жара").slug == "moscow-2"
    taker = make("Leningrad")
    with pytest.raises(ValidationError, match="another record's address"):
        move(taker, "moscow")
    with pytest.raises(ValidationError, match="already exists"):
        move(taker, "chicago")


@pytest.mark.django_db
@each_kind
def test_an_address_that_was_not_saved_leaves_no_former_one(kind: str) -> None:
    make, former = KINDS[kind]
    record = make("Moscow")
    record.slug = "chicago"
    record.save(update_fields=[{"film": "synopsis", "essay": "standfirst"}.get(kind, "note")])
    record.refresh_from_db()
    assert record.slug == "moscow"
    assert not former.objects.exists()


@pytest.mark.django_db
@each_kind
def test_an_emptied_address_is_made_again(kind: str) -> None:
    make, former = KINDS[kind]
    record = make("Moscow", slug="chicago")
    move(record, "")
    record.refresh_from_db()
    assert (record.slug, former.objects.get().slug) == ("moscow", "chicago")


@pytest.mark.django_db
@each_kind
def test_a_rename_keeps_the_address(kind: str) -> None:
    make, former = KINDS[kind]
    record = make("Moscow")
    setattr(record, {"film": "title", "essay": "headline"}.get(kind, "name"), "Chicago")
    record.save()
    assert record.slug == "moscow"
    assert not former.objects.exists()


@pytest.mark.django_db
def test_a_films_address_has_its_year() -> None:
    assert [film("Red Heat", year).slug for year in (1988, 1985, 1988)] == [
        "red-heat-1988",
        "red-heat-1985",
        "red-heat-1988-2",
    ]


@pytest.mark.django_db
def test_a_film_whose_title_has_no_latin_letter_is_not_a_bare_year() -> None:
    assert [film("Красная жара", year).slug for year in (1988, 1988, None)] == ["film-1988", "film-1988-2", "film"]
    assert film("1984", 1984).slug == "1984-1984"


@pytest.mark.django_db
@each_kind
def test_an_address_is_written_small(kind: str) -> None:
    make, _ = KINDS[kind]
    record = make("Moscow")
    move(record, "Moscow-on-the-Lake")
    record.refresh_from_db()
    assert record.slug == "moscow-on-the-lake"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"), [("Cold War", "cold-war"), ("Кино", "tag"), ("★", "tag"), ("Škoda & Lada", "skoda-lada")]
)
def test_a_tag_has_an_address_in_latin_letters(name: str, slug: str) -> None:
    tag = Tag(name=name)
    tag.full_clean()
    tag.save()
    assert tag.slug == slug
    assert Tag.objects.create(name=f"{name}!").slug == f"{slug}-2"


@pytest.mark.django_db
def test_addresses_of_kinds_do_not_meet() -> None:
    """Each kind has its own path, so that a film and a person may share a slug."""
    records: list[Person | Film | Essay | Critic] = [make("Moscow") for make, _ in KINDS.values()]
    assert {record.slug for record in records} == {"moscow"}


# Deleted records

DELETED = KINDS | {"tag": (lambda name: Tag.objects.create(name=name), FormerTagSlug)}
ways_to_delete = pytest.mark.parametrize(
    "delete",
    [
        pytest.param(lambda record: record.delete(), id="one"),
        pytest.param(lambda record: type(record).objects.filter(pk=record.pk).delete(), id="a list"),
        pytest.param(lambda record: type(record).objects.all().delete(), id="all"),
    ],
)


@pytest.mark.django_db
@ways_to_delete
@pytest.mark.parametrize("kind", DELETED)
def test_no_record_is_given_an_address_that_a_deleted_one_has_or_had(kind: str, delete: Callable[[Any], Any]) -> None:
    make, former = DELETED[kind]
    record = make("Moscow")
    move(record, "chicago")
    pk = record.pk
    delete(record)
    assert not former.objects.exists()
    assert set(HeldAddress.objects.values_list("kind", "slug", "record", "had_readers")) == {
        (kind, "moscow", pk, False),
        (kind, "chicago", pk, False),
    }
    assert [make(name).slug for name in ("Moscow", "Chicago")] == ["moscow-2", "chicago-2"]
    taker = make("Leningrad")
    for slug in ("moscow", "chicago"):
        with pytest.raises(ValidationError, match="another record's address"):
            move(taker, slug)


@pytest.mark.django_db
def test_an_address_is_held_against_its_own_kind_only() -> None:
    person("Moscow").delete()
    assert film("Moscow", None).slug == Tag.objects.create(name="Moscow").slug == "moscow"


@pytest.mark.django_db
def test_what_is_not_deleted_after_all_holds_nothing() -> None:
    walter = person()
    film().credits.create(person=walter, job="director")
    for delete in (walter.delete, Person.objects.all().delete):
        with pytest.raises(ProtectedError):
            delete()
    assert not HeldAddress.objects.exists()


@pytest.mark.django_db
def test_many_records_at_once_are_given_none_either() -> None:
    film("Heat", 1995).delete()
    assert Addresses(Film, FormerFilmSlug).take(["heat-1995", "heat-1995", "ran-1985"]) == [
        "heat-1995-2",
        "heat-1995-3",
        "ran-1985",
    ]
    person("Walter Hill").delete()
    proposed = people_proposed({"Walter Hill": Visibility.PROPOSED, "Hal Hinson": Visibility.PROPOSED}, source="a.txt")
    assert {name: made.slug for name, made in proposed.items()} == {
        "Walter Hill": "walter-hill-2",
        "Hal Hinson": "hal-hinson",
    }


@pytest.mark.django_db
@ways_to_delete
def test_an_address_that_readers_knew_stays_known(delete: Callable[[Any], Any]) -> None:
    first = person(visibility="public")
    pk = first.pk
    delete(first)
    delete(Person.objects.create(pk=pk, name="Walter Hill", slug=first.slug, visibility="hidden"))
    assert HeldAddress.objects.get().had_readers
