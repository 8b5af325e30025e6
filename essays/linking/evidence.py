"""What a document and the catalogue say together: names and titles as printed, and the records they may mean."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from essays.linking.catalogue import Catalogue, CreditRecord, FilmRecord, Near, PersonRecord
from essays.linking.context import Cues, cues_of
from essays.linking.keys import variant
from essays.linking.lexicon import nicknames
from essays.linking.roles import Role, role_keys, roles_of, surnames_of
from essays.linking.spans import Spans
from essays.linking.tokens import Prose, Run, name_runs, prose_of, title_runs
from essays.reading.document import Document

NAMESAKES_LOOKED_AT = 12  # people of one name whose credits are read; the most credited first
FILMS_OF_A_TITLE_LOOKED_AT = 24  # in all forms
YEARS_OFF = 1  # that a year in a text may be off the record's
_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A full name as printed, and the people so called.

    ``is_nickname``: nobody has this very name, but they would with the given name spelt out ("Jimmy Stewart").
    """

    run: Run
    people: tuple[PersonRecord, ...]
    is_nickname: bool = False


@dataclass(frozen=True, slots=True)
class TitleRun:
    """Words that some film is called: how many films, by the form of the title. Nothing is read of them yet."""

    run: Run
    forms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TitleHit:
    """Words that are a title, and the films so called with the form of the title."""

    run: Run
    films: tuple[tuple[FilmRecord, str], ...]


@dataclass(slots=True)
class Evidence:
    """All that has been looked up for one document."""

    document: Document
    prose: Prose
    catalogue: Catalogue
    names: tuple[NameHit, ...] = ()
    title_runs: tuple[TitleRun, ...] = ()
    titles: tuple[TitleHit, ...] = ()
    credits_of: Mapping[int, Sequence[CreditRecord]] = field(default_factory=dict)  # by person
    films_by_person: Mapping[int, frozenset[int]] = field(default_factory=dict)
    films: dict[int, FilmRecord] = field(default_factory=dict)
    people: dict[int, PersonRecord] = field(default_factory=dict)
    casts: dict[int, Sequence[CreditRecord]] = field(default_factory=dict)  # by film, those asked for so far
    name_edges: frozenset[str] = frozenset()  # first and last words of the names in full, as keys
    name_at: Mapping[int, NameHit] = field(default_factory=dict)  # by word index
    unexplained: frozenset[str] = frozenset()  # keys of capitalised words within sentences, in no name in full
    named_on: dict[int, dict[str, list[tuple[int, int]]]] = field(default_factory=dict)
    cues_by_run: dict[Run, Cues] = field(default_factory=dict)
    makers: dict[int, frozenset[str]] = field(default_factory=dict)  # by film: surnames of its makers and stars
    parts: dict[int, frozenset[str]] = field(default_factory=dict)  # by film: what its characters are called
    characters: dict[int, str] = field(default_factory=dict)  # by film: as its cast prints them, in lower case
    roles_by_film: dict[int, Sequence[Role]] = field(default_factory=dict)
    words_observed: dict[Run, dict[str, float]] = field(default_factory=dict)  # of runs, whatever they are a title of
    observed: dict[Run, dict[str, float]] = field(default_factory=dict)  # of title hits by themselves
    capitals: dict[int, set[str]] = field(default_factory=dict)  # by sentence: keys of its capitalised words

    def cast_of(self, film_ids: Iterable[int]) -> dict[int, Sequence[CreditRecord]]:
        """The credits of these films, asked for at most once each."""
        wanted = set(film_ids)
        if missing := wanted - self.casts.keys():
            found = self.catalogue.credits_of_films(missing)
            self.casts.update({film_id: found.get(film_id, ()) for film_id in missing})
        return {film_id: self.casts[film_id] for film_id in wanted}

    def films_of(self, person_id: int) -> frozenset[int]:
        """The films a person is credited on, as far as they were read."""
        return self.films_by_person.get(person_id, frozenset())

    def surnames_on(self, film_id: int) -> frozenset[str]:
        """The surnames of those by whom a film is known, as keys."""
        if film_id not in self.makers:
            self.makers[film_id] = surnames_of(self.cast_of([film_id])[film_id])
        return self.makers[film_id]

    def roles(self, film_id: int) -> Sequence[Role]:
        """The characters of a film."""
        if film_id not in self.roles_by_film:
            self.roles_by_film[film_id] = roles_of(self.cast_of([film_id])[film_id])
        return self.roles_by_film[film_id]

    def is_part(self, key: str, film_id: int) -> bool:
        """Whether a character of a film is called so; ``key`` is a name as a key."""
        if film_id not in self.parts:
            if film_id not in self.characters:
                cast = self.cast_of([film_id])[film_id]
                self.characters[film_id] = " ".join(credit.character for credit in cast if credit.character).lower()
            printed = self.characters[film_id]
            if printed.isascii() and key.split()[-1] not in printed:
                return False  # most films' characters need never be made into keys
            self.parts[film_id] = role_keys(self.roles(film_id))
        return key in self.parts[film_id]

    def capitals_in(self, sentence: int) -> set[str]:
        """The keys of the capitalised words of a sentence."""
        return self.capitals.get(sentence, set())

    def cues(self, run: Run) -> Cues:
        """What the words around a run say of it."""
        if run not in self.cues_by_run:
            self.cues_by_run[run] = cues_of(self.prose, run)
        return self.cues_by_run[run]


def gather(document: Document, catalogue: Catalogue) -> Evidence:
    """Look up every name of a document, and which of its words are titles: three calls, whatever the catalogue's size.

    ``find_films`` reads the films of those titles.
    """
    prose = prose_of(document)
    evidence = Evidence(document, prose, catalogue)
    evidence.names = _find_names(prose, catalogue)
    evidence.people = {person.id: person for hit in evidence.names for person in hit.people}
    evidence.credits_of = catalogue.credits_of_people(evidence.people.keys())
    evidence.films_by_person = {
        person: frozenset(credit.film_id for credit in credits) for person, credits in evidence.credits_of.items()
    }
    evidence.name_at = {i: hit for hit in evidence.names for i in range(hit.run.first, hit.run.last + 1)}
    evidence.title_runs = _find_title_runs(evidence)
    evidence.name_edges = frozenset(part for hit in evidence.names for part in _edges(hit.run.key))
    named = {part for hit in evidence.names for part in hit.run.key.split()}
    evidence.unexplained = frozenset(w.stem_key for w in prose.words if w.is_capital and not w.opens) - named
    for word in prose.words:
        if word.is_capital:
            evidence.capitals.setdefault(word.sentence, set()).add(word.stem_key)
    return evidence


def find_films(evidence: Evidence) -> None:
    """Read the films that the title runs may mean, in one call; a run whose films are all hidden is no hit."""
    evidence.titles = _find_titles(evidence, _near(evidence))
    evidence.films = {film.id: film for hit in evidence.titles for film, _ in hit.films}
    evidence.named_on = _named_on(evidence)


def _named_on(evidence: Evidence) -> dict[int, dict[str, list[tuple[int, int]]]]:
    """Film -> name of somebody credited on it -> where the text names them, as (sentence, offset) in order.

    Only the films that the text's titles may mean.
    """
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for hit in evidence.names:
        for person in hit.people:
            places[person.id].append((evidence.prose.words[hit.run.first].sentence, hit.run.start))
    found: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(dict)
    for person_id, at in places.items():
        name = evidence.people[person_id].name
        for film_id in evidence.films_of(person_id) & evidence.films.keys():
            found[film_id][name] = sorted({*found[film_id].get(name, ()), *at})
    return found


def _edges(key: str) -> tuple[str, str]:
    words = key.split()
    return words[0], words[-1]


def _find_names(prose: Prose, catalogue: Catalogue) -> tuple[NameHit, ...]:
    """The longest names the catalogue has, left to right without overlap."""
    runs = list(name_runs(prose))
    turned = {run: key for run in runs if (key := _family_name_last(prose, run))}
    spelt = {run: others for run in runs if (others := _spelt_out(run.key))}
    keys = {run.key for run in runs} | set(turned.values()) | {key for others in spelt.values() for key in others}
    found = catalogue.people_by_key(keys)
    hits: list[NameHit] = []
    taken = Spans()
    for run in sorted(runs, key=lambda r: (-r.length, r.start)):
        called = found.get(run.key) or found.get(turned.get(run, ""), ())
        formal = [] if called else [pair for key in spelt.get(run, ()) for pair in found.get(key, ())]
        if (called or formal) and not taken.overlaps(run.start, run.end):
            taken.add(run.start, run.end)
            hits.append(NameHit(run, _most_credited(called or formal), is_nickname=not called))
    return tuple(sorted(hits, key=lambda hit: hit.run.start))


def _spelt_out(key: str) -> tuple[str, ...]:
    """The keys of a name with its nickname spelt out: "jimmy stewart" -> "james stewart"."""
    given, _, rest = key.partition(" ")
    return tuple(f"{name} {rest}" for name in sorted(nicknames().get(given, ())))


def _family_name_last(prose: Prose, run: Run) -> str:
    """The key of a name with a hyphenated given name behind: "Park Chan-wook" -> "chan wook park"; else empty."""
    words = prose.words[run.first : run.last + 1]
    if len(words) != 3 or words[2].gap != "-":
        return ""
    return " ".join((*run.key.split()[1:], words[0].key))


def _most_credited(found: Sequence[tuple[PersonRecord, str]]) -> tuple[PersonRecord, ...]:
    """People once each: those whose own name it is before those with an alias, the most credited first."""
    by_id: dict[int, tuple[bool, int, PersonRecord]] = {}
    for person, form in found:
        entry = (form == "short", -person.credit_count, person)
        if person.id not in by_id or entry[:2] < by_id[person.id][:2]:
            by_id[person.id] = entry
    ranked = sorted(by_id.values(), key=lambda entry: (entry[0], entry[1], entry[2].id))
    return tuple(person for _, _, person in ranked[:NAMESAKES_LOOKED_AT])


FORM_RANK = {
    form: rank
    for rank, form in enumerate(
        ("full", "other", "variant", "added_article", "no_article", "before_colon", "after_colon")
    )
}


def _near(evidence: Evidence) -> Near:
    """What tells the films of one title apart before any is read. A year said may be one off."""
    years = {int(year) for year in _YEAR.findall(evidence.prose.text)}
    return Near(
        frozenset().union(*evidence.films_by_person.values()),
        frozenset(year + off for year in years for off in (-YEARS_OFF, 0, YEARS_OFF)),
    )


def _find_title_runs(evidence: Evidence) -> tuple[TitleRun, ...]:
    """Every run that some film is called; overlapping ones too. Pieces of names are not asked for."""
    runs = [run for run in title_runs(evidence.prose) if not _is_piece(evidence, run)]
    found = evidence.catalogue.title_forms({key for run in runs for key in _ways(run.key)})
    hits = []
    for run in runs:
        forms: dict[str, int] = {}
        for key, as_form in _ways(run.key).items():
            for form, count in found.get(key, {}).items():
                if (called := _form(as_form, form)) is not None:
                    forms[called] = max(count, forms.get(called, 0))
        if forms:
            hits.append(TitleRun(run, forms))
    return tuple(hits)


def _find_titles(evidence: Evidence, near: Near) -> tuple[TitleHit, ...]:
    runs = [hit.run for hit in evidence.title_runs]
    found = evidence.catalogue.films_by_key({key for run in runs for key in _ways(run.key)}, near)
    hits = []
    for run in runs:
        films: dict[int, tuple[FilmRecord, str]] = {}
        for film, form in _films_called(run.key, found):
            if film.id not in films or FORM_RANK.get(form, 9) < FORM_RANK.get(films[film.id][1], 9):
                films[film.id] = (film, form)
        if films:
            likely = list(films.values())
            if len(likely) > FILMS_OF_A_TITLE_LOOKED_AT:
                likely = sorted(likely, key=lambda pair: _likeliness(pair[0], pair[1], near))[
                    :FILMS_OF_A_TITLE_LOOKED_AT
                ]
            likely.sort(key=lambda pair: (FORM_RANK.get(pair[1], 9), pair[0].id))
            hits.append(TitleHit(run, tuple(likely)))
    return tuple(hits)


def is_emphasised(evidence: Evidence, run: Run) -> bool:
    """Whether the author set off these very words."""
    return any(abs(e.start - run.start) <= 1 and abs(e.end - run.end) <= 1 for e in evidence.document.emphases)


def _is_piece(evidence: Evidence, run: Run) -> bool:
    """Whether a run is a part of something longer, and not set off: "Walter" of Walter Hill, "Red" of "Red Heat".

    Nearly every word is the title of some film, and hardly one of such words means it.
    """
    words = evidence.prose.words
    first, last = words[run.first], words[run.last]
    if first.quoted or evidence.prose.is_titled(first) or is_emphasised(evidence, run):
        return False
    hit = evidence.name_at.get(run.first)
    if hit is not None and hit.run.first <= run.first and run.last <= hit.run.last:
        return (run.first, run.last) != (hit.run.first, hit.run.last)
    if run.length > 1 or last.end != run.end:
        return False
    before, after = evidence.prose.before(run.first), evidence.prose.after(run.last)
    if before is not None and before.is_capital and not (before.is_possessive or before.opens or first.gap.strip(" ")):
        return run.first - 1 not in evidence.name_at
    return after is not None and after.is_capital and not (after.gap.strip(" ") or after.key.isdigit())


def _likeliness(film: FilmRecord, form: str, near: Near) -> tuple[bool, int, int, int]:
    """A key by which the likeliest of many films of a title come first."""
    is_far = film.id not in near.films and film.release_year not in near.years
    return is_far, FORM_RANK.get(form, 9), -film.credit_count, film.id


def _without_article(key: str) -> str:
    """The key without "the", where two words or more remain; else empty."""
    bare = key.removeprefix("the ")
    return bare if bare != key and " " in bare else ""


def _ways(key: str) -> dict[str, str]:
    """The keys by which words may be found as a title, with the form that each is then of; "" is its own form."""
    ways = {key: ""}
    if bare := _without_article(key):
        ways[bare] = "added_article"
    ways.setdefault(variant(key), "variant")
    return ways


def _form(way: str, form: str) -> str | None:
    """The form of a title of ``form`` that was found by ``way`` (see ``_ways``); None where it does not count."""
    if not way:
        return form
    if form in ("full", "other"):
        return way
    return form if way == "variant" else None


def _films_called(key: str, found: Mapping[str, Sequence[tuple[FilmRecord, str]]]) -> Iterable[tuple[FilmRecord, str]]:
    for each, way in _ways(key).items():
        for film, form in found.get(each, ()):
            if (called := _form(way, form)) is not None:
                yield film, called
