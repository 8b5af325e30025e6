"""How a text about a film is written, as a number: the words of an entry against those of a critic.

The weights are data (``style.json``), fitted by ``python -m essays.reading.training``; they hold common words only.
"""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("style.json")
MAX_LENGTH = 30_000  # code points; the style of a text shows long before
QUOTATION = re.compile(r"“[^”\n]{1,800}”|\"[^\"\n]{1,800}\"|^>[^\n]*", re.MULTILINE)
WORD = re.compile(
    r"(?P<opens>(?:\A|[.!?…][\"”’)\]]* +|\n\s*))?(?P<word>\b[A-Za-z][a-z]*(?:['’][a-z]+)?\b)"
    r"|(?P<year>\b(?:18|19|20)\d\d\b)"
)
# Words that every text is full of: their share tells a plot from a list of names, not an entry from a review.
COMMONEST = frozenset(
    "a an the of to in on at by for from with and or as that this his her him he she they their them who whom which "
    "is are be not it's into out up".split()
)
ALWAYS_CAPITAL = frozenset({"I", "I'm", "I've", "I'd", "I'll"})


def features(text: str) -> dict[str, float]:
    """The common words of ``text`` outside quotations, each with its count over the square root of all.

    A word that opens a sentence is counted once more as ``^word``; names are left out.
    """
    counts: Counter[str] = Counter()
    total = 0
    for match in WORD.finditer(QUOTATION.sub(" ", text[:MAX_LENGTH])):
        total += 1
        if match["year"]:
            counts["<year>"] += 1
            continue
        word = match["word"].replace("’", "'")
        if match["opens"] is not None and word not in ALWAYS_CAPITAL:
            counts["^" + word.lower()] += 1
        elif (word[0].islower() and word not in COMMONEST) or word in ALWAYS_CAPITAL:
            counts[word] += 1
    scale = max(total, 1) ** 0.5
    return {feature: count / scale for feature, count in counts.items()}


def score(text: str) -> float:
    """The log-odds that ``text`` is written as an encyclopedia is: above 0 an entry, below 0 a critic."""
    bias, weights = _weights()
    return bias + sum(value * weights.get(feature, 0.0) for feature, value in features(text).items())


@cache
def _weights() -> tuple[float, dict[str, float]]:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return stored["bias"], stored["weights"]
