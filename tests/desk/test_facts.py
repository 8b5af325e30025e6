"""The facts file: what loading it makes, and what it leaves alone."""

from pathlib import Path

import pytest

from essays.desk.facts import load_facts
from essays.desk.facts_file import FactsFileError
from essays.models import Credit, Film, FilmTitle
from people.models import Person, Tag, Visibility, mark_edited
from tests.build import NOW, credit, film, person

pytestmark = pytest.mark.django_db

RED_HEAT = """
[[person]]
name = "James Belushi"
other_names = ["Jim Belushi"]
born = 1954
imdb = "nm0000902"

[[film]]
title = "Red Heat"
year = 1988
other_titles = ["Inferno Vermelho"]
imdb = "tt0095963"
runtime_minutes = 104
countries = ["United States"]
genres = ["action", "buddy cop film"]
released = [{ country = "United States", on = 1988-06-17 }]
gross = { amount = 34994648, currency = "USD", territory = "United States and Canada" }
credit = [
  { person = "Walter Hill", job = "director" },
  { person = "Jim Belushi", job = "actor", character = "Art Ridzik", billing = 2 },
  { person = "Laurence Fishburne", job = "actor", billing = 5, character = "Stobbs", credited_as = "Larry Fishburne" },
]
"""
NAMESAKES = """
[[person]]
name = "Steve McQueen"
disambiguation = "actor, 1930-1980"
born = 1930
[[person]]
name = "Steve McQueen"
disambiguation = "director, born 1969"
born = 1969
"""


@pytest.fixture
def facts(tmp_path):
    """Write a facts file and load it; returns the report."""

    def load(text: str):
        path = tmp_path / "films.toml"
        path.write_text(text, encoding="utf-8")
        return load_facts(path, now=NOW)

    return load


def red_heat() -> Film:
    return Film.objects.get(title="Red Heat", release_year=1988)


def test_a_film_comes_with_all_that_the_file_says(facts):
    report = facts(RED_HEAT)
    assert (report.films_made, report.people_made, report.problems) == (1, 3, [])
    made = red_heat()
    assert (made.runtime_minutes, made.countries, made.visibility) == (104, ["United States"], Visibility.MENTIONED)
    assert [title.title for title in made.titles.all()] == ["Inferno Vermelho"]
    assert [(r.country, r.released_on.isoformat()) for r in made.releases.all()] == [("United States", "1988-06-17")]
    assert [(f.kind, f.amount, f.source) for f in made.figures.all()] == [("gross", 34994648, "films.toml")]
    assert {i.value for i in made.identifiers.filter(scheme="imdb")} == {"tt0095963"}
    assert {(t.tag.name, t.tag.kind) for t in made.taggings.all()} == {("action", "genre"), ("buddy cop film", "genre")}
    assert Film.objects.called("inferno vermelho").get() == made


def test_a_credit_may_use_another_name_and_keeps_the_one_on_the_screen(facts):
    facts(RED_HEAT)
    belushi = Person.objects.get(name="James Belushi")
    assert belushi.credits.get().character == "Art Ridzik"
    assert Credit.objects.get(billing=5).credited_as == "Larry Fishburne"


def test_people_get_the_tags_of_their_jobs_marked_as_derived(facts):
    facts(RED_HEAT)
    tagging = Person.objects.get(name="Walter Hill").taggings.get()
    assert (tagging.tag.name, tagging.tag.kind, tagging.is_derived) == ("director", Tag.Kind.JOB, True)


def test_loading_again_changes_nothing(facts):
    facts(RED_HEAT)
    before = list(Film.objects.values()), list(Person.objects.values()), list(Credit.objects.values())
    report = facts(RED_HEAT)
    assert (report.unchanged, report.films_changed, report.people_changed) == (2, 0, 0)
    assert (list(Film.objects.values()), list(Person.objects.values()), list(Credit.objects.values())) == before


def test_what_the_file_says_anew_is_taken(facts):
    facts(RED_HEAT)
    report = facts(
        RED_HEAT.replace("runtime_minutes = 104", "runtime_minutes = 103")
        .replace("34994648", "34994649")
        .replace('"Art Ridzik", billing = 2', '"Art Ridzik", billing = 3')
        .replace('{ person = "Walter Hill", job = "director" },', '{ person = "Walter Hill", job = "writer" },')
        .replace("Inferno Vermelho", "Double détente")
    )
    made = red_heat()
    assert report.films_changed == 1
    assert (made.runtime_minutes, made.figures.get().amount, made.titles.get().title) == (
        103,
        34994649,
        "Double détente",
    )
    assert Credit.objects.get(character="Art Ridzik").billing == 3
    assert [c.job for c in Person.objects.get(name="Walter Hill").credits.all()] == ["writer"]


def test_what_an_editor_changed_stays(facts):
    facts(RED_HEAT)
    made = red_heat()
    made.runtime_minutes = 106
    made.title = "Red Heat: the film"
    made.save()
    Credit.objects.filter(character="Art Ridzik").update(billing=7)
    made.titles.get().delete()
    made.taggings.get(tag__name="action").delete()
    changed = RED_HEAT.replace("runtime_minutes = 104", "runtime_minutes = 105").replace("billing = 2", "billing = 4")
    facts(changed)
    made.refresh_from_db()
    assert (made.runtime_minutes, made.title) == (106, "Red Heat: the film")
    assert Credit.objects.get(character="Art Ridzik").billing == 7
    assert not made.titles.exists()
    assert [t.tag.name for t in made.taggings.all()] == ["buddy cop film"]
    assert Film.objects.count() == 1


def test_a_field_marked_as_the_editors_stays_even_where_it_is_empty(facts):
    facts(RED_HEAT.replace("runtime_minutes = 104", ""))
    made = red_heat()
    mark_edited(made, ["runtime_minutes"])
    made.save()
    facts(RED_HEAT)
    made.refresh_from_db()
    assert made.runtime_minutes is None


def test_a_credit_that_an_editor_deleted_does_not_come_back(facts):
    facts(RED_HEAT)
    Credit.objects.get(job="director").delete()
    facts(RED_HEAT)
    assert not Credit.objects.filter(job="director").exists()


def test_a_record_that_is_there_is_filled_and_not_doubled(facts):
    there = film(runtime_minutes=100)
    hill = person("Walter Hill")
    credit(there, hill)
    report = facts(RED_HEAT)
    there.refresh_from_db()
    assert (report.films_made, report.films_changed) == (0, 1)
    assert (there.runtime_minutes, there.countries) == (100, ["United States"])
    assert hill.credits.get() == Credit.objects.get(job="director")


def test_a_proposed_record_that_the_file_confirms_is_proposed_no_more(facts):
    proposed = person("Walter Hill", visibility=Visibility.PROPOSED)
    facts(RED_HEAT)
    proposed.refresh_from_db()
    assert proposed.visibility == Visibility.MENTIONED


def test_a_character_in_short_from_a_document_is_completed(facts):
    fishburne = person("Laurence Fishburne")
    credit(film(), fishburne, "actor", character="", source="a-reference.txt")
    facts(RED_HEAT)
    assert [c.character for c in fishburne.credits.all()] == ["Stobbs"]


def test_a_name_with_its_disambiguation_picks_the_namesake(facts):
    report = facts(
        NAMESAKES
        + """
[[film]]
title = "Bullitt"
year = 1968
credit = [{ person = "Steve McQueen (actor, 1930-1980)", job = "actor", character = "Frank Bullitt" }]
"""
    )
    assert report.problems == []
    assert Credit.objects.get().person.birth_year == 1930


def test_a_name_that_two_have_is_a_mistake_and_nothing_of_the_film_is_loaded(facts):
    report = facts(
        NAMESAKES
        + """
[[film]]
title = "Hunger"
year = 2008
credit = [{ person = "Steve McQueen", job = "director" }]
[[film]]
title = "Shame"
year = 2011
"""
    )
    assert [f.title for f in Film.objects.all()] == ["Shame"]
    [problem] = report.problems
    assert problem.startswith("films.toml, film Hunger (2008): its credit of Steve McQueen may mean several people")


def test_two_namesakes_with_years_do_not_fill_each_other(facts):
    person("Steve McQueen", birth_year=1969)
    facts(NAMESAKES)
    assert sorted(Person.objects.values_list("birth_year", flat=True)) == [1930, 1969]


def test_a_film_finds_the_series_it_is_part_of_wherever_that_stands(facts):
    facts(
        """
[[film]]
title = "Lethal Weapon"
year = 1987
part_of = "Lethal Weapon"
[[film]]
title = "Lethal Weapon"
kind = "film series"
"""
    )
    assert Film.objects.get(release_year=1987).part_of.kind == Film.Kind.FILM_SERIES


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param("[[film]]\nyear = 1988", "“title” is missing", id="no title"),
        pytest.param('[[film]]\ntitle = "Alien"\nyear = "1979"', "“year” is '1979', but must be a whole", id="text"),
        pytest.param('[[film]]\ntitle = "Alien"\nyear = 79', "must be from 1874 to 2100", id="two digits"),
        pytest.param('[[film]]\ntitle = "Alien"\nkind = "movie"', "its kind is “movie”", id="unknown kind"),
        pytest.param('[[film]]\ntitle = "Alien"\nruntime = 117', "“runtime” is no key", id="misspelt key"),
        pytest.param(f'[[film]]\ntitle = "{"A" * 301}"', "has 301 characters", id="too long"),
        pytest.param('[[film]]\ntitle = "A\\u0000"', "control character", id="NUL"),
        pytest.param('[[film]]\ntitle = "Alien"\nend_year = 1970\nyear = 1979', "before it begins", id="ends early"),
        pytest.param('[[film]]\ntitle = "Alien"\ncountries = "UK"', "must be a list of texts", id="no list"),
        pytest.param(
            '[[film]]\ntitle = "Alien"\ncredit = [{ person = "Walter Hill", job = "boss" }]', "“boss”", id="job"
        ),
        pytest.param(
            '[[film]]\ntitle = "Alien"\nreleased = [{ country = "UK", on = "1979" }]', "must be a date", id="date"
        ),
        pytest.param('[[film]]\ntitle = "Alien"\npart_of = "Aliens"', "no film series", id="unknown series"),
        pytest.param('[[film]]\ntitle = "Alien"\n[[film]]\ntitle = "Alien"', "in the file twice", id="twice"),
        pytest.param('[[person]]\nname = "A B"\nborn = 1980\ndied = 1930', "before it is born", id="dies first"),
        pytest.param('[[persons]]\nname = "A B"', "“persons” is not a table", id="unknown table"),
        pytest.param('[person]\nname = "A B"', "two brackets", id="one bracket"),
    ],
)
def test_a_bad_entry_is_named_and_skipped(facts, entry, said):
    report = facts(f'{entry}\n[[film]]\ntitle = "Predator"\nyear = 1987\n')
    assert Film.objects.filter(title="Predator").exists()
    [problem] = report.problems
    assert problem.startswith("films.toml")
    assert said in problem


def test_an_outside_id_of_another_record_is_a_mistake_and_nothing_of_the_entry_is_loaded(facts):
    entry = '[[film]]\ntitle = "Commando"\nyear = 1985\n'
    facts(entry)
    film("Predator", 1987).identifiers.create(scheme="imdb", value="tt0093773")
    report = facts(entry + 'imdb = "tt0093773"\nruntime_minutes = 90\n')
    assert report.problems == [
        "films.toml, film Commando (1985): imdb tt0093773 is already the id of Predator (1987). "
        "Nothing of this entry was loaded."
    ]
    assert Film.objects.get(title="Commando").runtime_minutes is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"[[film]]\ntitle = ", "not valid TOML", id="broken"),
        pytest.param(b'[[film]]\ntitle = "Caf\xe9"', r"byte \d+: it is not UTF-8", id="encoding"),
        pytest.param(None, "cannot be opened", id="absent"),
    ],
)
def test_a_file_that_is_no_facts_file_is_refused_in_a_sentence(tmp_path: Path, data, said):
    path = tmp_path / "films.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FactsFileError, match=said):
        load_facts(path, now=NOW)


def test_the_projects_own_file_loads_without_a_problem():
    path = Path(__file__).resolve().parents[2] / "seeds" / "films.toml"
    report = load_facts(path, now=NOW)
    assert report.problems == []
    assert Film.objects.called("48 Hours").get().title == "48 Hrs."
    assert Person.objects.filter(name="Steve McQueen").count() == 2
    assert FilmTitle.objects.exists()
