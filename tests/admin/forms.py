"""What a browser would send back from a form that it was shown."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """The values of the successful controls of one form, as HTML defines them."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.is_inside = False
        self.values: dict[str, list[str]] = {}
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._takes_many = False
        self._area: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        of = dict(attributes)
        if tag == "form":
            self.is_inside = of.get("id") == self.form_id
        if not self.is_inside:
            return
        name = of.get("name")
        if tag == "select":
            self._select, self._options, self._takes_many = name, [], "multiple" in of
        elif tag == "option" and self._select:
            self._options.append((of.get("value") or "", "selected" in of))
        elif tag == "textarea" and name:
            self._area = name
            self.values.setdefault(name, []).append("")
        elif tag == "input" and name:
            kind = of.get("type", "text")
            if kind in {"submit", "file"} or (kind in {"checkbox", "radio"} and "checked" not in of):
                return
            default = "on" if kind in {"checkbox", "radio"} else ""
            self.values.setdefault(name, []).append(of.get("value") or default)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for value, is_selected in self._options if is_selected]
            first = [] if self._takes_many else [value for value, _ in self._options[:1]]
            if chosen or first:
                self.values[self._select] = chosen or first
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][-1] += data


def filled_form(response: Any, form_id: str) -> dict[str, Any]:
    """The data that pressing a button of the shown form would send, without the button.

    The empty row that scripts copy (``__prefix__``) is left out, as its own script does on sending.
    """
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    return {
        name: values if len(values) > 1 else values[0]
        for name, values in parser.values.items()
        if "__prefix__" not in name
    }
