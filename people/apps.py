"""The people app: who makes films; and the admin site that people and essays share."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PeopleConfig(AppConfig):
    name = "people"


class EditorsAdminConfig(AdminConfig):
    """Django's admin, with our own site in the place of the stock one."""

    default_site = "people.site.EditorsSite"
