"""Accounts that the desk makes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from essays.desk.roles import EDITORS, PUBLISHERS, renew_roles
from essays.models import Account

PASSWORD_BYTES = 15  # 20 characters of 64: 120 bits


@dataclass(frozen=True, slots=True)
class MadeEditor:
    """An editor's account; ``password`` is None where it was there already: only its hash is stored."""

    account: Account
    password: str | None


@transaction.atomic
def make_editor(*, username: str = "editor", is_superuser: bool = False) -> MadeEditor:
    """The account of that name, who edits and publishes, made with a generated password where there is none.

    An account is never changed.
    """
    roles = renew_roles()
    if account := Account.objects.filter(username=username).first():
        return MadeEditor(account, None)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    account = Account(username=username, is_staff=True, is_superuser=is_superuser)
    account.set_password(password)
    account.full_clean()
    account.save()
    account.groups.add(roles[EDITORS], roles[PUBLISHERS])
    return MadeEditor(account, password)
