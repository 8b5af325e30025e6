"""Import documents: files, folders and archives become essays, one transaction each."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from essays.desk.bulk import renew_statistics_where_due
from essays.desk.choosing import NoSuchFilmError, film_called
from essays.desk.collecting import collecting_seldom
from essays.desk.delivered import Incoming, LeftOut, Refused
from essays.desk.importing import DocumentError, ImportReport, Outcome, import_document
from essays.desk.incoming import ReportIsInputError, find_files, read_files, without_report
from essays.desk.reading_ahead import Ahead, ReadersEndedError, read_by, reading_ahead
from essays.management.progress import Progress
from essays.models import Essay, Film

REPORT_HELP = "write a line of JSON on each document; it is FILE.part until it is whole"
JOBS_HELP = "processes that read and link while this one stores, for a machine of several cores; 1 is this one alone"
JOBS_MOST = 64
INTERRUPTED = 130  # what a shell expects of a command stopped by Ctrl-C


def jobs(text: str) -> int:
    """A number of processes."""
    if not text.isdecimal() or not 1 <= int(text) <= JOBS_MOST:
        raise ArgumentTypeError(f"“{text}” is no number of processes from 1 to {JOBS_MOST}")
    return int(text)


class Command(BaseCommand):
    help = (
        "Imports documents (.txt, .md, .html, .docx), folders and .zip archives of them, a site's export "
        "(WordPress: .xml, Ghost: .json), and archives (.jsonl, "
        '.jsonl.gz) with {"id": ..., "text": ...} a line. Run again, it goes on where it was stopped.'
    )
    requires_system_checks = ()  # they load every screen and page, which no document waits for

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="read and report; store nothing")
        parser.add_argument("--publish", action="store_true", help="publish what has a subject, or --kind given")
        parser.add_argument("--report", type=Path, metavar="FILE", help=REPORT_HELP)
        parser.add_argument("--film", metavar="TITLE_OR_ID", help="the film that the documents are about")
        parser.add_argument("--kind", choices=Essay.Kind.values, help="what the documents are")
        parser.add_argument("--rest", type=int, default=0, metavar="MS", help="pause after each, for a busy site")
        parser.add_argument("--jobs", type=jobs, default=1, metavar="N", help=JOBS_HELP)

    def handle(self, *args: Any, paths: list[Path], report: Path | None, film: str | None, **options: Any) -> None:
        about = self._film(film)
        files, refused = find_files(paths)
        if report is not None:
            try:
                files = without_report(files, report, paths)
            except ReportIsInputError as error:
                raise CommandError(str(error)) from error
        outcomes: Counter[str] = Counter()
        failed = 0
        with ExitStack() as stack:
            stack.enter_context(collecting_seldom())
            lines = stack.enter_context(self._opened(report)) if report else None
            progress = stack.enter_context(Progress(self.stdout, self.stderr, sum(file.size for file in files)))
            for bad in refused:
                progress.complain(bad.sentence)
                failed += 1
            readers = reading_ahead(options["jobs"], kind=options["kind"], film=about, dry_run=options["dry_run"])
            try:
                reading = stack.enter_context(readers)
                for item, ahead in reading.items(read_files(files)):
                    if isinstance(item, LeftOut):
                        progress.say(item.sentence)
                        continue
                    made = self._import(item, ahead, about, options, progress)
                    if made is None:
                        failed += 1
                        continue
                    outcomes[made.outcome] += 1
                    if lines is not None:
                        lines.write(json.dumps(made.line, ensure_ascii=False) + "\n")
                    if options["rest"] > 0:
                        time.sleep(options["rest"] / 1000)
            except KeyboardInterrupt:
                raise CommandError(
                    f"Stopped. {self._summary(outcomes)} Run it again to go on.", returncode=INTERRUPTED
                ) from None
            except ReadersEndedError as error:
                raise CommandError(str(error)) from None
            except OSError as error:  # documents' own are reported by read_files: this is the report's
                raise CommandError(
                    f"{report}: the report cannot be written ({error.strerror}). Free some space."
                ) from error
        renew_statistics_where_due()
        self.stdout.write(self._summary(outcomes))
        if failed:
            raise CommandError(f"{failed} could not be imported; nothing of them was stored.")

    def _film(self, words: str | None) -> Film | None:
        try:
            return film_called(words) if words else None
        except NoSuchFilmError as error:
            raise CommandError(str(error)) from error

    @contextmanager
    def _opened(self, report: Path) -> Iterator[IO[str]]:
        """The report, open beside its place and put there when it is whole; a pipe or a device is written at once."""
        is_file = report.is_file() or not report.exists()
        part = report.with_name(f"{report.name}.part") if is_file else report
        try:
            opened = part.open("w", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{report}: the report cannot be written there ({error.strerror}).") from error
        with opened:
            yield opened
        if is_file:
            part.replace(report)

    def _import(
        self,
        item: Incoming | Refused,
        ahead: Ahead | None,
        film: Film | None,
        options: dict[str, Any],
        progress: Progress,
    ) -> ImportReport | None:
        """Import one document; None, after a sentence on why, where that is not possible."""
        if isinstance(item, Refused):
            progress.complain(item.sentence)
            return None
        try:
            made = import_document(
                item.data,
                name=item.name,
                now=timezone.now(),
                dry_run=options["dry_run"],
                publish=options["publish"],
                film=film,
                kind=options["kind"],
                read=read_by(ahead),
                beside=item.beside,
            )
        except ReadersEndedError:
            raise
        except DocumentError as error:
            progress.complain(f"{item.place}: {error}")
            return None
        except ValidationError as error:
            progress.complain(f"{item.place}: it cannot be stored: {' '.join(error.messages)} Change it there.")
            return None
        except OperationalError as error:
            raise CommandError(
                f"{item.place}: the database refused it ({error}). What came before is stored whole; see to the "
                "database (its disk may be full) and run the import again."
            ) from error
        except Exception as error:
            if options["traceback"]:
                raise
            progress.complain(
                f"{item.place}: a fault of Double Bill, not of the document ({type(error).__name__}: {error}). "
                "Nothing of it was stored; run it alone with --traceback and report what that prints."
            )
            return None
        progress.done(item.bytes_done)
        if options["verbosity"] > 1 or (options["verbosity"] == 1 and made.outcome is not Outcome.READ):
            progress.say(made.sentence())
        return made

    def _summary(self, outcomes: Counter[str]) -> str:
        total = sum(outcomes.values())
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        return f"{total} document{'' if total == 1 else 's'}{': ' + counts if counts else ''}."
