"""How long a body is, in words and in minutes to read it."""

import re

from essays.rendering.headings import plain_text

WORDS_A_MINUTE = 230  # adults reading English for pleasure: Brysbaert 2019 finds 238 for non-fiction
_BLOCK_END = re.compile(r"(?=</(?:p|h2|h3|li|blockquote|figcaption|div)>)", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def word_count(body: str) -> int:
    """The words of a body (sanitised HTML); "didn't" and "well-known" are one each."""
    return len(_WORD.findall(plain_text(_BLOCK_END.sub(" ", body))))


def reading_minutes(body: str) -> int:
    """The minutes it takes to read a body, at least one."""
    return max(1, round(word_count(body) / WORDS_A_MINUTE))
