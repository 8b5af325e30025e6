"""Bring the search index up to date, or make it anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from essays.desk.indexing import behind, bring_up_to_date, forget_all
from essays.management.progress import Progress

INTERRUPTED = 130  # what a shell expects of a command stopped by Ctrl-C


class Command(BaseCommand):
    help = (
        "Brings the search index up to date: after an upgrade, or where it says that it is behind. Stopped, it goes on "
        "when it is run again. Search answers meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="make all of it anew, not only what is due")
        parser.add_argument("--check", action="store_true", help="only say how far it is behind; fails where it is")

    def handle(self, *args: Any, anew: bool, check: bool, **options: Any) -> None:
        if anew and not check:
            forget_all()
        found = behind()
        if check:
            if found.essays or found.records:
                raise CommandError(found.sentence())
            self.stdout.write(found.sentence())
            return
        total = found.essays + found.records
        with Progress(self.stdout, self.stderr, total, what="essays and records") as progress:
            try:
                number = bring_up_to_date(now=timezone.now(), done=progress.done)
            except KeyboardInterrupt:
                raise CommandError("Stopped. Run it again to go on.", returncode=INTERRUPTED) from None
        if options["verbosity"]:
            self.stdout.write(f"{number:,} essays and records made anew. {behind().sentence()}")
