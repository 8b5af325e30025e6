"""The command that imports a catalogue: options, what it prints, how it ends."""

import io
from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from essays.management.commands.import_catalogue import kinds, years
from essays.models import Film
from people.models import Person, PersonIdentifier
from tests.desk import catalogue_files as files


def run(*arguments: object) -> tuple[str, str]:
    """What the command printed: output, errors."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_catalogue", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_it_says_what_it_did_and_the_second_time_that_nothing_changed(tmp_path):
    folder = files.write_catalogue(tmp_path / "IMDb of June")
    out, err = run(folder)
    assert out.splitlines() == [
        "15 rows of “imdb-of-june” read.",
        "Films: 3 new, 0 brought up to date.",
        "People: 5 new, 0 brought up to date.",
        "Credits: 9 new. Other titles: 0 new.",
    ]
    assert err == ""  # no bar where there is no terminal
    out, _ = run(folder)
    assert out.splitlines()[1:] == ["Nothing changed: all of it was here already."]


@pytest.mark.django_db
def test_a_bad_row_is_printed_with_its_place_and_the_command_ends_with_an_error(tmp_path, capsys):
    files.write(tmp_path, "name.basics", [files.name("nm0000001", "Fred Astaire"), files.name("1", "Lauren Bacall")])
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 bad row left out; all others are stored") as ended:
        call_command("import_catalogue", tmp_path, "--name=small", stdout=io.StringIO(), stderr=err)
    assert err.getvalue().strip() == "name.basics.tsv, line 3: “1” is no id of the form nm0000001."
    assert ended.value.returncode == 1
    assert Person.objects.get().name == "Fred Astaire"


@pytest.mark.django_db
def test_likely_doubles_are_printed(tmp_path):
    files.write(tmp_path, "title.basics", [files.title("tt0083190", "movie", "Thief", "Thief", "1981", "123", "Crime")])
    names = [files.name(files.BELUSHI, "Jim Belushi"), files.name("nm0000903", "James Belushi")]
    files.write(tmp_path, "name.basics", names)
    rows = [("tt0083190", "1", person[0], "actor", "\\N", '["Barry"]') for person in names]
    files.write(tmp_path, "title.principals", rows)
    out, _ = run(tmp_path, "--name=small")
    jim, james = (PersonIdentifier.objects.get(value=person[0]).person_id for person in names)
    assert out.splitlines()[-1] == (
        f"Likely double: Jim Belushi (record {jim}) and James Belushi (record {james}) may be one person: "
        "both are credited as Barry on Thief."
    )


@pytest.mark.django_db
def test_options_choose_titles_and_name_the_catalogue(tmp_path):
    folder = files.write_catalogue(tmp_path)
    files.write(folder, "title.ratings", [(files.RED_HEAT, "6.1", "80000")])
    run(folder, "--name=picked", "--kinds=movie,short", "--years=1980-1989", "--min-votes=1000")
    film = Film.objects.get()
    assert (film.title, film.provenance["title"]) == ("Red Heat", "picked")


@pytest.mark.django_db
def test_a_single_file_of_names_brings_all_of_them(tmp_path):
    file = files.write(tmp_path / "imdb-files", "name.basics", [files.name("nm0000001", "Fred Astaire")], packed=True)
    out, _ = run(file)
    assert out.startswith("1 row of “imdb-files” read.")
    assert Person.objects.get().name == "Fred Astaire"


@pytest.mark.django_db
def test_a_facts_file_is_loaded_as_such(tmp_path):
    facts = tmp_path / "films.toml"
    facts.write_text('[[film]]\ntitle = "Red Heat"\nyear = 1988\nkind = "film"\n', encoding="utf-8")
    run(facts)
    assert Film.objects.get().release_year == 1988


@pytest.mark.django_db
def test_a_path_without_data_sets_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="there is no such file or folder"):
        run(Path(tmp_path / "absent"))


@pytest.mark.parametrize(
    ("text", "span"),
    [("1930-1999", (1930, 1999)), ("1930-", (1930, None)), ("-1999", (None, 1999)), ("1988", (1988, 1988))],
)
def test_years_are_read_as_a_span(text, span):
    assert years(text) == span


@pytest.mark.parametrize("text", ["", "-", "88", "1999-1930", "1930–1999"])
def test_other_spellings_of_years_are_refused(text):
    with pytest.raises(ArgumentTypeError):
        years(text)


def test_an_unknown_kind_is_refused_with_those_there_are():
    assert kinds("movie, short") == {"movie", "short"}
    with pytest.raises(ArgumentTypeError, match="no records of the kind “tvEpisode”; there are movie"):
        kinds("movie,tvEpisode")
