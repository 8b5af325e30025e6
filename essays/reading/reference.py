"""A reference entry: each sentence of it, its citation markers, its heads, its notes."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from essays.reading.blocks import cover
from essays.reading.boilerplate import is_boilerplate
from essays.reading.citations import (
    CLOSING_MARKS,
    MARKER,
    closes_quotation,
    leaves_quotation_open,
    markers,
    number_of,
    quotation_marks,
)
from essays.reading.credits import with_credit_lines
from essays.reading.document import Block, BlockKind, Citation, Document, DocumentKind, Emphasis, Facts
from essays.reading.facts import facts_of, join_title
from essays.reading.furniture import is_credit_line
from essays.reading.heads import head_of, is_reference_head
from essays.reading.lines import Line, lines
from essays.reading.marks import Marks
from essays.reading.sentences import sentences

NOTES_HEAD = re.compile(r"(?:references?|notes?|sources?|citations?|footnotes?|bibliography|works cited)\W*", re.I)
NOTE = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)])?\s*[\^↑]?\s*")
TITLE_LINE = re.compile(r"(?P<title>\S.{0,118}?) \((?P<year>(?:18|19|20)\d\d)(?: film)?\)")
ITEM_MARK = re.compile(r"[-*•·–]\s+")
NO_MARKS = Marks()


@dataclass(slots=True)
class _Entry:
    """What has been read of an entry so far."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    quotation_marks: Counter[str] = field(default_factory=Counter)  # of the last sentence
    stray_marks: list[str] = field(default_factory=list)  # since the last sentence
    in_notes: bool = False
    title: tuple[int, int] | None = None  # of a title line above the entry
    release_year: int | None = None
    headline: str = ""  # that stands outside the text

    def add(self, kind: BlockKind, start: int, end: int, level: int = 0) -> None:
        if start < end:
            self.blocks.append(Block(kind, start, end, level))


def read_reference(
    text: str, *, emphases: tuple[Emphasis, ...] = (), marks: Marks = NO_MARKS, headline: str = ""
) -> Document:
    """A reference entry as a Document: a paragraph block for each sentence, or for each part between markers."""
    all_lines, others = marks.without_boilerplate(lines(text))
    entry = _Entry(text, headline=headline)
    for index, line in enumerate(all_lines):
        following = all_lines[index + 1] if index + 1 < len(all_lines) else None
        if not _take_mark(entry, marks.of(line)):
            _read_line(entry, line, following)
    entry.blocks.extend(others)
    sourced = _sourced_numbers(entry)
    facts = facts_of(text, entry.sentences) if entry.sentences else Facts()
    if facts.title is None and entry.title is not None:
        title = text[slice(*entry.title)]
        facts = replace(facts, title=title, title_span=entry.title, release_year=entry.release_year)
    printed = next((text[b.start : b.end] for b in entry.blocks if b.kind is BlockKind.HEADLINE), None)
    return Document(
        text=text,
        kind=DocumentKind.REFERENCE,
        blocks=cover(text, entry.blocks),
        headline=headline or printed,
        citations=tuple(_with_source(c, sourced) for c in entry.citations),
        emphases=emphases,
        facts=with_credit_lines(facts, text, entry.blocks),
    )


def _take_mark(entry: _Entry, mark: Block | None) -> bool:
    """Take over what the format tells of a line; False where it tells nothing, and the line is to be read."""
    if mark is None:
        return False
    kind, level = mark.kind, mark.level
    words = entry.text[mark.start : mark.end]
    if kind is BlockKind.HEADLINE and (entry.headline or any(b.kind is kind for b in entry.blocks)):
        kind, level = BlockKind.SUBHEAD, 2
    if kind is BlockKind.HEADLINE and (title := TITLE_LINE.fullmatch(words)):
        entry.title = (mark.start + title.start("title"), mark.start + title.end("title"))
        entry.release_year = int(title.group("year"))
    if kind is BlockKind.LIST_ITEM and entry.in_notes:
        kind = BlockKind.FOOTNOTE
    if kind is BlockKind.SUBHEAD:
        entry.in_notes = bool(NOTES_HEAD.fullmatch(words))
    entry.add(kind, mark.start, mark.end, level)
    return True


def _read_line(entry: _Entry, line: Line, following: Line | None) -> None:
    if NOTES_HEAD.fullmatch(line.text.strip("=# ")):
        entry.in_notes = True
        start, end, level = head_of(line) or (line.start, line.end, 2)
        entry.add(BlockKind.SUBHEAD, start, end, level)
        return
    head = head_of(line)
    is_row = head is None and is_credit_line(line.text)
    if head is None and not is_row and is_reference_head(line, following):
        head = (line.start, line.end, 2)
    if head is not None:
        entry.in_notes = False
        entry.add(BlockKind.SUBHEAD, *head)
    elif entry.in_notes:
        entry.add(BlockKind.FOOTNOTE, line.start, line.end)
    elif is_boilerplate(line.text):
        entry.add(BlockKind.BOILERPLATE, line.start, line.end)
    elif is_row:
        entry.add(BlockKind.CREDIT_LINE, line.start, line.end)
    elif not (entry.blocks or entry.headline) and following is not None and (title := TITLE_LINE.fullmatch(line.text)):
        entry.add(BlockKind.HEADLINE, line.start, line.end)
        entry.title = (line.start + title.start("title"), line.start + title.end("title"))
        entry.release_year = int(title.group("year"))
    elif item := ITEM_MARK.match(line.text):
        entry.add(BlockKind.LIST_ITEM, line.start + item.end(), line.end)
    else:
        _read_prose(entry, line.start, line.end)


def _read_prose(entry: _Entry, start: int, end: int) -> None:
    at = _read_opening_marks(entry, start, end)
    found = sentences(entry.text, at, end)
    if not entry.sentences:
        found = join_title(entry.text, found)
    for first, last in found:
        first = _read_opening_marks(entry, first, last)
        _read_sentence(entry, first, last)


def _read_opening_marks(entry: _Entry, start: int, end: int) -> int:
    """Read the quotation mark and the markers that stand before a sentence; they belong to the one before it.

    Returns where the sentence itself begins.
    """
    text, at = entry.text, start
    while at < end:
        marker = MARKER.match(text, at, end)
        if marker:
            _cite_before(entry, marker)
            at = marker.end()
        elif _is_stray_mark(text, at, end):
            entry.add(BlockKind.STRAY_MARK, at, at + 1)
            entry.stray_marks.append(text[at])
            at += 1
        elif text[at].isspace() and at > start:
            at += 1
        else:
            break
    return at


def _is_stray_mark(text: str, at: int, end: int) -> bool:
    if text[at] not in CLOSING_MARKS:
        return False
    return at + 1 >= end or text[at + 1].isspace() or MARKER.match(text, at + 1, end) is not None


def _cite_before(entry: _Entry, marker: re.Match[str]) -> None:
    """Note a marker that follows the last sentence read."""
    entry.add(BlockKind.CITATION, marker.start(), marker.end())
    if not entry.sentences:
        here = (marker.end(), marker.end())
        entry.citations.append(Citation(marker.start(), marker.end(), number_of(marker), here, is_certain=False))
        return
    sentence = entry.sentences[-1]
    is_certain = _is_whole(entry.quotation_marks, entry.stray_marks)
    entry.citations.append(Citation(marker.start(), marker.end(), number_of(marker), sentence, is_certain))


def _is_whole(marks: Counter[str], stray_marks: list[str]) -> bool:
    """Whether the quotation marks of a sentence and those printed after it pair."""
    marks = marks.copy()
    for mark in stray_marks:
        if not closes_quotation(mark, marks):
            return False
        marks[mark] += 1
    return not leaves_quotation_open(marks)


def _read_sentence(entry: _Entry, start: int, end: int) -> None:
    if start >= end:
        return
    found = markers(entry.text, start, end)
    sentence_end = end
    for marker in reversed(found):
        if marker.end() != sentence_end:
            break
        sentence_end = marker.start()
    while sentence_end > start and entry.text[sentence_end - 1].isspace():
        sentence_end -= 1
    at = start
    for marker in found:
        _add_trimmed(entry, at, marker.start())
        entry.add(BlockKind.CITATION, marker.start(), marker.end())
        at = marker.end()
    _add_trimmed(entry, at, end)
    sentence = (start, sentence_end)
    entry.quotation_marks = quotation_marks(entry.text[start:sentence_end])
    entry.stray_marks.clear()
    entry.sentences.append(sentence)
    for marker in found:
        is_certain = marker.start() < sentence_end or not leaves_quotation_open(entry.quotation_marks)
        entry.citations.append(Citation(marker.start(), marker.end(), number_of(marker), sentence, is_certain))


def _add_trimmed(entry: _Entry, start: int, end: int) -> None:
    text = entry.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    entry.add(BlockKind.PARAGRAPH, start, end)


def _sourced_numbers(entry: _Entry) -> frozenset[int]:
    """The numbers whose source the entry prints among its notes."""
    numbers: set[int] = set()
    notes = [b for b in entry.blocks if b.kind is BlockKind.FOOTNOTE]
    for place, note in enumerate(notes, start=1):
        mark = NOTE.match(entry.text, note.start, note.end)
        printed = (mark.group(1) or mark.group(2)) if mark else None
        numbers.add(int(printed) if printed else place)
    return frozenset(numbers)


def _with_source(citation: Citation, sourced: frozenset[int]) -> Citation:
    if citation.number is None or citation.number not in sourced:
        return citation
    return Citation(
        citation.start, citation.end, citation.number, citation.sentence, citation.is_certain, has_source=True
    )
