"""Accounts that the desk makes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from essays.models import Account

EDITORS = "Editors"
PASSWORD_BYTES = 15  # 20 characters of 64: 120 bits
# What an editor works with. Revisions and sources are only looked at; accounts are a superuser's.
EDITED = {
    "essays": (
        "byline",
        "credit",
        "critic",
        "criticalias",
        "essay",
        "essaytag",
        "film",
        "filmfigure",
        "filmidentifier",
        "filmrelease",
        "filmtag",
        "filmtitle",
        "finding",
        "mention",
        "mentioncandidate",
        "subject",
    ),
    "people": ("alias", "person", "personidentifier", "persontag", "tag", "tagsynonym"),
}
LOOKED_AT = {"essays": ("revision", "source")}


@dataclass(frozen=True, slots=True)
class MadeEditor:
    """An editor's account; ``password`` is None where it was there already: only its hash is stored."""

    account: Account
    password: str | None


@transaction.atomic
def make_editor(*, username: str = "editor", is_superuser: bool = False) -> MadeEditor:
    """The account of that name, made with a generated password where there is none. An account is never changed."""
    editors = renew_editors()
    if account := Account.objects.filter(username=username).first():
        return MadeEditor(account, None)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    account = Account(username=username, is_staff=True, is_superuser=is_superuser)
    account.set_password(password)
    account.full_clean()
    account.save()
    account.groups.add(editors)
    return MadeEditor(account, password)


def renew_editors() -> Group:
    """The group of editors with the permissions this version knows; what was added to it by hand stays."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    codenames = [
        (app, f"{verb}_{model}")
        for verbs, models in ((("view", "add", "change", "delete"), EDITED), (("view",), LOOKED_AT))
        for app, names in models.items()
        for model in names
        for verb in verbs
    ]
    wanted = {*codenames, ("essays", "publish_essay")}
    permissions = Permission.objects.filter(content_type__app_label__in=["essays", "people"]).select_related(
        "content_type"
    )
    group.permissions.add(*(p for p in permissions if (p.content_type.app_label, p.codename) in wanted))
    return group
