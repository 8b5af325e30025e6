"""Hard cases with true facts: which record some words mean, or that nobody can tell."""

import pytest

from essays.linking.linker import link
from essays.linking.links import Link, LinkKind, Links, LinkState
from essays.reading.document import Document, DocumentKind, Emphasis
from essays.reading.reader import read
from tests.linking.archive import archive
from tests.linking.memory import MemoryCatalogue

UNDECIDED = "undecided"
NOTHING = "nothing"


@pytest.fixture(scope="module")
def catalogue() -> MemoryCatalogue:
    return archive()


def review(text: str, *emphasised: str) -> Document:
    emphases = [Emphasis(text.index(words), text.index(words) + len(words)) for words in emphasised]
    return read(text, kind=DocumentKind.REVIEW, emphases=emphases)


def links_of(text: str, catalogue: MemoryCatalogue, **options: int) -> Links:
    return link(review(text), catalogue, **options)


def at(links: Links, text: str, words: str) -> Link | None:
    """The link of the first place of these very words."""
    start = text.index(words)
    return next((each for each in links.links if (each.start, each.end) == (start, start + len(words))), None)


def meaning(found: Link | None, catalogue: MemoryCatalogue) -> str:
    """What a link says, as a line of the tables below."""
    if found is None:
        return NOTHING
    if found.state is not LinkState.LINKED:
        return f"{found.state}" if found.state is LinkState.UNDECIDED else f"new: {found.name}"
    if found.kind is LinkKind.CHARACTER:
        return f"part: {found.name}"
    if found.record_id is None:
        return NOTHING
    if found.kind is LinkKind.FILM:
        film = catalogue.film_rows[found.record_id]
        return f"{film.title} ({film.release_year})" + ("" if film.kind == "film" else f", {film.kind}")
    person = catalogue.person_rows[found.record_id]
    return f"{person.name}, {person.apart}" if person.apart else person.name


CASES = [
    # remakes and rivals
    ("remake by its director", "John Carpenter's The Thing (1982) still frightens.", "The Thing", "The Thing (1982)"),
    (
        "remake by its star",
        "Mary Elizabeth Winstead leads The Thing, which nobody asked for.",
        "The Thing",
        "The Thing (2011)",
    ),
    ("remake by its year", "The Getaway (1994) has more gloss than grit.", "The Getaway", "The Getaway (1994)"),
    ("year before the title", "The 1998 film Psycho copies every shot.", "Psycho", "Psycho (1998)"),
    ("the original", "It owes a debt to the original Psycho and says so.", "Psycho", "Psycho (1960)"),
    (
        "two of a title, first",
        "Rob Zombie's Halloween (2007) explains what Halloween (1978) left dark.",
        "Halloween",
        "Halloween (2007)",
    ),
    ("year the records lack", "The Killer (1946) with Burt Lancaster is another matter.", "The Killer", UNDECIDED),
    (
        "year by its neighbour",
        "Red Heat (1988) was scored by James Horner; John Woo borrowed from it for The Killer the following year.",
        "The Killer",
        "The Killer (1989)",
    ),
    (
        "year of those named beside it",
        "Walter Hill made Red Heat (1988) after Lethal Weapon, Running Scared and 48 Hrs. had made partners a habit.",
        "Running Scared",
        "Running Scared (1986)",
    ),
    # one-word titles
    ("one word after a comparison", "Like the finale of Heat, it ends on an airfield.", "Heat", "Heat (1995)"),
    ("one word with its director", "Michael Mann made Heat in Los Angeles.", "Heat", "Heat (1995)"),
    ("a word, no title", "Heat shimmered over the road as the men drove on.", "Heat", NOTHING),
    ("a place, no title", "They sail from San Francisco with a cargo of rice.", "San Francisco", NOTHING),
    (
        "a place with its star",
        "Clark Gable made the film San Francisco (1936).",
        "San Francisco",
        "San Francisco (1936)",
    ),
    ("a holiday, no title", "The town has a parade on Halloween every year.", "Halloween", NOTHING),
    ("one word in a list", "Arnold Schwarzenegger went from Red Heat to Twins in six months.", "Twins", "Twins (1988)"),
    (
        "one word and a longer title",
        "Before Alien Nation there was Alien, and Ridley Scott directed it.",
        "Alien,",
        NOTHING,
    ),
    ("title in a longer one", "Graham Baker made Alien Nation with James Caan.", "Alien Nation", "Alien Nation (1988)"),
    # marks, numbers, possessives
    ("full stop in a title", "Walter Hill made 48 Hrs. and was rich.", "48 Hrs.", "48 Hrs. (1982)"),
    ("full stop, end of sentence", "He had made 48 Hrs. Walter Hill was rich.", "48 Hrs.", "48 Hrs. (1982)"),
    ("another spelling", "Eddie Murphy was new in 48 Hours, his first film.", "48 Hours", "48 Hrs. (1982)"),
    ("ampersand as and", "Kurt Russell starred in Tango and Cash that year.", "Tango and Cash", "Tango & Cash (1989)"),
    ("hyphen and number", "James Belushi is the straight man in K-9, a comedy.", "K-9", "K-9 (1989)"),
    (
        "possessive title",
        "Freebie and the Bean's car chases are reckless.",
        "Freebie and the Bean",
        "Freebie and the Bean (1974)",
    ),
    (
        "apostrophe in a title",
        "George Clooney leads Ocean's Eleven with a smile.",
        "Ocean's Eleven",
        "Ocean's Eleven (2001)",
    ),
    (
        "typographic apostrophe",
        "Frank Sinatra leads Ocean’s Eleven with a shrug.",
        "Ocean’s Eleven",
        "Ocean's Eleven (1960)",
    ),
    (
        "Mr. & Mrs.",
        "Brad Pitt is the better half of Mr. & Mrs. Smith, an action film.",
        "Mr. & Mrs. Smith",
        "Mr. & Mrs. Smith (2005)",
    ),
    (
        "abbreviation opens a title",
        "Sean Connery strolls through Dr. No, the first Bond film.",
        "Dr. No",
        "Dr. No (1962)",
    ),
    ("exclamation mark", "Richard Lester followed it with Help! and another album.", "Help!", "Help! (1965)"),
    (
        "commas in a title",
        "Sergio Leone made The Good, the Bad and the Ugly in Spain.",
        "The Good, the Bad and the Ugly",
        "The Good, the Bad and the Ugly (1966)",
    ),
    (
        "number and colon",
        "Stanley Kubrick's 2001: A Space Odyssey opened in April.",
        "2001: A Space Odyssey",
        "2001: A Space Odyssey (1968)",
    ),
    ("accent left out", "Audrey Tautou is enchanting in Amelie, a French film.", "Amelie", "Amélie (2001)"),
    ("digit in a word", "David Fincher directed Se7en, a thriller.", "Se7en", "Se7en (1995)"),
    # television
    (
        "a series on TV",
        "Michael Mann had produced Miami Vice on TV by then.",
        "Miami Vice",
        "Miami Vice (1984), series",
    ),
    (
        "a mini-series",
        "He had a hit with the Edge of Darkness miniseries at home.",
        "Edge of Darkness",
        "Edge of Darkness (1985), mini-series",
    ),
    ("TV, only the film known", "TV's Starsky and Hutch had begun it.", "Starsky and Hutch", UNDECIDED),
    (
        "a row of films",
        "He wrote two of the Lethal Weapon movies.",
        "Lethal Weapon",
        "Lethal Weapon (1987), film series",
    ),
    # people
    (
        "namesake by his film",
        "Steve McQueen drives in Bullitt, Peter Yates's thriller.",
        "Steve McQueen",
        "Steve McQueen, actor",
    ),
    (
        "namesake, the director",
        "Steve McQueen directed 12 Years a Slave with Chiwetel Ejiofor.",
        "Steve McQueen",
        "Steve McQueen, director",
    ),
    ("possessive name", "Alfred Hitchcock's Rebecca won the award.", "Alfred Hitchcock", "Alfred Hitchcock"),
    (
        "name and title in one",
        "John Cusack finds a door in Being John Malkovich.",
        "Being John Malkovich",
        "Being John Malkovich (1999)",
    ),
    ("apostrophe in a name", "In Red Heat the villain is Ed O’Ross, who is Russian enough.", "Ed O’Ross", "Ed O'Ross"),
    ("another name", "Jim Belushi is the cop from Chicago in Red Heat.", "Jim Belushi", "James Belushi"),
    ("family name first", "Park Chan-wook directed Oldboy, a thriller.", "Park Chan-wook", "Park Chan-wook"),
    (
        "particle in a name",
        "Day of the Outlaw is a western that André de Toth shot in snow.",
        "André de Toth",
        "André de Toth",
    ),
]


@pytest.mark.parametrize(("text", "words", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_words_mean_the_record_that_the_text_tells(catalogue, text, words, expected):
    assert meaning(at(links_of(text, catalogue), text, words), catalogue) == expected


RED_HEAT = (
    "Red Heat is a 1988 film by Walter Hill. Arnold Schwarzenegger is Danko, and James Belushi is Ridzik. "
    "The villain Rosta is played by Ed O'Ross. "
)

LATER = [
    ("surname", "Hill shot it in Moscow.", "Hill shot", 4, "Walter Hill"),
    ("possessive surname", "We liked Belushi's timing.", "Belushi's", 7, "James Belushi"),
    ("pet name", "It is one for those who love Arnie.", "Arnie", 5, "Arnold Schwarzenegger"),
    ("given name", "It was unusual for Arnold at the time.", "Arnold at", 6, "Arnold Schwarzenegger"),
    ("other given name, same surname", "It is no John Belushi picture.", "John Belushi", 12, "John Belushi"),
    ("a stranger of that surname", "We saw Benny Hill on the train.", "Hill on", 4, NOTHING),
    ("character, short", "Then Danko salutes.", "Danko salutes", 5, "part: Ivan Danko"),
    ("character, shortened", "And Rosta flees.", "Rosta flees", 5, "part: Viktor Rostavili"),
    ("surname never named", "One thinks of Eastwood here.", "Eastwood", 8, NOTHING),
]


@pytest.mark.parametrize(
    ("more", "words", "length", "expected"), [pytest.param(*case[1:], id=case[0]) for case in LATER]
)
def test_short_names_mean_whom_the_text_named_before(catalogue, more, words, length, expected):
    text = RED_HEAT + more
    start = text.rindex(words)
    found = next((x for x in links_of(text, catalogue).links if (x.start, x.end) == (start, start + length)), None)
    assert meaning(found, catalogue) == expected


NEW = [
    ("critic of a paper", "Hal Hinson of The Washington Post panned it.", "Hal Hinson", "new: Hal Hinson"),
    ("director", "It was rewritten by director Karel Reisz in a week.", "Karel Reisz", "new: Karel Reisz"),
    (
        "in brackets after a part",
        "The locksmith (Gerald Okamura) has one scene.",
        "Gerald Okamura",
        "new: Gerald Okamura",
    ),
    (
        "beside somebody known",
        "With Walter Hill and Troy Kennedy Martin it had writers enough.",
        "Troy Kennedy Martin",
        "new: Troy Kennedy Martin",
    ),
    ("an organisation", "The Writers Guild said he paid well.", "Writers Guild", NOTHING),
    ("a place", "It was shot by Red Square and in Lake Geneva.", "Lake Geneva", NOTHING),
    ("an award", "It was nominated for the Golden Bear in Berlin.", "Golden Bear", NOTHING),
    ("a song", 'Over the credits they play "Mary Malone" at length.', "Mary Malone", NOTHING),
    ("a day", "It opened on Good Friday in New York.", "Good Friday", NOTHING),
    (
        "a character by his player",
        "Sheriff Tom Hardesty (Kurt Russell) is late again.",
        "Tom Hardesty",
        "part: Tom Hardesty",
    ),
    ("a character by as", "Kurt Russell is cast as the drifter Luke Hardesty.", "Luke Hardesty", "part: Luke Hardesty"),
]


@pytest.mark.parametrize(("text", "words", "expected"), [pytest.param(*case[1:], id=case[0]) for case in NEW])
def test_a_name_no_record_has_is_proposed_only_where_it_names_a_person(catalogue, text, words, expected):
    assert meaning(at(links_of(text, catalogue), text, words), catalogue) == expected


def test_a_later_surname_of_somebody_proposed_is_proposed_too(catalogue):
    text = "Hal Hinson of The Washington Post panned it. But Hinson liked the score."
    later = links_of(text, catalogue).links[-1]
    assert (text[later.start : later.end], later.state, later.name) == ("Hinson", LinkState.PROPOSED, "Hal Hinson")


def test_a_character_with_an_actors_name_is_a_character_beside_his_player(catalogue):
    text = "John Cusack is Craig in Being John Malkovich (1999). Later Schwartz finds the door."
    found = links_of(text, catalogue)
    assert meaning(at(found, text, "Schwartz"), catalogue) == "part: Craig Schwartz"


def test_a_part_of_a_film_named_near_by_is_a_character(catalogue):
    text = RED_HEAT + "Walter Hill also helped to write the screenplay for Alien, and made Ripley a woman."
    found = links_of(text, catalogue)
    assert meaning(at(found, text, "Ripley"), catalogue) == "part: Ellen Ripley"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Here he plays Walter Hill, a mob hitman.", "Walter Hill", id="plays"),
        pytest.param("The stranger, Walter Hill (Tom Berenger), survives.", "Walter Hill", id="player in brackets"),
        pytest.param("Private Walter Hill, played by a newcomer, survives.", "Walter Hill", id="played by"),
        pytest.param("We thank Sean Walter Hill for the print.", "Walter Hill", id="part of a longer name"),
        pytest.param(
            "The photography of Walter Hill Howe glows.", "Walter Hill", id="followed by the rest of the name"
        ),
    ],
)
def test_only_a_credit_says_that_a_part_or_half_a_name_is_a_person_of_the_records(catalogue, text, words):
    assert not any(found.record_id == catalogue.person_id(words) for found in links_of(text, catalogue).links)


def test_a_name_without_its_suffix_is_no_other_persons(catalogue):
    records = archive()
    records.add_person("James Bond III")
    text = "An older James Bond comes out of retirement."
    assert at(links_of(text, records), text, "James Bond") is None


def test_a_character_of_the_subject_is_not_the_person_of_that_name():
    records = archive()
    records.add_person("Jack Cates")
    text = "Walter Hill's 48 Hrs. (1982) has Nick Nolte and Eddie Murphy. Jack Cates drinks."
    found = at(links_of(text, records), text, "Jack Cates")
    assert found is not None and found.kind is LinkKind.CHARACTER


def test_italics_make_a_word_a_title(catalogue):
    text = "Nothing in it has the nerve of Laura or the patience to wait."
    plain = link(review("We met Laura at noon."), catalogue)
    set_off = link(review(text, "Laura"), catalogue)
    assert plain.links == ()
    assert meaning(at(set_off, text, "Laura"), catalogue) == "Laura (1944)"


def test_the_subject_is_the_film_whose_title_and_people_are_named(catalogue):
    film = catalogue.film_id("Red Heat", 1988)
    assert links_of(RED_HEAT, catalogue).subjects == (film,)


def test_people_tell_which_film_of_a_title_is_the_subject(catalogue):
    text = "Red Heat puts Linda Blair in a prison. Sylvia Kristel runs the place. Red Heat is grim."
    assert links_of(text, catalogue).subjects == (catalogue.film_id("Red Heat", 1985),)


def test_the_subject_may_be_known_by_its_people_alone(catalogue):
    text = "Al Pacino hunts Robert De Niro across a city. The two men meet once, over coffee."
    assert links_of(text, catalogue).subjects == (catalogue.film_id("Heat", 1995),)


def test_a_text_that_names_nothing_has_no_subject(catalogue):
    found = links_of("It was a long evening, and the seats were hard.", catalogue)
    assert (found.subjects, found.subject_candidates, found.links) == ((), (), ())


def test_a_text_between_two_films_leaves_the_choice_with_reasons(catalogue):
    found = links_of("Brad Pitt has never looked so bored.", catalogue)
    assert found.subjects == ()
    assert {each.record_id for each in found.subject_candidates} >= {
        catalogue.film_id("Mr. & Mrs. Smith", 2005),
        catalogue.film_id("Ocean's Eleven", 2001),
    }
    assert all("Brad Pitt is credited on it" in each.reason for each in found.subject_candidates)


def test_an_editors_choice_of_subject_is_taken(catalogue):
    film = catalogue.film_id("Ocean's Eleven", 2001)
    found = links_of("Brad Pitt has never looked so bored.", catalogue, subject=film)
    assert (found.subjects, found.subject_reason, found.subject_confidence) == ((film,), "chosen by an editor", 1.0)


def test_an_unknown_choice_of_subject_counts_as_none(catalogue):
    assert links_of(RED_HEAT, catalogue, subject=10**6) == links_of(RED_HEAT, catalogue)


def test_undecided_words_carry_their_candidates_best_first(catalogue):
    text = "TV's Starsky and Hutch had begun it."
    found = at(links_of(text, catalogue), text, "Starsky and Hutch")
    assert found is not None
    assert [each.record_id for each in found.candidates] == [catalogue.film_id("Starsky & Hutch", 2004)]
    assert found.reason == "the text says another year or kind"


@pytest.mark.parametrize(
    ("year", "reason"), [(2004, "the text says 2004"), (2005, "the text says 2005, the record 2004")]
)
def test_a_year_beside_the_records_is_no_agreement(catalogue, year, reason):
    text = f"We had seen Starsky & Hutch ({year}) before."
    found = at(links_of(text, catalogue), text, "Starsky & Hutch")
    assert found is not None
    assert found.record_id == catalogue.film_id("Starsky & Hutch", 2004)
    assert found.reason == f"{reason}, the essay's subject"


def test_namesakes_whom_nothing_tells_apart_are_left_to_the_editor(catalogue):
    text = "Steve McQueen would have smiled."
    found = at(links_of(text, catalogue), text, "Steve McQueen")
    assert found is not None and found.state is LinkState.UNDECIDED
    assert {each.reason for each in found.candidates} == {"actor", "director"}


def test_reasons_are_for_an_editor_to_read(catalogue):
    found = links_of(RED_HEAT + "Hill shot it in Moscow.", catalogue)
    reasons = {RED_HEAT[each.start : each.end]: each.reason for each in found.links if each.end <= len(RED_HEAT)}
    assert reasons["Walter Hill"] == "credited on Red Heat (1988)"
    assert found.links[-1].reason == "named in full before"


def test_a_document_costs_a_fixed_number_of_calls_however_long_it_is(catalogue):
    def calls(text: str) -> int:
        before = catalogue.calls
        links_of(text, catalogue)
        return catalogue.calls - before

    assert calls(RED_HEAT * 20) <= calls(RED_HEAT) <= 7


def test_a_plots_own_name_is_a_character_whom_no_record_knows(catalogue):
    text = (
        "Red Heat is a 1988 American film directed by Walter Hill and starring Arnold Schwarzenegger as Ivan Danko.\n"
        "Ivan Danko and Yuri Ogarkov lead a raid in Moscow.\nOgarkov is shot in the street.\n"
    )
    found = link(read(text, kind=DocumentKind.REFERENCE), catalogue).links
    parts = [(text[x.start : x.end], x.name, x.record_id) for x in found if x.name == "Yuri Ogarkov"]
    assert parts == [("Yuri Ogarkov", "Yuri Ogarkov", None), ("Ogarkov", "Yuri Ogarkov", None)]
    assert {x.kind for x in found if x.name == "Yuri Ogarkov"} == {LinkKind.CHARACTER}
