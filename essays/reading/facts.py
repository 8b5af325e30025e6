"""What a reference entry states of its subject: title, year, countries, genres, running time and credits."""

import re

from essays.reading.document import Facts, Statement
from essays.reading.furniture import runtime_of
from essays.reading.heads import is_title_like
from essays.reading.patterns import late
from essays.reading.statements import statements

YEAR = late(r"(?<![\d–-])(?P<year>(?:18[89]|19\d|20[0-4])\d)(?![\d–]|-\d)s?")
YEAR_IN_BRACKETS = late(r" ?\((?P<year>(?:18[89]|19\d|20[0-4])\d)(?: \w+)?\)")
RELEASED = late(r"\b(?:released|premiered|opened|debuted|issued)\b[^.;]{0,60}?\b(?P<year>(?:18[89]|19\d|20[0-4])\d)\b")
WORK = (
    r"(?:films? noirs?|films?|movies?|serials?|picture|photoplay|feature|documentary|mini-?series|series|short|shorts"
    r"|western|comedy|drama"
    r"|musical|thriller|cartoon|anthology|adaptation|production|romance|horror|noir|mystery|melodrama"
    r"|biopic|remake|sequel|swashbuckler"
    r"|travelogue|farce|actioner|program(?:me)?r?|special|docudrama|mockumentary|burlesque|two-reeler"
    r"|featurette|romp|epic)"
)
VERB = late(r"(?: |, )(?:is|was|are|were) (?:(?:also )?(?:an?|the|one of|another|considered) |(?=(?:19|20)\d\d))")
BRACKETS = late(r"\s*[(\[][^()\[\]]*[)\]]")
ALSO_KNOWN = late(
    r",? (?:\(?(?:also|better|sometimes|originally|alternatively|formerly|previously|commonly|initially"
    r"|variously)?,? ?(?:known|released|titled"
    r"|entitled|billed|styled|stylized|stylised|marketed|advertised|promoted|called|written|distributed"
    r"|subtitled|re-?released|retitled|abbreviated|shortened|shown|aka|a\.k\.a\.)\b|or simply |, or "
    r"|also called |also |aka |a\.k\.a\. )"
)
COUNTRIES = {
    "american": "United States", "u.s.": "United States", "us": "United States", "british": "United Kingdom",
    "english": "United Kingdom", "scottish": "United Kingdom", "welsh": "United Kingdom", "irish": "Ireland",
    "french": "France", "italian": "Italy", "german": "Germany", "west german": "West Germany",
    "east german": "East Germany", "spanish": "Spain", "portuguese": "Portugal", "canadian": "Canada",
    "australian": "Australia", "new zealand": "New Zealand", "japanese": "Japan", "chinese": "China",
    "hong kong": "Hong Kong", "taiwanese": "Taiwan", "south korean": "South Korea", "korean": "South Korea",
    "indian": "India", "soviet": "Soviet Union", "russian": "Russia", "polish": "Poland", "czech": "Czech Republic",
    "czechoslovak": "Czechoslovakia", "hungarian": "Hungary", "austrian": "Austria", "swiss": "Switzerland",
    "swedish": "Sweden", "danish": "Denmark", "norwegian": "Norway", "finnish": "Finland", "dutch": "Netherlands",
    "belgian": "Belgium", "greek": "Greece", "turkish": "Turkey", "israeli": "Israel", "iranian": "Iran",
    "egyptian": "Egypt", "mexican": "Mexico", "brazilian": "Brazil", "argentine": "Argentina",
    "argentinian": "Argentina", "south african": "South Africa", "thai": "Thailand", "filipino": "Philippines",
    "philippine": "Philippines", "indonesian": "Indonesia", "yugoslav": "Yugoslavia", "romanian": "Romania",
    "bulgarian": "Bulgaria", "icelandic": "Iceland", "chilean": "Chile", "cuban": "Cuba", "luxembourgish": "Luxembourg",
}  # fmt: skip
COUNTRY = late(r"(?<![\w])(" + "|".join(sorted(map(re.escape, COUNTRIES), key=len, reverse=True)) + r")(?![\w])", re.I)
GENRES = (
    "buddy cop", "buddy", "action", "adventure", "romantic comedy", "black comedy", "dark comedy",
    "screwball comedy", "musical comedy", "comedy", "drama", "melodrama", "horror", "slasher", "thriller",
    "crime", "film noir", "neo-noir", "noir", "gangster", "heist", "mystery", "detective", "spy",
    "espionage", "war", "anti-war", "western", "musical", "romance", "romantic", "science fiction",
    "science-fiction", "sci-fi", "fantasy", "superhero", "animated", "anime", "documentary", "mockumentary",
    "biographical", "biopic", "historical", "epic", "sports", "sport", "martial arts", "disaster",
    "psychological", "erotic", "legal", "political", "satirical", "satire", "parody", "spoof", "slapstick",
    "coming-of-age", "coming of age", "teen", "family", "children's", "christmas", "holiday", "road",
    "prison", "vampire", "zombie", "monster", "supernatural", "exploitation", "blaxploitation",
    "experimental", "anthology", "concert", "religious", "swashbuckler", "courtroom", "dystopian",
    "post-apocalyptic", "survival", "kaiju", "medical", "police", "silent", "propaganda", "tragicomedy",
    "farce", "short", "dance", "surreal", "suspense", "conspiracy", "techno-thriller",
)  # fmt: skip
GENRE = late(
    r"(?<![\w])(" + "|".join(sorted(map(re.escape, GENRES), key=len, reverse=True)) + r")(?![\w])", re.IGNORECASE
)
WORK_NOUN = late(rf"\b{WORK}\b", re.IGNORECASE)
MINUTES_LONG = late(r"\brun(?:s|ning)? (?:time )?(?:of |for |at |is )?(?:about |approximately )?\d{2,3} minutes", re.I)
LANGUAGE = late(
    r"\b(?:Latin|Arabic|Hebrew|Hindi|Mandarin|Cantonese|Persian|Tamil|Telugu|Urdu|Bengali|Yiddish"
    r"|Ukrainian|Serbian|Croatian|Vietnamese"
    r"|Malayalam|Marathi|Kannada|Punjabi|UK|USA|US|AKA|Also|Pronounced|Roman)\b"
)
TITLE_MAX_LENGTH = 160
NO_TITLE = late(
    r"(?:This|That|It|There|Here|He|She|They|We|I|You|What|These|Those|(?:The|This) (?:film|movie|story"
    r"|picture|plot|screenplay|series))"
    r"(?: (?:page|article|list))? (?:is|was|are|were|concerns)\b"
)
OPENING_QUOTES = "\"“'‘*_"
CLOSING_QUOTES = "\"”'’*_"


def facts_of(text: str, spans: list[tuple[int, int]]) -> Facts:
    """The facts of an entry; ``spans`` are its sentences, the first of which names the film."""
    if not spans:
        return Facts()
    start, end = spans[0]
    title = _title_span(text, start, end)
    countries, genres, year = _attributes(text, spans, title)
    runtime = MINUTES_LONG.search(text)
    return Facts(
        title=text[slice(*title)] if title else None,
        title_span=title,
        release_year=year,
        countries=countries,
        genres=genres,
        runtime_minutes=runtime_of(runtime.group()) if runtime else None,
        statements=tuple(said for said in statements(text, spans) if not _is_title(text, title, said)),
    )


def _is_title(text: str, title: tuple[int, int] | None, said: Statement) -> bool:
    """Whether it is the film's title that a sentence seems to speak of ("Tail Spin stars Alice Faye")."""
    if title is None:
        return False
    return said.start == title[0] or (not said.is_listed and said.person == text[slice(*title)])


def join_title(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """``spans`` with the first two made one where the first is only a title that ends like a sentence ("Airplane!")."""
    if len(spans) < 2:
        return spans
    (start, stop), (following, end) = spans[:2]
    is_title = stop - start <= TITLE_MAX_LENGTH and text[stop - 1] in "!?.…" and not VERB.search(text, start, stop)
    if (
        is_title
        and VERB.search(text, stop, min(end, following + TITLE_MAX_LENGTH))
        and "\n" not in text[stop:following]
    ):
        return [(start, end), *spans[2:]]
    return spans


def _title_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The title with which the first sentence opens; None where it opens with something else."""
    verb = VERB.search(text, start + 1, min(end, start + TITLE_MAX_LENGTH * 3))
    if verb is None or NO_TITLE.match(text, start):
        return None
    last = verb.start()
    for brackets in BRACKETS.finditer(text, start + 1, last):
        if not _belongs_to_title(brackets.group().strip()[1:-1]):
            last = brackets.start()
            break
    known = ALSO_KNOWN.search(text, start + 1, last)
    if known:
        last = known.start()
    while last > start and text[last - 1] in " ,":
        last -= 1
    if text[start] in OPENING_QUOTES and text[last - 1] in CLOSING_QUOTES:
        start, last = start + 1, last - 1
    if last - start > TITLE_MAX_LENGTH or last <= start or not (text[start].isupper() or not text[start].isalpha()):
        return None
    return start, last


def _belongs_to_title(words: str) -> bool:
    """Whether what stands in brackets is a part of the title ("First Sequence") and says nothing about it."""
    if ":" in words or '"' in words or YEAR.search(words) or COUNTRY.search(words) or LANGUAGE.search(words):
        return False
    return len(words.split()) >= 2 and is_title_like(words) and words[0].isupper()


def _attributes(
    text: str, spans: list[tuple[int, int]], title: tuple[int, int] | None
) -> tuple[tuple[str, ...], tuple[str, ...], int | None]:
    """Countries, genres and year: what stands between the verb of the first sentence and its noun."""
    start, end = spans[0]
    verb = VERB.search(text, title[1] if title else start, end) if title else None
    at = verb.end() if verb else start
    noun = None
    year_match = YEAR_IN_BRACKETS.match(text, title[1], at) if title else None
    year_match = year_match or YEAR.search(text, at, end)
    for noun in WORK_NOUN.finditer(text, at, min(end, at + 160)):
        if re.match(r"films?|movies?|serial|picture|series", noun.group(), re.I):
            break
    described = text[at : noun.end() if noun else min(end, at + 80)]
    countries = tuple(dict.fromkeys(COUNTRIES[c.lower()] for c in COUNTRY.findall(described)))
    genres = tuple(dict.fromkeys(g.lower() for g in GENRE.findall(described)))
    year = int(year_match.group("year")) if year_match and not year_match.group().endswith("s") else None
    if year is None:
        year = _first_year(text, spans)
    return countries, genres, year


def _first_year(text: str, spans: list[tuple[int, int]]) -> int | None:
    """The year of a release that a sentence tells, else the first year there is."""
    if released := RELEASED.search(text, spans[0][0], spans[-1][1]):
        return int(released.group("year"))
    for start, end in spans:
        for match in YEAR.finditer(text, start, end):
            if not match.group().endswith("s"):
                return int(match.group("year"))
    return None
