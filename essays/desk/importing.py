"""The import of one document: understood, and stored with all that follows from it in one transaction.

A document's identity is its name: the archive line's id or the file's name. Its newest bytes again change nothing, the
same bytes under another name are a duplicate, and other bytes under the name, earlier ones among them, renew the draft
they made, unless an editor has changed it since: then both are kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q

from essays import __version__
from essays.desk.asking import rows_of
from essays.desk.bringing_pictures import bring_pictures, held_pictures, without_bytes
from essays.desk.drafting import headline_of, site_rating
from essays.desk.fitting import without_long_names
from essays.desk.old_site import NOT_PUBLIC, first_published_at, goes_public_at, keep_addresses, was_public
from essays.desk.publishing import PublishingError, may_publish, publish
from essays.desk.reporting import Line, in_order, report_line
from essays.desk.revising import made_by_import
from essays.desk.storing import checked
from essays.desk.tagging import derive_tags_stated_by
from essays.desk.understanding import Understanding, understand_document
from essays.desk.writing import Origin, Written, write_essay
from essays.models import Account, Credit, Essay, Film, Source, WaitingDraft
from essays.models.film import SOURCE_MAX_LENGTH
from essays.models.site_settings import site_settings
from essays.reading.decoding import DocumentError, check_text
from essays.reading.document import Document, DocumentKind
from essays.reading.formats import page_of
from essays.reading.page import Page, Stated, read_page
from people.history import without_history

__all__ = ["DocumentError", "ImportReport", "Outcome", "ReadDocument", "import_document", "read_document"]


SOURCES_OF_NAME = "SELECT 1 FROM essays_source WHERE name IN (values) LIMIT 1"
SOURCES_OF_BYTES = "SELECT 1 FROM essays_source WHERE sha256 IN (values) LIMIT 1"


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
    """What became of one document. ``line`` is its line of the report; ``essay_id`` the essay it belongs to.

    Of one that was only read, ``text`` is the text in which ``line`` counts, ``headline`` what the essay would be
    called, ``film_id`` its subject and ``known_essay_id`` the essay that the same document has made before.
    """

    name: str
    outcome: Outcome
    line: Line
    essay_id: int | None = None
    is_published: bool = False
    notes: tuple[str, ...] = field(default=())
    text: str = ""
    headline: str = ""
    film_id: int | None = None
    known_essay_id: int | None = None

    def sentence(self) -> str:
        said = [SENTENCES[self.outcome] + (" and published it" if self.is_published else ""), *self.notes]
        return f"{self.name}: {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as read and linked, not yet stored, when ``last_credit`` was the newest credit.

    ``line`` is its line of the report where one was asked for.
    """

    last_credit: int
    understood: Understanding
    notes: tuple[str, ...]
    line: Line | None


@dataclass(frozen=True, slots=True)
class _Import:
    """One document on its way in."""

    origin: Origin
    data: bytes
    page: Page
    publish: bool
    headline: str

    def read(self) -> Document:
        """The page read, as the kind and under the headline that the editor gave."""
        kind = None
        if self.origin.kind is not None:
            kind = DocumentKind.REFERENCE if self.origin.kind == Essay.Kind.REFERENCE else DocumentKind.REVIEW
        document = read_page(self.page, kind=kind)
        return replace(document, headline=self.headline) if self.headline else document


@without_history()  # the source's report tells what it brought
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
    headline: str = "",
    read: ReadDocument | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> ImportReport:
    """Import one document, given as a file's bytes or an archive line's text.

    ``film`` is its subject, ``kind`` (of ``Essay.Kind``) its kind and ``headline`` what heads it, where an editor has
    said so. The ending of ``name`` says which format a file's bytes are in. ``publish`` makes
    what is new or renewed public, where its subject is known or its kind was given. With ``dry_run`` nothing is stored.
    ``beside`` are pictures that came with it, by their names in its archive: those that it shows are taken into the
    media library. ``read`` is what ``read_document`` gave for it; it is read again where a credit that came since
    would count.
    Raises DocumentError for what cannot be read and ValidationError for what no database could store.
    """
    document = _incoming(
        data, name=name, now=now, by=by, publish=publish, film=film, kind=kind, headline=headline, beside=beside
    )
    origin = document.origin
    if dry_run:
        if read is not None and read.line is not None:
            return ImportReport(name, Outcome.READ, read.line)
        return _only_read(document)
    if (known := _imported_before(document)) is not None:
        return _with_addresses(known, document)
    if read is not None and not _is_out_of_date(read):
        understood, notes = read.understood, list(read.notes)
    else:
        understood, notes = _understand(document)
    try:
        with transaction.atomic():
            sources = _sources(origin)
            return _already_imported(document, sources) or _store(document, understood, notes, sources)
    except IntegrityError:
        if (known := _already_imported(document, _sources(origin))) is not None:  # another import was faster
            return known
        raise


def read_document(
    data: bytes | str,
    *,
    name: str,
    last_credit: int,
    film: Film | None = None,
    kind: str | None = None,
    dry_run: bool = False,
    beside: Mapping[str, bytes] | None = None,
) -> ReadDocument | None:
    """What ``import_document`` understands of a document, for it to store; None where it is imported already.

    Another process may call it; of what is ``beside`` it needs the names alone, and any bytes. ``last_credit`` is what
    ``newest_credit`` gave before. With ``dry_run`` the report's line is made too. Raises as ``import_document`` does.
    """
    document = _incoming(data, name=name, now=dt.datetime.now(dt.UTC), film=film, kind=kind, beside=beside)
    if not dry_run and _imported_before(document) is not None:
        return None
    understood, notes = _understand(document)
    line = report_line(name, understood, notes=notes) if dry_run else None
    understood = replace(understood, document=without_bytes(understood.document))
    return ReadDocument(last_credit, understood, tuple(notes), line)


def newest_credit() -> int:
    """The number of the newest credit; 0 where there is none."""
    newest: int | None = Credit.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def _is_out_of_date(read: ReadDocument) -> bool:
    """Whether a credit came since that a reading now would see: of a film or person it saw, or of a name it prints.

    A document's other records are proposals, which no reading sees.
    """
    asked = read.understood.asked
    since = Credit.objects.filter(pk__gt=read.last_credit).order_by()
    return any(
        film in asked.films or person in asked.people or key in asked.names
        for film, person, key in since.values_list("film_id", "person_id", "person__keys__key")
    )


def _incoming(
    data: bytes | str,
    *,
    name: str,
    now: dt.datetime,
    by: Account | None = None,
    publish: bool = False,
    film: Film | None = None,
    kind: str | None = None,
    headline: str = "",
    beside: Mapping[str, bytes] | None = None,
) -> _Import:
    page = page_of(data, name=_checked_name(name), beside=beside)
    data = data.encode() if isinstance(data, str) else data
    since = first_published_at(page.stated, by=by, now=now)
    origin = Origin(name, hashlib.sha256(data).hexdigest(), by, now, kind, film, since)
    return _Import(origin, data, page, publish, " ".join(headline.split()))


def _only_read(document: _Import) -> ImportReport:
    understood, notes = _understand(document)
    notes += held_pictures(document.page.pictures)
    known = _already_imported(document, _sources(document.origin))
    film = Film.objects.filter(pk__in=understood.links.subjects[:1]).first()
    return ImportReport(
        document.origin.name,
        Outcome.READ,
        report_line(document.origin.name, understood, notes=notes),
        notes=tuple(notes),
        text=understood.document.text,
        headline=headline_of(understood.document, subject=film),
        film_id=film.pk if film else None,
        known_essay_id=known.essay_id if known else None,
    )


def _checked_name(name: str) -> str:
    if not name.strip():
        raise DocumentError("The document has no name; give it an id or a file name.")
    if len(name) > SOURCE_MAX_LENGTH:
        raise DocumentError(f"Its name has {len(name):,} characters and at most {SOURCE_MAX_LENGTH} fit; shorten it.")
    check_text(name)
    return name


def _understand(document: _Import) -> tuple[Understanding, list[str]]:
    """The document understood, as far as rows hold it, and what the editor should know of the reading."""
    origin = document.origin
    understood, left_out = without_long_names(understand_document(document.read(), film=origin.film, name=origin.name))
    return understood, [*_notes(document, understood), *left_out]


def _sources(origin: Origin) -> list[Source]:
    """Earlier documents of the same name or the same bytes, the one read last at the end."""
    if not (rows_of(SOURCES_OF_NAME, [origin.name]) or rows_of(SOURCES_OF_BYTES, [origin.sha256])):
        return []  # as for most documents: the rows' own query costs ten times as much
    same = Q(name=origin.name) | Q(sha256=origin.sha256)
    return list(Source.objects.filter(same).defer("content", "text", "report").order_by("read_at", "pk"))


def _imported_before(document: _Import) -> ImportReport | None:
    """``_already_imported``, asked in a word first: most documents are new."""
    if not rows_of(SOURCES_OF_NAME, [document.origin.name]):
        return None
    return _already_imported(document, _sources(document.origin))


def _already_imported(document: _Import, sources: list[Source]) -> ImportReport | None:
    """The report where these bytes are the newest of the document; None where they are new, or it went back to them."""
    newest = next((source for source in reversed(sources) if source.name == document.origin.name), None)
    if newest is None or newest.sha256 != document.origin.sha256:
        return None
    return ImportReport(newest.name, Outcome.UNCHANGED, in_order(newest.report), newest.essay_id)


def _with_addresses(known: ImportReport, document: _Import) -> ImportReport:
    """``known``, after an import that had no right to keep the document's old addresses was made up for."""
    stated = document.page.stated
    essay = Essay.objects.filter(pk=known.essay_id).first() if stated.addresses and known.essay_id else None
    if essay is None:
        return known
    with transaction.atomic():
        return replace(
            known, notes=tuple(keep_addresses(essay, stated, by=document.origin.by, source=document.origin.name))
        )


def _notes(document: _Import, understood: Understanding) -> list[str]:
    """What the editor should know of the reading."""
    notes = list(document.page.notes)
    rating = understood.document.rating
    if rating is not None and site_rating(rating, best=site_settings().best) is None:
        notes.append(f"its rating “{rating.printed}” names no scale; set it on the site's own")
    return notes


def _store(document: _Import, understood: Understanding, read_notes: list[str], sources: list[Source]) -> ImportReport:
    origin, notes = document.origin, list(read_notes)
    earlier = next((source for source in sources if (source.name, source.sha256) == (origin.name, origin.sha256)), None)
    keep_source = partial(_keep_source, document, understood, earlier or Source(name=origin.name, sha256=origin.sha256))
    same_bytes = next((source for source in sources if source.name != origin.name), None)
    if same_bytes is not None and (earlier is None or earlier.outcome == Source.Outcome.DUPLICATE):
        notes.append(f"its text is that of {same_bytes.name}")
        return keep_source(Outcome.DUPLICATE, None, notes, duplicate_of=same_bytes)
    made = [source.essay_id for source in sources if source.essay_id is not None]
    if made:
        essay = Essay.objects.select_for_update().get(pk=made[-1])
        if why := _why_not_renewed(essay, document):
            return keep_source(Outcome.KEPT_BESIDE, essay, [*notes, why])
    pictures, said = bring_pictures(document.page.pictures, document=origin.name, by=origin.by)
    notes += said
    understood = replace(understood, document=replace(understood.document, pictures=pictures))
    written = write_essay(essay if made else Essay(), origin, understood)
    stated, is_published = document.page.stated, False
    notes += keep_addresses(written.essay, stated, by=origin.by, source=origin.name)
    if document.publish:
        if why := _publish(written, origin, stated):
            notes.append(why)
        else:
            is_published = True
    outcome = Outcome.UPDATED if made else Outcome.CREATED
    return keep_source(outcome, written.essay, notes, is_published=is_published)


def _why_not_renewed(essay: Essay, document: _Import) -> str:
    """Why a changed document may not renew the essay it made; empty where it may."""
    if essay.discarded_at is not None:
        return "that essay is in the wastebasket"
    if not made_by_import(essay):
        return "an editor has changed that essay"
    if WaitingDraft.objects.filter(essay=essay).exists():
        return "an editor's draft waits beside that essay"
    may_renew = document.publish and may_publish(document.origin.by)
    if essay.status == Essay.Status.DRAFT or (essay.status == Essay.Status.PUBLISHED and may_renew):
        return ""
    return f"that essay is {essay.get_status_display()}; import with --publish to renew a published one"


def _publish(written: Written, origin: Origin, stated: Stated) -> str:
    """Publish the essay; the sentence why not where it may not be. What its own site showed is shown here too."""
    if written.essay.status == Essay.Status.PUBLISHED:
        return ""
    if stated.status and not was_public(stated):
        return NOT_PUBLIC
    if origin.kind is None and not written.subjects and not stated.status:
        return "it was not published: its subject film is not known. Choose it, or give --film or --kind"
    at = goes_public_at(stated, now=origin.now)
    try:
        publish(written.essay, by=origin.by, now=origin.now, at=at, source=origin.mark, made=written.revision)
    except PublishingError as error:
        return str(error)
    return ""


def _keep_source(
    document: _Import,
    understood: Understanding,
    source: Source,
    outcome: Outcome,
    essay: Essay | None,
    notes: list[str],
    *,
    duplicate_of: Source | None = None,
    is_published: bool = False,
) -> ImportReport:
    """Keep the bytes as they came, with the report on them: in a new row, or in that of the same bytes before."""
    origin = document.origin
    line = report_line(origin.name, understood, notes=notes)
    source.content = document.data
    source.encoding, source.is_guess = document.page.encoding, document.page.is_guess
    source.text = "" if document.page.is_plain else document.page.text
    source.read_at, source.read_by, source.imported_by = origin.now, __version__, origin.by
    source.outcome, source.report = outcome.value, line
    source.essay, source.duplicate_of = essay, duplicate_of
    checked(source).save()
    if essay is not None and is_published:
        derive_tags_stated_by(essay)
    return ImportReport(
        origin.name, outcome, line, essay.pk if essay else None, is_published=is_published, notes=tuple(notes)
    )
