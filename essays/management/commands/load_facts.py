"""Load the facts file: films, series and people, with what is known of them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from essays.desk.facts import load_facts
from essays.desk.facts_file import FactsFileError


class Command(BaseCommand):
    help = "Loads a facts file (TOML); what an editor has changed on the site since stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file: seeds/films.toml")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            report = load_facts(path, now=timezone.now())
        except FactsFileError as error:
            raise CommandError(str(error)) from error
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(report.sentence())
        if report.problems:
            raise CommandError(f"{len(report.problems)} entries could not be loaded; the others were.")
