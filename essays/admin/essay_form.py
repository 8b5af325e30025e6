"""The form of an essay: which version it was opened from, and what to show where somebody else saved meanwhile."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import linebreaks

from essays.desk.editing import take_version
from essays.models import Essay, Revision
from essays.rendering.cleaning import BLOCK_TAGS, clean_body
from people.choosing import RowForm

COMPARED = ("headline", "standfirst", "body", "rating", "rating_printed", "kind", "language", "has_spoilers", "slug")
_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCK_TAGS))})[\s>]", re.IGNORECASE)
_BLOCK_END = re.compile(r"(?<=</p>)|(?<=</h2>)|(?<=</h3>)|(?<=</blockquote>)|(?<=</ul>)|(?<=</ol>)|(?<=</figure>)")


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A stretch of both texts: the same in both, or what each has in its place."""

    is_same: bool
    saved: str
    submitted: str


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field that the two versions have differently. ``parts`` is the body block by block, empty for other fields."""

    label: str
    saved: str
    submitted: str
    parts: tuple[ComparedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else's save that a stale form ran into."""

    saved_version: int
    saved_by: str
    saved_at: Any
    fields: tuple[ComparedField, ...]


class EssayForm(RowForm):
    """An essay, saved only over the version it was opened from, or over one the editor says they compared with."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    compared_version = forms.IntegerField(required=False)

    class Meta:
        model = Essay
        fields = "__all__"
        help_texts = {
            "body": "Plain text with an empty line between paragraphs, or HTML: &lt;p&gt; for a paragraph, "
            "&lt;h2&gt; for a subhead, &lt;blockquote&gt;, &lt;ul&gt;, &lt;em&gt;; anything else is cleaned away on "
            "saving. Links to films and people are not in the text: they are kept beside it and found again by "
            "their words."
        }
        widgets = {
            "headline": forms.TextInput(attrs={"class": "desk-headline"}),
            "standfirst": forms.Textarea(attrs={"class": "desk-standfirst", "rows": 3}),
            "body": forms.Textarea(attrs={"class": "desk-body", "rows": 28, "spellcheck": "true"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Conflict | None = None
        self._is_taken = False
        self.fields["base_version"].initial = self.instance.version if self.instance.pk else None

    def clean_body(self) -> str:
        """The body; text without any block of HTML becomes paragraphs at its empty lines."""
        body: str = self.cleaned_data["body"]
        return body if not body.strip() or _BLOCK.search(body) else linebreaks(body)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and self._is_stale():
            self.conflict = self._compare()
            self.add_error(
                None,
                "Somebody else saved this essay since you opened it. Nothing of yours is lost: it stands in the form "
                "below. Compare the two texts, take over what you want to keep, and say so before you save again.",
            )
        if "headline" in self.changed_data and "headline_is_proposed" in cleaned:
            cleaned["headline_is_proposed"] = False
        return cleaned

    @property
    def saved_fields(self) -> list[str]:
        """The columns that this form writes."""
        own = {field.name for field in Essay._meta.concrete_fields}
        return [name for name in self.cleaned_data if name in own]

    def changed_essay(self) -> bool:
        """Whether anything of the essay itself was changed."""
        return bool(set(self.changed_data) - {"base_version", "compared_version"})

    def take_version(self) -> None:
        """Claim the next version for this save, once. Raises StaleEssayError where another save came first."""
        if not self._is_taken:
            take_version(self.instance, base_version=self._base())
            self._is_taken = True

    def _base(self) -> int:
        """The version that this form speaks of; 0, which none has, where it does not say."""
        return self.cleaned_data.get("compared_version") or self.cleaned_data.get("base_version") or 0

    def _is_stale(self) -> bool:
        return not Essay.objects.filter(pk=self.instance.pk, version=self._base()).exists()

    def _compare(self) -> Conflict:
        saved = Essay.objects.get(pk=self.instance.pk)
        last = Revision.objects.filter(essay=saved).select_related("saved_by").order_by("number").last()
        return Conflict(
            saved_version=saved.version,
            saved_by=str(last.saved_by or "the import") if last else "",
            saved_at=saved.updated_at,
            fields=tuple(self._compared_fields(saved)),
        )

    def _compared_fields(self, saved: Essay) -> Iterator[ComparedField]:
        stored = forms.model_to_dict(saved, fields=COMPARED)
        for name in COMPARED:
            if name not in self.fields or not self.fields[name].has_changed(stored[name], self._submitted(name)):
                continue
            theirs, ours = _text(stored[name]), _text(self._submitted(name))
            if name == "body" and clean_body(ours) == theirs:
                continue
            parts = tuple(compare_blocks(theirs, clean_body(ours))) if name == "body" else ()
            yield ComparedField(str(self.fields[name].label or name), theirs, ours, parts)

    def _submitted(self, name: str) -> Any:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))


def _text(value: Any) -> str:
    """A field's value as an editor reads it."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def compare_blocks(saved: str, submitted: str) -> Iterator[ComparedPart]:
    """Two bodies, block by block, stretches that are the same and stretches that are not."""
    theirs, ours = (
        [block.strip() for block in _BLOCK_END.split(body.replace("\r\n", "\n")) if block.strip()]
        for body in (saved, submitted)
    )
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    for tag, saved_from, saved_to, ours_from, ours_to in matcher.get_opcodes():
        yield ComparedPart(tag == "equal", "\n".join(theirs[saved_from:saved_to]), "\n".join(ours[ours_from:ours_to]))
