"""Notes of an HTML page: which links are marks that lead to them, and which lead back."""

from collections.abc import Mapping
from html.parser import HTMLParser


class Notes(HTMLParser):
    """The first look at a page: which links lead to notes, and which lead back from them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: dict[str, str] = {}  # what marks lead to, in order, and the mark's own id
        self.raised: list[str] = []
        self.back: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        own = of.get("id") or ""
        if own:
            self.ids.add(own)
        if tag == "sup":
            self.raised.append(own)
        elif tag == "a" and self.raised:
            target = fragment(of)
            if target and target not in self.targets:
                self.targets[target] = own
                self.back |= {name for name in (own, *self.raised) if name}

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup" and self.raised:
            self.raised.pop()

    def numbers(self) -> dict[str, int]:
        """The number of each note, by its id."""
        found = [target for target in self.targets if target in self.ids]
        return {target: number for number, target in enumerate(found, start=1)}


def fragment(of: Mapping[str, str | None]) -> str:
    """The place of a page that a link leads to; browsers write the page's own address before it on saving."""
    return (of.get("href") or "").partition("#")[2]
