"""The facts file parses and obeys the rules at its head, and the two documents are of the shape they should have."""

import datetime as dt
import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
REAL_DOCUMENTS = ROOT.parent / "shared" / "corpus" / "seeds-gold.json"

PERSON_KEYS = {
    "name": str,
    "other_names": list,
    "disambiguation": str,
    "born": int,
    "died": int,
    "imdb": str,
}
FILM_KEYS = {
    "title": str,
    "year": int,
    "end_year": int,
    "kind": str,
    "other_titles": list,
    "original_title": str,
    "part_of": str,
    "imdb": str,
    "runtime_minutes": int,
    "countries": list,
    "languages": list,
    "genres": list,
    "released": list,
    "gross": dict,
    "budget": dict,
    "credit": list,
}
CREDIT_KEYS = {"person": str, "job": str, "billing": int, "character": str, "credited_as": str}
KINDS = {"film", "series", "mini-series", "film series"}
JOBS = {
    "creator",
    "director",
    "writer",
    "story",
    "producer",
    "composer",
    "cinematographer",
    "editor",
    "actor",
}

Entry = dict[str, Any]


def load_facts() -> tuple[list[Entry], list[Entry]]:
    facts = tomllib.loads((SEEDS / "films.toml").read_text(encoding="utf-8"))
    assert set(facts) == {"person", "film"}
    return facts["person"], facts["film"]


PEOPLE, FILMS = load_facts()


def film_label(film: Entry) -> str:
    """How a message names this film: with what tells it apart."""
    return f"{film['title']} ({film['year']}, {film['kind']})"


def person_label(person: Entry) -> str:
    """The form in which a credit names this person."""
    disambiguation = person.get("disambiguation")
    return f"{person['name']} ({disambiguation})" if disambiguation else person["name"]


CREDITS = [(film_label(film), credit) for film in FILMS for credit in film.get("credit", [])]


def folded(text: str) -> str:
    """Text without accents, punctuation, spaces and case: what two spellings of one name share."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def misfits(entry: Entry, keys: dict[str, type]) -> list[str]:
    unknown = [f"unknown key {key}" for key in entry if key not in keys]
    mistyped = [
        f"{key} is no {keys[key].__name__}" for key in entry if key in keys and type(entry[key]) is not keys[key]
    ]
    return unknown + mistyped


def test_every_entry_has_only_the_keys_of_the_format() -> None:
    problems = [(p.get("name"), misfits(p, PERSON_KEYS)) for p in PEOPLE]
    problems += [(f.get("title"), misfits(f, FILM_KEYS)) for f in FILMS]
    problems += [(label, misfits(credit, CREDIT_KEYS)) for label, credit in CREDITS]
    assert [(who, what) for who, what in problems if what] == []


def test_films_and_credits_use_the_words_of_the_format() -> None:
    assert [f["title"] for f in FILMS if f["kind"] not in KINDS] == []
    assert [(label, credit) for label, credit in CREDITS if credit["job"] not in JOBS] == []


def test_a_film_is_told_apart_by_title_year_and_kind() -> None:
    counted = Counter((folded(f["title"]), f["year"], f["kind"]) for f in FILMS)
    assert [film for film, times in counted.items() if times > 1] == []


def test_people_who_share_a_name_have_a_disambiguation_and_nobody_else_has_one() -> None:
    by_name = defaultdict(list)
    for person in PEOPLE:
        by_name[person["name"]].append(person.get("disambiguation", ""))
    assert [n for n, d in by_name.items() if len(d) > 1 and (not all(d) or len(set(d)) < len(d))] == []
    assert [n for n, d in by_name.items() if len(d) == 1 and d[0]] == []


def test_a_credit_says_which_of_two_namesakes_it_means() -> None:
    shared = {name for name, times in Counter(p["name"] for p in PEOPLE).items() if times > 1}
    labels = {person_label(p) for p in PEOPLE}
    assert [(label, c["person"]) for label, c in CREDITS if c["person"] in shared] == []
    assert [(label, c["person"]) for label, c in CREDITS if "(" in c["person"] and c["person"] not in labels] == []


def test_one_person_is_spelt_in_one_way() -> None:
    spellings = defaultdict(set)
    for name in [person_label(p) for p in PEOPLE] + [c["person"] for _, c in CREDITS]:
        spellings[folded(name)].add(name)
    assert [forms for forms in spellings.values() if len(forms) > 1] == []


def test_other_names_stand_in_no_credit_and_lead_to_one_person() -> None:
    owners = defaultdict(set)
    for person in PEOPLE:
        for name in person.get("other_names", []):
            owners[name].add(person_label(person))
    assert [(name, people) for name, people in owners.items() if len(people) > 1] == []
    assert [(label, c["person"]) for label, c in CREDITS if c["person"] in owners] == []


def test_whoever_was_credited_under_another_name_has_an_entry() -> None:
    labels = {person_label(p) for p in PEOPLE}
    signed = [(label, c) for label, c in CREDITS if "credited_as" in c]
    assert signed
    assert [(label, c["person"]) for label, c in signed if c["person"] not in labels] == []
    assert [(label, c["person"]) for label, c in signed if c["credited_as"] == c["person"]] == []


@pytest.mark.parametrize("film", FILMS, ids=film_label)
def test_the_actors_of_a_film_are_billed_from_one_without_a_gap_and_those_of_no_known_place_come_last(
    film: Entry,
) -> None:
    places = [c.get("billing") for c in film.get("credit", []) if c["job"] == "actor"]
    known = [place for place in places if place is not None]
    assert places == [*range(1, len(known) + 1), *[None] * (len(places) - len(known))]
    assert not [c for c in film.get("credit", []) if c["job"] != "actor" and {"billing", "character"} & set(c)]


def test_nobody_has_the_same_job_on_a_film_twice() -> None:
    counted = Counter((label, c["person"], c["job"]) for label, c in CREDITS if c["job"] != "actor")
    assert [credit for credit, times in counted.items() if times > 1] == []


def test_years_and_dates_agree() -> None:
    assert [p["name"] for p in PEOPLE if "died" in p and p["died"] <= p.get("born", 0)] == []
    assert [f["title"] for f in FILMS if f.get("end_year", f["year"]) < f["year"]] == []
    early = [
        (f["title"], release)
        for f in FILMS
        for release in f.get("released", [])
        if type(release["on"]) is not dt.date or not 0 <= release["on"].year - f["year"] <= 1
    ]
    assert early == []


def test_figures_have_an_amount_and_a_currency_and_a_gross_its_territory() -> None:
    for film in FILMS:
        for figure in (film[key] for key in ("gross", "budget") if key in film):
            assert figure["amount"] > 0, film["title"]
            assert re.fullmatch("[A-Z]{3}", figure["currency"]), film["title"]
        assert "gross" not in film or film["gross"]["territory"], film["title"]


def test_external_ids_are_well_formed_and_used_once() -> None:
    ids = [f["imdb"] for f in FILMS if "imdb" in f] + [p["imdb"] for p in PEOPLE if "imdb" in p]
    assert [i for i in ids if not re.fullmatch(r"(tt|nm)(?!99)\d{7,8}", i)] == []
    assert [i for i, times in Counter(ids).items() if times > 1] == []


def test_a_part_names_a_film_series_of_the_file() -> None:
    series = {f["title"] for f in FILMS if f["kind"] == "film series"}
    assert [f["title"] for f in FILMS if "part_of" in f and f["part_of"] not in series] == []
    assert "Beverly Hills Cop" in series


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("The Killer", {1921, 1989}),
        ("Red Heat", {1985, 1988}),
        ("Edge of Darkness", {1985, 2010}),
        ("Miami Vice", {1984, 2006}),
        ("Starsky & Hutch", {2004}),
        ("Starsky and Hutch", {1975}),
        ("Running Scared", {1986, 2006}),
        ("The Getaway", {1972, 1994}),
        ("The Running Man", {1987, 2025}),
    ],
)
def test_the_file_holds_the_rivals_of_a_title(title: str, years: set[int]) -> None:
    assert years <= {f["year"] for f in FILMS if f["title"] == title}


def test_both_steve_mcqueens_and_both_belushis_have_credits() -> None:
    credited = {c["person"] for _, c in CREDITS}
    mcqueens = {person_label(p) for p in PEOPLE if p["name"] == "Steve McQueen"}
    assert len(mcqueens) == 2
    assert mcqueens | {"James Belushi", "John Belushi"} <= credited


def test_nicknames_are_nobodys_other_name() -> None:
    assert not {"Arnie", "Arnold", "Sly"} & {n for p in PEOPLE for n in p.get("other_names", [])}


def document(name: str) -> str:
    return (SEEDS / name).read_text(encoding="utf-8")


def test_the_review_has_a_byline_subheads_and_sign_up_lines_and_no_mark_up() -> None:
    lines = document("red-heat-review.txt").split("\n")
    assert lines[:2] == ["", "The film desk"]
    written = [line for line in lines if line]
    subheads = [line for line in written[1:-2] if len(line) < 60 and not line.endswith((".", "?", "!"))]
    assert 8 <= len(subheads) <= 10
    assert written[-2].startswith("Sign up")
    assert not re.search(r"[<>*_#\[\]]", "\n".join(written))


def test_the_reference_entry_keeps_the_blemishes_of_a_paste() -> None:
    text = document("red-heat-reference.txt")
    numbers = re.findall(r"\[(\d+)\]", text)
    assert [n for n, times in Counter(numbers).items() if times > 1] == ["3"]
    assert len(re.findall(r'(?m)^"\[\d+\] ', text)) == 2, "closing quotation marks on the next line"
    assert re.search(r",\[\d+\] ", text), "a marker inside a sentence"
    assert re.search(r"(?m)^\[\d+\]\S", text), "a marker that touches its line"
    assert "Among the writers who worked on it were" in text


@pytest.mark.parametrize("name", ["red-heat-review.txt", "red-heat-reference.txt"])
def test_each_film_that_a_document_dates_is_in_the_facts(name: str) -> None:
    text = document(name).replace("’", "'")
    titles = [(t, f["year"]) for f in FILMS for t in [f["title"], *f.get("other_titles", [])]]
    dated = [(text[: m.start()], int(m[1])) for m in re.finditer(r" \((\d{4})\)", text)]
    assert dated
    assert [
        (before[-30:], year)
        for before, year in dated
        if not any(year == known and before.endswith(title) for title, known in titles)
    ] == []


def test_the_facts_hold_every_film_and_person_that_the_real_documents_name() -> None:
    if not REAL_DOCUMENTS.exists():
        pytest.skip("the real documents are not on this machine")
    documents = json.loads(REAL_DOCUMENTS.read_text(encoding="utf-8"))["documents"]
    films = {(f["title"], f["year"]) for f in FILMS}
    names = {p["name"]: {folded(n) for n in [p["name"], *p.get("other_names", [])]} for p in PEOPLE}
    for real in documents:
        wanted = {(m["film"]["title"], m["film"]["year"]) for m in real["films"]}
        assert wanted - films == set()
        assert {m["name"] for m in real["people"]} - set(names) == set()
        for mention in real["people"]:
            assert {folded(n) for n in mention.get("aliases", [])} <= names[mention["name"]], mention["name"]
