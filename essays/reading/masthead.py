"""The lines above a review's prose: headline, standfirst, byline, date, rating, credits."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from essays.reading.document import Block, BlockKind, Facts, Rating
from essays.reading.furniture import NAME, byline_of, date_of, is_credit_line, rating_of
from essays.reading.given_names import GIVEN_NAMES
from essays.reading.heads import has_final_stop, head_of, is_prose
from essays.reading.lines import Line
from essays.reading.patterns import late

TITLE_LINE = late(
    r"(?:(?:film |movie |dvd |blu-ray )?review\s*[:–—|-]\s*)?(?P<title>\S.{0,118}?)"
    r" \((?:[A-Z][\w. ]{0,20},? )?(?P<year>(?:18|19|20)\d\d)\)"
    r"(?:\s*(?:[:–—|-]\s*)?(?:film |movie )?review)?",
    re.IGNORECASE,
)
REVIEW_TITLE = late(
    r"(?:film|movie|dvd|blu-ray)?\s*review\s*[:–—|-]\s*(?P<title>\S.{0,118})"
    r"|(?P<title2>\S.{0,118}?)\s*[:–—|-]?\s+(?:film |movie )?review",
    re.IGNORECASE,
)
DESK = late(
    r"(?:(?:from )?(?:the|our) )?(?:[\w&-]+ ){0,2}"
    r"(?:desk|staff|editors|newsroom|team|editorial board|correspondent|critics?)",
    re.IGNORECASE,
)
LOWER_WORD = late(r"\b[a-z]+")
HEADLINE_MAX_LENGTH = 140
STANDFIRST_MAX_LENGTH = 320
TOP_LINES = 12  # furniture stands among the first lines, or nowhere
NAME_MAX_WORDS = 4
BODY = frozenset({BlockKind.SUBHEAD, BlockKind.LIST_ITEM, BlockKind.PULL_QUOTE, BlockKind.FOOTNOTE})


@dataclass(slots=True)
class Reading:
    """What has been read of a review so far."""

    text: str
    lines: tuple[Line, ...]
    kinds: list[BlockKind | None]  # one for each line; None: not yet told
    spans: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # line -> start, end, level of its block
    extra: list[Block] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    headline: str | None = None
    standfirst: str | None = None
    rating: Rating | None = None
    dated_on: str | None = None
    has_spoilers: bool = False
    facts: Facts = field(default_factory=Facts)
    repeated: Counter[str] = field(default_factory=Counter)  # how often each line and speaker ("Chris: ") comes


def read_masthead(review: Reading) -> int:
    """Read the lines before the prose; returns the index of the first line of prose."""
    index = 0
    while index < min(len(review.lines), TOP_LINES) and (
        (review.kinds[index] is not None and review.kinds[index] not in BODY)
        or read_furniture(review, index, at_top=True)
        or _read_heading_line(review, index)
    ):
        index += 1
    return index


def read_furniture(review: Reading, index: int, *, at_top: bool) -> bool:
    """Read a byline, date, rating or credit line; False where the line is none."""
    line = review.lines[index]
    text = line.text
    if byline := byline_of(text, at_foot=not at_top):
        if review.bylines:
            return False
        review.bylines.extend(byline.names)
        review.kinds[index] = BlockKind.BYLINE
        review.spans[index] = (line.start + byline.start, line.start + byline.end, 0)
        if byline.date_start is not None:
            date_end = line.end if byline.start == 0 else line.start + byline.start
            review.extra.append(Block(BlockKind.DATELINE, line.start + byline.date_start, date_end))
            review.dated_on = review.dated_on or byline.dated_on
        return True
    iso, is_date = date_of(text)
    if is_date:
        review.kinds[index] = BlockKind.DATELINE
        review.dated_on = review.dated_on or iso
        return True
    if review.rating is None and (rating := rating_of(text, is_alone=True)):
        review.kinds[index] = BlockKind.RATING
        review.rating = rating
        return True
    if is_credit_line(text):
        review.kinds[index] = BlockKind.CREDIT_LINE
        return True
    return False


def _read_heading_line(review: Reading, index: int) -> bool:
    """Read a headline, a standfirst or a bare name at the top; False where prose begins."""
    line = review.lines[index]
    if review.headline is None and (head := _headline_span(review, index)):
        start, end = head
        review.kinds[index] = BlockKind.HEADLINE
        review.spans[index] = (start, end, 0)
        note_headline(review, review.text[start:end], at=start)
        return True
    if not review.bylines and _is_bare_name(review, index):
        review.kinds[index] = BlockKind.BYLINE
        review.bylines.append(line.text)
        return True
    if review.headline is not None and review.standfirst is None and _is_standfirst(review, index):
        review.kinds[index] = BlockKind.STANDFIRST
        review.standfirst = line.text
        return True
    return False


def _headline_span(review: Reading, index: int) -> tuple[int, int] | None:
    line = review.lines[index]
    text = line.text
    if len(line) > HEADLINE_MAX_LENGTH:
        return None
    marked = head_of(line)
    if marked and any(kind is BlockKind.HEADLINE for kind in review.kinds):
        return None
    if marked and text.startswith("##"):
        return None
    if marked:
        return marked[0], marked[1]
    if TITLE_LINE.fullmatch(text) or REVIEW_TITLE.fullmatch(text):
        return line.start, line.end
    if has_final_stop(text) or text[0].islower() or len(text.split()) > 16 or is_prose(line):
        return None
    if _is_bare_name(review, index) or index + 1 >= len(review.lines):
        return None
    return (line.start, line.end) if _prose_follows(review, index) else None


def _prose_follows(review: Reading, index: int) -> bool:
    return any(is_prose(line) for line in review.lines[index + 1 : index + 6])


def note_headline(review: Reading, headline: str, *, at: int | None = None) -> None:
    """Keep the headline, and the film's title and year where it is a title line; ``at`` is its place in the text."""
    review.headline = headline
    if match := TITLE_LINE.fullmatch(headline):
        title, year = match.group("title"), int(match.group("year"))
        span = None if at is None else (at + match.start("title"), at + match.end("title"))
        review.facts = replace(review.facts, title=title, title_span=span, release_year=year)
    elif match := REVIEW_TITLE.fullmatch(headline):
        group = "title" if match.group("title") else "title2"
        span = None if at is None else (at + match.start(group), at + match.end(group))
        review.facts = replace(review.facts, title=match.group(group), title_span=span)


def _is_bare_name(review: Reading, index: int) -> bool:
    """Whether a line at the top is nothing but a signature: a name that the prose does not speak of."""
    line = review.lines[index]
    text = line.text
    words = text.split()
    if DESK.fullmatch(text) and index + 1 < len(review.lines):
        return True
    if len(words) > NAME_MAX_WORDS or not NAME.fullmatch(text) or text.isupper() or len(line) > 40:
        return False
    if index + 1 >= len(review.lines):
        return False
    following = review.lines[index + 1]
    if review.headline is None and _is_furniture(following.text):
        return False
    rest = review.text[line.end :]
    if text in rest:
        return False
    used = set(LOWER_WORD.findall(rest))
    if any(word.lower().strip(".'’") in used for word in words):
        return False
    return len(words) == 1 or review.headline is not None or words[0].lower() in GIVEN_NAMES


def _is_furniture(text: str) -> bool:
    return bool(byline_of(text) or date_of(text)[1] or rating_of(text, is_alone=True) or is_credit_line(text))


def _is_standfirst(review: Reading, index: int) -> bool:
    """Whether a line between headline and byline, or a short one before the prose, sums the essay up."""
    line = review.lines[index]
    if len(line) > STANDFIRST_MAX_LENGTH or index + 1 >= len(review.lines):
        return False
    return _is_furniture(review.lines[index + 1].text)
