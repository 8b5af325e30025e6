"""The form of the draft beside a text that readers see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from essays.admin.essay_conflict import ComparedField
from essays.admin.essay_form import EssayForm
from essays.admin.written_links import UNREADABLE, Links, meant, named, read_links
from essays.comparing.fields import MergedFields
from essays.desk.beside import Beside, links_of_draft
from essays.desk.pointing import links_together
from essays.desk.revising import last_revision
from essays.desk.selecting import text_of
from essays.models import Essay, Revision


class DraftForm(EssayForm):
    """The draft beside a text that readers see: its versions are the numbers of the revisions that hold it, from 0."""

    def __init__(self, *args: Any, draft: Beside | None, **kwargs: Any) -> None:
        self.draft = draft
        super().__init__(*args, **kwargs)
        waiting = self._waiting_links()
        self.fields["links"].initial = json.dumps(waiting) if waiting else ""
        self.fields["base_version"].initial = self._number()
        if draft is not None and not self.is_bound:
            self.fields["base_revision"].initial = draft.revision.number

    def seen(self) -> int:
        """The draft that the editor saw last."""
        return self._base()

    def _number(self) -> int:
        return self.draft.revision.number if self.draft else 0

    def _waiting_links(self) -> Links:
        return links_of_draft(self.draft.revision) if self.draft else []

    def _sent_links(self) -> Links:
        """What the script sent; those that wait, of who may make none, and none that cannot be read."""
        sent = self._submitted("links")
        try:
            return self._waiting_links() if sent is None else read_links(sent)
        except UNREADABLE:
            return []

    def _compared_fields(self, saved: Essay) -> Iterator[ComparedField]:
        yield from super()._compared_fields(saved)
        theirs, ours = self._waiting_links(), self._sent_links()
        if meant(theirs) != meant(ours):
            yield ComparedField("links made while writing", named(theirs), named(ours))

    def _put_together(self, saved: Essay, base: Revision, last: Revision) -> MergedFields:
        """Beside the fields, the links of theirs that were made since; of the same words, ours."""
        ours = self._sent_links()
        had = links_of_draft(base)
        since = [one for one in self._waiting_links() if one not in had]
        merged = super()._put_together(saved, base, last)
        text = text_of(Essay(body=merged.values["body"]))
        together = links_together(text, ours=ours, theirs=since)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("links")] = json.dumps(together)
        self.data = data
        return replace(merged, taken=merged.taken + max(0, len(together) - len(ours)))

    def _is_stale(self) -> bool:
        return self._number() != self._base()

    def _saved_meanwhile(self) -> tuple[Essay, Revision | None]:
        if self.draft is None:  # it was published, or thrown away
            saved = Essay.objects.get(pk=self.instance.pk)
            saved.version = 0
            return saved, last_revision(saved)
        saved = self.draft.essay_again()
        saved.version, saved.updated_at = self._number(), self.draft.revision.saved_at
        return saved, self.draft.revision
