"""Ten thousand queries that nobody should type, asked of the search page and the suggestions: none may be a 500.

    python -m tests.drills.fuzz_search [--queries 10000] [--seed 1988] [--database-url URL]

On a fresh database of the small site of the tests, SQLite's where no URL names another. Prints what the answers were.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

from tests.drills.databases import environment, manage

QUERIES, SEED = 10_000, 1988
RIGHT = (200, 301, 404)  # an answer, the plain address of a page, no such page
WORDS = (
    "walter", "hill", "red", "heat", "moscow", "schwarzenegger", "the", "of", "Kieślowski", "東京", "солярис", "جدایی",
    "O’Ross", "48", "1988", "r2d2", "1e5", "🎬", "ﬁlm", "½", "ß", "İ", "\u0000", "\ud7ff", "\u202e", "\ufeff",
    "e\u0301",
)  # fmt: skip
SYNTAX = (
    '"', "'", "*", "-", "+", "(", ")", ":", "^", "{", "}", "\\", "%", "_", "/", "&", "|", "!", "<->", "<2>", " AND ",
    " OR ", " NOT ", " NEAR(", "NEAR/3", "words:", "rowid:", "--", ";", "::tsquery", "%%", "%s", "{0}", "$$", "“", "”",
    "\t", "\n", "\r", ",", ".", "?", "#", "=", "~", "`", "@", "[", "]", "<script>", "</script>", "{{ 1 }}", "{% now %}",
)  # fmt: skip
KEYS = ("kind", "critic", "decade", "director", "tag", "in", "page", "q", "p", "")
VALUES = ("review", "names", "1980", "0", "-1", "99999999999999999999", "cold-war", "the-film-desk", "\u0000", "é", "'")


def fuzzed_queries(number: int, seed: int = SEED) -> Iterator[str]:
    """Query strings, the same for the same ``seed``: words, syntax of every engine, any character, any bytes."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(number):
        parts = [f"q={_question(chance)}"]
        while chance.random() < 0.35:
            value = chance.choice(VALUES) if chance.random() < 0.7 else _text(chance)
            parts.append(f"{chance.choice(KEYS)}={quote(value, errors='replace')}")
        yield "&".join(parts)


def _question(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.1:
        return quote_from_bytes(chance.randbytes(chance.randrange(1, 40)))
    if kind < 0.13:
        return quote(chance.choice((*WORDS, *SYNTAX)) * chance.randrange(100, 1_500), errors="replace")[:6_000]
    pieces = [chance.choice(SYNTAX if chance.random() < 0.45 else WORDS) for _ in range(chance.randrange(0, 14))]
    between = chance.choice(("", " ", "  "))
    return quote(between.join([*pieces, _text(chance) if chance.random() < 0.3 else ""]), errors="replace")


def _text(chance: random.Random) -> str:
    planes = ((32, 126), (0, 255), (0x370, 0x6FF), (0x1E00, 0x22FF), (0x4E00, 0x9FFF), (0x1F300, 0x1FAFF))
    first, last = chance.choice(planes)
    return "".join(chr(chance.randint(first, last)) for _ in range(chance.randrange(1, 12)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--database-url", help="of an empty database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        url = options.database_url or f"sqlite:///{Path(name) / 'fuzz.sqlite3'}"
        manage(url, "migrate", "--verbosity", "0")
        os.environ |= environment(url) | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "LOG_LEVEL": "CRITICAL",
            "ALLOWED_HOSTS": "testserver",
        }
        import django

        django.setup()
        sys.exit(_ask(options.queries, options.seed))


def _ask(number: int, seed: int) -> int:
    from django.test import Client

    from tests.index.site import write_site

    write_site()
    client = Client(raise_request_exception=False)
    answers: Counter[int] = Counter()
    for query in fuzzed_queries(number, seed):
        for address in ("/search/", "/search/suggest/"):
            status = client.get(f"{address}?{query}").status_code
            answers[status] += 1
            if status not in RIGHT:
                print(f"{status}: {address}?{query[:300]}")
    print(f"{number:,} queries of page and suggestions: " + ", ".join(f"{n:,} answers {s}" for s, n in answers.items()))
    return int(any(status not in RIGHT for status in answers))


if __name__ == "__main__":
    main()
