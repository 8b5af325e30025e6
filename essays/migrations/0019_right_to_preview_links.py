"""Editors and publishers may show a revision to outsiders; what was given by hand stays."""

from django.db import migrations

GROUPS = ("Editors", "Publishers")
RIGHT = ("share_revision", "Can show a revision to outsiders by a link")


def give(apps, schema_editor):
    using = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    of_model, _ = types.get_or_create(app_label="essays", model="previewlink")
    rights = apps.get_model("auth", "Permission").objects.using(using)
    right, _ = rights.get_or_create(content_type=of_model, codename=RIGHT[0], defaults={"name": RIGHT[1]})
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.add(right)


def take(apps, schema_editor):
    using = schema_editor.connection.alias
    rights = apps.get_model("auth", "Permission").objects.using(using)
    rights.filter(content_type__app_label="essays", codename=RIGHT[0]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("essays", "0018_preview_links"),
    ]
    operations = [migrations.RunPython(give, take)]
