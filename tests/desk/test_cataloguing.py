"""Importing a catalogue: what comes in, what stays, and what is told."""

import datetime as dt
import gzip
from collections import Counter
from pathlib import Path

import pytest

from essays.desk.cataloguing import CatalogueError, CatalogueReport, Choice, import_catalogue
from essays.desk.imdb import BadRow
from essays.models import Credit, Film, FilmIdentifier, FilmKey, FilmTag, FilmTitle
from people.models import (
    Alias,
    FormerSlug,
    HeldAddress,
    Person,
    PersonIdentifier,
    PersonKey,
    PersonTag,
    Tag,
    Visibility,
    mark_edited,
)
from tests import build
from tests.desk import catalogue_files as files

pytestmark = pytest.mark.django_db

LATER = build.NOW + dt.timedelta(days=30)


def load(folder: Path, *, now: dt.datetime = build.NOW, **options: object) -> CatalogueReport:
    return import_catalogue(folder, now=now, **options)  # type: ignore[arg-type]


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return files.write_catalogue(tmp_path / "imdb-files")


def person_of(value: str, scheme: str = "imdb") -> Person:
    return PersonIdentifier.objects.get(scheme=scheme, value=value).person


def film_of(value: str, scheme: str = "imdb") -> Film:
    return FilmIdentifier.objects.get(scheme=scheme, value=value).film


def dump() -> list[object]:
    """All that an import writes, without numbers and times, in order."""
    return [
        sorted(Film.objects.values_list("title", "sort_title", "title_key", "kind", "release_year", "slug")),
        sorted(Person.objects.values_list("name", "sort_name", "name_key", "slug", "visibility")),
        sorted(FilmKey.objects.values_list("film__slug", "key", "form")),
        sorted(PersonKey.objects.values_list("person__slug", "key", "form")),
        sorted(FilmIdentifier.objects.values_list("film__slug", "scheme", "value")),
        sorted(PersonIdentifier.objects.values_list("person__slug", "scheme", "value")),
        sorted(FilmTitle.objects.values_list("film__slug", "title", "title_key", "kind", "language")),
        sorted(map(str, Credit.objects.values_list("film__slug", "person__slug", "job", "character", "billing"))),
        sorted(FilmTag.objects.values_list("content_object__slug", "tag__name", "is_derived")),
        sorted(PersonTag.objects.values_list("content_object__slug", "tag__name", "is_derived")),
    ]


# What comes in


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_titles_names_and_credits_become_records(tmp_path, packed):
    report = load(files.write_catalogue(tmp_path / "imdb-files", packed=packed))
    assert (report.films_made, report.people_made, report.credits_made, report.bad_rows) == (3, 5, 9, 0)
    film = film_of(files.RED_HEAT)
    assert (film.title, film.release_year, film.runtime_minutes, film.kind) == ("Red Heat", 1988, 104, "film")
    assert film.visibility == Visibility.MENTIONED
    assert film.provenance["release_year"] == "imdb-files"
    cast = film.credits.filter(job="actor").billed().values_list("person__name", "character", "billing")
    assert list(cast) == [("Arnold Schwarzenegger", "Ivan Danko", 1), ("Jim Belushi", "Art Ridzik", 2)]
    assert set(film.credits.exclude(job="actor").values_list("person__name", "job")) == {
        ("Walter Hill", "director"),
        ("Walter Hill", "writer"),
    }
    assert set(film.credits.values_list("source", "state")) == {("imdb-files", "confirmed")}
    assert person_of(files.HILL).birth_year == 1942


def test_an_import_derives_what_saving_a_record_derives(catalogue):
    load(catalogue)
    imported = dump()
    for record in (*Person.objects.all(), *Film.objects.all()):
        record.sort_name = record.sort_title = ""
        record.save()
    assert dump() == imported


def test_characters_of_one_actor_stand_in_one_credit(catalogue):
    load(catalogue)
    credit = film_of(files.COMING_TO_AMERICA).credits.get(job="actor")
    assert credit.character == "Prince Akeem / Clarence / Randy Watson / Saul"


def test_billing_counts_the_cast_alone(tmp_path):
    files.write_catalogue(tmp_path)
    rows = [
        (files.RED_HEAT, "1", files.HILL, "director", "\\N", "\\N"),
        (files.RED_HEAT, "7", files.BELUSHI, "actor", "\\N", '["Art Ridzik"]'),
        (files.RED_HEAT, "4", files.SCHWARZENEGGER, "actor", "\\N", '["Ivan Danko"]'),
    ]
    files.write(tmp_path, "title.principals", rows)
    load(tmp_path, name="small")
    assert dict(film_of(files.RED_HEAT).credits.values_list("person__name", "billing").filter(job="actor")) == {
        "Arnold Schwarzenegger": 1,
        "Jim Belushi": 2,
    }
    assert film_of(files.RED_HEAT).credits.get(job="director").billing is None


@pytest.mark.parametrize(
    ("category", "detail", "job"),
    [
        ("actress", "\\N", "actor"),
        ("writer", "\\N", "writer"),
        ("writer", "screenplay by", "writer"),
        ("writer", "story by", "story"),
        ("writer", "story editor", "writer"),
        ("writer", "created by", "creator"),
        ("producer", "producer", "producer"),
        ("producer", "executive producer", "executive producer"),
        ("production_designer", "\\N", "production designer"),
        ("casting_director", "\\N", "other"),
        ("archive_footage", "\\N", None),
    ],
)
def test_categories_become_jobs(tmp_path, category, detail, job):
    files.write_catalogue(tmp_path)
    (tmp_path / "title.crew.tsv").unlink()
    files.write(tmp_path, "title.principals", [(files.RED_HEAT, "1", files.HILL, category, detail, "\\N")])
    load(tmp_path, name="small")
    assert list(film_of(files.RED_HEAT).credits.values_list("job", flat=True)) == ([job] if job else [])


def test_the_crew_file_adds_no_plain_writer_where_the_principals_say_story(tmp_path):
    files.write_catalogue(tmp_path)
    files.write(tmp_path, "title.principals", [(files.RED_HEAT, "5", files.HILL, "writer", "story by", "\\N")])
    load(tmp_path, name="small")
    assert set(film_of(files.RED_HEAT).credits.values_list("job", flat=True)) == {"director", "story"}


def test_other_titles_come_with_their_keys(tmp_path):
    files.write_catalogue(tmp_path)
    rows = [
        (files.FORTY_EIGHT_HRS, "1", "48 Hrs.", "US", "\\N", "imdbDisplay", "\\N", "0"),
        (files.FORTY_EIGHT_HRS, "2", "Nur 48 Stunden", "DE", "de", "imdbDisplay", "\\N", "0"),
        (files.FORTY_EIGHT_HRS, "3", "Nur 48 Stunden", "AT", "de", "imdbDisplay", "\\N", "0"),
        (files.FORTY_EIGHT_HRS, "4", "48 Hours", "US", "en", "working", "\\N", "0"),
    ]
    files.write(tmp_path, "title.akas", rows)
    report = load(tmp_path, name="small")
    film = film_of(files.FORTY_EIGHT_HRS)
    assert set(film.titles.values_list("title", "kind", "language")) == {
        ("Nur 48 Stunden", "other", "de"),
        ("48 Hours", "working", "en"),
    }
    assert report.titles_made == 2
    assert Film.objects.called("48 hours").get() == film


def test_an_original_title_is_kept(tmp_path):
    row = files.title("tt0097202", "movie", "The Killer", "Dip hyut seung hung", "1989", "111", "Action")
    files.write(tmp_path, "title.basics", [row])
    load(tmp_path, name="small")
    assert film_of("tt0097202").titles.get().kind == FilmTitle.Kind.ORIGINAL


def test_genres_and_jobs_become_derived_tags(catalogue):
    load(catalogue)
    assert set(film_of(files.RED_HEAT).taggings.values_list("tag__name", "tag__kind", "is_derived")) == {
        ("action", "genre", True),
        ("comedy", "genre", True),
        ("crime", "genre", True),
    }
    assert set(person_of(files.HILL).taggings.values_list("tag__name", "tag__kind", "is_derived")) == {
        ("director", "job", True),
        ("writer", "job", True),
    }


def test_a_genre_takes_the_tag_that_has_its_name(catalogue):
    tag = Tag.objects.create(name="Comedy", slug="comedy", kind=Tag.Kind.GENRE)
    load(catalogue)
    assert film_of(files.RED_HEAT).taggings.filter(tag=tag).exists()
    assert Tag.objects.filter(name__iexact="comedy").count() == 1


def test_a_new_credit_gives_somebody_here_before_the_tag_of_the_job(tmp_path):
    hill = build.person("Walter Hill")
    hill.identifiers.create(scheme="imdb", value=files.HILL)
    load(files.write_catalogue(tmp_path), name="small")
    assert set(hill.taggings.values_list("tag__name", flat=True)) == {"director", "writer"}


# Addresses


def test_addresses_are_numbered_past_those_in_use_and_those_once_used(tmp_path):
    build.person("Steve McQueen")
    former = build.person("Robert Aldrich")
    FormerSlug.objects.create(person=former, slug="steve-mcqueen-2")
    files.write(
        tmp_path, "name.basics", [files.name("nm0000537", "Steve McQueen"), files.name("nm2588606", "Steve McQueen")]
    )
    load(tmp_path, name="small")
    assert person_of("nm0000537").slug == "steve-mcqueen-3"
    assert person_of("nm2588606").slug == "steve-mcqueen-4"


def test_forty_namesakes_get_forty_addresses_though_thirty_are_taken(tmp_path):
    for number in range(30):
        build.person("John Williams", slug="john-williams" if number == 0 else f"john-williams-{number + 1}")
    files.write(tmp_path, "name.basics", [files.name(f"nm{n:07d}", "John Williams") for n in range(2354, 2394)])
    report = load(tmp_path, name="small")
    assert report.people_made == 40
    assert sorted(Person.objects.filter(slug__startswith="john-williams").values_list("slug", flat=True)) == sorted(
        "john-williams" if number == 1 else f"john-williams-{number}" for number in range(1, 71)
    )


def test_an_address_that_another_name_already_makes_is_left_to_it(tmp_path):
    names = [files.name("nm0000001", "K 9"), files.name("nm0000002", "K"), files.name("nm0000003", "K 2")]
    files.write(tmp_path, "name.basics", [*names, files.name("nm0000004", "K")])
    load(tmp_path, name="small")
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["k", "k-2", "k-2-2", "k-9"]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        pytest.param("Иваново детство", "1962", id="no letter that an address may hold"),
        pytest.param("Night of the " + "Living " * 30 + "Dead", "1968", id="cut at a word"),
        pytest.param("1984", "1984", id="a year as a title"),
    ],
)
def test_an_address_is_the_one_that_saving_would_make(tmp_path, title, year):
    saved = build.film(title, int(year)).slug
    Film.objects.all().delete()
    HeldAddress.objects.all().delete()  # as if it had never been there
    files.write(tmp_path, "title.basics", [files.title("tt0056111", "movie", title, title, year, "95", "War")])
    load(tmp_path, name="small")
    assert film_of("tt0056111").slug == saved


# Again


def test_a_second_run_changes_nothing_and_says_so(catalogue):
    load(catalogue)
    before = dump(), list(Film.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())
    report = load(catalogue, now=LATER)
    assert (dump(), list(Film.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())) == before
    assert report.changed_nothing
    assert "Nothing changed: all of it was here already." in list(report.sentences())


def test_an_import_that_was_cut_off_is_completed_by_the_next(catalogue):
    class Cut:
        def begins(self, what: str, total: int) -> None:
            if what == "storing films":
                raise KeyboardInterrupt

        def advances(self, amount: int) -> None:
            pass

    with pytest.raises(KeyboardInterrupt):
        load(catalogue, progress=Cut())
    assert (Person.objects.count(), Film.objects.count()) == (5, 0)
    load(catalogue)
    assert Credit.objects.count() == 9
    cut_off = dump()
    for model in (Credit, Film, Person, Tag, HeldAddress):
        model.objects.all().delete()
    load(catalogue)
    assert dump() == cut_off


def test_a_later_edition_brings_its_own_records_up_to_date(catalogue):
    load(catalogue)
    files.write(catalogue, "name.basics", [files.name(files.HILL, "Walter Hill", "1942", "2030"), *_others(files.HILL)])
    rows = [files.title(files.RED_HEAT, "movie", "Red Heat!", "Red Heat!", "1988", "105", "Action")]
    files.write(catalogue, "title.basics", rows)
    report = load(catalogue, now=LATER)
    assert (report.films_changed, report.people_changed) == (1, 1)
    assert person_of(files.HILL).death_year == 2030
    film = film_of(files.RED_HEAT)
    assert (film.title, film.runtime_minutes, film.title_key) == ("Red Heat!", 105, "red heat")
    assert load(catalogue, now=LATER).changed_nothing


def _others(but: str) -> list[tuple[str, ...]]:
    return [files.name(nconst, *rest) for nconst, rest in files.NAMES.items() if nconst != but]


# What an editor did


def test_a_field_that_an_editor_corrected_is_never_overwritten(catalogue):
    load(catalogue)
    film, person = film_of(files.RED_HEAT), person_of(files.BELUSHI)
    film.runtime_minutes, film.release_year = 103, None
    mark_edited(film, ["runtime_minutes", "release_year"])
    film.save()
    person.name = "James Belushi"
    mark_edited(person, ["name"])
    person.save()
    assert load(catalogue, now=LATER).changed_nothing
    film.refresh_from_db()
    person.refresh_from_db()
    assert (film.runtime_minutes, film.release_year, person.name) == (103, None, "James Belushi")
    assert not person.aliases.exists()


def test_a_change_that_nobody_marked_is_still_not_overwritten(catalogue):
    load(catalogue)
    film = film_of(files.RED_HEAT)
    film.title = "Red Heat: Restored"
    film.save()
    assert load(catalogue, now=LATER).changed_nothing
    film.refresh_from_db()
    assert film.title == "Red Heat: Restored"


def test_an_editors_credits_stay_and_what_an_editor_deleted_does_not_come_back(catalogue):
    load(catalogue)
    film = film_of(files.RED_HEAT)
    film.credits.get(job="writer").delete()
    added = build.credit(film, build.person("James Horner"), "composer")
    film.save()
    assert load(catalogue, now=LATER).changed_nothing
    assert not film.credits.filter(job="writer").exists()
    assert film.credits.filter(pk=added.pk).exists()


def test_an_empty_field_is_filled(tmp_path):
    film = build.film("Red Heat", 1988)
    film.identifiers.create(scheme="imdb", value=files.RED_HEAT)
    report = load(files.write_catalogue(tmp_path), name="small")
    film.refresh_from_db()
    assert (film.runtime_minutes, report.films_made, report.films_changed) == (104, 2, 1)


def test_a_credit_from_another_file_gets_its_character_but_not_an_editors(tmp_path):
    film = build.film("Red Heat", 1988)
    arnold, jim = build.person("Arnold Schwarzenegger"), build.person("Jim Belushi")
    from_file = build.credit(film, arnold, "actor", source="films.toml")
    from_editor = build.credit(film, jim, "actor")
    load(files.write_catalogue(tmp_path), name="small")
    from_file.refresh_from_db()
    from_editor.refresh_from_db()
    assert (from_file.character, from_file.billing) == ("Ivan Danko", 1)
    assert (from_editor.character, from_editor.billing) == ("", None)
    assert film.credits.filter(job="actor").count() == 2


def test_two_years_that_cannot_both_be_right_are_left_to_the_editor(tmp_path):
    film = build.film("I Spy", 1965, kind="series")
    film.identifiers.create(scheme="imdb", value="tt0058816")
    row = ("tt0058816", "tvSeries", "I Spy", "I Spy", "0", "1955", "1960", "\\N", "Action")
    files.write(tmp_path, "title.basics", [row])
    load(tmp_path, name="small")
    film.refresh_from_db()
    assert (film.release_year, film.end_year) == (1965, None)


# Who is who


@pytest.mark.parametrize("year", [1987, 1988, 1989])
def test_a_film_is_known_by_title_year_and_a_credited_person_and_its_people_by_it(tmp_path, year):
    film = build.film("Red Heat", year)
    hill = build.person("Walter Hill")
    build.credit(film, hill, "director", source="films.toml")
    report = load(files.write_catalogue(tmp_path), name="small")
    assert (report.films_recognised, report.films_made) == (1, 2)
    assert film_of(files.RED_HEAT) == film
    assert person_of(files.HILL) == hill
    assert film.credits.filter(job="director").count() == 1
    assert Credit.objects.filter(film=film_of(files.FORTY_EIGHT_HRS), person=hill, job="director").exists()
    assert load(tmp_path, name="small", now=LATER).changed_nothing


@pytest.mark.parametrize(
    ("title", "year", "director"),
    [
        pytest.param("Red Heat", 1985, "Walter Hill", id="another year"),
        pytest.param("Red Heat", 1988, "Robert Collector", id="nobody in common"),
        pytest.param("Red Dawn", 1988, "Walter Hill", id="another title"),
        pytest.param("Red Heat", None, "Walter Hill", id="no year"),
    ],
)
def test_a_film_is_another_one_otherwise(tmp_path, title, year, director):
    film = build.film(title, year)
    build.credit(film, build.person(director), "director")
    report = load(files.write_catalogue(tmp_path), name="small")
    assert (report.films_recognised, report.films_made) == (0, 3)
    assert film_of(files.RED_HEAT) != film


def test_a_namesake_on_no_film_in_common_is_another_person(tmp_path):
    londoner = build.person("Steve McQueen", birth_year=1969)
    build.credit(build.film("Shame", 2011), londoner, "director")
    files.write(
        tmp_path, "title.basics", [files.title("tt0062765", "movie", "Bullitt", "Bullitt", "1968", "114", "Action")]
    )
    files.write(tmp_path, "name.basics", [files.name("nm0000537", "Steve McQueen", "1930", "1980")])
    files.write(tmp_path, "title.principals", [("tt0062765", "1", "nm0000537", "actor", "\\N", '["Frank Bullitt"]')])
    load(tmp_path, name="small")
    assert person_of("nm0000537") != londoner
    assert Person.objects.called("Steve McQueen").count() == 2


def test_another_birth_year_is_another_person_even_on_the_same_film(tmp_path):
    film = build.film("Red Heat", 1988)
    other = build.person("Walter Hill", birth_year=1900)
    build.credit(film, other, "director", source="films.toml")
    load(files.write_catalogue(tmp_path), name="small")
    assert film_of(files.RED_HEAT) == film
    assert person_of(files.HILL) != other


def test_another_name_of_somebody_known_by_id_becomes_an_alias(tmp_path):
    james = build.person("James Belushi")
    james.identifiers.create(scheme="imdb", value=files.BELUSHI)
    load(files.write_catalogue(tmp_path), name="small")
    assert Alias.objects.get(person=james).name == "Jim Belushi"
    assert Person.objects.called("Jim Belushi").get() == james
    assert load(tmp_path, name="small", now=LATER).changed_nothing


MADE_UP_FILM, MADE_UP_PERSON = "tt99025068", "nm99071365"


def _made_up(folder: Path, title: str, person: str) -> Path:
    files.write(folder, "title.basics", [files.title(MADE_UP_FILM, "movie", title, title, "1988", "\\N", "Action")])
    files.write(folder, "name.basics", [files.name(MADE_UP_PERSON, person)])
    files.write(folder, "title.principals", [(MADE_UP_FILM, "1", MADE_UP_PERSON, "actor", "\\N", "\\N")])
    return folder


def test_made_up_ids_are_identity_in_their_own_catalogue_alone(tmp_path):
    first = _made_up(tmp_path / "first", "Red Heat", "James Belushi")
    second = _made_up(tmp_path / "second", "Die Hard", "Bruce Willis")
    load(first)
    load(second)
    assert film_of(MADE_UP_FILM, "first").title == "Red Heat"
    assert film_of(MADE_UP_FILM, "second").title == "Die Hard"
    assert person_of(MADE_UP_PERSON, "first").name == "James Belushi"
    assert person_of(MADE_UP_PERSON, "second").name == "Bruce Willis"
    assert not FilmIdentifier.objects.filter(scheme="imdb").exists()
    assert load(first, now=LATER).changed_nothing
    assert load(second, now=LATER).changed_nothing


def test_one_film_under_a_real_and_a_made_up_id_is_one_record(tmp_path):
    rows = [
        files.title("tt0453467", "movie", "Deja Vu", "Deja Vu", "2006", "126", "Action"),
        files.title("tt99029000", "movie", "Déjà Vu", "Déjà Vu", "2006", "\\N", "Thriller"),
    ]
    files.write(tmp_path, "title.basics", rows)
    files.write(
        tmp_path, "name.basics", [files.name("nm0000243", "Denzel Washington"), files.name("nm0001716", "Tony Scott")]
    )
    credits = [
        ("tt0453467", "1", "nm0000243", "actor", "\\N", '["Doug Carlin"]'),
        ("tt99029000", "1", "nm0000243", "actor", "\\N", "\\N"),
        ("tt99029000", "2", "nm0001716", "director", "\\N", "\\N"),
    ]
    files.write(tmp_path, "title.principals", credits)
    report = load(tmp_path, name="small")
    film = film_of("tt0453467")
    assert (report.twins, Film.objects.count(), film_of("tt99029000", "small")) == (1, 1, film)
    assert set(film.credits.values_list("job", "character")) == {("actor", "Doug Carlin"), ("director", "")}
    assert load(tmp_path, name="small", now=LATER).changed_nothing


def test_two_real_ids_are_two_films_though_title_year_and_people_agree(tmp_path):
    rows = [
        files.title("tt0021814", "movie", "Dracula", "Dracula", "1931", "75", "Horror"),
        files.title("tt0021815", "movie", "Drácula", "Drácula", "1931", "104", "Horror"),
    ]
    files.write(tmp_path, "title.basics", rows)
    files.write(tmp_path, "name.basics", [files.name("nm0000001", "Carl Laemmle Jr.")])
    files.write(tmp_path, "title.principals", [(r[0], "1", "nm0000001", "producer", "\\N", "\\N") for r in rows])
    load(tmp_path, name="small")
    assert Film.objects.count() == 2


def test_a_person_under_two_names_and_two_ids_is_reported_and_not_merged(tmp_path):
    titles = [
        files.title("tt0083190", "movie", "Thief", "Thief", "1981", "123", "Crime"),
        files.title("tt99025068", "movie", "Red Heat", "Red Heat", "1988", "\\N", "Action"),
    ]
    files.write(tmp_path, "title.basics", titles)
    names = [
        files.name(files.BELUSHI, "Jim Belushi"),
        files.name("nm99071365", "James Belushi"),
        files.name("nm0001001", "James Caan"),
        files.name("nm0000998", "Brion James"),
    ]
    files.write(tmp_path, "name.basics", names)
    credits = [
        ("tt0083190", "1", files.BELUSHI, "actor", "\\N", '["Barry"]'),
        ("tt0083190", "2", "nm0000998", "actor", "\\N", "\\N"),
        ("tt99025068", "1", "nm99071365", "actor", "\\N", '["Art Ridzik"]'),
        ("tt99025068", "2", "nm0000998", "actor", "\\N", '["Streak"]'),
    ]
    files.write(tmp_path, "title.principals", credits)
    report = load(tmp_path, name="small")
    assert report.doubles_found == 1
    (double,) = report.doubles
    assert (double.name, double.other_name) == ("Jim Belushi", "James Belushi")
    assert {double.person_id, double.other_id} == {person_of(files.BELUSHI).pk, person_of("nm99071365", "small").pk}
    assert double.reason == "never credited together, with 1 colleague in common"
    assert Person.objects.count() == 3


def test_two_ids_in_the_same_role_are_reported(tmp_path):
    files.write(tmp_path, "title.basics", [files.title("tt0083190", "movie", "Thief", "Thief", "1981", "123", "Crime")])
    files.write(
        tmp_path, "name.basics", [files.name(files.BELUSHI, "Jim Belushi"), files.name("nm0000903", "James Belushi")]
    )
    rows = [
        ("tt0083190", str(n), who, "actor", "\\N", '["Barry"]') for n, who in ((1, files.BELUSHI), (2, "nm0000903"))
    ]
    files.write(tmp_path, "title.principals", rows)
    (double,) = load(tmp_path, name="small").doubles
    assert double.reason == "both are credited as Barry on Thief"


def test_a_namesake_known_by_no_id_is_reported_where_colleagues_agree(tmp_path):
    bullitt, steve = build.film("The Getaway", 1972), build.person("Steve McQueen")
    build.credit(bullitt, steve, "actor")
    build.credit(bullitt, build.person("Ali MacGraw"), "actor")
    files.write(
        tmp_path, "title.basics", [files.title("tt0062765", "movie", "Bullitt", "Bullitt", "1968", "114", "Action")]
    )
    files.write(
        tmp_path, "name.basics", [files.name("nm0000537", "Steve McQueen"), files.name("nm0748784", "Ali MacGraw")]
    )
    rows = [("tt0062765", str(n), who, "actor", "\\N", "\\N") for n, who in ((1, "nm0000537"), (2, "nm0748784"))]
    files.write(tmp_path, "title.principals", rows)
    report = load(tmp_path, name="small")
    assert Counter(double.name for double in report.doubles) == {"Steve McQueen": 1, "Ali MacGraw": 1}
    assert report.doubles[0].reason == "the same name, with 1 colleague in common"


# Which titles


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        (Choice(), {"Red Heat", "48 Hrs.", "Coming to America"}),
        (Choice(years=(1988, 1988)), {"Red Heat", "Coming to America"}),
        (Choice(years=(None, 1982)), {"48 Hrs."}),
        (Choice(years=(1983, None)), {"Red Heat", "Coming to America"}),
        (Choice(min_votes=100_000), {"Coming to America"}),
        (Choice(title_types=frozenset({"tvSeries"})), set()),
    ],
)
def test_only_titles_that_are_wanted_come_in_and_only_their_people(catalogue, choice, titles):
    votes = [(files.RED_HEAT, "6.1", "80000"), (files.COMING_TO_AMERICA, "7.1", "234000")]
    files.write(catalogue, "title.ratings", votes)
    load(catalogue, choice=choice)
    assert set(Film.objects.values_list("title", flat=True)) == titles
    assert not Person.objects.filter(credits__isnull=True).exists()


def test_people_without_a_credit_come_in_on_request(catalogue):
    report = load(catalogue, choice=Choice(years=(1982, 1982), all_people=True))
    assert (report.people_made, report.films_made) == (5, 1)


def test_a_kind_without_records_is_refused():
    with pytest.raises(ValueError, match="no records of the kind tvEpisode"):
        Choice(title_types=frozenset({"tvEpisode"}))


def test_series_and_their_ends_are_kept(tmp_path):
    rows = [
        ("tt0086759", "tvSeries", "Miami Vice", "Miami Vice", "0", "1984", "1989", "60", "Action"),
        ("tt0090424", "tvMiniSeries", "Edge of Darkness", "Edge of Darkness", "0", "1985", "1985", "314", "Crime"),
        ("tt0000000", "tvEpisode", "Brother's Keeper", "Brother's Keeper", "0", "1984", "\\N", "\\N", "Action"),
    ]
    files.write(tmp_path, "title.basics", rows)
    report = load(tmp_path, name="small")
    assert set(Film.objects.values_list("title", "kind", "end_year")) == {
        ("Miami Vice", "series", 1989),
        ("Edge of Darkness", "mini-series", 1985),
    }
    assert report.bad_rows == 0


# Bad rows and files

GOOD = files.title(files.RED_HEAT, "movie", "Red Heat", "Red Heat", "1988", "104", "Action")


def _with(column: int, value: str) -> tuple[str, ...]:
    return (*GOOD[:column], value, *GOOD[column + 1 :])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD[:8], "it has 8 columns instead of 9"),
        (_with(0, "0095963"), "“0095963” is no id of the form tt0000001"),
        (_with(0, "tt00095963"), "“tt00095963” is no id of the form tt0000001"),
        (_with(1, "film"), "“film” is no titleType"),
        (_with(2, "\\N"), "the title is missing"),
        (_with(2, "A" * 364), "the title has 364 characters, more than the 300 there is room for"),
        (_with(2, "Red\x00Heat"), "it holds a control character"),
        (_with(2, "Red\x85Heat"), "it holds a control character"),
        (_with(5, "88"), "“88” is no year from 1874 to 2100"),
        (_with(5, "1066"), "“1066” is no year from 1874 to 2100"),
        (_with(5, "１９８８"), "“１９８８” is no year from 1874 to 2100"),
        (_with(6, "1980"), "it ends in 1980, before it begins in 1988"),
        (_with(7, "104 min"), "the runtime is “104 min”, not a number up to 32767"),
        (_with(7, "40000"), "the runtime is “40000”, not a number up to 32767"),
        (_with(8, "x" * 101), "its genres are more than 20 or longer than 100 characters"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line_and_left_out(tmp_path, row, reason):
    good = files.title(files.FORTY_EIGHT_HRS, "movie", "48 Hrs.", "48 Hrs.", "1982", "96", "Action")
    files.write(tmp_path, "title.basics", [good, row])
    told: list[BadRow] = []
    report = load(tmp_path, name="small", on_bad=told.append)
    assert told == [BadRow("title.basics.tsv", 3, reason)] == report.first_bad_rows
    assert report.bad_rows == 1
    assert list(Film.objects.values_list("title", flat=True)) == ["48 Hrs."]


@pytest.mark.parametrize(
    ("characters", "reason"),
    [
        ("[Ivan Danko]", "the characters are no JSON array of texts"),
        ('{"a": 1}', "the characters are no JSON array of texts"),
        ("[" * 5000, "the characters are no JSON array of texts"),
        ('["\\u0000"]', "the characters hold a control character"),
        ('["\\ud800"]', "the characters hold a control character"),
        (f'["{"x" * 301}"]', "the characters have 301 letters, more than the 300 there is room for"),
    ],
)
def test_bad_characters_are_a_bad_row(catalogue, characters, reason):
    files.write(catalogue, "title.principals", [(files.RED_HEAT, "1", files.HILL, "actor", "\\N", characters)])
    report = load(catalogue)
    assert [(bad.line, bad.reason) for bad in report.first_bad_rows] == [(2, reason)]


def test_a_line_that_is_not_utf_8_is_named_and_the_next_is_read(tmp_path):
    file = files.write(
        tmp_path, "name.basics", [files.name("nm0000001", "Ren"), files.name("nm0000002", "Fred Astaire")]
    )
    file.write_bytes(file.read_bytes().replace(b"Ren\t", b"Ren\xe9\t"))
    report = load(tmp_path, name="small")
    assert report.first_bad_rows == [BadRow("name.basics.tsv", 2, "it is not UTF-8")]
    assert Person.objects.get().name == "Fred Astaire"


def test_a_line_without_end_does_not_fill_the_memory(tmp_path):
    names = [files.name("nm0000001", "x" * 3_000_000), files.name("nm0000002", "Fred Astaire")]
    files.write(tmp_path, "name.basics", names)
    report = load(tmp_path, name="small")
    assert report.first_bad_rows == [BadRow("name.basics.tsv", 2, "the line is longer than 1,048,576 bytes")]
    assert Person.objects.get().name == "Fred Astaire"


def test_a_death_before_the_birth_is_a_bad_row_and_the_credit_is_counted(catalogue):
    files.write(catalogue, "name.basics", [files.name(files.HILL, "Walter Hill", "1942", "1941"), *_others(files.HILL)])
    report = load(catalogue)
    assert (report.bad_rows, report.credits_of_unknown_people, report.people_made) == (1, 4, 4)


def test_a_name_of_three_hundred_letters_fits_with_its_sort_form(tmp_path):
    text = f"{'a' * 149} {'b' * 150}"
    files.write(tmp_path, "name.basics", [files.name("nm0000001", text)])
    assert load(tmp_path, name="small").people_made == 1
    assert Person.objects.get().name == text


def test_columns_may_stand_in_another_order(tmp_path):
    (tmp_path / "name.basics.tsv").write_text(
        "primaryName\tnconst\tdeathYear\tbirthYear\nFred Astaire\tnm0000001\t1987\t1899\n"
    )
    load(tmp_path, name="small")
    assert (Person.objects.get().birth_year, Person.objects.get().death_year) == (1899, 1987)


def _nothing(folder: Path) -> Path:
    return folder / "absent"


def _empty_folder(folder: Path) -> Path:
    return folder


def _both_forms(folder: Path) -> Path:
    files.write(folder, "name.basics", [])
    files.write(folder, "name.basics", [], packed=True)
    return folder


def _credits_alone(folder: Path) -> Path:
    return files.write(folder, "title.principals", files.CREDITS)


def _a_column_short(folder: Path) -> Path:
    (folder / "name.basics.tsv").write_text("nconst\tprimaryName\n")
    return folder


def _cut_short(folder: Path) -> Path:
    file = files.write(folder, "name.basics", [files.name(f"nm{n:07d}", f"Name {n}") for n in range(5000)], packed=True)
    file.write_bytes(file.read_bytes()[:-4000])
    return folder


def _not_packed(folder: Path) -> Path:
    (folder / "name.basics.tsv.gz").write_text("nconst\tprimaryName\n")
    return folder


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_nothing, "there is no such file or folder"),
        (_empty_folder, "none of the data sets is here"),
        (_both_forms, "lies beside it; keep one of the two"),
        (_credits_alone, "says nothing without title.basics and name.basics"),
        (_a_column_short, "the first line has no column birthYear, deathYear"),
        (_cut_short, "name.basics.tsv.gz: cannot be read to its end"),
        (_not_packed, "name.basics.tsv.gz: cannot be read to its end"),
    ],
)
def test_files_that_cannot_be_used_are_refused_in_a_sentence_and_nothing_is_stored(tmp_path, make, message):
    with pytest.raises(CatalogueError, match=message):
        load(make(tmp_path), name="small")
    assert not Person.objects.exists()


def test_least_votes_need_the_ratings(catalogue):
    with pytest.raises(CatalogueError, match="ratings is not among the files"):
        load(catalogue, choice=Choice(min_votes=1))


@pytest.mark.parametrize("name", ["imdb", "wikidata", "facts", "editor", "???"])
def test_a_catalogue_may_not_take_the_name_of_another_scheme(catalogue, name):
    with pytest.raises(CatalogueError, match="cannot be the name of a catalogue"):
        load(catalogue, name=name)


def test_the_number_of_queries_does_not_grow_with_the_rows(tmp_path, django_assert_max_num_queries):
    names = [files.name(f"nm{n:07d}", f"Walter Hill {n % 7}") for n in range(1, 801)]
    files.write(tmp_path, "name.basics", names)
    with django_assert_max_num_queries(40):
        load(tmp_path, name="small")


# The measuring data


def test_a_slice_of_the_measuring_catalogue_comes_in_whole(shared, tmp_path):
    with gzip.open(shared / "catalogue" / "title.basics.tsv.gz", "rt", encoding="utf-8") as rows:
        titles = [next(rows) for _ in range(301)]
    wanted = {line.split("\t", 1)[0] for line in titles}
    (tmp_path / "title.basics.tsv").write_text("".join(titles), encoding="utf-8")
    people: set[str] = set()
    for name in ("title.principals", "title.crew"):
        with gzip.open(shared / "catalogue" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="\n") as rows:
            lines = [line for line in rows if line.split("\t", 1)[0] in wanted]
        (tmp_path / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
        people.update(part for line in lines for field in line.split("\t") for part in field.strip().split(","))
    with gzip.open(shared / "catalogue" / "name.basics.tsv.gz", "rt", encoding="utf-8", newline="\n") as rows:
        lines = [line for line in rows if (first := line.split("\t", 1)[0]) in people or first == "nconst"]
    (tmp_path / "name.basics.tsv").write_text("".join(lines), encoding="utf-8")
    report = load(tmp_path, name="slice")
    assert report.bad_rows == report.credits_of_unknown_people == 0
    assert report.films_made + report.twins == 300
    assert report.people_made == len(lines) - 1
    assert load(tmp_path, name="slice", now=LATER).changed_nothing
