"""The essays app: what is written about films, and the films."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class EssaysConfig(AppConfig):
    name = "essays"

    def ready(self) -> None:
        from essays.models.site_version import watch

        connection_created.connect(watch, dispatch_uid="site version")
