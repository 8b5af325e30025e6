"""A film's characters by the keys that a text may print them by, and the surnames by which a film is known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from essays.linking.catalogue import CreditRecord
from essays.linking.tokens import LOWER_IN_NAMES
from people.names import GENERATION_SUFFIXES, fold

BILLED = 12  # parts by whose players a film is known
LEAST_SURNAME = 3  # letters of a surname that points to a film
CHARACTERS_REMEMBERED = 1 << 12  # some 2 MB

_SEPARATOR = re.compile(r"\s*/\s*|\s*;\s*")
_NICKNAME = re.compile(r"[\"“‘'(\[]([^\"”’'()\[\]]+)[\"”’')\]]")
# Words of a part that name nobody: ranks, callings, kin.
NOT_A_NAME = frozenset(
    "a an the of and mr mrs ms miss dr doctor sir lady lord captain capt lt lieutenant sgt sergeant det detective "
    "officer inspector agent cop policeman police man woman boy girl guard nurse bartender waiter waitress driver "
    "clerk father mother brother sister uncle aunt king queen prince princess young old first second third himself "
    "herself self narrator voice judge reporter soldier student teacher thug henchman secretary president senator "
    "mayor general colonel major chief sheriff deputy reverend professor prof jr sr ii iii uncredited archive "
    "footage night television announcer consul host guest party customer patron doorman maid butler little big".split()
)


@dataclass(frozen=True, slots=True)
class Role:
    """A character with all the keys it may be printed by, the strongest first."""

    name: str
    person_id: int | None
    film_id: int | None
    full_keys: tuple[str, ...]
    last_keys: tuple[str, ...]
    first_keys: tuple[str, ...]


def roles_of(credits: Iterable[CreditRecord]) -> list[Role]:
    """The characters of a cast."""
    return [
        role
        for credit in credits
        if credit.character and (role := role_of(credit.character, credit.person_id, credit.film_id))
    ]


def role_of(character: str, person_id: int | None, film_id: int | None) -> Role | None:
    """A character's name as keys; None where it is no name ("Night clerk")."""
    called = _called(character)
    return None if called is None else Role(called[0], person_id, film_id, *called[1:])


@lru_cache(CHARACTERS_REMEMBERED)  # the casts of likely films come up again and again in one document, and between them
def _called(character: str) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
    full: list[str] = []
    last: list[str] = []
    first: list[str] = []
    names = [name for name in _SEPARATOR.split(character) if name.strip()]
    for name in names:
        nicknames = [fold(nick) for nick in _NICKNAME.findall(name)]
        plain = " ".join(_NICKNAME.sub(" ", name).split())
        words = _proper_end([w for w in plain.split() if fold(w)])
        proper = [fold(w) for w in words if w[:1].isupper() and fold(w) not in NOT_A_NAME and not w[-1].isdigit()]
        if not proper or len(words) > 5:
            continue
        full.append(" ".join(fold(w) for w in words))
        if len(proper) > 1:
            full.append(" ".join(proper))
        last.append(proper[-1])
        first += [proper[0]] if len(proper) > 1 else []
        first += [nick for nick in nicknames if " " not in nick]
    if not last:
        return None
    name = " ".join(_proper_end(names[0].split())) or names[0].strip()
    return name, tuple(full), tuple(last), tuple(first)


def _proper_end(words: list[str]) -> list[str]:
    """The words after the last in lower case: "Soviet policeman Ivan Danko" -> Ivan Danko."""
    start = len(words)
    while start and (not words[start - 1][:1].islower() or words[start - 1] in LOWER_IN_NAMES):
        start -= 1
    while start < len(words) and words[start][:1].islower():
        start += 1
    return words[start:]


def role_keys(roles: Iterable[Role]) -> frozenset[str]:
    """All that some characters are called, as keys."""
    return frozenset(key for role in roles for key in (*role.full_keys, *role.last_keys, *role.first_keys))


def surnames_of(credits: Iterable[CreditRecord]) -> frozenset[str]:
    """The surnames, as keys, of those by whom a film is known: its makers and the first of its cast."""
    found = set()
    for credit in credits:
        if credit.billing is not None and credit.billing > BILLED:
            continue
        words = [word for word in fold(credit.person_name).split() if word not in GENERATION_SUFFIXES]
        if len(words) > 1 and len(words[-1]) >= LEAST_SURNAME:
            found.add(words[-1])
    return frozenset(found)
