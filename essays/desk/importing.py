"""The import of one document: understood, and stored with all that follows from it in one transaction.

A document's identity is its name: the archive line's id or the file's name. The same bytes again change nothing, the
same bytes under another name are a duplicate, and other bytes under the name renew the draft they made, unless an
editor has changed it since: then both are kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.db import transaction

from essays import __version__
from essays.desk.drafting import (
    draft_of,
    mentions_of,
    render,
    set_bylines,
    set_subjects,
    set_tags,
    set_text,
    site_rating,
    store_findings,
    store_mentions,
)
from essays.desk.mentions import refind_mentions
from essays.desk.proposing import add_stated_credits, film_proposed, people_proposed
from essays.desk.publishing import PublishingError, publish
from essays.desk.reporting import Line, report_line
from essays.desk.revising import add_revision, made_by_import, record_revision, snapshot
from essays.desk.storing import checked
from essays.desk.understanding import Understanding, understand
from essays.linking.links import LinkKind, LinkState
from essays.models import Account, Essay, Film, Finding, Mention, Source
from essays.reading.decoding import Decoded, DocumentError, check_text, decode
from essays.reading.document import DocumentKind
from people.models import Person, Visibility
from people.names import name_key

NAME_MAX_LENGTH = 255  # of a source, as its row holds it

__all__ = ["DocumentError", "ImportReport", "Outcome", "import_document"]


class Outcome(StrEnum):
    """What importing a document did."""

    READ = "read"  # and nothing stored
    CREATED = "created"
    UPDATED = "updated"
    KEPT_BESIDE = "kept beside"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"


SENTENCES = {
    Outcome.READ: "read, nothing stored",
    Outcome.CREATED: "made an essay",
    Outcome.UPDATED: "updated the draft it had made",
    Outcome.KEPT_BESIDE: "kept beside the essay it had made, which was changed since; nothing of that was touched",
    Outcome.DUPLICATE: "the same text as another document; it made no essay of its own",
    Outcome.UNCHANGED: "already imported; nothing was changed",
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one document. ``line`` is its line of the report; ``essay_id`` the essay it belongs to."""

    name: str
    outcome: Outcome
    line: Line
    essay_id: int | None = None
    is_published: bool = False
    notes: tuple[str, ...] = field(default=())

    def sentence(self) -> str:
        said = [SENTENCES[self.outcome] + (" and published it" if self.is_published else ""), *self.notes]
        return f"{self.name}: {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class _Import:
    """One document on its way in, and how it is to be imported."""

    name: str
    data: bytes
    decoded: Decoded
    now: dt.datetime
    by: Account | None
    publish: bool
    kind: str | None
    film: Film | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def mark(self) -> dict[str, str]:
        """What marks a revision as made from this document."""
        return {"name": self.name, "sha256": self.sha256}


def import_document(
    data: bytes | str,
    *,
    name: str,
    now: dt.datetime,
    by: Account | None = None,
    dry_run: bool = False,
    publish: bool = False,
    film: Film | None = None,
    kind: str | None = None,
) -> ImportReport:
    """Import one document, given as a file's bytes or an archive line's text.

    ``film`` is its subject and ``kind`` (of ``Essay.Kind``) its kind where an editor has said so. ``publish`` makes
    what is new or renewed public, where its subject is known or its kind was given. With ``dry_run`` nothing is stored.
    Raises DocumentError for what cannot be read and ValidationError for what no database could store.
    """
    document = _Import(_checked_name(name), *_read(data), now, by, publish, kind, film)
    if dry_run:
        understood = _understand(document)
        return ImportReport(name, Outcome.READ, report_line(name, understood, notes=_notes(document, understood)))
    if (known := _already_imported(document)) is not None:
        return known
    understood = _understand(document)
    with transaction.atomic():
        return _already_imported(document) or _store(document, understood)


def _checked_name(name: str) -> str:
    if not name.strip():
        raise DocumentError("The document has no name; give it an id or a file name.")
    if len(name) > NAME_MAX_LENGTH:
        raise DocumentError(f"Its name has {len(name):,} characters and at most {NAME_MAX_LENGTH} fit; shorten it.")
    check_text(name)
    return name


def _read(data: bytes | str) -> tuple[bytes, Decoded]:
    if isinstance(data, str):
        return check_text(data).encode(), Decoded(data, "utf-8")
    return data, decode(data)


def _understand(document: _Import) -> Understanding:
    kind = None
    if document.kind is not None:
        kind = DocumentKind.REFERENCE if document.kind == Essay.Kind.REFERENCE else DocumentKind.REVIEW
    return understand(document.decoded.text, kind=kind, film=document.film)


def _already_imported(document: _Import) -> ImportReport | None:
    source = Source.objects.filter(name=document.name, sha256=document.sha256).defer("content").first()
    if source is None:
        return None
    return ImportReport(document.name, Outcome.UNCHANGED, source.report, source.essay_id)


def _notes(document: _Import, understood: Understanding) -> list[str]:
    """What the editor should know of the reading."""
    notes = list(document.decoded.notes)
    rating = understood.document.rating
    if rating is not None and site_rating(rating, best=settings.RATING_BEST) is None:
        notes.append(f"its rating “{rating.printed}” names no scale; set it on the site's own")
    return notes


def _store(document: _Import, understood: Understanding) -> ImportReport:
    notes = _notes(document, understood)
    same_bytes = Source.objects.filter(sha256=document.sha256).exclude(name=document.name).order_by("pk").first()
    if same_bytes is not None:
        notes.append(f"its text is that of {same_bytes.name}")
        return _keep_source(document, understood, Outcome.DUPLICATE, None, notes, duplicate_of=same_bytes)
    earlier = Source.objects.filter(name=document.name, essay__isnull=False).select_related("essay").order_by("-pk")
    essay = source.essay if (source := earlier.defer("content").first()) else None
    if essay is None:
        essay, outcome = Essay(), Outcome.CREATED
    else:
        essay = Essay.objects.select_for_update().get(pk=essay.pk)
        if why := _why_not_renewed(essay, document):
            return _keep_source(document, understood, Outcome.KEPT_BESIDE, essay, [*notes, why])
        outcome = Outcome.UPDATED
    _write(essay, document, understood)
    is_published = False
    if document.publish:
        if why := _publish(essay, document):
            notes.append(why)
        else:
            is_published = True
    return _keep_source(document, understood, outcome, essay, notes, is_published=is_published)


def _why_not_renewed(essay: Essay, document: _Import) -> str:
    """Why a changed document may not renew the essay it made; empty where it may."""
    if essay.discarded_at is not None:
        return "that essay is in the wastebasket"
    if not made_by_import(essay):
        return "an editor has changed that essay"
    if essay.status == Essay.Status.DRAFT or (essay.status == Essay.Status.PUBLISHED and document.publish):
        return ""
    return f"that essay is {essay.get_status_display()}; import with --publish to renew a published one"


def _write(essay: Essay, document: _Import, understood: Understanding) -> None:
    """Write the essay and every row that the document gives."""
    is_new = essay.pk is None
    subjects, title = _subjects(document, understood)
    people = _people(document, understood)
    if subjects:
        add_stated_credits(
            understood.stated,
            people,
            film_id=subjects[0].pk,
            record=understood.record,
            kind=understood.document.kind,
            source=document.name,
        )
    read = understood.document
    essay.kind = document.kind or read.kind.value
    draft = draft_of(read, essay.kind)
    set_text(essay, read, draft, subject=subjects[0] if subjects else None, bylines=list(read.bylines))
    kept: list[Mention] = []
    if is_new:
        essay.owner = document.by
    else:
        _clear(essay)
        essay.version += 1
        kept = list(Mention.objects.filter(essay=essay))
    settled = [] if is_new else [(f.rule, f.message) for f in Finding.objects.filter(essay=essay)]
    essay.rendered = ""
    checked(essay).save()
    if kept:
        refind_mentions(essay, body=draft.body)
        kept = list(Mention.objects.filter(essay=essay))
    pairs = mentions_of(read, draft, understood.links.links, people, title=title, kept=kept)
    store_mentions(essay, pairs)
    essay.rendered = render(draft, [*kept, *(mention for mention, _ in pairs)])
    Essay.objects.filter(pk=essay.pk).update(rendered=essay.rendered)
    bylines = set_bylines(essay, read.bylines)
    set_subjects(essay, subjects)
    tags = set_tags(essay, read.facts.genres)
    store_findings(essay, understood.discrepancies, draft, read, now=document.now, settled=settled)
    content = snapshot(essay, subjects=subjects, bylines=bylines, tags=tags)
    if is_new:
        add_revision(essay, 0, "", document.by, document.now, f"imported from {document.name}", content, document.mark)
    else:
        note = f"imported again from {document.name}"
        record_revision(essay, by=document.by, now=document.now, note=note, content=content, source=document.mark)


def _clear(essay: Essay) -> None:
    """Delete what an earlier version of the document gave: not what an editor decided since."""
    Mention.objects.filter(essay=essay, decided_by=Mention.DecidedBy.MACHINE).delete()
    Finding.objects.filter(essay=essay, state=Finding.State.OPEN).delete()
    essay.subjects.all().delete()
    essay.bylines.all().delete()
    essay.taggings.all().delete()


def _subjects(document: _Import, understood: Understanding) -> tuple[list[Film], tuple[tuple[int, int], Film] | None]:
    """The films an essay is about, the main one first; and the place of the title where the document proposes one."""
    if document.film is not None:
        return [document.film], None
    if understood.links.subjects:
        films = Film.objects.in_bulk(understood.links.subjects)
        return [films[pk] for pk in understood.links.subjects if pk in films], None
    if understood.proposed_film is None:
        return [], None
    film = film_proposed(understood.document, *understood.proposed_film, source=document.name)
    span = understood.document.facts.title_span
    return ([film] if film else []), ((span, film) if film and span else None)


def _people(document: _Import, understood: Understanding) -> dict[str, Person]:
    """People for the names that no record matches, by name."""
    wanted: dict[str, Visibility] = {}
    for link in understood.links.links:
        if link.kind is LinkKind.PERSON and link.state is LinkState.PROPOSED:
            wanted[link.name or understood.document.text[link.start : link.end]] = Visibility.PROPOSED
    has_subject = bool(understood.links.subjects or understood.proposed_film)
    if has_subject and understood.document.kind is DocumentKind.REFERENCE:
        for credit in understood.stated:
            is_full_name = len(name_key(credit.name).split()) > 1
            if credit.person_id is None and not credit.is_open and (credit.name in wanted or is_full_name):
                states = credit.statement.is_credited
                if states or credit.name not in wanted:
                    wanted[credit.name] = Visibility.MENTIONED if states else Visibility.PROPOSED
    return people_proposed(wanted, source=document.name)


def _publish(essay: Essay, document: _Import) -> str:
    """Publish the essay; the sentence why not where it may not be."""
    if essay.status == Essay.Status.PUBLISHED:
        return ""
    if document.kind is None and not essay.subjects.exists():
        return "it was not published: its subject film is not known. Choose it, or give --film or --kind"
    try:
        publish(essay, by=document.by, now=document.now, source=document.mark)
    except PublishingError as error:
        return str(error)
    return ""


def _keep_source(
    document: _Import,
    understood: Understanding,
    outcome: Outcome,
    essay: Essay | None,
    notes: list[str],
    *,
    duplicate_of: Source | None = None,
    is_published: bool = False,
) -> ImportReport:
    """Keep the bytes as they came, with the report on them."""
    line = report_line(document.name, understood, notes=notes)
    source = Source(
        name=document.name,
        sha256=document.sha256,
        content=document.data,
        encoding=document.decoded.encoding,
        is_guess=document.decoded.is_guess,
        read_at=document.now,
        read_by=__version__,
        outcome=outcome.value,
        report=line,
        essay=essay,
        duplicate_of=duplicate_of,
        imported_by=document.by,
    )
    checked(source).save()
    return ImportReport(
        document.name, outcome, line, essay.pk if essay else None, is_published=is_published, notes=tuple(notes)
    )
