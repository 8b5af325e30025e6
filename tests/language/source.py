"""What the project's own code and templates ask to have translated, found without gettext's tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
# How a call asks: with a context or not; what stands second for a plural is no message of its own.
ASKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy", "npgettext"}
_CALL = re.compile(r"\b((?:n|p|np)?gettext)\(")
Asked = tuple[str, str]  # context and message


def reader_templates() -> list[Path]:
    """All templates but the desk's, which is in English."""
    folders = (ROOT / "templates", ROOT / "templates" / "essays", ROOT / "templates" / "people")
    return [path for folder in folders for path in sorted(folder.glob("*.html"))]


def asked_by_code() -> set[Asked]:
    found: set[Asked] = set()
    for folder in ("config", "essays", "people"):
        for path in (ROOT / folder).rglob("*.py"):
            found |= set(_calls(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def asked_by_templates() -> set[Asked]:
    found: set[Asked] = set()
    for path in reader_templates():
        said = templatize(path.read_text(encoding="utf-8"))
        for call in _CALL.finditer(said):
            found |= set(_calls(_expression(said[call.start() :])))
    return found


def _expression(code: str) -> ast.AST:
    """The call that a text begins with: up to the first bracket at which it is whole."""
    for end in (at + 1 for at, sign in enumerate(code) if sign == ")"):
        try:
            return ast.parse(code[:end])
        except SyntaxError:
            continue
    raise ValueError(code[:80])


def _calls(tree: ast.AST) -> Iterator[Asked]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKS:
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if "pgettext" in node.func.id:
                yield words[0], words[1]
            elif words:
                yield "", words[0]
