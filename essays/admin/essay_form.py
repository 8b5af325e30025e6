"""The form of an essay: which version it was opened from, and what to show where somebody else saved meanwhile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import linebreaks

from essays.admin.body_editor import BodyEditor
from essays.admin.essay_conflict import ComparedField, Conflict, compare_blocks
from essays.admin.written_links import UNREADABLE, Links, are_others, read_links
from essays.comparing.fields import MergedFields, merge_fields
from essays.desk.autosaving import OpenForm
from essays.desk.editing import take_version
from essays.desk.pointing import RECORDS, PointedAt
from essays.desk.revising import last_revision
from essays.models import Essay, Revision
from essays.rendering.cleaning import BLOCK_TAGS, clean_body
from people.choosing import RowForm

COMPARED = ("headline", "standfirst", "body", "rating", "rating_printed", "kind", "language", "has_spoilers", "slug")
OF_THE_FORM = frozenset({"base_version", "compared_version", "base_revision"})
MERGE_BUTTON = "_merge"
_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCK_TAGS))})[\s>]", re.IGNORECASE)


class EssayForm(RowForm):
    """An essay, saved only over the version it was opened from, or over one the editor says they compared with."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    compared_version = forms.IntegerField(required=False)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)  # what it said when it was opened
    links = forms.CharField(widget=forms.HiddenInput, required=False)  # those made while writing, as the script tells

    opened: ClassVar[OpenForm | None] = None  # what was read as the form was opened; None where it was sent
    recovered: ClassVar[Mapping[str, str]] = {}  # what was typed before a crash, for a form that is opened with it

    class Meta:
        model = Essay
        fields = "__all__"
        help_texts = {
            "body": "Alt+F10 leads from the text to the buttons above it, Escape back; Control+Alt+K links the "
            "selected words to a film or a person, or inserts the name. Without the editor, and under "
            "“HTML”: plain text with an empty line between paragraphs, or &lt;p&gt;, &lt;h2&gt; for a subhead, "
            "&lt;blockquote&gt;, &lt;ul&gt;, &lt;em&gt;; anything else is cleaned away on saving. Links to films and "
            "people are not in the text: they are kept beside it and found again by their words."
        }
        widgets = {
            "headline": forms.TextInput(attrs={"class": "desk-headline"}),
            "standfirst": forms.Textarea(attrs={"class": "desk-standfirst", "rows": 3}),
            "body": BodyEditor,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Conflict | None = None
        self._is_taken = False
        self.fields["links"].widget.attrs["data-choosers"] = json.dumps(_choosers())
        if self.instance.pk:
            self.fields["base_version"].initial = self.instance.version
            if not self.is_bound and (last := last_revision(self.instance)):
                self.fields["base_revision"].initial = last.number
        if not self.is_bound:
            typed = {name: value for name, value in self.recovered.items() if name in self.fields}
            booleans = {name for name in typed if isinstance(self.fields[name], forms.BooleanField)}
            self.initial.update({name: bool(value) if name in booleans else value for name, value in typed.items()})

    def clean_body(self) -> str:
        """The body; text without any block of HTML becomes paragraphs at its empty lines."""
        body: str = self.cleaned_data["body"]
        return body if not body.strip() or _BLOCK.search(body) else linebreaks(body)

    def clean_links(self) -> tuple[PointedAt, ...]:
        """What the editor linked while writing."""
        try:
            return tuple(map(PointedAt.told, read_links(self.cleaned_data["links"])))
        except UNREADABLE:
            self.add_error(None, "The links made while writing cannot be read. Open the essay again and link anew.")
            return ()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and self._is_stale():
            self.conflict = self._compare()
            self.add_error(None, _said_of(self.conflict))
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
        return bool(set(self.changed_data) - OF_THE_FORM)

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

    def _saved_meanwhile(self) -> tuple[Essay, Revision | None]:
        """What somebody else saved, and the revision that keeps it."""
        saved = Essay.objects.get(pk=self.instance.pk)
        return saved, last_revision(saved)

    def _compare(self) -> Conflict:
        saved, last = self._saved_meanwhile()
        fields = tuple(self._compared_fields(saved))
        base = self._base_revision(saved)
        merged = None
        if base is not None and last is not None and MERGE_BUTTON in self.data:
            merged = self._put_together(saved, base, last)
        return Conflict(
            saved_version=saved.version,
            saved_by=str(last.saved_by or "the import") if last else "",
            saved_at=saved.updated_at,
            fields=fields,
            may_merge=base is not None and bool(fields),
            merged=merged,
        )

    def _base_revision(self, saved: Essay) -> Revision | None:
        """What the essay said when this form was opened; None where that is not known or was blanked."""
        number = self.cleaned_data.get("base_revision")
        base = Revision.objects.filter(essay=saved, number=number).first() if number else None
        return None if base is None or base.blanked is not None else base

    def _put_together(self, saved: Essay, base: Revision, last: Revision) -> MergedFields:
        """Put both versions into this form, which then speaks of the saved one; nothing is stored."""
        stored = forms.model_to_dict(saved, fields=COMPARED)
        names = [name for name in COMPARED if name in self.fields]
        ours = {name: _plain(self._submitted(name)) for name in names}
        ours["body"] = clean_body(self.cleaned_data.get("body") or ours["body"])
        theirs = {name: _plain(stored[name]) for name in names}
        merged = merge_fields({name: _plain(base.content.get(name)) for name in names}, theirs, ours)
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in merged.values.items():
            if isinstance(self.fields[name], forms.BooleanField):
                value = "on" if value == "yes" else ""
            data[self.add_prefix(name)] = value
        data[self.add_prefix("base_version")] = str(saved.version)
        data[self.add_prefix("base_revision")] = str(last.number)
        self.data = data
        return merged

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


def _choosers() -> dict[str, str]:
    """The address that answers a search over each kind of record: the one that a mention's own form asks."""
    asked = "?app_label=essays&model_name=mention&field_name="
    return {kind: f"{reverse('admin:autocomplete')}{asked}{kind}&term=" for kind in RECORDS}


def _text(value: Any) -> str:
    """A field's value as an editor reads it."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def differs(typed: Mapping[str, str], saved: Essay | None, links: Links | None = None) -> bool:
    """Whether what was typed into a form says anything else than the saved essay, or anything where there is none.

    ``links`` are those that wait with a saved draft; None where the links of a form take effect as it is saved.
    """
    stored = forms.model_to_dict(saved if saved is not None else Essay(), fields=COMPARED)
    if links is not None:
        if are_others(typed.get("links"), links):
            return True
    elif typed.get("links") and (saved is None or typed.get("base_version") == str(saved.version)):
        return True
    for name in set(COMPARED) & typed.keys():
        is_flag = isinstance(stored[name], bool)
        value = ("yes" if typed[name] else "no") if is_flag else _plain(typed[name])
        if value != _plain(stored[name]) and not (name == "body" and saved and clean_body(value) == saved.body):
            return True
    return False


def _plain(value: Any) -> str:
    """The same whichever line ends a browser sent, and without blanks around it."""
    return _text(value).replace("\r\n", "\n").strip()


def _said_of(conflict: Conflict) -> str:
    """What an editor whose form is stale is told, and what to do."""
    if conflict.merged is None:
        return (
            "Somebody else saved this essay since you opened it. Nothing of yours is lost: it stands in the form "
            "below. Compare the two texts, take over what you want to keep, and say so before you save again."
        )
    taken, clashes = conflict.merged.taken, conflict.merged.clashes
    both = f"{taken} {'change' if taken == 1 else 'changes'} of theirs and all of yours stand in the form below."
    if clashes:
        places = "1 place was" if clashes == 1 else f"{clashes} places were"
        both += f" {places} changed by both: yours stands there, theirs beside it in the comparison."
    return f"Both texts are put together, and nothing is saved yet: {both} Read it, then save."
