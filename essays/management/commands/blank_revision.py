"""Remove what one revision holds, where the law asks for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from essays.desk.blanking import blank_revision
from essays.desk.revising import RevisingError
from essays.models import Account, Revision


class Command(BaseCommand):
    help = (
        "Removes the content of one revision for ever, where the law asks for it. Its hash, date and author stay, and "
        "a new revision says who removed it and why. Without --yes it only says what would go."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("essay", type=int, help="the essay's number, as in its address in the desk")
        parser.add_argument("revision", type=int, help="the number of the revision")
        parser.add_argument("--reason", required=True, help="why; it is kept for ever, so nothing of the removed text")
        parser.add_argument("--by", required=True, metavar="ACCOUNT", help="the superuser who answers for it")
        parser.add_argument("--yes", action="store_true", help="remove it")

    def handle(self, *args: Any, essay: int, revision: int, reason: str, by: str, yes: bool, **options: Any) -> None:
        row = Revision.objects.filter(essay=essay, number=revision).select_related("essay").first()
        if row is None:
            raise CommandError(f"Essay {essay} has no revision {revision}.")
        account = Account.objects.filter(username=by).first()
        if account is None:
            raise CommandError(f"There is no account {by}.")
        if not yes:
            self.stdout.write(
                f"Revision {revision} of “{row.essay}”, saved on {row.saved_at:%d.%m.%Y %H:%M} UTC, would lose its "
                "content for ever. Give --yes to remove it."
            )
            return
        try:
            said = blank_revision(row, by=account, now=timezone.now(), reason=reason)
        except RevisingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Revision {revision} of “{row.essay}” is blanked; revision {said.number} says so.")
