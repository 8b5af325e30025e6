"""Who may do what: authors, editors and publishers, each a group with the rights of its work.

Migrations make the groups (essays/migrations/0007_roles.py) and give them what later versions added;
``renew_roles`` gives them what this version knows, wherever an editor's account is made. A site
may give a group more by hand; nothing here takes that away.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission

AUTHORS, EDITORS, PUBLISHERS = ROLES = ("Authors", "Editors", "Publishers")
ALL = ("view", "add", "change", "delete")


def _rights(app: str, verbs: Iterable[str], models: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models.split() for verb in verbs}


# An author's own essays, and what is chosen from while writing. Which essays are one's own the desk decides
# (``publishing.may_change``): the right to change without the right to reach every essay is one to change one's own.
_AUTHOR = (
    _rights("essays", ALL, "essay byline essaytag subject")
    | _rights("essays", ("view", "change"), "mention finding")
    | _rights("essays", ("view",), "credit critic film filmtitle mentioncandidate revision source")
    | _rights("essays", ("view", "add"), "picture")
    | _rights("people", ("view",), "alias person tag")
)
_EDITOR = (
    _AUTHOR
    | _rights("essays", ALL, "credit critic criticalias film filmfigure filmidentifier filmrelease filmtag filmtitle")
    | _rights("essays", ALL, "finding mention mentioncandidate picture")
    | _rights("essays", ("view", "change"), "errorreport")
    | _rights("people", ALL, "alias person personidentifier persontag tag tagsynonym")
    | {"essays.reach_every_essay", "essays.review_essay", "essays.merge_records", "essays.share_revision"}
)
_PUBLISHER = (
    _EDITOR
    | _rights("essays", ALL, "fixedpage redirect")
    | _rights("essays", ("view", "change"), "sitesettings")
    | {"essays.publish_essay"}
)
RIGHTS = {AUTHORS: frozenset(_AUTHOR), EDITORS: frozenset(_EDITOR), PUBLISHERS: frozenset(_PUBLISHER)}


def renew_roles() -> dict[str, Group]:
    """The groups by name, each with the rights that this version knows; what was given by hand stays."""
    rights = Permission.objects.filter(content_type__app_label__in=["essays", "people"]).select_related("content_type")
    by_name = {f"{right.content_type.app_label}.{right.codename}": right for right in rights}
    groups = {}
    for role in ROLES:
        groups[role], _ = Group.objects.get_or_create(name=role)
        groups[role].permissions.add(*(by_name[name] for name in RIGHTS[role] if name in by_name))
    return groups
