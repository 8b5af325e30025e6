"""Look for likely doubles among people, films and tags; an editor merges or dismisses them in the desk."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from essays.desk.pairing import find_pairs


class Command(BaseCommand):
    help = (
        "Looks for people, films and tags that stand under two records. Nothing is merged: the pairs wait in the desk "
        "under “likely doubles”. Run again, it adds what is new; a pair that was dismissed stays so."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(find_pairs(now=timezone.now()).sentence())
