"""Tables of people, films, credits and tags: what is refused, what is stored, and the way out and back."""

import csv
import io

import pytest

from essays.desk.tables import TableError, as_meant, columns_of, defused, exported, look_at, take_in, text_of
from essays.models import Credit, Film, FilmTag
from people.models import Alias, Person, PersonTag, Tag, TagSynonym
from tests import build
from tests.build import NOW

pytestmark = pytest.mark.django_db

MODELS = {"person": Person, "film": Film, "credit": Credit, "tag": Tag}


def store(kind: str, text: str):
    """Look at a table and store it as seen."""
    seen = look_at(kind, text, name="table.csv").seen
    return take_in(kind, text, name="table.csv", seen=seen, by=None, now=NOW)


def cells(kind: str, records) -> list[list[str]]:
    text = "".join(exported(kind, records)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param("name\nJosé\n".encode("latin-1"), "table.csv is not in UTF-8: line 2 has a letter", id="encoding"),
        pytest.param(b"PK\x03\x04...", "is a workbook and not a CSV file", id="a workbook"),
        pytest.param(b"  \n", "table.csv is empty", id="empty"),
        pytest.param(
            b"name,naem\nx,y\n", "a column “naem”, which there is not. Do you mean “name”?", id="wrong column"
        ),
        pytest.param(b"name,name\nx,y\n", "has the column “name” twice", id="column twice"),
        pytest.param(b"born\n1942\n", "needs a column “address” or “name”", id="whose row"),
        pytest.param(b"name\n", "has names of columns and no rows below them", id="no rows"),
        pytest.param(b"name,born\nHill,1942,director\n", "Row 2 of table.csv has 3 cells and there are 2", id="cells"),
        pytest.param(b'name\n"Walter Hill\n', "is no table from line", id="open quotation mark"),
        pytest.param(b"name\n" + b"Hill\n" * 1_001, "has 1,001 rows; at most 1,000 are taken at once", id="rows"),
    ],
)
def test_a_file_that_is_no_table_is_answered_in_one_sentence(data, said):
    with pytest.raises(TableError) as caught:
        look_at("person", text_of(data, name="table.csv"), name="table.csv")
    assert said in str(caught.value)
    assert Person.objects.count() == 0


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_write_is_read(mark, encoding):
    data = f"Name{mark}Born\r\nJosé Ferrer{mark}1912\r\n".encode(encoding)
    report = store("person", text_of(data, name="table.csv"))
    assert report.is_stored
    assert Person.objects.get().birth_year == 1912


def test_a_new_person_is_shown_and_nothing_is_stored_until_it_is_said():
    text = "name,born,other names,tags\nJames Belushi,1954,Jim Belushi; J. Belushi,Chicago\n"
    report = look_at("person", text, name="table.csv")
    [row] = report.rows
    assert (row.number, row.outcome, row.what) == (2, "new", "James Belushi (born 1954)")
    assert row.lines == [
        "name: – → James Belushi",
        "born: – → 1954",
        "other names: added Jim Belushi",
        "other names: added J. Belushi",
        "tags: added Chicago",
    ]
    assert Person.objects.count() == Tag.objects.count() == 0
    assert store("person", text).sentence() == "1 new."
    belushi = Person.objects.get()
    assert belushi.slug == "james-belushi"
    assert list(Person.objects.called("Jim Belushi")) == [belushi]
    assert [str(tag) for tag in belushi.tags.all()] == ["Chicago"]
    assert belushi.provenance["birth_year"] == "editor"


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties():
    walter = build.person(birth_year=1942, note="A director.", visibility="hidden")
    report = store("person", "address,born,public\nwalter-hill,,\n")
    assert report.sentence() == "1 changed."
    walter.refresh_from_db()
    assert (walter.birth_year, walter.note, walter.visibility) == (None, "A director.", "hidden")


def test_one_wrong_row_stores_none_and_each_says_what_is_wrong_with_it():
    build.person("Steve McQueen", birth_year=1930)
    text = (
        "address,name,born,died,public\n"
        "steve-mcqueen,Steve McQueen,1930,1980,\n"
        ",Walter Hill,nineteen,,\n"
        ",James Belushi,1954,1950,\n"
        ",,1960,,\n"
        ",Ed O'Ross,,,secret\n"
    )
    report = store("person", text)
    assert not report.is_stored
    assert [(row.number, *row.lines) for row in report.wrong] == [
        (3, "born: “nineteen” is no whole number."),
        (4, "The year of death is before the year of birth."),
        (5, "name: This field cannot be blank."),
        (6, "public: “secret” is none of proposed, mentioned, public, hidden."),
    ]
    assert Person.objects.get().death_year is None


def test_two_rows_that_say_the_same_are_refused():
    report = look_at("person", "name\nWalter Hill\nWalter Hill\n", name="table.csv")
    assert report.wrong[0].lines == ["It says the same as row 2; remove one of the two."]


def test_a_namesake_is_pointed_out():
    build.person("Steve McQueen", birth_year=1930)
    [row] = look_at("person", "name,born\nSteve McQueen,1969\n", name="table.csv").rows
    assert row.notes == [
        "There is Steve McQueen (born 1930) already (steve-mcqueen). Is it the same? Then write that address."
    ]


def test_what_somebody_changed_meanwhile_is_shown_again_and_not_stored():
    walter = build.person(birth_year=1940)
    text = "address,born\nwalter-hill,1942\n"
    seen = look_at("person", text, name="table.csv").seen
    Person.objects.update(birth_year=1941)
    report = take_in("person", text, name="table.csv", seen=seen, by=None, now=NOW)
    assert not report.is_stored and not report.wrong
    assert report.rows[0].lines == ["born: 1941 → 1942"]
    walter.refresh_from_db()
    assert walter.birth_year == 1941


def test_a_proposal_is_not_accepted_by_a_table_and_none_is_made():
    build.person("Ed O'Ross", visibility="proposed")
    [row] = look_at("person", "address,public\ned-oross,mentioned\n", name="table.csv").rows
    assert row.lines == ["public: A proposal is accepted in its list, not by a table."]
    [row] = look_at("person", "name,public\nWalter Hill,proposed\n", name="table.csv").rows
    assert row.lines == ["public: A table proposes nothing."]


def test_what_a_table_changes_is_in_the_history_with_its_name():
    walter = build.person()
    store("person", "address,born\nwalter-hill,1942\n")
    newest = Person.history.filter(id=walter.pk).latest()
    assert (newest.history_change_reason, newest.birth_year) == ("table table.csv", 1942)
    look_at("person", "address,born\nwalter-hill,1950\n", name="table.csv")
    assert Person.history.filter(id=walter.pk).count() == 2


def test_a_film_with_its_titles_countries_and_tags():
    text = "title,year,minutes,countries,other titles,tags\n48 Hrs.,1982,96,United States,48 Hours,buddy cop film\n"
    assert store("film", text).is_stored
    film = Film.objects.get()
    assert (film.slug, film.countries, film.runtime_minutes) == ("48-hrs-1982", ["United States"], 96)
    assert list(Film.objects.called("48 Hours")) == [film]
    assert FilmTag.objects.get().tag.name == "buddy cop film"
    assert store("film", "title,year\nRed Heat,1788\n").wrong[0].lines[0].startswith("year: ")


def test_credits_by_address_or_by_a_name_that_only_one_has():
    heat = build.film()
    build.person("James Belushi")
    build.person("Walter Hill")
    text = (
        "film,person,job,character,billing\n"
        "red-heat-1988,James Belushi,actor,Art Ridzik,2\n"
        "Red Heat (1988),walter-hill,director,,\n"
    )
    assert store("credit", text).sentence() == "2 new."
    assert {(c.person.name, c.job, c.character, c.billing) for c in heat.credits.all()} == {
        ("James Belushi", "actor", "Art Ridzik", 2),
        ("Walter Hill", "director", "", None),
    }
    assert PersonTag.objects.filter(content_object__name="Walter Hill", tag__name="director", is_derived=True).exists()
    again = store("credit", text.replace(",2\n", ",3\n"))
    assert again.sentence() == "1 changed, 1 as it was."
    assert heat.credits.get(job="actor").billing == 3


def test_a_credit_of_nobody_or_of_one_of_several_is_asked_about():
    build.film(), build.film("Red Heat", 1985), build.person()
    text = "film,person,job\nRed Heat,walter-hill,director\nred-heat-1988,Nobody,director\nred-heat-1988,walter-hill,\n"
    assert [row.lines for row in look_at("credit", text, name="t").wrong] == [
        ["film: “Red Heat” may be several. Write the address in its place: red-heat-1985 or red-heat-1988."],
        ["person: There is no person “Nobody”. Enter it first."],
        [f"job: “” is none of {', '.join(Credit.Job.values)}."],
    ]


def test_tags_are_known_by_their_name_too():
    Tag.objects.create(name="Cold War")
    text = "name,kind,synonyms\ncold war,topic,East and West\nbuddy cop film,genre,\n"
    report = store("tag", text)
    assert [row.outcome for row in report.rows] == ["changed", "new"]
    assert Tag.objects.count() == 2
    assert TagSynonym.objects.get().tag.slug == "cold-war"


@pytest.mark.parametrize(
    "name", ["=SUM(1)", "+1", "-30-", "@home", "'=x", "''-x", "'plain", "a;b", 'a "b", c', "=cmd|' /C calc'!A0"]
)
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(name):
    assert as_meant(defused(name)) == name
    build.film(name, 1959, synopsis=name)
    [_, row] = cells("film", Film.objects.all())
    assert not row[1].startswith(("=", "+", "-", "@"))
    text = "".join(exported("film", Film.objects.all()))
    assert store("film", text_of(text.encode(), name="t")).sentence() == "1 as it was."


def test_what_is_taken_away_and_brought_back_changes_nothing():
    heat, walter = build.film(countries=["United States"], runtime_minutes=104), build.person(birth_year=1942)
    Alias.objects.create(person=walter, name="W. Hill")
    walter.tags.add("neo-noir")
    build.credit(heat, walter)
    build.credit(heat, build.person("James Belushi"), "actor", character="Art Ridzik", billing=2)
    TagSynonym.objects.create(tag=Tag.objects.get(name="neo-noir"), name="new noir")
    for kind, model in MODELS.items():
        text = "".join(exported(kind, model.objects.all()))
        report = store(kind, text_of(text.encode(), name="t"))
        assert {row.outcome for row in report.rows} == {"same"}, [row.lines for row in report.telling]


def test_a_table_is_taken_away_in_as_many_statements_however_long_it_is(django_assert_num_queries):
    for number in range(3):
        build.person(f"Player {number}").tags.add("neo-noir")
    for _ in range(2):
        with django_assert_num_queries(3):
            cells("person", Person.objects.all())
        for number in range(3, 30):
            if Person.objects.count() < 30:
                build.person(f"Player {number}").tags.add("neo-noir")


@pytest.mark.parametrize("kind", MODELS)
def test_each_column_is_one_that_is_written(kind):
    assert cells(kind, MODELS[kind].objects.none()) == [[column.name for column in columns_of(kind)]]
