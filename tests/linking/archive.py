"""A small archive of true film facts for the hard cases: remakes, namesakes, one-word titles, characters."""

from tests.linking.memory import MemoryCatalogue

# title, year, kind, directors, cast as "person: character"
FILMS: tuple[tuple[str, int, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Red Heat",
        1988,
        "film",
        ("Walter Hill",),
        (
            "Arnold Schwarzenegger: Ivan Danko",
            "James Belushi: Art Ridzik",
            "Ed O'Ross: Viktor Rostavili / Viktor Rosta",
        ),
    ),
    ("Red Heat", 1985, "film", ("Robert Collector",), ("Linda Blair: Chris Carlson", "Sylvia Kristel: Sofia")),
    ("48 Hrs.", 1982, "film", ("Walter Hill",), ("Nick Nolte: Jack Cates", "Eddie Murphy: Reggie Hammond")),
    ("The Getaway", 1972, "film", ("Sam Peckinpah",), ("Steve McQueen (actor): Doc McCoy", "Ali MacGraw: Carol McCoy")),
    ("The Getaway", 1994, "film", ("Roger Donaldson",), ("Alec Baldwin: Doc McCoy", "Kim Basinger: Carol McCoy")),
    ("Bullitt", 1968, "film", ("Peter Yates",), ("Steve McQueen (actor): Frank Bullitt", "Robert Vaughn: Chalmers")),
    ("12 Years a Slave", 2013, "film", ("Steve McQueen (director)",), ("Chiwetel Ejiofor: Solomon Northup",)),
    ("The Thing", 1982, "film", ("John Carpenter",), ("Kurt Russell: R.J. MacReady", "Wilford Brimley: Blair")),
    ("The Thing", 2011, "film", ("Matthijs van Heijningen Jr.",), ("Mary Elizabeth Winstead: Kate Lloyd",)),
    ("The Killer", 1989, "film", ("John Woo",), ("Chow Yun-fat: Ah Jong", "Danny Lee: Li Ying")),
    ("The Killer", 1921, "film", ("Howard C. Hickman",), ("Claire Adams: Clare Barlow",)),
    ("Alien", 1979, "film", ("Ridley Scott",), ("Sigourney Weaver: Ellen Ripley", "Tom Skerritt: Dallas")),
    ("Aliens", 1986, "film", ("James Cameron",), ("Sigourney Weaver: Ellen Ripley", "Michael Biehn: Dwayne Hicks")),
    ("Alien Nation", 1988, "film", ("Graham Baker",), ("James Caan: Matthew Sykes",)),
    ("Twins", 1988, "film", ("Ivan Reitman",), ("Arnold Schwarzenegger: Julius", "Danny DeVito: Vincent")),
    ("Heat", 1995, "film", ("Michael Mann",), ("Al Pacino: Vincent Hanna", "Robert De Niro: Neil McCauley")),
    ("Psycho", 1960, "film", ("Alfred Hitchcock",), ("Anthony Perkins: Norman Bates", "Janet Leigh: Marion Crane")),
    ("Psycho", 1998, "film", ("Gus Van Sant",), ("Vince Vaughn: Norman Bates", "Anne Heche: Marion Crane")),
    (
        "Rebecca",
        1940,
        "film",
        ("Alfred Hitchcock",),
        ("Joan Fontaine: Mrs. de Winter", "Laurence Olivier: Maxim de Winter"),
    ),
    (
        "Halloween",
        1978,
        "film",
        ("John Carpenter",),
        ("Jamie Lee Curtis: Laurie Strode", "Donald Pleasence: Sam Loomis"),
    ),
    ("Halloween", 2007, "film", ("Rob Zombie",), ("Malcolm McDowell: Samuel Loomis", "Tyler Mane: Michael Myers")),
    (
        "Being John Malkovich",
        1999,
        "film",
        ("Spike Jonze",),
        ("John Cusack: Craig Schwartz", "John Malkovich: John Malkovich"),
    ),
    ("Freebie and the Bean", 1974, "film", ("Richard Rush",), ("Alan Arkin: Bean", "James Caan: Freebie")),
    (
        "Tango & Cash",
        1989,
        "film",
        ("Andrei Konchalovsky",),
        ("Sylvester Stallone: Ray Tango", "Kurt Russell: Gabriel Cash"),
    ),
    ("K-9", 1989, "film", ("Rod Daniel",), ("James Belushi: Michael Dooley",)),
    ("Turner & Hooch", 1989, "film", ("Roger Spottiswoode",), ("Tom Hanks: Scott Turner",)),
    ("Mr. & Mrs. Smith", 2005, "film", ("Doug Liman",), ("Brad Pitt: John Smith", "Angelina Jolie: Jane Smith")),
    ("Mr. & Mrs. Smith", 1941, "film", ("Alfred Hitchcock",), ("Carole Lombard: Ann", "Robert Montgomery: David")),
    ("Ocean's Eleven", 2001, "film", ("Steven Soderbergh",), ("George Clooney: Danny Ocean", "Brad Pitt: Rusty Ryan")),
    ("Ocean's Eleven", 1960, "film", ("Lewis Milestone",), ("Frank Sinatra: Danny Ocean", "Dean Martin: Sam Harmon")),
    ("2001: A Space Odyssey", 1968, "film", ("Stanley Kubrick",), ("Keir Dullea: Dave Bowman",)),
    ("Amélie", 2001, "film", ("Jean-Pierre Jeunet",), ("Audrey Tautou: Amélie Poulain",)),
    ("Oldboy", 2003, "film", ("Park Chan-wook",), ("Choi Min-sik: Oh Dae-su",)),
    ("Se7en", 1995, "film", ("David Fincher",), ("Brad Pitt: David Mills", "Morgan Freeman: William Somerset")),
    ("Help!", 1965, "film", ("Richard Lester",), ("John Lennon: John",)),
    (
        "The Good, the Bad and the Ugly",
        1966,
        "film",
        ("Sergio Leone",),
        ("Clint Eastwood: Blondie", "Eli Wallach: Tuco"),
    ),
    (
        "San Francisco",
        1936,
        "film",
        ("W. S. Van Dyke",),
        ("Clark Gable: Blackie Norton", "Jeanette MacDonald: Mary Blake"),
    ),
    ("Laura", 1944, "film", ("Otto Preminger",), ("Gene Tierney: Laura Hunt", "Dana Andrews: Mark McPherson")),
    ("Edge of Darkness", 2010, "film", ("Martin Campbell",), ("Mel Gibson: Thomas Craven",)),
    ("Edge of Darkness", 1985, "mini-series", ("Martin Campbell",), ("Bob Peck: Ronald Craven",)),
    ("Miami Vice", 2006, "film", ("Michael Mann",), ("Colin Farrell: Sonny Crockett", "Jamie Foxx: Ricardo Tubbs")),
    ("Miami Vice", 1984, "series", (), ("Don Johnson: Sonny Crockett",)),
    (
        "Starsky & Hutch",
        2004,
        "film",
        ("Todd Phillips",),
        ("Ben Stiller: David Starsky", "Owen Wilson: Ken Hutchinson"),
    ),
    ("Lethal Weapon", 1987, "film", ("Richard Donner",), ("Mel Gibson: Martin Riggs", "Danny Glover: Roger Murtaugh")),
    ("Lethal Weapon", 1987, "film series", (), ()),
    ("Lethal Weapon 2", 1989, "film", ("Richard Donner",), ("Mel Gibson: Martin Riggs",)),
    ("The Blues Brothers", 1980, "film", ("John Landis",), ("John Belushi: Jake Blues", "Dan Aykroyd: Elwood Blues")),
    ("Running Scared", 1986, "film", ("Peter Hyams",), ("Gregory Hines: Ray Hughes", "Billy Crystal: Danny Costanzo")),
    ("Running Scared", 2006, "film", ("Wayne Kramer",), ("Paul Walker: Joey Gazelle", "Vera Farmiga: Teresa Gazelle")),
    ("Dr. No", 1962, "film", ("Terence Young",), ("Sean Connery: James Bond", "Ursula Andress: Honey Ryder")),
    ("Tron: Legacy", 2010, "film", ("Joseph Kosinski",), ("Jeff Bridges: Kevin Flynn", "Olivia Wilde: Quorra")),
    ("Day of the Outlaw", 1959, "film", ("André de Toth",), ("Robert Ryan: Blaise Starrett", "Burl Ives: Jack Bruhn")),
)
OTHER_NAMES = {
    "James Belushi": ("Jim Belushi",),
    "Laurence Fishburne": ("Larry Fishburne",),
    "Lon Chaney": ("Lon Chaney Sr.",),
}
OTHER_TITLES = {"Freebie and the Bean": (), "48 Hrs.": ("48 Hours",), "Oldboy": ("Oldeuboi",)}


def archive() -> MemoryCatalogue:
    """The records of ``FILMS``; the two Steve McQueens are told apart by what stands in brackets."""
    catalogue = MemoryCatalogue()
    catalogue.add_person("Steve McQueen", apart="actor")
    catalogue.add_person("Steve McQueen", apart="director")
    for name, others in OTHER_NAMES.items():
        catalogue.add_person(name, others=others)
    for title, year, kind, directors, cast in FILMS:
        film = catalogue.add_film(title, year, kind=kind, others=OTHER_TITLES.get(title, ()))
        for director in directors:
            catalogue.add_credit(film, director, "director")
        for billing, entry in enumerate(cast, start=1):
            person, _, character = entry.partition(": ")
            catalogue.add_credit(film, person, "actor", character=character, billing=billing)
    return catalogue
