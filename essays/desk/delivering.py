"""Documents that an editor brings to the desk: kept as they came, looked at, imported with a report on each."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from essays.desk.delivered import Incoming, Item, LeftOut, Refused
from essays.desk.importing import DocumentError, ImportReport, import_document
from essays.desk.incoming import ARCHIVE_ENDINGS, documents_in
from essays.desk.storing import checked
from essays.models import Account, DeliveredDocument, DeliveredFile, Delivery, Film
from essays.models.delivery import PLACE_MAX_LENGTH
from essays.models.film import SOURCE_MAX_LENGTH
from essays.reading.formats import ENDINGS

MAX_DELIVERY_BYTES = 50_000_000  # of all files of one delivery; more is for the command line
MAX_FILES = 200
KEPT_FOR = dt.timedelta(days=1)  # a delivery that nobody confirms
SILENT_AFTER = dt.timedelta(minutes=2)  # without a sign an import has died: one document takes seconds
REFUSED = "refused"
NOT_TAKEN = "left out"
State = Delivery.State
logger = logging.getLogger(__name__)


class DeliveryError(ValueError):
    """A delivery that cannot be taken, or a step that it cannot take; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as an editor sent it."""

    name: str
    content: bytes


def pasted(text: str) -> Brought:
    """Words that an editor pasted, as a plain text; the same words have the same name."""
    content = text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")
    return Brought(f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.txt", content)


@transaction.atomic
def bring(files: Sequence[Brought], *, by: Account, now: dt.datetime) -> Delivery:
    """Keep these files for ``by`` to look at. Makes no essay; what was brought and left a day ago goes.

    Raises DeliveryError.
    """
    Delivery.objects.filter(state=State.LOOKED_AT, brought_at__lt=now - KEPT_FOR).delete()
    if not files:
        raise DeliveryError("There is nothing to look at yet. Choose a file, or paste a text.")
    if len(files) > MAX_FILES:
        raise DeliveryError(f"These are {len(files)} files and the limit is {MAX_FILES}. Pack them into a zip archive.")
    size = sum(len(file.content) for file in files)
    if size > MAX_DELIVERY_BYTES:
        raise DeliveryError(
            f"These are {size:,} bytes and the limit is {MAX_DELIVERY_BYTES:,}. "
            "Split them, or ask for manage.py import_documents, which has no limit."
        )
    for file in files:
        _check_file(file)
    name = files[0].name if len(files) == 1 else f"{files[0].name} and {len(files) - 1} more"
    delivery = checked(Delivery(brought_by=by, brought_at=now, name=name[:SOURCE_MAX_LENGTH], size=size))
    delivery.save()
    DeliveredFile.objects.bulk_create(
        checked(DeliveredFile(delivery=delivery, name=file.name, content=file.content, size=len(file.content)))
        for file in files
    )
    return delivery


def _check_file(file: Brought) -> None:
    name = file.name
    if not name.strip() or name != PurePosixPath(name.replace("\\", "/")).name or len(name) > SOURCE_MAX_LENGTH:
        raise DeliveryError(f"“{name[:60]}” is no name that a document can have here. Rename the file.")
    if not name.casefold().endswith((*ENDINGS, *ARCHIVE_ENDINGS)):
        said = ", ".join((*ENDINGS, *ARCHIVE_ENDINGS))
        raise DeliveryError(f"{name}: documents and archives end in {said}. Save it as one of these.")
    if not file.content.strip():
        raise DeliveryError(f"{name}: the file is empty. Check that it was saved.")


def documents_of(delivery: Delivery) -> Iterator[Item]:
    """The documents of a delivery in order, one in memory at a time."""
    bytes_before = 0
    for file_id, name, size in list(delivery.files.values_list("pk", "name", "size")):
        content = DeliveredFile.objects.only("content").get(pk=file_id).content
        yield from documents_in(io.BytesIO(content), name=name, place=name, size=size, bytes_before=bytes_before)
        bytes_before += size


def look_at(item: Incoming, *, by: Account, now: dt.datetime, kind: str | None, film: Film | None) -> ImportReport:
    """What importing a document would read; stores nothing. Raises DocumentError and ValidationError."""
    return import_document(
        item.data, name=item.name, now=now, by=by, dry_run=True, kind=kind, film=film, beside=item.beside
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What an editor said of a document: nothing, where the reading is right."""

    kind: str | None = None
    film: Film | None = None
    headline: str = ""


def take(
    delivery: Delivery, item: Incoming, *, choices: Choices, publish: bool, by: Account, now: dt.datetime
) -> ImportReport:
    """Import the one document of a delivery, as its editor confirmed it; the delivery is done with that.

    Raises DeliveryError where that was done before, DocumentError and ValidationError.
    """
    with transaction.atomic():
        if not Delivery.objects.filter(pk=delivery.pk, state=State.LOOKED_AT).update(state=State.RUNNING, seen_at=now):
            raise DeliveryError("This delivery was imported before. Its essay is in the list of essays.")
        report = import_document(
            item.data,
            name=item.name,
            now=now,
            by=by,
            publish=publish,
            film=choices.film,
            kind=choices.kind,
            headline=choices.headline,
            beside=item.beside,
        )
        _note(delivery, 1, item.place, report.outcome.value, report.sentence(), report.essay_id)
        _advance(delivery, 1, item.bytes_done, now=now)
        _end(delivery, now=now)
    return report


def start(delivery: Delivery, *, publish: bool, now: dt.datetime) -> None:
    """Put a delivery among those to be imported, or one that was stopped among them again. Raises DeliveryError."""
    changed = Delivery.objects.filter(pk=delivery.pk, state__in=[State.LOOKED_AT, State.STOPPED])
    dead = Delivery.objects.filter(pk=delivery.pk, state=State.RUNNING, seen_at__lt=now - SILENT_AFTER)
    values = {"state": State.WAITING, "stop_is_asked": False, "seen_at": now, "publishes": publish}
    if not (changed.update(**values) or dead.update(**values)):
        raise DeliveryError("This delivery is being imported, or was. Its report is below.")


def ask_to_stop(delivery: Delivery) -> None:
    """Have an import stop after the document it is at; what it has imported stays."""
    Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(state=State.STOPPED)
    Delivery.objects.filter(pk=delivery.pk, state=State.RUNNING).update(stop_is_asked=True)


def throw_away(delivery: Delivery) -> None:
    """Delete a delivery of which nothing was imported, or whose report nobody needs. No essay is touched.

    Raises DeliveryError while it is being imported.
    """
    states = [State.LOOKED_AT, State.STOPPED, State.DONE]
    if not Delivery.objects.filter(pk=delivery.pk, state__in=states).delete()[0]:
        raise DeliveryError("This delivery is being imported. Stop it first.")


def carry_out(delivery_id: int, *, seconds: float | None = None) -> bool:
    """Import the documents of a delivery that waits, from where it was stopped, with a report on each.

    It stops where that is asked, and after ``seconds`` where these are given: a request must end. Killed at any
    moment it has stored whole documents only, and goes on after ``start``. Returns whether it came to the end.
    """
    if not Delivery.objects.filter(pk=delivery_id, state=State.WAITING).update(state=State.RUNNING):
        return False  # another worker was faster, or it was stopped or thrown away
    delivery = Delivery.objects.select_related("brought_by").get(pk=delivery_id)
    began, number = monotonic(), 0
    for item in documents_of(delivery):
        number += 1
        if number <= delivery.documents_done:
            continue
        is_late = seconds is not None and monotonic() - began > seconds
        if is_late or Delivery.objects.filter(pk=delivery_id, stop_is_asked=True).exists():
            Delivery.objects.filter(pk=delivery_id).update(state=State.STOPPED, stop_is_asked=False)
            return False
        _import(delivery, number, item)
    _end(delivery, now=timezone.now())
    return True


def _import(delivery: Delivery, number: int, item: Item) -> None:
    now = timezone.now()
    if isinstance(item, Refused | LeftOut):
        place, _, _ = item.sentence.partition(": ")
        outcome = REFUSED if isinstance(item, Refused) else NOT_TAKEN
        _note(delivery, number, place, outcome, item.sentence, None)
        _advance(delivery, number, delivery.bytes_done, now=now)
        return
    essay_id, outcome = None, REFUSED
    try:
        report = import_document(
            item.data,
            name=item.name,
            now=now,
            by=delivery.brought_by,
            publish=delivery.publishes,
            beside=item.beside,
        )
    except DocumentError as error:
        sentence = f"{item.place}: {error}"
    except ValidationError as error:
        sentence = f"{item.place}: it cannot be stored: {' '.join(error.messages)} Change it there."
    except Exception as error:  # one document must not cost the others; the log has what developers need
        logger.exception("The import of a document failed.")
        sentence = f"{item.place}: a fault of Double Bill, not of the document ({type(error).__name__})."
    else:
        essay_id, outcome, sentence = report.essay_id, report.outcome.value, report.sentence()
    with transaction.atomic():
        _note(delivery, number, item.place, outcome, sentence, essay_id)
        _advance(delivery, number, item.bytes_done, now=now)


def _note(delivery: Delivery, number: int, place: str, outcome: str, sentence: str, essay_id: int | None) -> None:
    made = DeliveredDocument(
        delivery=delivery,
        number=number,
        place=_storable(place)[:PLACE_MAX_LENGTH],
        outcome=outcome,
        sentence=_storable(sentence),
        essay_id=essay_id,
    )
    checked(made).save()


def _storable(words: str) -> str:
    """Words of a file's own, as every database stores them."""
    return "".join(character if character.isprintable() else "\ufffd" for character in words) or "\ufffd"


def _advance(delivery: Delivery, number: int, bytes_done: int, *, now: dt.datetime) -> None:
    delivery.documents_done, delivery.bytes_done, delivery.seen_at = number, bytes_done, now
    delivery.save(update_fields=["documents_done", "bytes_done", "seen_at"])


def _end(delivery: Delivery, *, now: dt.datetime) -> None:
    delivery.state, delivery.bytes_done, delivery.ended_at = State.DONE, delivery.size, now
    delivery.save(update_fields=["state", "bytes_done", "ended_at"])
    delivery.files.all().delete()
