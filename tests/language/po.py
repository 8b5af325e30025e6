"""A translator's file (.po) as values: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(".*")')


@dataclass
class Message:
    """``said`` are the translations: one, or one for each plural form."""

    context: str = ""
    text: str = ""
    plural: str = ""
    said: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def read_po(path: Path) -> list[Message]:
    """All messages of a file but its head, and none of those that are obsolete."""
    messages = [_message(entry) for entry in path.read_text(encoding="utf-8").split("\n\n")]
    return [message for message in messages if message.text]


def _message(entry: str) -> Message:
    found, values, keyword = Message(), {}, ""
    for line in entry.splitlines():
        if line.startswith("#,"):
            found.flags |= {flag.strip() for flag in line[2:].split(",")}
        if match := _LINE.match(line):
            keyword = match[1] or keyword
            values[keyword] = values.get(keyword, "") + ast.literal_eval(match[2])
    found.context, found.text = values.get("msgctxt", ""), values.get("msgid", "")
    found.plural = values.get("msgid_plural", "")
    found.said = [value for name, value in values.items() if name.startswith("msgstr")]
    return found
