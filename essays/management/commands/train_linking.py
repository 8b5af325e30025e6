"""Fit the weights of linking from reviews that say what they mean."""

import gzip
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from essays.desk.catalogue import DatabaseCatalogue
from essays.linking.gold import gold_review
from essays.linking.weights import WEIGHTS


class Command(BaseCommand):
    help = (
        "Fits the weights of linking from a file of reviews with what they mean (a line of JSON each, .gz or not), by "
        "the records of this database. Prints what they reach, cross-validated and fitted, and reliability tables."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gold", type=Path, help="the file")
        parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go; those in use if not given")

    def handle(self, *args: Any, gold: Path, out: Path, **options: Any) -> None:
        try:
            from essays.linking.training import train
        except ImportError as error:
            raise CommandError("Training needs NumPy, which linking does not: install the extra “train”.") from error
        try:
            reviews = [gold_review(row) for row in _rows(gold) if row["kind"] == "review"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{gold}: this is no file of reviews with what they mean ({error!r}).") from error
        if not reviews:
            raise CommandError(f"{gold}: no review stands in it, so there is nothing to learn from.")
        trained = train(reviews, DatabaseCatalogue(), say=self.stdout.write)
        for line in trained.lines:
            self.stdout.write(line)
        out.write_text(
            json.dumps(trained.models, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        self.stdout.write(f"{sum(map(len, trained.models.values()))} weights written to {out}.")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as packed, gzip.open(packed) if path.suffix == ".gz" else packed as lines:
        for line in lines:
            yield json.loads(line)
