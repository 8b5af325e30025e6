"""Accounts that the desk makes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from essays.desk.mailing import Mailed, full_address, mail
from essays.desk.roles import EDITORS, PUBLISHERS, ROLES, renew_roles
from essays.models import Account

PASSWORD_BYTES = 15  # 20 characters of 64: 120 bits


class InvitingError(ValueError):
    """Nobody can be invited so; the message says why."""


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


def may_invite(by: Account) -> bool:
    """Whether this account may make others: the two rights that Django's own screens for users ask for."""
    return by.is_active and by.has_perms(["essays.add_account", "essays.change_account"])


@transaction.atomic
def invite(*, username: str, email: str, role: str, by: Account, first_name: str = "", last_name: str = "") -> Account:
    """An account in the group ``role`` that nobody can log in to before its owner has set a password.

    Raises InvitingError and, for a name that is taken or an address that is none, ValidationError.
    """
    if not may_invite(by):
        raise InvitingError(f"Nobody was invited: {by} may not make accounts. Ask who may.")
    if role not in ROLES:
        raise InvitingError(f"Nobody was invited: there is no group “{role}”.")
    if email and Account.objects.filter(email__iexact=email).exists():
        raise InvitingError(f"Nobody was invited: {email} is the address of an account already.")
    account = Account(username=username, email=email, first_name=first_name, last_name=last_name, is_staff=True)
    account.set_unusable_password()
    account.full_clean()
    account.save()
    account.groups.add(renew_roles()[role])
    return account


def send_invitation(account: Account, *, by: Account, root: str = "") -> Mailed:
    """Mail somebody the link by which they set a password, once; where no mail goes out, the sentence holds the link.

    Raises InvitingError where they have set one, or where ``by`` may invite nobody.
    """
    if not may_invite(by):
        raise InvitingError(f"Nobody was invited: {by} may not make accounts. Ask who may.")
    if account.has_usable_password():
        raise InvitingError(f"{account} has a password already. “Forgotten your password?” at the log-in sends a link.")
    uid = urlsafe_base64_encode(force_bytes(account.pk))
    link = full_address("password_reset_confirm", uid, default_token_generator.make_token(account), root=root)
    text = (
        f"{by} invites you to write and edit with us.\n\nYour log-in is: {account.username}\n\n"
        f"Set your password here; the address works once and for three days:\n\n{link}\n"
    )
    mailed = mail(account, subject="You are invited to the desk", text=text)
    if mailed.is_sent:
        return mailed
    return Mailed(False, f"{mailed.sentence} This address, which works once and for three days, is for them: {link}")
