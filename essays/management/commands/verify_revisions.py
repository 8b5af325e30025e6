"""Prove that every revision is what was saved."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from essays.models import Revision


class Command(BaseCommand):
    help = (
        "Checks the chain of every essay's revisions: each is what was saved and follows the one before. "
        "Names the first that does not hold of each essay, and then exits with an error."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for revision in Revision.objects.altered():
            broken += 1
            self.stderr.write(
                f"Essay {revision.essay_id} (“{revision.essay}”), revision {revision.number}: "
                "not what was saved, or not what follows the revision before."
            )
        if broken:
            does = "essay does" if broken == 1 else "essays do"
            raise CommandError(f"The revisions of {broken} {does} not hold. Compare with a backup.")
        for revision in Revision.objects.blanked():
            self.stdout.write(f"Essay {revision.essay_id}, revision {revision.number} is blanked: {revision.blanked}")
        self.stdout.write(f"{Revision.objects.count()} revisions hold.")
