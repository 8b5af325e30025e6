"""Make an editor's account with a generated password, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from essays.desk.accounts import make_editor


class Command(BaseCommand):
    help = "Makes an editor's account; the password is generated, printed once and stored only hashed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", default="editor")
        parser.add_argument("--superuser", action="store_true", help="may also add and change accounts")

    def handle(self, *args: Any, username: str, superuser: bool, **options: Any) -> None:
        try:
            made = make_editor(username=username, is_superuser=superuser)
        except ValidationError as error:
            raise CommandError(f"{username}: {' '.join(error.messages)}") from error
        if made.password is None:
            self.stdout.write(f"The account {username} is there already; its password stays as it is.")
        else:
            self.stdout.write(f"Log-in: {username}\nPassword: {made.password}\nKept only as a hash: note it now.")
