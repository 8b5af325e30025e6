"""An opinion review: who signs it, what heads it, its sections, and what does not belong to it."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from essays.reading.blocks import cover
from essays.reading.boilerplate import is_boilerplate
from essays.reading.citations import markers, number_of
from essays.reading.credits import with_credit_lines
from essays.reading.document import (
    Block,
    BlockKind,
    Citation,
    Document,
    DocumentKind,
    Emphasis,
    Facts,
    Rating,
)
from essays.reading.furniture import (
    NAME,
    byline_of,
    date_of,
    is_caption,
    is_credit_line,
    is_spoiler_warning,
    rating_of,
)
from essays.reading.given_names import GIVEN_NAMES
from essays.reading.heads import NUMBERED, has_final_stop, head_of, is_prose, is_subhead
from essays.reading.lines import Line, lines
from essays.reading.opinions import opinions
from essays.reading.sentences import sentences

TITLE_LINE = re.compile(
    r"(?:(?:film |movie |dvd |blu-ray )?review\s*[:–—|-]\s*)?(?P<title>\S.{0,118}?) \((?:[A-Z][\w. ]{0,20},? )?(?P<year>(?:18|19|20)\d\d)\)"
    r"(?:\s*(?:[:–—|-]\s*)?(?:film |movie )?review)?",
    re.IGNORECASE,
)
REVIEW_TITLE = re.compile(
    r"(?:film|movie|dvd|blu-ray)?\s*review\s*[:–—|-]\s*(?P<title>\S.{0,118})"
    r"|(?P<title2>\S.{0,118}?)\s*[:–—|-]?\s+(?:film |movie )?review",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d{1,3}")
ORNAMENT = re.compile(r"[\W_]+")
LOWER_WORD = re.compile(r"\b[a-z]+")
BULLET = re.compile(r"[-*•·‣▪–]\s+(?=\S)")
QUOTED = re.compile(r"[\"“](?P<words>[^\"“”]{12,240})[\"”]?[.]?(?:\s*[—–-]\s*[\w .]{2,40})?")
NOTE_MARK = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)]|(\*{1,3}|[†‡]|[¹²³⁴⁵⁶⁷⁸⁹]))\s*(?=\S)")
HEADLINE_MAX_LENGTH = 140
STANDFIRST_MAX_LENGTH = 320
TOP_LINES = 12  # furniture stands among the first lines, or nowhere
FOOT_LINES = 12
NAME_MAX_WORDS = 4


@dataclass(slots=True)
class _Review:
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
    repeated: Counter[str] = field(default_factory=Counter)  # how often each line stands in the text


def read_review(text: str, *, emphases: tuple[Emphasis, ...] = ()) -> Document:
    """A review as a Document: byline, headline, sections, furniture and boilerplate told apart."""
    found = lines(text)
    review = _Review(text, found, [None] * len(found))
    review.repeated.update(line.text for line in found)
    _set_aside(review)
    top = _read_top(review)
    _read_foot(review, top)
    _read_middle(review, top)
    blocks = _blocks(review)
    prose = [span for b in blocks if b.kind is BlockKind.PARAGRAPH for span in sentences(text, b.start, b.end)]
    facts = replace(review.facts, statements=opinions(text, prose))
    return Document(
        text=text,
        kind=DocumentKind.REVIEW,
        blocks=cover(text, blocks),
        bylines=tuple(review.bylines),
        headline=review.headline,
        standfirst=review.standfirst,
        rating=review.rating,
        has_spoilers=review.has_spoilers,
        dated_on=review.dated_on,
        citations=_citations(text, blocks),
        emphases=emphases,
        facts=with_credit_lines(facts, text, blocks),
    )


def _set_aside(review: _Review) -> None:
    """Tell the lines that are what they are wherever they stand."""
    for index, line in enumerate(review.lines):
        if is_boilerplate(line.text):
            review.kinds[index] = BlockKind.BOILERPLATE
        elif is_spoiler_warning(line.text):
            review.kinds[index] = BlockKind.SPOILER_WARNING
            review.has_spoilers = True
        elif is_caption(line.text):
            review.kinds[index] = BlockKind.CAPTION


def _read_top(review: _Review) -> int:
    """Read the lines before the prose; returns the index of the first line of prose."""
    index = 0
    while index < min(len(review.lines), TOP_LINES):
        if review.kinds[index] is None and not _read_furniture(review, index, at_top=True):
            if not _read_heading_line(review, index):
                break
        index += 1
    return index


def _read_furniture(review: _Review, index: int, *, at_top: bool) -> bool:
    """Read a byline, date, rating or credit line; False where the line is none."""
    line = review.lines[index]
    text = line.text
    if byline := byline_of(text, at_foot=not at_top):
        if review.bylines:
            return False
        review.bylines.extend(byline.names)
        review.kinds[index] = BlockKind.BYLINE
        review.spans[index] = (line.start, line.start + byline.end, 0)
        if byline.date_start is not None:
            review.extra.append(Block(BlockKind.DATELINE, line.start + byline.date_start, line.end))
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


def _read_heading_line(review: _Review, index: int) -> bool:
    """Read a headline, a standfirst or a bare name at the top; False where prose begins."""
    line = review.lines[index]
    if review.headline is None and (head := _headline_span(review, index)):
        start, end = head
        review.kinds[index] = BlockKind.HEADLINE
        review.spans[index] = (start, end, 0)
        review.headline = review.text[start:end]
        _note_title(review, start, end)
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


def _headline_span(review: _Review, index: int) -> tuple[int, int] | None:
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


def _prose_follows(review: _Review, index: int) -> bool:
    return any(is_prose(line) for line in review.lines[index + 1 : index + 6])


def _note_title(review: _Review, start: int, end: int) -> None:
    """Keep the film's title and year where the headline is a title line."""
    text = review.text[start:end]
    if match := TITLE_LINE.fullmatch(text):
        span = (start + match.start("title"), start + match.end("title"))
        review.facts = replace(
            review.facts, title=match.group("title"), title_span=span, release_year=int(match.group("year"))
        )
    elif match := REVIEW_TITLE.fullmatch(text):
        group = "title" if match.group("title") else "title2"
        span = (start + match.start(group), start + match.end(group))
        review.facts = replace(review.facts, title=match.group(group), title_span=span)


def _is_bare_name(review: _Review, index: int) -> bool:
    """Whether a line at the top is nothing but a signature: a name that the prose does not speak of."""
    line = review.lines[index]
    text = line.text
    words = text.split()
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


def _is_standfirst(review: _Review, index: int) -> bool:
    """Whether a line between headline and byline, or a short one before the prose, sums the essay up."""
    line = review.lines[index]
    if len(line) > STANDFIRST_MAX_LENGTH or index + 1 >= len(review.lines):
        return False
    return _is_furniture(review.lines[index + 1].text)


def _read_foot(review: _Review, top: int) -> None:
    """Read the lines after the prose: signature, date, rating, credits, notes."""
    last = len(review.lines) - 1
    for index in range(last, max(top, last - FOOT_LINES), -1):
        if review.kinds[index] is not None:
            continue
        if _is_note(review, index):
            review.kinds[index] = BlockKind.FOOTNOTE
        elif not _read_furniture(review, index, at_top=False):
            break


def _is_note(review: _Review, index: int) -> bool:
    """Whether a line at the foot opens with a mark that the prose refers to."""
    line = review.lines[index]
    mark = NOTE_MARK.match(line.text)
    if mark is None:
        return False
    before = review.text[: line.start]
    if mark.group(3):
        return mark.group(3) in before
    number = mark.group(1) or mark.group(2)
    return f"[{number}]" in before


def _read_middle(review: _Review, top: int) -> None:
    """Read subheads, lists, quotations and paragraphs."""
    for index in range(top, len(review.lines)):
        if review.kinds[index] is not None:
            continue
        line = review.lines[index]
        following = review.lines[index + 1] if index + 1 < len(review.lines) else None
        if marked := head_of(line):
            review.kinds[index] = BlockKind.SUBHEAD
            review.spans[index] = marked
        elif ORNAMENT.fullmatch(line.text):
            continue
        elif bullet := BULLET.match(line.text):
            review.kinds[index] = BlockKind.LIST_ITEM
            review.spans[index] = (line.start + bullet.end(), line.end, 0)
        elif line.text.startswith("> "):
            review.kinds[index] = BlockKind.PULL_QUOTE
            review.spans[index] = (line.start + 2, line.end, 0)
        elif _is_pull_quote(review, line):
            review.kinds[index] = BlockKind.PULL_QUOTE
        elif index + 1 < len(review.lines) and is_credit_line(line.text) and not is_prose(line):
            review.kinds[index] = BlockKind.CREDIT_LINE
        elif (numbered := NUMBERED.match(line.text)) and _has_numbered_neighbour(review, index):
            review.kinds[index] = BlockKind.LIST_ITEM
            if _counts_up(review, index):
                review.spans[index] = (line.start + numbered.end(), line.end, 0)
        elif is_subhead(line, following) and not _is_speaker(review, line):
            review.kinds[index] = BlockKind.SUBHEAD
            review.spans[index] = (line.start, line.end, 2)
        else:
            review.kinds[index] = BlockKind.PARAGRAPH


def _has_numbered_neighbour(review: _Review, index: int) -> bool:
    near = review.lines[max(0, index - 1) : index] + review.lines[index + 1 : index + 2]
    return any(NUMBERED.match(line.text) for line in near)


def _is_speaker(review: _Review, line: Line) -> bool:
    """Whether a name in capitals stands over what it says, as in a script: it comes again."""
    return line.text.isupper() and len(line.text.split()) <= 2 and review.repeated[line.text] > 1


def _counts_up(review: _Review, index: int) -> bool:
    """Whether the numbers of the list around a line are 1, 2, 3: then the list says them, and not its items."""
    first = index
    while first > 0 and NUMBERED.match(review.lines[first - 1].text):
        first -= 1
    numbers = []
    for line in review.lines[first:]:
        digits = NUMBER.search(line.text) if NUMBERED.match(line.text) else None
        if digits is None:
            break
        numbers.append(int(digits.group()))
    return numbers == list(range(1, len(numbers) + 1))


def _is_pull_quote(review: _Review, line: Line) -> bool:
    """Whether a line is words of the essay printed again, set off."""
    quoted = QUOTED.fullmatch(line.text)
    if quoted is None:
        return False
    words = quoted.group("words").strip(" .…,")
    return words in review.text[: line.start] or words in review.text[line.end :]


def _blocks(review: _Review) -> list[Block]:
    blocks = list(review.extra)
    for index, kind in enumerate(review.kinds):
        if kind is None:
            continue
        line = review.lines[index]
        start, end, level = review.spans.get(index, (line.start, line.end, 0))
        if kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FOOTNOTE}:
            blocks.extend(_with_markers(review.text, kind, start, end))
        else:
            blocks.append(Block(kind, start, end, level))
    return blocks


def _with_markers(text: str, kind: BlockKind, start: int, end: int) -> list[Block]:
    """A piece of prose, its citation markers as blocks of their own; a note keeps the marker it opens with."""
    pieces: list[Block] = []
    at = start
    for marker in markers(text, start, end):
        if marker.start() == start:
            continue
        pieces.append(Block(kind, at, marker.start()))
        pieces.append(Block(BlockKind.CITATION, marker.start(), marker.end()))
        at = marker.end()
    pieces.append(Block(kind, at, end))
    return [piece for piece in pieces if piece.start < piece.end]


def _citations(text: str, blocks: list[Block]) -> tuple[Citation, ...]:
    cited = [b for b in blocks if b.kind is BlockKind.CITATION]
    if not cited:
        return ()
    notes = {text[b.start : b.end].split("]")[0].lstrip("[") for b in blocks if b.kind is BlockKind.FOOTNOTE}
    spans = sentences(text)
    result = []
    for block in cited:
        number = next((number_of(m) for m in markers(text, block.start, block.end)), None)
        sentence = next(
            ((s, min(e, block.start) if e <= block.end else e) for s, e in spans if s <= block.start < e), None
        )
        result.append(
            Citation(block.start, block.end, number, sentence or (block.start, block.start), True, str(number) in notes)
        )
    return tuple(result)
