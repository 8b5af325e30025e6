"""Who is a character: the parts of the subject film and of films named near by, and those a text states."""

from bisect import bisect_left
from collections.abc import Sequence

from essays.linking.catalogue import CreditRecord, FilmRecord
from essays.linking.evidence import Evidence
from essays.linking.links import Link, LinkKind, LinkState
from essays.linking.roles import Role, role_of
from essays.linking.spans import Spans
from essays.linking.tokens import Word
from people.names import fold

LEAST_PART = 3  # letters of a short form
LEAST_PREFIX = 4  # letters of a surname printed short: "Rosta" for "Rostavili"


def characters_named(evidence: Evidence, credits: Sequence[CreditRecord]) -> set[str]:
    """The characters of a cast whose names the text prints, short or in full; people's own names do not count."""
    printed = evidence.unexplained
    found = set()
    for credit in credits:
        if not credit.character or printed.isdisjoint(fold(credit.character).split()):
            continue
        role = role_of(credit.character, credit.person_id, credit.film_id)
        if role and any(len(k) >= LEAST_PART and k in printed for k in (*role.last_keys, *role.first_keys)):
            found.add(role.last_keys[0])
    return found


def link_characters(
    evidence: Evidence, subject: FilmRecord | None, films: Sequence[Link], people: Sequence[Link]
) -> list[Link]:
    """The characters named: of the subject film anywhere, of another film near its title, as stated by the text."""
    roles = [*evidence.roles(subject.id)] if subject is not None else []
    roles += _stated_roles(evidence)
    taken = Spans((link.start, link.end) for link in (*films, *people))
    names = _names_of(people, evidence)
    found = _link_roles(evidence, roles, taken, names)
    linked = {f.record_id: f for f in films if f.record_id is not None and f.state is LinkState.LINKED}
    others = sorted(film_id for film_id in linked if subject is None or film_id != subject.id)
    if _has_unexplained(evidence, taken):
        evidence.cast_of(others)
        parts = {film_id: evidence.roles(film_id) for film_id in others}
        for film in films:
            if film.record_id in parts and film.state is LinkState.LINKED:
                found += _link_roles(evidence, parts[film.record_id], taken, names, _near(evidence, film))
    return sorted(found, key=lambda link: link.start)


def _near(evidence: Evidence, film: Link) -> range:
    """The words of the sentence that names a film and of the next."""
    words = evidence.prose.words
    sentence = words[bisect_left(words, film.start, key=lambda word: word.start)].sentence
    first = bisect_left(words, sentence, key=lambda word: word.sentence)
    return range(first, bisect_left(words, sentence + 2, key=lambda word: word.sentence))


def _stated_roles(evidence: Evidence) -> list[Role]:
    return [
        role
        for statement in evidence.document.facts.statements
        if statement.character and (role := role_of(statement.character, None, None))
    ]


def _names_of(people: Sequence[Link], evidence: Evidence) -> frozenset[str]:
    return frozenset(
        key for link in people for key in fold(link.name or evidence.document.text[link.start : link.end]).split()
    )


def _has_unexplained(evidence: Evidence, taken: Spans) -> bool:
    return any(w.is_capital and not w.opens and not taken.overlaps(w.start, w.end) for w in evidence.prose.words)


def _link_roles(
    evidence: Evidence,
    roles: Sequence[Role],
    taken: Spans,
    names: frozenset[str],
    near: range | None = None,
) -> list[Link]:
    """Links for the roles, among the words ``near`` or anywhere; their places are taken."""
    full: dict[str, Role] = {}
    short: dict[str, Role] = {}
    prefixes: dict[str, Role] = {}
    for role in roles:
        for key in role.full_keys:
            full.setdefault(key, role)
        for key in (*role.last_keys, *(role.first_keys if near is None else ())):
            if len(key) >= LEAST_PART and key not in names:
                short.setdefault(key, role)
        for key in role.last_keys:
            prefixes.setdefault(key, role)
    found: list[Link] = []
    words = evidence.prose.words
    index, stop = (near.start, near.stop) if near is not None else (0, len(words))
    while index < stop:
        word = words[index]
        index += 1
        if not word.is_capital:
            continue
        match = _full_at(words, index - 1, full) or _short_at(word, short, prefixes, names)
        if match is None:
            continue
        last, end, role = match
        last = index - 1 if last < 0 else last
        if taken.overlaps(word.start, end):
            continue
        taken.add(word.start, end)
        reason = "the text says who plays it" if role.film_id is None else _reason(evidence, role)
        found.append(
            Link(LinkKind.CHARACTER, LinkState.LINKED, word.start, end, role.person_id, role.name, 0.9, reason)
        )
        index = last + 1
    return found


def _reason(evidence: Evidence, role: Role) -> str:
    film = evidence.films.get(role.film_id) if role.film_id is not None else None
    return f"a part in {film.title} ({film.release_year})" if film else "a part in the subject film"


def _full_at(words: Sequence[Word], first: int, full: dict[str, Role]) -> tuple[int, int, Role] | None:
    keys: list[str] = []
    best: tuple[int, int, Role] | None = None
    for last in range(first, min(first + 4, len(words))):
        word = words[last]
        if last > first and (word.sentence != words[first].sentence or word.gap.strip(" .\"“”'’")):
            break
        for key, end in ((word.key, word.end), (word.stem_key, word.stem_end)):
            if (role := full.get(" ".join((*keys, key)))) and last > first:
                best = (last, end, role)
        keys.append(word.key)
    return best


def _short_at(
    word: Word, short: dict[str, Role], prefixes: dict[str, Role], names: frozenset[str]
) -> tuple[int, int, Role] | None:
    for key, end in ((word.stem_key, word.stem_end), (word.key, word.end)):
        if role := short.get(key):
            return -1, end, role
        if len(key) >= LEAST_PREFIX and key not in names:
            for last, role in prefixes.items():
                if last.startswith(key) and not word.opens:
                    return -1, end, role
    return None
