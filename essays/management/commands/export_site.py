"""Write the public site as static files, for any host that gives files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from essays.desk.redirecting import old_addresses
from essays.desk.scheduling import said_at
from essays.management.exporting import ExportError, export_site
from essays.management.progress import Progress
from essays.models.site_version import seen_at

BROKEN_SHOWN = 10
NOT_KEPT = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


class Command(BaseCommand):
    help = (
        "Writes every public page, feed, sitemap and picture into FOLDER, at the addresses that they have here; not "
        "search, which needs the site itself. Run again it writes what has changed and deletes what is gone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty folder, one that is not there, or an earlier export's")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        now = timezone.now()
        seen = seen_at(now)
        # Each page is asked for once: keeping them would push those out that readers ask for.
        settings.CACHES = {**settings.CACHES, "pages": NOT_KEPT, "stored pages": NOT_KEPT}
        left_out = (f"/{settings.ADMIN_PATH}/", "/preview/", "/healthz", "/search/")
        try:
            with Progress(self.stdout, self.stderr, 1, what="pages") as progress:
                done = export_site(
                    folder,
                    redirects=old_addresses(now=now),
                    left_out=left_out,
                    tell=progress.reached,
                )
        except ExportError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{done.pages:,} pages, {done.files:,} files and {done.redirects:,} old addresses in {folder}: "
            f"{done.written:,} written, {done.unchanged:,} as they were, {done.deleted:,} deleted."
        )
        if done.with_query:
            self.stdout.write(
                f"{done.with_query:,} links choose of a list by a question mark: a static host gives the whole list."
            )
        if seen.next_at is not None:
            self.stdout.write(f"Export again at {said_at(seen.next_at)}: a planned time passes then.")
        for address in done.broken[:BROKEN_SHOWN]:
            self.stderr.write(f"{address}: a page leads there, and nothing is there.")
        if done.broken:
            raise CommandError(
                f"{len(done.broken)} addresses that pages lead to are not there; all others are written."
            )
