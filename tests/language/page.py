"""What a page says in words: its texts, each with the language that it is marked as, and what attributes say."""

import re
from html.parser import HTMLParser

ATTRIBUTES = {"aria-label", "alt", "title", "placeholder", "data-t", "data-names", "data-one", "data-many"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NO_WORDS = {"script", "style", "code"}  # of code a reader types or copies it as it stands
_BETWEEN = re.compile(r"[,:;()„“”\"·…–—]|\s[-/&]\s|\d+")
_LETTER = re.compile(r"[^\W\d_]")


class Page(HTMLParser):
    """``texts`` are ``(language, words)``; ``attributes`` are words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.attributes: list[str] = []
        self.language = ""
        self._open: list[tuple[str, str, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.attributes += [value for name, value in said.items() if name in ATTRIBUTES]
        if said.get("name") == "description":
            self.attributes.append(said["content"])
        _, language, is_silent = self._open[-1] if self._open else ("", "", False)
        language = said.get("lang", language)
        if tag == "html":
            self.language = language
        is_silent = is_silent or tag in NO_WORDS
        if tag not in EMPTY:
            self._open.append((tag, language, is_silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and not self._open[-1][2] and data.strip():
            self.texts.append((self._open[-1][1], " ".join(data.split())))


def pieces(text: str) -> set[str]:
    """The parts of a text that a sign or a number sets apart, those that hold letters."""
    return {part.strip(" .?!×↑+") for part in _BETWEEN.split(text) if _LETTER.search(part)}


def has_letters(text: str) -> bool:
    return bool(_LETTER.search(text))
