"""An opinion review: who signs it, what heads it, its sections, and what does not belong to it."""

import re
from bisect import bisect_right
from dataclasses import replace

from essays.reading.blocks import cover
from essays.reading.boilerplate import is_boilerplate
from essays.reading.citations import MARKER, markers, number_of
from essays.reading.credits import with_credit_lines
from essays.reading.document import Block, BlockKind, Citation, Document, DocumentKind, Emphasis
from essays.reading.furniture import is_caption, is_credit_line, is_spoiler_warning
from essays.reading.heads import NUMBERED, SPEAKER, head_of, is_prose, is_subhead
from essays.reading.lines import Line, lines
from essays.reading.marks import Marks
from essays.reading.masthead import Reading, note_headline, read_furniture, read_masthead
from essays.reading.opinions import opinions
from essays.reading.sentences import sentences

NUMBER = re.compile(r"\d{1,3}")
ORNAMENT = re.compile(r"[\W_]+")
BULLET = re.compile(r"[-*•·‣▪–]\s+(?=\S)")
QUOTED = re.compile(r"[\"“](?P<words>[^\"“”]{12,240})[\"”]?[.]?(?:\s*[—–-]\s*[\w .]{2,40})?")
NOTE_MARK = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)]|(\*{1,3}|[†‡]|[¹²³⁴⁵⁶⁷⁸⁹]))\s*(?=\S)")
FOOT_LINES = 12
NO_MARKS = Marks()


def read_review(
    text: str, *, emphases: tuple[Emphasis, ...] = (), marks: Marks = NO_MARKS, headline: str = ""
) -> Document:
    """A review as a Document: byline, headline, sections, furniture and boilerplate told apart."""
    found, others = marks.without_boilerplate(lines(text))
    review = Reading(text, found, [None] * len(found), extra=others)
    review.repeated.update(line.text for line in found)
    review.repeated.update(match.group() for line in found if (match := SPEAKER.match(line.text)))
    _take_marks(review, marks, headline)
    _set_aside(review)
    top = read_masthead(review)
    _read_foot(review, top)
    _read_middle(review, top)
    blocks = _blocks(review)
    prose = _sentences(review)
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
        citations=_citations(text, blocks, prose),
        emphases=emphases,
        facts=with_credit_lines(facts, text, blocks),
    )


def _take_marks(review: Reading, marks: Marks, headline: str) -> None:
    """Take over what the format tells: the kinds of lines that it marks, a headline outside the text."""
    if headline:
        note_headline(review, headline)
    for index, line in enumerate(review.lines):
        mark = marks.of(line)
        if mark is None:
            continue
        review.spans[index] = (mark.start, mark.end, mark.level)
        if mark.kind is BlockKind.HEADLINE and review.headline is not None:
            review.kinds[index] = BlockKind.SUBHEAD
            review.spans[index] = (mark.start, mark.end, 2)
            continue
        review.kinds[index] = mark.kind
        if mark.kind is BlockKind.HEADLINE:
            note_headline(review, review.text[mark.start : mark.end], at=mark.start)
        elif mark.kind is BlockKind.STANDFIRST:
            review.standfirst = review.text[mark.start : mark.end]


def _set_aside(review: Reading) -> None:
    """Tell the lines that are what they are wherever they stand."""
    for index, line in enumerate(review.lines):
        if review.kinds[index] is not None:
            continue
        if is_boilerplate(line.text):
            review.kinds[index] = BlockKind.BOILERPLATE
        elif is_spoiler_warning(line.text):
            review.kinds[index] = BlockKind.SPOILER_WARNING
            review.has_spoilers = True
        elif is_caption(line.text):
            review.kinds[index] = BlockKind.CAPTION


def _read_foot(review: Reading, top: int) -> None:
    """Read the lines after the prose: signature, date, rating, credits, notes."""
    last = len(review.lines) - 1
    for index in range(last, max(top, last - FOOT_LINES), -1):
        if review.kinds[index] is not None:
            continue
        if _is_note(review, index):
            review.kinds[index] = BlockKind.FOOTNOTE
        elif not read_furniture(review, index, at_top=False):
            break


def _is_note(review: Reading, index: int) -> bool:
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


def _read_middle(review: Reading, top: int) -> None:
    """Read subheads, lists, quotations and paragraphs."""
    counting = _counting_lines(review.lines)
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
            if index in counting:
                review.spans[index] = (line.start + numbered.end(), line.end, 0)
        elif is_subhead(line, following) and not _is_speaker(review, line):
            review.kinds[index] = BlockKind.SUBHEAD
            review.spans[index] = (line.start, line.end, 2)
        else:
            review.kinds[index] = BlockKind.PARAGRAPH


def _has_numbered_neighbour(review: Reading, index: int) -> bool:
    near = review.lines[max(0, index - 1) : index] + review.lines[index + 1 : index + 2]
    return any(NUMBERED.match(line.text) for line in near)


def _is_speaker(review: Reading, line: Line) -> bool:
    """Whether a line is said by somebody who speaks again: a name in capitals above it, or before a colon."""
    if line.text.isupper() and len(line.text.split()) <= 2:
        return review.repeated[line.text] > 1
    speaker, colon, _ = line.text.partition(": ")
    return bool(colon) and review.repeated[speaker + colon] > 1


def _counting_lines(found: tuple[Line, ...]) -> frozenset[int]:
    """The lines of lists whose numbers are 1, 2, 3: there the list says them, and not its items."""
    counting: set[int] = set()
    run: list[int] = []
    for index, line in enumerate((*found, None)):
        mark = NUMBERED.match(line.text) if line else None
        number = NUMBER.search(mark.group()) if mark else None
        if number and int(number.group()) == len(run) + 1:
            run.append(index)
            continue
        if len(run) > 1 and not mark:
            counting.update(run)
        run = [index] if number and int(number.group()) == 1 else []
    return frozenset(counting)


def _is_pull_quote(review: Reading, line: Line) -> bool:
    """Whether a line is words of the essay printed again, set off."""
    quoted = QUOTED.fullmatch(line.text)
    if quoted is None:
        return False
    words = quoted.group("words").strip(" .…,")
    return words in review.text[: line.start] or words in review.text[line.end :]


def _blocks(review: Reading) -> list[Block]:
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


def _sentences(review: Reading) -> list[tuple[int, int]]:
    """The sentences of the paragraphs, list items and notes."""
    found: list[tuple[int, int]] = []
    for line, kind in zip(review.lines, review.kinds, strict=True):
        if kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FOOTNOTE}:
            found.extend(sentences(review.text, line.start, line.end))
    return found


def _citations(text: str, blocks: list[Block], spans: list[tuple[int, int]]) -> tuple[Citation, ...]:
    """The author's own references to notes, each with its sentence."""
    notes = {text[b.start : b.end].partition("]")[0].lstrip("[") for b in blocks if b.kind is BlockKind.FOOTNOTE}
    starts = [start for start, _ in spans]
    found = []
    for block in blocks:
        marker = MARKER.match(text, block.start, block.end) if block.kind is BlockKind.CITATION else None
        if marker is None:
            continue
        index = bisect_right(starts, block.start) - 1
        first, last = spans[index] if index >= 0 else (block.start, block.start)
        if last <= block.end:
            last = max(first, block.start)
        number = number_of(marker)
        found.append(Citation(block.start, block.end, number, (first, last), has_source=str(number) in notes))
    return tuple(found)
