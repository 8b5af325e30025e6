"""The credits of a block of lines: "Dir: Walter Hill. With: ... 104 min", or an infobox."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from essays.reading.document import Block, BlockKind, Facts, Statement
from essays.reading.furniture import runtime_of
from essays.reading.name_lists import is_name, read_names
from essays.reading.patterns import late

LABEL = late(
    r"(?<![\w'’-])(?P<label>dir(?:\.|ectors?|ected(?: by)?)?|prod(?:\.|ucers?|uced(?: by)?)|wr(?:\.|iters?"
    r"|itten(?: by)?)"
    r"|scr(?:\.|eenplay|eenwriters?|ipt)(?: by)?|story(?: by)?|starring|stars|(?:main |lead )?cast|with"
    r"|music(?: by)?|composer|score(?: by)?"
    r"|cinematograph(?:y|er)(?: by)?|dop|photography|edit(?:or|ors|ed|ing)(?: by)?)(?:\s*[:|\t]\s*"
    r"|\s+[–—-]\s+|(?<=[ .]by)\s+|(?<=starring)\s+)",
    re.IGNORECASE,
)
JOBS = (
    ("dir", "director"), ("prod", "producer"), ("wr", "writer"), ("scr", "writer"), ("story", "story"),
    ("star", "actor"), ("main", "actor"), ("lead", "actor"), ("cast", "actor"), ("with", "actor"),
    ("music", "composer"),
    ("compos", "composer"), ("score", "composer"), ("cinem", "cinematographer"), ("dop", "cinematographer"),
    ("photo", "cinematographer"), ("edit", "editor"),
)  # fmt: skip


def with_credit_lines(facts: Facts, text: str, blocks: Iterable[Block]) -> Facts:
    """``facts`` with what the credit lines among ``blocks`` state besides."""
    known = {(statement.person, statement.job) for statement in facts.statements}
    added: list[Statement] = []
    runtime = facts.runtime_minutes
    for block in blocks:
        if block.kind is BlockKind.CREDIT_LINE:
            runtime = runtime if runtime is not None else runtime_of(text[block.start : block.end])
            stated = list(_statements(text, block.start, block.end))
        elif block.kind is BlockKind.LIST_ITEM:
            stated = list(_cast_row(text, block.start, block.end))
        else:
            continue
        for statement in stated:
            if (statement.person, statement.job) not in known:
                known.add((statement.person, statement.job))
                added.append(statement)
    if not added and runtime == facts.runtime_minutes:
        return facts
    statements = tuple(sorted((*facts.statements, *added), key=lambda statement: statement.start))
    return replace(facts, runtime_minutes=runtime, statements=statements)


def _cast_row(text: str, start: int, end: int) -> Iterator[Statement]:
    """A row of a cast list: "A as B"."""
    for listed in read_names(text, start, end)[:1]:
        if listed.start == start and listed.character and is_name(text[start : listed.end], may_be_single=False):
            yield Statement(text[start : listed.end], "actor", start, listed.end, listed.character)


def _statements(text: str, start: int, end: int) -> Iterator[Statement]:
    labels = list(LABEL.finditer(text, start, end))
    ends = [*(label.start() for label in labels[1:]), end]
    for label, last in zip(labels, ends, strict=False):
        job = next(job for stem, job in JOBS if label["label"].lower().startswith(stem))
        for listed in read_names(text, label.end(), last, is_cast=job == "actor"):
            person = text[listed.start : listed.end]
            if is_name(person, may_be_single=job == "actor"):
                yield Statement(person, job, listed.start, listed.end, listed.character)
