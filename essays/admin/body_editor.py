"""The field of an essay's body: the rich editor over a textarea, which alone remains where scripts do not run."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.forms import Script
from django.templatetags.static import static
from django.urls import reverse

# Named in the page and imported by these names: an import map would be an inline script, which the policy refuses.
_PARTS = {
    "editor": "django_prose_editor/editor.js",
    "schema": "essays/admin/writing/schema.js",
    "keeping": "essays/admin/writing/keeping.js",
    "toolbar": "essays/admin/writing/toolbar.js",
    "dialogs": "essays/admin/writing/dialogs.js",
    "linking": "essays/admin/writing/linking.js",
    "library": "essays/admin/writing/library.js",
}


class BodyEditor(forms.Textarea):
    """What is sent is the textarea's HTML; the script changes it as the editor types, and only then."""

    class Media:
        css = {"all": ["essays/admin/writing/writing.css"]}
        js = [Script("essays/admin/writing/writing.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "desk-body", "rows": 28, "spellcheck": "true"} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = {part: static(path) for part, path in _PARTS.items()}
        context["widget"]["attrs"] |= {
            "data-writing": json.dumps(parts),
            "data-pictures": reverse("admin:essays_picture_choose"),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text with the line ends that are stored: a form sends those of another system."""
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value
