"""The pairs of ``tests/corpus``: a text in our own words, and the Document it should give.

A file has fields, a line of three hyphens, and the text, each line with what it is:

    kind: review
    headline: Cold Steel
    ---
    headline| Cold Steel
    | {byline:By Chris}, {dateline:17 June 1988}
    |
    paragraph| It rained on the day I saw this.

``name| words``: the whole line is a block of that kind. ``| words``: only what stands in ``{kind:words}`` is, the rest
separates. ``¶`` inside words is a line end. ``newline: crlf`` writes the text with the line ends of Windows.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from essays.reading.document import BlockKind

FOLDER = Path(__file__).parent.parent / "corpus"
PIECE = re.compile(r"\{(\w+):([^{}]*)\}")


@dataclass(frozen=True)
class Pair:
    """A text, and what reading it should tell."""

    name: str
    text: str
    fields: dict[str, str]
    blocks: list[tuple[BlockKind, str]]  # without separators


def read_pair(path: Path) -> Pair:
    """One file of the corpus."""
    head, _, body = path.read_text(encoding="utf-8").partition("---\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    written: list[str] = []
    blocks: list[tuple[BlockKind, str]] = []
    for line in body.splitlines():
        kind, words = line.split("|", 1)
        words = words.removeprefix(" ").replace("¶", "\n")
        if kind:
            blocks.append((BlockKind(kind), words))
        else:
            blocks.extend((BlockKind(name), inside) for name, inside in PIECE.findall(words))
            words = PIECE.sub(lambda piece: piece[2], words)
        written.append(words)
    text = "\n".join(written) + "\n"
    if fields.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    return Pair(path.stem, text, fields, [(kind, words.strip()) for kind, words in blocks])


def all_pairs() -> list[Pair]:
    """Every pair, by name."""
    return [read_pair(path) for path in sorted(FOLDER.glob("*.txt"))]
