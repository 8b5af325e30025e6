"""The people app: who makes films."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
