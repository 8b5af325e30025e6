"""The credits and facts that an entry states, as tables of sentences with true film facts."""

import pytest

from essays.reading import read
from essays.reading.document import DocumentKind, Facts, Statement

CARROLL = ("Gordon Carroll", "producer")


def facts_of(text: str) -> Facts:
    return read(text, kind=DocumentKind.REFERENCE).facts


def stated(text: str) -> list[tuple[str, str]]:
    return [(s.person, s.job) for s in facts_of(text).statements]


@pytest.mark.parametrize(
    ("text", "title", "year", "countries", "genres"),
    [
        pytest.param(
            "Red Heat is a 1988 American buddy cop action comedy film directed by Walter Hill.",
            "Red Heat",
            1988,
            ("United States",),
            ("buddy cop", "action", "comedy"),
            id="all of it",
        ),
        pytest.param(
            "The Third Man is a 1949 British film noir directed by Carol Reed.",
            "The Third Man",
            1949,
            ("United Kingdom",),
            ("film noir",),
            id="a genre as the noun",
        ),
        pytest.param(
            "Solaris (Russian: Солярис) is a 1972 Soviet science fiction drama film.",
            "Solaris",
            1972,
            ("Soviet Union",),
            ("science fiction", "drama"),
            id="a foreign title in brackets",
        ),
        pytest.param(
            "Mad Max 2, also known as The Road Warrior, is a 1981 Australian action film.",
            "Mad Max 2",
            1981,
            ("Australia",),
            ("action",),
            id="also known as",
        ),
        pytest.param(
            "Airplane! is a 1980 American parody film. It was a success.",
            "Airplane!",
            1980,
            ("United States",),
            ("parody",),
            id="a title that ends like a sentence",
        ),
        pytest.param(
            "E.T. the Extra-Terrestrial is a 1982 American science fiction film.",
            "E.T. the Extra-Terrestrial",
            1982,
            ("United States",),
            ("science fiction",),
            id="letters with stops",
        ),
        pytest.param(
            "Scaramouche (1923) is a silent swashbuckler film based on the 1921 novel.",
            "Scaramouche",
            1923,
            (),
            ("silent", "swashbuckler"),
            id="the year in brackets",
        ),
        pytest.param(
            "Leap Year is an American silent comedy film. It was released in 1924.",
            "Leap Year",
            1924,
            ("United States",),
            ("silent", "comedy"),
            id="the year in a later sentence",
        ),
        pytest.param(
            "The Human Centipede (First Sequence) is a 2009 Dutch body horror film.",
            "The Human Centipede (First Sequence)",
            2009,
            ("Netherlands",),
            ("horror",),
            id="brackets of the title",
        ),
        pytest.param("It was shot in Moscow.", None, None, (), (), id="no title"),
    ],
)
def test_a_lead_tells_title_year_countries_and_genres(
    text: str, title: str | None, year: int | None, countries: tuple[str, ...], genres: tuple[str, ...]
) -> None:
    facts = facts_of(text)
    assert (facts.title, facts.release_year, facts.countries, facts.genres) == (title, year, countries, genres)


@pytest.mark.parametrize(
    ("sentence", "credits"),
    [
        pytest.param(
            "It was directed, co-written, and co-produced by Walter Hill.",
            [("Walter Hill", "director"), ("Walter Hill", "writer"), ("Walter Hill", "producer")],
            id="several jobs",
        ),
        pytest.param(
            "It was written and directed by Lana and Lilly Wachowski.",
            [("Lilly Wachowski", "writer"), ("Lilly Wachowski", "director")],
            id="a first name that shares a surname is left alone",
        ),
        pytest.param(
            "It was directed by Jerry Zucker and starred Patrick Swayze, Demi Moore and Whoopi Goldberg.",
            [
                ("Jerry Zucker", "director"),
                ("Patrick Swayze", "actor"),
                ("Demi Moore", "actor"),
                ("Whoopi Goldberg", "actor"),
            ],
            id="a list ends where another begins",
        ),
        pytest.param(
            "It stars Samuel L. Jackson and Robert Downey Jr.",
            [("Samuel L. Jackson", "actor"), ("Robert Downey Jr.", "actor")],
            id="initials and suffixes",
        ),
        pytest.param(
            'It stars George "Gabby" Hayes and Max von Sydow.',
            [('George "Gabby" Hayes', "actor"), ("Max von Sydow", "actor")],
            id="nicknames and particles",
        ),
        pytest.param(
            "It stars Cher, Dennis Quaid and Liam Neeson.",
            [("Cher", "actor"), ("Dennis Quaid", "actor"), ("Liam Neeson", "actor")],
            id="one name",
        ),
        pytest.param(
            "It stars Harrison Ford, with Ana de Armas and Jared Leto in supporting roles.",
            [("Harrison Ford", "actor"), ("Ana de Armas", "actor"), ("Jared Leto", "actor")],
            id="with, in supporting roles",
        ),
        pytest.param(
            "Joan Cusack and Alec Baldwin appear in supporting roles.",
            [("Joan Cusack", "actor"), ("Alec Baldwin", "actor")],
            id="names before the verb",
        ),
        pytest.param(
            "The cast includes Peter Boyle and Gina Gershon.",
            [("Peter Boyle", "actor"), ("Gina Gershon", "actor")],
            id="the cast includes",
        ),
        pytest.param(
            "It features Academy Award winner Julie Christie and newcomer Terence Stamp.",
            [("Julie Christie", "actor"), ("Terence Stamp", "actor")],
            id="who they are",
        ),
        pytest.param("It is based on the novel by Arthur C. Clarke.", [], id="the writer of a novel"),
        pytest.param("It is based on a play written by Edward Chodorov.", [], id="the writer of a play"),
        pytest.param(
            "The screenplay by Alvin Sargent is based on the play by Paul Zindel.",
            [("Alvin Sargent", "writer")],
            id="screenplay, not play",
        ),
        pytest.param("The music was composed by James Horner.", [("James Horner", "composer")], id="composer"),
        pytest.param(
            "John Frankenheimer directed and John Houseman produced.",
            [("John Frankenheimer", "director")],
            id="active voice",
        ),
        pytest.param(
            "It was produced by William C. Thomas and William H. Pine, who also directed.",
            [("William C. Thomas", "producer"), ("William H. Pine", "producer"), ("William H. Pine", "director")],
            id="who also directed",
        ),
        pytest.param("It was a remake of a 1923 film directed by Allan Dwan.", [], id="the director of another film"),
        pytest.param(
            "It is a remake of the 1958 film, and was directed by Carol Reed.",
            [("Carol Reed", "director")],
            id="after another film",
        ),
        pytest.param(
            "It was written and directed by Vincent Gallo and stars Gallo and Christina Ricci.",
            [
                ("Vincent Gallo", "writer"),
                ("Vincent Gallo", "director"),
                ("Vincent Gallo", "actor"),
                ("Christina Ricci", "actor"),
            ],
            id="a surname printed again",
        ),
        pytest.param("It features a score by Hans Zimmer.", [("Hans Zimmer", "composer")], id="features a thing"),
        pytest.param(
            "It stars Harrison Ford in the title role, Sean Connery and, in his final film role, River Phoenix.",
            [("Harrison Ford", "actor"), ("Sean Connery", "actor"), ("River Phoenix", "actor")],
            id="what the part was, between two names",
        ),
        pytest.param(
            "It stars Kevin Costner, who was born in California, along with Whitney Houston.",
            [("Kevin Costner", "actor"), ("Whitney Houston", "actor")],
            id="who a star is, between two names",
        ),
        pytest.param(
            "It stars Peter Weller in the title role as well as Nancy Allen.",
            [("Peter Weller", "actor"), ("Nancy Allen", "actor")],
            id="as well as is no part",
        ),
        pytest.param(
            "It stars Brian Donlevy, A. Edward Sutherland and Jacqueline deWit.",
            [("Brian Donlevy", "actor"), ("A. Edward Sutherland", "actor"), ("Jacqueline deWit", "actor")],
            id="an initial that is a word, a name in lower case",
        ),
        pytest.param(
            "It stars 22-year-old Jennifer Lawrence and Metropolitan Opera star Grace Moore.",
            [("Jennifer Lawrence", "actor"), ("Grace Moore", "actor")],
            id="how old they are, and whose star",
        ),
        pytest.param(
            "It stars several comedians such as Bill Murray and Dan Aykroyd.",
            [("Bill Murray", "actor"), ("Dan Aykroyd", "actor")],
            id="such as",
        ),
        pytest.param(
            "It stars Bud Abbott, Lou Costello and The Andrews Sisters.",
            [("Bud Abbott", "actor"), ("Lou Costello", "actor"), ("The Andrews Sisters", "actor")],
            id="a group",
        ),
        pytest.param(
            "Actors include Jack Palance and Van Heflin.",
            [("Jack Palance", "actor"), ("Van Heflin", "actor")],
            id="actors include",
        ),
        pytest.param(
            "Raoul Walsh directed and stage actress Ida Lupino starred.",
            [("Raoul Walsh", "director"), ("Ida Lupino", "actor")],
            id="one directed and another starred",
        ),
        pytest.param("It was directed for Warner Bros. by Lloyd Bacon.", [("Lloyd Bacon", "director")], id="for whom"),
        pytest.param(
            "It was written for the screen and directed by Richard Brooks.",
            [("Richard Brooks", "writer"), ("Richard Brooks", "director")],
            id="for the screen",
        ),
        pytest.param(
            "It was directed and choreographed by Bob Fosse.",
            [("Bob Fosse", "director")],
            id="a job we have no word for",
        ),
        pytest.param(
            "It was directed by famed B movie director Albert Band.", [("Albert Band", "director")], id="B movie"
        ),
        pytest.param(
            "It was the feature-film debut of director John Boorman.", [("John Boorman", "director")], id="debut"
        ),
        pytest.param(
            "It was the tenth collaboration between Flynn and director Michael Curtiz.",
            [("Michael Curtiz", "director")],
            id="a collaboration with a director",
        ),
        pytest.param(
            "Howard Hawks served as an uncredited co-director.",
            [("Howard Hawks", "director")],
            id="served as co-director",
        ),
        pytest.param(
            "King Vidor and Leslie Fenton were credited with its direction.",
            [("King Vidor", "director"), ("Leslie Fenton", "director")],
            id="credited with its direction",
        ),
        pytest.param("It was Gower Champion's directorial debut.", [("Gower Champion", "director")], id="whose debut"),
        pytest.param(
            "The screenplay is by Burt Kennedy; the film was directed by Kennedy.",
            [("Burt Kennedy", "writer"), ("Burt Kennedy", "director")],
            id="a surname whose full name follows in the order of jobs",
        ),
        pytest.param(
            "It was directed by Mario Van Peebles and stars Van Peebles.",
            [("Mario Van Peebles", "director"), ("Mario Van Peebles", "actor")],
            id="a surname of two words",
        ),
        pytest.param("The art direction is by Ken Adam.", [], id="art direction is not direction"),
        pytest.param("A sequel, 2010, was directed by Peter Hyams.", [], id="the director of a sequel"),
        pytest.param("It features the Looney Tunes characters.", [], id="characters are not actors"),
        pytest.param("Katharine Cornell starred in the Broadway play.", [], id="the cast of the play"),
        pytest.param("It was remade in 1941 with Lana Turner in the lead.", [], id="the cast of a remake"),
        pytest.param("It won the award for Outstanding Performance by a Male Actor.", [], id="an award"),
    ],
)
def test_a_sentence_states_its_credits(sentence: str, credits: list[tuple[str, str]]) -> None:
    lead = "The Film is a 1988 American film. "
    assert sorted(stated(lead + sentence)) == sorted(credits)


@pytest.mark.parametrize(
    ("sentence", "characters"),
    [
        pytest.param(
            "It stars Arnold Schwarzenegger as Soviet policeman Ivan Danko, and Jim Belushi as Art Ridzik.",
            {"Arnold Schwarzenegger": "Ivan Danko", "Jim Belushi": "Art Ridzik"},
            id="as",
        ),
        pytest.param(
            "It stars William Powell and Myrna Loy as Nick and Nora Charles.",
            {"William Powell": "Nick", "Myrna Loy": "Nora Charles"},
            id="two as two",
        ),
        pytest.param(
            "It stars Colin Clive as Dr. Frankenstein.", {"Colin Clive": "Dr. Frankenstein"}, id="a title of address"
        ),
        pytest.param(
            "It stars Meryl Streep as Miranda Priestly, an editor, and Anne Hathaway as Andy Sachs.",
            {"Meryl Streep": "Miranda Priestly", "Anne Hathaway": "Andy Sachs"},
            id="who the character is",
        ),
        pytest.param("It stars Spencer Tracy as a lawyer.", {"Spencer Tracy": None}, id="a part without a name"),
        pytest.param("James Belushi plays the Chicago cop Art Ridzik.", {"James Belushi": "Art Ridzik"}, id="plays"),
        pytest.param(
            "It stars Ed O'Ross (Viktor Rostavili) and Peter Boyle.",
            {"Ed O'Ross": "Viktor Rostavili", "Peter Boyle": None},
            id="brackets",
        ),
    ],
)
def test_a_sentence_tells_who_plays_whom(sentence: str, characters: dict[str, str | None]) -> None:
    statements = facts_of("The Film is a 1988 American film. " + sentence).statements
    assert {s.person: s.character for s in statements} == characters


@pytest.mark.parametrize(
    ("sentence", "credits"),
    [
        pytest.param("It was co-produced by Gordon Carroll, and Peter Boyle plays Lou.", [CARROLL], id="who plays"),
        pytest.param("It was produced by Gordon Carroll, and Ed O'Ross also stars.", [CARROLL], id="who stars"),
        pytest.param("It was produced by Gordon Carroll, and Walter Hill directed it.", [CARROLL], id="who directed"),
        pytest.param("It was produced by Gordon Carroll; Brion James and Peter Boyle star.", [CARROLL], id="two"),
        pytest.param(
            "Produced by Gordon Carroll, and Walter Hill, it was shot in Budapest.",
            [CARROLL, ("Walter Hill", "producer")],
            id="no clause of its own",
        ),
    ],
)
def test_a_list_of_makers_ends_where_the_next_name_does_something(
    sentence: str, credits: list[tuple[str, str]]
) -> None:
    found = stated("Red Heat is a 1988 American film. " + sentence)
    assert [credit for credit in found if credit[1] != "actor"] == credits


def test_who_worked_on_a_script_has_no_credit_for_it() -> None:
    text = (
        "Red Heat is a 1988 film written by Walter Hill. Among the writers who worked on it were Hill himself, "
        "Harry Kleiner, and John Mankiewicz & Daniel Pyne."
    )
    assert [(s.person, s.is_credited) for s in facts_of(text).statements] == [
        ("Walter Hill", True),
        ("Harry Kleiner", False),
        ("John Mankiewicz", False),
        ("Daniel Pyne", False),
    ]


def test_a_list_of_names_is_told_from_a_sentence_about_them() -> None:
    text = "Heat is a 1995 film starring Al Pacino. Val Kilmer also stars. Jon Voight appears. It stars Val Kilmer."
    assert [(s.person, s.is_listed) for s in facts_of(text).statements] == [
        ("Al Pacino", True),
        ("Val Kilmer", True),
        ("Jon Voight", False),
    ]


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        pytest.param("Ward Bond has a small role.", "Ward Bond", id="a role"),
        pytest.param("Comedian Don Rickles co-stars.", "Don Rickles", id="what they are"),
        pytest.param("Curly Howard of The Three Stooges appears.", "Curly Howard", id="of a group"),
        pytest.param("It was the film debut of teenage singer Jane Powell.", "Jane Powell", id="debut of"),
        pytest.param("It was Bessie Love's final silent film.", "Bessie Love", id="whose last film"),
        pytest.param("It was a vehicle for Dorothy Gish.", "Dorothy Gish", id="a vehicle"),
        pytest.param("It was the first film to feature Nelson Eddy.", "Nelson Eddy", id="the first to feature"),
        pytest.param("The cast also includes Dan Duryea.", "Dan Duryea", id="the cast also includes"),
        pytest.param("Other cast members include Walter Brennan.", "Walter Brennan", id="other cast members"),
        pytest.param("It has supporting roles by Laila Robins.", "Laila Robins", id="supporting roles by"),
    ],
)
def test_whom_a_sentence_names_beside_the_stars_is_no_part_of_the_list(sentence: str, person: str) -> None:
    said = facts_of("The Film is a 1940 American film. " + sentence).statements
    assert [(s.person, s.job, s.is_listed) for s in said] == [(person, "actor", False)]


def test_the_title_is_nobody_in_the_cast() -> None:
    text = "Tail Spin is a 1939 aviation film. Tail Spin stars Alice Faye."
    assert [s.person for s in facts_of(text).statements] == ["Alice Faye"]


def test_a_name_is_given_with_its_place() -> None:
    text = "Red Heat is a 1988 film directed by Walter Hill."
    assert facts_of(text).statements == (Statement("Walter Hill", "director", 36, 47),)


def test_a_review_states_who_plays_whom_and_little_else() -> None:
    text = (
        "I like it more than I should. Director Walter Hill shoots it all at night. "
        "James Belushi plays the cop Ridzik, and he is fine. "
        "The villain, Rosta (played by Ed O'Ross), is better. "
        "I prefer Lethal Weapon, directed by Richard Donner."
    )
    statements = read(text, kind=DocumentKind.REVIEW).facts.statements
    assert [(s.person, s.job, s.character) for s in statements] == [
        ("Walter Hill", "director", None),
        ("James Belushi", "actor", "Ridzik"),
        ("Ed O'Ross", "actor", "Rosta"),
    ]


def test_a_credit_block_states_its_credits() -> None:
    text = (
        "Red Heat\nDir: Walter Hill. With: Arnold Schwarzenegger, James Belushi. 104 min.\n\n"
        "I liked the bus, and I liked the other bus too, more than I can say.\n"
    )
    facts = read(text, kind=DocumentKind.REVIEW).facts
    assert facts.runtime_minutes == 104
    assert [(s.person, s.job) for s in facts.statements] == [
        ("Walter Hill", "director"),
        ("Arnold Schwarzenegger", "actor"),
        ("James Belushi", "actor"),
    ]
