"""The essays app: what is written about films, and the films."""

from django.apps import AppConfig


class EssaysConfig(AppConfig):
    name = "essays"
