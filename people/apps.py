"""The people app: who makes films; and the admin site that people and essays share."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.db.backends.signals import connection_created

from people.connections import compile_no_questions


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        connection_created.connect(compile_no_questions, dispatch_uid="compile no questions")


class EditorsAdminConfig(SimpleAdminConfig):
    """Django's admin, with our own site in the place of the stock one.

    Its screens are loaded with the addresses (``config.urls``), so that a command that asks for none of them, such as
    an import of one document, need not wait for them.
    """

    default_site = "people.site.EditorsSite"

    def ready(self) -> None:
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(_check_screens, checks.Tags.admin)


def _check_screens(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[checks.CheckMessage]:
    """Django's check of every registered screen, all of them loaded first."""
    admin.autodiscover()
    return check_admin_app(app_configs, **options)
