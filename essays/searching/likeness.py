"""How alike two names are that were meant to be one: the mistakes of a hand and an ear, weighed."""

VOWELS = frozenset("aeiouy")
# Letters that are heard alike, so that one is written for the other.
HEARD_ALIKE = frozenset(
    frozenset(pair) for pair in ("ck", "ks", "cs", "sz", "iy", "ij", "vw", "fv", "dt", "bp", "mn", "gj", "kq", "xz")
)
SUBSTITUTED, VOWEL_FOR_VOWEL, HEARD, DOUBLED, SWAPPED, FIRST_LETTER = 1.0, 0.75, 0.75, 0.5, 0.8, 0.4
SHORTEST_MISSPELT = 4  # letters; of a shorter word every other is a misspelling
LETTERS_FOR_TWO, LETTERS_FOR_THREE = 6, 15  # at least so many letters forgive two mistakes, or three
PAD = "^"
FAR = 1e9


def mistakes_forgiven(text: str) -> int:
    """In how many letters another text may differ and still be taken for this one."""
    if len(text) < SHORTEST_MISSPELT:
        return 0
    return 1 if len(text) < LETTERS_FOR_TWO else 2 if len(text) < LETTERS_FOR_THREE else 3


def grams(text: str) -> list[str]:
    """The runs of three letters in a text, its two ends marked; each once, in order."""
    padded = f"{PAD}{text}{PAD}"
    return list(dict.fromkeys(padded[at : at + 3] for at in range(len(padded) - 2)))


def has_its_letters(letters: frozenset[str], theirs: str, mistakes: int) -> bool:
    """Whether a text may be another with these ``letters`` but for so many mistakes: each changes one letter."""
    others = frozenset(theirs)
    return len(letters - others) <= mistakes and len(others - letters) <= mistakes


def shares_enough(ours: set[str], theirs: str, mistakes: int) -> bool:
    """Whether a text shares enough runs of three with one of the runs ``ours``: a mistake spoils at most four."""
    padded = f"{PAD}{theirs}{PAD}"
    common = 0
    for at in range(len(padded) - 2):
        common += padded[at : at + 3] in ours
    return common >= len(ours) - 4 * mistakes and common > 0


def distance(asked: str, name: str, *, most: float) -> float | None:
    """How far ``asked`` is from ``name``: 0 for the same, some 1 for each mistake; None where it is more than ``most``.

    Optimal string alignment: a letter left out, added, replaced, or swapped with its neighbour, each place once.
    """
    if asked == name:
        return 0.0
    reach = int(most)  # letters too many or too few
    if abs(len(asked) - len(name)) > reach:
        return None
    before: list[float] = []
    row = [0.0]
    for at in range(len(name)):
        row.append(row[-1] + _one(name, at))
    for i, letter in enumerate(asked):
        last, row = row, [FAR] * (len(name) + 1)
        first, end = max(0, i - reach), min(len(name), i + reach + 1)
        row[0] = last[0] + _one(asked, i)
        least = row[0]
        for j in range(first, end):
            theirs = name[j]
            cost = last[j] if letter == theirs else last[j] + _replaced(letter, theirs)
            if cost > DOUBLED:
                cost = min(cost, last[j + 1] + _one(asked, i), row[j] + _one(name, j))
                if i and j and letter == name[j - 1] and asked[i - 1] == theirs:
                    cost = min(cost, before[j - 1] + SWAPPED)
            row[j + 1] = cost
            least = min(least, cost)
        if least > most:
            return None
        before = last
    found = row[-1] + (FIRST_LETTER if asked[:1] != name[:1] else 0)
    return found if found <= most else None


def _one(text: str, at: int) -> float:
    """The cost of one letter too many or too few: less where it only doubles its neighbour."""
    return DOUBLED if at and text[at] == text[at - 1] else 1.0


def _replaced(one: str, other: str) -> float:
    if one in VOWELS and other in VOWELS:
        return VOWEL_FOR_VOWEL
    return HEARD if frozenset((one, other)) in HEARD_ALIKE else SUBSTITUTED


def runs_of_words(words: list[str], *, longest: int) -> list[str]:
    """Every run of neighbouring words as one: "red heat" in "red heat moscow". Longest first."""
    found = []
    for size in range(min(longest, len(words)), 0, -1):
        found += ["".join(words[at : at + size]) for at in range(len(words) - size + 1)]
    return list(dict.fromkeys(found))
