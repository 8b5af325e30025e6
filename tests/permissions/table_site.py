"""Rows on accounts and groups, and on what the desk has beside its records: log-in, password, searches of choosers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.utils.http import urlsafe_base64_encode

from essays.models import Essay
from tests.permissions.rows import At, Row, chosen, filled
from tests.permissions.table_records import stock

PASSWORD = "a longer password than that"
REDIRECTED = "302"


def account(at: At) -> tuple[Any, ...]:
    return (at.records["unused account"].pk,)


def mailed(at: At) -> tuple[Any, ...]:
    """The link of a mail, after the redirect that takes the token out of the address."""
    somebody = at.records["unused account"]
    return urlsafe_base64_encode(str(somebody.pk).encode()), default_token_generator.make_token(somebody)


def on_site(at: At) -> tuple[Any, ...]:
    return ContentType.objects.get_for_model(Essay).pk, at.rows.essay.pk


def searched(app: str, model: str, field: str) -> Callable[[At], str]:
    return lambda at: f"?app_label={app}&model_name={model}&field_name={field}&term=red"


# Who may search for what by a chooser: a field that leads to the model, and who may look at its records.
CHOOSERS = {
    "film": (("essays", "credit", "film"), "authors"),
    "person": (("essays", "credit", "person"), "authors"),
    "critic": (("essays", "redirect", "critic"), "authors"),
    "tag": (("essays", "redirect", "tag"), "authors"),
    "essay": (("essays", "redirect", "essay"), "authors"),
    "picture": (("essays", "sitesettings", "logo"), "authors"),
    "account": (("essays", "essay", "owner"), "superusers"),
}


def bare(model: type[Any]) -> Row:
    """An address that once was that of the form, and leads to it whoever asks; the form then asks who it is."""
    meta = model._meta
    return Row(f"{meta.app_label}/{meta.model_name}/<path:object_id>/", "staff", answer=REDIRECTED, of=lambda at: (1,))


SITE = (
    *stock(
        *("essays", "account", "unused account"),
        unused="unused account",
        view="superusers",
        edit="superusers",
        new={
            "username": "intern-2",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "usable_password": "true",
        },
        changed={"first_name": "Changed"},
    ),
    Row("essays_account_invite", "superusers"),
    Row(
        *("essays_account_invite", "superusers", "invite"),
        does="=",
        answer="302",
        send=lambda at: {"username": "new", "email": "new@films.example", "role": "Publishers"},
    ),
    Row(
        *("essays_account_changelist", "superusers", "invite_again"),
        answer="302",
        send=chosen("invite_again", lambda at: account(at)[0]),
    ),
    Row("auth_user_password_change", "superusers", of=account),
    Row(
        *("auth_user_password_change", "superusers", "set"),
        does="=",
        answer="302",
        of=account,
        send=lambda at: {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"},
    ),
    *stock(
        *("auth", "group", "group"),
        unused="unused group",
        view="superusers",
        edit="superusers",
        new={"name": "Guests"},
        changed={"name": "Writers"},
    ),
    # One row: the list leads to its form, and nobody adds or deletes any.
    Row("essays_sitesettings_changelist", "publishers", answer="302"),
    Row("essays_sitesettings_add", "nobody"),
    Row("essays_sitesettings_change", "publishers", of=lambda at: (1,)),
    Row(
        *("essays_sitesettings_change", "publishers", "save"),
        does="=",
        answer="302",
        of=lambda at: (1,),
        send=filled("essays_sitesettings_change", lambda at: (1,), "sitesettings_form", site_name="The Second Feature"),
    ),
    Row("essays_sitesettings_history", "publishers", of=lambda at: (1,)),
    Row("essays_sitesettings_delete", "nobody", of=lambda at: (1,)),
    Row("index", "staff"),
    Row("guide", "staff"),
    Row("app_list", "authors", refused="404", of=lambda at: ("essays",)),
    Row("login", "anybody", answer="200|gone"),
    Row("login", "anybody", "wrong password", send=lambda at: {"username": "superuser", "password": "guessed"}),
    Row("logout", "anybody", answer="405|gone"),
    Row("logout", "anybody", "log out", answer="200|login|gone"),
    Row("password_change", "staff"),
    Row(
        *("password_change", "staff", "set"),
        does="=",
        answer="302",
        send=lambda at: {"old_password": "a long password", "new_password1": PASSWORD, "new_password2": PASSWORD},
    ),
    Row("password_change_done", "staff"),
    Row("admin_password_reset", "anybody"),
    Row("admin_password_reset", "anybody", "ask", answer="302", send=lambda at: {"email": "desk@films.example"}),
    Row("password_reset_done", "anybody"),
    Row("password_reset_confirm", "anybody", answer=REDIRECTED, of=mailed),
    Row(
        *("password_reset_confirm", "anybody", "forged token"),
        of=lambda at: (mailed(at)[0], "set-password"),
        send=lambda at: {"new_password1": PASSWORD, "new_password2": PASSWORD},
    ),
    Row("password_reset_complete", "anybody"),
    Row("jsi18n", "staff"),
    *(
        Row("autocomplete", who, answer="200", query=searched(*field), deed="" if name == "film" else f"GET {name}")
        for name, (field, who) in CHOOSERS.items()
    ),
    Row("view_on_site", "reach", answer=REDIRECTED, unreached="404", of=on_site),
    *(bare(model) for model in admin.site._registry),
    Row("(?P<url>.*)$", "staff", answer="404", of=lambda at: ("nowhere/",)),
)
