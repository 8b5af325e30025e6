"""Small catalogues in the layout of the IMDb data sets, with true facts, for tests."""

import gzip
from collections.abc import Sequence
from pathlib import Path

HEADERS = {
    "title.basics": "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
    "title.akas": "titleId ordering title region language types attributes isOriginalTitle",
    "title.principals": "tconst ordering nconst category job characters",
    "title.crew": "tconst directors writers",
    "title.ratings": "tconst averageRating numVotes",
    "name.basics": "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
}

RED_HEAT = "tt0095963"
FORTY_EIGHT_HRS = "tt0083511"
COMING_TO_AMERICA = "tt0094898"
HILL, SCHWARZENEGGER, BELUSHI, MURPHY, NOLTE = "nm0001353", "nm0000216", "nm0000902", "nm0000552", "nm0000560"

TITLES = {
    RED_HEAT: ("movie", "Red Heat", "Red Heat", "1988", "104", "Action,Comedy,Crime"),
    FORTY_EIGHT_HRS: ("movie", "48 Hrs.", "48 Hrs.", "1982", "96", "Action,Comedy,Crime"),
    COMING_TO_AMERICA: ("movie", "Coming to America", "Coming to America", "1988", "117", "Comedy,Romance"),
}
NAMES = {
    HILL: ("Walter Hill", "1942", "\\N"),
    SCHWARZENEGGER: ("Arnold Schwarzenegger", "1947", "\\N"),
    BELUSHI: ("Jim Belushi", "1954", "\\N"),
    MURPHY: ("Eddie Murphy", "1961", "\\N"),
    NOLTE: ("Nick Nolte", "1941", "\\N"),
}
CREDITS = [
    (RED_HEAT, "1", SCHWARZENEGGER, "actor", "\\N", '["Ivan Danko"]'),
    (RED_HEAT, "2", BELUSHI, "actor", "\\N", '["Art Ridzik"]'),
    (FORTY_EIGHT_HRS, "1", NOLTE, "actor", "\\N", '["Jack Cates"]'),
    (FORTY_EIGHT_HRS, "2", MURPHY, "actor", "\\N", '["Reggie Hammond"]'),
    (COMING_TO_AMERICA, "1", MURPHY, "actor", "\\N", '["Prince Akeem","Clarence","Randy Watson","Saul"]'),
]
CREW = [(RED_HEAT, HILL, HILL), (FORTY_EIGHT_HRS, HILL, HILL)]


def title(tconst: str, kind: str, name: str, original: str, year: str, minutes: str, genres: str) -> tuple[str, ...]:
    return (tconst, kind, name, original, "0", year, "\\N", minutes, genres)


def name(nconst: str, text: str, born: str = "\\N", died: str = "\\N") -> tuple[str, ...]:
    return (nconst, text, born, died, "actor", "\\N")


def write(folder: Path, data_set: str, rows: Sequence[Sequence[str]], *, packed: bool = False) -> Path:
    """Write one file of a catalogue; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(HEADERS[data_set].split()), *("\t".join(row) for row in rows)]
    data = "".join(f"{line}\n" for line in lines).encode()
    file = folder / f"{data_set}.tsv{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(data) if packed else data)
    return file


def write_catalogue(folder: Path, *, packed: bool = False) -> Path:
    """Three films of 1982 and 1988 with some of their people; returns the folder."""
    write(folder, "title.basics", [title(tconst, *rest) for tconst, rest in TITLES.items()], packed=packed)
    write(folder, "name.basics", [name(nconst, *rest) for nconst, rest in NAMES.items()], packed=packed)
    write(folder, "title.principals", CREDITS, packed=packed)
    write(folder, "title.crew", CREW, packed=packed)
    return folder
