"""Import a catalogue: the IMDb non-commercial data sets, or a facts file, become films, people and credits."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from essays.desk.cataloguing import CatalogueError, Choice, counted, import_catalogue
from essays.desk.imdb import KINDS, BadRow
from essays.desk.staging import DEFAULT_TITLE_TYPES

INTERRUPTED = 130  # what a shell expects of a command stopped by Ctrl-C
DOUBLES_SHOWN = 50
YEARS = re.compile(r"(?P<first>\d{4})?(?P<dash>-)?(?P<last>\d{4})?")


def years(text: str) -> tuple[int | None, int | None]:
    """First and last year of ``1930-1999``, ``1930-``, ``-1999`` or ``1988``."""
    found = YEARS.fullmatch(text)
    if found is None or not (found["first"] or found["last"]):
        raise ArgumentTypeError(f"“{text}” is not of the form 1930-1999, 1930-, -1999 or 1988")
    first = int(found["first"]) if found["first"] else None
    last = int(found["last"]) if found["last"] else None
    if not found["dash"]:
        last = first
    if first and last and last < first:
        raise ArgumentTypeError(f"“{text}” ends before it begins")
    return first, last


def kinds(text: str) -> frozenset[str]:
    """The titleTypes in a list with commas."""
    wanted = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not wanted or (unknown := wanted - KINDS.keys()):
        what = ", ".join(sorted(unknown)) if wanted else text
        raise ArgumentTypeError(f"there are no records of the kind “{what}”; there are {', '.join(KINDS)}")
    return wanted


class Command(BaseCommand):
    help = (
        "Imports the IMDb non-commercial data sets (title.basics, name.basics, title.principals, title.crew, "
        "title.akas, title.ratings; .tsv or .tsv.gz) from a folder, or a facts file (.toml). What an editor has "
        "changed stays as it is. Run again, it changes nothing, or completes an import that was cut off. While it "
        "runs it needs some ten times the room of the packed files for temporary tables (SQLITE_TMPDIR says where)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="the folder, or one of the files")
        parser.add_argument(
            "--name",
            default="",
            help="what this catalogue is called in records and reports; the folder's name if absent",
        )
        parser.add_argument(
            "--kinds",
            type=kinds,
            default=frozenset(DEFAULT_TITLE_TYPES),
            metavar="A,B",
            help=f"titleTypes to take, of {', '.join(KINDS)}; {','.join(DEFAULT_TITLE_TYPES)} if absent: shorts and "
            "videos are many, and their titles are common words",
        )
        parser.add_argument(
            "--min-votes", type=int, default=0, metavar="N", help="only titles with so many votes (title.ratings)"
        )
        parser.add_argument(
            "--years", type=years, default=(None, None), metavar="A-B", help="only titles of these years: 1930-1999"
        )
        parser.add_argument(
            "--all-people", action="store_true", help="also people who are credited on none of the titles taken"
        )

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        if path.suffix == ".toml":
            call_command("load_facts", path, stdout=self.stdout, stderr=self.stderr)
            return
        choice = Choice(options["kinds"], options["min_votes"], options["years"], options["all_people"])
        with CatalogueBar(self.stderr.isatty()) as bar:
            try:
                report = import_catalogue(
                    path,
                    now=timezone.now(),
                    name=options["name"],
                    choice=choice,
                    on_bad=lambda bad: self._complain(bad, bar),
                    progress=bar,
                )
            except CatalogueError as error:
                raise CommandError(f"{error}.") from error
            except KeyboardInterrupt:
                raise CommandError(
                    "Stopped. What was stored is whole; run it again to go on.", returncode=INTERRUPTED
                ) from None
            except OperationalError as error:
                raise CommandError(
                    f"The database refused to go on ({error}). What was stored is whole; see to the database (its disk "
                    "may be full) and run the import again."
                ) from error
        for sentence in report.sentences():
            self.stdout.write(sentence)
        for double in report.doubles[:DOUBLES_SHOWN]:
            self.stdout.write(f"Likely double: {double.sentence()}")
        if (more := report.doubles_found - DOUBLES_SHOWN) > 0:
            self.stdout.write(f"{more:,} more likely doubles.")
        if report.bad_rows:
            raise CommandError(f"{counted(report.bad_rows, 'bad row')} left out; all others are stored.")

    def _complain(self, bad: BadRow, bar: CatalogueBar) -> None:
        if not bar.prints(bad.sentence()):
            self.stderr.write(bad.sentence())


class CatalogueBar:
    """A bar for each step with its rate and the time left, on a terminal only."""

    def __init__(self, is_terminal: bool) -> None:
        self._bar: Bar | None = None
        self._step: TaskID | None = None
        if is_terminal:
            self._bar = Bar(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TextColumn("{task.fields[rate]}/s"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )

    def __enter__(self) -> CatalogueBar:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *args: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begins(self, what: str, total: int) -> None:
        """A step begins; ``total`` is in bytes of a file, or in records."""
        if self._bar is not None:
            self._step = self._bar.add_task(what, total=total or None, rate="–")

    def advances(self, amount: int) -> None:
        if self._bar is not None and self._step is not None:
            self._bar.advance(self._step, amount)
            task = self._bar.tasks[-1]
            if elapsed := task.elapsed:
                self._bar.update(self._step, rate=f"{task.completed / elapsed:,.0f}")

    def prints(self, sentence: str) -> bool:
        """Print ``sentence`` above the bar; False where there is none."""
        if self._bar is None:
            return False
        self._bar.console.print(sentence, markup=False, highlight=False, soft_wrap=True)
        return True
